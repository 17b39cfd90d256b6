import Retention
import TestKit
import Testing

@Suite struct ChurnByHiatusTests {
    private let spec = CustomerSpec(.only { $0.churnRisk = ChurnRiskRule(hiatus: .days(30)) })
    private let due = start + .days(30)

    @Test func `the flag goes up exactly a hiatus after the latest order`() throws {
        let spec = self.spec.given(.order("o-1", 5_00, at: start, id: "order"))
        try spec.whenClock(reaches: self.due).thenNothing()
        try spec.whenClock(reaches: self.due + tick)
            .then([
                .signal(
                    .churnRiskRaised,
                    at: self.due,
                    [
                        "orders": .count(1), "revenue": .sums(MoneyByCurrency([.eur(5_00)])),
                        "last_order": .time(start), "silent_for": .span(.days(30)), "own_gap": .span(.milliseconds(0)),
                    ],
                    cause: "order"
                )
            ])
    }

    @Test func `it goes up once, however long the silence lasts`() throws {
        try self.spec.given(.order("o-1", at: start)).givenClock(reached: self.due + tick)
            .whenClock(reaches: start + .days(999)).thenNothing()
    }

    @Test func `somebody who never ordered is at no risk`() throws {
        try self.spec.given(.viewed(at: start), .added(at: start), .mentioned(0.1, at: start))
            .whenClock(reaches: start + .days(999)).thenNothing()
    }

    @Test func `browsing, carts and mentions do not break the silence`() throws {
        try self.spec.given(.order("o-1", at: start), .viewed(at: start + .days(29)), .added(at: start + .days(29)))
            .when(.mentioned(0.1, at: self.due + tick)).then([.signal(.churnRiskRaised, at: self.due)])
    }

    @Test func `an order up to that instant moves the flag`() throws {
        let spec = self.spec.given(.order("o-1", at: start))
        try spec.when(.order("o-2", at: self.due)).thenNothing()
        try spec.given(.order("o-2", at: self.due)).whenClock(reaches: self.due + .days(30) + tick)
            .then([.signal(.churnRiskRaised, at: self.due + .days(30))])
    }

    @Test func `an order a millisecond later finds the flag up and clears it`() throws {
        try self.spec.given(.order("o-1", at: start)).when(.order("o-2", at: self.due + tick, id: "back"))
            .then([
                .signal(.churnRiskRaised, at: self.due),
                .signal(.churnRiskCleared, at: self.due + tick, ["orders": .count(2)], cause: "back"),
            ])
    }

    @Test func `after a return the silence is counted anew`() throws {
        let back = start + .days(50)
        try self.spec.given(.order("o-1", at: start), .order("o-2", at: back)).whenClock(reaches: start + .days(999))
            .then([.signal(.churnRiskRaised, at: back + .days(30), ["last_order": .time(back)])])
    }

    @Test func `a refund does not touch the flag`() throws {
        try self.spec.given(.order("o-1", at: start), .refunded("o-1", at: start + .days(1)))
            .whenClock(reaches: self.due + tick).then([.signal(.churnRiskRaised, at: self.due)])
    }
}

@Suite struct ChurnByCadenceTests {
    private func spec(_ unit: ChurnRiskRule.Cadence.Unit, thousandths: Int64 = 3_000) -> CustomerSpec {
        CustomerSpec(
            .only {
                $0.churnRisk = ChurnRiskRule(hiatus: .days(30), cadence: .init(thousandths: thousandths, unit: unit))
            }
        )
    }

    @Test(arguments: ChurnRiskRule.Cadence.Unit.allCases)
    func `a customer with long gaps of their own is given three of them`(unit: ChurnRiskRule.Cadence.Unit) throws {
        try self.spec(unit).given(.order("o-1", at: start), .order("o-2", at: start + .days(20)))
            .whenClock(reaches: start + .days(99))
            .then([.signal(.churnRiskRaised, at: start + .days(80), ["own_gap": .span(.days(20))])])
    }

