import CommandLineKit
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2)))
struct ConsentCommandTests {
    private let shop: Shop

    init() throws { self.shop = try Shop() }

    // MARK: As text

    @Test func `given a double opt-in when the dossier is shown then both steps are there with their proof`() throws {
        let output = try self.shop.consent(["--at", "2026-03-01T00:00:00Z"])
        #expect(output.hasPrefix("customer/1  consent as of 2026-03-01 00:00:00\n"), "\(output)")
        let lines = [
            "email for marketing  granted",
            "  given at 2026-01-10 09:05:00 by double opt-in, until 2026-07-10 00:00:00",
            "  requested   2026-01-10 09:00:00  text v3, source checkout, address 192.0.2.1, browser Firefox, request r1 "
                + "(event c1, events/0/0)",
            "  confirmed   2026-01-10 09:05:00  text v3, source mail, address 192.0.2.2, browser Mail, request r1 "
                + "(event c2, events/0/1)",
        ]
        #expect(output.contains(lines.joined(separator: "\n") + "\n"), "\(output)")
    }

    @Test func `given a request that nobody confirmed yet when the dossier is shown then it says until when`() throws {
        let output = try self.shop.consent(["--at", "2026-01-10T09:04:59Z"])
        #expect(
            output.contains("email for marketing  pending\n  consent was asked for and not confirmed\n"),
            "\(output)"
        )
        #expect(output.contains("(event c1, events/0/0), to be confirmed before 2026-01-17 09:00:00"), "\(output)")
        #expect(!output.contains("confirmed   2026"), "\(output)")
    }

    @Test(arguments: [
        ("2026-07-09T23:59:59.999Z", "granted", "given at 2026-01-10 09:05:00 by double opt-in"),
        (
            "2026-07-10T00:00:00Z", "expired",
            "consent ended at 2026-07-10 00:00:00; given at 2026-01-10 09:05:00 by double opt-in"
        ),
        ("2026-08-01T11:59:59Z", "expired", "consent ended at 2026-07-10 00:00:00"),
        ("2026-08-01T12:00:00Z", "revoked", "consent was taken back at 2026-08-01 12:00:00"),
    ])
    func `given consent that ends and is taken back when an instant is asked for then it stands as it stood then`(
        at: String,
        state: String,
        words: String
    ) throws {
        let output = try self.shop.consent(["--at", at])
        #expect(output.contains("email for marketing  \(state)\n  \(words)"), "\(output)")
        #expect(output.contains("taken back  2026-08-01 12:00:00") == (state == "revoked"), "\(output)")
    }

    @Test func `given no instant when the dossier is shown then it is that of the latest event`() throws {
        let output = try self.shop.consent()
        #expect(output.hasPrefix("customer/1  consent as of 2026-09-01 00:00:00\n"), "\(output)")
        #expect(output.contains("taken back  2026-08-01 12:00:00  (event w1, events/0/5)"), "\(output)")
        // What was taken back was given all the same.
        #expect(
            output.contains("  requested   2026-01-10 09:00:00") && output.contains("  confirmed   2026-01-10 09:05:00")
        )
    }

    @Test func `given a single step, categories and preferences when the dossier is shown then they are in it`() throws
    {
        let output = try self.shop.consent()
        #expect(
            output.contains("sms for marketing  granted\n  given at 2026-02-01 10:00:00 by single opt-in\n"),
            "\(output)"
        )
        #expect(
            output.contains("  given       2026-02-01 10:00:00  nothing is known that proves it (event g1"),
            "\(output)"
        )
        #expect(output.contains("categories  analytics; stated 2026-02-02 10:00:00"), "\(output)")
        #expect(
            output.contains("preferences  topics care; at most 2 a week; quiet from 19:30 until 09:05\n"),
            "\(output)"
        )
    }

    @Test func `given what others wrote when the dossier is shown then it can't steer the terminal`() throws {
        let output = try self.shop.consent(customer: "evil")
        #expect(output.contains("\\u{1b}[2J") && !output.contains("\u{1B}"), "\(output)")
    }

    @Test func `given somebody who never spoke of consent when the dossier is shown then it says so`() throws {
        let output = try self.shop.consent(customer: "2")
        #expect(output.contains("nothing was ever asked for, given or taken back"), "\(output)")
    }

    @Test func `given a customer whom nobody knows when the dossier is asked for then it ends with 1`() throws {
        for (arguments, complaint) in [
            (["11"], "nothing is known of customer/11\n"),
            (["1", "--at", "2026-01-01T00:00:00Z"], "nothing is known of customer/1 at 2026-01-01 00:00:00"),
        ] {
            let outcome = try self.shop.run(arguments)
            #expect(outcome.code == 1 && outcome.output.isEmpty)
            #expect(outcome.complaint.contains(complaint), "\(outcome.complaint)")
        }
    }

    // MARK: As JSON

    @Test func `given --json when the dossier is shown then both steps are members with their proof`() throws {
        let root = try self.shop.json(["--at", "2026-03-01T00:00:00Z"])
        #expect(root["subject"] as? String == "customer/1")
        #expect(root["at"] as? String == "2026-03-01T00:00:00.000Z")
        let email = try Shop.consent("email", in: root)
        #expect(email["state"] as? String == "granted" && email["purpose"] as? String == "marketing")
        #expect(email["since"] as? String == "2026-01-10T09:05:00.000Z")
        let grant = try #require(email["grant"] as? [String: Any])
        #expect(grant["opt_in"] as? String == "double")
        #expect(grant["ends"] as? String == "2026-07-10T00:00:00.000Z")
        let request = try #require(grant["request"] as? [String: Any])
        let step = try #require(grant["step"] as? [String: Any])
        let proofs = ["time", "text_version", "source", "ip", "user_agent", "request_id"]
        #expect(
            proofs.map { request[$0] as? String }
                == ["2026-01-10T09:00:00.000Z", "v3", "checkout", "192.0.2.1", "Firefox", "r1"]
        )
        #expect(
            proofs.map { step[$0] as? String } == ["2026-01-10T09:05:00.000Z", "v3", "mail", "192.0.2.2", "Mail", "r1"]
        )
        let cause = try #require(step["cause"] as? [String: Any])
        #expect(cause["event"] as? String == "c2" && cause["source"] as? String == "events")
        #expect(cause["offset"] as? Int == 1)
        #expect(email["withdrawal"] == nil)
    }

    @Test func `given --json when consent was taken back then state and withdrawal say so`() throws {
        let root = try self.shop.json()
        let email = try Shop.consent("email", in: root)
        #expect(email["state"] as? String == "revoked" && email["grant"] == nil)
        let withdrawal = try #require(email["withdrawal"] as? [String: Any])
        #expect(withdrawal["time"] as? String == "2026-08-01T12:00:00.000Z")
        #expect((email["requests"] as? [Any])?.count == 1 && (email["confirmations"] as? [Any])?.count == 1)
        let preferences = try #require(root["preferences"] as? [String: Any])
        #expect(preferences["quiet_from"] as? Int == 1_170 && preferences["max_per_week"] as? Int == 2)
        let categories = try #require(root["categories"] as? [String: Any])
        #expect(categories["granted"] as? [String] == ["analytics"])
    }

    @Test func `the help has an example and says that personal data is shown`() throws {
        let help = try Program.run(["consent", "--help"]).output
        #expect(help.contains("treue consent 42 --at 2026-03-01T12:00:00Z --json"))
        #expect(help.contains("personal data"))
    }
}

