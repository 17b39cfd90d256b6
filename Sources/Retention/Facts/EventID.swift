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

    /// How many bytes a UUID has as text, and where its groups of digits stand in it.
    private static let length = 36
    private static let groups: InlineArray<5, (Int, Int)> = [(0, 8), (9, 13), (14, 18), (19, 23), (24, 36)]

    private static func uuid(_ bytes: Span<UInt8>) -> (high: UInt64, low: UInt64)? {
        guard bytes.count == Self.length else { return nil }
        let dashes = (bytes[8] ^ 45) | (bytes[13] ^ 45) | (bytes[18] ^ 45) | (bytes[23] ^ 45)
        guard dashes == 0 else { return nil }
        var (high, low, fault): (UInt64, UInt64, UInt8) = (0, 0, 0)
        for number in Self.groups.indices {
            for place in Self.groups[number].0..<Self.groups[number].1 {
                let digit = Self.digits[Int(bytes[place])]
                fault |= digit
                high = high << 4 | low >> 60
                low = low << 4 | UInt64(digit & 15)
            }
        }
        return fault & 0xF0 == 0 ? (high, low) : nil
    }

    /// What each byte stands for as a hexadecimal digit; 255 for none.
    private static let digits: InlineArray<256, UInt8> = {
        var digits = InlineArray<256, UInt8>(repeating: 255)
        for value in UInt8(0)..<10 { digits[Int(UInt8(ascii: "0") + value)] = value }
        for value in UInt8(0)..<6 { digits[Int(UInt8(ascii: "a") + value)] = 10 + value }
        return digits
    }()

    private static func text(_ high: UInt64, _ low: UInt64) -> InlineArray<36, UInt8> {
        var bytes = InlineArray<36, UInt8>(repeating: UInt8(ascii: "-"))
        var (high, low) = (high, low)
        for number in Self.groups.indices {
            for place in Self.groups[number].0..<Self.groups[number].1 {
                let digit = UInt8(truncatingIfNeeded: high >> 60)
                bytes[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                high = high << 4 | low >> 60
                low <<= 4
            }
        }
        return bytes
    }
}
