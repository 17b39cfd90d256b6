internal import CRdKafka
public import Journal

/// A client for looking at and changing topics and groups.
///
/// Every call waits for the answer; no call is on a hot path.
@safe
public struct Admin: ~Copyable {
    let client: Client
    let brokers: String

    /// Makes a client that connects in the background.
    public init(_ configuration: ClientConfiguration) throws(KafkaError) {
        let handle = try configuration.makeHandle(defaults: [:], required: [:])
        client = try handle.makeClient(RD_KAFKA_PRODUCER, inbox: Inbox(isConsumer: false, logger: configuration.logger))
        brokers = configuration.brokers
    }

    /// Throws unless a broker answers in time, with an error that names where it was looked for.
    public func checkReachable(within timeout: Duration = .seconds(10)) throws(KafkaError) {
        do throws(KafkaError) {
            _ = try unsafe client.metadata(of: nil, timeout: timeout, "reach cluster")
        } catch {
            guard error.isTimeout || error.code == .transport || error.code == .allBrokersDown else { throw error }
            unsafe rd_kafka_poll(client.raw, 0)  // lets the reason in
            let reason = client.inbox.health.lastError.map { "; last error: \($0.message)" } ?? ""
            throw KafkaError(
                error.code,
                operation: error.operation,
                message: "no broker answered at \(brokers) within \(timeout.inWords)\(reason)",
                remedy: .retry
            )
        }
    }

    /// All topics, in order of their names.
    public func topics(timeout: Duration = .seconds(10)) throws(KafkaError) -> [TopicDescription] {
        try unsafe client.metadata(of: nil, timeout: timeout, "list topics").sorted { $0.name < $1.name }
    }

    /// Describes one topic.
    ///
    /// - Throws: ``KafkaError/Code/unknownTopicOrPartition`` when there is none.
    public func describe(topic: String, timeout: Duration = .seconds(10)) throws(KafkaError) -> TopicDescription {
        try client.describe(topic: topic, timeout: timeout)
    }

    /// The oldest offset of a partition and the last stable one.
    ///
    /// Asks the leader.
    public func beginningAndEnd(
        of partition: TopicPartition,
        timeout: Duration = .seconds(10)
    ) throws(KafkaError) -> (beginning: Int64, end: Int64) {
        try client.beginningAndEnd(of: partition, timeout: timeout)
    }

    /// The first offset of each partition whose record is not older than a time, in ms since 1970 UTC.
    ///
    /// Partitions with no such record are left out.
    public func offsets(
        forTimes times: [TopicPartition: Int64],
        timeout: Duration = .seconds(10)
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        try client.offsets(forTimes: times, timeout: timeout)
    }

    /// What a group has committed and what is still before it, per partition that it has committed.
    public func lag(
        ofGroup group: String,
        timeout: Duration = .seconds(10)
    ) throws(KafkaError) -> [TopicPartition: GroupLag] {
        let deadline = Deadline(in: timeout)
        var result: [TopicPartition: GroupLag] = [:]
        for (partition, committed) in try committedOffsets(ofGroup: group, timeout: timeout) {
            let remaining = Duration.milliseconds(Int64(deadline.remainingMilliseconds))
            let end = try beginningAndEnd(of: partition, timeout: remaining).end
            result[partition] = GroupLag(committed: committed, end: end)
        }
        return result
    }
}

/// How far a group is behind in one partition.
public struct GroupLag: Hashable, Sendable {
    /// The next offset that the group will read.
    public var committed: Int64
    /// The offset after the newest record, or before the oldest open transaction.
    public var end: Int64
    /// How many offsets are before the group, transaction markers included; never negative.
    public var lag: Int64 { max(0, end - committed) }

    /// Puts both offsets together.
    public init(committed: Int64, end: Int64) {
        self.committed = committed
        self.end = end
    }
}

/// A topic to be created.
public struct NewTopic: Hashable, Sendable {
    /// The name.
    public var name: String
    /// How many partitions it gets.
    public var partitions: Int32
    /// How many brokers hold each partition; -1, the default, leaves it to the cluster.
    public var replicationFactor: Int32
    /// Topic settings by Kafka's names, for example `cleanup.policy`.
    public var configuration: [String: String]

    /// Describes a topic to be created.
    public init(
        _ name: String,
        partitions: Int32,
        replicationFactor: Int32 = -1,
        configuration: [String: String] = [:]
    ) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.configuration = configuration
    }
}

/// What became of a topic that was to be created.
public enum TopicCreation: Hashable, Sendable {
    /// It is new.
    case created
    /// It was there before; its partitions and settings are as they were.
    case alreadyExists
    /// The cluster refused.
    case failed(KafkaError)
}
