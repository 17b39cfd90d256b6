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
        #expect(compiled.settings.playbook == "default")
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
        #expect(compiled.settings.state.recentEventIDs == 32)
        #expect(compiled.settings.state.cartRemovals == .total)
        #expect(compiled.settings.state.cartLifetime == .hours(1))
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
        #expect(compiled.settings == FoldSettings(playbook: "a-1", version: 7))
        #expect(compiled.lateness == .minutes(1))
        #expect(compiled.defaultCurrency == nil)
        #expect(PlaybookFile.describe(compiled).isEmpty)
    }

    @Test func anchorsByteOrderMarksAndLatenessZeroAreFine() throws {
        let yaml = """
            \u{FEFF}playbook: "p"
            version: 1
            clock: { lateness: 0s }
            rules:
              winback: { since: customer.last_order, after: &steps [1w, 1w12h], emit: triggers/winback.due }
              cart: { since: customer.cart.changed, after: *steps, emit: triggers/cart.abandoned }
            """
        let compiled = try PlaybookFile.load(yaml: yaml, named: "a.yaml")
        #expect(compiled.lateness == .seconds(0))
        #expect(
            PlaybookFile.describe(compiled) == [
                "winback: 7 d and 7 d 12 h after customer.last_order → winback.due",
                "cart: 7 d and 7 d 12 h after customer.cart.changed → cart.abandoned",
            ]
        )
    }

    @Test func theDigestTellsTextsApart() throws {
        let one = try PlaybookFile.load(yaml: "playbook: p\nversion: 1\n", named: "a.yaml")
        let other = try PlaybookFile.load(yaml: "playbook: p\nversion: 1\n# new\n", named: "a.yaml")
        #expect(one.settings == other.settings)
        #expect(one.digest != other.digest)
    }

    @Test func eachActiveRuleIsDescribedInOneLine() throws {
        let yaml = """
            playbook: p
            version: 1
            contacts: { purposes: { service: {} } }
            rules:
              thanks: { on: order.completed, if: customer.orders == 1, wait: 30m, while: customer.views > 0,
                per: event.order_id, once: true, emit: triggers/thanks, contact: { purpose: service } }
              counts: { reaches: customer.orders, at: [3, 5.5, 10], emit: milestones/count }
              sums: { reaches: customer.revenue, at: [1000.00 EUR, 100.00 USD], emit: milestones/sum }
              late: { on: order.promise.set, until: event.latest, emit: service/late }
              anniversary: { yearly: customer.first_order, days_before: 7, emit: milestones/anniversary }
              recovery: { on: [social.mentioned, complaint.opened], cool_down: 7d, emit: service/recovery }
              tier: { stages: { gold: customer.orders > 9, silver: customer.orders > 4 }, emit: segments/tier }
            """
        let compiled = try PlaybookFile.load(yaml: yaml, named: "p.yaml")
        #expect(
            PlaybookFile.describe(compiled) == [
                "thanks: 30 min after order.completed, if customer.orders == 1, while customer.views > 0, "
                    + "once for each event.order_id → thanks (service)",
                "counts: when customer.orders first reaches 3, 5.5 or 10 → count",
                "sums: when customer.revenue first reaches 1000.00 EUR or 100.00 USD → sum",
                "late: at event.latest after order.promise.set → late",
                "anniversary: 7 days before, each year after customer.first_order → anniversary",
                "recovery: at social.mentioned or complaint.opened, at most once in 7 d → recovery",
                "tier: when a customer becomes gold or silver → tier",
            ]
        )
    }
}
