/// Instants as text in the form of RFC 3339, from 1970 to 9999, to the millisecond.
public enum RFC3339 {
    /// Bytes that ``format(_:into:)`` and the writer put out: `YYYY-MM-DDTHH:MM:SS.mmmZ`.
    public static let length = 24
    /// The last instant that can be read or written: 9999-12-31T23:59:59.999Z.
    public static let maximum: Int64 = 253_402_300_799_999

    /// Reads an instant as milliseconds since 1970 UTC, or `nil` when the text is in another form or out of range.
    ///
    /// Accepted are a date with a time and `Z` or an offset (`2025-01-01T00:00:00.123+02:00`), with `T` and `Z` in
    /// either case or a space between date and time, and a date alone, which means midnight UTC. A fraction may have
    /// any number of digits; what is below a millisecond is cut off. A second of 60 is read as the last millisecond of
    /// its minute.
    public static func parse(_ text: Span<UInt8>) -> Int64? {
        unsafe text.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return nil }
            return unsafe parse(start, buffer.count)
        }
    }

    /// Formats an instant as `YYYY-MM-DDTHH:MM:SS.mmmZ`, always 24 bytes.
    ///
    /// Instants before 1970 or after ``maximum`` are moved to the nearer end of the range.
    public static func format(_ milliseconds: Int64) -> String {
        unsafe String(unsafeUninitializedCapacity: length) { buffer in
            if let start = buffer.baseAddress { unsafe write(milliseconds, to: start) }
            return length
        }
    }

    /// Appends an instant as ``format(_:)`` writes it.
    public static func format(_ milliseconds: Int64, into output: inout OutputSpan<UInt8>) {
        unsafe output.withUnsafeMutableBufferPointer { buffer, count in
            precondition(buffer.count - count >= length, "an instant needs 24 bytes")
            if let start = buffer.baseAddress { unsafe write(milliseconds, to: start + count) }
            count += length
        }
    }
}

extension RFC3339 {
    /// Days before each month in a year that isn't a leap year; the first entry is unused.
    private static let daysBefore: [13 of Int32] = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

    static func parse(_ p: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
        guard count >= 10, unsafe p[4] == UInt8(ascii: "-"), unsafe p[7] == UInt8(ascii: "-") else { return nil }
        // A value above 9 marks anything that isn't a digit and, being kept by `worst`, is looked at once.
        var worst: UInt8 = 0
        func two(_ i: Int) -> Int {
            let tens = unsafe p[i] &- 48
            let ones = unsafe p[i &+ 1] &- 48
            worst = max(worst, max(tens, ones))
            return Int(tens) &* 10 &+ Int(ones)
        }
        let year = two(0) &* 100 &+ two(2)
        let month = two(5)
        let day = two(8)
        guard worst <= 9, year >= 1970, month >= 1, month <= 12, day >= 1, day <= days(in: month, of: year) else {
            return nil
        }
        let midnight = Int64(daysSince1970(year, month, day)) &* 86_400_000
        if count == 10 { return midnight }

        guard count >= 20, unsafe p[10] | 0x20 == UInt8(ascii: "t") || p[10] == UInt8(ascii: " "),
            unsafe p[13] == UInt8(ascii: ":"), unsafe p[16] == UInt8(ascii: ":")
        else { return nil }
        let hour = two(11)
        let minute = two(14)
        let second = two(17)
        guard worst <= 9, hour <= 23, minute <= 59, second <= 60 else { return nil }
        var end = 19
        var millisecond = 0
        if unsafe p[19] == UInt8(ascii: ".") {
            guard let fraction = unsafe fraction(p, count, &end) else { return nil }
            millisecond = fraction
        }
        guard let offset = unsafe offsetMinutes(p, end, count) else { return nil }
        let clock = (hour &* 60 &+ minute &- offset) &* 60_000
        let seconds = second == 60 ? 59_999 : second &* 1_000 &+ millisecond
        let instant = midnight &+ Int64(clock &+ seconds)
        return instant >= 0 && instant <= maximum ? instant : nil
    }

    /// The milliseconds of the fraction whose point stands at `end`, which is moved behind its last digit.
    private static func fraction(_ p: UnsafePointer<UInt8>, _ count: Int, _ end: inout Int) -> Int? {
        var value = 0
        var weight = 100
        var i = end &+ 1
        // Nearly always there are three digits and a Z.
        if i &+ 4 == count {
            let hundreds = unsafe p[i] &- 48
            let tens = unsafe p[i &+ 1] &- 48
            let ones = unsafe p[i &+ 2] &- 48
            if max(hundreds, tens, ones) <= 9 {
                end = i &+ 3
                return Int(hundreds) &* 100 &+ Int(tens) &* 10 &+ Int(ones)
            }
        }
        while i < count, unsafe p[i] &- 48 <= 9 {
            unsafe value &+= Int(p[i] &- 48) &* weight
            weight /= 10
            i &+= 1
        }
        guard i > end &+ 1 else { return nil }
        end = i
        return value
    }

