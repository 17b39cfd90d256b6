public import Retention

/// Records to append in one transaction, in one buffer: nothing is allocated for a single record.
public struct OutputBatch: ~Copyable {
    /// A record in the buffer.
    public struct Record: Sendable {
        /// The full name of the topic.
        public let topic: String
        /// The partition; by the key when missing.
        public let partition: Int32?
        /// The record's timestamp.
        public let timestamp: Timestamp
        /// Where the key stands; `nil` for none.
        public let key: Range<Int>?
        /// Where the value stands.
        public let value: Range<Int>
        /// Where the headers' names and values stand.
        public let headers: [(name: Range<Int>, value: Range<Int>)]
    }

    /// A record's key, which settles its partition where none is named.
    public enum Key: Sendable {
        /// No key.
        case none
        /// An id.
        case text(String)
        /// Bytes, passed on as they came.
        case bytes([UInt8])

        /// A key as it was lent by a log, where no key and an empty one look alike.
        static func passedOn(_ bytes: [UInt8]) -> Key { bytes.isEmpty ? .none : .bytes(bytes) }
    }

    /// The bytes of all records.
    public private(set) var bytes: [UInt8] = []
    /// The records in the order in which they were added.
    public private(set) var records: [Record] = []

    /// Makes an empty batch.
    public init() {}

    /// Whether nothing was added.
    public var isEmpty: Bool { self.records.isEmpty }

    /// Adds a record; `value` appends its bytes to the buffer it is given.
    ///
    /// Its headers are `headers`, then those of another record that are `passedOn`.
    public mutating func append(
        to topic: String,
        partition: Int32? = nil,
        key: Key,
        timestamp: Timestamp,
        headers: [(String, String)] = [],
        passedOn: RecordHeaders = RecordHeaders(),
        value: (inout [UInt8]) -> Void
    ) {
        let keyRange: Range<Int>? =
            switch key {
            case .none: nil
            case .text(let id): self.add(id.utf8)
            case .bytes(let bytes): self.add(bytes)
            }
        let start = self.bytes.count
        value(&self.bytes)
        let valueRange = start..<self.bytes.count
        var headerRanges = headers.map { (name: self.add($0.0.utf8), value: self.add($0.1.utf8)) }
        if !passedOn.bytes.isEmpty {
            headerRanges += passedOn.all.map { (name: self.add($0.name.utf8), value: self.add($0.value)) }
        }
        self.records.append(
            Record(
                topic: topic,
                partition: partition,
                timestamp: timestamp,
                key: keyRange,
                value: valueRange,
                headers: headerRanges
            )
        )
    }

    /// Forgets all records, and keeps the memory.
    public mutating func removeAll() {
        self.bytes.removeAll(keepingCapacity: true)
        self.records.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ part: some Collection<UInt8>) -> Range<Int> {
        let start = self.bytes.count
        self.bytes.append(contentsOf: part)
        return start..<self.bytes.count
    }
}
