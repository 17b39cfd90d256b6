/// What a customer or visitor has to do with the shop besides buying: who they are, what they did how often, what they
/// asked and complained of, how content they are, how they can be reached, and what they joined.
///
/// Of an event that comes late its own time counts, not that of its arrival: as long as no bound is reached, the order
/// of arrival changes nothing but what the parts name. What somebody never did takes no more than a word.
public struct Relations: Hashable, Sendable, InitiallyEmpty {
    /// How often each kind of event happened.
    public internal(set) var tallies = Tallies()
    /// The ways on which the shop can reach them.
    public internal(set) var channels = Channels()
    var knownProfile = Seldom<KnownProfile>()
    var knownTickets = Seldom<Tickets>()
    var knownFeedback = Seldom<Feedback>()
    var knownMemberships = Seldom<Memberships>()

    /// What is known of those who have none.
    public static let absent = [Self()]

    /// Makes the relations of somebody of whom nothing is known.
    public init() {}

    /// Who they are.
    public var profile: KnownProfile { _read { yield self.knownProfile.part } }
    /// Complaints, questions and requests for help.
    public var tickets: Tickets { _read { yield self.knownTickets.part } }
    /// What they say of the shop when asked, and in reviews.
    public var feedback: Feedback { _read { yield self.knownFeedback.part } }
    /// Loyalty programme, paid memberships, subscriptions and bookings.
    public var memberships: Memberships { _read { yield self.knownMemberships.part } }

    /// Takes an event in; returns whether that changed anything.
    ///
    /// O(1) for the kinds that are kept elsewhere: orders, product views and carts.
    package mutating func take(_ event: Event) -> Bool {
        let kind = event.body.kind
        guard Tallies.includes(kind) else { return false }
        let time = event.time
        let isChanged: Bool
        switch event.body {
        case .customerIdentified(let told), .profileUpdated(let told):
            isChanged = self.knownProfile.change { $0.take(told, at: time) }
        case .complaintOpened, .complaintAnswered, .complaintResolved, .questionAsked, .questionAnswered,
            .ticketOpened, .ticketAnswered, .ticketResolved:
            isChanged = self.knownTickets.change { $0.take(event.body, at: time) }
        case .npsAnswered, .surveyAnswered, .productReviewed, .reviewPublished:
            isChanged = self.knownFeedback.change { $0.take(event.body, at: time) }
        case .channelSubscribed, .channelUnsubscribed, .channelEngaged, .pushEnabled, .pushDisabled, .appInstalled,
            .appRemoved, .socialFollowed, .socialUnfollowed, .emailOpened, .emailLinkClicked, .emailBounced:
            isChanged = self.channels.take(event.body, at: time)
        case .loyaltyEnrolled, .loyaltyLeft, .membershipPurchased, .membershipRenewed, .membershipCancelled,
            .subscriptionStarted, .subscriptionRenewed, .subscriptionPaused, .subscriptionResumed,
            .subscriptionSkipped, .subscriptionCancelled, .bookingMade:
            isChanged = self.knownMemberships.change { $0.take(event.body, at: time) }
        default: isChanged = false
        }
        let isCounted = self.tallies.count(kind, at: time)
        return isChanged || isCounted
    }
}

/// A part of the state that can be written and read by itself.
protocol StatePart: Hashable, Sendable {
    /// Makes the part of somebody of whom it knows nothing.
    init()
    /// Whether there is nothing to write.
    var isInitial: Bool { get }
    /// Bytes it takes outside its own inline storage, about.
    var heapBytes: Int { get }
    /// Writes it; it must not be initial.
    func write(to writer: inout StateWriter)
    /// Reads into an initial one what `write` wrote.
    mutating func read(from reader: inout StateReader) throws(MalformedState)
}

/// A part that few have: one word as long as it is initial.
struct Seldom<Part: StatePart>: Hashable, Sendable {
    /// One element or none, and never an initial one.
    private(set) var kept: [Part] = []

    var part: Part {
        _read {
            if self.kept.isEmpty {
                yield Part()
            } else {
                yield self.kept.span[0]
            }
        }
    }

    /// Changes the part by what says whether it did; returns that.
    mutating func change(_ change: (inout Part) -> Bool) -> Bool {
        if !self.kept.isEmpty { return change(&self.kept[0]) }
        var part = Part()
        guard change(&part) else { return false }
        self.kept = [part]
        return true
    }

    /// Takes a part that was read.
    mutating func set(_ part: Part) { self.kept = [part] }
}
