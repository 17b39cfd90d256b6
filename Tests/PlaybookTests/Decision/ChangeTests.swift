import Playbook
import Retention
import Testing

/// Rules that decide when a value of the state becomes another one.
@Suite struct ChangeTests {
    static let orders = "rules: { r: { changes: customer.orders, emit: segments/r } }"
    static let silence = """
        rules:
          r:
            changes: now >= customer.last_order + days(30)
            recheck: customer.last_order + days(30)
            emit: segments/r
        """

    @Test func eachOtherValueIsToldWithTheOneBefore() throws {
        let spec = try PlaybookSpec(Self.orders).when(.order("a", at: "2027-03-01")).then(
            "2027-03-01T00:00 r to=1 -from"
        )
        .when(.order("b", at: "2027-03-02")).then("2027-03-02T00:00 r from=1 to=2")
        spec.when(.viewed(at: "2027-03-03")).thenNothing()
            .when(.cancelled("b", at: "2027-03-04")).then("2027-03-04T00:00 r from=2 to=1")
            .when(.cancelled("a", at: "2027-03-05")).then("2027-03-05T00:00 r from=1 to=0").thenNext(nil)
    }

    @Test func whatNobodyHasIsNoNews() throws {
        try PlaybookSpec(Self.orders).when(.viewed(at: "2027-03-01")).thenNothing().thenNext(nil)
        try PlaybookSpec("rules: { r: { changes: customer.orders > 1, emit: segments/r } }")
            .when(.order("a", at: "2027-03-01")).thenNothing()
            .when(.order("b", at: "2027-03-02")).then("2027-03-02T00:00 r to=true -from")
            .when(.cancelled("b", at: "2027-03-03")).then("2027-03-03T00:00 r from=true to=false")
    }

    @Test func textsAreTold() throws {
        let text = "\"customer.orders > 1 ? 'more' : customer.orders == 1 ? 'one' : ''\""
        try PlaybookSpec("rules: { r: { changes: \(text), emit: segments/r } }").when(.viewed(at: "2027-02-01"))
            .thenNothing()
            .when(.order("a", at: "2027-03-01")).then("2027-03-01T00:00 r to=one")
            .when(.order("b", at: "2027-03-02")).then("2027-03-02T00:00 r from=one to=more")
    }

    @Test func `given a rule about the id alone, when a customer is first heard of, then it is told once`() throws {
        try PlaybookSpec("rules: { r: { changes: customer.id != '', emit: segments/r } }")
            .when(.viewed(at: "2027-03-01")).then("2027-03-01T00:00 r to=true -from")
            .when(.order("a", at: "2027-03-02")).thenNothing()
    }

    @Test func aValueThatChangesWithTimeIsLookedAtWhenItDoes() throws {
        let spec = try PlaybookSpec(Self.silence).when(.order("a", at: "2027-03-01")).thenNothing()
            .thenNext("2027-03-31T00:00")
        spec.whenClock("2027-03-31").thenNothing().whenClock("2027-03-31T00:00:01").then("2027-03-31T00:00 r to=true")
            .when(.order("b", at: "2027-04-02")).then("2027-04-02T00:00 r from=true to=false")
    }

    @Test func aConditionKeepsAChangeQuiet() throws {
        let spec = try PlaybookSpec(
            "rules: { r: { changes: customer.orders, if: customer.orders != 2, emit: segments/r } }"
        ).given(.order("a", at: "2027-03-01"))
        spec.when(.order("b", at: "2027-03-02")).thenNothing()
            .when(.order("c", at: "2027-03-03")).then("2027-03-03T00:00 r from=2 to=3")
    }

    @Test func whatIsAdoptedIsToldFromTheNextChangeOn() throws {
        try PlaybookSpec("rules: {}").given(.order("a", at: "2027-03-01"))
            .whenAdopted(Self.orders, at: "2027-03-02").thenNothing()
            .when(.order("b", at: "2027-03-03")).then("2027-03-03T00:00 r from=1 to=2")
    }

    @Test func theValueIsKeptInTheState() throws {
        var spec = try PlaybookSpec(Self.silence)
        spec.reloads = true
        let later = spec.given(.order("a", at: "2027-03-01")).givenClock("2027-04-01").when(
            .order("b", at: "2027-04-02")
        )
        later.then("2027-04-02T00:00 r from=true to=false")
        #expect(!later.isDamaged)
    }

    // MARK: Before an instant

    static let term = """
        rules: { r: { since: customer.last_order + days(100), before: [30d, 7d], emit: triggers/r } }
        """

    @Test func aRuleDecidesBeforeAnInstantToTheSecond() throws {
        let spec = try PlaybookSpec(Self.term).when(.order("a", at: "2027-03-01")).thenNothing()
        spec.whenClock("2027-05-10").thenNothing().whenClock("2027-05-10T00:00:01").then("2027-05-10T00:00 r stage=1")
            .whenClock("2028-01-01").then("2027-06-02T00:00 r stage=2").thenNext(nil)
    }

    @Test func anInstantThatMovesIsAnnouncedAnew() throws {
        let spec = try PlaybookSpec(Self.term).given(.order("a", at: "2027-03-01")).givenClock("2027-05-11")
        spec.given(.order("b", at: "2027-05-20")).whenClock("2028-01-01")
            .then("2027-07-29T00:00 r stage=1", "2027-08-21T00:00 r stage=2")
    }

    @Test func whatIsKnownTooLateIsLeftOut() throws {
        let late = "rules: { r: { since: customer.last_order + days(10), before: [30d, 7d], emit: triggers/r } }"
        try PlaybookSpec(late).when(.order("a", at: "2027-03-01")).whenClock("2028-01-01").then(
            "2027-03-04T00:00 r stage=2"
        )
    }

    @Test func theyAreDescribed() throws {
        #expect(
            PlaybookFile.describe(try PlaybookSpec.load(Self.term))
                == ["r: 30 d and 7 d before customer.last_order + days(100) → r"]
        )
        #expect(PlaybookFile.describe(try PlaybookSpec.load(Self.orders)) == ["r: when customer.orders changes → r"])
    }

    @Test(arguments: [
        ("changes: customer.last_order", "a text, a whole number, or true or false"),
        ("changes: now > customer.last_order", "the instants at which the value changes with time alone"),
        ("changes: customer.orders, at: [1]", "`at` belongs"),
        ("since: customer.last_order, after: 1d, before: 1d", "`after` or `before`, not both"),
        ("since: customer.last_order, before: [7d, 30d]", "less than the item before it"),
        ("since: customer.last_order, before: 0s", "above zero"),
        ("on: order.completed, before: 1d", "belongs to rules with `since`"),
    ])
    func whatIsWrittenWrongIsTold(_ trigger: String, _ says: String) {
        let found = #expect(throws: PlaybookError.self) {
            try PlaybookSpec.load("rules: { r: { \(trigger), emit: triggers/r } }")
        }
        let words = says.replacing("`at` belongs", with: "belongs to rules with `yearly`")
        #expect(found?.problems.contains { $0.message.contains(words) } ?? false, "\(found?.description ?? "")")
    }
}
