import Playbook
import Retention
import Testing

/// Rules that decide some time after an instant of the state.
@Suite struct SinceTests {
    static let silence = """
        rules:
          silent:
            since: customer.last_order
            after: [30d, 60d]
            emit: triggers/silent
        """

    @Test func stagesAreSolvedAgainWhenTheInstantMovesLater() throws {
        let spec = try PlaybookSpec(Self.silence).given(.order("a", at: "2027-03-01"))
        spec.whenClock("2028-01-01").then("2027-03-31T00:00 silent stage=1", "2027-04-30T00:00 silent stage=2")
            .thenNext(nil)
        let second = spec.given(.order("b", at: "2027-03-20")).thenNext("2027-04-19T00:00")
        second.whenClock("2028-01-01").then("2027-04-19T00:00 silent stage=1", "2027-05-19T00:00 silent stage=2")
    }

    @Test func theStagesBeginAnewAfterAllHavePassed() throws {
        let spec = try PlaybookSpec(Self.silence).given(.order("a", at: "2027-03-01")).givenClock("2027-06-01")
        spec.given(.order("b", at: "2027-06-01")).whenClock("2028-01-01")
            .then("2027-07-01T00:00 silent stage=1", "2027-07-31T00:00 silent stage=2")
    }

    @Test func anEventAtTheInstantOfAStageComesBeforeIt() throws {
        let spec = try PlaybookSpec(Self.silence).given(.order("a", at: "2027-03-01"))
        spec.when(.order("b", at: "2027-03-31")).thenNothing().thenNext("2027-04-30T00:00")
        spec.when(.order("b", at: "2027-03-31T00:00:00.001")).then("2027-03-31T00:00 silent stage=1")
    }

    @Test func anInstantThatMovesEarlierSaysNothingAgain() throws {
        let spec = try PlaybookSpec(Self.silence)
            .given(.order("a", at: "2027-03-01"), .order("b", at: "2027-03-20")).givenClock("2027-04-25")
        // The first stage after b has passed; without b, that after a has passed too, and the second is ahead.
        spec.when(.cancelled("b", at: "2027-04-25")).thenNothing().whenClock("2028-01-01")
            .then("2027-04-30T00:00 silent stage=2")
    }

    @Test func anInstantThatMovesEarlierLeavesOutWhatLiesBehind() throws {
        let spec = try PlaybookSpec(Self.silence)
            .given(.order("a", at: "2027-03-01"), .order("b", at: "2027-03-30"))
        spec.when(.cancelled("b", at: "2027-04-05")).thenNothing().thenNext("2027-04-30T00:00")
    }

    @Test func anInstantThatVanishesDisarms() throws {
        let spec = try PlaybookSpec(Self.silence)
            .given(.order("a", at: "2027-03-01")).given(.cancelled("a", at: "2027-03-02")).thenNext(nil)
        spec.given(.order("b", at: "2027-03-03")).whenClock("2028-01-01")
            .then("2027-04-02T00:00 silent stage=1", "2027-05-02T00:00 silent stage=2")
    }

    @Test func anInstantThatVanishesAndComesBackSaysNothingAgain() throws {
        let spec = try PlaybookSpec(Self.silence).given(.order("a", at: "2027-03-01")).givenClock("2027-04-01")
        spec.given(.cancelled("a", at: "2027-04-01")).when(.order("c", at: "2027-03-01")).thenNothing()
            .whenClock("2028-01-01").then("2027-04-30T00:00 silent stage=2")
    }

    @Test func lateEventsSolveAgain() throws {
        let spec = try PlaybookSpec(Self.silence).given(.order("b", at: "2027-03-20"))
        spec.given(.order("a", at: "2027-03-01")).thenNext("2027-04-19T00:00")
    }

    @Test func theConditionIsAskedWhenTheTimerFires() throws {
        let spec = try PlaybookSpec(
            """
            rules: { r: { since: customer.last_order, after: [1d, 2d], if: customer.views == 0, emit: triggers/r } }
            """
        )
        .given(.order("a", at: "2027-03-01"))
        spec.given(.viewed(at: "2027-03-02T12:00")).whenClock("2028-01-01").thenNothing()
        spec.whenClock("2028-01-01").then("2027-03-02T00:00 r stage=1", "2027-03-03T00:00 r stage=2")
    }

    // MARK: Missed stages

    static let reminder = """
        rules:
          r:
            since: customer.last_order
            after: [10d, 20d]
            missed: MISSED
            emit: triggers/r
        """

    @Test func missedStagesAreSkippedOrTheLatestComesNow() throws {
        // The order is known only 25 days later.
        let facts: [Fact] = [.viewed(at: "2027-03-26"), .order("b", at: "2027-03-26"), .order("a", at: "2027-03-01")]
        let skip = try PlaybookSpec(Self.reminder.replacing("MISSED", with: "skip")).given(facts)
        skip.when(.cancelled("b", at: "2027-03-26")).thenNothing().whenClock("2028-01-01").thenNothing()
        let now = try PlaybookSpec(Self.reminder.replacing("MISSED", with: "now")).given(facts)
        now.when(.cancelled("b", at: "2027-03-26")).thenNothing().whenClock("2028-01-01")
            .then("2027-03-26T00:00 r stage=2")
    }

    @Test func whatIsSaidAgainIsAnotherDecision() throws {
        let spec = try PlaybookSpec(Self.reminder.replacing("MISSED", with: "now"))
            .given(.order("a", at: "2027-03-01")).whenClock("2027-03-22")
            .then("2027-03-11T00:00 r stage=1", "2027-03-21T00:00 r stage=2")
        let ids = Set(spec.signals.map(\.id))
        let again = spec.given(.order("b", at: "2027-03-22")).given(.cancelled("b", at: "2027-03-23"))
            .whenClock("2028-01-01")
        #expect(ids.isDisjoint(with: again.signals.map(\.id)), "\(again.signals.map(\.line))")
    }

    // MARK: Computed lengths

    @Test func computedLengthsFollowTheState() throws {
        let spec = try PlaybookSpec(
            """
            rules:
              r:
                since: customer.last_order
                after: longest(days(30), times(customer.order_gap, 3))
                emit: triggers/r
            """
        )
        .given(.order("a", at: "2027-03-01")).thenNext("2027-03-31T00:00")
        spec.given(.order("b", at: "2027-03-05")).thenNext("2027-04-04T00:00")
        spec.given(.order("b", at: "2027-03-21")).thenNext("2027-05-20T00:00").whenClock("2028-01-01")
            .then("2027-05-20T00:00 r -stage")
    }

    @Test func aLengthThatIsNotKnownWaitsUntilItIs() throws {
        let spec = try PlaybookSpec(
            "rules: { r: { since: customer.first_order, after: days(customer.nps.score), emit: triggers/r } }"
        )
        .given(.order("a", at: "2027-03-01")).thenNext(nil)
        spec.given(Fact(.npsAnswered(NPSAnswer(score: 5)), at: "2027-03-02")).thenNext("2027-03-06T00:00")
        spec.given(Fact(.npsAnswered(NPSAnswer(score: 5)), at: "2027-03-06")).thenNext("2027-03-06T00:00")
        spec.given(Fact(.npsAnswered(NPSAnswer(score: 5)), at: "2027-03-07")).thenNext(nil)
    }

    @Test func onceDecidesOnceForAllStages() throws {
        let spec = try PlaybookSpec(Self.silence.replacing("emit:", with: "once: true\n    emit:"))
            .given(.order("a", at: "2027-03-01"))
        spec.whenClock("2028-01-01").then("2027-03-31T00:00 silent stage=1")
    }
}
