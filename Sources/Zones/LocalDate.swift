/// A date of the Gregorian calendar, which is taken to have always been there.
///
/// Dates also have numbers: how many days they come after 1 January 1970. All operations take constant time.
public struct LocalDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The years that dates may have: more than instants in milliseconds reach.
    public static let years = -300_000_000...300_000_000

    /// The year; 0 is the one before 1.
    public let year: Int
    /// From 1 to 12.
    public let month: Int
    /// From 1 to 31.
    public let day: Int

    /// Makes a date; `nil` if the calendar has none such, or the year is none of `years`.
    public init?(year: Int, month: Int, day: Int) {
        guard Self.years.contains(year), (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year)
        else { return nil }
        self.init(year, month, day)
    }

    /// The date of a number; beyond `years`, the first or the last that there is.
    public init(dayNumber: Int) {
        let limits = Self.number(Self.years.lowerBound, 1, 1)...Self.number(Self.years.upperBound, 12, 31)
        // Years that begin in March end with the day that is not always there, in cycles of 400 years.
        let shifted = Int64(dayNumber.clamped(to: limits)) + 719_468
        let cycle = shifted.dividedDown(by: 146_097)
        let dayOfCycle = shifted - cycle * 146_097
        let leaps = dayOfCycle / 1_460 - dayOfCycle / 36_524 + dayOfCycle / 146_096
        let yearOfCycle = (dayOfCycle - leaps) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        // From March on, each five months have 153 days.
        let index = (5 * dayOfYear + 2) / 153
        let month = index < 10 ? index + 3 : index - 9
        let year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
        self.init(Int(year), Int(month), Int(dayOfYear - (153 * index + 2) / 5 + 1))
    }

    private init(_ year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// How many days the date comes after 1 January 1970.
    public var dayNumber: Int { Self.number(self.year, self.month, self.day) }

    /// The day of the week, from 1 for Monday to 7 for Sunday.
    public var weekday: Int {
        // 1 January 1970 was a Thursday.
        let shifted = Int64(self.dayNumber) + 3
        return Int(shifted - shifted.dividedDown(by: 7) * 7) + 1
    }

    /// The date as ISO 8601 writes it, such as `2026-03-29`.
    public var description: String {
        func padded(_ number: Int, _ count: Int) -> String {
            let digits = String(number.magnitude)
            return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
        }
        let sign = self.year < 0 ? "-" : self.year > 9_999 ? "+" : ""
        return "\(sign)\(padded(self.year, 4))-\(padded(self.month, 2))-\(padded(self.day, 2))"
    }

    /// Whether a year has a 29 February.
    public static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// How many days a month from 1 to 12 has.
    public static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: Self.isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether one date comes before another.
    public static func < (left: LocalDate, right: LocalDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// The number of a date; the day may be beyond its month, and counts on.
    static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = Int64(month <= 2 ? year - 1 : year)
        let cycle = year.dividedDown(by: 400)
        let yearOfCycle = Int(year - cycle * 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return Int(cycle) * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468
    }
}
