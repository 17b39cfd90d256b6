import Playbook
import Retention
import Testing

/// What people write in their first playbook, and what they are told.
@Suite struct NewcomerTests {
    /// A rule with a mistake, the place of the problem in the file, and what it should say to do.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let rule: String
        let place: String
        let says: [String]

        init(_ rule: String, _ place: String, _ says: String...) {
            (self.rule, self.place, self.says) = (rule, place, says)
        }

        var testDescription: String { self.says.joined(separator: " ") }
    }

    static let mistakes: [Mistake] = [
        // Two triggers in one rule.
        .init(
            "    on: order.completed\n    since: customer.last_order\n    after: 1d\n    emit: triggers/a",
            "6:5",
            "one trigger",
            "two rules"
        ),
        // No trigger.
        .init("    if: customer.orders > 1\n    emit: triggers/a", "4:3", "one of on, since, yearly"),
        // A topic that rules do not write to.
        .init("    on: order.completed\n    emit: outcomes/a", "6:11", "unknown topic"),
        // A purpose that is not declared.
        .init(
            "    on: order.completed\n    emit: triggers/a\n    contact: { purpose: service }",
            "7:25",
            "`contacts.purposes`"
        ),
        // No signal.
        .init("    on: order.completed", "4:3", "missing"),
        // A name with a slip, in an expression.
        .init("    on: order.completed\n    if: customer.ordrs > 1\n    emit: triggers/a", "6:9", "customer.orders"),
        // A field that the event does not have.
        .init("    on: order.completed\n    if: event.totl > 1.0\n    emit: triggers/a", "6:9", "event.total"),
        // A text where a number is compared.
        .init("    on: order.completed\n    if: customer.orders > '3'\n    emit: triggers/a", "6:25", ""),
        // An expression with a comma in a list.
        .init(
            "    on: order.completed\n    wait: [times(customer.order_gap)]\n    emit: triggers/a",
            "6:12",
            "times"
        ),
        // One equals sign.
        .init("    on: order.completed\n    if: customer.orders = 3\n    emit: triggers/a", "6:25", "=="),
        // `and` instead of `&&`.
        .init("    on: order.completed\n    if: true and false\n    emit: triggers/a", "6:14", "&&"),
        // A number without a unit.
        .init("    on: order.completed\n    wait: 30\n    emit: triggers/a", "6:11", "units", "`30`"),
        // The event's field in a timer's condition.
        .init(
            "    on: order.completed\n    wait: 1d\n    while: event.total > 1.0\n    emit: triggers/a",
            "7:12",
            "event.total"
        ),
        // A misspelled key.
        .init("    on: order.completed\n    emitt: triggers/a\n    emit: triggers/a", "6:5", "`emit`"),
        // Something to wait for is missing.
        .init(
            "    on: order.completed\n    cancel: order.cancelled\n    emit: triggers/a",
            "6:5",
            "add `wait` or `until`"
        ),
        // A key of another trigger.
        .init("    on: order.completed\n    after: 1d\n    emit: triggers/a", "6:5", "belongs to rules with `since`"),
        // A topic that does not exist.
        .init("    on: order.completed\n    emit: trigger/a", "6:11", "`triggers`"),
        // An expression in quotes has its place inside them.
        .init(
            "    on: order.completed\n    if: \"customer.ordrs > 1\"\n    emit: triggers/a",
            "6:10",
            "customer.orders"
        ),
        // An expression of several lines has its line.
        .init(
            "    on: order.completed\n    if: |\n      customer.orders > 1 &&\n      customer.ordrs > 1\n"
                + "    emit: triggers/a",
            "8",
            "customer.orders"
        ),
    ]

    @Test(arguments: mistakes) func aMistakeIsToldWithItsPlaceAndWhatToDo(_ mistake: Mistake) throws {
        let yaml = "playbook: p\nversion: 1\nrules:\n  r:\n\(mistake.rule)\n"
        let error = try #require(throws: PlaybookError.self) { try PlaybookFile.load(yaml: yaml, named: "p.yaml") }
        let problem = try #require(error.problems.first)
        #expect(error.problems.count == 1, "\(error)")
        #expect("\(problem.line):\(problem.column)".hasPrefix(mistake.place), "\(error)")
        for word in mistake.says { #expect(problem.message.contains(word), "\(error)") }
    }

    @Test func anExpressionThatACommaCutsOffIsToldToNeedQuotes() throws {
        let error = #expect(throws: PlaybookError.self) {
            try PlaybookSpec.load(
                "rules: { r: { since: now, after: [times(customer.order_gap, 2)], emit: triggers/a } }"
            )
        }
        #expect(error?.problems.first?.message.contains("needs quotes") ?? false, "\(String(describing: error))")
    }

    @Test func aRuleWithoutTriggerAndSignalIsToldOfTheNamesThatWereMeant() throws {
        let yaml = "rules: { r: { onn: order.completed, iff: customer.orders > 1, emmit: triggers/a } }"
        let error = #expect(throws: PlaybookError.self) { try PlaybookSpec.load(yaml) }
        let told = error?.problems.map(\.message).joined(separator: "\n") ?? ""
        for name in ["`on`", "`if`", "`emit`"] { #expect(told.contains("did you mean \(name)"), "\(told)") }
    }

    @Test func whatAnUnknownEventWouldWaitForIsReadAllTheSame() throws {
        let yaml = "rules: { r: { on: order.complet, wait: -5x, emit: triggers/a } }"
        let error = #expect(throws: PlaybookError.self) { try PlaybookSpec.load(yaml) }
        #expect(error?.problems.map(\.path) == ["rules.r.on", "rules.r.wait"], "\(String(describing: error))")
    }

    @Test func allProblemsOfARuleComeAtOnce() throws {
        let yaml = """
            playbook: p
            version: 1
            rules:
              a: { on: order.complete, if: customer.ordrs > 1, once: yes, emit: triggers/a }
              b: { on: order.completed, wait: 1d, cool_down: 5, emit: a, contact: { purpose: x } }
            """
        let error = try #require(throws: PlaybookError.self) { try PlaybookFile.load(yaml: yaml, named: "p.yaml") }
        #expect(
            error.problems.map(\.path) == [
                "rules.a.on", "rules.a.if", "rules.a.once", "rules.b.cool_down", "rules.b.emit",
                "rules.b.contact.purpose",
            ],
            "\(error)"
        )
    }

    @Test(arguments: [
        "churn_risk: { hiatus: 90d, cadence: { factor: 3 } }", "first_order:", "first_order: {}",
        "winback: { after: [60d, 90d] }", "order_count: { at: [3, 5] }",
    ])
    func settingsThatAreNoRuleAreToldOnceWithWhatToWrite(_ rule: String) throws {
        let yaml = "playbook: p\nversion: 1\nrules:\n  \(rule)\n"
        let error = try #require(throws: PlaybookError.self) { try PlaybookFile.load(yaml: yaml, named: "p.yaml") }
        let problem = try #require(error.problems.first)
        #expect(error.problems.count == 1, "\(error)")
        #expect("\(problem.line):\(problem.column)" == "4:3" && problem.code == .missingKey, "\(error)")
        #expect(problem.path == "rules.\(rule.prefix { $0 != ":" }).emit", "\(error)")
        for word in ["one of on, since", "`emit`", "deploy/playbooks/README.md"] {
            #expect(problem.message.contains(word), "\(error)")
        }
    }

    @Test func twoRulesOfOneNameAreRefused() throws {
        let rule = "  r: { on: order.completed, emit: triggers/a }\n"
        let error = #expect(throws: PlaybookError.self) { try PlaybookSpec.load("rules:\n" + rule + rule) }
        #expect(error?.problems.map(\.code) == [.duplicateKey])
    }
}
