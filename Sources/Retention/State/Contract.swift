/// A paid membership or a subscription, as its events tell.
///
/// Each of its terms is what the latest event that names it says. Of two steps at one instant the one that ends more
/// counts: the cancellation before the pause, and that before the start.
public struct Contract: Hashable, Sendable {
    /// The id of the membership or subscription.
    public let id: String
    /// The time of its latest event.
    public internal(set) var updated: Timestamp
    /// Whether it goes on.
    public internal(set) var state = State.active
    /// When that began; `nil` when only skipped deliveries are known.
    public internal(set) var changed: Timestamp?
    /// When the pause ends, while it is paused and that is known.
    public internal(set) var pausedUntil: Timestamp?
    /// When it was bought or begun, the last time if more than once.
    public internal(set) var started: Timestamp?
    var toldPlan: Dated<String>?
    var toldPrice: Dated<Money>?
    var toldUntil: Dated<Timestamp>?
    var toldInterval: Dated<Int64>?
    var skippedCount: UInt32 = 0

    init(id: String, updated: Timestamp) { (self.id, self.updated) = (id, updated) }

    /// Whether a contract goes on.
    public enum State: UInt8, Sendable, CaseIterable {
        /// It goes on.
        case active = 0
        /// It is interrupted.
        case paused = 1
        /// It was given up; the term that was paid for may still run.
        case cancelled = 2
    }

    /// What an event does to a contract.
    enum Step {
        case start, renewal, pause, skip, cancellation
    }

    /// What an event says of a contract.
    struct Terms {
        var plan: String?
        var price: Money?
        var until: Timestamp?
        var intervalDays: Int64?
    }

    /// The plan or product.
    public var plan: String? { self.toldPlan?.value }

    /// The fee or price of a term.
    public var price: Money? { self.toldPrice?.value }

    /// When the term ends, or all of it; not when a pause ends.
    public var until: Timestamp? { self.toldUntil?.value }

    /// Days between deliveries.
    public var intervalDays: Int64? { self.toldInterval?.value }

    /// How often a delivery or visit was left out.
    public var skipped: Int { Int(self.skippedCount) }

    /// When it was given up; `nil` when it was not.
    public var cancelled: Timestamp? { self.state == .cancelled ? self.changed : nil }

    /// The latest of those that were not cancelled, or else of all.
    static func current(of contracts: [Contract]) -> Contract? { contracts.max { $0.isLess(than: $1) } }

    /// Whether it counts less than another one, and is forgotten before it.
    func isLess(than other: Contract) -> Bool {
        (self.state == .cancelled ? 0 : 1, self.updated, self.id)
            < (other.state == .cancelled ? 0 : 1, other.updated, other.id)
    }

    /// Takes an event in; returns whether that changed anything.
    mutating func take(_ step: Step, _ terms: Terms, at time: Timestamp) -> Bool {
        let before = self
        self.updated = max(self.updated, time)
        _ = self.toldPlan.learn(terms.plan, at: time)
        _ = self.toldPrice.learn(terms.price, at: time)
        _ = self.toldInterval.learn(terms.intervalDays, at: time)
        // What a pause tells is when it ends itself.
        if step != .pause { _ = self.toldUntil.learn(terms.until, at: time) }
        switch step {
        case .start:
            _ = self.started.advance(to: time)
            self.turn(.active, at: time)
        case .renewal: self.turn(.active, at: time)
        case .pause: self.turn(.paused, at: time, until: terms.until)
        case .cancellation: self.turn(.cancelled, at: time)
        case .skip: _ = self.skippedCount.count()
        }
        return self != before
    }

    private mutating func turn(_ state: State, at time: Timestamp, until: Timestamp? = nil) {
        if let changed, (time, state.rawValue) < (changed, self.state.rawValue) { return }
        (self.state, self.changed, self.pausedUntil) = (state, time, until)
    }
}