    /// The offset from UTC that fills the bytes from `i` to `count`.
    private static func offsetMinutes(_ p: UnsafePointer<UInt8>, _ i: Int, _ count: Int) -> Int? {
        if i &+ 1 == count { return unsafe p[i] | 0x20 == UInt8(ascii: "z") ? 0 : nil }
        guard i &+ 6 == count, unsafe p[i] == UInt8(ascii: "+") || p[i] == UInt8(ascii: "-"),
            unsafe p[i &+ 3] == UInt8(ascii: ":")
        else { return nil }
        var value: [4 of Int] = [0, 0, 0, 0]
        for (slot, place) in [1, 2, 4, 5].enumerated() {
            let digit = unsafe p[i &+ place] &- 48
            guard digit <= 9 else { return nil }
            value[slot] = Int(digit)
        }
        let hours = value[0] * 10 + value[1]
        let minutes = value[2] * 10 + value[3]
        guard hours <= 23, minutes <= 59 else { return nil }
        let magnitude = hours * 60 + minutes
        return unsafe p[i] == UInt8(ascii: "-") ? -magnitude : magnitude
    }

    @inline(__always)
    private static func isLeap(_ year: Int) -> Bool { year & 3 == 0 && (year % 100 != 0 || year % 400 == 0) }

    @inline(__always)
    private static func days(in month: Int, of year: Int) -> Int {
        if month == 2 { return isLeap(year) ? 29 : 28 }
        // Up to July the odd months are the long ones, from August on the even ones.
        return 30 + ((month ^ (month >> 3)) & 1)
    }

    /// Days from 1970-01-01 to a date in the proleptic Gregorian calendar.
    @inline(__always)
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Leap days are counted to the end of the year before; those of January and February come with the month.
        let past = year &- 1
        let leapDays = past / 4 &- past / 100 &+ past / 400 &- 477
        let ordinal = Int(daysBefore[month]) &+ (month > 2 && isLeap(year) ? 1 : 0) &+ day &- 1
        return (year &- 1970) &* 365 &+ leapDays &+ ordinal
    }

    /// Appends the text of an instant, 24 bytes.
    public static func append(_ milliseconds: Int64, to bytes: inout [UInt8]) {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe Self.write(milliseconds, to: start)
            unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: 24))
        }
    }

    /// Writes exactly 24 bytes.
    static func write(_ milliseconds: Int64, to out: UnsafeMutablePointer<UInt8>) {
        let instant = UInt64(max(0, min(milliseconds, maximum)))
        let days = UInt32(instant / 86_400_000)
        let clock = UInt32(instant % 86_400_000)
        let (year, month, day) = civil(days)
        func two(_ value: UInt32, _ i: Int) {
            unsafe out[i] = UInt8(truncatingIfNeeded: 48 &+ value / 10)
            unsafe out[i &+ 1] = UInt8(truncatingIfNeeded: 48 &+ value % 10)
        }
        two(year / 100, 0)
        two(year % 100, 2)
        unsafe out[4] = UInt8(ascii: "-")
        two(month, 5)
        unsafe out[7] = UInt8(ascii: "-")
        two(day, 8)
        unsafe out[10] = UInt8(ascii: "T")
        two(clock / 3_600_000, 11)
        unsafe out[13] = UInt8(ascii: ":")
        two(clock / 60_000 % 60, 14)
        unsafe out[16] = UInt8(ascii: ":")
        let rest = clock % 60_000
        two(rest / 1_000, 17)
        unsafe out[19] = UInt8(ascii: ".")
        let thousandths = rest % 1_000
        unsafe out[20] = UInt8(truncatingIfNeeded: 48 &+ thousandths / 100)
        two(thousandths % 100, 21)
        unsafe out[23] = UInt8(ascii: "Z")
    }

    /// The date that is `days` after 1970-01-01.
    private static func civil(_ days: UInt32) -> (year: UInt32, month: UInt32, day: UInt32) {
        // Counted from 1 March of the year 1600, a century whose leap days begin anew; years then end with February.
        let shifted = days &+ 135_080
        // A calendar day has 4 quarter days, a century 146,097 of them and an average of 36,524.25 days.
        let century = (4 &* shifted &+ 3) / 146_097
        let inCentury = shifted &- century &* 146_097 / 4
        let year = (4 &* inCentury &+ 3) / 1_461
        let inYear = inCentury &- year &* 1_461 / 4
        // Months from March on last 31, 30, 31, 30, 31 days and again: 153 days every five months.
        let month = (5 &* inYear &+ 2) / 153
        let day = inYear &- (153 &* month &+ 2) / 5 &+ 1
        let wraps = month >= 10
        return (1600 &+ century &* 100 &+ year &+ (wraps ? 1 : 0), wraps ? month &- 9 : month &+ 3, day)
    }
}
