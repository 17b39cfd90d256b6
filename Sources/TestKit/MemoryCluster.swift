public import Journal
public import Retention

/// A log in memory that behaves as Kafka does where the engine can notice it: topics, transactions, consumer groups.
///
/// Offsets are not dense: each transaction leaves a marker in every partition it touched, and aborted records stay
/// behind as gaps. Readers see committed records only, and none behind the first record of an open transaction. Nothing
/// blocks and nothing happens by itself, so a test decides the order of everything. For one thread.
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

        /// The text of the first header with this name.
        public func header(_ name: String) -> String? { self.headers.first { $0.name == name }?.value }
    }

    /// Called whenever a client would block; a test may let something happen meanwhile.
    public var whenWaiting: (() -> Void)?
    /// Topics in which the end of a transaction becomes visible only with `writeMarkers()`, later than elsewhere.
    public var topicsWithLateMarkers: Set<String> = []

    private var topics: [String: [MemoryPartition]] = [:]
    private var lastTransaction = 0
    private var roundRobin = 0
    private var lateMarkers: [(place: TopicPartition, transaction: Int, isCommit: Bool)] = []
    private var openTransactions: [OpenTransaction] = []
    var groups: [String: MemoryGroup] = [:]

    private struct OpenTransaction {
        let number: Int
        let group: String
        let places: Set<TopicPartition>
        let offsets: [TopicPartition: Int64]
    }

    /// Makes a cluster without topics.
    public init() {}

    /// Makes a topic; one that exists stays as it is.
    public func createTopic(_ name: String, partitions: Int32 = 1) {
        guard self.topics[name] == nil else { return }
        self.topics[name] = (0..<partitions).map { _ in MemoryPartition() }
    }

    /// Makes the topics that the engine uses: `partitions` of events and journal, one of everything else.
    public func createTopics(_ topics: Topics, partitions: Int32) {
        self.createTopic(topics.events, partitions: partitions)
        self.createTopic(topics.journal, partitions: partitions)
        self.createTopic(topics.clock)
        self.createTopic(topics.deadLetters)
        for topic in SignalType.Topic.allCases { self.createTopic(topics.signals(topic)) }
    }

    /// How many partitions a topic has; 0 when there is no such topic.
    public func partitionCount(of topic: String) -> Int32 { Int32(self.topics[topic]?.count ?? 0) }

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
        let key = key.map { [UInt8]($0.utf8) }
        let place = TopicPartition(topic, partition ?? self.partition(of: key, in: topic))
        let offset = self[place].append(
            .init(timestamp: timestamp, key: key, value: value, headers: headers, transaction: nil)
        )
        return (place, offset)
    }

    /// Every record of a topic that a reader may see, by partition and offset.
    public func records(of topic: String) -> [Record] {
        var records: [Record] = []
        for number in 0..<self.partitionCount(of: topic) {
            let place = TopicPartition(topic, number)
            self[place].forEachVisible(from: 0) { offset, entry in
                records.append(
                    Record(
                        place: place,
                        offset: offset,
                        timestamp: entry.timestamp,
                        key: entry.key,
                        value: entry.value,
                        headers: entry.headers
                    )
                )
                return true
            }
        }
        return records
    }

    /// The offset behind everything appended, open transactions and markers included.
    public func appendedEnd(of place: TopicPartition) -> Int64 { self[place].end }

    /// The offset up to which readers see everything: the first record of an open transaction, or the end.
    public func stableEnd(of place: TopicPartition) -> Int64 { self[place].stableEnd }

    /// Deletes every record before an offset, as retention does.
    public func deleteRecords(before offset: Int64, in place: TopicPartition) { self[place].delete(before: offset) }

    // MARK: Transactions

    /// Ends the transactions that crashed members left open.
    public func endOpenTransactions(committing isCommit: Bool) {
        for open in self.openTransactions {
            if isCommit { self.groups[open.group]?.committed.merge(open.offsets) { $1 } }
            for place in open.places { self[place].end(open.number, isCommit: isCommit) }
        }
        self.openTransactions.removeAll()
    }

    /// Makes the ends of transactions visible that `topicsWithLateMarkers` held back.
    public func writeMarkers() {
        for marker in self.lateMarkers { self[marker.place].end(marker.transaction, isCommit: marker.isCommit) }
        self.lateMarkers.removeAll()
    }

    /// Whether an open transaction will move the group's offset of a partition if it is committed.
    func hasPendingOffset(_ place: TopicPartition, group: String) -> Bool {
        self.openTransactions.contains { $0.group == group && $0.offsets[place] != nil }
    }

    /// Appends a batch under a new transaction, whose end is told by `ending`.
    func transact(
        _ batch: borrowing OutputBatch,
        _ offsets: [TopicPartition: Int64],
        group: String,
        ending: Ending
    ) {
        self.lastTransaction += 1
        let number = self.lastTransaction
        var places: Set<TopicPartition> = []
        for record in batch.records {
            let key = record.key.map { Array(batch.bytes[$0]) }
            let place = TopicPartition(record.topic, record.partition ?? self.partition(of: key, in: record.topic))
            places.insert(place)
            let headers = record.headers.map { header in
                Record.Header(
                    String(decoding: batch.bytes[header.name], as: UTF8.self),
                    String(decoding: batch.bytes[header.value], as: UTF8.self)
                )
            }
            self[place].append(
                .init(
                    timestamp: record.timestamp,
                    key: key,
                    value: Array(batch.bytes[record.value]),
                    headers: headers,
                    transaction: number
                )
            )
        }
        switch ending {
        case .open:
            self.openTransactions.append(.init(number: number, group: group, places: places, offsets: offsets))
        case .aborted, .committed:
            let isCommit = ending == .committed
            if isCommit { self.groups[group]?.committed.merge(offsets) { $1 } }
            for place in places {
                if self.topicsWithLateMarkers.contains(place.topic) {
                    self.lateMarkers.append((place, number, isCommit))
                } else {
                    self[place].end(number, isCommit: isCommit)
                }
            }
        }
    }

    enum Ending { case committed, aborted, open }

    // MARK: Partitions

    func partition(_ place: TopicPartition) -> MemoryPartition { self[place] }

    private subscript(_ place: TopicPartition) -> MemoryPartition {
        guard let topic = self.topics[place.topic], topic.indices.contains(Int(place.partition)) else {
            preconditionFailure("\(place) does not exist")
        }
        return topic[Int(place.partition)]
    }

    private func partition(of key: [UInt8]?, in topic: String) -> Int32 {
        let count = self.partitionCount(of: topic)
        precondition(count > 0, "topic \(topic) does not exist")
        guard let key else {
            self.roundRobin += 1
            return Int32(self.roundRobin % Int(count))
        }
        return KeyPartitioner.partition(of: String(decoding: key, as: UTF8.self), count: count)
    }
}
