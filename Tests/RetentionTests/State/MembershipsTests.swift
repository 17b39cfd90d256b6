import Retention
import TestKit
import Testing

@Suite struct LoyaltyTests {
    private static func enrolled(_ programme: String? = nil, _ tier: String? = nil, at time: Timestamp) -> Fact {
        Fact(.loyaltyEnrolled(Enrolment(programme: programme, tier: tier)), at: time)
    }

    private static func left(_ programme: String? = nil, at time: Timestamp) -> Fact {
        Fact(.loyaltyLeft(Enrolment(programme: programme)), at: time)
    }

    @Test func `given enrolments, when they come in any order, then the latest counts`() {
        let states = Relations.inEveryOrder([
            Self.enrolled("plus", "silver", at: start), Self.enrolled("plus", "gold", at: start + .days(1)),
        ])
        let loyalty = states.first?.memberships.loyalty
        #expect(states.count == 1 && loyalty?.isMember == true && loyalty?.programme == "plus")
        #expect(loyalty?.tier == "gold" && loyalty?.enrolled == start + .days(1) && loyalty?.left == nil)
    }

    @Test func `given a leave after the enrolment, then they are no member, in any order`() {
        let states = Relations.inEveryOrder([Self.enrolled("plus", at: start), Self.left(at: start + .days(1))])
        #expect(states.count == 1 && states.first?.memberships.loyalty?.isMember == false)
        #expect(states.first?.memberships.loyalty?.left == start + .days(1))
        let again = Relations.inEveryOrder([
            Self.enrolled("plus", at: start), Self.left(at: start + .days(1)),
            Self.enrolled("plus", at: start + .days(2)),
        ])
        #expect(again.count == 1 && again.first?.memberships.loyalty?.isMember == true)
    }

    @Test func `given a leave of another programme, then they are a member still`() {
        let loyalty = Relations.given(Self.enrolled("plus", at: start), Self.left("old", at: start + .days(1)))
            .memberships.loyalty
        #expect(loyalty?.isMember == true && loyalty?.leftProgramme == "old")
        #expect(Relations.given(Self.left("old", at: start)).memberships.loyalty?.isMember == false)
    }
}

@Suite struct ContractTests {
    private static func subscription(
        _ id: String = "s",
        plan: String? = nil,
        until: Timestamp? = nil,
        days: Int64? = nil
    ) -> Subscription { Subscription(subscriptionID: id, plan: plan, intervalDays: days, until: until) }

    @Test func `given a paid membership, then plan, fee and term are known until it is renewed or given up`() {
        func membership(_ until: Timestamp? = nil, _ plan: String? = nil) -> PaidMembership {
            PaidMembership(membershipID: "m", plan: plan, fee: plan.map { _ in .eur(39_00) }, until: until)
        }
        let year = start + .days(365)
        let facts = [
            Fact(.membershipPurchased(membership(year, "prime")), at: start),
            Fact(.membershipRenewed(membership(start + .days(730))), at: year),
            Fact(.membershipCancelled(membership()), at: year + .days(1)),
        ]
        let states = Relations.inEveryOrder(facts)
        let contract = states.first?.memberships.paidMembership
        #expect(states.count == 1 && contract?.id == "m" && contract?.plan == "prime" && contract?.price == .eur(39_00))
        #expect(contract?.started == start && contract?.until == start + .days(730))
        #expect(contract?.state == .cancelled && contract?.cancelled == year + .days(1))
        let running = Relations(after: Array(facts[..<2])).memberships.paidMembership
        #expect(running?.state == .active && running?.cancelled == nil && running?.changed == year)
    }

