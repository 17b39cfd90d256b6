/// The checkout in progress.
///
/// One checkout is followed, the one with the latest event. An order closes what came before it, and a checkout that it
/// came from at any time; a removal closes the checkout that it names. Of checkouts that carry ids and follow each other,
/// the same events make the same record in whatever order they come; where two take turns, or a late order falls between
/// two events of one, `started` and `firstValue` are as near as what was kept allows.
public struct CheckoutProgress: Hashable, Sendable {
    /// The shop's id of it, or of the order-to-be, when it gave one.
    public internal(set) var id: String?
    /// The time of its earliest event.
    public internal(set) var started: Timestamp?
    /// The time of its latest event.
    public internal(set) var lastChange: Timestamp?
    /// What was to be paid when that was first shown.
    public internal(set) var firstValue: Money?
    /// What is to be paid as the checkout stands.
    public internal(set) var value: Money?
    /// Shipping in it, as it stands.
    public internal(set) var shipping: Money?
    /// Tax in it, as it stands.
    public internal(set) var tax: Money?
    /// The code used, as it stands.
    public internal(set) var coupon: String?
    /// The step that was shown or done last.
    public internal(set) var step: Int64?

    /// When the first value was shown.
    var firstTold: Timestamp?
    /// When value, shipping, tax and coupon were told.
    var told: Timestamp?
    /// When the step was shown or done.
    var stepTold: Timestamp?
    /// The latest order, or removal without an id: what is not later belongs to an earlier checkout.
    var barrier: Timestamp?
    /// The checkout that was closed last, by its id.
    var closedID: String?
    /// When that one was closed.
    var closed: Timestamp?

    /// Makes the record of a customer without a checkout.
    public init() {}

    /// Whether there is one.
    public var isOpen: Bool { self.lastChange != nil }

    /// How much the total has grown since it was first shown; `nil` when it has not, or not in one currency.
    ///
    /// Pieces that were put in since count as well as fees.
    public var feeRise: Money? {
        guard let first = self.firstValue, let value, first.currency == value.currency, value.minor > first.minor
        else { return nil }
        return Money(minor: value.minor.saturatingAdding(first.negated.minor), value.currency)
    }

    /// Takes a checkout as it stands; returns whether that changed anything.
    mutating func take(_ checkout: Checkout, at time: Timestamp) -> Bool {
        let before = self
        guard self.touch(checkout.checkoutID ?? checkout.orderID, at: time) else { return false }
        if let value = checkout.value, self.firstTold.map({ time < $0 }) ?? true {
            self.firstTold = time
            self.firstValue = value
        }
        if let told, told > time { return self != before }
        self.told = time
        self.value = checkout.value
        self.shipping = checkout.shipping
        self.tax = checkout.tax
        self.coupon = checkout.coupon
        return self != before
    }

    /// Takes a step; returns whether that changed anything.
    mutating func take(_ step: CheckoutStep, at time: Timestamp) -> Bool {
        let before = self
        guard self.touch(step.checkoutID ?? step.orderID, at: time) else { return false }
        guard let number = step.step else { return self != before }
        if let told = self.stepTold, (told, self.step ?? 0) > (time, number) { return self != before }
        self.stepTold = time
        self.step = number
        return self != before
    }

    /// Takes note that a checkout was removed; returns whether that changed anything.
    mutating func remove(_ checkout: Checkout, at time: Timestamp) -> Bool {
        let before = self
        let id = checkout.checkoutID ?? checkout.orderID
        if let id {
            self.close(id, at: time)
            let isIt = self.id.map { $0 == id } ?? self.lastChange.map { $0 <= time } ?? false
            if isIt { self.clear() }
        } else {
            self.raiseBarrier(to: time)
        }
        return self != before
    }

    /// Takes note of an order; returns whether that changed anything.
    mutating func order(_ order: Order, at time: Timestamp) -> Bool {
        let before = self
        let id = order.checkoutID ?? order.id
        self.close(id, at: time)
        if self.id == id || self.id == order.id { self.clear() }
        self.raiseBarrier(to: time)
        return self != before
    }

    /// Takes note of an order of which only a later version came; returns whether that changed anything.
    mutating func order(_ version: OrderVersion) -> Bool {
        guard let placed = version.placed else { return false }
        let before = self
        self.raiseBarrier(to: placed)
        return self != before
    }

    /// Lets an event into the checkout; `false` for one of a checkout that is closed, or followed by another.
    private mutating func touch(_ id: String?, at time: Timestamp) -> Bool {
        if let barrier, time <= barrier { return false }
        if let id, id == self.closedID { return false }
        if let id, let own = self.id, id != own {
            if let lastChange, time < lastChange { return false }
            self.clear()
        }
        self.id = id ?? self.id
        self.started = min(self.started ?? time, time)
        self.lastChange = max(self.lastChange ?? time, time)
        return true
    }

    private mutating func close(_ id: String, at time: Timestamp) {
        if let closed, closed > time { return }
        self.closed = time
        self.closedID = id
    }

    /// Lets go of what is not later than an order.
    private mutating func raiseBarrier(to time: Timestamp) {
        self.barrier = max(self.barrier ?? time, time)
        guard let lastChange, let started, started <= time else { return }
        guard lastChange > time else { return self.clear() }
        if let told, told <= time {
            self.told = nil
            (self.value, self.shipping, self.tax, self.coupon) = (nil, nil, nil, nil)
        }
        if let firstTold, firstTold <= time {
            self.firstTold = self.value == nil ? nil : self.told
            self.firstValue = self.value
        }
        if let stepTold, stepTold <= time {
            self.stepTold = nil
            self.step = nil
        }
        self.started = min(self.told ?? lastChange, min(self.firstTold ?? lastChange, self.stepTold ?? lastChange))
    }

    /// Forgets the checkout, and keeps what was closed.
    private mutating func clear() {
        var cleared = CheckoutProgress()
        cleared.barrier = self.barrier
        cleared.closed = self.closed
        cleared.closedID = self.closedID
        self = cleared
    }
}
