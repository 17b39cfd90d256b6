/// The fold of a customer's facts into state; what consent needs is all that it decides.
public struct CustomerProjection: Projection {
    /// What it needs to know of the playbook.
    public let settings: FoldSettings
    /// By the number of the type of event, what of the rarer parts it concerns.
    private let concerns: [RareParts]

    /// Makes a fold with the settings of a playbook.
    public init(settings: FoldSettings) {
        self.settings = settings
        self.concerns = Event.Kind.allCases.map { RareParts(concernedBy: $0, settings.state.kept) }
    }

    var kept: KeptFacts { self.settings.state.kept }

    /// A customer of whom nothing is known.
    public var initial: Customer { Customer() }

    /// The earliest armed timer.
    public func nextDeadline(of state: Customer) -> Timestamp {
        min(self.ownDeadline(of: state), state.decisionsDue)
    }

    /// The earliest timer of the facts themselves, those of rules left aside.
    package func ownDeadline(of state: Customer) -> Timestamp {
        state.permissions.isAbsent
            ? state.cart.closes : min(state.cart.closes, state.permissions.value.nextDeadline)
    }

    /// Remembers the event id in the window of the playbook; `false` for one that is in it.
    public func admit(_ event: Event, into state: inout Customer) -> Bool {
        let fingerprint = event.compactID.hash.high
        return state.recentEvents.admit(fingerprint, window: self.settings.state.recentEventIDs)
    }

    /// Folds the fact.
    public func evolve(_ state: inout Customer, with event: Event, _ effects: inout Effects) {
        guard event.subject.kind != .order else { return self.route(event, &state, &effects) }
        state.firstSeen = min(state.firstSeen ?? event.time, event.time)
        state.lastSeen = max(state.lastSeen ?? event.time, event.time)
        self.takeIn(event, &state, &effects)
        switch event.body {
        case .orderCompleted(let order):
            if order.isReference { self.tellOrder(order.id, event, &effects) }
            self.order(order, at: event.time, &state)
        case .orderCancelled(let reversal): state.purchases.cancel(reversal)
        case .orderRefunded(let reversal): state.purchases.refund(reversal)
        case .productViewed: if self.kept.contains(.views) { state.browsing.view(at: event.time) }
        case .productAdded(let change): self.cartChange(change, isRemoval: false, at: event.time, &state)
        case .productRemoved(let change): self.cartChange(change, isRemoval: true, at: event.time, &state)
        case .socialMentioned(let mention): if self.kept.contains(.mentions) { state.mentions.take(mention) }
        case .orderUpdated(let version): self.version(version, event, &state, &effects)
        case .cartUpdated(let contents): self.cartContents(contents, at: event.time, &state)
        // What `takeIn` has booked, or what tells no more than when somebody was seen.
        default: break
        }
    }

    /// Fires the first timer of the customer.
    public func fire(_ deadline: Timestamp, in state: inout Customer, _ effects: inout Effects) {
        if state.permissions.value.nextDeadline <= deadline {
            return state.permissions.change { $0.fire(deadline, self.settings.consent, &effects) }
        }
        guard state.cart.closes <= deadline else { return }
        // A lifetime that was taken out of the playbook ends no cart any more, and must not stay armed.
        state.cart.closes = .never
        if self.settings.state.cartLifetime != nil { state.cart.close() }
    }

    /// Books what the event says of relations, shopping and consent.
    private func takeIn(_ event: Event, _ state: inout Customer, _ effects: inout Effects) {
        let parts = self.concerns[event.body.kind.number]
        guard !parts.isEmpty else { return }
        if parts.contains(.relations) { state.relations.change { $0.take(event, self.kept) } }
        if parts.contains(.shopping) { state.shopping.change { $0.take(event, self.kept) } }
        if parts.contains(.permissions) {
            let cause = Cause(event)
            state.permissions.change { $0.take(event, seen: cause, self.settings.consent, &effects) }
        }
    }

    func order(_ order: Order, at time: Timestamp, _ state: inout Customer) {
        guard state.purchases.add(order, at: time, keepsDays: self.kept.contains(.purchaseDays)) else { return }
        if state.cart.lastChange.map({ time >= $0 }) ?? true { state.cart.close() }
    }

    /// Forgets what a playbook does not keep, of a state that was folded by another one.
    package func forget(in state: inout Customer) {
        guard self.kept != .all else { return }
        if !self.kept.contains(.views) { state.browsing = Browsing() }
        if !self.kept.contains(.mentions) { state.mentions = Mentions() }
        if !self.kept.contains(.purchaseDays) { state.purchases.forgetDays() }
        if !self.kept.contains(.cartProducts) { state.cart.lines = [] }
        if !state.relations.isAbsent { state.relations.change { $0.forget(allBut: self.kept) } }
        if !state.shopping.isAbsent { state.shopping.change { $0.forget(allBut: self.kept) } }
    }
}

/// The parts of a customer that most events do not concern.
private struct RareParts: OptionSet {
    let rawValue: UInt8

    static let relations = RareParts(rawValue: 1)
    static let shopping = RareParts(rawValue: 2)
    static let permissions = RareParts(rawValue: 4)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(concernedBy kind: Event.Kind, _ kept: KeptFacts) {
        self = []
        let isCounted = kept.contains(.counts) && Tallies.includes(kind)
        if isCounted || Relations.part(concernedBy: kind).map(kept.contains) ?? false { self.insert(.relations) }
        if Shopping.parts(concernedBy: kind).contains(where: kept.contains) { self.insert(.shopping) }
        if Permissions.concerns(kind) { self.insert(.permissions) }
    }
}
