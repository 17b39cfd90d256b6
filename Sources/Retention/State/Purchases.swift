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
        @OneWord public internal(set) var placed: Timestamp? = nil
        /// What it cost.
        public internal(set) var total: Money?
        /// Whether all that was left of it was given back.
        public internal(set) var isRefundedInFull = false
        /// Whether it was called off.
        public internal(set) var isCancelled = false
        /// What most orders never have.
        private var further = Rare<Further>()

        /// What was given back of it; while only its refunds are known, what they name.
        public internal(set) var refunded: MoneyByCurrency {
            get { self.further.value.refunded }
            set { self.further.change { $0.refunded = newValue } }
        }

        /// The version last taken in.
        var version: Timestamp? {
            get { self.further.value.version }
            set { self.further.change { $0.version = newValue } }
        }

        /// What a version said was given back, in minor units of the total, and no refund has named yet.
        var announced: Int64 {
            get { self.further.value.announced }
            set { self.further.change { $0.announced = newValue } }
        }

        private struct Further: InitiallyEmpty {
            var refunded = MoneyByCurrency()
            var version: Timestamp?
            var announced: Int64 = 0

            static let absent = [Self()]

            var isInitial: Bool { self.refunded.sums.isEmpty && self.version == nil && self.announced == 0 }
        }

        init(key: UInt64) { self.key = key }

        /// Bytes it takes outside its own inline storage, about.
        var heapBytes: Int {
            self.further.isAbsent ? 0 : self.further.content.heapBytes + self.refunded.sums.heapBytes
        }

        var isRefunded: Bool {
            self.isRefundedInFull || !self.further.isAbsent && self.refunded.sums.contains { $0.minor != 0 }
        }
        var stands: Bool { self.placed != nil && !self.isCancelled }
    }

    static func key(of orderID: String) -> UInt64 { StableHash(orderID).high }

    /// Takes an order in; returns whether it counts: a repeated id or one cancelled beforehand does not.
    mutating func add(_ order: Order, at time: Timestamp, keepsDays: Bool) -> Bool {
        let index = self.place(of: order.id)
        guard self.recent[index].placed == nil else { return false }
        self.recent[index].placed = time
        self.recent[index].total = order.total
        guard !self.recent[index].isCancelled else { return false }
        self.count += 1
        self.revenue.add(order.total)
        self.settleRefunds(at: index)
        if keepsDays { self.insert(day: CalendarDay(containing: time)) }
        self.first = min(self.first ?? time, time)
        self.last = max(self.last ?? time, time)
        return true
    }

    /// Calls an order off, also one that has not arrived yet.
    mutating func cancel(_ reversal: OrderReversal) {
        guard self.contains(reversal.orderID) || self.known <= Self.keptOrders else {
            return self.cancelForgotten(reversal)
        }
        let index = self.place(of: reversal.orderID)
        guard !self.recent[index].isCancelled else { return }
        self.recent[index].isCancelled = true
        self.cancelled += 1
        guard let placed = self.recent[index].placed, let total = self.recent[index].total else {
            for given in self.recent[index].refunded.sums { self.revenue.add(given) }
            return
        }
        self.count -= 1
        self.revenue.add(total.negated)
        for given in self.recent[index].refunded.sums { self.revenue.add(given) }
        self.restoreEnds(without: placed)
    }

    /// Gives money of an order back, also of one that has not arrived yet.
    ///
    /// In the currency of the order no more than its total is ever given back. An amount in another currency is taken
    /// off the sum of that currency as it is, for nothing is converted.
    mutating func refund(_ reversal: OrderReversal) {
        guard self.contains(reversal.orderID) || self.known <= Self.keptOrders else {
            if let amount = reversal.amount { self.revenue.add(amount.negated) }
            return
        }
        let index = self.place(of: reversal.orderID)
        guard !self.recent[index].isCancelled else { return }
        if reversal.amount == nil { self.recent[index].isRefundedInFull = true }
        if let total = self.recent[index].total {
            self.giveBack(self.unannounced(reversal.amount, of: total, at: index), of: total, at: index)
        } else if let amount = reversal.amount {
            // Booked at once: the order may be older than all that is known, and never come.
            self.recent[index].refunded.add(amount)
            self.revenue.add(amount.negated)
        }
    }

    /// Takes off what was given back of an order before it arrived.
    private mutating func settleRefunds(at index: Int) {
        guard self.recent[index].isRefunded, let total = self.recent[index].total else { return }
        let named = self.recent[index].refunded.sums
        self.recent[index].refunded = MoneyByCurrency()
        for amount in named {
            self.revenue.add(amount)
            self.giveBack(amount, of: total, at: index)
        }
        if self.recent[index].isRefundedInFull { self.giveBack(nil, of: total, at: index) }
    }

    /// Takes `amount` off the revenue, or all that is left of `total`; no more than that in its currency.
    mutating func giveBack(_ amount: Money?, of total: Money, at index: Int) {
        let before = self.recent[index].refunded.amount(in: total.currency)
        let left = max(0, total.minor.saturatingAdding(before.negated.minor))
        var given = amount ?? Money(minor: left, total.currency)
        if given.currency == total.currency { given.minor = min(given.minor, left) }
        guard given.minor != 0 else { return }
        self.recent[index].refunded.add(given)
        self.revenue.add(given.negated)
    }

    func contains(_ orderID: String) -> Bool { self.known(Self.key(of: orderID)) != nil }

    /// The place of the order with a key, when it is listed.
    private func known(_ key: UInt64) -> Int? {
        let orders = self.recent.span
        for index in orders.indices where orders[index].key == key { return index }
        return nil
    }

    mutating func place(of orderID: String) -> Int {
        let key = Self.key(of: orderID)
        if let index = self.known(key) { return index }
        if self.recent.count == Self.keptOrders { self.recent.removeFirst() }
        self.recent.makeRoom()
        self.recent.append(KnownOrder(key: key))
        self.known += 1
        return self.recent.endIndex - 1
    }

    /// An order older than those listed: it counted once, so it is taken off with the amount the event names.
    private mutating func cancelForgotten(_ reversal: OrderReversal) {
        guard self.count > 0 else { return }
        self.count -= 1
        self.cancelled += 1
        if let amount = reversal.amount { self.revenue.add(amount.negated) }
        self.restoreEnds(without: nil)
    }

    private mutating func insert(day: CalendarDay) {
        let place = self.days.firstIndex { day <= $0 } ?? self.days.endIndex
        if place < self.days.endIndex, self.days[place] == day { return }
        // A day before all that are listed may be one that was counted and let go.
        guard place > 0 || self.dayCount == self.days.count else { return }
        self.days.makeRoom()
        self.days.insert(day, at: place)
        self.dayCount += 1
        if self.days.count > Self.keptDays { self.days.removeFirst() }
    }

    /// Finds the first and last order again after the one of `placed` was called off, as far as the list reaches.
    private mutating func restoreEnds(without placed: Timestamp?) {
        guard self.count > 0 else {
            self.first = nil
            self.last = nil
            self.forgetDays()
            return
        }
        let standing = self.recent.filter(\.stands).compactMap(\.placed)
        guard let latest = standing.max(), let earliest = standing.min() else { return }
        // An order that the list forgot may be later than all that are left in it, and stays the latest.
        if placed == self.last { self.last = latest }
        guard self.known <= Self.keptOrders else { return }
        self.first = earliest
        let hasDays = self.dayCount > 0
        self.forgetDays()
        // Where days are kept, there is one at least.
        guard hasDays else { return }
        for time in standing.sorted() { self.insert(day: CalendarDay(containing: time)) }
    }

    /// Forgets the days, which are not kept any more.
    mutating func forgetDays() {
        self.days = []
        self.dayCount = 0
    }
}
