/// What somebody joined: the loyalty programme, paid memberships, subscriptions; and single visits that they booked.
///
/// Whatever comes late takes the place that its time gives it, so that the order of arrival decides nothing but between
/// two events of one instant. Of more than `Memberships.keptContracts` paid memberships or subscriptions those that
/// ended are forgotten first, and then those of which nothing was heard for longest.
public struct Memberships: Hashable, Sendable {
    /// Their place in the loyalty programme.
    public internal(set) var loyalty: Loyalty?
    /// The paid memberships, in the order of their ids.
    public internal(set) var paid: [Contract] = []
    /// The subscriptions, in the order of their ids.
    public internal(set) var subscriptions: [Contract] = []
    /// When they booked single visits, the latest `Memberships.keptBookings` times, ascending.
    public internal(set) var bookings: [Timestamp] = []

    static let keptContracts = 4
    static let keptBookings = 8

    /// What is known of those who have none.
    public static let absent = [Self()]

    /// Makes the record of somebody who joined nothing.
    public init() {}

    /// The paid membership that counts: the latest that was not cancelled, or else the latest.
    ///
    /// The latest is that of the latest event.
    public var paidMembership: Contract? { Contract.current(of: self.paid) }

    /// The subscription that counts: the latest that was not cancelled, or else the latest.
    ///
    /// The latest is that of the latest event.
    public var subscription: Contract? { Contract.current(of: self.subscriptions) }

    /// How many single visits were booked at `instant` or later, as far as they are listed.
    public func bookings(since instant: Timestamp) -> Int { self.bookings.count { $0 >= instant } }

    /// Takes an event in; returns whether that changed anything.
    mutating func take(_ body: Event.Body, at time: Timestamp) -> Bool {
        switch body {
        case .loyaltyEnrolled(let fact): return self.loyal { $0.enrol(fact, at: time) }
        case .loyaltyLeft(let fact): return self.loyal { $0.leave(fact, at: time) }
        case .membershipPurchased(let fact): return self.pay(fact, .start, at: time)
        case .membershipRenewed(let fact): return self.pay(fact, .renewal, at: time)
        case .membershipCancelled(let fact): return self.pay(fact, .cancellation, at: time)
        case .subscriptionStarted(let fact): return self.subscribe(fact, .start, at: time)
        case .subscriptionRenewed(let fact), .subscriptionResumed(let fact):
            return self.subscribe(fact, .renewal, at: time)
        case .subscriptionPaused(let fact): return self.subscribe(fact, .pause, at: time)
        case .subscriptionSkipped(let fact): return self.subscribe(fact, .skip, at: time)
        case .subscriptionCancelled(let fact): return self.subscribe(fact, .cancellation, at: time)
        case .bookingMade: return self.book(at: time)
        default: return false
        }
    }

    private mutating func loyal(_ change: (inout Loyalty) -> Bool) -> Bool {
        var loyalty = self.loyalty ?? Loyalty()
        guard change(&loyalty) else { return false }
        self.loyalty = loyalty
        return true
    }

    private mutating func pay(_ fact: PaidMembership, _ step: Contract.Step, at time: Timestamp) -> Bool {
        let terms = Contract.Terms(plan: fact.plan, price: fact.fee, until: fact.until)
        return Self.take(step, terms, of: fact.membershipID, at: time, &self.paid)
    }

    private mutating func subscribe(_ fact: Subscription, _ step: Contract.Step, at time: Timestamp) -> Bool {
        let terms = Contract.Terms(
            plan: fact.plan,
            price: fact.price,
            until: fact.until,
            intervalDays: fact.intervalDays
        )
        return Self.take(step, terms, of: fact.subscriptionID, at: time, &self.subscriptions)
    }

    private static func take(
        _ step: Contract.Step,
        _ terms: Contract.Terms,
        of id: String,
        at time: Timestamp,
        _ contracts: inout [Contract]
    ) -> Bool {
        let place = contracts.firstIndex { $0.id >= id } ?? contracts.endIndex
        if place < contracts.endIndex, contracts[place].id == id { return contracts[place].take(step, terms, at: time) }
        var contract = Contract(id: id, updated: time)
        _ = contract.take(step, terms, at: time)
        contracts.insert(contract, at: place)
        guard contracts.count > Self.keptContracts else { return true }
        guard let least = contracts.indices.min(by: { contracts[$0].isLess(than: contracts[$1]) }) else { return true }
        contracts.remove(at: least)
        return least != place
    }

    private mutating func book(at time: Timestamp) -> Bool {
        let place = self.bookings.firstIndex { time < $0 } ?? self.bookings.endIndex
        self.bookings.insert(time, at: place)
        guard self.bookings.count > Self.keptBookings else { return true }
        let forgotten = self.bookings.removeFirst()
        return forgotten != time
    }
}

/// A place in a loyalty programme: the latest enrolment and the latest leave.
public struct Loyalty: Hashable, Sendable {
    /// The programme, as the latest enrolment names it.
    public internal(set) var programme: String?
    /// The tier, as the latest enrolment names it.
    public internal(set) var tier: String?
    /// When they enrolled last.
    public internal(set) var enrolled: Timestamp?
    /// When they left a programme last.
    public internal(set) var left: Timestamp?
    /// The programme that they left then.
    public internal(set) var leftProgramme: String?

    init() {}

    /// Whether they are in the programme: they enrolled, and did not leave it at that instant or later.
    ///
    /// Leaving another programme counts for nothing, where both are named.
    public var isMember: Bool {
        guard let enrolled else { return false }
        guard let left, left >= enrolled else { return true }
        guard let programme, let leftProgramme else { return false }
        return programme != leftProgramme
    }

    fileprivate mutating func enrol(_ fact: Enrolment, at time: Timestamp) -> Bool {
        guard self.enrolled.map({ time >= $0 }) ?? true else { return false }
        let before = self
        (self.programme, self.tier, self.enrolled) = (fact.programme, fact.tier, time)
        return self != before
    }

    fileprivate mutating func leave(_ fact: Enrolment, at time: Timestamp) -> Bool {
        guard self.left.map({ time >= $0 }) ?? true else { return false }
        let before = self
        (self.leftProgramme, self.left) = (fact.programme, time)
        return self != before
    }
}
