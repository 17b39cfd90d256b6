import Playbook
import Retention
import Testing

/// First orders and the thanks for them, counts, sums and anniversaries.
@Suite struct MilestoneTests {
    static let first = "rules: { first: { reaches: customer.orders, at: [1], emit: milestones/first } }"
    static let counts = "rules: { count: { reaches: customer.orders, at: [1, 3, 5], emit: milestones/count } }"
    static let sums = """
        rules: { sum: { reaches: customer.revenue, at: [100 EUR, 50 USD, 200 EUR, 500 EUR], emit: milestones/sum,
          with: { orders: customer.orders } } }
        """

    // MARK: The first order

    @Test func theFirstOrderIsNoticedOnceAtItsOwnTime() throws {
        let spec = try PlaybookSpec(Self.first).given(.viewed(at: "2027-03-01"))
        let first = spec.when(.order("a", at: "2027-03-02", id: "order")).then("2027-03-02T00:00 first")
        #expect(first.signals.map(\.cause.eventID) == ["order"])
        first.when(.order("b", at: "2027-03-03"), .order("z", at: "2027-02-01")).thenNothing()
        first.given(.cancelled("a", at: "2027-03-03")).when(.order("b", at: "2027-03-04")).thenNothing()
    }

    @Test func aFirstOrderThatWasCancelledBeforehandIsNone() throws {
        let spec = try PlaybookSpec(Self.first).given(.cancelled("a", at: "2027-03-01"))
        spec.when(.order("a", at: "2027-03-01")).thenNothing().when(.order("b", at: "2027-03-02"))
            .then("2027-03-02T00:00 first")
    }

    // MARK: Counts

    @Test func aCancellationBeforeTheCountPutsItOffAndARefundDoesNot() throws {
        let two = try PlaybookSpec(Self.counts).given(.order("a", at: "2027-03-01"), .order("b", at: "2027-03-02"))
        two.given(.cancelled("b", at: "2027-03-03")).when(.order("c", at: "2027-03-04")).thenNothing()
            .when(.order("d", at: "2027-03-05")).then("2027-03-05T00:00 count reached=3")
        two.given(.refunded("b", at: "2027-03-03")).when(.order("c", at: "2027-03-04"))
            .then("2027-03-04T00:00 count reached=3")
    }

    // MARK: Sums

    @Test func aSumIsReachedToTheCent() throws {
        let spec = try PlaybookSpec(Self.sums).when(.order("a", 99_99, at: "2027-03-01")).thenNothing()
        spec.when(.order("b", 1, at: "2027-03-02")).then("2027-03-02T00:00 sum reached=10000EUR orders=2")
    }

    @Test func aSumThatIsReachedAgainIsNotNoticedAgain() throws {
        let spec = try PlaybookSpec(Self.sums).given(.order("a", 120_00, at: "2027-03-01"))
        spec.given(.refunded("a", 50_00, at: "2027-03-02")).when(.order("b", 40_00, at: "2027-03-03")).thenNothing()
        let cancelled = spec.given(.cancelled("a", at: "2027-03-02"))
        cancelled.when(.order("b", 150_00, at: "2027-03-03")).thenNothing()
        cancelled.when(.order("b", 200_00, at: "2027-03-03")).then("2027-03-03T00:00 sum reached=20000EUR")
    }

    @Test func moneyThatWasGivenBackDoesNotHelpToReachASum() throws {
        let spec = try PlaybookSpec(Self.sums)
        spec.given(.order("a", 60_00, at: "2027-03-01"), .refunded("a", 20_00, at: "2027-03-02"))
            .when(.order("b", 59_99, at: "2027-03-03")).thenNothing()
        spec.given(.refunded("a", at: "2027-03-02")).when(.order("a", 300_00, at: "2027-03-01")).thenNothing()
    }

    // MARK: Anniversaries

    static let anniversary = """
        rules: { a: { yearly: customer.first_order, years: [1, 2, 4], emit: milestones/a,
          with: { first: customer.first_order } } }
        """

    @Test func anAnniversaryComesAtTheTimeOfDayOfTheFirstOrder() throws {
        let spec = try PlaybookSpec(Self.anniversary).given(
            .order("a", at: "2027-03-01T10:30"),
            .order("b", at: "2027-03-09")
        )
        spec.whenClock("2050-01-01")
            .then("2028-03-01T10:30 a years=1", "2029-03-01T10:30 a years=2", "2031-03-01T10:30 a years=4")
    }

