/// The rules of a playbook with their thresholds; a rule that is missing decides nothing.
///
/// Each rule is a value of its own that reads the customer and remembers what it decided in `Customer.Memory`.
public struct Rules: Hashable, Sendable {
    /// The playbook's name; part of every signal's id.
    public var playbook: String
    /// The playbook's version; recorded with every signal.
    public var version: Int
    /// How the state is kept.
    public var state = StateSettings()
    /// What consent needs.
    public var consent = ConsentSettings()
    /// The first order ever.
    public var firstOrder: FirstOrderRule?
    /// Time to thank for the first order.
    public var firstOrderThanks: FirstOrderThanksRule?
    /// The n-th order.
    public var orderCount: OrderCountRule?
    /// Revenue thresholds.
    public var revenue: RevenueRule?
    /// Years since the first order.
    public var anniversary: AnniversaryRule?
    /// Carts left alone.
    public var cartAbandoned: CartAbandonedRule?
    /// Silence beyond what is usual.
    public var churnRisk: ChurnRiskRule?
    /// Stages of winning a silent customer back.
    public var winBack: WinBackRule?
    /// Bad words in public.
    public var mentionNegative: MentionNegativeRule?
    /// Looking after somebody who was angry.
    public var serviceRecovery: ServiceRecoveryRule?
    /// Good words of a buyer in public.
    public var testimonial: TestimonialRule?

    /// Makes a playbook without rules.
    public init(playbook: String, version: Int) {
        self.playbook = playbook
        self.version = version
    }

    /// How the state is kept, whatever the rules are.
    public struct StateSettings: Hashable, Sendable {
        /// Event ids remembered for each customer, 1 to 1,024: a repetition within so many events is passed over.
        public var recentEventIDs = 32
        /// How removals from a cart are booked.
        public var cartRemovals = Cart.Removals.line
        /// How long after its latest change a cart counts as open; what is added later begins a new one.
        ///
        /// `nil` for as long as no order takes it.
        public var cartLifetime: TimeSpan?

        /// Makes the default settings.
        public init() {}
    }
}

/// What a rule gets to see when an event was folded.
struct Occurrence {
    let event: Event
    let cause: Cause

    var time: Timestamp { self.event.time }
}
