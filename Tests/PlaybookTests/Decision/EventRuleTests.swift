import Playbook
import Retention
import Testing

/// Rules that decide at an event.
@Suite struct EventRuleTests {
    @Test func anEventOfTheTypeDecidesAndOthersDoNot() throws {
        let spec = try PlaybookSpec(
            "rules: { thanks: { on: order.completed, emit: triggers/thanks.due, with: { order: event.order_id } } }"
        )
        spec.when(.order("o-1", at: "2027-03-01T10:00")).then("2027-03-01T10:00 thanks.due order=o-1")
        spec.when(.viewed(at: "2027-03-01T10:00")).thenNothing()
        spec.when(.cancelled("o-1", at: "2027-03-01T10:00")).thenNothing()
    }

    @Test func oneRuleHasSeveralTypes() throws {
        let spec = try PlaybookSpec(
            "rules: { seen: { on: [product.viewed, product.added], emit: triggers/seen, with: { type: event.type } } }"
        )
        spec.when(.viewed(at: "2027-03-01"), .added(at: "2027-03-02"))
            .then("2027-03-01T00:00 seen type=product.viewed", "2027-03-02T00:00 seen type=product.added")
    }

    @Test func aRepeatedEventDecidesOnce() throws {
        let spec = try PlaybookSpec("rules: { thanks: { on: order.completed, emit: triggers/thanks.due } }")
        spec.when(.order("o-1", at: "2027-03-01", id: "a"), .order("o-1", at: "2027-03-01", id: "a"))
            .then("2027-03-01T00:00 thanks.due")
    }

    @Test func theConditionReadsTheStateWithTheEventInIt() throws {
        let spec = try PlaybookSpec(
            "rules: { second: { on: order.completed, if: customer.orders == 2, emit: triggers/second } }"
        )
        let first = spec.when(.order("o-1", at: "2027-03-01")).thenNothing()
        let second = first.when(.order("o-2", at: "2027-03-02")).then("2027-03-02T00:00 second")
        second.when(.order("o-3", at: "2027-03-03")).thenNothing()
    }

    @Test(arguments: [(9_99, 0), (10_00, 1), (10_01, 1)] as [(Int64, Int)])
    func theConditionReadsAmountsExactly(_ cents: Int64, _ count: Int) throws {
        let spec = try PlaybookSpec(
            "rules: { large: { on: order.completed, if: event.total >= 10.0, emit: triggers/large } }"
        )
        #expect(spec.when(.order("o-1", cents, at: "2027-03-01")).signals.count == count)
    }

    @Test func aConditionOnWhatIsNotKnownDoesNotHold() throws {
        let spec = try PlaybookSpec(
            "rules: { old: { on: order.completed, if: customer.age > 60, emit: triggers/old } }"
        )
        spec.when(.order("o-1", at: "2027-03-01")).thenNothing()
        spec.given(.born("1950-01-01", at: "2027-01-01")).when(.order("o-1", at: "2027-03-01"))
            .then("2027-03-01T00:00 old")
    }

    // MARK: Once, key, cool down

    @Test func onceDecidesOnceEver() throws {
        let spec = try PlaybookSpec("rules: { first: { on: product.viewed, once: true, emit: triggers/first } }")
        spec.when(.viewed(at: "2027-03-01"), .viewed(at: "2027-03-02")).then("2027-03-01T00:00 first")
            .whenClock("2030-01-01").thenNothing()
            .when(.viewed(at: "2030-01-01")).thenNothing()
    }

    @Test func onceWithAKeyDecidesOnceForEach() throws {
        let spec = try PlaybookSpec(
            """
            rules: { first: { on: product.viewed, once: true, per: event.sku, emit: triggers/first,
              with: { product: event.sku } } }
            """
        )
        spec.when(.viewed("a", at: "2027-03-01"), .viewed("b", at: "2027-03-02"), .viewed("a", at: "2027-03-03"))
            .then("2027-03-01T00:00 first product=a", "2027-03-02T00:00 first product=b")
    }

    @Test(arguments: [("2027-03-08T09:59:59.999", 0), ("2027-03-08T10:00", 1), ("2027-03-01T09:00", 0)])
    func coolDownEndsAtItsInstant(_ time: String, _ count: Int) throws {
        let spec = try PlaybookSpec("rules: { seen: { on: product.viewed, cool_down: 7d, emit: triggers/seen } }")
            .given(.viewed(at: "2027-03-01T10:00"))
        #expect(spec.when(.viewed(at: time)).signals.count == count)
    }

    @Test func coolDownCountsFromTheDecisionAndNotFromWhatItSilenced() throws {
        let spec = try PlaybookSpec("rules: { seen: { on: product.viewed, cool_down: 7d, emit: triggers/seen } }")
        spec.when(.viewed(at: "2027-03-01"), .viewed(at: "2027-03-06"), .viewed(at: "2027-03-08"))
            .then("2027-03-01T00:00 seen", "2027-03-08T00:00 seen")
    }

    @Test func coolDownIsOfAKey() throws {
        let spec = try PlaybookSpec(
            "rules: { seen: { on: product.viewed, per: event.sku, cool_down: 7d, emit: triggers/seen } }"
        )
        spec.when(.viewed("a", at: "2027-03-01"), .viewed("b", at: "2027-03-02"), .viewed("a", at: "2027-03-03"))
            .then("2027-03-01T00:00 seen", "2027-03-02T00:00 seen")
    }

    @Test func signalsOfTwoRulesComeInTheOrderOfThePlaybook() throws {
        let spec = try PlaybookSpec(
            """
            rules:
              zebra: { on: product.viewed, emit: triggers/zebra }
              ape: { on: product.viewed, emit: triggers/ape }
            """
        )
        spec.when(.viewed(at: "2027-03-01")).then("2027-03-01T00:00 zebra", "2027-03-01T00:00 ape")
    }

    @Test func constantsAndFunctionsWork() throws {
        let spec = try PlaybookSpec(
            """
            constants: { gap: 7d, factor: 2, limit: 2.5, names: [a, b] }
            rules:
              r:
                on: product.viewed
                if: event.sku in names
                emit: triggers/r
                with:
                  a: longest(gap, days(1))
                  b: shortest(times(gap, factor), weeks(1))
                  c: times(gap, limit)
                  d: limit
            """
        )
        spec.when(.viewed("a", at: "2027-03-01"))
            .then("2027-03-01T00:00 r a=604800000ms b=604800000ms c=1512000000ms d=2500000u")
        spec.when(.viewed("c", at: "2027-03-01")).thenNothing()
    }
}
