/// The state of one customer: what the facts say, and what the rules remember.
public struct Customer: Hashable, Sendable {
    /// Orders, revenue and cadence.
    public internal(set) var purchases = Purchases()
    /// Product views.
    public internal(set) var browsing = Browsing()
    /// The open cart.
    public internal(set) var cart = Cart()
    /// Mentions of the shop.
    public internal(set) var mentions = Mentions()
    /// The time of the earliest event.
    public internal(set) var firstSeen: Timestamp?
    /// The time of the latest event.
    public internal(set) var lastSeen: Timestamp?
    /// The ids of the latest events.
    public internal(set) var recentEvents = RecentEvents()
    /// The armed timers.
    public internal(set) var deadlines = Deadlines()
    /// What the rules have decided so far.
    public internal(set) var memory = Memory()

    /// Where events of an order go; of subjects that are orders only.
    public internal(set) var routing = Routing()

    /// Makes a customer of whom nothing is known.
    public init() {}

    /// What rules must remember so that they decide nothing twice.
    public struct Memory: Hashable, Sendable {
        /// The highest order count that was ever reached.
        public internal(set) var highestCount = 0
        /// The highest revenue threshold passed, by currency.
        public internal(set) var revenuePassed = MoneyByCurrency()
        /// Whether the first order was thanked for.
        public internal(set) var isThanked = false
        /// Whether the churn flag is up.
        public internal(set) var isAtRisk = false
        /// When the churn flag went up last.
        public internal(set) var riskRaised: Timestamp?
        /// Reminders sent for the open cart.
        public internal(set) var cartStage = 0
        /// The time of the latest cart reminder that no order has followed.
        public internal(set) var cartReminded: Timestamp?
        /// Win-back stages that were due or passed over since the latest order.
        public internal(set) var winBackStage = 0
        /// When a win-back stage was due last.
        public internal(set) var winBackDue: Timestamp?
        /// Whether a win-back stage was due that no order has followed.
        public internal(set) var isWinningBack = false
        /// The latest anniversary that was noticed, in years.
        public internal(set) var anniversary = 0
        /// The latest service recovery.
        public internal(set) var recoveredService: Timestamp?
        /// The latest testimonial candidacy.
        public internal(set) var testified: Timestamp?
    }
}
