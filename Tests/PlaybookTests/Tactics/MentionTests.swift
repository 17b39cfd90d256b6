import Playbook
import Retention
import Testing

/// What is said of the shop in public.
@Suite struct MentionTests {
    static let rules = """
        rules:
          negative:
            on: social.mentioned
            if: event.sentiment < -0.5
            emit: service/negative
            with: { sentiment: event.sentiment, network: event.network, orders: customer.orders }
          recovery: { on: social.mentioned, if: event.sentiment < -0.5, cool_down: 7d, emit: service/recovery }
          testimonial:
            on: social.mentioned
            if: event.sentiment >= 0.5 && customer.orders > 0
            cool_down: 30d
            emit: triggers/testimonial
        """

    @Test func aMentionBelowTheLimitIsNoticedAndOneOfExactlyTheLimitIsNot() throws {
        let spec = try PlaybookSpec(Self.rules)
        spec.when(.mentioned(-50, at: "2027-03-01")).thenNothing()
        spec.when(.mentioned(-51, on: "x", at: "2027-03-01"))
            .then("2027-03-01T00:00 negative sentiment=-510000u network=x orders=0", "2027-03-01T00:00 recovery")
    }

    @Test func aMentionThatNobodyScoredDecidesNothing() throws {
        let spec = try PlaybookSpec(Self.rules).given(.order("a", at: "2027-03-01"))
        spec.when(.mentioned(at: "2027-03-02")).thenNothing()
        #expect(spec.given(.mentioned(at: "2027-03-02")).state.mentions.count == 1)
    }

    @Test func everyNegativeMentionIsNoticedAndRecoveryIsAskedForOnceInAWhile() throws {
        let spec = try PlaybookSpec(Self.rules).given(.mentioned(-60, at: "2027-03-01T10:00"))
        spec.when(.mentioned(-60, at: "2027-03-07")).then("2027-03-07T00:00 negative")
            .when(.mentioned(-60, at: "2027-03-08T09:59:59.999")).then("2027-03-08T09:59:59.999 negative")
            .when(.mentioned(-60, at: "2027-03-08T10:00")).then(
                "2027-03-08T10:00 negative",
                "2027-03-08T10:00 recovery"
            )
    }

    @Test func aLateMentionAsksForNothingAndDoesNotShortenTheCoolDown() throws {
        let spec = try PlaybookSpec(Self.rules).given(.mentioned(-60, at: "2027-03-02"))
        spec.when(.mentioned(-60, at: "2027-03-01")).then("2027-03-01T00:00 negative")
            .when(.mentioned(-60, at: "2027-03-08")).then("2027-03-08T00:00 negative")
    }

    @Test func aGladMentionOfABuyerIsNoticedFromExactlyTheLimitOn() throws {
        let buyer = try PlaybookSpec(Self.rules).given(.order("a", at: "2027-03-01"))
        buyer.when(.mentioned(49, at: "2027-03-02")).thenNothing()
        buyer.when(.mentioned(50, at: "2027-03-02")).then("2027-03-02T00:00 testimonial")
            .when(.mentioned(90, at: "2027-03-30")).thenNothing()
            .when(.mentioned(90, at: "2027-04-01")).then("2027-04-01T00:00 testimonial")
    }

    @Test func whoBoughtNothingIsNoCandidate() throws {
        let spec = try PlaybookSpec(Self.rules)
        spec.when(.mentioned(100, at: "2027-03-01")).thenNothing()
        spec.given(.order("a", at: "2027-03-01"), .cancelled("a", at: "2027-03-02"))
            .when(.mentioned(100, at: "2027-03-03")).thenNothing()
    }
}
