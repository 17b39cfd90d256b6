/// Collects what stands between quotes.
struct Literal {
    let isRaw: Bool
    let isBytes: Bool
    private(set) var bytes: [UInt8] = []

    init(isRaw: Bool, isBytes: Bool) {
        self.isRaw = isRaw
        self.isBytes = isBytes
    }

    /// Takes the next character or escape; returns how many bytes it had.
    mutating func take(_ source: [UInt8], at place: Int) throws(SyntaxFault) -> Int {
        guard !self.isRaw, source[place] == UInt8(ascii: "\\") else {
            self.bytes.append(source[place])
            return 1
        }
        guard place + 1 < source.count else { throw SyntaxFault(message: "an escape ends too soon", place: place) }
        let letter = source[place + 1]
        if let simple = Self.simple[letter] {
            self.bytes.append(simple)
            return 2
        }
        switch letter {
        case UInt8(ascii: "x"), UInt8(ascii: "X"): return try self.number(source, place, from: 2, digits: 2, radix: 16)
        case UInt8(ascii: "u") where !self.isBytes: return try self.number(source, place, from: 2, digits: 4, radix: 16)
        case UInt8(ascii: "U") where !self.isBytes: return try self.number(source, place, from: 2, digits: 8, radix: 16)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            return try self.number(source, place, from: 1, digits: 3, radix: 8)
        default: throw SyntaxFault(message: "there is no such escape; a backslash itself is written \\\\", place: place)
        }
    }

    private static let simple: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
        UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11, UInt8(ascii: "\\"): 92,
        UInt8(ascii: "?"): 63, UInt8(ascii: "\""): 34, UInt8(ascii: "'"): 39, UInt8(ascii: "`"): 96,
    ]

    private mutating func number(
        _ source: [UInt8],
        _ place: Int,
        from: Int,
        digits: Int,
        radix: UInt32
    ) throws(SyntaxFault) -> Int {
        var value: UInt32 = 0
        for index in (place + from)..<(place + from + digits) {
            guard index < source.count, let digit = source[index].hexValue, digit < radix else {
                throw SyntaxFault(message: "this escape wants \(digits) digits", place: place)
            }
            value = value &* radix &+ digit
        }
        if self.isBytes {
            self.bytes.append(UInt8(truncatingIfNeeded: value))
        } else if let scalar = Unicode.Scalar(value) {
            self.bytes += Array(String(Character(scalar)).utf8)
        } else {
            throw SyntaxFault(message: "this is no Unicode code point", place: place)
        }
        return from + digits
    }
}
