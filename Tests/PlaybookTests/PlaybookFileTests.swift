import Foundation
import Playbook
import Retention
import Testing

/// The text of a file that ships with the package.
func shippedText(_ path: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: path), encoding: .utf8)
}

@Suite struct PlaybookFileTests {
    @Test func theDefaultPlaybookHasEveryRule() throws {
        let text = try shippedText("deploy/playbooks/default.yaml")
        let compiled = try PlaybookFile.load(yaml: text, named: "default.yaml")
        let rules = compiled.rules
        #expect(rules.playbook == "default")
        #expect(rules.version == 1)
        #expect(rules.state == Rules.StateSettings())
        #expect(compiled.lateness == .minutes(1))
        #expect(compiled.defaultCurrency == nil)
        #expect(compiled.digest == StableHash(text))
        #expect(rules.firstOrder == FirstOrderRule())
        #expect(rules.firstOrderThanks == FirstOrderThanksRule(after: .minutes(30)))
        #expect(rules.orderCount == OrderCountRule(counts: [3, 5, 10, 25, 50]))
        #expect(rules.anniversary == AnniversaryRule(years: [1, 2, 3, 4, 5, 10]))
        #expect(
            rules.cartAbandoned == CartAbandonedRule(after: [.hours(1), .hours(24)], recoveredWithin: .days(7))
        )
        #expect(
            rules.churnRisk
                == ChurnRiskRule(hiatus: .days(90), cadence: .init(thousandths: 3_000, unit: .purchaseDays))
        )
        #expect(rules.winBack == WinBackRule(after: [.days(60), .days(90), .days(180)]))
        let low = try #require(Sentiment(millionths: -500_000))
        let high = try #require(Sentiment(millionths: 500_000))
        #expect(rules.mentionNegative == MentionNegativeRule(below: low))
        #expect(rules.serviceRecovery == ServiceRecoveryRule(below: low, coolDown: .days(7)))
        #expect(rules.testimonial == TestimonialRule(atLeast: high, coolDown: .days(30)))
        let amounts = try #require(rules.revenue?.amounts)
        #expect(amounts.map(\.minor) == Array(repeating: [10_000, 50_000, 100_000], count: 3).flatMap(\.self))
        #expect(Set(amounts.map(\.currency.description)) == ["EUR", "USD", "GBP"])
    }

    @Test func theReferencePlaybookIsTheReferenceJob() throws {
        let text = try shippedText("deploy/playbooks/reference.yaml")
        let compiled = try PlaybookFile.load(yaml: text, named: "reference.yaml")
        var rules = Rules(playbook: "reference", version: 1)
        rules.state.recentEventIDs = 32
        rules.state.cartRemovals = .total
        rules.firstOrder = FirstOrderRule()
        rules.orderCount = OrderCountRule(counts: [3, 5, 10, 25, 50])
        rules.cartAbandoned = CartAbandonedRule(after: [.hours(1)])
        rules.churnRisk = ChurnRiskRule(hiatus: .days(30), cadence: .init(thousandths: 3_000, unit: .orders))
        rules.mentionNegative = MentionNegativeRule(below: try #require(Sentiment(millionths: -500_000)))
        #expect(compiled.rules == rules)
        #expect(compiled.lateness == .seconds(10))
        #expect(compiled.defaultCurrency == Currency("EUR"))
    }

    @Test(arguments: ["", "clock:\nstate: {}\nmoney: ~\nrules: null\n"])
    func theShortestPlaybookHasDefaultsAndNoRules(_ rest: String) throws {
        let compiled = try PlaybookFile.load(yaml: "playbook: a-1\nversion: 7\n" + rest, named: "a.yaml")
        #expect(compiled.rules == Rules(playbook: "a-1", version: 7))
        #expect(compiled.lateness == .minutes(1))
        #expect(compiled.defaultCurrency == nil)
        #expect(PlaybookFile.describe(compiled).isEmpty)
    }

    @Test func emptySettingsAnchorsAndLatenessZeroAreFine() throws {
        let yaml = """
            \u{FEFF}playbook: "p"
            version: 1
            clock: { lateness: 0s }
            rules:
              first_order:
              winback: { after: &steps [1w, 1w12h] }
              cart_abandoned: { after: *steps }
              churn_risk: { hiatus: 1d, cadence: { factor: 2.5 } }
            """
        let compiled = try PlaybookFile.load(yaml: yaml, named: "a.yaml")
        #expect(compiled.lateness == .seconds(0))
        #expect(compiled.rules.firstOrder != nil)
        #expect(compiled.rules.cartAbandoned?.after == [.days(7), .hours(180)])
        #expect(compiled.rules.cartAbandoned?.recoveredWithin == nil)
        #expect(compiled.rules.churnRisk?.cadence == .init(thousandths: 2_500, unit: .purchaseDays))
    }

    @Test func theDigestTellsTextsApart() throws {
        let one = try PlaybookFile.load(yaml: "playbook: p\nversion: 1\n", named: "a.yaml")
        let other = try PlaybookFile.load(yaml: "playbook: p\nversion: 1\n# new\n", named: "a.yaml")
        #expect(one.rules == other.rules)
        #expect(one.digest != other.digest)
    }

    @Test func eachActiveRuleIsDescribedInOneLine() throws {
        let compiled = try PlaybookFile.load(
            yaml: try shippedText("deploy/playbooks/default.yaml"),
            named: "default.yaml"
        )
        let lines = PlaybookFile.describe(compiled)
        #expect(lines.count == 11)
        #expect(
            lines.contains(
                "cart_abandoned: 1 h and 24 h after the last change of an open cart; recovered within 7 d"
            )
        )
        #expect(
            lines.contains(
                "churn_risk: after 90 d without an order, or 3 times the customer's own mean gap between purchase "
                    + "days, whichever is longer"
            )
        )
        #expect(lines.contains("order_count: at a customer's order number 3, 5, 10, 25 or 50"))
        #expect(lines.contains("first_order_thanks: 30 min after the first order, unless it was cancelled or refunded"))
        #expect(
            lines.contains("service_recovery: at a mention with a sentiment below -0.5, at most once in 7 d")
        )
        #expect(lines.contains { $0.hasPrefix("revenue: ") && $0.contains("1000.00 EUR, 100.00 USD") })
    }
}
