public import Journal
public import Retention

/// A log in memory that behaves as Kafka does where the engine can notice it: topics, transactions, consumer groups.
///
/// Offsets are not dense: each transaction leaves a marker in every partition it touched, and aborted records stay
/// behind as gaps. Readers see committed records only, and none behind the first record of an open transaction. Nothing
/// blocks and nothing happens by itself, so a test decides the order of everything: when sessions and transactions
/// expire, when records are delivered, and where a worker fails. For one thread.
public final class MemoryCluster {
    /// A record as readers see it.
    public struct Record: Hashable, Sendable {
        /// A header: a name and its text.
        public struct Header: Hashable, Sendable {
            /// The name.
            public let name: String
            /// The text.
            public let value: String

            /// Makes a header.
            public init(_ name: String, _ value: String) {
                self.name = name
                self.value = value
            }
        }

        /// Where it stands.
        public let place: TopicPartition
        /// Its offset there.
        public let offset: Int64
        /// The producer's timestamp.
        public let timestamp: Timestamp
        /// The key, when there is one.
        public let key: [UInt8]?
        /// The value.
        public let value: [UInt8]
        /// The headers in their order.
        public let headers: [Header]

        /// Puts a record together.
        public init(
            place: TopicPartition,
            offset: Int64,
            timestamp: Timestamp,
            key: [UInt8]?,
            value: [UInt8],
            headers: [Header] = []
        ) {
            self.place = place
            self.offset = offset
            self.timestamp = timestamp
            self.key = key
            self.value = value
            self.headers = headers
        }

        /// The text of the first header with this name.
        public func header(_ name: String) -> String? { self.headers.first { $0.name == name }?.value }
    }

    // MARK: What a test may set

    /// Called whenever a client would block; a test may let something happen meanwhile.
    public var whenWaiting: (() -> Void)?
    /// Asked at every fault point of every log whether it fails there; `nil` lets it pass.
    public var faults: ((FaultPoint, MemoryLog) -> Fault?)?
    /// How many of a batch's records of a partition stand there at `FaultPoint.midAppend`; half of them when missing.
    public var prefixes: ((_ place: TopicPartition, _ count: Int) -> Int)?
    /// Topics in which the end of a transaction becomes visible later than elsewhere: with `writeMarkers()`, or when the
    /// same producer begins another transaction.
    public var topicsWithLateMarkers: Set<String> = []
    /// Groups whose coordinator can't be reached: offsets are neither committed nor answered, and no change is told.
    public var lostCoordinators: Set<String> = []
    /// Whether a group takes no offsets from a member that it has asked to give partitions back.
    ///
    /// Kafka takes them; the bundled broker does not, outside of transactions.
    public var refusesOffsetsOfAskedMembers = false
    /// Groups that hand over only the partitions that move; the others give everything back at every change.
    public var cooperativeGroups: Set<String> = []
    /// Whether a crashed member's partitions go to others at once, instead of with `expireSession`.
    public var expiresSessionsAtOnce = false
    /// What the brokers' clock shows, for `expireTransactions`.
    public var now = Timestamp(milliseconds: 0)
    /// The age at which `expireTransactions` aborts.
    public var transactionTimeout = TimeSpan(milliseconds: 15_000)

    // MARK: State

    var groups: [String: MemoryGroup] = [:]
    var producers: [String: Int] = [:]
    var openTransactions: [OpenTransaction] = []
    var lateMarkers: [LateMarker] = []
    var lastTransaction = 0
    var lastLog = 0
    private var topics: [String: [MemoryPartition]] = [:]
    private var lastTopic: (name: String, partitions: [MemoryPartition]) = ("", [])
    private var roundRobin = 0

    /// Makes a cluster without topics.
    public init() {}

    // MARK: Topics

    /// Makes a topic; one that exists stays as it is.
    public func createTopic(_ name: String, partitions: Int32 = 1) {
        guard self.topics[name] == nil else { return }
        self.topics[name] = (0..<partitions).map { MemoryPartition(TopicPartition(name, $0)) }
    }

    /// Deletes a topic and what it holds; what groups have committed for it stays, as in Kafka for a while.
    public func deleteTopic(_ name: String) { self.topics[name] = nil }

    /// Makes the topics that the engine uses: `partitions` of those partitioned like events, one of everything else.
    public func createTopics(_ topics: Topics, partitions: Int32) {
        for topic in [topics.events, topics.journal, topics.state] { self.createTopic(topic, partitions: partitions) }
        self.createTopic(topics.clock)
        self.createTopic(topics.deadLetters)
        for topic in SignalType.Topic.allCases { self.createTopic(topics.signals(topic)) }
    }

    /// How many partitions a topic has; 0 when there is no such topic.
    public func partitionCount(of topic: String) -> Int32 { Int32(self.topics[topic]?.count ?? 0) }

