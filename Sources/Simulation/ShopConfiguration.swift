/// The parameters of a simulated shop; the same values give the same bytes on every machine.
public struct ShopConfiguration: Sendable, Equatable {
    /// How many customers ever order.
    ///
    /// From 1 to 100,000,000; each costs about 160 bytes of memory.
    public var customers: Int
    /// The beginning of the period in milliseconds since 1970 UTC, included.
    ///
    /// Not negative.
    public var from: Int64
    /// The end of the period in milliseconds since 1970 UTC, not included.
    ///
    /// At least a day after ``from``, before 10000.
    public var to: Int64
    /// What all chance is derived from.
    public var seed: UInt64
    /// About how many events to make, or `nil` (the default) for as many as the rates below give.
    ///
    /// The activity of every customer is multiplied by one factor so that the *expected* number is this one; the
    /// outcome differs by chance, typically by less than 3 percent from a thousand customers on.
    public var targetEvents: Int?
    /// The currency of all prices: three capital letters of ISO 4217.
    ///
    /// Defaults to EUR.
    ///
    /// Amounts always have two decimals, so a currency that has none or three is not rendered in its own form.
    public var currency = "EUR"
    /// How many products the shop has.
    ///
    /// Defaults to 2,000; from 16 to 1,000,000.
    public var products = 2_000
    /// The first part of the period, over which customers arrive evenly.
    ///
    /// Defaults to 0.5; above 0 up to 1.
    public var arrivalShare = 0.5
    /// The mean over customers of the purchases per day while alive.
    ///
    /// Defaults to 1/45; above 0 up to 100.
    public var purchasesPerDay = 1.0 / 45
    /// How alike the purchase rates are: the shape of their Gamma distribution.
    ///
    /// Defaults to 1.2; from 0.05 to 1,000.
    public var purchaseShape = 1.2
    /// The mean number of days for which a customer of average loyalty stays.
    ///
    /// Defaults to 240; from 1 to 1,000,000.
    public var lifetimeDays = 240.0
    /// How alike the dropout rates are: the shape of their Gamma distribution.
    ///
    /// Defaults to 2; from 0.05 to 1,000.
    public var lifetimeShape = 2.0
    /// The share of sessions that end in an order.
    ///
    /// Defaults to 0.2; from 0.01 to 1.
    public var orderShare = 0.2
    /// The share of orders that are cancelled within minutes to hours.
    ///
    /// Defaults to 0.03; from 0 to 1.
    public var cancelledShare = 0.03
    /// The share of orders that are refunded after days.
    ///
    /// Defaults to 0.04; from 0, with the former at most 1.
    public var refundedShare = 0.04
    /// The share of customers that write about the shop from time to time.
    ///
    /// Defaults to 0.06; from 0 to 1.
    public var mentioningShare = 0.06

    /// A shop with this many customers over this period; everything else has its default.
    public init(customers: Int, from: Int64, to: Int64, seed: UInt64) {
        self.customers = customers
        self.from = from
        self.to = to
        self.seed = seed
    }

    func validate() throws(SimulationError) {
        func require(_ condition: Bool, _ message: String) throws(SimulationError) {
            try SimulationError.require(condition, message, remedy: "choose a value inside the documented range")
        }
        try require((1...100_000_000).contains(customers), "the number of customers must be from 1 to 100,000,000")
        try require(from >= 0 && to <= 253_402_300_800_000, "the period must lie between the years 1970 and 9999")
        try require(to - from >= 86_400_000, "the period must last a day or more")
        try require(Catalogue.isCurrency(currency), "a currency has three capital letters")
        try require((16...1_000_000).contains(products), "the number of products must be from 16 to 1,000,000")
        try require(arrivalShare > 0 && arrivalShare <= 1, "the arrival share must be above 0 and up to 1")
        try require(purchasesPerDay > 0 && purchasesPerDay <= 100, "purchases per day must be above 0 and up to 100")
        try require((0.05...1_000).contains(purchaseShape), "the purchase shape must be from 0.05 to 1,000")
        try require((1...1_000_000).contains(lifetimeDays), "the lifetime must be from 1 to 1,000,000 days")
        try require((0.05...1_000).contains(lifetimeShape), "the lifetime shape must be from 0.05 to 1,000")
        try require((0.01...1).contains(orderShare), "the share of orders must be from 0.01 to 1")
        try require((0...1).contains(mentioningShare), "the share of mentioning customers must be from 0 to 1")
        try require(
            cancelledShare >= 0 && refundedShare >= 0 && cancelledShare + refundedShare <= 1,
            "the shares of cancelled and refunded orders must be from 0 to 1 together"
        )
        try require((targetEvents ?? 1) > 0, "the target number of events must be above 0")
    }
}
