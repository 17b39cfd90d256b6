extension JSONWriter {
    // MARK: Strings

    mutating func quoted(_ text: String) { quoted(text.utf8Span.span) }

    /// Looks for no escapes: what stands in the program needs none.
    mutating func quoted(_ text: StaticString) {
        guard text.hasPointerRepresentation else { return quoted(String(describing: text)) }
        put(UInt8(ascii: "\""))
        literal(text)
        put(UInt8(ascii: "\""))
    }

    mutating func quoted(_ text: Span<UInt8>) {
        unsafe text.withUnsafeBufferPointer { buffer in
            if let start = buffer.baseAddress {
                unsafe quoted(start, buffer.count)
            } else {
                literal("\"\"")
            }
        }
    }

    private mutating func quoted(_ start: UnsafePointer<UInt8>, _ length: Int) {
        put(UInt8(ascii: "\""))
        unsafe escaped(start, length)
        put(UInt8(ascii: "\""))
    }

    /// Writes the bytes of a string, eight at a time where none of them needs an escape.
    mutating func escaped(_ start: UnsafePointer<UInt8>, _ length: Int) {
        let source = unsafe UnsafeRawPointer(start)
        // The last word may write more than there is.
        reserve(length &+ 8)
        var i = 0
        while i < length {
            let rest = min(8, length &- i)
            let word =
                unsafe rest == 8
                ? source.loadUnaligned(fromByteOffset: i, as: UInt64.self) : Self.word(source + i, rest)
            if Self.isPlain(rest == 8 ? word : word | Self.blanks &<< UInt64(8 &* rest)) {
                unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: word, as: UInt64.self)
                count &+= rest
            } else {
                unsafe escapedBytes(start + i, rest)
                reserve(length &- i &+ 8)
            }
            i &+= rest
        }
    }

    private static var blanks: UInt64 { 0x2020_2020_2020_2020 }

    /// Up to seven bytes, the first of them lowest, and zeros behind them.
    static func word(_ start: UnsafeRawPointer, _ count: Int) -> UInt64 {
        if count >= 4 {
            let first = unsafe start.loadUnaligned(as: UInt32.self)
            let last = unsafe start.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
            return UInt64(first) | UInt64(last) &<< UInt64(8 &* (count &- 4))
        }
        var word: UInt64 = 0
        for i in 0..<count {
            unsafe word |= UInt64(start.load(fromByteOffset: i, as: UInt8.self)) &<< UInt64(8 &* i)
        }
        return word
    }

    /// Whether none of eight bytes needs an escape.
    @inline(__always)
    private static func isPlain(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5C)
        let control = (word &- ones &* 0x20) & ~word
        return (((quote &- ones) & ~quote) | ((slash &- ones) & ~slash) | control) & (ones &* 0x80) == 0
    }

    @inline(never)
    private mutating func escapedBytes(_ start: UnsafePointer<UInt8>, _ count: Int) {
        for i in 0..<count {
            let byte = unsafe start[i]
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                put(byte)
            } else {
                escaped(byte)
            }
        }
    }

    private mutating func escaped(_ byte: UInt8) {
        put(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): put(byte)
        case 0x08: put(UInt8(ascii: "b"))
        case 0x09: put(UInt8(ascii: "t"))
        case 0x0A: put(UInt8(ascii: "n"))
        case 0x0C: put(UInt8(ascii: "f"))
        case 0x0D: put(UInt8(ascii: "r"))
        default:
            literal("u00")
            put(48 &+ byte >> 4)
            let low = byte & 15
            put(low < 10 ? 48 &+ low : 87 &+ low)
        }
    }
}
