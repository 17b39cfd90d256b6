/// A producer's id of an event.
///
/// One that is written as a UUID in small letters, as most are, takes no memory of its own.
@usableFromInline package struct EventID: Hashable, Sendable, CustomStringConvertible {
    private enum Form: Hashable {
        case uuid(UInt64, UInt64)
        case text(String)
    }

    private let form: Form

    /// Takes an id.
    package init(_ text: String) {
        let uuid = Self.uuid(text.utf8Span.span)
        self.form = uuid.map { .uuid($0.high, $0.low) } ?? .text(text)
    }

    /// Takes an id that is a UUID; `nil` for bytes that are none in small letters.
    package init?(uuid bytes: Span<UInt8>) {
        guard let uuid = Self.uuid(bytes) else { return nil }
        self.form = .uuid(uuid.high, uuid.low)
    }

    /// The id as it came; allocates.
    @usableFromInline package var description: String {
        switch self.form {
        case .uuid(let high, let low):
            let bytes = Self.text(high, low)
            return unsafe bytes.span.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        case .text(let text): return text
        }
    }

    /// The hash of the id's text.
    package var hash: StableHash {
        self.withUTF8 { bytes in unsafe bytes.withUnsafeBufferPointer { unsafe StableHash($0) } }
    }

    /// Lends the id's text.
    package func withUTF8<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        switch self.form {
        case .uuid(let high, let low):
            let bytes = Self.text(high, low)
            return body(bytes.span)
        case .text(let text): return body(text.utf8Span.span)
        }
    }

    /// The id's own text; `nil` for a UUID.
    var text: String? { if case .text(let text) = self.form { text } else { nil } }

    /// How many bytes a UUID has as text.
    private static let length = 36

    private static func uuid(_ bytes: Span<UInt8>) -> (high: UInt64, low: UInt64)? {
        guard bytes.count == Self.length else { return nil }
        let dashes = (bytes[8] ^ 45) | (bytes[13] ^ 45) | (bytes[18] ^ 45) | (bytes[23] ^ 45)
        guard dashes == 0 else { return nil }
        let (first, second, third, fourth) = unsafe bytes.withUnsafeBytes { text in
            func digits(_ first: Int, _ second: Int) -> UInt64 {
                let low = unsafe UInt32(littleEndian: text.loadUnaligned(fromByteOffset: first, as: UInt32.self))
                let high = unsafe UInt32(littleEndian: text.loadUnaligned(fromByteOffset: second, as: UInt32.self))
                return UInt64(low) | UInt64(high) << 32
            }
            return (digits(0, 4), digits(9, 14), digits(19, 24), digits(28, 32))
        }
        guard let first = Self.number(first), let second = Self.number(second), let third = Self.number(third),
            let fourth = Self.number(fourth)
        else { return nil }
        return (UInt64(first) << 32 | UInt64(second), UInt64(third) << 32 | UInt64(fourth))
    }

    /// The number that eight hexadecimal digits make, the first of them in the lowest byte; `nil` when one is none in
    /// small letters.
    ///
    /// All eight at a time: a byte is a digit when it lies from `0` to `9` or from `a` to `f`, which two sums tell by its
    /// highest bit.
    private static func number(_ digits: UInt64) -> UInt32? {
        let each: UInt64 = 0x0101_0101_0101_0101
        let high = each &* 0x80
        let isLetter = (digits & ~high) &+ each &* (0x80 - 0x61)
        let isPastF = (digits & ~high) &+ each &* (0x80 - 0x67)
        let isAtLeast0 = (digits & ~high) &+ each &* (0x80 - 0x30)
        let isPast9 = (digits & ~high) &+ each &* (0x80 - 0x3A)
        let isDigit = (isLetter & ~isPastF) | (isAtLeast0 & ~isPast9)
        guard isDigit & ~digits & high == high else { return nil }
        // Small letters have the bit 0x40, and stand for 9 more than their low four bits say.
        var value = (digits & (each &* 0x0F)) &+ (digits >> 6 & each) &* 9
        value = (value << 4 | value >> 8) & 0x00FF_00FF_00FF_00FF
        value = (value << 8 | value >> 16) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: value << 16 | value >> 32)
    }

    private static func text(_ high: UInt64, _ low: UInt64) -> InlineArray<36, UInt8> {
        var bytes = InlineArray<36, UInt8>(repeating: UInt8(ascii: "-"))
        var span = bytes.mutableSpan
        unsafe span.withUnsafeMutableBytes { text in
            func put(_ digits: UInt64, _ first: Int, _ second: Int) {
                let (low, high) = (UInt32(truncatingIfNeeded: digits), UInt32(truncatingIfNeeded: digits >> 32))
                unsafe text.storeBytes(of: low.littleEndian, toByteOffset: first, as: UInt32.self)
                unsafe text.storeBytes(of: high.littleEndian, toByteOffset: second, as: UInt32.self)
            }
            put(Self.digits(UInt32(truncatingIfNeeded: high >> 32)), 0, 4)
            put(Self.digits(UInt32(truncatingIfNeeded: high)), 9, 14)
            put(Self.digits(UInt32(truncatingIfNeeded: low >> 32)), 19, 24)
            put(Self.digits(UInt32(truncatingIfNeeded: low)), 28, 32)
        }
        return bytes
    }

    /// The eight hexadecimal digits of a number, the first of them in the lowest byte.
    private static func digits(_ number: UInt32) -> UInt64 {
        var value = UInt64(number)
        value = (value << 32 | value >> 16) & 0x0000_FFFF_0000_FFFF
        value = (value << 16 | value >> 8) & 0x00FF_00FF_00FF_00FF
        value = (value << 8 | value >> 4) & 0x0F0F_0F0F_0F0F_0F0F
        let each: UInt64 = 0x0101_0101_0101_0101
        // From 10 on, six more reach the bit 0x10, and the letters begin 39 behind where the digits would go on.
        let isLetter = (value &+ each &* 6) >> 4 & each
        return value &+ each &* 0x30 &+ isLetter &* 39
    }
}
