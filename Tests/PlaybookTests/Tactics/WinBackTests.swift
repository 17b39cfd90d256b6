import Playbook
import Retention
import Testing

/// Stages of winning a silent customer back, and whether that succeeds.
@Suite struct WinBackTests {
    static let rule = """
        rules:
          winback:
            since: customer.last_order
            after: [60d, 90d, 180d]
            emit: triggers/due
            with: { last_order: customer.last_order, silent_for: now - customer.last_order }
            goal: { on: order.completed, emit: triggers/succeeded, with: { orders: customer.orders } }
        """

    static func ordered() throws -> PlaybookSpec {
        try PlaybookSpec(self.rule).given(.order("a", at: "2027-01-01T10:00"))
    }

    @Test func theStagesComeExactlySoLongAfterTheLatestOrderEachOnce() throws {
        try Self.ordered().whenClock("2030-01-01")
            .then(
                "2027-03-02T10:00 due stage=1 last_order=2027-01-01T10:00 silent_for=5184000000ms",
                "2027-04-01T10:00 due stage=2",
                "2027-06-30T10:00 due stage=3"
            )
            .thenNext(nil)
    }

    @Test func anOrderAtTheVeryInstantOfAStageNeededNoWinningBack() throws {
        try Self.ordered().when(.order("b", at: "2027-03-02T10:00")).thenNothing()
    }

    @Test func anOrderAfterAStageIsOneSuccessAndTheStagesBeginAnew() throws {
        let spec = try Self.ordered().givenClock("2027-04-10")
        let back = spec.when(.order("b", at: "2027-04-11"))
            .then("2027-04-11T00:00 succeeded decided=2027-04-01T10:00 orders=2")
        back.when(.order("c", at: "2027-04-12")).thenNothing()
        back.whenClock("2027-06-11").then("2027-06-10T00:00 due stage=1 last_order=2027-04-11T00:00")
    }

    @Test(arguments: ["2026-12-25", "2027-01-01T10:00"])
    func aLateOrderFromBeforeTheLatestOneIsNoReturn(_ time: String) throws {
        let spec = try Self.ordered().givenClock("2027-03-03")
        spec.when(.order("b", at: time)).thenNothing().whenClock("2027-04-02").then("2027-04-01T10:00 due stage=2")
    }

    @Test func aLateOrderMovesTheStagesToComeAndRepeatsNoneThatLiesBehind() throws {
        let spec = try Self.ordered().givenClock("2027-03-03")
        spec.given(.order("b", at: "2027-02-20T10:00")).whenClock("2027-04-22")
            .then("2027-04-21T10:00 due stage=1 last_order=2027-02-20T10:00")
        try Self.ordered().givenClock("2027-07-20").given(.order("b", at: "2027-01-11T10:00")).whenClock("2030-01-01")
            .then("2027-07-10T10:00 due stage=3")
    }

    @Test func aCancelledOrderBringsTheStagesOfTheOrderBeforeItBackButForThoseThatPassed() throws {
        let spec = try Self.ordered().given(.order("b", at: "2027-02-20"), .cancelled("b", at: "2027-03-12"))
        spec.whenClock("2030-01-01")
            .then(
                "2027-04-01T10:00 due stage=2 last_order=2027-01-01T10:00",
                "2027-06-30T10:00 due stage=3"
            )
        // No stage was due, so that nobody was won back.
        spec.when(.order("c", at: "2027-03-22")).thenNothing()
    }

    @Test func aLateCancellationOfAnotherOrderRepeatsNoStage() throws {
        try PlaybookSpec(Self.rule).given(.order("z", at: "2026-12-25"), .order("a", at: "2027-01-01T10:00"))
            .givenClock("2027-04-05").given(.cancelled("z", at: "2027-03-12")).whenClock("2030-01-01")
            .then("2027-06-30T10:00 due stage=3")
    }

    @Test func whoHasNoOrderThatStandsIsNotWonBack() throws {
        try Self.ordered().given(.cancelled("a", at: "2027-01-02")).thenNext(nil)
    }

    @Test func oneWinningBackSucceedsOnceAlthoughTheReturningOrderIsCancelled() throws {
        let back = try Self.ordered().givenClock("2027-03-03").when(.order("b", at: "2027-03-04"))
            .then("2027-03-04T00:00 succeeded")
        back.given(.cancelled("b", at: "2027-03-05")).when(.order("c", at: "2027-03-06")).thenNothing()
    }
}
