/// An instant in event time: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Leap seconds do not exist in it, as in POSIX time. Arithmetic saturates; `never` is the largest value and compares
/// after every real instant.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var milliseconds: Int64

    /// Makes an instant from milliseconds since 1970-01-01T00:00:00Z.
    @inlinable
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Later than every instant that happens: the deadline of a timer that is not armed.
    @inlinable public static var never: Timestamp { Timestamp(milliseconds: .max) }
    /// Earlier than every instant that happens: the clock of a partition that has seen nothing.
    @inlinable public static var distantPast: Timestamp { Timestamp(milliseconds: .min) }

    /// Compares in the natural order.
    @inlinable
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// The instant `span` later; stays at `never` and `distantPast`.
    @inlinable
    public static func + (instant: Timestamp, span: TimeSpan) -> Timestamp {
        if instant == .never || instant == .distantPast { return instant }
        let (sum, overflow) = instant.milliseconds.addingReportingOverflow(span.milliseconds)
        return overflow ? (span.milliseconds > 0 ? .never : .distantPast) : Timestamp(milliseconds: sum)
    }

    /// The instant `span` earlier; stays at `never` and `distantPast`.
    @inlinable
    public static func - (instant: Timestamp, span: TimeSpan) -> Timestamp {
        instant + TimeSpan(milliseconds: -span.milliseconds)
    }

    /// The time from `earlier` to `later`; the longest there is when it does not fit.
    @inlinable
    public static func - (later: Timestamp, earlier: Timestamp) -> TimeSpan {
        let (span, overflow) = later.milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return TimeSpan(milliseconds: overflow ? (later > earlier ? .max : .min + 1) : span)
    }
}

/// A length of time in whole milliseconds.
public struct TimeSpan: Hashable, Comparable, Sendable {
    /// The length in milliseconds; negative when it points backwards.
    public var milliseconds: Int64

    /// Makes a length of time from milliseconds.
    @inlinable
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// `count` seconds.
    public static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count * 1_000) }
    /// `count` minutes.
    public static func minutes(_ count: Int64) -> TimeSpan { .seconds(count * 60) }
    /// `count` hours.
    public static func hours(_ count: Int64) -> TimeSpan { .minutes(count * 60) }
    /// `count` days of 24 hours.
    public static func days(_ count: Int64) -> TimeSpan { .hours(count * 24) }

    /// Compares in the natural order.
    @inlinable
    public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.milliseconds < right.milliseconds }
}

/// A calendar day, counted from 1970-01-01 in UTC.
public struct CalendarDay: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before it.
    public var number: Int32

    /// Makes a day from its number since 1970-01-01.
    public init(number: Int32) { self.number = number }

    /// The UTC day in which `instant` lies.
    public init(containing instant: Timestamp) {
        let day = TimeSpan.days(1).milliseconds
        let number = instant.milliseconds / day - (instant.milliseconds % day < 0 ? 1 : 0)
        self.number = Int32(clamping: number)
    }

    /// Compares in the natural order.
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.number < right.number }
}

extension CalendarDay: CustomStringConvertible {
    /// Reads a date such as `1984-02-29`, from the year 1 to 9999, also with a time of day behind a `T` or a space;
    /// `nil` for anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes.count == 10 || bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ")
        else { return nil }
        var parts: [Int] = []
        for range in [0..<4, 5..<7, 8..<10] {
            var value = 0
            for byte in bytes[range] {
                guard (48...57).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            parts.append(value)
        }
        var date = CivilDate(CalendarDay(number: 0))
        (date.year, date.month, date.day) = (parts[0], parts[1], parts[2])
        guard date.year >= 1, (1...12).contains(date.month), date.day >= 1 else { return nil }
        let day = CalendarDay(number: Int32(date.dayNumber))
        // A day that the month has not comes back as one of the next month.
        guard CivilDate(day).month == date.month else { return nil }
        self = day
    }

    /// The date as `1984-02-29`.
    public var description: String {
        let date = CivilDate(self)
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    }
}

/// Year, month and day of the proleptic Gregorian calendar.
struct CivilDate {
    var year: Int
    var month: Int
    var day: Int

    /// Days before the first of each month in a year that begins in March, where a leap day comes last.
    private static func daysBefore(monthFromMarch month: Int) -> Int { (153 * month + 2) / 5 }

    init(_ day: CalendarDay) {
        // Counts from 0000-03-01, so that the leap day ends its year; 719,468 days lie between that and 1970-01-01.
        let days = Int(day.number) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        self.day = dayOfYear - Self.daysBefore(monthFromMarch: monthFromMarch) + 1
        self.month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.year = yearOfEra + era * 400 + (self.month <= 2 ? 1 : 0)
    }

    var dayNumber: Int {
        let year = self.month <= 2 ? self.year - 1 : self.year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let monthFromMarch = self.month > 2 ? self.month - 3 : self.month + 9
        let dayOfYear = Self.daysBefore(monthFromMarch: monthFromMarch) + self.day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
