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

    /// The instant at which the silence since the latest order gets too long; `never` without an order.
    private func due(_ purchases: Purchases) -> Timestamp {
        guard let last = purchases.last else { return .never }
        var silence = self.hiatus.milliseconds
        if let cadence = self.cadence {
            let gap = self.gap(purchases, cadence.unit).milliseconds
            silence = max(silence, gap.saturatingMultiplied(by: cadence.thousandths) / 1_000)
        }
        return last + TimeSpan(milliseconds: silence)
    }

    /// Solves the deadline again; never before `instant`, for a cancellation must not raise a flag in the past.
    func arm(_ state: inout Customer, notBefore instant: Timestamp) {
        guard state.purchases.last != nil, !state.memory.isAtRisk else {
            state.deadlines[.churn] = .never
            return
        }
        // Each flag goes up later than the one before, so that late news can't raise the same one twice.
        let earliest = state.memory.riskRaised.map { $0 + TimeSpan(milliseconds: 1) } ?? .distantPast
        state.deadlines[.churn] = max(max(instant, earliest), self.due(state.purchases))
    }

    func ordered(_ seen: Occurrence, _ state: inout Customer, _ effects: inout Effects) {
        guard state.memory.isAtRisk else { return }
        let raised = state.memory.riskRaised ?? .distantPast
        // Late news of an order from before the flag: the silence was too long all the same.
        if seen.time <= raised, self.due(state.purchases) <= raised { return }
        state.memory.isAtRisk = false
        effects.emit(
            .churnRiskCleared,
            rule: self.name,
            at: max(seen.time, raised),
            occasion: .instant(max(seen.time, raised), ordinal: 0),
            cause: seen.cause,
            [.init("orders", .count(Int64(state.purchases.count)))]
        )
    }

    func fire(_ deadline: Timestamp, _ state: inout Customer, _ effects: inout Effects) {
        guard let last = state.purchases.last else { return }
        state.memory.isAtRisk = true
        state.memory.riskRaised = deadline
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
        guard let last = state.purchases.last else {
            state.deadlines[.winBack] = .never
            return
        }
        var stage = state.memory.winBackStage
        if let due = state.memory.winBackDue {
            // Late news and cancellations repeat no stage up to the one that was due last.
            while stage < self.after.count, last + self.after[stage] <= due { stage += 1 }
        }
        state.memory.winBackStage = stage
        state.deadlines[.winBack] = stage < self.after.count ? last + self.after[stage] : .never
    }

    func ordered(_ seen: Occurrence, isLatest: Bool, _ state: inout Customer, _ effects: inout Effects) {
        // An order that does not move the latest one is late news, no return.
        guard isLatest else { return }
        let stage = state.memory.winBackStage
        let wasDue = state.memory.isWinningBack ? state.memory.winBackDue : nil
        state.memory.winBackStage = 0
        state.memory.isWinningBack = false
        // A late order from before the stage was due was not won back by it.
        guard let wasDue, seen.time >= wasDue else { return }
        effects.emit(
            .winBackSucceeded,
            rule: self.name,
            at: seen.time,
            occasion: .instant(seen.time, ordinal: 0),
            cause: seen.cause,
            [.init("stage", .count(Int64(stage))), .init("orders", .count(Int64(state.purchases.count)))]
        )
    }

    /// Goes back to the order before the cancelled one; stages that lie in the past are passed over.
    func cancelled(_ seen: Occurrence, _ state: inout Customer) {
        guard let last = state.purchases.last else { return }
        state.memory.winBackStage = self.after.count { last + $0 <= seen.time }
    }

    func fire(_ deadline: Timestamp, _ state: inout Customer, _ effects: inout Effects) {
        guard let last = state.purchases.last else { return }
        state.memory.winBackStage += 1
        state.memory.winBackDue = deadline
        state.memory.isWinningBack = true
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