/// A customer who asked for mail and confirmed it, and took it back after it had ended.
private struct Shop {
    let folder: TemporaryFolder
    let files: [String]

    init() throws {
        self.folder = try TemporaryFolder()
        let playbook = [
            "playbook: shop", "version: 1",
            "rules: { first: { on: order.completed, emit: milestones/milestone.first } }",
        ]
        self.files = [
            "--playbook", try self.folder.write(playbook, to: "playbook.yaml").path, "--input",
            try self.folder.write(Self.events, to: "events.ndjson").path,
        ]
    }

    func run(_ arguments: [String]) throws -> Program.Outcome { try Program.run(["consent"] + arguments + self.files) }

    func consent(_ arguments: [String] = [], customer: String = "1") throws -> String {
        let outcome = try self.run([customer] + arguments)
        #expect(outcome.code == 0, "\(outcome.complaint)")
        return outcome.output
    }

    func json(_ arguments: [String] = []) throws -> [String: Any] {
        let output = try self.consent(arguments + ["--json"])
        return try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }

    static func consent(_ channel: String, in root: [String: Any]) throws -> [String: Any] {
        let consents = try #require(root["consents"] as? [[String: Any]])
        return try #require(consents.first { $0["channel"] as? String == channel })
    }

    private static func event(_ id: String, _ type: String, _ time: String, _ data: String, _ who: String = "1")
        -> String
    {
        #"{"specversion":"1.0","id":"\#(id)","source":"s","type":"\#(type)","subject":"customer/\#(who)","#
            + #""time":"\#(time)","datacontenttype":"application/json","data":{\#(data)}}"#
    }

    private static let mail = #""channel":"email","purpose":"marketing""#

    private static let events = [
        event(
            "c1",
            "consent.requested",
            "2026-01-10T09:00:00Z",
            mail
                + #","text_version":"v3","source":"checkout","ip":"192.0.2.1","user_agent":"Firefox","request_id":"r1","#
                + #""expires":"2026-07-10T00:00:00Z""#
        ),
        event(
            "c2",
            "consent.confirmed",
            "2026-01-10T09:05:00Z",
            mail + #","text_version":"v3","source":"mail","ip":"192.0.2.2","user_agent":"Mail","request_id":"r1""#
        ),
        event("g1", "consent.granted", "2026-02-01T10:00:00Z", #""channel":"sms","purpose":"marketing""#),
        event("u1", "consent.updated", "2026-02-02T10:00:00Z", #""granted":["analytics"],"refused":["ads"]"#),
        event(
            "p1",
            "preferences.updated",
            "2026-02-03T10:00:00Z",
            #""topics":["care"],"max_per_week":2,"quiet_from":1170,"quiet_until":545"#
        ),
        event("w1", "consent.withdrawn", "2026-08-01T12:00:00Z", mail),
        event("e1", "consent.granted", "2026-08-02T12:00:00Z", #""channel":"\u001b[2J","purpose":"marketing""#, "evil"),
        event("v1", "product.viewed", "2026-09-01T00:00:00Z", #""product_id":"cup""#, "2"),
    ]
}
