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

    /// Whether events of this type say anything of shopping.
    static func concerns(_ kind: Event.Kind) -> Bool {
        switch kind {
        case .productViewed, .productAdded, .orderCompleted, .orderUpdated, .orderCancelled, .orderDeleted,
            .orderFulfilled, .orderPromiseSet, .shipmentSent, .shipmentUpdated, .deliveryUpdated, .deliveryReported,
            .returnRequested, .checkoutStarted, .checkoutUpdated, .checkoutDeleted, .checkoutStepViewed,
            .checkoutStepCompleted, .paymentInfoEntered, .wishlistProductAdded, .wishlistProductRemoved,
            .wishlistProductCarted, .couponApplied, .couponDenied:
            true
        default: false
        }
    }

    /// Takes an event in; returns whether that changed anything.
    ///
    /// For every event of a customer or visitor, which must not come twice; O(1) for the kinds that say nothing here,
    /// else O(what is kept).
    package mutating func take(_ event: Event) -> Bool {
        let time = event.time
        switch event.body {
        case .productViewed(let view):
            let isInterest = self.interests.add(Interests.Touch.view, to: view.category, at: time)
            return self.products.view(view, at: time) || isInterest
        case .productAdded(let change):
            return self.interests.add(Interests.Touch.cart, to: change.category, at: time)
        case .orderCompleted(let order): return self.completed(order, at: time)
        case .orderUpdated(let version): return self.updated(version, at: time)
        case .orderCancelled(let reversal): return self.calledOff(reversal.orderID, at: time)
        case .orderDeleted(let step): return self.calledOff(step.orderID, at: time)
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

    private mutating func completed(_ order: Order, at time: Timestamp) -> Bool {
        let change = self.deliveries.place(order, at: time)
        var has = self.checkout.order(order, at: time) || change.isAny
        has = self.products.follow(change, lines: order.lines) || has
        has = self.noticed(change, order.lines) || has
        guard !(change.before?.isConfirmed ?? false) else { return has }
        self.discounts.order(order, at: time)
        return true
    }

    private mutating func updated(_ version: OrderVersion, at time: Timestamp) -> Bool {
        let change = self.deliveries.take(version, at: time)
        var has = self.checkout.order(version) || change.isAny
        has = self.products.follow(change, lines: version.lines) || has
        return self.noticed(change, version.lines) || has
    }

    private mutating func calledOff(_ order: String, at time: Timestamp) -> Bool {
        let change = self.deliveries.cancel(order, at: time)
        return self.products.follow(change, lines: []) || change.isAny
    }

    /// Weighs the lines of an order when they are told for the first time.
    private mutating func noticed(_ change: Deliveries.Change, _ lines: [LineItem]) -> Bool {
        guard change.before?.expected.isEmpty ?? true, !change.after.expected.isEmpty, let placed = change.after.placed
        else { return false }
        return self.interests.order(lines, placed: placed)
    }
}