    @Test func `given a subscription that is paused and resumed, then its term outlives the pause, in any order`() {
        let term = start + .days(300)
        let started = Fact(.subscriptionStarted(Self.subscription(plan: "box", until: term, days: 14)), at: start)
        let pause = Fact(.subscriptionPaused(Self.subscription(until: start + .days(60))), at: start + .days(30))
        let resumed = Fact(.subscriptionResumed(Self.subscription()), at: start + .days(50))
        let skipped = Fact(.subscriptionSkipped(Self.subscription()), at: start + .days(20))
        let paused = Relations.inEveryOrder([started, skipped, pause])
        let contract = paused.first?.memberships.subscription
        #expect(paused.count == 1 && contract?.state == .paused && contract?.pausedUntil == start + .days(60))
        #expect(contract?.until == term && contract?.intervalDays == 14 && contract?.skipped == 1)
        let going = Relations.inEveryOrder([started, skipped, pause, resumed])
        let resumedContract = going.first?.memberships.subscription
        #expect(going.count == 1 && resumedContract?.state == .active && resumedContract?.pausedUntil == nil)
        #expect(resumedContract?.until == term && resumedContract?.changed == start + .days(50))
    }

    @Test func `given steps of one instant, then the one that ends more counts, in any order`() {
        let states = Relations.inEveryOrder([
            Fact(.subscriptionStarted(Self.subscription()), at: start),
            Fact(.subscriptionPaused(Self.subscription()), at: start),
            Fact(.subscriptionCancelled(Self.subscription()), at: start),
        ])
        #expect(states.count == 1 && states.first?.memberships.subscription?.cancelled == start)
    }

    @Test func `given a skipped delivery alone, then the subscription is active since nobody knows when`() {
        let fact = Fact(.subscriptionSkipped(Self.subscription()), at: start)
        let contract = Relations.given(fact, fact).memberships.subscription
        #expect(contract?.state == .active && contract?.changed == nil && contract?.skipped == 2)
        #expect(contract?.started == nil && contract?.updated == start)
    }

    @Test func `given several subscriptions, then one that was not cancelled counts, and of those the latest`() {
        let facts = [
            Fact(.subscriptionStarted(Self.subscription("a", plan: "tea")), at: start),
            Fact(.subscriptionStarted(Self.subscription("b", plan: "milk")), at: start + .days(1)),
            Fact(.subscriptionStarted(Self.subscription("c")), at: start + .days(2)),
            Fact(.subscriptionCancelled(Self.subscription("c")), at: start + .days(3)),
        ]
        #expect(Relations.inEveryOrder(facts).count == 1)
        #expect(Relations(after: facts).memberships.subscription?.plan == "milk")
        let skipped = Fact(.subscriptionSkipped(Self.subscription("a")), at: start + .days(4))
        #expect(Relations(after: facts + [skipped]).memberships.subscription?.plan == "tea")
        #expect(Relations(after: Array(facts[2...])).memberships.subscription?.id == "c")
        #expect(Relations(after: facts).memberships.paidMembership == nil)
    }

    @Test func `given more subscriptions than are kept, then the cancelled and then the longest silent are forgotten`()
    {
        func started(_ number: Int64) -> Fact {
            Fact(.subscriptionStarted(Self.subscription("\(number)")), at: start + .days(number))
        }
        let cancelled = Fact(.subscriptionCancelled(Self.subscription("x")), at: start + .days(9))
        let four = (1...4).map { started($0) }
        #expect(Relations(after: [cancelled] + four).memberships.subscriptions.map(\.id) == ["1", "2", "3", "4"])
        #expect(Relations(after: four + [started(5)]).memberships.subscriptions.map(\.id) == ["2", "3", "4", "5"])
        #expect(Relations(after: four + [started(0)]).memberships.subscriptions.map(\.id) == ["1", "2", "3", "4"])
    }

    @Test func `given bookings, then the eight latest are listed, in whatever order they come`() {
        var random = SeededRandom(seed: 1)
        let facts = (0..<12).map { Fact(.bookingMade(Booking(bookingID: "\($0)")), at: start + .days($0 / 2)) }
        let memberships = Relations(after: facts).memberships
        #expect(memberships.bookings == [2, 2, 3, 3, 4, 4, 5, 5].map { start + .days($0) })
        #expect(memberships.bookings(since: start + .days(4)) == 4 && memberships.bookings(since: start) == 8)
        for _ in 0..<20 { #expect(Relations(after: facts.shuffled(using: &random)).memberships == memberships) }
    }
}
