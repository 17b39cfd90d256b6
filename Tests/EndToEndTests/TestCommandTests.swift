import CommandLineKit
import Foundation
import Testing

@Suite struct TestCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        self.folder = try TemporaryFolder()
        let playbook = """
            playbook: shop
            version: 1
            money: { currency: EUR }
            contacts:
              quiet_hours: { from: "20:00", until: "08:00" }
              caps: [{ at_most: 1, per: 7d }]
            rules:
              thanks:
                on: order.completed
                if: customer.orders == 1
                wait: 30m
                cancel: [order.cancelled]
                emit: triggers/order.thanked
                with: { order: event.order_id, total: event.total, revenue: customer.revenue }
                contact: { channels: [email] }
              greeting:
                on: page.viewed
                emit: triggers/greeting.due
                contact: { channels: [email], purpose: marketing }
              third:
                reaches: customer.orders
                at: [3]
                emit: milestones/order.third
            """
        _ = try self.folder.write([playbook], to: "shop.yaml")
    }

    /// Runs tests that stand below a head which consents to everything and knows one order.
    private func run(_ tests: String, _ flags: [String] = []) throws -> Program.Outcome {
        let head = """
            playbook: shop.yaml
            start: 2026-03-02T10:00:00Z
            given:
              - at: +0s
                event: consent.granted
                data: { channel: email, purpose: marketing, confirmed: true, text_version: "1", source: web }
              - { at: +1h, event: order.completed, data: { order_id: o1, total: "20.00", currency: EUR } }
            """
        let file = try self.folder.write([head, tests], to: "specs.yaml")
        return try Program.run(["test", file.path] + flags, environment: ["NO_COLOR": "1"])
    }

    // MARK: Passing

    @Test(arguments: [
        ("+1h30m", "[{ at: +1h30m, signal: order.thanked }]"), ("+1h29m59s", "[]"),
        ("+1h29m59s999ms", "[]"), ("2026-03-02T11:30:00Z", "[{ at: 2026-03-02T11:30:00Z, signal: order.thanked }]"),
    ])
    func `given a wait when the clock stops at its end, or before, then exactly that is decided`(
        until: String,
        expected: String
    ) throws {
        let outcome = try self.run("tests: [{ test: thanks, rule: thanks, until: \(until), expect: \(expected) }]")
        #expect(outcome.code == 0, "\(outcome.output)\(outcome.complaint)")
        #expect(outcome.output == "✓ thanks\n1 passed, 0 failed\n")
    }

    @Test(arguments: [
        "order: o1", "total: 20.00 EUR", "total: 20 EUR", "total: { amount: 20, currency: EUR }",
        "revenue: [20.00 EUR]", "revenue: 20.00 EUR", "channel: email", "playbook_version: 1",
    ])
    func `given values when a signal carries them in another spelling then they are the same`(value: String) throws {
        let expected = "[{ at: +1h30m, signal: order.thanked, with: { \(value) }, absent: [wanted] }]"
        let outcome = try self.run("tests: [{ test: thanks, rule: thanks, until: +2h, expect: \(expected) }]")
        #expect(outcome.code == 0, "\(outcome.output)\(outcome.complaint)")
    }

    @Test func `given contacts at night and too many of them then they are put off and suppressed`() throws {
        let outcome = try self.run(
            """
            tests:
              - test: waits for the morning
                rule: thanks
                start: 2026-03-02T18:45:00Z
                until: +1d
                expect:
                  - { at: +1h30m, deferred_until: +13h15m, with: { signal: order.thanked } }
                  - { at: +13h15m, signal: order.thanked, with: { wanted: +1h30m } }
              - test: one a week is enough
                rule: [thanks, greeting]
                given: [{ at: +2h, event: page.viewed, data: {} }]
                expect:
                  - { at: +1h30m, signal: order.thanked }
                  - { at: +2h, suppressed: frequency_cap }
              - test: nobody consented
                alone: true
                rule: greeting
                given: [{ at: +2h, event: page.viewed, data: {} }]
                expect: [{ at: +2h, suppressed: consent_missing }]
            """
        )
        #expect(outcome.code == 0, "\(outcome.output)\(outcome.complaint)")
    }

    @Test func `given events of another subject and of an order then they are folded as a replay folds them`() throws {
        let outcome = try self.run(
            """
            tests:
              - test: the order is called off by its own id
                rule: thanks
                given:
                  - { at: +1h10m, event: order.cancelled, subject: order/o1, data: { order_id: o1 } }
                  - { at: +1h20m, event: order.owned, subject: order/o1, data: { owner: customer/1 } }
                until: +1d
                expect: []
              - test: another customer
                rule: thanks
                given:
                  - { at: +1h, event: order.completed, subject: customer/2, data: { order_id: o2, total: 5 } }
                  - { at: +0s, event: consent.granted, subject: customer/2,
                      data: { channel: email, purpose: marketing, confirmed: true, text_version: "1", source: web } }
                  - { at: +1h20m, event: order.cancelled, data: { order_id: o1 } }
                until: +1d
                expect: [{ at: +1h30m, signal: order.thanked, subject: customer/2, with: { total: 5.00 EUR } }]
            """
        )
        #expect(outcome.code == 0, "\(outcome.output)\(outcome.complaint)")
    }

    // MARK: Failing

    @Test func `given a test that fails then both sides, the first difference and the reasons are shown`() throws {
        let outcome = try self.run(
            """
            tests:
              - test: thanks twice
                rule: thanks
                given: [{ at: +1h10m, event: order.completed, data: { order_id: o2, total: 5 } }]
                until: +2h
                expect:
                  - { at: +1h30m, signal: order.thanked, with: { order: o1 } }
                  - { at: +1h40m, signal: order.thanked }
            """
        )
        #expect(outcome.code == 1)
        #expect(outcome.output.contains("✗ thanks twice (\(self.folder.file("specs.yaml").path):9)\n"))
        #expect(outcome.output.contains("    +1h30m order.thanked │ +1h30m order.thanked\n"))
        #expect(outcome.output.contains("  > +1h40m order.thanked │ —\n"))
        #expect(outcome.output.contains("first difference: order.thanked at +1h40m did not come\n"))
        #expect(
            outcome.output.contains("not: if customer.orders == 1: customer.orders is 2"),
            "\(outcome.output)"
        )
        #expect(outcome.output.hasSuffix("0 passed, 1 failed\n"))
        #expect(!outcome.output.contains("\u{1B}"))
    }

    @Test(arguments: [
        ("{ at: +1h31m, signal: order.thanked }", "order.thanked comes at +1h30m, not at +1h31m"),
        ("{ at: +1h30m, signal: greeting.due }", "the signal is order.thanked, not greeting.due"),
        (
            "{ at: +1h30m, signal: order.thanked, with: { chanel: email } }",
            "chanel is missing, expected email; it has `channel`"
        ),
        ("{ at: +1h30m, signal: order.thanked, with: { channel: sms } }", "channel is email, not sms"),
        ("{ at: +1h30m, signal: order.thanked, with: { total: 20.01 EUR } }", "total is 20.00 EUR, not 20.01 EUR"),
        ("{ at: +1h30m, signal: order.thanked, with: { playbook_version: \"1\" } }", "playbook_version is 1, not 1"),
        ("{ at: +1h30m, signal: order.thanked, absent: channel }", "channel is there, email, and should be absent"),
        ("{ at: +1h30m, signal: order.thanked, subject: customer/2 }", "is about customer/1, not about customer/2"),
    ])
    func `given one thing that is different then it is named`(expected: String, message: String) throws {
        let outcome = try self.run("tests: [{ test: thanks, rule: thanks, until: +2h, expect: [\(expected)] }]")
        #expect(outcome.code == 1)
        #expect(outcome.output.contains(message), "\(outcome.output)\(outcome.complaint)")
    }

    // MARK: Wrong files

    @Test func `given a file with many faults then each is told with its place, and nothing is run`() throws {
        let outcome = try self.run(
            """
            tests:
              - test: right
                expect: []
              - test: wrong
                rule: thnks
                untl: +1h
                given:
                  - { at: 1h, event: order.completd }
                  - { at: +1h, event: order.completed, data: { order_id: o2, totl: 5, total: much } }
                  - { at: +1h, event: page.viewed, data: {}, subject: nobody }
                expect:
                  - { at: +1h, signal: order.thankd }
                  - { at: soon }
              - test: right
                until: +1h
                expect: [{ at: +2h, signal: order.thanked }]
            """
        )
        #expect(outcome.code == 65)
        #expect(outcome.output.isEmpty)
        for fault in [
            ":12:11: tests[1].rule: the playbook has no rule of that name; did you mean `thanks`?",
            ":13:5: tests[1].untl: unknown key; did you mean `until`?",
            ":15:15: tests[1].given[0].at: expected an instant such as", "did you mean `order.completed`?",
            "tests[1].given[1].data.totl: order.completed has nothing of that name; did you mean `total`?",
            "tests[1].given[1].data.total: order.completed: total: must be a decimal number (/data/total)",
            "tests[1].given[2].subject: expected a kind and an id such as customer/1",
            "tests[1].expect[0].signal: the playbook has no signal of that type; did you mean `order.thanked`?",
            "tests[1].expect[1]: expected exactly one of `signal`, `suppressed` and `deferred_until`",
            ":21:11: tests[2].test: another test of this file has the same name",
            "tests[2].expect[0].at: nothing is decided after `until`",
        ] {
            #expect(outcome.complaint.contains(fault), "\(fault)\n\(outcome.complaint)")
        }
    }

    @Test(arguments: [
        ("", "expected a file of tests, found an empty file"), ("tests: [", ":2:1: expected YAML"),
        ("playbook: nowhere.yaml\ntests: [{ test: a, expect: [] }]", "nowhere.yaml: there is no such playbook file"),
        ("tests: [{ test: a, expect: [] }]", "expected the path of a playbook"),
        ("playbook: shop.yaml\ntests: []", "expected at least one test"), ("- 1", "expected settings (playbook"),
        ("playbook: shop.yaml\ntests: [{ test: a, until: +1h, expect: [] }]", "this counts from `start`"),
        ("playbook: shop.yaml\ntests: [{ test: a, until: +999999d, expect: [] }]", "at most 100 years"),
        ("playbook: specs.yaml\ntests: 3", "specs.yaml:2:1: tests: unknown key"),
    ])
    func `given a file that is none then it ends with 65 and says why`(text: String, message: String) throws {
        let file = try self.folder.write([text], to: "specs.yaml")
        let outcome = try Program.run(["test", file.path])
        #expect(outcome.code == 65)
        #expect(outcome.complaint.contains(message), "\(outcome.complaint)")
    }

    // MARK: Flags

    private let three = """
        tests:
          - { test: thanks the first time, rule: thanks, until: +2h, expect: [{ at: +1h30m, signal: order.thanked }] }
          - { test: does not thank before, rule: thanks, until: +1h, expect: [] }
          - { test: fails, rule: third, until: +2h, expect: [{ at: +1h, signal: order.third }] }
        """

    @Test func `given --filter then the others are not run, and none at all is an error`() throws {
        let outcome = try self.run(self.three, ["--filter", "THANK"])
        #expect(outcome.code == 0 && outcome.output.hasSuffix("2 passed, 0 failed\n"))
        #expect(try self.run(self.three, ["--filter", "third"]).code == 1)
        #expect(try self.run(self.three, ["--filter", "nothing"]).code == 64)
    }

    @Test func `given --coverage then rules that are not tested both ways are listed`() throws {
        let outcome = try self.run(self.three, ["--coverage"])
        #expect(outcome.output.contains("1 of 3 rules of "))
        #expect(outcome.output.contains("  no test fires: greeting, third\n"))
        #expect(!outcome.output.contains("no test leaves unfired"))
        let single = try self.run(self.three, ["--coverage", "--filter", "first time"])
        #expect(single.output.contains("  no test leaves unfired: thanks\n"))
    }

    @Test func `given --json then there is an object for each test and one with the numbers`() throws {
        let outcome = try self.run(self.three, ["--json", "--coverage"])
        #expect(outcome.code == 1)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0].contains(#""test":"thanks the first time","outcome":"passed","line":9"#))
        #expect(lines[2].contains(#""outcome":"failed""#) && lines[2].contains(#""difference":{"message":"#))
        #expect(lines[3].hasPrefix(#"{"passed":2,"failed":1,"coverage":[{"playbook":"#))
    }

    @Test func `given another playbook then it takes the place of that in the file`() throws {
        let other = try self.folder.write(
            ["playbook: other", "version: 1", "rules: { any: { on: order.completed, emit: triggers/any.due } }"],
            to: "other.yaml"
        )
        let tests = "tests: [{ test: any, rule: any, until: +3h, expect: [{ at: +1h, signal: any.due }] }]"
        #expect(try self.run(tests).code == 65)
        let outcome = try self.run(tests, ["--playbook", other.path])
        #expect(outcome.code == 0, "\(outcome.output)\(outcome.complaint)")
    }
}
