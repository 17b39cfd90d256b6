/// Notices a filled cart that was left alone: in stages after its latest change, until an order takes it.
///
/// After the last stage the cart counts as closed: what is added later begins a new one.
public struct CartAbandonedRule: Hashable, Sendable {
    /// The rule's name in the playbook.
    public var name: String
    /// How long after the latest change each stage comes, ascending.
    public var after: [TimeSpan]
    /// How long after a reminder an order still counts as recovering the cart; `nil` notices no recovery.
    public var recoveredWithin: TimeSpan?

    /// Makes the rule.
    public init(name: String = "cart_abandoned", after: [TimeSpan], recoveredWithin: TimeSpan? = nil) {
        self.name = name
        self.after = after
        self.recoveredWithin = recoveredWithin
    }

    /// Begins at the first stage again when the latest change moved; late news repeats no stage.
    func changed(_ state: inout Customer, isLatest: Bool) {
        if isLatest { state.memory.cartStage = 0 }
        self.arm(&state)
    }

    func emptied(_ state: inout Customer) { state.deadlines[.cart] = .never }

    /// Called before the order closes the cart.
    func ordered(_ seen: Occurrence, _ state: inout Customer, _ effects: inout Effects) {
        let takesCart = state.cart.lastChange.map { seen.time >= $0 } ?? true
        if let reminded = state.memory.cartReminded, let window = self.recoveredWithin {
            if seen.time >= reminded, seen.time <= reminded + window {
                effects.emit(
                    .cartRecovered,
                    rule: self.name,
                    at: seen.time,
                    occasion: .instant(seen.time, ordinal: 0),
                    cause: seen.cause,
                    [.init("reminded", .time(reminded))]
                )
            }
            // A late order that took the cart before the reminder leaves nothing for a later one to recover.
            if seen.time >= reminded || takesCart { state.memory.cartReminded = nil }
        }
        if takesCart { self.emptied(&state) }
    }

    func fire(_ deadline: Timestamp, _ state: inout Customer, _ effects: inout Effects) {
        let cart = state.cart
        guard cart.isOpen, let changed = cart.lastChange else { return }
        state.memory.cartStage += 1
        state.memory.cartReminded = deadline
        effects.emit(
            .cartAbandoned,
            rule: self.name,
            at: deadline,
            occasion: .instant(changed, ordinal: state.memory.cartStage),
            cause: cart.cause,
            [.init("stage", .count(Int64(state.memory.cartStage))), .init("items", .count(cart.items))]
                + (cart.value.map { [.init("value", .money($0))] } ?? [])
                + (cart.id.map { [.init("cart", .text($0))] } ?? [])
                + [
                    .init("last_change", .time(changed)),
                    .init("views_in_week", .count(Int64(state.browsing.viewsInLatestWeek))),
                ]
        )
        if state.memory.cartStage >= self.after.count {
            state.cart.close()
        } else {
            self.arm(&state)
        }
    }

    private func arm(_ state: inout Customer) {
        guard let changed = state.cart.lastChange, state.memory.cartStage < self.after.count else { return }
        state.deadlines[.cart] = changed + self.after[state.memory.cartStage]
    }
}
