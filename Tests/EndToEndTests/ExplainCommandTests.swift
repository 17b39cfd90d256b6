import CommandLineKit
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ExplainCommandTests {
    private let shop: Shop

    init() throws { self.shop = try Shop() }

    @Test func `given a decision when it is explained then its signal, its values and its event are told`() throws {
        let output = try self.shop.explain()
        #expect(output.contains("customer/1  as of 2026-03-12 12:00:00, playbook 'shop' version 3\n"), "\(output)")
        #expect(
            output.contains("decided  2026-03-10 12:00:00  emitted order.thanked order=o2 orders=2 (event o2)"),
            "\(output)"
        )
        #expect(output.contains("every_order  Said at every order.\n"), "\(output)")
    }

    @Test func `given a rule that waits when it is explained then its end, stage and event are told`() throws {
        let output = try self.shop.explain(["--rule", "winback"])
        let waits = "waits    until 2026-04-30 12:00:00, stage 1 of 2, since 2026-03-01 12:00:00, by event c1"
        #expect(output.contains(waits), "\(output)")
    }

    @Test func `given rules that never acted when all are explained then one line lists them`() throws {
        let output = try self.shop.explain()
        #expect(
            output.hasSuffix("\nnever had a reason to act: fifth, birthday, complaint, apology, loyal\n"),
            "\(output)"
        )
    }

    @Test(arguments: [
        ("first_order", "if customer.orders == 1: customer.orders is 2 (event o2)"),
        ("while_new", "not         while customer.orders == 1: customer.orders is 2"),
        ("called_off", "cancelled   what it waited for was called off (event c1)"),
        ("goes_on", #"would be called off if event.order_id == "x": event.order_id is o2 (event c1)"#),
        ("once", "not         it decides once, and has (event o2)"),
        ("cooling", "cooling down until 2026-03-22 12:00:00 (event o2)"),
        ("patient", "it waits for an earlier event, until 2026-03-31 12:00:00 (event o2)"),
        ("fifth", "not      customer.orders is 1, next is 5"),
        ("fifth", "customer.orders is 2, next is 5 (event o2)"),
        ("loyal", "not      no condition holds: customer.orders is 1"),
        ("frequent", "not         no condition holds: customer.orders is 1 (event o1)"),
        ("birthday", "not      the day of birth is not known"),
        ("apology", "not      since customer.complaints.since is not known"),
        ("complaint", "not      none of its events ever came: complaint.opened"),
    ])
    func `given a rule that was stopped when it is explained then what stopped it is told with its values`(
        rule: String,
        reason: String
    ) throws {
        let output = try self.shop.explain(["--rule", rule])
        #expect(output.contains(reason), "\(output)")
        #expect(!output.contains("never had a reason"))
    }

    @Test(arguments: [
        ("by_sms", "suppressed  consent_missing: sms for marketing: consent was never given (event o1)"),
        (
            "by_phone",
            "consent_revoked: phone for marketing: consent was taken back at 2026-03-01 11:30:00; "
                + "sms for marketing: consent was never given"
        ),
        ("offer", "suppressed  lower_priority: best_offer goes first in group offers (event o1)"),
        ("left_alone", "suppressed  hold_out: among the 100% whom experiment 'left_alone' leaves alone (event o1)"),
        (
            "second_mail",
            "frequency_cap: at most 1 in 1d on email: best_offer by email at 2026-03-01 12:00:00 (event o1)"
        ),
        ("news", "preference_topic: the customer wants to hear of care, not of news (event n1)"),
        ("same_again", "suppressed  owned_product: the customer has cup (event n1)"),
        ("at_night", "deferred    until 2026-03-12 07:00:00: quiet from 20:00 until 08:00 in Europe/Berlin (event n1)"),
        ("late_reminder", "suppressed  no_longer_applies: if customer.orders == 2: customer.orders is 1"),
    ])
    func `given a contact that was stopped when it is explained then the gate is told with what it saw`(
        rule: String,
        reason: String
    ) throws {
        let output = try self.shop.explain(["--rule", rule])
        #expect(output.contains(reason), "\(output)")
    }

    @Test func `given an open complaint when contacts are blocked then the condition and its value are told`() throws {
        let complaint = Shop.event("t1", "complaint.opened", "2026-03-11T22:00:00Z", #"{"ticket_id": "t"}"#)
        let output = try self.shop.explain(["--rule", "at_night"], beside: [complaint])
        #expect(
            output.contains("complaint_open: customer.complaints.open > 0 holds: customer.complaints.open is 1"),
            "\(output)"
        )
    }

    @Test func `given an instant when it is explained then nothing later is in it`() throws {
        let before = try self.shop.explain(["--at", "2026-03-01T12:00:00Z"])
        #expect(before.contains("as of 2026-03-01 12:00:00"), "\(before)")
        #expect(
            before.contains("waits    until 2026-03-04 12:00:00, since 2026-03-01 12:00:00, by event o1"),
            "\(before)"
        )
        #expect(before.contains("emitted order.thanked order=o1 orders=1 (event o1)"), "\(before)")
        #expect(!before.contains("o2"), "\(before)")
        let after = try self.shop.explain(["--at", "2026-05-01T00:00:00Z", "--rule", "winback"])
        #expect(after.contains("as of 2026-05-01 00:00:00"), "\(after)")
        #expect(after.contains("2026-04-30 12:00:00  emitted     winback.due stage=1"), "\(after)")
        #expect(after.contains("waits    until 2026-06-29 12:00:00, stage 2 of 2"), "\(after)")
    }

    @Test func `given news that came late when an instant before is explained then it is not known yet`() throws {
        // A cancellation of 3 March that arrives behind an event of 20 March: on 5 March nobody knew of it.
        let later = [
            Shop.event("v1", "product.viewed", "2026-03-20T12:00:00Z", #"{"product_id": "cup"}"#),
            Shop.event("c0", "order.cancelled", "2026-03-03T12:00:00Z", #"{"order_id": "o1"}"#),
        ]
        let then = try self.shop.explain(["--at", "2026-03-05T00:00:00Z", "--rule", "while_one"], more: later)
        #expect(then.contains("2026-03-04 12:00:00  emitted     order.one"), "\(then)")
        #expect(!then.contains("c0"), "\(then)")
    }

    @Test func `given a rule with a long history when it is limited then the latest entries are shown`() throws {
        let output = try self.shop.explain(["--rule", "every_order", "--limit", "1"])
        #expect(output.contains("… 1 earlier entries; see --limit"), "\(output)")
        #expect(!output.contains("(event o1)") && output.contains("(event o2)"), "\(output)")
    }

    @Test func `given another customer when somebody is explained then only their own decisions are told`() throws {
        let output = try self.shop.explain(["--rule", "every_order"], customer: "2222")
        #expect(output.contains("order=p1 orders=1 (event p1)"), "\(output)")
        #expect(!output.contains("o1"), "\(output)")
    }

    @Test(arguments: [
        (["2223"], "nothing is known of customer/2223\n"),
        (["visitor/1"], "nothing is known of visitor/1; did you mean 'customer/1'?"),
        (["1", "--rule", "winbakc"], "playbook 'shop' has no rule 'winbakc'; did you mean 'winback'?"),
        (["1", "--at", "2026-01-01T00:00:00Z"], "nothing is known of customer/1 at 2026-01-01 00:00:00"),
    ])
    func `given a name that nobody knows when it is explained then it ends with 1 and the nearest name`(
        arguments: [String],
        complaint: String
    ) throws {
        let outcome = try self.shop.run(arguments)
        #expect(outcome.code == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.complaint.contains(complaint), "\(outcome.complaint)")
    }

    @Test func `given --json when a rule is explained then reasons and values are members`() throws {
        let outcome = try self.shop.run(["1", "--rule", "first_order", "--json"])
        let root = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        #expect(root["subject"] as? String == "customer/1")
        #expect(root["at"] as? String == "2026-03-12T12:00:00.000Z")
        let rules = try #require(root["rules"] as? [[String: Any]])
        let rule = try #require(rules.first)
        #expect(rules.count == 1 && rule["rule"] as? String == "first_order")
        let decided = try #require(rule["decided"] as? [String: Any])
        #expect((decided["signal"] as? [String: Any])?["type"] as? String == "milestone.first_order")
        let stopped = try #require(rule["not"] as? [String: Any])
        #expect(stopped["what"] as? String == "condition" && stopped["event"] as? String == "o2")
        #expect(stopped["text"] as? String == "customer.orders == 1")
        #expect((stopped["read"] as? [String: Any])?["customer.orders"] as? Int == 2)
        #expect((rule["history"] as? [Any])?.count == 2)
    }

    @Test func `given --json when all rules are explained then every one of them is there`() throws {
        let outcome = try self.shop.run(["1", "--json"])
        let root = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        let rules = try #require(root["rules"] as? [[String: Any]])
        #expect(rules.count == Shop.rules)
        let sms = try #require(rules.first { $0["rule"] as? String == "by_sms" }?["decided"] as? [String: Any])
        let consent = try #require((sms["because"] as? [String: Any])?["channels"] as? [[String: Any]])
        #expect(consent.first?["state"] as? String == "missing")
        #expect(rules.first { $0["rule"] as? String == "birthday" }?["idle"] as? Bool == true)
    }

    @Test(arguments: ["winback", "at_night", "offer", "cooling", "while_new"])
    func `given a rule when it is explained then its signals are those of a replay`(rule: String) throws {
        let until = "2026-09-01T00:00:00Z"
        let told = try self.shop.run(["1", "--rule", rule, "--at", until, "--json"])
        let root = try #require(try JSONSerialization.jsonObject(with: Data(told.output.utf8)) as? [String: Any])
        let history = (root["rules"] as? [[String: Any]])?.first?["history"] as? [[String: Any]] ?? []
        let ids = history.compactMap { ($0["signal"] as? [String: Any])?["id"] as? String }
        let out = self.shop.folder.file("out")
        let events = self.shop.folder.file("events.ndjson").path
        let replay = try Program.run([
            "replay", "--playbook", self.shop.playbook.path, "--input", events, "--output", out.path, "--until", until,
        ])
        #expect(replay.code == 0, "\(replay.complaint)")
        let lines = try FileManager.default.contentsOfDirectory(at: out, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "ndjson" }
            .flatMap { try String(contentsOf: $0, encoding: .utf8).split(separator: "\n") }
        let decided = lines.filter { $0.contains(#""rule":"\#(rule)""#) && $0.contains(#""subject":"customer/1""#) }
        #expect(decided.count == ids.count)
        for id in ids { #expect(decided.contains { $0.contains(id) }) }
    }

    @Test func `the help says that personal data is shown`() throws {
        #expect(try Program.run(["explain", "--help"]).output.contains("personal data"))
    }
}

/// A playbook with a rule for each thing that may stop one, and the events of two customers.
private struct Shop {
    let folder: TemporaryFolder
    let playbook: URL

    static let rules = playbook.count { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && $0.contains("emit:") }

    init() throws {
        self.folder = try TemporaryFolder()
        self.playbook = try self.folder.write(Self.playbook, to: "playbook.yaml")
    }

    /// Explains by the shop's events with `more` behind them, and those `beside` them in a file of their own.
    func run(_ arguments: [String], more: [String] = [], beside: [String] = []) throws -> Program.Outcome {
        let events = try self.folder.write(Self.events + more, to: "events.ndjson")
        let others = try beside.isEmpty ? [] : [self.folder.write(beside, to: "others.ndjson").path]
        let files = ["--playbook", self.playbook.path, "--input", events.path] + others
        return try Program.run(["explain"] + arguments + files)
    }

    func explain(
        _ arguments: [String] = [],
        customer: String = "1",
        more: [String] = [],
        beside: [String] = []
    ) throws -> String {
        let outcome = try self.run([customer] + arguments, more: more, beside: beside)
        #expect(outcome.code == 0, "\(outcome.complaint)")
        return outcome.output
    }

    static func event(
        _ id: String,
        _ type: String,
        _ time: String,
        _ data: String,
        customer: String = "1"
    ) -> String {
        #"{"specversion":"1.0","id":"\#(id)","source":"s","type":"\#(type)","subject":"customer/\#(customer)","#
            + #""time":"\#(time)","datacontenttype":"application/json","data":\#(data)}"#
    }

    private static let cup = #""currency":"EUR","products":[{"sku":"cup","quantity":1,"price":"20.00"}]"#
    private static let consent = #""purpose":"marketing","confirmed":true,"text_version":"1","source":"web""#

    private static let events = [
        event("g1", "consent.granted", "2026-03-01T11:00:00Z", #"{"channel":"email",\#(consent)}"#),
        event("g2", "consent.granted", "2026-03-01T11:00:00Z", #"{"channel":"phone",\#(consent)}"#),
        event("w1", "consent.withdrawn", "2026-03-01T11:30:00Z", #"{"channel":"phone","purpose":"marketing"}"#),
        event("r1", "preferences.updated", "2026-03-01T11:40:00Z", #"{"topics":["care"]}"#),
        event("o1", "order.completed", "2026-03-01T12:00:00Z", #"{"order_id":"o1","total":"20.00",\#(cup)}"#),
        event(
            "p1",
            "order.completed",
            "2026-03-02T12:00:00Z",
            #"{"order_id":"p1","total":"20.00",\#(cup)}"#,
            customer: "2222"
        ),
        event("o2", "order.completed", "2026-03-10T12:00:00Z", #"{"order_id":"o2","total":"20.00",\#(cup)}"#),
        event("n0", "product.viewed", "2026-03-10T23:00:00Z", #"{"product_id":"cup"}"#),
        event("c1", "order.cancelled", "2026-03-10T23:30:00Z", #"{"order_id":"o2"}"#),
        event("n1", "wishlist.product.added", "2026-03-11T23:00:00Z", #"{"product_id":"cup"}"#),
        event("z1", "page.viewed", "2026-03-12T12:00:00Z", #"{"name":"home"}"#),
    ]

    private static let playbook = [
        "playbook: shop", "version: 3", "money: { currency: EUR }", "time_zone: Europe/Berlin", "contacts:",
        "  quiet_hours: { from: \"20:00\", until: \"08:00\" }", "  caps: [{ at_most: 1, per: 1d, channel: email }]",
        "  blocked_while: { complaint_open: customer.complaints.open > 0 }",
        "  purposes: { reminders: { consent: false, caps: false } }", "rules:",
        "  every_order: { about: Said at every order., on: order.completed, emit: triggers/order.thanked, "
            + "with: { order: event.order_id, orders: customer.orders } }",
        "  first_order: { on: order.completed, if: customer.orders == 1, emit: milestones/milestone.first_order }",
        "  while_one: { on: order.completed, wait: 3d, while: customer.orders == 1, emit: triggers/order.one }",
        "  while_new: { on: order.completed, wait: 1h, while: customer.orders == 1, emit: triggers/order.new }",
        "  called_off: { on: order.completed, wait: 5d, cancel: order.cancelled, emit: triggers/order.kept }",
        "  goes_on: { on: order.completed, wait: 5d, cancel: { on: order.cancelled, if: event.order_id == \"x\" }, "
            + "emit: triggers/order.kept }",
        "  once: { on: order.completed, once: true, emit: triggers/order.once }",
        "  cooling: { on: order.completed, cool_down: 21d, emit: triggers/order.cooled }",
        "  patient: { on: order.completed, wait: 30d, reentry: ignore, emit: triggers/order.late }",
        "  winback: { since: customer.last_order, after: [60d, 120d], emit: triggers/winback.due }",
        "  fifth: { reaches: customer.orders, at: [5], emit: milestones/milestone.order_count }",
        "  birthday: { yearly: birthday, at: \"09:00\", emit: milestones/milestone.birthday }",
        "  complaint: { on: complaint.opened, emit: service/complaint.seen }",
        "  apology: { since: customer.complaints.since, after: [1d], emit: service/apology.due }",
        "  loyal: { stages: { loyal: customer.orders >= 10 }, emit: segments/loyal.entered }",
        "  frequent: { segment: customer.orders >= 2, emit: segments/frequent.entered }",
        "  by_sms: { on: order.completed, emit: triggers/by.sms, contact: { channels: [sms] } }",
        "  by_phone: { on: order.completed, emit: triggers/by.phone, contact: { channels: [phone, sms] } }",
        "  best_offer: { on: order.completed, emit: triggers/best.offer, contact: { group: offers, priority: 2 } }",
        "  offer: { on: order.completed, emit: triggers/some.offer, contact: { group: offers } }",
        "  left_alone: { on: order.completed, emit: triggers/left.alone, contact: {}, experiment: { hold_out: 100% } }",
        "  second_mail: { on: order.completed, emit: triggers/second.mail, contact: {} }",
        "  news: { on: wishlist.product.added, emit: triggers/news.due, contact: { topic: news } }",
        "  same_again: { on: wishlist.product.added, emit: triggers/same.again, contact: { product: '\"cup\"' } }",
        "  at_night: { on: wishlist.product.added, emit: triggers/at.night, contact: {} }",
        "  late_reminder: { on: product.viewed, if: customer.orders == 2, emit: triggers/late.reminder, "
            + "contact: { purpose: reminders } }",
    ]
}
