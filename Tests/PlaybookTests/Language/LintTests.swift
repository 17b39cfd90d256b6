import Playbook
import Testing

@Suite struct LintTests {
    private func warnings(_ rules: String, _ head: String = "") throws -> [String] {
        let yaml = "playbook: p\nversion: 1\n\(head)rules:\n\(rules)"
        return PlaybookFile.lint(try PlaybookFile.load(yaml: yaml, named: "p.yaml")).map(\.description)
    }

    @Test func aRuleThatMeansWhatItSaysHasNoWarning() throws {
        let rule = "  r: { on: order.completed, if: customer.orders > 1, emit: triggers/a.b }\n"
        #expect(try self.warnings(rule).isEmpty)
    }

    @Test(arguments: [
        ("r: { on: order.completed, if: \"true\", emit: triggers/a.b }", "`if` always holds"),
        ("r: { on: order.completed, if: \"false\", emit: triggers/a.b }", "`if` never holds"),
        ("r: { on: order.completed, wait: 1h, while: \"true\", emit: triggers/a.b }", "`while` always holds"),
        ("r: { segment: \"false\", emit: segments/a.b }", "`segment` never holds"),
        ("r: { stages: { a: \"true\", b: customer.orders > 1 }, emit: segments/a.b }", "`stages.b` is never reached"),
        ("r: { on: order.completed, once: true, cool_down: 7d, emit: triggers/a.b }", "`cool_down` does nothing"),
        ("r: { on: email.unsubscribed, emit: triggers/a.b, contact: {} }", "can never pass consent"),
        ("r: { on: order.completed, emit: triggers/a.b, contact: { group: g } }", "alone in the group"),
        (
            "r: { on: order.completed, emit: triggers/a.b, contact: {}, experiment: { hold_out: 100% } }",
            "holds everybody out"
        ),
    ])
    func whatIsHardlyMeantIsTold(rule: String, warning: String) throws {
        let warnings = try self.warnings("  \(rule)\n")
        #expect(warnings.count == 1)
        #expect(warnings.first?.hasPrefix("p.yaml:4: rules.r: ") ?? false)
        #expect(warnings.first?.contains(warning) ?? false, "\(warnings)")
    }

    @Test func aReminderAfterTheCartHasClosedIsNeverReached() throws {
        let warnings = try self.warnings(
            "  r: { since: customer.cart.changed, after: [1h, 24h], emit: triggers/a.b }\n",
            "state: { cart_lifetime: 12h }\n"
        )
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("24 h is never reached: carts close after 12 h") ?? false)
    }
}
