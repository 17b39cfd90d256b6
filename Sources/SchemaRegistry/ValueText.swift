internal import JSON

/// Writes values that JSON has no kind of its own for as text.
enum ValueText {
    /// Whether bytes are well-formed UTF-8.
    static func isUTF8(_ text: Span<UInt8>) -> Bool { (try? UTF8Span(validating: text)) != nil }

    /// Writes a finite number as its shortest text that reads back as the same; whole ones without a fraction.
    static func number<Number: BinaryFloatingPoint & CustomStringConvertible>(
        _ value: Number,
        _ writer: inout JSONWriter
    ) {
        // Beyond this not every whole number can be told from its neighbours, and the shortest text has an exponent.
        if let whole = Int64(exactly: value), whole.magnitude <= 1 << Number.significandBitCount {
            writer.integer(whole)
        } else {
            writer.json(value.description.utf8.span)
        }
    }

    /// Writes bytes as base64 with padding.
    static func base64(_ bytes: Span<UInt8>, _ writer: inout JSONWriter) {
        func digit(_ value: UInt32) -> UInt8 {
            let value = UInt8(truncatingIfNeeded: value & 63)
            return switch value {
            case 0..<26: 65 + value
            case 26..<52: 71 + value
            case 52..<62: value - 4
            case 62: UInt8(ascii: "+")
            default: UInt8(ascii: "/")
            }
        }
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var i = 0
        while i < bytes.count {
            let left = min(3, bytes.count - i)
            var group: UInt32 = 0
            for k in 0..<3 { group = group << 8 | (k < left ? UInt32(bytes[i + k]) : 0) }
            text.append(digit(group >> 18))
            text.append(digit(group >> 12))
            text.append(left > 1 ? digit(group >> 6) : UInt8(ascii: "="))
            text.append(left > 2 ? digit(group) : UInt8(ascii: "="))
            i += 3
        }
        writer.string(utf8: text.span)
    }

    /// Writes 16 bytes as a UUID's text.
    static func uuid(_ bytes: Span<UInt8>, _ writer: inout JSONWriter) {
        func hex(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
        var text: [UInt8] = []
        for i in bytes.indices {
            if i == 4 || i == 6 || i == 8 || i == 10 { text.append(UInt8(ascii: "-")) }
            text.append(hex(bytes[i] >> 4))
            text.append(hex(bytes[i] & 15))
        }
        writer.string(utf8: text.span)
    }

    /// Writes a big-endian two's-complement number of units of 10⁻ˢᶜᵃˡᵉ as a string of exact digits.
    ///
    /// There is at least one byte.
    static func decimal(_ bytes: Span<UInt8>, scale: Int, _ writer: inout JSONWriter) {
        if bytes.count <= 8, scale <= 18 {
            var value: Int64 = Int8(bitPattern: bytes[0]) < 0 ? -1 : 0
            for i in bytes.indices { value = value &<< 8 | Int64(bytes[i]) }
            return writer.decimalString(value, scale: scale)
        }
        let isNegative = bytes[0] >= 128
        var digits = decimalDigits(of: magnitude(bytes))
        while digits.count <= scale { digits.append(0) }
        var text: [UInt8] = []
        if isNegative { text.append(UInt8(ascii: "-")) }
        for i in digits.indices.reversed() {
            text.append(48 + digits[i])
            if i == scale, scale > 0 { text.append(UInt8(ascii: ".")) }
        }
        writer.string(utf8: text.span)
    }

    /// The magnitude of a big-endian two's-complement number, as words of 32 bits, the lowest first.
    private static func magnitude(_ bytes: Span<UInt8>) -> [UInt32] {
        let flip: UInt8 = bytes[0] >= 128 ? 0xFF : 0
        var words: [UInt32] = []
        var carry: UInt64 = flip == 0 ? 0 : 1
        var end = bytes.count
        while end > 0 {
            var word: UInt64 = 0
            for i in max(0, end - 4)..<end { word = word << 8 | UInt64(bytes[i] ^ flip) }
            let sum = word + carry
            words.append(UInt32(truncatingIfNeeded: sum))
            // A first word of less than four bytes has room for the carry itself.
            carry = sum >> 32
            end -= 4
        }
        if carry > 0 { words.append(1) }
        return words
    }

    /// Decimal digits, the lowest first, at least one.
    private static func decimalDigits(of magnitude: [UInt32]) -> [UInt8] {
        var words = magnitude
        var digits: [UInt8] = []
        while let last = words.last {
            if last == 0 {
                words.removeLast()
                continue
            }
            var rest: UInt64 = 0
            for i in words.indices.reversed() {
                let value = rest << 32 | UInt64(words[i])
                words[i] = UInt32(value / 1_000_000_000)
                rest = value % 1_000_000_000
            }
            for _ in 0..<9 {
                digits.append(UInt8(rest % 10))
                rest /= 10
            }
        }
        while digits.count > 1, digits.last == 0 { digits.removeLast() }
        return digits.isEmpty ? [0] : digits
    }
}

extension ValueText {
    private static let dayMilliseconds: Int64 = 86_400_000

