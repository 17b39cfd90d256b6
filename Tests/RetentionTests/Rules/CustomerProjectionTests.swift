import Retention
import TestKit
import Testing

@Suite struct CustomerProjectionTests {
    static let all = Rules.only {
        $0.firstOrder = FirstOrderRule()
        $0.firstOrderThanks = FirstOrderThanksRule(after: .minutes(30))
        $0.orderCount = OrderCountRule(counts: [1, 2])
        $0.revenue = RevenueRule(amounts: [.eur(10_00)])
        $0.anniversary = AnniversaryRule(years: [1])
        $0.cartAbandoned = CartAbandonedRule(after: [.hours(1)], recoveredWithin: .days(90))
        $0.churnRisk = ChurnRiskRule(hiatus: .days(30))
        $0.winBack = WinBackRule(after: [.days(30)])
    }

    @Test func `a new customer is known by nothing and decides nothing`() throws {
        #expect(CustomerProjection(rules: .none).initial == Customer())
        try CustomerSpec(Self.all).whenClock(reaches: .utc("2100-01-01")).thenNothing()
    }

    @Test func `a playbook without rules decides nothing and keeps the state`() throws {
        let spec = CustomerSpec(.none).given(.added(at: start)).when(.order("o-1", at: start + .days(99)))
        try spec.thenNothing()
        try spec.whenClock(reaches: .utc("2100-01-01")).thenNothing()
        #expect(spec.state.purchases.count == 1 && spec.state.deadlines.earliest == .never)
    }

    @Test func `an order decides in a fixed order`() throws {
        let recovered = CustomerSpec(Self.all).given(.order("o-1", 1_00, at: start), .added(at: start + .days(1)))
            .givenClock(reached: start + .days(40))
        try recovered.when(.order("o-2", 9_00, at: start + .days(50)))
            .then([
                .signal(.cartRecovered, at: start + .days(50)), .signal(.orderCount, at: start + .days(50)),
                .signal(.revenue, at: start + .days(50)), .signal(.churnRiskCleared, at: start + .days(50)),
                .signal(.winBackSucceeded, at: start + .days(50)),
            ])
        try CustomerSpec(Self.all).when(.order("o-1", 10_00, at: start))
            .then([.signal(.firstOrder, at: start), .signal(.orderCount, at: start), .signal(.revenue, at: start)])
    }

    @Test func `deadlines before an event fire first, the earliest first, and those of its instant do not`() throws {
        try CustomerSpec(Self.all).given(.order("o-1", at: start), .added(at: start + .minutes(10)))
            .when(.viewed(at: start + .days(30)))
            .then([
                .signal(.firstPurchaseThanks, at: start + .minutes(30)),
                .signal(.cartAbandoned, at: start + .minutes(70)),
            ])
    }

    @Test func `deadlines of one instant fire in the order of their kinds`() throws {
        try CustomerSpec(Self.all).given(.order("o-1", at: start)).givenClock(reached: start + .days(30))
            .whenClock(reaches: start + .days(31))
            .then([.signal(.churnRiskRaised, at: start + .days(30)), .signal(.winBackDue, at: start + .days(30))])
    }

    @Test func `a clock that is told an earlier instant stays`() throws {
        let spec = CustomerSpec(Self.all).given(.order("o-1", at: start)).givenClock(reached: start + .hours(1))
        #expect(spec.whenClock(reaches: start).fold.clock == start + .hours(1))
        try spec.whenClock(reaches: start).thenNothing()
    }
}
