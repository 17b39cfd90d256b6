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

    /// Who the customer is to the shop: profile, tickets, feedback, channels, memberships.
    public internal(set) var relations = Rare<Relations>()
    /// What became of orders and what is of interest: deliveries, checkout, products, discounts.
    public internal(set) var shopping = Rare<Shopping>()
    /// What the customer has consented to and wishes.
    public internal(set) var permissions = Rare<Permissions>()
    /// What the rules remember.
    public internal(set) var decisions = Rare<Decisions>()

    /// Where events of an order go; of subjects that are orders only.
    public internal(set) var routing = Routing()

    /// Makes a customer of whom nothing is known.
    public init() {}

    /// When the rules decide next; kept here so that looking it up takes no more than a load.
    package private(set) var decisionsDue = Timestamp.never

    /// The name of the time zone that the customer is in, when it is known.
    ///
    /// By itself, for each step of the rules asks for it.
    package var timeZone: String? {
        self.relations.isAbsent || self.relations.content[0].knownProfile.isAbsent
            ? nil : self.relations.content[0].knownProfile.content[0].timeZone
    }

    /// Takes out what the rules remember, to be put back at the end of a step.
    package mutating func takeDecisions() -> Decisions {
        self.decisions.take()
    }

    /// Puts back what the rules remember, and finds its earliest deadline again.
    package mutating func putDecisions(_ decisions: consuming Decisions) {
        decisions.solveNext()
        self.decisionsDue = decisions.next
        self.decisions.put(decisions)
    }
}
