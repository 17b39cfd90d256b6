internal import CRdKafka
public import Journal
public import Kafka

/// An in-process cluster that speaks enough of Kafka's protocol for unit tests, with failures on demand.
///
/// It keeps no offsets of transactions, hides no aborted records and fences nobody by itself. Topics must be created
/// here; members should set `session.timeout.ms` to 6000.
@safe
public struct MockCluster: ~Copyable {
    /// The requests for which errors can be injected.
    public enum Request: Int16, Sendable {
        /// Appending records.
        case produce = 0
        /// Reading records.
        case fetch = 1
        /// Looking up the beginning, the end or the offset of a time.
        case listOffsets = 2
        /// Asking for topics and brokers.
        case metadata = 3
        /// Committing offsets outside of transactions.
        case offsetCommit = 8
        /// Looking up committed offsets.
        case offsetFetch = 9
        /// Asking who coordinates.
        case findCoordinator = 10
        /// Joining a group.
        case joinGroup = 11
        /// Staying in a group.
        case heartbeat = 12
        /// Leaving a group.
        case leaveGroup = 13
        /// Learning the assignment.
        case syncGroup = 14
        /// Registering a producer.
        case initProducerID = 22
        /// Naming partitions that a transaction writes to.
        case addPartitionsToTransaction = 24
        /// Naming a group whose offsets a transaction commits.
        case addOffsetsToTransaction = 25
        /// Committing or aborting a transaction.
        case endTransaction = 26
        /// Committing offsets in a transaction.
        case transactionOffsetCommit = 28
    }

    /// What a coordinator coordinates.
    public enum Coordination: String, Sendable {
        /// The transactions of a transactional id.
        case transaction
        /// The members and offsets of a group.
        case group
    }

    private let client: OpaquePointer
    private let cluster: OpaquePointer

    /// Starts that many brokers on local ports, numbered from 1.
    public init(brokers: Int = 1) throws(KafkaError) {
        let configuration = unsafe rd_kafka_conf_new()
        unsafe rd_kafka_conf_set(configuration, "log_level", "3", nil, 0)
        guard let client = unsafe rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nil, 0) else {
            unsafe rd_kafka_conf_destroy(configuration)
            throw KafkaError(.wrongState, operation: "start mock cluster", message: "no client could be made")
        }
        guard let cluster = unsafe rd_kafka_mock_cluster_new(client, Int32(brokers)) else {
            unsafe rd_kafka_destroy(client)
            throw KafkaError(.wrongState, operation: "start mock cluster", message: "the brokers did not start")
        }
        unsafe self.client = client
        unsafe self.cluster = cluster
    }

    deinit {
        unsafe rd_kafka_mock_cluster_destroy(cluster)
        unsafe rd_kafka_destroy(client)
    }

    /// Where clients connect to.
    public var bootstrapServers: String {
        guard let servers = unsafe rd_kafka_mock_cluster_bootstraps(cluster) else { return "" }
        return unsafe String(cString: servers)
    }

    /// Creates a topic.
    public func createTopic(_ name: String, partitions: Int32 = 1, replicationFactor: Int32 = 1) throws(KafkaError) {
        try require(
            unsafe rd_kafka_mock_topic_create(cluster, name, partitions, replicationFactor),
            "create topic \(name)"
        )
    }

    /// Makes every request for the topic's metadata fail.
    public func failTopic(_ name: String, with code: KafkaError.Code) {
        unsafe rd_kafka_mock_topic_set_error(cluster, name, rd_kafka_resp_err_t(code.rawValue))
    }

    /// Answers the next requests of that kind with these errors, one each.
    public func fail(_ request: Request, with codes: [KafkaError.Code]) {
        let errors = codes.map { rd_kafka_resp_err_t($0.rawValue) }
        unsafe rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, errors.count, errors)
    }

    /// Forgets errors that were not yet used.
    public func clearFailures(of request: Request) {
        unsafe rd_kafka_mock_clear_request_errors(cluster, request.rawValue)
    }

    /// Cuts all connections of a broker and refuses new ones.
    public func takeDown(broker: Int32) throws(KafkaError) {
        try require(unsafe rd_kafka_mock_broker_set_down(cluster, broker), "take broker down")
    }

    /// Lets clients connect to a broker again.
    public func bringUp(broker: Int32) throws(KafkaError) {
        try require(unsafe rd_kafka_mock_broker_set_up(cluster, broker), "bring broker up")
    }

    /// Delays every answer of a broker.
    public func setRoundTrip(_ time: Duration, broker: Int32) throws(KafkaError) {
        let milliseconds = Int32(time / .milliseconds(1))
        try require(unsafe rd_kafka_mock_broker_set_rtt(cluster, broker, milliseconds), "set round-trip time")
    }

    /// Makes a broker the coordinator of a transactional id or a group.
    public func setCoordinator(of kind: Coordination, _ name: String, broker: Int32) throws(KafkaError) {
        try require(unsafe rd_kafka_mock_coordinator_set(cluster, kind.rawValue, name, broker), "set coordinator")
    }

    /// Makes a broker the leader of a partition.
    public func setLeader(of partition: TopicPartition, broker: Int32) throws(KafkaError) {
        try require(
            unsafe rd_kafka_mock_partition_set_leader(cluster, partition.topic, partition.partition, broker),
            "set leader"
        )
    }

    private func require(_ code: rd_kafka_resp_err_t, _ operation: String) throws(KafkaError) {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        throw unsafe KafkaError(
            .init(rawValue: code.rawValue),
            operation: operation,
            message: String(cString: rd_kafka_err2str(code))
        )
    }
}
