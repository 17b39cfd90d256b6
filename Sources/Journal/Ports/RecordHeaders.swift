import Retention

/// The headers of a record in one run of bytes: nothing is allocated for a single one.
///
/// The bytes are Protobuf wire format, the field `headers` of `treue.v1.RefusedRecord` again and again. A header without
/// a value is taken as one with an empty value.
public struct RecordHeaders: Hashable, Sendable {
    /// The bytes of all headers; empty for none.
    public private(set) var bytes: [UInt8]

    private static let tag: UInt64 = 6 << 3 | 2

    /// Makes headers, from bytes of this form or none.
    public init(bytes: [UInt8] = []) { self.bytes = bytes }

    /// Appends a header.
    public mutating func append(_ name: String, _ value: Span<UInt8>) {
        let count = name.utf8.count
        let length = 1 + Self.width(count) + count + 1 + Self.width(value.count) + value.count
        appendVarint(Self.tag, to: &self.bytes)
        appendVarint(UInt64(length), to: &self.bytes)
        self.bytes.append(1 << 3 | 2)
        appendVarint(UInt64(count), to: &self.bytes)
        self.bytes.append(contentsOf: name.utf8)
        self.bytes.append(2 << 3 | 2)
        appendVarint(UInt64(value.count), to: &self.bytes)
        unsafe value.withUnsafeBufferPointer { unsafe self.bytes.append(contentsOf: $0) }
    }

    /// Appends a header with a text.
    public mutating func append(_ name: String, _ value: String) { self.append(name, value.utf8Span.span) }

    /// Forgets all, and keeps the memory.
    public mutating func removeAll() { self.bytes.removeAll(keepingCapacity: true) }

    private static func width(_ count: Int) -> Int { max(1, (Int.bitWidth - count.leadingZeroBitCount + 6) / 7) }

    /// Names and values as copies, in their order.
    public var all: [(name: String, value: [UInt8])] {
        var list: [(name: String, value: [UInt8])] = []
        var reader = HeaderReader(self.bytes.span)
        while let header = reader.next() {
            let name = unsafe header.name.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
            list.append((name, [UInt8](copying: header.value)))
        }
        return list
    }
}

/// A header, lent.
public struct LentHeader: ~Escapable {
    /// The name.
    public let name: Span<UInt8>
    /// The value.
    public let value: Span<UInt8>

    @_lifetime(copy name, copy value)
    init(name: Span<UInt8>, value: Span<UInt8>) {
        self.name = name
        self.value = value
    }
}

/// Goes through headers in the form of `RecordHeaders`; ends at the first byte that is none.
public struct HeaderReader: ~Escapable {
    private let bytes: Span<UInt8>
    private var place = 0

    /// Makes a reader that borrows `bytes`.
    @_lifetime(copy bytes)
    public init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// The next header.
    @_lifetime(copy self)
    public mutating func next() -> LentHeader? {
        var reader = ByteReader(self.bytes.extracting(self.place..<self.bytes.count))
        guard reader.varint() != nil, reader.varint() != nil, reader.skip(1), let name = reader.range(), reader.skip(1),
            let value = reader.range()
        else { return nil }
        let start = self.place
        self.place += reader.place
        return LentHeader(
            name: self.bytes.extracting(start + name.lowerBound..<start + name.upperBound),
            value: self.bytes.extracting(start + value.lowerBound..<start + value.upperBound)
        )
    }

    /// The value of the last header of that name in small or capital letters; `nil` when there is none.
    ///
    /// HTTP knows no difference between small and capital letters, and bridges write both.
    @_lifetime(copy bytes)
    public static func value(of name: StaticString, in bytes: Span<UInt8>) -> Span<UInt8>? {
        var found: Span<UInt8>?
        var reader = HeaderReader(bytes)
        while let header = reader.next() { if header.name.isName(name) { found = header.value } }
        return found
    }
}

extension Span<UInt8> {
    /// Whether this is an ASCII name, in small or capital letters.
    fileprivate func isName(_ name: StaticString) -> Bool {
        name.withUTF8Buffer { other in
            guard other.count == self.count else { return false }
            for index in self.indices {
                let (left, right) = unsafe (self[index], other[index])
                let isLetter = left | 0x20 >= UInt8(ascii: "a") && left | 0x20 <= UInt8(ascii: "z")
                guard left == right || (isLetter && left | 0x20 == right | 0x20) else { return false }
            }
            return true
        }
    }
}
