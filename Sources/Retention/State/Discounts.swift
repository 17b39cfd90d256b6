/// How a customer's orders came about: with codes or at full price, and where.
///
/// Orders count once each, as they were completed, also those that are called off later. The same events make the same
/// record in whatever order they come, as long as no more than `Discounts.keptChannels` channels occur.
public struct Discounts: Hashable, Sendable {
    /// Orders with a code.
    public internal(set) var ordersWithCoupon = 0
    /// Orders without a code.
    public internal(set) var ordersAtFullPrice = 0
    /// Codes that were accepted, in carts and checkouts.
    public internal(set) var couponsApplied = 0
    /// Codes that were refused.
    public internal(set) var couponsDenied = 0
    /// The latest code of an order, or that was accepted.
    public internal(set) var lastCoupon: String?
    /// Orders by where they were placed, by name; at most `Discounts.keptChannels` names.
    public internal(set) var channels: [Channel] = []
    /// Orders of channels that are not listed.
    public internal(set) var ordersElsewhere = 0

    /// When the latest code was used.
    var couponUsed: Timestamp?

    static let keptChannels = 6

    /// Makes the record of a customer who never ordered.
    public init() {}

    /// A place where orders are placed, such as web, pos or instagram.
    public struct Channel: Hashable, Sendable {
        /// The shop's name for it.
        public let name: String
        /// Orders that were placed there, at least 1.
        public internal(set) var orders: Int
    }

    /// Orders placed in a channel; 0 for one that is not listed.
    public func orders(in channel: String) -> Int { self.channels.first { $0.name == channel }?.orders ?? 0 }

    /// Takes an order that was completed.
    mutating func order(_ order: Order, at time: Timestamp) {
        if let coupon = order.coupon {
            self.ordersWithCoupon += 1
            self.use(coupon, at: time)
        } else {
            self.ordersAtFullPrice += 1
        }
        guard let name = order.channel else { return }
        if let index = self.channels.firstIndex(where: { $0.name == name }) {
            self.channels[index].orders += 1
        } else if self.channels.count < Self.keptChannels {
            let place = self.channels.firstIndex { name < $0.name } ?? self.channels.endIndex
            self.channels.insert(Channel(name: name, orders: 1), at: place)
        } else {
            self.ordersElsewhere += 1
        }
    }

    /// Takes a code that was accepted.
    mutating func apply(_ use: CouponUse, at time: Timestamp) {
        self.couponsApplied += 1
        self.use(use.coupon, at: time)
    }

    private mutating func use(_ coupon: String, at time: Timestamp) {
        if let used = self.couponUsed, (used, self.lastCoupon ?? "") > (time, coupon) { return }
        self.couponUsed = time
        self.lastCoupon = coupon
    }
}
