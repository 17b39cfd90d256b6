import Playbook
import Retention
import Testing

/// A flag that goes up when a customer is silent for too long, and down with the next order.
@Suite struct ChurnTests {
    static func rule(_ after: String) -> String {
        """
        rules:
          churn:
            since: customer.last_order
            after: \(after)
            missed: now
            emit: churn-risk/raised
            with:
              orders: customer.orders
              last_order: customer.last_order
              silent_for: now - customer.last_order
              gap: customer.order_gap
              day_gap: customer.purchase_day_gap
            goal: { on: order.completed, emit: churn-risk/cleared, with: { orders: customer.orders } }
        """
    }

    static let hiatus = rule("30d")

    @Test func theFlagGoesUpOnceExactlyAHiatusAfterTheLatestOrder() throws {
        let spec = try PlaybookSpec(Self.hiatus).given(.order("a", at: "2027-03-01T10:00", id: "order"))
        spec.whenClock("2027-03-31T10:00").thenNothing()
        let raised = spec.whenClock("2027-03-31T10:00:00.001")
            .then("2027-03-31T10:00 raised orders=1 last_order=2027-03-01T10:00 silent_for=2592000000ms")
        #expect(raised.signals.map(\.cause.eventID) == ["order"])
        raised.whenClock("2037-01-01").thenNothing()
    }

    @Test func whoNeverOrderedIsAtNoRisk() throws {
        try PlaybookSpec(Self.hiatus)
            .given(.viewed(at: "2027-03-01"), .added(at: "2027-03-01"), .mentioned(10, at: "2027-03-01"))
            .whenClock("2037-01-01").thenNothing()
    }

    @Test func nothingButAnOrderBreaksTheSilence() throws {
        let spec = try PlaybookSpec(Self.hiatus).given(.order("a", at: "2027-03-01"))
        spec.given(.viewed(at: "2027-03-30"), .added(at: "2027-03-30"), .refunded("a", at: "2027-03-30"))
            .when(.mentioned(10, at: "2027-04-01")).then("2027-03-31T00:00 raised")
    }

    @Test func anOrderUpToThatInstantMovesTheFlagAndALaterOneClearsIt() throws {
        let spec = try PlaybookSpec(Self.hiatus).given(.order("a", at: "2027-03-01"))
        spec.when(.order("b", at: "2027-03-31")).thenNothing().thenNext("2027-04-30T00:00")
        let back = spec.when(.order("b", at: "2027-03-31T00:00:00.001"))
            .then("2027-03-31T00:00 raised", "2027-03-31T00:00:00.001 cleared orders=2")
        back.whenClock("2037-01-01").then("2027-04-30T00:00:00.001 raised")
    }

    // MARK: The customer's own cadence

    @Test(arguments: ["customer.order_gap", "customer.purchase_day_gap"])
    func whoHasLongGapsIsGivenThreeOfThem(_ gap: String) throws {
        let spec = try PlaybookSpec(Self.rule("longest(days(30), times(\(gap), 3))")).given(
            .order("a", at: "2027-03-01")
        )
        spec.given(.order("b", at: "2027-03-21")).whenClock("2028-01-01").then("2027-05-20T00:00 raised")
        spec.given(.order("b", at: "2027-03-03")).whenClock("2028-01-01").then("2027-04-02T00:00 raised")
        spec.whenClock("2028-01-01").then("2027-03-31T00:00 raised gap=0ms day_gap=0ms")
    }

    @Test func ordersOfOneDayShortenTheGapBetweenOrdersAndNotThatBetweenPurchaseDays() throws {
        let facts: [Fact] = [
            .order("a", at: "2027-03-01T10:00"), .order("b", at: "2027-03-01T11:00"),
            .order("c", at: "2027-03-21T10:00"),
        ]
        let (orders, days) = ("gap=864000000ms", "day_gap=1728000000ms")
        try PlaybookSpec(Self.rule("longest(days(30), times(customer.order_gap, 3))")).given(facts)
            .whenClock("2028-01-01").then("2027-04-20T10:00 raised \(orders) \(days)")
        try PlaybookSpec(Self.rule("longest(days(30), times(customer.purchase_day_gap, 3))")).given(facts)
            .whenClock("2028-01-01").then("2027-05-20T10:00 raised \(orders) \(days)")
    }

