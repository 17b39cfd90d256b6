import Playbook
import Retention
import Testing

/// A state that goes on under another playbook.
@Suite struct AdoptionTests {
    static func wait(_ wait: String) -> String {
        "rules: { r: { on: product.viewed, wait: \(wait), emit: triggers/r } }"
    }

    static let none = "rules: { other: { on: order.completed, emit: triggers/other } }"

    @Test func rulesThatAreGoneAreDisarmed() throws {
        let spec = try PlaybookSpec(
            """
            rules:
              r: { on: product.viewed, wait: 5d, emit: triggers/r }
              s: { since: customer.last_seen, after: 5d, emit: triggers/s }
              g: { on: product.viewed, emit: triggers/g,
                   goal: { on: order.completed, within: 9d, emit: triggers/g.reached, missed: triggers/g.missed } }
              y: { yearly: customer.first_seen, emit: triggers/y }
              d: { dates: [2027-12-06], at: "08:00", emit: triggers/d }
              l: { stages: { new: now - customer.first_seen < days(9), old: customer.views > 0 },
                   recheck: customer.first_seen + days(9), emit: segments/l }
            """
        )
        .given(.viewed(at: "2027-03-01"))
        let adopted = try spec.whenAdopted(Self.none, at: "2027-03-02").thenNothing().thenNext(nil)
        #expect(adopted.state.decisions.value.memories.isEmpty)
        adopted.whenClock("2030-01-01").thenNothing().when(.order("o", at: "2030-01-01"))
            .then("2030-01-01T00:00 other")
    }

    @Test func changedWaitsAreSolvedAgain() throws {
        let spec = try PlaybookSpec(Self.wait("5d")).given(.viewed(at: "2027-03-01"))
        for (length, next) in [("9d", "2027-03-10T00:00"), ("2d", "2027-03-03T00:00"), ("1d", "2027-03-02T00:00")] {
            try spec.whenAdopted(Self.wait(length), at: "2027-03-02").thenNothing().thenNext(next)
        }
        try spec.whenAdopted(Self.wait("23h"), at: "2027-03-02").thenNothing().thenNext(nil)
        try spec.whenAdopted(Self.wait("[1h, 2d]"), at: "2027-03-02").whenClock("2028-01-01")
            .then("2027-03-03T00:00 r stage=2")
    }

    @Test func stagesThatHavePassedAreNotSaidAgain() throws {
        let spec = try PlaybookSpec(Self.wait("[1d, 5d]")).given(.viewed(at: "2027-03-01")).givenClock("2027-03-03")
        try spec.whenAdopted(Self.wait("[1d, 3d]"), at: "2027-03-03").whenClock("2028-01-01")
            .then("2027-03-04T00:00 r stage=2")
    }

    @Test func changedLengthsAreSolvedAgain() throws {
        let yaml = "rules: { s: { since: customer.last_seen, after: [5d, 9d], emit: triggers/s } }"
        let spec = try PlaybookSpec(yaml).given(.viewed(at: "2027-03-01"))
        try spec.whenAdopted(yaml.replacing("5d", with: "7d"), at: "2027-03-04").thenNothing()
            .thenNext("2027-03-08T00:00")
        try spec.whenAdopted(yaml.replacing("5d", with: "2d"), at: "2027-03-04").thenNothing()
            .thenNext("2027-03-10T00:00")
        try spec.whenAdopted(yaml.replacing("5d", with: "6d"), at: "2027-03-06T12:00").whenClock("2028-01-01")
            .then("2027-03-10T00:00 s stage=2")
    }

