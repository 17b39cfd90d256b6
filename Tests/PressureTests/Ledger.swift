import Retention

/// Keeps account of one customer's wanted contacts: each has one final outcome, emitted or suppressed.
struct Ledger {
    /// A contact that was wanted, and when.
    struct Entry: Hashable {
        let rule: String
        let purpose: String
        let time: Timestamp
    }

    let house: HouseRules
    private(set) var wanted: [Entry] = []
    private(set) var emitted: [String: Int] = [:]
    private(set) var suppressed: [String: Int] = [:]
    private(set) var deferrals = 0
    /// What waits: since when, and until when.
    private var open: [Outcome.Want: (wanted: Timestamp, until: Timestamp)] = [:]
    private var finals: Set<Final> = []
    private var sent: Set<String> = []

    private struct Final: Hashable {
        let occasion: String
        /// For rules that decide once, what was suppressed may be wanted again by another event.
        let again: String
    }

    init(house: HouseRules) { self.house = house }

    /// What still waits.
    var waiting: Int { self.open.count }

    /// Takes the next outcome; returns what is wrong with it.
    mutating func enter(_ outcome: Outcome) -> String? {
        let waited = self.open.removeValue(forKey: outcome.want)
        if self.sent.contains(outcome.want.occasion) { return "it went out before" }
        let since = waited?.wanted ?? outcome.time
        if waited == nil {
            self.wanted.append(Entry(rule: outcome.want.rule, purpose: outcome.purpose, time: outcome.time))
        }
        switch outcome.kind {
        case .deferred(let until):
            self.deferrals += 1
            self.open[outcome.want] = (since, until)
            if until <= outcome.time { return "it waits for the past" }
            if let waited, outcome.time != waited.until { return "it was to wait until \(waited.until)" }
            return nil
        case .emitted:
            self.emitted[outcome.purpose, default: 0] += 1
            self.sent.insert(outcome.want.occasion)
            if let waited, outcome.time != waited.until { return "it was to wait until \(waited.until)" }
            if outcome.wanted != waited?.wanted { return "it does not tell when it was wanted" }
        case .suppressed(let reason):
            self.suppressed[reason, default: 0] += 1
            let isEarly = ["cancelled", "goal_reached"].contains(reason)
            if let waited, isEarly ? outcome.time > waited.until : outcome.time != waited.until {
                return "it was to wait until \(waited.until)"
            }
        }
        let isOnce = self.house.rules[outcome.want.rule]?.isOnce ?? false
        let again = isOnce ? "\(outcome.want.cause) \(since.milliseconds)" : ""
        let isFirst = self.finals.insert(Final(occasion: outcome.want.occasion, again: again)).inserted
        return isFirst ? nil : "it had an outcome before"
    }

    /// Ends the account; returns what is wrong with what is left.
    func close(at end: Timestamp) -> [String] {
        self.open.filter { $0.value.until < end }.map { "\($0.key.rule) waits for ever" }
    }
}
