/// The parameters of browsing and mentions made up around real orders.
public struct BrowsingConfiguration: Sendable, Equatable {
    /// What all chance is derived from.
    public var seed: UInt64
    /// The currency of all prices: three capital letters of ISO 4217.
    ///
    /// Defaults to EUR; amounts have two decimals.
    public var currency = "EUR"
    /// How many products the shop has.
    ///
    /// Defaults to 2,000; from 16 to 1,000,000.
    public var products = 2_000
    /// How far the orders offered run ahead of the events told, in milliseconds.
    ///
    /// Defaults to 48 hours; from 4 hours to 60 days. A customer who orders within this time abandons no cart before
    /// the order.
    public var lookAhead: Int64 = 48 * 3_600_000
    /// The share of orders before which the customer is seen browsing.
    ///
    /// Defaults to 0.9; from 0 to 1.
    public var browsedShare = 0.9
    /// The mean number of sessions without an order that follow an order.
    ///
    /// Defaults to 0.8; from 0 to 100.
    public var sessionsBetween = 0.8
    /// The share of those sessions in which a cart is left behind.
    ///
    /// Defaults to 0.45; from 0 to 0.9.
    public var abandonedShare = 0.45
    /// The mean number of days to the next session without an order.
    ///
    /// Defaults to 12; from 0.1 to 1,000.
    public var daysBetween = 12.0
    /// The share of customers that write about the shop.
    ///
    /// Defaults to 0.04; from 0 to 1.
    public var mentioningShare = 0.04
    /// How many days without an order before the end of the orders count as gone for good.
    ///
    /// Defaults to 60; from 0.
    ///
    /// Used only for customers that ``BrowsingSimulation/foresee(customer:time:)`` was told about.
    public var goneAfterDays = 60

    /// Browsing with this seed; everything else has its default.
    public init(seed: UInt64) {
        self.seed = seed
    }

    func validate() throws(SimulationError) {
        func require(_ condition: Bool, _ message: String) throws(SimulationError) {
            try SimulationError.require(condition, message, remedy: "choose a value inside the documented range")
        }
        try require(Catalogue.isCurrency(currency), "a currency has three capital letters")
        try require((16...1_000_000).contains(products), "the number of products must be from 16 to 1,000,000")
        try require(
            (4 * 3_600_000...60 * 86_400_000).contains(lookAhead),
            "the look-ahead must be from 4 hours to 60 days"
        )
        try require((0...1).contains(browsedShare), "the share of browsed orders must be from 0 to 1")
        try require((0...100).contains(sessionsBetween), "the sessions between orders must be from 0 to 100")
        try require((0...0.9).contains(abandonedShare), "the share of abandoned carts must be from 0 to 0.9")
        try require((0.1...1_000).contains(daysBetween), "the days between sessions must be from 0.1 to 1,000")
        try require((0...1).contains(mentioningShare), "the share of mentioning customers must be from 0 to 1")
        try require((0...100_000).contains(goneAfterDays), "the days without an order must be from 0 to 100,000")
    }
}
