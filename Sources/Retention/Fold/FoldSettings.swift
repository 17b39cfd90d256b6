/// What the fold of facts needs to know of a playbook, whatever its rules are.
public struct FoldSettings: Hashable, Sendable {
    /// The playbook's name; part of every signal's id.
    public var playbook: String
    /// The playbook's version; recorded with every signal.
    public var version: Int
    /// How the state is kept.
    public var state = StateSettings()
    /// What consent needs.
    public var consent = ConsentSettings()

    /// Makes the default settings of a playbook.
    public init(playbook: String, version: Int) {
        self.playbook = playbook
        self.version = version
    }

    /// How the state is kept.
    public struct StateSettings: Hashable, Sendable {
        /// Event ids remembered for each customer, 1 to 1,024: a repetition within so many events is passed over.
        public var recentEventIDs = 32
        /// How removals from a cart are booked.
        public var cartRemovals = Cart.Removals.line
        /// How long after its latest change a cart counts as open; what is added later begins a new one.
        ///
        /// `nil` for as long as no order takes it.
        public var cartLifetime: TimeSpan?
        /// What is kept of the facts; removals by line need the products in the cart.
        public var kept = KeptFacts.all

        /// Makes the default settings.
        public init() {}
    }
}
