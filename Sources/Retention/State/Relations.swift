/// What a customer or visitor has to do with the shop besides buying: who they are, what they did how often, what they
/// asked and complained of, how content they are, how they can be reached, and what they joined.
///
/// Of an event that comes late its own time counts, not that of its arrival: as long as no bound is reached, the order
/// of arrival changes nothing but what the parts name. What somebody never did takes no more than a word.
public struct Relations: InitiallyEmpty {
    /// How often each kind of event happened.
    public internal(set) var tallies = Tallies()
    /// The ways on which the shop can reach them.
    public internal(set) var channels = Channels()
    @usableFromInline var knownProfile = Rare<KnownProfile>()
    @usableFromInline var knownTickets = Rare<Tickets>()
    @usableFromInline var knownFeedback = Rare<Feedback>()
    @usableFromInline var knownMemberships = Rare<Memberships>()

    /// What is known of those who have none.
    public static let absent = [Self()]

    /// Makes the relations of somebody of whom nothing is known.
    public init() {}

    /// Who they are.
    @inlinable public var profile: KnownProfile { @inline(__always) _read { yield self.knownProfile.value } }
    /// Complaints, questions and requests for help.
    @inlinable public var tickets: Tickets { @inline(__always) _read { yield self.knownTickets.value } }
    /// What they say of the shop when asked, and in reviews.
    @inlinable public var feedback: Feedback { @inline(__always) _read { yield self.knownFeedback.value } }
    /// Loyalty programme, paid memberships, subscriptions and bookings.
    @inlinable public var memberships: Memberships { @inline(__always) _read { yield self.knownMemberships.value } }

    /// The part that events of this type say anything of, beside being counted.
    static func part(concernedBy kind: Event.Kind) -> FactGroup? {
        switch kind {
        case .customerIdentified, .profileUpdated: .profile
        case .complaintOpened, .complaintAnswered, .complaintResolved, .questionAsked, .questionAnswered,
            .ticketOpened, .ticketAnswered, .ticketResolved:
            .tickets
        case .npsAnswered, .surveyAnswered, .productReviewed, .reviewPublished: .feedback
        case .channelSubscribed, .channelUnsubscribed, .channelEngaged, .pushEnabled, .pushDisabled, .appInstalled,
            .appRemoved, .socialFollowed, .socialUnfollowed, .emailOpened, .emailLinkClicked, .emailBounced:
            .channels
        case .loyaltyEnrolled, .loyaltyLeft, .membershipPurchased, .membershipRenewed, .membershipCancelled,
            .subscriptionStarted, .subscriptionRenewed, .subscriptionPaused, .subscriptionResumed,
            .subscriptionSkipped, .subscriptionCancelled, .bookingMade:
            .memberships
        default: nil
        }
    }

    /// Takes an event in, as far as its parts are kept; returns whether that changed anything.
    ///
    /// O(1) for the kinds that are kept elsewhere: orders, product views and carts.
    package mutating func take(_ event: Event, _ kept: KeptFacts = .all) -> Bool {
        let kind = event.body.kind
        guard Tallies.includes(kind) else { return false }
        let time = event.time
        var isChanged = false
        if let part = Self.part(concernedBy: kind), kept.contains(part) {
            switch part {
            case .profile: isChanged = self.learn(event.body, at: time)
            case .tickets: isChanged = self.knownTickets.change { $0.take(event.body, at: time) }
            case .feedback: isChanged = self.knownFeedback.change { $0.take(event.body, at: time) }
            case .channels: isChanged = self.channels.take(event.body, at: time)
            default: isChanged = self.knownMemberships.change { $0.take(event.body, at: time) }
            }
        }
        let isCounted = kept.contains(.counts) && self.tallies.count(kind, at: time)
        return isChanged || isCounted
    }

    private mutating func learn(_ body: Event.Body, at time: Timestamp) -> Bool {
        switch body {
        case .customerIdentified(let told), .profileUpdated(let told):
            self.knownProfile.change { $0.take(told, at: time) }
        default: false
        }
    }

    /// Forgets what is not kept any more.
    mutating func forget(allBut kept: KeptFacts) {
        if !kept.contains(.counts) { self.tallies = Tallies() }
        if !kept.contains(.channels) { self.channels = Channels() }
        if !kept.contains(.profile) { self.knownProfile = Rare() }
        if !kept.contains(.tickets) { self.knownTickets = Rare() }
        if !kept.contains(.feedback) { self.knownFeedback = Rare() }
        if !kept.contains(.memberships) { self.knownMemberships = Rare() }
    }
}
