import Journal
import Retention

/// Writes fields in Protobuf wire format.
enum Wire {
    static func number(_ field: UInt64, _ value: UInt64, to bytes: inout [UInt8]) {
        appendVarint(field << 3, to: &bytes)
        appendVarint(value, to: &bytes)
    }

    static func string(_ field: UInt64, _ value: String, to bytes: inout [UInt8]) {
        appendVarint(field << 3 | 2, to: &bytes)
        appendVarint(UInt64(value.utf8.count), to: &bytes)
        bytes.append(contentsOf: value.utf8)
    }

    static func message(_ field: UInt64, _ value: [UInt8], to bytes: inout [UInt8]) {
        appendVarint(field << 3 | 2, to: &bytes)
        appendVarint(UInt64(value.count), to: &bytes)
        bytes.append(contentsOf: value)
    }

    /// Money is a message of minor units (1, sint64) and the packed currency (2).
    static func money(_ field: UInt64, _ value: Money, to bytes: inout [UInt8]) {
        let minor = zigzag(value.minor)
        let currency = UInt64(value.currency.packed)
        appendVarint(field << 3 | 2, to: &bytes)
        appendVarint(UInt64(2 + self.length(minor) + self.length(currency)), to: &bytes)
        self.number(1, minor, to: &bytes)
        self.number(2, currency, to: &bytes)
    }

    private static func length(_ value: UInt64) -> Int { max(1, (64 - value.leadingZeroBitCount + 6) / 7) }
}

/// The fields of a message, found by one pass over it that checks its structure; values are read when asked for.
struct WireFields: ~Copyable, ~Escapable {
    private let message: Span<UInt8>

    /// `nil` when the structure is malformed or uses groups.
    @_lifetime(copy message)
    init?(_ message: Span<UInt8>) {
        self.message = message
        var reader = ByteReader(message)
        while !reader.isAtEnd { guard Self.skip(&reader) != nil else { return nil } }
    }

    /// Passes one field over; returns its number.
    private static func skip(_ reader: inout ByteReader) -> UInt64? {
        guard let tag = reader.varint() else { return nil }
        let isSound =
            switch tag & 7 {
            case 0: reader.varint() != nil
            case 1: reader.skip(8)
            case 2: reader.range() != nil
            case 5: reader.skip(4)
            default: false
            }
        return isSound ? tag >> 3 : nil
    }

    /// The first number in `field`.
    func number(_ field: Int) -> UInt64? {
        var reader = ByteReader(self.message)
        while !reader.isAtEnd {
            let place = reader.place
            guard let found = Self.skip(&reader) else { return nil }
            guard found == UInt64(field) else { continue }
            var value = ByteReader(self.message.extracting(place..<reader.place))
            guard let tag = value.varint(), tag & 7 == 0 else { return nil }
            return value.varint()
        }
        return nil
    }

    /// The bytes of the first value of `field`.
    @_lifetime(copy self)
    func bytes(_ field: Int) -> Span<UInt8>? {
        var reader = ByteReader(self.message)
        while !reader.isAtEnd {
            let place = reader.place
            guard let found = Self.skip(&reader) else { return nil }
            guard found == UInt64(field) else { continue }
            var value = ByteReader(self.message.extracting(place..<reader.place))
            guard let tag = value.varint(), tag & 7 == 2, let range = value.range() else { return nil }
            return self.message.extracting(place + range.lowerBound..<place + range.upperBound)
        }
        return nil
    }

    /// Lends the bytes of every value of `field` to `body` in one pass; `false` as soon as `body` says so, and for a value
    /// that is no bytes.
    func forEach(_ field: Int, _ body: (Span<UInt8>) -> Bool) -> Bool {
        var reader = ByteReader(self.message)
        while !reader.isAtEnd {
            let place = reader.place
            guard let found = Self.skip(&reader) else { return false }
            guard found == UInt64(field) else { continue }
            var value = ByteReader(self.message.extracting(place..<reader.place))
            guard let tag = value.varint(), tag & 7 == 2, let range = value.range(),
                body(self.message.extracting(place + range.lowerBound..<place + range.upperBound))
            else { return false }
        }
        return true
    }

    /// The first text in `field`; `nil` for invalid UTF-8 too.
    func string(_ field: Int) -> String? {
        guard let bytes = self.bytes(field) else { return nil }
        return unsafe bytes.withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
    }

    /// The first amount in `field`.
    func money(_ field: Int) -> Money? {
        guard let bytes = self.bytes(field), let fields = WireFields(bytes), let minor = fields.number(1),
            let packed = fields.number(2).flatMap(UInt32.init(exactly:)), let currency = Currency(packed: packed)
        else { return nil }
        return Money(minor: unzigzag(minor), currency)
    }
}
