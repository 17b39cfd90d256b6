/// Appends an unsigned number in the base-128 form of Protobuf: 1 to 10 bytes.
@inlinable
public func appendVarint(_ value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
}

/// Maps signed numbers to unsigned ones so that small magnitudes stay small (Protobuf's sint64).
@inlinable
public func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

/// The inverse of `zigzag`.
@inlinable
public func unzigzag(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }

/// Reads numbers and lengths from bytes; every read is checked, and `nil` means that the bytes are malformed.
public struct ByteReader: ~Copyable, ~Escapable {
    private let bytes: Span<UInt8>
    /// The place of the next byte.
    public private(set) var place = 0

    /// Makes a reader that borrows `bytes`.
    @_lifetime(copy bytes)
    public init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// Whether everything was read.
    public var isAtEnd: Bool { self.place >= self.bytes.count }

    /// Reads a varint; `nil` when it is cut off or longer than 64 bits.
    public mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while self.place < self.bytes.count {
            let byte = self.bytes[self.place]
            self.place += 1
            if shift == 63, byte > 1 { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
            if shift > 63 { return nil }
        }
        return nil
    }

    /// Reads a varint length and passes over so many bytes; returns where they stand.
    public mutating func range() -> Range<Int>? {
        guard let length = self.varint(), length <= UInt64(self.bytes.count - self.place) else { return nil }
        let start = self.place
        self.place += Int(length)
        return start..<self.place
    }

    /// Passes over `count` bytes; `false` when there are not so many.
    public mutating func skip(_ count: Int) -> Bool {
        guard count <= self.bytes.count - self.place else { return false }
        self.place += count
        return true
    }
}

extension [UInt8] {
    /// Copies lent bytes.
    public init(copying span: Span<UInt8>) {
        self = unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
    }

    /// Appends lent bytes.
    public mutating func append(copying span: Span<UInt8>) {
        unsafe span.withUnsafeBufferPointer { unsafe self.append(contentsOf: $0) }
    }
}