    @Test func aGapIsRoundedDownToTheMillisecond() throws {
        try PlaybookSpec(Self.rule("longest(days(30), times(customer.order_gap, 2.5))"))
            .given(.order("a", at: "2027-03-01"), .order("b", at: "2027-03-02"), .order("c", at: "2027-03-05"))
            .given(.order("d", at: "2027-04-30T00:00:00.002"))
            .whenClock("2028-01-01").then("2027-06-19T00:00:00.002 raised gap=1728000000ms")
    }

    // MARK: Late news

    @Test func aLateOrderFromBeforeTheLatestOneDoesNotClearTheFlag() throws {
        let raised = try PlaybookSpec(Self.hiatus).given(.order("b", at: "2027-03-01")).givenClock("2027-04-01")
        for time in ["2027-02-20", "2027-03-01"] {
            let late = raised.when(.order("a", at: time)).thenNothing()
            late.whenClock("2027-04-30").thenNothing().when(.order("c", at: "2027-05-01"))
                .then("2027-05-01T00:00 cleared orders=3")
        }
    }

    @Test func aLateOrderThatBreaksTheSilenceClearsTheFlagNotBeforeItWentUp() throws {
        let raised = try PlaybookSpec(Self.hiatus).given(.order("a", at: "2027-03-01")).givenClock("2027-04-01")
        raised.when(.order("b", at: "2027-03-20")).then("2027-03-31T00:00 cleared").whenClock("2028-01-01")
            .then("2027-04-19T00:00 raised")
    }

    @Test func aLateOrderBeforeTheFlagSettlesTheCadenceAndNotTheSilence() throws {
        try PlaybookSpec(Self.rule("longest(days(1), times(customer.order_gap, 3))"))
            .given(.order("a", at: "2027-03-01"), .order("c", at: "2027-04-30"), .order("b", at: "2027-03-31"))
            .whenClock("2028-01-01").then("2027-07-29T00:00 raised gap=2592000000ms")
    }

    // MARK: Cancellations

    @Test func aCancelledOrderBringsTheSilenceBeforeItBack() throws {
        let spec = try PlaybookSpec(Self.hiatus)
            .given(.order("a", at: "2027-03-01"), .order("b", at: "2027-03-11"))
            .given(.cancelled("b", at: "2027-03-12")).thenNext("2027-03-31T00:00")
        spec.whenClock("2028-01-01").then("2027-03-31T00:00 raised last_order=2027-03-01T00:00")
    }

    @Test func aFlagThatACancellationBringsUpIsRaisedAtTheCancellation() throws {
        let spec = try PlaybookSpec(Self.hiatus)
            .given(.order("a", at: "2027-03-01"), .order("b", at: "2027-03-21"))
            .given(.cancelled("b", at: "2027-04-15"))
        spec.whenClock("2028-01-01")
            .then("2027-04-15T00:00 raised last_order=2027-03-01T00:00 silent_for=3888000000ms")
    }

    @Test func theOnlyOrderBeingCancelledLeavesNobodyAtRisk() throws {
        try PlaybookSpec(Self.hiatus).given(.order("a", at: "2027-03-01"), .cancelled("a", at: "2027-03-02"))
            .thenNext(nil)
    }

    @Test func aFlagThatIsUpStaysUpWhenOrdersAreCancelledAndTheNextOrderClearsIt() throws {
        let spec = try PlaybookSpec(Self.hiatus)
            .given(.order("a", at: "2027-03-01"), .order("b", at: "2027-03-02")).givenClock("2027-04-10")
            .given(.cancelled("b", at: "2027-04-11"))
        spec.whenClock("2027-05-01").thenNothing().when(.order("c", at: "2027-05-01"))
            .then("2027-05-01T00:00 cleared orders=2")
    }

    @Test(arguments: ["2027-04-11", "2027-03-31"])
    func aFlagThatGoesUpAgainAfterTheClearingOrderWasCancelledIsAnotherDecision(_ cancelled: String) throws {
        let first = try PlaybookSpec(Self.hiatus).given(.order("a", at: "2027-03-01")).whenClock("2027-04-01")
            .then("2027-03-31T00:00 raised")
        let again = first.given(.order("b", at: "2027-04-10")).given(.cancelled("b", at: cancelled))
            .whenClock("2028-01-01")
        #expect(Set(first.signals.map(\.id)).isDisjoint(with: again.signals.map(\.id)))
        #expect(again.signals.allSatisfy { $0.time > at("2027-03-31") }, "\(again.signals.map(\.line))")
    }
}