    @Test(arguments: ChurnRiskRule.Cadence.Unit.allCases)
    func `a customer with short gaps is given the hiatus`(unit: ChurnRiskRule.Cadence.Unit) throws {
        try self.spec(unit).given(.order("o-1", at: start), .order("o-2", at: start + .days(2)))
            .whenClock(reaches: start + .days(99)).then([.signal(.churnRiskRaised, at: start + .days(32))])
    }

    @Test func `orders of one day shorten the gap between orders, and not the one between purchase days`() throws {
        let facts: [Fact] = [
            .order("o-1", at: start), .order("o-2", at: start + .hours(1)), .order("o-3", at: start + .days(20)),
        ]
        try self.spec(.orders).given(facts).whenClock(reaches: start + .days(99))
            .then([.signal(.churnRiskRaised, at: start + .days(50), ["own_gap": .span(.days(10))])])
        try self.spec(.purchaseDays).given(facts).whenClock(reaches: start + .days(99))
            .then([.signal(.churnRiskRaised, at: start + .days(80), ["own_gap": .span(.days(20))])])
    }

    @Test func `a gap is rounded down to the millisecond, and so is the factor`() throws {
        let last = start + .days(60) + .milliseconds(2)
        let facts: [Fact] = [
            .order("o-1", at: start), .order("o-2", at: start + tick), .order("o-3", at: start + .days(1)),
            .order("o-4", at: last),
        ]
        try self.spec(.orders, thousandths: 1_500).given(facts).whenClock(reaches: start + .days(999))
            .then([.signal(.churnRiskRaised, at: last + .days(30), ["own_gap": .span(.days(20))])])
        try self.spec(.orders, thousandths: 2_001).given(facts).whenClock(reaches: start + .days(999))
            .then([.signal(.churnRiskRaised, at: last + .milliseconds(20 * 86_400 * 2_001))])
    }

    @Test func `a factor beyond all measure means never`() throws {
        try self.spec(.orders, thousandths: .max).given(.order("o-1", at: start), .order("o-2", at: start + .days(20)))
            .whenClock(reaches: .utc("9999-12-31")).thenNothing()
    }
}

@Suite struct ChurnAndLateNewsTests {
    private let spec = CustomerSpec(.only { $0.churnRisk = ChurnRiskRule(hiatus: .days(30)) })
    private let byCadence = CustomerSpec(
        .only { $0.churnRisk = ChurnRiskRule(hiatus: .days(1), cadence: .init(thousandths: 3_000, unit: .orders)) }
    )

    @Test func `a late order from before the latest one does not clear the flag`() throws {
        let raised = self.spec.given(.order("o-2", at: start)).givenClock(reached: start + .days(31))
        let late = Fact.order("o-1", at: start - .days(5))
        try raised.when(late).thenNothing()
        try raised.given(late).whenClock(reaches: start + .days(99)).thenNothing()
        try raised.given(late).when(.order("o-3", at: start + .days(40)))
            .then([.signal(.churnRiskCleared, at: start + .days(40), ["orders": .count(3)])])
    }

    @Test func `a late order of the very instant of the latest one does not clear the flag`() throws {
        let raised = self.spec.given(.order("o-1", at: start)).givenClock(reached: start + .days(31))
        try raised.when(.order("o-2", at: start)).thenNothing()
        try raised.given(.order("o-2", at: start)).whenClock(reaches: start + .days(99)).thenNothing()
    }

    @Test func `a late order that breaks the silence clears the flag, not before it went up`() throws {
        let raised = self.spec.given(.order("o-1", at: start)).givenClock(reached: start + .days(31))
        let late = Fact.order("o-2", at: start + .days(20))
        try raised.when(late).then([.signal(.churnRiskCleared, at: start + .days(30))])
        try raised.given(late).whenClock(reaches: start + .days(99))
            .then([.signal(.churnRiskRaised, at: start + .days(50))])
    }

    @Test func `a late order after which the silence is long all the same changes nothing`() throws {
        // Gap 10 days, due on day 40; with the late order on day 16 the gap is 8 days, and day 40 stays.
        let raised = self.byCadence.given(.order("o-1", at: start), .order("o-2", at: start + .days(10)))
            .givenClock(reached: start + .days(41))
        let late = Fact.order("o-3", at: start + .days(16))
        try raised.when(late).thenNothing()
        try raised.given(late).whenClock(reaches: start + .days(99)).thenNothing()
    }