    @Test func leapDayIsKeptOnThe28thAndOnItsOwnDayInLeapYears() throws {
        try PlaybookSpec(Self.anniversary).given(.order("a", at: "2024-02-29T08:30")).whenClock("2050-01-01")
            .then("2025-02-28T08:30 a years=1", "2026-02-28T08:30 a years=2", "2028-02-29T08:30 a years=4")
    }

    @Test func aFirstOrderThatTurnsOutEarlierMovesTheAnniversaryAndRepeatsNone() throws {
        let spec = try PlaybookSpec(Self.anniversary).given(.order("b", at: "2027-03-11"))
        spec.given(.order("a", at: "2027-03-01")).whenClock("2028-06-01")
            .then("2028-03-01T00:00 a years=1 first=2027-03-01T00:00")
        let noticed = spec.givenClock("2028-06-01").when(.order("a", at: "2027-03-01")).thenNothing()
        noticed.whenClock("2029-06-01").then("2029-03-01T00:00 a years=2")
    }

    @Test func aCancelledFirstOrderHandsTheAnniversaryToTheNextOneOrToNone() throws {
        let spec = try PlaybookSpec(Self.anniversary).given(.order("a", at: "2027-03-01"))
        spec.given(.cancelled("a", at: "2027-03-20")).thenNext(nil)
        spec.given(.order("b", at: "2027-03-06"), .cancelled("a", at: "2027-03-20")).whenClock("2028-06-01")
            .then("2028-03-06T00:00 a years=1 first=2027-03-06T00:00")
    }
}

/// Thanks for the first order, unless it was called off.
@Suite struct ThanksTests {
    static let rule = """
        rules:
          thanks:
            on: order.completed
            if: customer.orders == 1
            wait: 30m
            while: "!order.is_cancelled"
            cancel: { on: order.refunded, if: order.placed == customer.first_order }
            reentry: ignore
            once: true
            emit: triggers/thanks
            with: { order: event.order_id, orders: customer.orders }
        """

    static func ordered() throws -> PlaybookSpec {
        try PlaybookSpec(self.rule).given(.order("a", 5_00, at: "2027-03-01T10:00", id: "order"))
    }

    @Test func thanksAreDueExactlyHalfAnHourAfterTheFirstOrder() throws {
        let spec = try Self.ordered()
        spec.when(.viewed(at: "2027-03-01T10:30")).thenNothing()
        let due = spec.when(.viewed(at: "2027-03-01T10:30:00.001"))
            .then("2027-03-01T10:30 thanks order=a orders=1").thenNext(nil)
        #expect(due.signals.map(\.cause.eventID) == ["order"])
    }

    @Test(arguments: ["2027-03-01T10:00", "2027-03-01T10:01", "2027-03-01T10:30"])
    func aCancellationOrARefundUpToThatInstantEndsThem(_ time: String) throws {
        for reversal in [Fact.cancelled("a", at: time), .refunded("a", at: time), .refunded("a", 1, at: time)] {
            try Self.ordered().when(reversal).thenNothing().whenClock("2028-01-01").thenNothing()
        }
    }

    @Test func aCancellationAMillisecondLaterComesTooLate() throws {
        try Self.ordered().when(.cancelled("a", at: "2027-03-01T10:30:00.001")).then("2027-03-01T10:30 thanks")
    }

    @Test func whatBecomesOfAnotherOrderDoesNotEndThem() throws {
        try Self.ordered().given(
            .order("b", at: "2027-03-01T10:05"),
            .cancelled("b", at: "2027-03-01T10:06"),
            .refunded("c", 1, at: "2027-03-01T10:07")
        )
        .whenClock("2028-01-01").then("2027-03-01T10:30 thanks order=a")
    }

    @Test func aCancellationThatCameBeforeItsOrderEndsThem() throws {
        try PlaybookSpec(Self.rule).given(.cancelled("a", at: "2027-03-01T10:00"), .order("a", at: "2027-03-01T10:00"))
            .whenClock("2028-01-01").thenNothing()
    }

    @Test func theOrderAfterACancelledFirstOneIsThankedForAndOnlyOneIs() throws {
        let again = try Self.ordered().given(.cancelled("a", at: "2027-03-01T10:01"), .order("b", at: "2027-03-02"))
        again.whenClock("2028-01-01").then("2027-03-02T00:30 thanks order=b")
        again.givenClock("2027-03-10").given(.cancelled("b", at: "2027-03-10"), .order("c", at: "2027-03-11"))
            .whenClock("2028-01-01").thenNothing()
    }
}
