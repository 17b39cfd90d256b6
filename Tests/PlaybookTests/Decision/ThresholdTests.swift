import Playbook
import Retention
import Testing

/// Rules that decide when a number reaches thresholds, and when a customer comes to another label.
@Suite struct ThresholdTests {
    @Test func eachCountDecidesOnceInALife() throws {
        let spec = try PlaybookSpec("rules: { r: { reaches: customer.orders, at: [2, 3], emit: triggers/r } }")
            .when(.order("a", at: "2027-03-01"), .order("b", at: "2027-03-02"), .order("c", at: "2027-03-03"))
            .then("2027-03-02T00:00 r reached=2", "2027-03-03T00:00 r reached=3")
        spec.given(.cancelled("c", at: "2027-03-04")).when(.order("d", at: "2027-03-05")).thenNothing()
    }

    @Test func severalThresholdsMayBeReachedAtOnce() throws {
        let spec = try PlaybookSpec(
            "rules: { r: { reaches: customer.revenue, at: [10 EUR, 50 EUR, 100 EUR], emit: triggers/r } }"
        )
        spec.when(.order("a", 50_00, at: "2027-03-01"))
            .then("2027-03-01T00:00 r reached=1000EUR", "2027-03-01T00:00 r reached=5000EUR")
        spec.when(.order("a", 9_99, at: "2027-03-01")).thenNothing()
    }

    @Test func amountsOfEachCurrencyCountApart() throws {
        let spec = try PlaybookSpec(
            "rules: { r: { reaches: customer.revenue, at: [10 EUR, 10 USD, 20 EUR], emit: triggers/r } }"
        )
        .when(.order("a", 9_00, "USD", at: "2027-03-01"), .order("b", 12_00, at: "2027-03-02"))
        .then("2027-03-02T00:00 r reached=1000EUR")
        spec.when(.order("c", 1_00, "USD", at: "2027-03-03"), .order("d", 8_00, at: "2027-03-04"))
            .then("2027-03-03T00:00 r reached=1000USD", "2027-03-04T00:00 r reached=2000EUR")
    }

    @Test func aFractionIsReachedByAWholeNumberAbove() throws {
        let spec = try PlaybookSpec("rules: { r: { reaches: customer.orders, at: [1.5], emit: triggers/r } }")
        spec.when(.order("a", at: "2027-03-01"), .order("b", at: "2027-03-02"))
            .then("2027-03-02T00:00 r reached=1500000u")
    }

    @Test func computedNumbersAreCompared() throws {
        let spec = try PlaybookSpec(
            "rules: { r: { reaches: \"double(customer.views) / 4.0\", at: [0.5, 0.75], emit: triggers/r } }"
        )
        spec.when(.viewed(at: "2027-03-01"), .viewed(at: "2027-03-02"), .viewed(at: "2027-03-03"))
            .then("2027-03-02T00:00 r reached=500000u", "2027-03-03T00:00 r reached=750000u")
    }

    @Test func onceDecidesOnceAlsoWhenSeveralAreReachedTogether() throws {
        for contact in ["", ", contact: { purpose: service }"] {
            let spec = try PlaybookSpec(
                """
                contacts: { purposes: { service: { consent: false } } }
                rules: { r: { reaches: customer.revenue, at: [10 EUR, 50 EUR], once: true,
                  emit: triggers/r\(contact) } }
                """
            )
            spec.when(.order("a", 60_00, at: "2027-03-01")).then("2027-03-01T00:00 r reached=1000EUR")
        }
    }

    @Test func aConditionThatDoesNotHoldLetsTheThresholdPass() throws {
        let spec = try PlaybookSpec(
            "rules: { r: { reaches: customer.views, at: [1, 2], if: customer.orders > 0, emit: triggers/r } }"
        )
        spec.when(.viewed(at: "2027-03-01"), .order("a", at: "2027-03-02"), .viewed(at: "2027-03-03"))
            .then("2027-03-03T00:00 r reached=2")
    }

    // MARK: Stages

    static let tiers = """
        rules:
          tier:
            stages:
              gold: customer.orders >= 3
              silver: customer.orders >= 2
            emit: segments/tier.changed
        """

    @Test func aChangeOfTheLabelDecides() throws {
        let spec = try PlaybookSpec(Self.tiers)
        let silver = spec.when(.order("a", at: "2027-03-01"), .order("b", at: "2027-03-02"))
            .then("2027-03-02T00:00 tier.changed to=silver -from")
        let gold = silver.when(.order("c", at: "2027-03-03")).then("2027-03-03T00:00 tier.changed from=silver to=gold")
        let back = gold.when(.cancelled("a", at: "2027-03-04")).then(
            "2027-03-04T00:00 tier.changed from=gold to=silver"
        )
        back.when(.cancelled("b", at: "2027-03-05")).then("2027-03-05T00:00 tier.changed from=silver -to")
    }

    static let lapsed = """
        rules:
          lapsed:
            segment: now - customer.last_order >= days(30)
            recheck: [customer.last_order + days(30)]
            emit: segments/lapsed
            leave: segments/lapsed.left
        """

    @Test func aSegmentIsEnteredWithTimeAndLeftWithAnEvent() throws {
        let spec = try PlaybookSpec(Self.lapsed).given(.order("a", at: "2027-03-01")).thenNext("2027-03-31T00:00")
        let lapsed = spec.whenClock("2027-04-15").then("2027-03-31T00:00 lapsed -from -to").thenNext(nil)
        lapsed.when(.order("b", at: "2027-04-16")).then("2027-04-16T00:00 lapsed.left -from -to")
            .whenClock("2028-01-01").then("2027-05-16T00:00 lapsed")
    }

    @Test func anEventAtTheInstantOfTheRecheckIsFoldedFirst() throws {
        let spec = try PlaybookSpec(Self.lapsed).given(.order("a", at: "2027-03-01"))
        spec.when(.order("b", at: "2027-03-31")).thenNothing().thenNext("2027-04-30T00:00")
    }

    @Test func lateNewsDoesNotTurnTheLabelBack() throws {
        let spec = try PlaybookSpec(Self.lapsed).given(.order("a", at: "2027-03-01")).givenClock("2027-04-15")
        // About an order from before; the customer is silent as before.
        spec.when(.order("z", at: "2027-02-01")).thenNothing().whenClock("2027-05-01").thenNothing()
        // An order that makes the silence shorter, but still too long for who was seen today.
        spec.given(.viewed(at: "2027-04-14")).when(.order("b", at: "2027-03-02")).thenNothing()
    }

    @Test func aLabelThatComesBackIsAnotherDecision() throws {
        let spec = try PlaybookSpec(Self.lapsed).given(.order("a", at: "2027-03-01"))
        let first = spec.whenClock("2027-04-15")
        let second = first.given(.order("b", at: "2027-04-16")).whenClock("2028-01-01")
        #expect(Set(first.signals.map(\.id)).isDisjoint(with: second.signals.map(\.id)))
    }
}
