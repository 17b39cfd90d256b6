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

    /// Who the customer is to the shop: profile, tickets, feedback, channels, memberships.
    public internal(set) var relations = Rare<Relations>()
    /// What became of orders and what is of interest: deliveries, checkout, products, discounts.
    public internal(set) var shopping = Rare<Shopping>()
    /// What the customer has consented to and wishes.
    public internal(set) var permissions = Rare<Permissions>()
    /// What the rules that are written out remember.
    public internal(set) var decisions = Rare<Decisions>()

    /// Where events of an order go; of subjects that are orders only.
    public internal(set) var routing = Routing()

    /// Makes a customer of whom nothing is known.
    public init() {}

    /// When the rules decide next; kept here so that looking it up takes no more than a load.
    package private(set) var decisionsDue = Timestamp.never

    /// Takes out what the rules remember, to be put back at the end of a step.
    package mutating func takeDecisions() -> Decisions {
        var taken = Decisions()
        if !self.decisions.isAbsent { swap(&taken, &self.decisions.value) }
        return taken
    }

    /// Puts back what the rules remember, and finds its earliest deadline again.
    package mutating func putDecisions(_ decisions: consuming Decisions) {
        decisions.solveNext()
        self.decisionsDue = decisions.next
        if decisions.isInitial {
            self.decisions = Rare()
        } else {
            self.decisions.value = decisions
        }
    }

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
