public import Retention

extension Timestamp {
    /// Reads `2025-01-01`, `2025-01-01T10:00:00Z` or `2025-01-01T10:00:00.250Z`, in UTC; traps on anything else.
    ///
    /// For texts that stand in a test. The arithmetic is not that of `Retention`, so that one can check the other.
    public static func utc(_ text: String) -> Timestamp {
        guard let instant = Timestamp(utcText: text) else {
            preconditionFailure("\(text) is no instant such as 2025-01-01T10:00:00Z")
        }
        return instant
    }

    /// Reads `2025-01-01`, `2025-01-01T10:00:00Z` or `2025-01-01T10:00:00.250Z`; `nil` for anything else.
    public init?(utcText text: String) {
        let halves = text.split(separator: "T", omittingEmptySubsequences: false)
        guard halves.count <= 2, let day = Self.dayNumber(halves[0]) else { return nil }
        let timeOfDay = halves.count == 2 ? Self.timeOfDay(halves[1]) : 0
        guard let timeOfDay else { return nil }
        self.init(milliseconds: day * 86_400_000 + timeOfDay)
    }

    /// The instant as `2025-01-01T10:00:00.250Z`; `never` and `distantPast` by their names.
    public var utcText: String {
        if self == .never { return "never" }
        if self == .distantPast { return "distantPast" }
        let timeOfDay = ((self.milliseconds % 86_400_000) + 86_400_000) % 86_400_000
        var days = (self.milliseconds - timeOfDay) / 86_400_000
        // 400 years have 146,097 days; what is left is counted year by year and month by month.
        var year: Int64 = 1970 + 400 * (days / 146_097)
        days %= 146_097
        while days < 0 {
            year -= 1
            days += Self.days(inYear: year)
        }
        while days >= Self.days(inYear: year) {
            days -= Self.days(inYear: year)
            year += 1
        }
        var month: Int64 = 1
        while days >= Self.days(inMonth: month, of: year) {
            days -= Self.days(inMonth: month, of: year)
            month += 1
        }
        let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(days + 1, 2))"
        let clock = [timeOfDay / 3_600_000, timeOfDay / 60_000 % 60, timeOfDay / 1_000 % 60]
        let time = clock.map { Self.padded($0, 2) }.joined(separator: ":")
        return "\(date)T\(time).\(Self.padded(timeOfDay % 1_000, 3))Z"
    }

    private static func dayNumber(_ text: Substring) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Self.digits($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            (1...9_999).contains(year), (1...12).contains(month),
            (1...Self.days(inMonth: month, of: year)).contains(day)
        else { return nil }
        let before = year - 1
        let daysOfYears = before * 365 + before / 4 - before / 100 + before / 400
        let daysOfMonths = (1..<month).reduce(0) { $0 + Self.days(inMonth: $1, of: year) }
        return daysOfYears + daysOfMonths + day - 1 - 719_162
    }

    private static func timeOfDay(_ text: Substring) -> Int64? {
        guard text.last == "Z" else { return nil }
        let halves = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: ":", omittingEmptySubsequences: false).map { Self.digits($0) }
        guard halves.count <= 2, parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
            hour < 24, minute < 60, second < 60
        else { return nil }
        var milliseconds: Int64 = 0
        if halves.count == 2 {
            guard halves[1].count == 3, let fraction = Self.digits(halves[1]) else { return nil }
            milliseconds = fraction
        }
        return ((hour * 60 + minute) * 60 + second) * 1_000 + milliseconds
    }

    private static func digits(_ text: Substring) -> Int64? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int64(text)
    }

    private static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func days(inYear year: Int64) -> Int64 { isLeap(year) ? 366 : 365 }

    private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: isLeap(year) ? 29 : 28
        default: 31
        }
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension TimeSpan {
    /// `count` milliseconds.
    public static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) }

    /// The sum of two lengths of time.
    public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(milliseconds: left.milliseconds + right.milliseconds)
    }
}
