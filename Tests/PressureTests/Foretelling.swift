import Foundation
import Retention

/// When some rules must want a contact, by the facts alone: so that none that was due goes without an outcome.
struct Foretelling {
    /// By rule, the instants at which a contact is wanted, ascending.
    private(set) var wants: [String: [Timestamp]] = [:]
    private let zones: [(since: Timestamp, zone: TimeZone)]

    init(house: HouseRules, life: SimulatedYear.Life) {
        var zones = [(since: Timestamp.distantPast, zone: house.zone)]
        var birthDate: (day: CalendarDay, told: Timestamp)?
        for event in life.wishes {
            guard case let profile? = event.profile else { continue }
            if let name = profile.timeZone { zones.append((event.time, TimeZone(identifier: name) ?? house.zone)) }
            if let date = profile.birthDate { birthDate = (date, event.time) }
        }
        self.zones = zones
        if let (day, told) = birthDate { self.foretellBirthday(day, told) }
        // What an order that was called off leaves behind is for the engine to say.
        if !life.hasReversals { self.foretellWinBack(life.orders) }
        if !life.hasReversals, let first = life.orders.first { self.foretellChristmas(first) }
    }

    /// Nine o'clock of a day where the customer is, in the year that is folded: it may be that of the next one already.
    ///
    /// `nil` when the customer has just moved then, or moves soon.
    private func nine(month: Int, day: Int) -> [Timestamp]? {
        var found: [Timestamp] = []
        for (index, (since, zone)) in self.zones.enumerated() {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = zone
            let until = index + 1 < self.zones.count ? self.zones[index + 1].since : .never
            for year in [2026, 2027] {
                let date = calendar.date(from: DateComponents(year: year, month: month, day: day, hour: 9))
                guard let date else { return nil }
                let instant = Timestamp(milliseconds: Int64(date.timeIntervalSince1970) * 1_000)
                if index > 0, instant < since + .days(2), instant > since - .days(2) { return nil }
                if instant >= since, instant < until, instant >= SimulatedYear.from, instant < SimulatedYear.to {
                    found.append(instant)
                }
            }
        }
        return found
    }

    private mutating func foretellBirthday(_ day: CalendarDay, _ told: Timestamp) {
        let parts = day.description.split(separator: "-").compactMap { Int($0) }
        self.wants["birthday"] = self.nine(month: parts[1], day: parts[2])?.filter { told < $0 }
    }

    private mutating func foretellChristmas(_ firstOrder: Timestamp) {
        self.wants["christmas"] = self.nine(month: 12, day: 1)?.filter { firstOrder < $0 }
    }

    private mutating func foretellWinBack(_ orders: [Timestamp]) {
        var instants: [Timestamp] = []
        for (order, next) in zip(orders, orders.dropFirst() + [SimulatedYear.to]) {
            instants += [60, 90, 180].map { order + .days($0) }.filter { $0 < next }
        }
        self.wants["winback"] = instants
    }
}

extension Event {
    fileprivate var profile: Profile? {
        switch self.body {
        case .profileUpdated(let profile), .customerIdentified(let profile): profile
        default: nil
        }
    }
}
