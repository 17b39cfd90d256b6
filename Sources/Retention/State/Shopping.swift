/// What is known of a customer's shopping beyond orders, carts and looks as counts.
public struct Shopping: InitiallyEmpty {
    /// How the latest orders are getting on.
    public internal(set) var deliveries = Deliveries()
    /// The checkout in progress.
    public internal(set) var checkout = CheckoutProgress()
    /// Products bought, looked at last and wished for.
    public internal(set) var products = Products()
    /// Categories the customer is drawn to.
    public internal(set) var interests = Interests()
    /// Orders by code and channel.
    public internal(set) var discounts = Discounts()

    /// What is known of those who have none.
    public static let absent = [Self()]

    /// Makes the record of a customer who never shopped.
    public init() {}

    /// The parts that events of this type say anything of.
    static func parts(concernedBy kind: Event.Kind) -> [FactGroup] {
        switch kind {
        case .productViewed: [.interests, .products]
        case .productAdded: [.interests]
        case .orderCompleted: [.deliveries, .checkout, .products, .interests, .discounts]
        case .orderUpdated: [.deliveries, .checkout, .products, .interests]
        case .orderCancelled, .orderDeleted: [.deliveries, .products]
        case .orderFulfilled, .orderPromiseSet, .shipmentSent, .shipmentUpdated, .deliveryUpdated, .deliveryReported,
            .returnRequested:
            [.deliveries]
        case .checkoutStarted, .checkoutUpdated, .checkoutDeleted, .checkoutStepViewed, .checkoutStepCompleted,
            .paymentInfoEntered:
            [.checkout]
        case .wishlistProductAdded, .wishlistProductRemoved, .wishlistProductCarted: [.products]
        case .couponApplied, .couponDenied: [.discounts]
        default: []
        }
    }

    /// Takes an event in, as far as its parts are kept; returns whether that changed anything.
    ///
    /// For every event of a customer or visitor, which must not come twice; O(1) for the kinds that say nothing here,
    /// else O(what is kept).
    package mutating func take(_ event: Event, _ kept: KeptFacts = .all) -> Bool {
        let time = event.time
        switch event.body {
        case .productViewed(let view):
            let isInterest =
                kept.contains(.interests) && self.interests.add(Interests.Touch.view, to: view.category, at: time)
            return kept.contains(.products) && self.products.view(view, at: time) || isInterest
        case .productAdded(let change):
            return self.interests.add(Interests.Touch.cart, to: change.category, at: time)
        case .orderCompleted(let order): return self.completed(order, at: time, kept)
        case .orderUpdated(let version): return self.updated(version, at: time, kept)
        case .orderCancelled(let reversal): return self.calledOff(reversal.orderID, at: time, kept)
        case .orderDeleted(let step): return self.calledOff(step.orderID, at: time, kept)
        case .orderFulfilled(let step): return self.deliveries.fulfil(step, at: time).isAny
        case .orderPromiseSet(let promise): return self.deliveries.promise(promise, at: time).isAny
        case .shipmentSent(let shipment), .shipmentUpdated(let shipment):
            return self.deliveries.ship(shipment, at: time).isAny
        case .deliveryUpdated(let progress): return self.deliveries.deliver(progress, at: time).isAny
        case .deliveryReported(let report): return self.deliveries.report(report, at: time).isAny
        case .returnRequested(let fact): return self.deliveries.requestReturn(fact.orderID, at: time).isAny
        case .checkoutStarted(let checkout), .checkoutUpdated(let checkout):
            return self.checkout.take(checkout, at: time)
        case .checkoutDeleted(let checkout): return self.checkout.remove(checkout, at: time)
        case .checkoutStepViewed(let step), .checkoutStepCompleted(let step), .paymentInfoEntered(let step):
            return self.checkout.take(step, at: time)
        case .wishlistProductAdded(let change): return self.products.wish(change, at: time)
        case .wishlistProductRemoved(let change): return self.products.unwish(change, at: time)
        case .couponApplied(let use):
            self.discounts.apply(use, at: time)
            return true
        case .couponDenied:
            self.discounts.couponsDenied += 1
            return true
        default: return false
        }
    }

    private mutating func completed(_ order: Order, at time: Timestamp, _ kept: KeptFacts) -> Bool {
        var has = kept.contains(.checkout) && self.checkout.order(order, at: time)
        guard kept.contains(.deliveries) else { return has }
        let change = self.deliveries.place(order, at: time)
        has = self.follow(change, order.lines, kept) || has
        guard kept.contains(.discounts), !(change.before?.isConfirmed ?? false) else { return has }
        self.discounts.order(order, at: time)
        return true
    }

    private mutating func updated(_ version: OrderVersion, at time: Timestamp, _ kept: KeptFacts) -> Bool {
        let has = kept.contains(.checkout) && self.checkout.order(version)
        guard kept.contains(.deliveries) else { return has }
        return self.follow(self.deliveries.take(version, at: time), version.lines, kept) || has
    }

    private mutating func calledOff(_ order: String, at time: Timestamp, _ kept: KeptFacts) -> Bool {
        let change = self.deliveries.cancel(order, at: time)
        return kept.contains(.products) && self.products.follow(change, lines: []) || change.isAny
    }

    /// Lets products and interests follow what has become of an order; returns whether anything has changed.
    private mutating func follow(_ change: Deliveries.Change, _ lines: [LineItem], _ kept: KeptFacts) -> Bool {
        let hasProducts = kept.contains(.products) && self.products.follow(change, lines: lines)
        let hasInterests = kept.contains(.interests) && self.noticed(change, lines)
        return hasProducts || hasInterests || change.isAny
    }

    /// Forgets what is not kept any more.
    mutating func forget(allBut kept: KeptFacts) {
        if !kept.contains(.deliveries) { self.deliveries = Deliveries() }
        if !kept.contains(.checkout) { self.checkout = CheckoutProgress() }
        if !kept.contains(.products) { self.products = Products() }
        if !kept.contains(.interests) { self.interests = Interests() }
        if !kept.contains(.discounts) { self.discounts = Discounts() }
    }

    /// Weighs the lines of an order when they are told for the first time.
    private mutating func noticed(_ change: Deliveries.Change, _ lines: [LineItem]) -> Bool {
        guard change.before?.expected.isEmpty ?? true, !change.after.expected.isEmpty, let placed = change.after.placed
        else { return false }
        return self.interests.order(lines, placed: placed)
    }
}
