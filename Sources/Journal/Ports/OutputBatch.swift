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
        /// Where its headers stand among those of the batch.
        public let headers: Range<Int>
    }

    /// Where a header's name and value stand.
    public struct Header: Sendable {
        /// The name.
        public let name: Range<Int>
        /// The value.
        public let value: Range<Int>
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
    /// The headers of all records.
    public private(set) var headers: [Header] = []

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
        let keyRange = self.add(key)
        let start = self.bytes.count
        value(&self.bytes)
        let valueRange = start..<self.bytes.count
        let first = self.headers.count
        for (name, value) in headers {
            self.headers.append(Header(name: self.add(name.utf8), value: self.add(value.utf8)))
        }
        if !passedOn.bytes.isEmpty {
            for (name, value) in passedOn.all {
                self.headers.append(Header(name: self.add(name.utf8), value: self.add(value)))
            }
        }
        self.records.append(
            Record(
                topic: topic,
                partition: partition,
                timestamp: timestamp,
                key: keyRange,
                value: valueRange,
                headers: first..<self.headers.count
            )
        )
    }

    /// Adds the record of a signal.
    ///
    /// Nothing is allocated for it, unless a buffer has to grow.
    public mutating func append(_ signal: Signal, by coding: any SignalCoding, to topic: String) {
        let key = self.add(signal.subject.id.utf8)
        let start = self.bytes.count
        coding.encode(signal, to: &self.bytes)
        let value = start..<self.bytes.count
        let first = self.headers.count
        coding.encodeHeaders(of: signal, to: &self)
        self.records.append(
            Record(
                topic: topic,
                partition: nil,
                timestamp: signal.time,
                key: key,
                value: value,
                headers: first..<self.headers.count
            )
        )
    }

    /// Adds a header to the record that is being added; `value` appends its bytes to the buffer it is given.
    public mutating func appendHeader(_ name: StaticString, value: (inout [UInt8]) -> Void) {
        let start = self.bytes.count
        name.withUTF8Buffer { unsafe self.bytes.append(contentsOf: $0) }
        let middle = self.bytes.count
        value(&self.bytes)
        self.headers.append(Header(name: start..<middle, value: middle..<self.bytes.count))
    }

    /// The headers of a record.
    public func headers(of record: Record) -> ArraySlice<Header> { self.headers[record.headers] }

    /// Forgets all records, and keeps the memory.
    public mutating func removeAll() {
        self.bytes.removeAll(keepingCapacity: true)
        self.records.removeAll(keepingCapacity: true)
        self.headers.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ key: Key) -> Range<Int>? {
        switch key {
        case .none: nil
        case .text(let id): self.add(id.utf8)
        case .bytes(let bytes): self.add(bytes)
        }
    }

    private mutating func add(_ part: some Collection<UInt8>) -> Range<Int> {
        let start = self.bytes.count
        self.bytes.append(contentsOf: part)
        return start..<self.bytes.count
    }
}
