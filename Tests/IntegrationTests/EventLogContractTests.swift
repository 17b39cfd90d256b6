import Foundation
import Journal
import Kafka
import Logging
import Retention
import TestKit
import Testing

private let environment = ProcessInfo.processInfo.environment
/// Where the broker is; without it the suite is skipped.
private let brokers = environment["TREUE_TEST_BROKERS"]
private let isBundled = environment["TREUE_TEST_BUNDLED"] != nil

/// What the bundled broker can't do, and why.
private let bundledCanNot: [EventLogContract: Comment] = [
    .anOpenTransactionOfADeadProducerIsAbortedInTime: "the bundled broker never aborts a transaction by its age",
    .committedWaitsForOpenTransactions: "the bundled broker tells an offset that an open transaction would move",
    .offsetsBeforeTheHandOverAreHonoured:
        "the bundled broker refuses offsets as soon as a group is to be shared out anew",
]

@Suite(
    .serialized,
    .timeLimit(.minutes(5)),
    .enabled(if: brokers != nil, "set TREUE_TEST_BROKERS=host:port to a broker whose topics may be created and deleted")
)
struct EventLogContractTests {
    @Test(arguments: EventLogContract.allCases)
    func aClusterKeeps(promise: EventLogContract) throws {
        if isBundled, let reason = bundledCanNot[promise] { try Test.cancel(reason) }
        let site = try KafkaSite(brokers ?? "")
        defer { site.cleanUp() }
        try promise.check(on: site)
    }
}

/// The contract's site on a real cluster, with topics and groups of its own.
private final class KafkaSite: EventLogSite {
    private let run = String(UInt32.random(in: .min ... .max), radix: 36)
    private let client: ClientConfiguration
    private let admin: Admin
    private var topics: [String] = []
    private var retained: [any EventLog] = []
    private var statics: Set<ObjectIdentifier> = []
    private var options = KafkaLogOptions()

    let patience = Duration.seconds(30)

    init(_ brokers: String) throws {
        var logger = Logger(label: "kafka")
        logger.logLevel = .critical
        // A member that is not served leaves its group after this time.
        let properties = ["max.poll.interval.ms": "8000", "session.timeout.ms": "6000"]
        self.client = ClientConfiguration(brokers: brokers, properties: properties, logger: logger)
        self.admin = try Admin(self.client)
        try self.admin.checkReachable()
        self.options.transactionTimeout = .seconds(5)
    }

    func cleanUp() {
        self.retained.removeAll()
        if !self.topics.isEmpty { _ = try? self.admin.delete(topics: self.topics) }
    }

    func makeTopic(_ name: String, partitions: Int32) throws -> String {
        let topic = "contract-\(self.run)-\(name)-\(self.topics.count)"
        // The records carry times long past, which retention goes by.
        let settings = ["retention.ms": "-1", "message.timestamp.difference.max.ms": "9223372036854775807"]
        let request = NewTopic(topic, partitions: partitions, configuration: settings)
        #expect(try self.admin.create(topics: [request]) == [topic: .created])
        self.topics.append(topic)
        // A topic is told to clients once every partition has a leader.
        let deadline = ContinuousClock.now + self.patience
        while ContinuousClock.now < deadline {
            if let found = try? self.admin.describe(topic: topic), found.leaders.allSatisfy({ $0 != nil }) { break }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return topic
    }

    func groupName(_ name: String) -> String { "contract-\(self.run)-\(name)" }

    func makeLog(_ request: EventLogRequest) throws(LogError) -> any EventLog {
        var options = self.options
        if request.isCooperative { options.assignmentStrategy = .cooperativeSticky }
        let log = try KafkaEventLog(
            client: self.client,
            group: request.group,
            instance: request.instance,
            delivery: request.delivery,
            topics: request.topics,
            options: options
        )
        if request.instance != nil { self.statics.insert(ObjectIdentifier(log)) }
        return log
    }

    func close(_ log: any EventLog) { (log as? KafkaEventLog)?.close() }

    /// A static member goes without leaving; a dynamic one is not served any more.
    func kill(_ log: any EventLog) {
        if self.statics.contains(ObjectIdentifier(log)) { self.close(log) }
        self.retained.append(log)
    }

    func expireSession(of log: any EventLog) { Thread.sleep(forTimeInterval: 10) }

    func leaveTransactionOpen(
        group: String,
        name: String,
        batch: borrowing OutputBatch,
        offsets: [TopicPartition: GroupOffset]
    ) throws {
        var configuration = ProducerConfiguration(client: self.client, transactionalID: "\(group)-\(name)")
        configuration.transactionTimeout = self.options.transactionTimeout
        var producer = try Producer(configuration)
        try producer.initTransactions()
        try producer.begin()
        for record in batch.records {
            try producer.produce(
                OutgoingRecord(
                    topic: record.topic,
                    partition: record.partition,
                    key: record.key.map { Array(batch.bytes[$0]) },
                    value: Array(batch.bytes[record.value]),
                    timestamp: record.timestamp.milliseconds
                )
            )
        }
        try producer.flush()
        let consumer = try Consumer(ConsumerConfiguration(client: self.client, group: group))
        try producer.sendOffsets(offsets, group: try consumer.groupMetadata())
    }

    /// Brokers look for old transactions every ten seconds.
    func expireTransactions() { Thread.sleep(forTimeInterval: 18) }

    func append(to place: TopicPartition, key: String?, value: [UInt8], timestamp: Timestamp) throws {
        var producer = try Producer(ProducerConfiguration(client: self.client))
        try producer.produce(
            OutgoingRecord(
                topic: place.topic,
                partition: place.partition,
                key: key.map { Array($0.utf8) },
                value: value,
                timestamp: timestamp.milliseconds
            )
        )
        try producer.flush()
    }

    func records(of topic: String) throws -> [MemoryCluster.Record] {
        var records: [MemoryCluster.Record] = []
        for number in 0..<(try self.admin.describe(topic: topic).partitionCount) {
            let place = TopicPartition(topic, number)
            var consumer = try Consumer(ConsumerConfiguration(client: self.client, group: "contract-readers"))
            try consumer.assign([place: StartOffset.beginning])
            let deadline = ContinuousClock.now + self.patience
            var isAtEnd = false
            while !isAtEnd, ContinuousClock.now < deadline {
                _ = try consumer.poll()
                isAtEnd = try consumer.read(place, maximum: 1_000, timeout: .milliseconds(100)) { record in
                    records.append(Self.copy(record, place))
                }.reachedEnd
            }
        }
        return records
    }

    private static func copy(_ record: borrowing Record, _ place: TopicPartition) -> MemoryCluster.Record {
        var key: [UInt8]?
        if let bytes = record.key { key = [UInt8](copying: bytes) }
        var value: [UInt8] = []
        if let bytes = record.value { value = [UInt8](copying: bytes) }
        return MemoryCluster.Record(
            place: place,
            offset: record.offset,
            timestamp: Timestamp(milliseconds: record.timestamp),
            key: key,
            value: value,
            headers: record.headers.map { .init($0.name, String(decoding: $0.value ?? [], as: UTF8.self)) }
        )
    }

    func deleteRecords(before offset: Int64, in place: TopicPartition) throws {
        _ = try self.admin.deleteRecords(before: [place: offset])
    }

    func source() throws(LogError) -> any LogSource { try KafkaLogSource(client: self.client) }
}
