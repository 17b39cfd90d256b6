/// Raises a flag when a customer is silent for longer than they use to be, and clears it with the next order.
///
/// The deadline is solved when an order arrives: latest order + max(hiatus, factor × own gap), the gap being the mean
/// time between the customer's orders or between their purchase days, in whole milliseconds rounded down.
public struct ChurnRiskRule: Hashable, Sendable {
    /// The rule's name in the playbook.
    public var name: String
    /// The silence that is long for anybody.
    public var hiatus: TimeSpan
    /// The customer's own cadence, when it counts.
    public var cadence: Cadence?

    /// Makes the rule.
    public init(name: String = "churn_risk", hiatus: TimeSpan, cadence: Cadence? = nil) {
        self.name = name
        self.hiatus = hiatus
        self.cadence = cadence
    }

    /// How many of the customer's own gaps are long for them.
    public struct Cadence: Hashable, Sendable {
        /// The factor, in thousandths: 3,000 means three gaps.
        public var thousandths: Int64
        /// What the gaps lie between.
        public var unit: Unit

        /// Makes a cadence.
        public init(thousandths: Int64, unit: Unit = .purchaseDays) {
            self.thousandths = thousandths
            self.unit = unit
        }

        /// What the gaps lie between.
        public enum Unit: String, Sendable, CaseIterable {
            /// Every order counts.
            case orders
            /// Orders of one UTC day count once.
            case purchaseDays = "purchase_days"
        }
    }

    /// The mean gap of the customer; zero with fewer than two orders.
    func gap(_ purchases: Purchases, _ unit: Cadence.Unit) -> TimeSpan {
        guard let first = purchases.first, let last = purchases.last else { return TimeSpan(milliseconds: 0) }
        let count = unit == .orders ? purchases.count : purchases.dayCount
        return TimeSpan(milliseconds: count > 1 ? (last - first).milliseconds / Int64(count - 1) : 0)
    }

    /// Solves the deadline again; never before `instant`, for a cancellation must not raise a flag in the past.
    func arm(_ state: inout Customer, notBefore instant: Timestamp) {
        guard let last = state.purchases.last, !state.memory.isAtRisk else {
            state.deadlines[.churn] = .never
            return
        }
        var silence = self.hiatus.milliseconds
        if let cadence = self.cadence {
            let gap = self.gap(state.purchases, cadence.unit).milliseconds
            silence = max(silence, gap.saturatingMultiplied(by: cadence.thousandths) / 1_000)
        }
        state.deadlines[.churn] = max(instant, last + TimeSpan(milliseconds: silence))
    }

    func ordered(_ seen: Occurrence, _ state: inout Customer, _ effects: inout Effects) {
        guard state.memory.isAtRisk else { return }
        state.memory.isAtRisk = false
        effects.emit(
            .churnRiskCleared,
            rule: self.name,
            at: seen.time,
            occasion: .event(id: seen.event.id),
            cause: seen.cause,
            [.init("orders", .count(Int64(state.purchases.count)))]
        )
    }

    func fire(_ deadline: Timestamp, _ state: inout Customer, _ effects: inout Effects) {
        guard let last = state.purchases.last else { return }
        state.memory.isAtRisk = true
        effects.emit(
            .churnRiskRaised,
            rule: self.name,
            at: deadline,
            occasion: .instant(deadline, ordinal: 0),
            cause: state.purchases.lastCause,
            [
                .init("orders", .count(Int64(state.purchases.count))),
                .init("revenue", .sums(state.purchases.revenue)), .init("last_order", .time(last)),
                .init("silent_for", .span(deadline - last)),
                .init("own_gap", .span(self.gap(state.purchases, self.cadence?.unit ?? .purchaseDays))),
            ]
        )
    }
}

/// Says when to win a silent customer back, in stages after the latest order, and notices when that succeeds.
public struct WinBackRule: Hashable, Sendable {
    /// The rule's name in the playbook.
    public var name: String
    /// How long after the latest order each stage comes, ascending.
    public var after: [TimeSpan]

    /// Makes the rule.
    public init(name: String = "winback", after: [TimeSpan]) {
        self.name = name
        self.after = after
    }

    func arm(_ state: inout Customer) {
        guard let last = state.purchases.last, state.memory.winBackStage < self.after.count else {
            state.deadlines[.winBack] = .never
            return
        }
        state.deadlines[.winBack] = last + self.after[state.memory.winBackStage]
    }

    func ordered(_ seen: Occurrence, _ state: inout Customer, _ effects: inout Effects) {
        // An order that does not move the latest one is late news, no return.
        guard state.purchases.last == seen.time, state.memory.winBackStage > 0 else { return }
        effects.emit(
            .winBackSucceeded,
            rule: self.name,
            at: seen.time,
            occasion: .event(id: seen.event.id),
            cause: seen.cause,
            [
                .init("stage", .count(Int64(state.memory.winBackStage))),
                .init("orders", .count(Int64(state.purchases.count))),
            ]
        )
        state.memory.winBackStage = 0
    }

    /// Goes back to the order before the cancelled one; stages that lie in the past are passed over.
    func cancelled(_ seen: Occurrence, _ state: inout Customer) {
        guard let last = state.purchases.last else { return }
        state.memory.winBackStage = self.after.count { last + $0 <= seen.time }
    }

    func fire(_ deadline: Timestamp, _ state: inout Customer, _ effects: inout Effects) {
        guard let last = state.purchases.last else { return }
        state.memory.winBackStage += 1
        effects.emit(
            .winBackDue,
            rule: self.name,
            at: deadline,
            occasion: .instant(last, ordinal: state.memory.winBackStage),
            cause: state.purchases.lastCause,
            [
                .init("stage", .count(Int64(state.memory.winBackStage))), .init("last_order", .time(last)),
                .init("silent_for", .span(deadline - last)), .init("orders", .count(Int64(state.purchases.count))),
                .init("revenue", .sums(state.purchases.revenue)),
            ]
        )
        self.arm(&state)
    }
}