    @Test func newRulesDecideNothingAboutThePast() throws {
        let spec = try PlaybookSpec(Self.none)
            .given(
                .born("1984-03-01", at: "2026-03-01"),
                .order("o", 99_00, at: "2027-03-01"),
                .viewed(at: "2027-03-01")
            )
        let adopted = try spec.whenAdopted(
            """
            rules:
              e: { on: order.completed, emit: triggers/e }
              w: { on: order.completed, wait: 5d, emit: triggers/w }
              s: { since: customer.last_order, after: [1d, 9d], emit: triggers/s }
              n: { since: customer.last_order, after: [1d], missed: now, emit: triggers/n }
              y: { yearly: customer.first_order, emit: triggers/y }
              b: { yearly: birthday, at: "09:00", emit: triggers/b }
              d: { dates: [2027-03-01, 2027-12-06], at: "08:00", emit: triggers/d }
              c: { reaches: customer.orders, at: [1, 2], emit: triggers/c }
              m: { reaches: customer.revenue, at: [50 EUR, 100 EUR], emit: triggers/m }
              l: { stages: { buyer: customer.orders > 0 }, emit: segments/l }
              i: { segment: customer.orders > 0, emit: segments/i }
            """,
            at: "2027-03-05"
        )
        .thenNothing()
        adopted.whenClock("2027-03-05T00:00:00.001").thenNothing()
        adopted.whenClock("2028-03-03")
            .then(
                "2027-03-10T00:00 s stage=2",
                "2027-12-06T08:00 d",
                "2028-03-01T00:00 y years=1",
                "2028-03-01T09:00 b"
            )
        adopted.when(.order("p", 1_00, at: "2027-03-06"))
            .then("2027-03-06T00:00 e", "2027-03-06T00:00 c reached=2", "2027-03-06T00:00 m reached=10000EUR")
    }

    @Test func whatWaitsForARuleThatIsGoneIsSuppressedWhenItsHourComes() throws {
        let spec = try DeferralTests.spec().given(.viewed(at: "2027-03-01T23:00"))
        let adopted = try spec.whenAdopted(Self.none, at: "2027-03-02").thenNothing().thenNext("2027-03-02T07:00")
        adopted.whenClock("2028-01-01").then("2027-03-02T07:00 contact.suppressed reason=rule_removed").thenNext(nil)
    }

    @Test func whatWaitsForARuleThatStaysGoesOut() throws {
        let spec = try DeferralTests.spec().given(.viewed(at: "2027-03-01T23:00"))
        let other = ContactTests.playbook("caps: { at_most: 1, per: 1d }")
        try spec.whenAdopted(other, at: "2027-03-02").whenClock("2028-01-01").then("2027-03-02T07:00 r")
        try spec.whenAdopted(other.replacing("1d }", with: "1d }, blocked_while: { x: true }"), at: "2027-03-02")
            .whenClock("2028-01-01").then("2027-03-02T07:00 contact.suppressed reason=x")
    }

    @Test func aGoalThatIsGoneIsNotReached() throws {
        let spec = try PlaybookSpec(GoalTests.goal).given(.added(at: "2027-03-01"))
        try spec.whenAdopted("rules: { r: { on: product.added, emit: triggers/r } }", at: "2027-03-02").thenNext(nil)
            .when(.order("o", at: "2027-03-03")).thenNothing()
    }

    @Test func whatWasDecidedOnceStaysDecided() throws {
        let yaml = "rules: { r: { on: product.viewed, once: true, emit: triggers/r } }"
        let spec = try PlaybookSpec(yaml).given(.viewed(at: "2027-03-01"))
        try spec.whenAdopted(yaml + " # the same", at: "2027-03-02").when(.viewed(at: "2027-03-03")).thenNothing()
    }

    @Test func aStrangerHasNothingToTakeOver() throws {
        try PlaybookSpec(Self.none).whenAdopted(CalendarTests.saintNicholas, at: "2026-11-01").thenNext(nil)
    }

    @Test func aRuleThatIsWrittenAnewUnderItsNameBeginsAnew() throws {
        let spec = try PlaybookSpec("rules: { r: { reaches: customer.orders, at: [1], emit: triggers/r } }")
            .given(.order("o", at: "2027-03-01"))
        try spec.whenAdopted(
            "rules: { r: { since: customer.last_order, after: [5d], emit: triggers/r } }",
            at: "2027-03-02"
        ).whenClock("2028-01-01").then("2027-03-06T00:00 r")
    }
}