    func knownPartitionCount(of topic: String) throws(LogError) -> Int32 {
        let count = self.partitionCount(of: topic)
        guard count > 0 else { throw LogError(.rejoin, "topic \(topic) does not exist") }
        return count
    }

    // MARK: Records

    /// Appends a record outside any transaction; by the key when no partition is named.
    ///
    /// - Returns: Where it stands.
    @discardableResult
    public func append(
        to topic: String,
        partition: Int32? = nil,
        key: String? = nil,
        value: [UInt8],
        timestamp: Timestamp = Timestamp(milliseconds: 0),
        headers: [Record.Header] = []
    ) -> (place: TopicPartition, offset: Int64) {
        var batch = OutputBatch()
        batch.append(
            to: topic,
            partition: partition,
            key: key.map { .text($0) } ?? .none,
            timestamp: timestamp,
            headers: headers.map { ($0.name, $0.value) }
        ) { $0.append(contentsOf: value) }
        let target = self.target(of: batch.records[0], in: batch.bytes)
        let offset = target.end
        _ = target.append(Self.entry(batch.records[0], batch.headers[...], in: batch.bytes, transaction: 0))
        return (target.place, offset)
    }

    /// Every record of a topic that is committed, by partition and offset.
    public func records(of topic: String) -> [Record] {
        var records: [Record] = []
        for partition in self.topics[topic] ?? [] {
            partition.forEachVisible { offset, entry in
                let bytes = entry.buffer
                records.append(
                    Record(
                        place: partition.place,
                        offset: offset,
                        timestamp: entry.timestamp,
                        key: entry.key.map { Array(bytes[$0]) },
                        value: Array(bytes[entry.value]),
                        headers: entry.headers.map { header in
                            Record.Header(
                                String(decoding: bytes[header.name], as: UTF8.self),
                                String(decoding: bytes[header.value], as: UTF8.self)
                            )
                        }
                    )
                )
            }
        }
        return records
    }

    /// The offset behind everything appended, open transactions and markers included.
    public func appendedEnd(of place: TopicPartition) -> Int64 { self.partition(place).end }

    /// The offset of the oldest record that is kept.
    public func beginning(of place: TopicPartition) -> Int64 { self.partition(place).start }

    /// The offset up to which readers see everything: the first record of an open transaction, or the end.
    public func stableEnd(of place: TopicPartition) -> Int64 { self.partition(place).stableEnd }

    /// Deletes every record before an offset, as retention does.
    public func deleteRecords(before offset: Int64, in place: TopicPartition) {
        self.partition(place).delete(before: offset)
    }

    /// Keeps only the last committed record of each key, as compaction does; offsets stay as they are.
    public func compact(_ topic: String) { for partition in self.topics[topic] ?? [] { partition.compact() } }

    /// Delivers nothing to any reader that it can't read now, until `deliver`; the end is told as it is now.
    public func holdBack(_ place: TopicPartition) { self.partition(place).holdBack() }

    /// Delivers some offsets more of a partition that is held back, or everything and whatever comes.
    public func deliver(_ place: TopicPartition, count: Int? = nil) { self.partition(place).deliver(count) }

    /// Opens a look at the cluster from outside any group.
    public func source() -> any LogSource { MemoryLogSource(cluster: self) }

    // MARK: Partitions

    func partition(_ place: TopicPartition) -> MemoryPartition {
        let partitions = self.partitions(of: place.topic)
        precondition(partitions.indices.contains(Int(place.partition)), "\(place) does not exist")
        return partitions[Int(place.partition)]
    }

    /// Where a record of a batch goes.
    func target(of record: OutputBatch.Record, in bytes: [UInt8]) -> MemoryPartition {
        let partitions = self.partitions(of: record.topic)
        if let number = record.partition {
            precondition(partitions.indices.contains(Int(number)), "\(record.topic)/\(number) does not exist")
            return partitions[Int(number)]
        }
        guard let key = record.key else {
            self.roundRobin += 1
            return partitions[self.roundRobin % partitions.count]
        }
        let number = KeyPartitioner.partition(of: bytes.span.extracting(key), count: Int32(partitions.count))
        return partitions[Int(number)]
    }

    static func entry(
        _ record: OutputBatch.Record,
        _ headers: ArraySlice<OutputBatch.Header>,
        in bytes: [UInt8],
        transaction: Int
    ) -> MemoryPartition.Entry {
        MemoryPartition.Entry(
            timestamp: record.timestamp,
            buffer: bytes,
            key: record.key,
            value: record.value,
            headers: headers.map { (name: $0.name, value: $0.value) },
            transaction: transaction
        )
    }

    private func partitions(of topic: String) -> [MemoryPartition] {
        if self.lastTopic.name == topic { return self.lastTopic.partitions }
        guard let partitions = self.topics[topic] else { preconditionFailure("topic \(topic) does not exist") }
        self.lastTopic = (topic, partitions)
        return partitions
    }
}
