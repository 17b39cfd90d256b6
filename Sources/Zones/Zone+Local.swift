extension Zone {
    /// What stands for 29 February in the years that have none.
    public enum LeapDay: Sendable, Hashable, CaseIterable {
        /// The day before: the last one of the month.
        case february28
        /// The day after.
        case march1
    }

    /// What clocks and calendars show at an instant in milliseconds: the number of the day and the milliseconds of it.
    ///
    /// See `LocalDate` for the numbers of days.
    public func local(_ instant: Int64) -> (day: Int, millisecond: Int) {
        let seconds = instant.dividedDown(by: 1_000)
        let local = seconds + Int64(self.offset(at: seconds))
        let day = local.dividedDown(by: 86_400)
        return (Int(day), Int((local - day * 86_400) * 1_000 + (instant &- seconds &* 1_000)))
    }

    /// The instant in milliseconds at which clocks show a time: the first at which they show it or a later one.
    ///
    /// So of a time that is shown twice, when clocks go back, it is the first instant; of one that is skipped, when they
    /// go forward, the instant of that change. For every day and second there is one, later ones never have earlier
    /// instants, and what 64 bits can't tell is the first or last that they can.
    ///
    /// - Parameters:
    ///   - day: The number of a day, as of `LocalDate`.
    ///   - secondOfDay: What clocks show, as seconds after 00:00; 86,400 and more are times of later days.
    /// - Returns: Milliseconds, always of a whole second but at the ends of 64 bits.
    public func instant(day: Int, secondOfDay: Int) -> Int64 {
        // More than instants reach; nothing below overflows.
        let wall =
            Int64(day.clamped(to: -200_000_000_000...200_000_000_000)) * 86_400
            + Int64(secondOfDay.clamped(to: -1_000_000_000_000_000...1_000_000_000_000_000))
        var second = wall - Int64(ZoneTable.offsets.upperBound)
        while true {
            let stretch = self.stretch(at: second)
            second = max(second, wall - stretch.offset)
            if second < stretch.end { break }
            second = stretch.end
        }
        let (instant, overflows) = second.multipliedReportingOverflow(by: 1_000)
        return overflows ? (second < 0 ? Int64.min : Int64.max) : instant
    }

    /// The first instant of a day, in milliseconds: mostly at 00:00, later where clocks skip that.
    ///
    /// A day that is skipped as a whole begins and ends with the change that skips it.
    public func startOfDay(_ day: Int) -> Int64 { self.instant(day: day, secondOfDay: 0) }

    /// The first instant after another at which clocks show a time, once on each day that there is; in milliseconds.
    ///
    /// On a day that skips the time it is the instant of that change, on one that shows it twice the first of both. Days
    /// that are skipped as a whole have none.
    ///
    /// - Parameters:
    ///   - secondOfDay: What clocks show, as seconds after 00:00; below 0 and from 86,400 on, the nearest there is.
    ///   - instant: In milliseconds.
    /// - Returns: Milliseconds, more than `instant`, but for the last that 64 bits can tell.
    public func next(secondOfDay: Int, after instant: Int64) -> Int64 {
        let secondOfDay = secondOfDay.clamped(to: 0...86_399)
        let today = self.local(instant).day
        // Clocks differ by less than three days from what they showed before.
        for day in today...today + 8 {
            let candidate = self.instant(day: day, secondOfDay: secondOfDay)
            if candidate > instant, self.local(self.startOfDay(day)).day == day { return candidate }
        }
        return self.instant(day: today + 9, secondOfDay: secondOfDay)
    }

    /// The instant at which clocks show a time on a day that comes every year, such as a birthday; in milliseconds.
    ///
    /// - Parameters:
    ///   - month: From 1 to 12; else the nearest.
    ///   - day: From 1 to 31; beyond the month, its last day.
    ///   - secondOfDay: As in `instant(day:secondOfDay:)`.
    ///   - year: The year; beyond `LocalDate.years`, the nearest of these.
    ///   - leapDay: What 29 February is in years that have none.
    /// - Returns: Milliseconds; as `instant(day:secondOfDay:)` has it where clocks change.
    public func yearly(month: Int, day: Int, secondOfDay: Int, year: Int, leapDay: LeapDay) -> Int64 {
        let year = year.clamped(to: LocalDate.years)
        let month = month.clamped(to: 1...12)
        let last = LocalDate.days(inMonth: month, of: year)
        let isMissing = month == 2 && day == 29 && last == 28
        let date =
            isMissing && leapDay == .march1
            ? LocalDate.number(year, 3, 1) : LocalDate.number(year, month, day.clamped(to: 1...last))
        return self.instant(day: date, secondOfDay: secondOfDay)
    }
}