    @Test func `a late order that lengthens the customer's own gap takes the flag down until then`() throws {
        let raised = self.byCadence.given(.order("o-1", at: start), .order("o-2", at: start + .days(10)))
            .givenClock(reached: start + .days(41))
        let late = Fact.order("o-0", at: start - .days(90))
        try raised.when(late).then([.signal(.churnRiskCleared, at: start + .days(40))])
        try raised.given(late).whenClock(reaches: start + .days(999))
            .then([.signal(.churnRiskRaised, at: start + .days(160), ["own_gap": .span(.days(50))])])
    }

    @Test func `a late order before the flag goes up settles the cadence, not the silence`() throws {
        try self.byCadence.given(
            .order("o-1", at: start),
            .order("o-3", at: start + .days(60)),
            .order("o-2", at: start + .days(30))
        ).whenClock(reaches: start + .days(999)).then([.signal(.churnRiskRaised, at: start + .days(150))])
    }
}

@Suite struct ChurnAndCancellationTests {
    private let spec = CustomerSpec(.only { $0.churnRisk = ChurnRiskRule(hiatus: .days(30)) })

    @Test func `a cancelled order brings the silence before it back`() throws {
        let spec = self.spec.given(
            .order("o-1", at: start),
            .order("o-2", at: start + .days(10)),
            .cancelled("o-2", at: start + .days(11))
        )
        try spec.whenClock(reaches: start + .days(30)).thenNothing()
        try spec.whenClock(reaches: start + .days(99))
            .then([.signal(.churnRiskRaised, at: start + .days(30), ["last_order": .time(start)])])
    }

    @Test func `a flag that a cancellation brings up is raised at the cancellation, not in the past`() throws {
        let cancelled = start + .days(45)
        let spec = self.spec.given(.order("o-1", at: start), .order("o-2", at: start + .days(20)))
        try spec.given(.cancelled("o-2", at: cancelled, id: "cancellation")).whenClock(reaches: cancelled + tick)
            .then([
                .signal(
                    .churnRiskRaised,
                    at: cancelled,
                    ["last_order": .time(start), "silent_for": .span(.days(45))],
                    cause: "cancellation"
                )
            ])
    }

    @Test func `the only order being cancelled leaves nobody at risk`() throws {
        try self.spec.given(.order("o-1", at: start), .cancelled("o-1", at: start + .days(1)))
            .whenClock(reaches: start + .days(999)).thenNothing()
    }

    @Test func `a flag that is up stays up when orders are cancelled, and the next order clears it`() throws {
        let spec = self.spec.given(.order("o-1", at: start), .order("o-2", at: start + .days(1)))
            .givenClock(reached: start + .days(40))
        let cancelled = spec.given(.cancelled("o-2", at: start + .days(41)))
        try cancelled.whenClock(reaches: start + .days(99)).thenNothing()
        try cancelled.when(.order("o-3", at: start + .days(50)))
            .then([.signal(.churnRiskCleared, at: start + .days(50), ["orders": .count(2)])])
    }

    @Test func `a flag that goes up again after the clearing order was cancelled is another decision`() {
        let raised = self.spec.given(.order("o-1", at: start)).whenClock(reaches: start + .days(31))
        let again = raised.given(.order("o-2", at: start + .days(40))).given(.cancelled("o-2", at: start + .days(41)))
            .whenClock(reaches: start + .days(99))
        #expect(raised.types == [.churnRiskRaised] && again.types == [.churnRiskRaised])
        #expect(again.signals.first?.time == start + .days(41))
        #expect(raised.signals.first?.id != again.signals.first?.id)
    }

    @Test func `a cancellation dated at the earlier flag does not repeat its decision`() {
        let raised = self.spec.given(.order("o-1", at: start)).whenClock(reaches: start + .days(31))
        let again = raised.given(.order("o-2", at: start + .days(40))).given(.cancelled("o-2", at: start + .days(30)))
            .whenClock(reaches: start + .days(99))
        #expect(raised.types == [.churnRiskRaised] && again.types == [.churnRiskRaised])
        #expect(again.signals.first.map { $0.time > start + .days(30) } == true)
    }
}
