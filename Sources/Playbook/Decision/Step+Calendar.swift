import Retention
import Zones

extension Step {
    /// Solves the next day of a year; a year that was noticed does not come again, also when the day was changed.
    mutating func solve(_ entry: RuleSet.Entry, _ yearly: Rule.Yearly, after earliest: Timestamp) {
        let id = entry.rule.id
        guard let day = self.day(yearly) else {
            if let place = self.decisions.place(of: id, 0) { self.decisions.memories[place].due = .never }
            return self.tell(entry, self.unknownDay(yearly))
        }
        let place = self.decisions.makePlace(of: id, 0)
        var memory = self.decisions.memories[place]
        let known = memory.due
        if memory.anchor != day.anchor {
            // What begins after the latest notice has years of its own; any other instant is the same one put right.
            if entry.rule.isAnniversary, let passed = memory.passed, day.anchor >= passed { memory.passed = nil }
            memory.anchor = day.anchor
            memory.cause = self.cause ?? memory.cause
        }
        let zone = self.sight.moment.zone
        let last = memory.passed == nil ? Int.min : Int(memory.value)
        let today = LocalDate(dayNumber: zone.local(earliest.milliseconds).day)
        memory.due = .never
        let second = yearly.secondOfDay ?? day.secondOfDay
        let leapDay: Zone.LeapDay = yearly.leapDay == .march1 ? .march1 : .february28
        let isAnniversary = entry.rule.isAnniversary
        // A day before the turn of the year may belong to the next one.
        for year in (today.year - 1)...(today.year + 101) {
            let number = isAnniversary ? year - day.date.year : year
            guard number > last, !isAnniversary || number > 0 else { continue }
            if isAnniversary, !yearly.years.isEmpty, !yearly.years.contains(number) {
                if let most = yearly.years.last, number > most { break }
                continue
            }
            let noticed = zone.yearly(
                month: day.date.month,
                day: day.date.day,
                secondOfDay: second,
                year: year,
                leapDay: leapDay
            )
            // Days of the calendar, which are not all as long.
            let instant =
                yearly.daysBefore == 0
                ? noticed : zone.instant(day: zone.local(noticed).day - yearly.daysBefore, secondOfDay: second)
            let due = Timestamp(milliseconds: instant + day.milliseconds)
            let isOver = memory.passed.map { due <= $0 } ?? false
            guard due >= earliest, !isOver else { continue }
            memory.due = due
            break
        }
        self.decisions.memories[place] = memory
        if memory.due != known, memory.due != .never { self.tell(entry, .waiting(memory.due)) }
    }

    /// What a deadline that came up stands for: the year, the years since the instant, or the day of the calendar.
    func number(of deadline: Timestamp, _ entry: RuleSet.Entry) -> Int64 {
        let zone = self.sight.moment.zone
        guard case .yearly(let yearly) = entry.rule.trigger else {
            return Int64(zone.local(deadline.milliseconds).day)
        }
        let year = self.year(of: deadline, entry)
        guard entry.rule.isAnniversary, let day = self.day(yearly) else { return Int64(year) }
        return Int64(year - day.date.year)
    }

    /// The year of the calendar that has the day which a deadline of a yearly rule stands for.
    func year(of deadline: Timestamp, _ entry: RuleSet.Entry) -> Int {
        guard case .yearly(let yearly) = entry.rule.trigger else { return 0 }
        let zone = self.sight.moment.zone
        return LocalDate(dayNumber: zone.local(deadline.milliseconds).day + yearly.daysBefore).year
    }

    /// The day that a rule keeps: its date, its time of day, and the instant from which it is known.
    func day(
        _ yearly: Rule.Yearly
    ) -> (date: LocalDate, secondOfDay: Int, milliseconds: Int64, anchor: Timestamp)? {
        switch yearly.day {
        case .birthday:
            guard let birth = self.sight.birthDate else { return nil }
            let midnight = Timestamp(milliseconds: Int64(birth.number) * 86_400_000)
            return (LocalDate(dayNumber: Int(birth.number)), 0, 0, midnight)
        case .anniversary(let formula):
            guard let anchor = self.calculator.time(formula, self.sight) else { return nil }
            let local = self.sight.moment.zone.local(anchor.milliseconds)
            let rest = yearly.secondOfDay == nil ? Int64(local.millisecond % 1_000) : 0
            return (LocalDate(dayNumber: local.day), local.millisecond / 1_000, rest, anchor)
        }
    }

    /// Solves the next of some days of the calendar.
    mutating func solve(_ entry: RuleSet.Entry, _ days: [CalendarDay], _ second: Int, after instant: Timestamp) {
        let id = entry.rule.id
        let zone = self.sight.moment.zone
        let known = self.decisions.place(of: id, 0).map { self.decisions.memories[$0] }
        let kept = days.lazy
            .map { (day: $0, due: Timestamp(milliseconds: zone.instant(day: Int($0.number), secondOfDay: second))) }
            .first { each in
                // Somebody who moved to another zone has had the day already.
                each.due >= instant && (known?.passed == nil || Int64(each.day.number) > known?.value ?? .min)
            }
        guard let kept else {
            if let place = self.decisions.place(of: id, 0) { self.decisions.memories[place].due = .never }
            return
        }
        let place = self.decisions.makePlace(of: id, 0)
        self.decisions.memories[place].due = kept.due
        if known?.due != kept.due { self.tell(entry, .waiting(kept.due)) }
        self.decisions.memories[place].cause = self.cause ?? self.decisions.memories[place].cause
    }
}
