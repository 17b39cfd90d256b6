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
    @Test func theDefaultPlaybookIsReadAndHasNothingOdd() throws {
        let text = try shippedText("deploy/playbooks/default.yaml")
        let compiled = try PlaybookFile.load(yaml: text, named: "default.yaml")
        let rules = compiled.rules
        #expect(rules.playbook == "default")
        #expect(compiled.lateness == .minutes(1))
        #expect(compiled.defaultCurrency == Currency("EUR"))
        #expect(compiled.digest == StableHash(text))
        let names = PlaybookFile.describe(compiled).map { $0.prefix { $0 != ":" } }
        #expect(names.count >= 80)
        #expect(Set(names).count == names.count)
        #expect(PlaybookFile.lint(compiled).isEmpty)
    }

    @Test func theReferencePlaybookIsTheReferenceJob() throws {
        let text = try shippedText("deploy/playbooks/reference.yaml")
        let compiled = try PlaybookFile.load(yaml: text, named: "reference.yaml")
        #expect(compiled.rules.state.recentEventIDs == 32)
        #expect(compiled.rules.state.cartRemovals == .total)
        #expect(compiled.rules.state.cartLifetime == .hours(1))
        #expect(
            PlaybookFile.describe(compiled) == [
                "first_order: when customer.orders first reaches 1 → milestone.first_order",
                "order_count: when customer.orders first reaches 3, 5, 10, 25 or 50 → milestone.order_count",
                "cart_abandoned: 1 h after customer.cart.changed → cart.abandoned",
                "churn_risk: longest(days(30), times(customer.order_gap, 3)) after customer.last_order "
                    + "→ churn_risk.raised",
                "mention_negative: at social.mentioned, if event.sentiment < -0.5 → mention.negative",
            ]
        )
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
        let yaml = """
            playbook: p
            version: 1
            rules:
              first_order_thanks: { after: 30m }
              order_count: { at: [3, 5, 10, 25, 50] }
              revenue: { at: [1000.00 EUR, 100.00 USD] }
              cart_abandoned: { after: [1h, 24h], recovered_within: 7d }
              churn_risk: { hiatus: 90d, cadence: { factor: 3 } }
              service_recovery: { below: -0.5, cool_down: 7d }
            """
        let compiled = try PlaybookFile.load(yaml: yaml, named: "p.yaml")
        let lines = PlaybookFile.describe(compiled)
        #expect(lines.count == 6)
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
        #expect(lines.contains { $0.hasPrefix("revenue: ") && $0.contains("1000.00 EUR or 100.00 USD") })
    }
}
