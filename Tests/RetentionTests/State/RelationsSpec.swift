import Retention
import TestKit

extension Relations {
    /// The relations of a customer after these facts, in this order.
    init(after facts: [Fact]) {
        self.init()
        for fact in facts { _ = self.take(fact) }
    }

    /// The relations of a customer after these facts, in this order.
    static func given(_ facts: Fact...) -> Relations { Relations(after: facts) }

    /// Takes a fact in; returns whether that changed anything.
    mutating func take(_ fact: Fact) -> Bool {
        self.take(
            Event(
                id: fact.id ?? "e",
                subject: Subject(.customer, "c-1"),
                time: fact.time,
                origin: Origin(source: "events", partition: 0, offset: 0),
                body: fact.body
            )
        )
    }

    /// Every state that these facts can lead to, whatever their order.
    static func inEveryOrder(_ facts: [Fact]) -> Set<Relations> {
        var states: Set<Relations> = []
        func extend(_ state: Relations, with left: [Fact]) {
            if left.isEmpty { states.insert(state) }
            for index in left.indices {
                var (next, rest) = (state, left)
                _ = next.take(rest.remove(at: index))
                extend(next, with: rest)
            }
        }
        extend(Relations(), with: facts)
        return states
    }
}

/// A random story of relations that stays within all bounds, no two facts at one instant, and the profile left out.
struct RandomRelations {
    var facts: [Fact] = []

    static let count: UInt64 = 2_000

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for index in 0..<random.number(1...random.pick([3, 8, 40])) {
            self.facts.append(Fact(Self.body(&random), at: start + .minutes(index * 7)))
        }
    }

    static func body(_ random: inout SeededRandom) -> Event.Body {
        switch random.number(0...99) {
        case 0..<35: Self.ticket(&random)
        case 35..<50: Self.channel(&random)
        case 50..<75: Self.contract(&random)
        case 75..<80:
            .loyaltyEnrolled(Enrolment(programme: random.pick([nil, "a", "b"]), tier: random.pick([nil, "x"])))
        case 80..<85: .loyaltyLeft(Enrolment(programme: random.pick([nil, "a", "b"])))
        case 85..<89: .bookingMade(Booking(bookingID: "b"))
        case 89..<93: .npsAnswered(NPSAnswer(score: random.number(-1...11)))
        case 93..<96: .productReviewed(Review(rating: random.pick([nil, 4_000_000, 1_000_000])))
        case 96..<98: .surveyAnswered(SurveyAnswer(surveyID: "s", score: random.pick([nil, 5])))
        default: .pageViewed(PageView())
        }
    }

    /// One of four tickets, each of one kind for ever.
    private static func ticket(_ random: inout SeededRandom) -> Event.Body {
        let number = random.number(0...3)
        let ticket = Ticket(
            ticketID: "t-\(number)",
            topic: random.pick([nil, "late", "broken"]),
            satisfaction: random.pick([nil, nil, 0, 10, 11])
        )
        let step = random.number(0...2)
        switch number {
        case 0, 1: return [.complaintOpened(ticket), .complaintAnswered(ticket), .complaintResolved(ticket)][Int(step)]
        case 2: return [.questionAsked(ticket), .questionAnswered(ticket), .ticketResolved(ticket)][Int(step)]
        default: return [.ticketOpened(ticket), .ticketAnswered(ticket), .ticketResolved(ticket)][Int(step)]
        }
    }

    private static func channel(_ random: inout SeededRandom) -> Event.Body {
        let channel = Channel(channel: random.pick([nil, "", "sms", "email", "whatsapp"]))
        let touch = SocialTouch(network: random.pick([nil, "", "instagram", "mastodon"]))
        return random.pick([
            .channelSubscribed(channel), .channelUnsubscribed(channel), .channelEngaged(channel), .pushEnabled(channel),
            .pushDisabled(channel), .appInstalled(channel), .appRemoved(channel), .socialFollowed(touch),
            .socialUnfollowed(touch), .emailOpened(EmailTouch()), .emailLinkClicked(EmailTouch()),
            .emailBounced(EmailTouch()),
        ])
    }

    private static func contract(_ random: inout SeededRandom) -> Event.Body {
        let id = "c-\(random.number(0...3))"
        let until = random.pick([nil, start + .days(30), start + .days(60)])
        let membership = PaidMembership(
            membershipID: id,
            plan: random.pick([nil, "p"]),
            fee: .eur(39_00),
            until: until
        )
        let subscription = Subscription(
            subscriptionID: id,
            plan: random.pick([nil, "weekly", "monthly"]),
            price: random.pick([nil, .eur(10_00), .usd(12_00)]),
            intervalDays: random.pick([nil, 7, 30]),
            until: until
        )
        return random.pick([
            .membershipPurchased(membership), .membershipRenewed(membership), .membershipCancelled(membership),
            .subscriptionStarted(subscription), .subscriptionRenewed(subscription), .subscriptionPaused(subscription),
            .subscriptionResumed(subscription), .subscriptionSkipped(subscription),
            .subscriptionCancelled(subscription),
        ])
    }
}
