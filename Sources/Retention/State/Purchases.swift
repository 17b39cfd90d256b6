/// What is known of a customer's orders.
public struct Purchases: Hashable, Sendable {
    /// Orders completed and not cancelled.
    public internal(set) var count = 0
    /// Orders cancelled.
    public internal(set) var cancelled = 0
    /// What was paid less what was given back, by currency.
    public internal(set) var revenue = MoneyByCurrency()
    /// The time of the earliest order that stands.
    public internal(set) var first: Timestamp?
    /// The time of the latest order that stands.
    public internal(set) var last: Timestamp?
    /// The UTC days with an order, the latest `Purchases.keptDays` of them, ascending.
    public internal(set) var days: [CalendarDay] = []
    /// How many different UTC days had an order, those no longer listed included.
    public internal(set) var dayCount = 0
    /// The latest orders with their fate, at most `Purchases.keptOrders`, in the order of arrival.
    public internal(set) var recent: [KnownOrder] = []
    /// The event of the latest order, as the cause of what its silence leads to.
    public internal(set) var lastCause: Cause?
    /// The event of the first order.
    public internal(set) var firstCause: Cause?
    /// How many orders were ever known, those no longer listed included.
    var known = 0

    static let keptDays = 16
    static let keptOrders = 16

    /// Makes the record of a customer who never ordered.
    public init() {}

    /// One order and what became of it.
    public struct KnownOrder: Hashable, Sendable {
        /// The hash of the shop's order id.
        let key: UInt64
        /// When it was placed; `nil` while only its reversal is known.
        public internal(set) var placed: Timestamp?
        /// What it cost.
        public internal(set) var total: Money?
        /// What was given back of it, in minor units of its currency.
        public internal(set) var refunded: Int64 = 0
        /// Whether it was called off.
        public internal(set) var isCancelled = false

        var stands: Bool { self.placed != nil && !self.isCancelled }
    }

    static func key(of orderID: String) -> UInt64 { StableHash(orderID).high }

    /// Takes an order in; returns whether it counts: a repeated id or one cancelled beforehand does not.
    mutating func add(_ order: Order, at time: Timestamp, cause: Cause) -> Bool {
        let index = self.place(of: order.id)
        guard self.recent[index].placed == nil else { return false }
        self.recent[index].placed = time
        self.recent[index].total = order.total
        guard !self.recent[index].isCancelled else { return false }
        self.count += 1
        self.revenue.add(order.total)
        self.insert(day: CalendarDay(containing: time))
        if self.first.map({ time < $0 }) ?? true {
            self.first = time
            self.firstCause = cause
        }
        if self.last.map({ time > $0 }) ?? true {
            self.last = time
            self.lastCause = cause
        }
        return true
    }

    /// Calls an order off, also one that has not arrived yet; returns whether an order that counted does not any more.
    mutating func cancel(_ reversal: OrderReversal) -> Bool {
        guard self.contains(reversal.orderID) || self.known <= Self.keptOrders else {
            return self.cancelForgotten(reversal)
        }
        let index = self.place(of: reversal.orderID)
        guard !self.recent[index].isCancelled else { return false }
        self.recent[index].isCancelled = true
        self.cancelled += 1
        guard self.recent[index].placed != nil, let total = self.recent[index].total else { return false }
        self.count -= 1
        self.revenue.add(Money(minor: self.recent[index].refunded - total.minor, total.currency))
        self.restoreEnds()
        return true
    }

    /// Gives money of an order back, also of one that has not arrived yet.
    mutating func refund(_ reversal: OrderReversal) {
        guard self.contains(reversal.orderID) || self.known <= Self.keptOrders else {
            if let amount = reversal.amount { self.revenue.add(Money(minor: -amount.minor, amount.currency)) }
            return
        }
        let index = self.place(of: reversal.orderID)
        guard !self.recent[index].isCancelled else { return }
        let left = self.recent[index].total.map { $0.minor - self.recent[index].refunded }
        guard let amount = reversal.amount ?? self.recent[index].total.map({ Money(minor: left ?? 0, $0.currency) })
        else { return }
        let given = left.map { min(amount.minor, max(0, $0)) } ?? amount.minor
        self.recent[index].refunded += given
        self.revenue.add(Money(minor: -given, amount.currency))
    }

    /// Whether this order, known and standing, has had nothing given back.
    func isUntouched(orderAt time: Timestamp) -> Bool {
        self.recent.contains { $0.placed == time && $0.stands && $0.refunded == 0 }
    }

    private func contains(_ orderID: String) -> Bool {
        let key = Self.key(of: orderID)
        return self.recent.contains { $0.key == key }
    }

    private mutating func place(of orderID: String) -> Int {
        let key = Self.key(of: orderID)
        if let index = self.recent.lastIndex(where: { $0.key == key }) { return index }
        if self.recent.count == Self.keptOrders { self.recent.removeFirst() }
        self.recent.append(KnownOrder(key: key))
        self.known += 1
        return self.recent.endIndex - 1
    }

    /// An order older than those listed: it counted once, so it is taken off with the amount the event names.
    private mutating func cancelForgotten(_ reversal: OrderReversal) -> Bool {
        guard self.count > 0 else { return false }
        self.count -= 1
        self.cancelled += 1
        if let amount = reversal.amount { self.revenue.add(Money(minor: -amount.minor, amount.currency)) }
        return true
    }

    private mutating func insert(day: CalendarDay) {
        let place = self.days.firstIndex { day <= $0 } ?? self.days.endIndex
        if place < self.days.endIndex, self.days[place] == day { return }
        // A day before all that are listed may be one that was counted and let go.
        guard place > 0 || self.dayCount == self.days.count else { return }
        self.days.insert(day, at: place)
        self.dayCount += 1
        if self.days.count > Self.keptDays { self.days.removeFirst() }
    }

    /// Finds the first and last order again after one was called off, as far as the list reaches.
    private mutating func restoreEnds() {
        let standing = self.recent.filter(\.stands).compactMap(\.placed)
        guard self.count > 0, let latest = standing.max(), let earliest = standing.min() else {
            if self.count == 0 {
                self.first = nil
                self.last = nil
                self.days = []
                self.dayCount = 0
            }
            return
        }
        self.last = latest
        if self.known <= Self.keptOrders {
            self.first = earliest
            self.days = []
            self.dayCount = 0
            for time in standing.sorted() { self.insert(day: CalendarDay(containing: time)) }
        }
    }
}
