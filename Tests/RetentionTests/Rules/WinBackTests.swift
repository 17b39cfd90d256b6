import Retention
import TestKit
import Testing

@Suite struct WinBackTests {
    private let spec = CustomerSpec(.only { $0.winBack = WinBackRule(after: [.days(60), .days(90), .days(180)]) })

    @Test func `the stages come exactly so long after the latest order, each once`() throws {
        let spec = self.spec.given(.order("o-1", 5_00, at: start, id: "order"))
        try spec.whenClock(reaches: start + .days(60)).thenNothing()
        try spec.whenClock(reaches: start + .days(60) + tick)
            .then([
                .signal(
                    .winBackDue,
                    at: start + .days(60),
                    [
                        "stage": .count(1), "last_order": .time(start), "silent_for": .span(.days(60)),
                        "orders": .count(1), "revenue": .sums(MoneyByCurrency([.eur(5_00)])),
                    ],
                    cause: "order"
                )
            ])
        try spec.whenClock(reaches: start + .days(999))
            .then([
                .signal(.winBackDue, at: start + .days(60), ["stage": .count(1)]),
                .signal(.winBackDue, at: start + .days(90), ["stage": .count(2)]),
                .signal(.winBackDue, at: start + .days(180), ["stage": .count(3)]),
            ])
    }

    @Test func `an order at the very instant of a stage needed no winning back`() throws {
        try self.spec.given(.order("o-1", at: start)).when(.order("o-2", at: start + .days(60))).thenNothing()
    }

    @Test func `an order after a stage is a success, and the stages begin anew`() throws {
        let back = start + .days(100)
        let spec = self.spec.given(.order("o-1", at: start)).givenClock(reached: start + .days(99))
        try spec.when(.order("o-2", at: back, id: "back"))
            .then([.signal(.winBackSucceeded, at: back, ["stage": .count(2), "orders": .count(2)], cause: "back")])
        try spec.given(.order("o-2", at: back)).whenClock(reaches: back + .days(61))
            .then([.signal(.winBackDue, at: back + .days(60), ["stage": .count(1), "last_order": .time(back)])])
        try spec.given(.order("o-2", at: back)).when(.order("o-3", at: back + tick)).thenNothing()
    }

    @Test func `a late order from before the latest one is no return`() throws {
        let spec = self.spec.given(.order("o-2", at: start)).givenClock(reached: start + .days(61))
        for late in [start - .days(5), start] {
            try spec.when(.order("o-1", at: late)).thenNothing()
            try spec.given(.order("o-1", at: late)).whenClock(reaches: start + .days(91))
                .then([.signal(.winBackDue, at: start + .days(90), ["stage": .count(2)])])
        }
    }

    @Test func `a late order from before the stage was due is no success, and moves the stages to come`() throws {
        let spec = self.spec.given(.order("o-1", at: start)).givenClock(reached: start + .days(61))
        let late = Fact.order("o-2", at: start + .days(50))
        try spec.when(late).thenNothing()
        try spec.given(late).whenClock(reaches: start + .days(111))
            .then([.signal(.winBackDue, at: start + .days(110), ["stage": .count(1)])])
        try spec.given(late).when(.order("o-3", at: start + .days(70))).thenNothing()
    }

    @Test func `late news repeats no stage that lies before the latest one`() throws {
        try self.spec.given(.order("o-1", at: start)).givenClock(reached: start + .days(200))
            .given(.order("o-2", at: start + .days(10))).whenClock(reaches: start + .days(999))
            .then([.signal(.winBackDue, at: start + .days(190), ["stage": .count(3)])])
    }
}

@Suite struct WinBackAndCancellationTests {
    private let spec = CustomerSpec(.only { $0.winBack = WinBackRule(after: [.days(60), .days(90), .days(180)]) })

    @Test func `a cancelled order brings the stages of the order before it back, but for those that passed`() throws {
        let spec = self.spec.given(
            .order("o-1", at: start),
            .order("o-2", at: start + .days(50)),
            .cancelled("o-2", at: start + .days(70))
        )
        try spec.whenClock(reaches: start + .days(999))
            .then([
                .signal(.winBackDue, at: start + .days(90), ["stage": .count(2), "last_order": .time(start)]),
                .signal(.winBackDue, at: start + .days(180), ["stage": .count(3)]),
            ])
    }

    @Test func `a return is no success when the stages passed over were never due`() throws {
        try self.spec
            .given(
                .order("o-1", at: start),
                .order("o-2", at: start + .days(50)),
                .cancelled("o-2", at: start + .days(70))
            )
            .when(.order("o-3", at: start + .days(80))).thenNothing()
    }

    @Test func `a late cancellation of another order repeats no stage`() throws {
        let spec = self.spec.given(.order("o-1", at: start - .days(9)), .order("o-2", at: start))
            .givenClock(reached: start + .days(95))
        try spec.given(.cancelled("o-1", at: start + .days(70))).whenClock(reaches: start + .days(999))
            .then([.signal(.winBackDue, at: start + .days(180), ["stage": .count(3)])])
    }

    @Test func `a customer without an order that stands is not won back`() throws {
        try self.spec.given(.order("o-1", at: start), .cancelled("o-1", at: start + .days(1)))
            .whenClock(reaches: start + .days(999)).thenNothing()
    }

    @Test func `one winning back succeeds once, although the returning order is cancelled`() throws {
        let back = self.spec.given(.order("o-1", at: start)).givenClock(reached: start + .days(61))
            .when(.order("o-2", at: start + .days(62)))
        try back.then([.signal(.winBackSucceeded, at: start + .days(62))])
        try back.given(.cancelled("o-2", at: start + .days(63))).when(.order("o-3", at: start + .days(64)))
            .thenNothing()
    }
}
