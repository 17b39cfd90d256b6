public import Retention

/// A partition of a topic.
public struct TopicPartition: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The topic's full name.
    public let topic: String
    /// The partition's number.
    public let partition: Int32

    /// Names a partition.
    public init(_ topic: String, _ partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    /// The text form.
    public var description: String { "\(self.topic)/\(self.partition)" }

    /// Compares in the natural order.
    public static func < (left: TopicPartition, right: TopicPartition) -> Bool {
        (left.topic, left.partition) < (right.topic, right.partition)
    }
}

/// A record as it stands in a log, lent for the length of a closure.
public struct LogRecord: ~Copyable, ~Escapable {
    /// The record's place in its partition.
    public let offset: Int64
    /// The record's timestamp, by its producer or by the log.
    public let timestamp: Timestamp
    /// The record's bytes; empty for a tombstone.
    public let value: Span<UInt8>
    /// The record's key; empty when it has none.
    public let key: Span<UInt8>
    /// The record's headers as `RecordHeaders` has them; empty when it has none.
    public let headers: Span<UInt8>

    /// Lends a record.
    @_lifetime(copy key, copy value, copy headers)
    public init(
        offset: Int64,
        timestamp: Timestamp,
        key: Span<UInt8>,
        value: Span<UInt8>,
        headers: Span<UInt8> = Span()
    ) {
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
        self.headers = headers
    }
}

/// What a read came to.
public struct ReadOutcome: Hashable, Sendable {
    /// Records handed over.
    public var count: Int
    /// Where the end of the partition was seen, when nothing stood behind what was handed over: every offset before it
    /// was handed over or holds no record for readers of committed data.
    public var end: Int64?

    /// Makes an outcome.
    public init(count: Int, end: Int64?) {
        self.count = count
        self.end = end
    }
}

/// A change of what a lane owns.
public enum Membership: Hashable, Sendable {
    /// These partitions are the lane's from now on.
    case assigned([TopicPartition])
    /// These partitions go to somebody else once the lane has accepted it; it may commit before.
    case revoked([TopicPartition])
    /// These partitions are somebody else's already; nothing of them may be committed.
    case lost([TopicPartition])

    /// The partitions concerned.
    public var partitions: [TopicPartition] {
        switch self {
        case .assigned(let partitions), .revoked(let partitions), .lost(let partitions): partitions
        }
    }
}

/// A look at a log from outside any group.
public protocol LogSource: AnyObject {
    /// The offset behind everything appended so far, by open transactions too (Kafka's high watermark).
    ///
    /// Who has read up to here has seen everything that was committed before the call, also where a transaction's end
    /// becomes visible later in this partition than in another, or stands behind a transaction that is still open.
    func appendedEnd(of partition: TopicPartition) throws(LogError) -> Int64
    /// The offset before which nothing is kept: 0, or where retention has come to.
    func beginning(of partition: TopicPartition) throws(LogError) -> Int64
    /// How many partitions a topic has.
    func partitionCount(of topic: String) throws(LogError) -> Int32
    /// Opens a reader over committed records of one partition.
    func openReader(_ partition: TopicPartition, from offset: Int64) throws(LogError) -> any LogReader
}

/// An offset that a group has committed for a partition.
public struct GroupOffset: Hashable, Sendable {
    /// The next offset to read.
    public var next: Int64
    /// What the lane noted with it; kept by the log as it is (Kafka's metadata), at most some hundred bytes of ASCII.
    public var note: String

    /// Makes an offset.
    public init(next: Int64, note: String = "") {
        self.next = next
        self.note = note
    }
}

/// What a log guarantees for the records of `commit`.
public enum Delivery: Hashable, Sendable {
    /// Records and offsets together or neither, seen by readers together; a second log of the same name fences the first
    /// and ends what that left open.
    case transactional(name: String)
    /// All records, in order within each partition and acknowledged, before the offsets; after a crash or an error some
    /// first part of each partition's records may be there without the offsets.
    case inOrder
}

/// One lane's hold on the log: a member of a consumer group, and a producer.
///
/// Confined to the lane's thread; releasing it leaves the group and closes everything. Readers see committed records
/// only, in the order of their offsets.
public protocol EventLog: LogSource {
    /// Serves the group and returns what changed; each change must be answered with `accept`, in order.
    func poll() throws(LogError) -> [Membership]
    /// Takes a change over. Assigned partitions are read from `positions`, else from the group's committed offset, else
    /// from their beginning. Positions of partitions that the group does not share out let these be read along with the
    /// assigned one of the same number, until that one is given up.
    func accept(_ change: Membership, startingAt positions: [TopicPartition: Int64]) throws(LogError)
    /// Blocks until something may be there to read or to poll, at most for `span`.
    func wait(upTo span: TimeSpan)
    /// Lends up to `maximum` records of an assigned partition to `body`. Never blocks; throws `fatal` when what stands
    /// next was deleted.
    func read(
        _ partition: TopicPartition,
        maximum: Int,
        _ body: (borrowing LogRecord) -> Void
    ) throws(LogError) -> ReadOutcome
    /// The group's committed offset; waits for open transactions that would move it. `nil` when there is none.
    func committed(_ partition: TopicPartition) throws(LogError) -> GroupOffset?
    /// Appends everything in `batch` and commits `offsets`, as the log's `Delivery` has it.
    ///
    /// On return both are there, whatever crashes later. Passing troubles are waited out and tried again with the same
    /// records. On an error the lane must drop its memory: a transactional log has done neither or, where the answer got
    /// lost, both. The group refuses offsets of a partition that it has given to somebody else.
    func commit(_ batch: borrowing OutputBatch, consumed offsets: [TopicPartition: GroupOffset]) throws(LogError)
}

/// Reads one partition from some offset on, outside any group.
public protocol LogReader: AnyObject {
    /// Lends up to `maximum` records to `body`; blocks for at most `span` while there are none.
    func read(
        maximum: Int,
        wait span: TimeSpan,
        _ body: (borrowing LogRecord) -> Void
    ) throws(LogError) -> ReadOutcome
}

/// What went wrong with the log, and what helps.
public struct LogError: Error, Sendable, CustomStringConvertible {
    /// What helps.
    public enum Remedy: Sendable, Hashable {
        /// The lane must drop its memory, make a new client and join again.
        case rejoin
        /// A person must change something first.
        case fatal
    }

    /// What helps.
    public let remedy: Remedy
    /// What happened, where, and what to do; without personal data or secrets.
    public let message: String

    /// Makes an error.
    public init(_ remedy: Remedy, _ message: String) {
        self.remedy = remedy
        self.message = message
    }

    /// The text form.
    public var description: String { self.message }
}
