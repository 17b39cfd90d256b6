/// A date of the Gregorian calendar, which is taken to have always been there, and a time of the day.
struct CivilTime: Hashable {
    /// The year; 0 is the one before 1.
    let year: Int64
    /// From 1 to 12.
    let month: Int64
    /// From 1 to 31.
    let day: Int64
    /// From 0 to 86,399.
    let secondOfDay: Int64
    private let days: Int64

    /// The date and time at a number of seconds after the beginning of 1970.
    init(seconds: Int64) {
        self.days = Self.divide(seconds, 86_400)
        self.secondOfDay = seconds - self.days * 86_400
        // Years that begin in March end with the day that is not always there, in cycles of 400 years.
        let shifted = self.days + 719_468
        let cycle = Self.divide(shifted, 146_097)
        let dayOfCycle = shifted - cycle * 146_097
        let leaps = dayOfCycle / 1_460 - dayOfCycle / 36_524 + dayOfCycle / 146_096
        let yearOfCycle = (dayOfCycle - leaps) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        // From March on, each five months have 153 days.
        let index = (5 * dayOfYear + 2) / 153
        self.day = dayOfYear - (153 * index + 2) / 5 + 1
        self.month = index < 10 ? index + 3 : index - 9
        self.year = cycle * 400 + yearOfCycle + (self.month <= 2 ? 1 : 0)
    }

    /// From 0 to 365.
    var dayOfYear: Int64 { self.days - Self.days(self.year, 1, 1) }

    /// From 0 for Sunday to 6.
    var dayOfWeek: Int64 {
        let shifted = self.days + 4
        return shifted - Self.divide(shifted, 7) * 7
    }

    /// How many days there are from the beginning of 1970 to a date.
    static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let cycle = Self.divide(year, 400)
        let yearOfCycle = year - cycle * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return cycle * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468
    }

    /// How many days a month has.
    static func length(_ year: Int64, _ month: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Divides and rounds down.
    private static func divide(_ number: Int64, _ divisor: Int64) -> Int64 {
        let quotient = number / divisor
        return number % divisor < 0 ? quotient - 1 : quotient
    }
}
