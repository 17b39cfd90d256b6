import Retention
import TestKit
import Testing

@Suite struct MentionNegativeTests {
    private let spec = CustomerSpec(.only { $0.mentionNegative = MentionNegativeRule(below: .scored(-0.5)) })

    @Test func `a mention below the limit is noticed, one of exactly the limit is not`() throws {
        try self.spec.when(.mentioned(-0.5, at: start)).thenNothing()
        try self.spec.when(.mentioned(-0.500001, on: "mastodon", at: start, id: "mention"))
            .then([
                .signal(
                    .mentionNegative,
                    at: start,
                    ["sentiment": .sentiment(.scored(-0.500001)), "network": .text("mastodon"), "orders": .count(0)],
                    cause: "mention"
                )
            ])
    }

    @Test func `a mention that nobody scored is counted and not noticed`() throws {
        let spec = self.spec.when(.mentioned(at: start))
        try spec.thenNothing()
        #expect(spec.state.mentions.count == 1 && spec.state.mentions.lastSentiment == nil)
    }

    @Test func `every negative mention is noticed, the same one twice is not`() throws {
        try self.spec.given(.mentioned(-1, at: start)).when(.mentioned(-1, at: start + tick), times: 2)
            .then([.signal(.mentionNegative, at: start + tick)])
    }
}

@Suite struct ServiceRecoveryTests {
    private let spec = CustomerSpec(
        .only { $0.serviceRecovery = ServiceRecoveryRule(below: .scored(-0.5), coolDown: .days(7)) }
    )

    @Test func `an angry mention asks for a recovery, one of exactly the limit does not`() throws {
        try self.spec.when(.mentioned(-0.5, at: start)).thenNothing()
        try self.spec.given(.order("o-1", 5_00, at: start)).when(.mentioned(-0.6, at: start))
            .then([
                .signal(
                    .serviceRecoveryDue,
                    at: start,
                    [
                        "reason": .text("mention"), "sentiment": .sentiment(.scored(-0.6)),
                        "network": .text("instagram"), "orders": .count(1),
                        "revenue": .sums(MoneyByCurrency([.eur(5_00)])),
                    ]
                )
            ])
    }

    @Test func `no second recovery is asked for until the cool-down is over, to the millisecond`() throws {
        let spec = self.spec.given(.mentioned(-0.6, at: start))
        try spec.when(.mentioned(-0.6, at: start + .days(7) - tick)).thenNothing()
        try spec.when(.mentioned(-0.6, at: start + .days(7)))
            .then([.signal(.serviceRecoveryDue, at: start + .days(7))])
    }

    @Test func `the cool-down runs from the recovery, not from the mentions in it`() throws {
        try self.spec.given(.mentioned(-0.6, at: start), .mentioned(-0.6, at: start + .days(6)))
            .when(.mentioned(-0.6, at: start + .days(7))).then([.signal(.serviceRecoveryDue, at: start + .days(7))])
    }

    @Test func `a late mention asks for nothing and does not shorten the cool-down`() throws {
        let spec = self.spec.given(.mentioned(-0.6, at: start))
        try spec.when(.mentioned(-0.6, at: start - .days(1))).thenNothing()
        try spec.given(.mentioned(-0.6, at: start - .days(1))).when(.mentioned(-0.6, at: start + .days(7) - tick))
            .thenNothing()
    }

    @Test func `an unscored mention asks for nothing`() throws {
        try self.spec.when(.mentioned(at: start)).thenNothing()
    }
}

@Suite struct TestimonialTests {
    private let spec = CustomerSpec(
        .only { $0.testimonial = TestimonialRule(atLeast: .scored(0.5), coolDown: .days(30)) }
    )
    private var buyer: CustomerSpec { self.spec.given(.order("o-1", at: start)) }

    @Test func `a glad mention of a buyer is noticed, from exactly the limit on`() throws {
        try self.buyer.when(.mentioned(0.499999, at: start + tick)).thenNothing()
        try self.buyer.when(.mentioned(0.5, at: start + tick))
            .then([
                .signal(
                    .testimonialCandidate,
                    at: start + tick,
                    [
                        "sentiment": .sentiment(.scored(0.5)), "network": .text("instagram"), "orders": .count(1),
                    ]
                )
            ])
    }

    @Test func `somebody who bought nothing is no candidate, nor is one whose orders were cancelled`() throws {
        try self.spec.when(.mentioned(1, at: start)).thenNothing()
        try self.buyer.given(.cancelled("o-1", at: start + tick)).when(.mentioned(1, at: start + .days(1)))
            .thenNothing()
    }

    @Test func `no second candidacy is noticed until the cool-down is over, to the millisecond`() throws {
        let spec = self.buyer.given(.mentioned(0.9, at: start + tick))
        try spec.when(.mentioned(0.9, at: start + .days(30))).thenNothing()
        try spec.when(.mentioned(0.9, at: start + tick + .days(30)))
            .then([.signal(.testimonialCandidate, at: start + tick + .days(30))])
    }

    @Test func `an unscored mention of a buyer is no candidacy`() throws {
        try self.buyer.when(.mentioned(at: start + tick)).thenNothing()
    }

    @Test func `an angry and a glad rule do not disturb each other`() throws {
        let rules = Rules.only {
            $0.mentionNegative = MentionNegativeRule(below: .scored(-0.5))
            $0.serviceRecovery = ServiceRecoveryRule(below: .scored(-0.5), coolDown: .days(7))
            $0.testimonial = TestimonialRule(atLeast: .scored(0.5), coolDown: .days(30))
        }
        let spec = CustomerSpec(rules).given(.order("o-1", at: start))
        try spec.when(.mentioned(-0.9, at: start + tick))
            .then([.signal(.mentionNegative, at: start + tick), .signal(.serviceRecoveryDue, at: start + tick)])
        try spec.given(.mentioned(-0.9, at: start + tick)).when(.mentioned(0.9, at: start + .days(1)))
            .then([.signal(.testimonialCandidate, at: start + .days(1))])
    }
}
