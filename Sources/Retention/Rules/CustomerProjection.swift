/// The fold of a customer: facts into state, then each rule in a fixed order.
public struct CustomerProjection: Projection {
    /// The rules that decide.
    public let rules: Rules

    /// Makes a fold that decides by `rules`.
    public init(rules: Rules) { self.rules = rules }

    /// A customer of whom nothing is known.
    public var initial: Customer { Customer() }

    /// The earliest armed timer.
    public func nextDeadline(of state: Customer) -> Timestamp {
        min(self.ownDeadline(of: state), state.decisionsDue)
    }

    /// The earliest timer of the facts themselves, those of rules that are written out left aside.
    package func ownDeadline(of state: Customer) -> Timestamp {
        state.permissions.isAbsent
            ? state.deadlines.earliest : min(state.deadlines.earliest, state.permissions.value.nextDeadline)
    }

    /// Remembers the event id in the window of the playbook; `false` for one that is in it.
    public func admit(_ event: Event, into state: inout Customer) -> Bool {
        let fingerprint = RecentEvents.fingerprint(of: event.id)
        guard !state.recentEvents.contains(fingerprint) else { return false }
        state.recentEvents.insert(fingerprint, window: self.rules.state.recentEventIDs)
        return true
    }

    /// Folds the fact, then lets each rule decide.
    public func evolve(_ state: inout Customer, with event: Event, _ effects: inout Effects) {
        guard event.subject.kind != .order else { return self.route(event, &state, &effects) }
        let seen = Occurrence(event: event, cause: Cause(eventID: event.id, origin: event.origin))
        state.firstSeen = min(state.firstSeen ?? event.time, event.time)
        state.lastSeen = max(state.lastSeen ?? event.time, event.time)
        self.takeIn(event, seen, &state, &effects)
        switch event.body {
        case .orderCompleted(let order):
            if order.isReference { self.tellOrder(order.id, event, &effects) }
            self.order(order, seen, &state, &effects)
        case .orderCancelled(let reversal):
            if state.purchases.cancel(reversal, cause: seen.cause) {
                self.rules.winBack?.cancelled(seen, &state)
                self.ordersChanged(seen, &state)
            }
            self.rules.firstOrderThanks?.reversed(seen, &state)
        case .orderRefunded(let reversal):
            state.purchases.refund(reversal)
            self.rules.firstOrderThanks?.reversed(seen, &state)
        case .productViewed: state.browsing.view(at: event.time)
        case .productAdded(let change): self.cartChange(change, isRemoval: false, seen, &state)
        case .productRemoved(let change): self.cartChange(change, isRemoval: true, seen, &state)
        case .socialMentioned(let mention): self.mention(mention, seen, &state, &effects)
        case .orderUpdated(let version): self.version(version, event, seen, &state, &effects)
        case .cartUpdated(let contents): self.cartContents(contents, seen, &state)
        // What no rule reads yet; it tells when somebody was seen, and is kept out of the state otherwise.
        default: break
        }
    }

    /// Fires the first timer of the customer.
    public func fire(_ deadline: Timestamp, in state: inout Customer, _ effects: inout Effects) {
        if state.permissions.value.nextDeadline <= deadline {
            state.permissions.value.fire(deadline, self.rules.consent, &effects)
            return state.permissions.tidy()
        }
        guard let kind = state.deadlines.first else { return }
        // A rule that was taken out of the playbook must not leave its timer armed.
        state.deadlines[kind] = .never
        switch kind {
        case .cart:
            self.rules.cartAbandoned?.fire(deadline, &state, &effects)
            if self.rules.state.cartLifetime != nil { state.cart.close() }
        case .churn: self.rules.churnRisk?.fire(deadline, &state, &effects)
        case .thanks: self.rules.firstOrderThanks?.fire(deadline, &state, &effects)
        case .winBack: self.rules.winBack?.fire(deadline, &state, &effects)
        case .anniversary: self.rules.anniversary?.fire(deadline, &state, &effects)
        }
    }

    /// Books what the event says of relations, shopping and consent.
    private func takeIn(_ event: Event, _ seen: Occurrence, _ state: inout Customer, _ effects: inout Effects) {
        let kind = event.body.kind
        if Tallies.includes(kind) {
            _ = state.relations.value.take(event)
            state.relations.tidy()
        }
        if Shopping.concerns(kind) {
            _ = state.shopping.value.take(event)
            state.shopping.tidy()
        }
        if Permissions.concerns(kind) {
            _ = state.permissions.value.take(event, seen: seen.cause, self.rules.consent, &effects)
            state.permissions.tidy()
        }
    }

    func order(_ order: Order, _ seen: Occurrence, _ state: inout Customer, _ effects: inout Effects) {
        let latest = state.purchases.last
        guard state.purchases.add(order, at: seen.time, cause: seen.cause) else { return }
        self.rules.cartAbandoned?.ordered(seen, &state, &effects)
        if state.cart.isOpen, state.cart.lastChange.map({ seen.time >= $0 }) ?? true {
            state.cart.close()
            if self.rules.state.cartLifetime != nil { state.deadlines[.cart] = .never }
        }
        self.rules.firstOrder?.ordered(order, seen, state, &effects)
        self.rules.orderCount?.ordered(seen, state, &effects)
        state.memory.highestCount = max(state.memory.highestCount, state.purchases.count)
        self.rules.revenue?.ordered(order, seen, &state, &effects)
        self.rules.churnRisk?.ordered(seen, &state, &effects)
        self.rules.winBack?.ordered(seen, isLatest: latest.map { seen.time > $0 } ?? true, &state, &effects)
        self.rules.firstOrderThanks?.ordered(seen, &state)
        self.ordersChanged(seen, &state)
    }

    /// Solves again the deadlines that hang on the first or last order.
    func ordersChanged(_ seen: Occurrence, _ state: inout Customer) {
        self.rules.churnRisk?.arm(&state, notBefore: seen.time)
        self.rules.winBack?.arm(&state)
        self.rules.anniversary?.arm(&state)
    }

    private func mention(_ mention: Mention, _ seen: Occurrence, _ state: inout Customer, _ effects: inout Effects) {
        state.mentions.count += 1
        guard let sentiment = mention.sentiment else { return }
        state.mentions.lastSentiment = sentiment
        if sentiment.millionths < 0 { state.mentions.negative += 1 }
        self.rules.mentionNegative?.mentioned(mention, sentiment, seen, state, &effects)
        self.rules.serviceRecovery?.mentioned(mention, sentiment, seen, &state, &effects)
        self.rules.testimonial?.mentioned(mention, sentiment, seen, &state, &effects)
    }
}
