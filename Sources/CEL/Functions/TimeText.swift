/// Instants as texts.
enum TimestampText {
    /// The seconds that an instant may have, from the year 1 to the year 9999.
    static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// Reads an instant as RFC 3339 has it, with up to nine digits of a fraction.
    static func parse(_ text: String) throws(Fault) -> Instant {
        let view = text.utf8
        var reader = TimeReader(view.span)
        let year = try reader.digits(4)
        try reader.skip("-")
        let month = try reader.digits(2, 1...12)
        try reader.skip("-")
        let day = try reader.digits(2, 1...CivilTime.length(year, month))
        try reader.skip("T")
        let hour = try reader.digits(2, 0...23)
        try reader.skip(":")
        let minute = try reader.digits(2, 0...59)
        try reader.skip(":")
        let second = try reader.digits(2, 0...59)
        let nanoseconds = try reader.fraction()
        let offset = try reader.offset()
        guard reader.isAtEnd else { throw Fault(.badText) }
        let seconds = CivilTime.days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
        guard Self.range.contains(seconds) else { throw Fault(.overflow) }
        return Instant(seconds: seconds, nanoseconds: nanoseconds)
    }

    /// Writes an instant as RFC 3339 has it, in UTC, with no more digits of a fraction than needed.
    ///
    /// Of one out of range, which only a variable can be, the nearest second in range is written.
    static func text(_ instant: Instant) -> String {
        let time = CivilTime(seconds: min(max(instant.seconds, Self.range.lowerBound), Self.range.upperBound))
        var text = Decimals()
        text.append(time.year, 4)
        text.append("-", time.month, 2)
        text.append("-", time.day, 2)
        text.append("T", time.secondOfDay / 3_600, 2)
        text.append(":", time.secondOfDay / 60 % 60, 2)
        text.append(":", time.secondOfDay % 60, 2)
        text.append(fraction: UInt64(clamping: instant.nanoseconds))
        return text.finish("Z")
    }
}

/// Spans of time as texts.
enum SpanText {
    /// The longest span in seconds, either way.
    static let longest: Int64 = 315_576_000_000

    /// Reads a span such as `1h15m0.5s`, in hours, minutes, seconds, milliseconds, microseconds and nanoseconds.
    ///
    /// What is less than a nanosecond is left out.
    static func parse(_ text: String) throws(Fault) -> Instant {
        let view = text.utf8
        var reader = TimeReader(view.span)
        let isNegative = reader.take("-")
        if !isNegative { _ = reader.take("+") }
        let limit = UInt128(Self.longest) * 1_000_000_000
        var total: UInt128 = 0
        if !reader.takesZero() {
            repeat {
                total += try reader.span()
                guard total <= limit else { throw Fault(.overflow) }
            } while !reader.isAtEnd
        }
        let (seconds, nanoseconds) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
        if !isNegative { return Instant(seconds: Int64(seconds), nanoseconds: Int32(nanoseconds)) }
        if nanoseconds == 0 { return Instant(seconds: -Int64(seconds)) }
        return Instant(seconds: -Int64(seconds) - 1, nanoseconds: 1_000_000_000 - Int32(nanoseconds))
    }

    /// The whole seconds towards zero, and the nanoseconds beyond them, which have the same sign.
    static func parts(_ span: Instant) -> (seconds: Int64, nanoseconds: Int32) {
        guard span.seconds < 0, span.nanoseconds > 0 else { return (span.seconds, span.nanoseconds) }
        return (span.seconds + 1, span.nanoseconds - 1_000_000_000)
    }

    /// Writes a span in seconds, with no more digits of a fraction than needed: `123.5s`.
    static func text(_ span: Instant) -> String {
        let (seconds, nanoseconds) = Self.parts(span)
        var text = Decimals()
        if seconds < 0 || nanoseconds < 0 { text.append("-") }
        text.append(Int64(clamping: seconds.magnitude), 1)
        text.append(fraction: Int64(nanoseconds).magnitude)
        return text.finish("s")
    }
}

/// Writes decimal numbers.
private struct Decimals {
    private var bytes: [UInt8] = []

    init() { self.bytes.reserveCapacity(32) }

    mutating func append(_ mark: Unicode.Scalar) { self.bytes.append(UInt8(ascii: mark)) }

    mutating func append(_ mark: Unicode.Scalar, _ number: Int64, _ width: Int) {
        self.append(mark)
        self.append(number, width)
    }

    /// Writes a number from 0 on with at least so many digits.
    mutating func append(_ number: Int64, _ width: Int) {
        var (unit, digits): (Int64, Int) = (1, 1)
        while digits < width || number / unit > 9 {
            unit *= 10
            digits += 1
        }
        while unit > 0 {
            self.bytes.append(0x30 + UInt8(number / unit % 10))
            unit /= 10
        }
    }

    mutating func append(fraction nanoseconds: UInt64) {
        guard nanoseconds > 0 else { return }
        self.append(".")
        self.append(Int64(clamping: nanoseconds), 9)
        while self.bytes.last == UInt8(ascii: "0") { self.bytes.removeLast() }
    }

    consuming func finish(_ mark: Unicode.Scalar) -> String {
        self.append(mark)
        return String(decoding: self.bytes, as: UTF8.self)
    }
}