    /// Writes an instant in milliseconds since 1970 UTC; false outside the years 1 to 9999.
    static func instant(_ milliseconds: Int64, _ writer: inout JSONWriter) -> Bool {
        if milliseconds >= 0, milliseconds <= RFC3339.maximum {
            writer.timestamp(milliseconds)
            return true
        }
        var (days, clock) = milliseconds.quotientAndRemainder(dividingBy: dayMilliseconds)
        if clock < 0 {
            days -= 1
            clock += dayMilliseconds
        }
        guard var text = dateText(days) else { return false }
        text.append(UInt8(ascii: "T"))
        append(clock: clock, digits: 3, to: &text)
        text.append(UInt8(ascii: "Z"))
        writer.string(utf8: text.span)
        return true
    }

    /// Writes days since 1970 as `YYYY-MM-DD`; false outside the years 1 to 9999.
    static func date(_ days: Int64, _ writer: inout JSONWriter) -> Bool {
        guard let text = dateText(days) else { return false }
        writer.string(utf8: text.span)
        return true
    }

    /// Writes a time since midnight as `HH:MM:SS` with so many digits of fraction; false when a day has no such time.
    static func time(_ value: Int64, digits: Int, _ writer: inout JSONWriter) -> Bool {
        let second: Int64 = digits == 3 ? 1_000 : 1_000_000
        guard value >= 0, value < 86_400 * second else { return false }
        var text: [UInt8] = []
        append(clock: value, digits: digits, to: &text)
        writer.string(utf8: text.span)
        return true
    }

    private static func append(clock: Int64, digits: Int, to text: inout [UInt8]) {
        let (seconds, fraction) = clock.quotientAndRemainder(dividingBy: digits == 3 ? 1_000 : 1_000_000)
        append(seconds / 3_600, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        append(seconds / 60 % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        append(seconds % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: "."))
        append(fraction, digits: digits, to: &text)
    }

    private static func append(_ value: Int64, digits: Int, to text: inout [UInt8]) {
        var unit: Int64 = 1
        for _ in 1..<digits { unit *= 10 }
        while unit > 0 {
            text.append(48 + UInt8(value / unit % 10))
            unit /= 10
        }
    }

    private static func dateText(_ days: Int64) -> [UInt8]? {
        // 0001-01-01 and 9999-12-31.
        guard days >= -719_162, days <= 2_932_896 else { return nil }
        // Counted in years that begin with March, so that a leap day is the last of its year: first 400 years at a
        // time, then centuries, then 4 years, then single ones. The last of a kind is longer, hence the bounds of 3.
        var rest = days + 719_468
        let era = rest / 146_097
        rest %= 146_097
        let century = min(rest / 36_524, 3)
        rest -= century * 36_524
        let four = rest / 1_461
        rest %= 1_461
        let single = min(rest / 365, 3)
        rest -= single * 365
        var year = era * 400 + century * 100 + four * 4 + single
        // Months from March have 31, 30, 31, 30, 31 days, and again: 153 in five months.
        var month = (5 * rest + 2) / 153
        let day = rest - (153 * month + 2) / 5 + 1
        month += month < 10 ? 3 : -9
        if month <= 2 { year += 1 }
        var text: [UInt8] = []
        append(year, digits: 4, to: &text)
        text.append(UInt8(ascii: "-"))
        append(month, digits: 2, to: &text)
        text.append(UInt8(ascii: "-"))
        append(day, digits: 2, to: &text)
        return text
    }
}
