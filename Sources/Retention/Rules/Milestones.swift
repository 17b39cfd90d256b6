/// Notices the first order ever, at its own time, once in a customer's life.
public struct FirstOrderRule: Hashable, Sendable {
    /// The rule's name in the playbook.
    public var name: String

    /// Makes the rule.
    public init(name: String = "first_order") { self.name = name }

    func ordered(_ order: Order, _ seen: Occurrence, _ state: Customer, _ effects: inout Effects) {
        guard state.purchases.count == 1, state.memory.highestCount == 0 else { return }
        effects.emit(
            .firstOrder,
            rule: self.name,
            at: seen.time,
            occasion: .once,
            cause: seen.cause,
            [.init("count", .count(1)), .init("order", .text(order.id)), .init("total", .money(order.total))]
        )
    }
}

/// Notices the n-th order, at its own time, once for each n, also when orders are cancelled in between.
public struct OrderCountRule: Hashable, Sendable {
    /// The rule's name in the playbook.
    public var name: String
    /// The counts to notice, ascending, from 1 on.
    public var counts: [Int]

    /// Makes the rule.
    public init(name: String = "order_count", counts: [Int]) {
        self.name = name
        self.counts = counts
    }

    func ordered(_ seen: Occurrence, _ state: Customer, _ effects: inout Effects) {
        let count = state.purchases.count
        guard count > state.memory.highestCount, self.counts.contains(count) else { return }
        effects.emit(
            .orderCount,
            rule: self.name,
            at: seen.time,
            occasion: .ordinal(count),
            cause: seen.cause,
            [.init("count", .count(Int64(count))), .init("revenue", .sums(state.purchases.revenue))]
        )
    }
}

/// Notices when a customer's revenue first reaches an amount; one signal for each amount passed.
public struct RevenueRule: Hashable, Sendable {
    /// The rule's name in the playbook.
    public var name: String
    /// The amounts to notice, ascending within a currency.
    public var amounts: [Money]

    /// Makes the rule.
    public init(name: String = "revenue", amounts: [Money]) {
        self.name = name
        self.amounts = amounts
    }

    func ordered(_ order: Order, _ seen: Occurrence, _ state: inout Customer, _ effects: inout Effects) {
        let currency = order.total.currency
        let revenue = state.purchases.revenue.amount(in: currency)
        for amount in self.amounts where amount.currency == currency && amount.minor <= revenue.minor {
            let passed = state.memory.revenuePassed.amount(in: currency)
            guard amount.minor > passed.minor else { continue }
            state.memory.revenuePassed.add(Money(minor: amount.minor - passed.minor, currency))
            effects.emit(
                .revenue,
                rule: self.name,
                at: seen.time,
                occasion: .amount(amount),
                cause: seen.cause,
                [
                    .init("reached", .money(amount)), .init("revenue", .money(revenue)),
                    .init("orders", .count(Int64(state.purchases.count))),
                ]
            )
        }
    }
}

/// Notices the anniversaries of the first order, at its time of day in UTC; 29 February is kept on the 28th.
public struct AnniversaryRule: Hashable, Sendable {
    /// The rule's name in the playbook.
    public var name: String
    /// The years to notice, ascending, from 1 on.
    public var years: [Int]

    /// Makes the rule.
    public init(name: String = "anniversary", years: [Int]) {
        self.name = name
        self.years = years
    }

    func arm(_ state: inout Customer) {
        let next = self.years.first { $0 > state.memory.anniversary }
        guard let first = state.purchases.first, let next else {
            state.deadlines[.anniversary] = .never
            return
        }
        state.deadlines[.anniversary] = first.yearsLater(next)
    }

    func fire(_ deadline: Timestamp, _ state: inout Customer, _ effects: inout Effects) {
        guard let first = state.purchases.first,
            let years = self.years.first(where: { $0 > state.memory.anniversary })
        else { return }
        state.memory.anniversary = years
        effects.emit(
            .anniversary,
            rule: self.name,
            at: deadline,
            occasion: .ordinal(years),
            cause: state.purchases.firstCause,
            [
                .init("years", .count(Int64(years))), .init("first_order", .time(first)),
                .init("orders", .count(Int64(state.purchases.count))),
                .init("revenue", .sums(state.purchases.revenue)),
            ]
        )
        self.arm(&state)
    }
}

/// Says when to thank for the first order: exactly so long after it, unless it is cancelled or refunded before.
public struct FirstOrderThanksRule: Hashable, Sendable {
    /// The rule's name in the playbook.
    public var name: String
    /// How long after the first order.
    public var after: TimeSpan

    /// Makes the rule.
    public init(name: String = "first_order_thanks", after: TimeSpan) {
        self.name = name
        self.after = after
    }

    func ordered(_ seen: Occurrence, _ state: inout Customer) {
        guard state.purchases.count == 1, !state.memory.isThanked else { return }
        state.deadlines[.thanks] = seen.time + self.after
        self.reversed(seen, &state)
    }

    /// Disarms when the order to thank for was called off or money of it given back; then the first order that still
    /// stands takes its place, when there is time left to thank for it.
    func reversed(_ seen: Occurrence, _ state: inout Customer) {
        guard state.deadlines[.thanks] != .never else { return }
        let ordered = state.deadlines[.thanks] - self.after
        guard !state.purchases.isUntouched(orderAt: ordered) else { return }
        state.deadlines[.thanks] = .never
        guard let first = state.purchases.first, first > ordered, first + self.after > seen.time,
            state.purchases.isUntouched(orderAt: first)
        else { return }
        state.deadlines[.thanks] = first + self.after
    }

    func fire(_ deadline: Timestamp, _ state: inout Customer, _ effects: inout Effects) {
        state.memory.isThanked = true
        effects.emit(
            .firstPurchaseThanks,
            rule: self.name,
            at: deadline,
            occasion: .once,
            cause: state.purchases.firstCause,
            [
                .init("ordered", .time(deadline - self.after)),
                .init("orders", .count(Int64(state.purchases.count))),
                .init("revenue", .sums(state.purchases.revenue)),
            ]
        )
    }
}
