import CommandLineKit
import Foundation
import Kafka
import Retention
import Testing

@Suite(
    .serialized,
    .timeLimit(.minutes(15)),
    .enabled(
        if: Deployment.brokers != nil,
        "set TREUE_TEST_BROKERS=host:port to a broker whose topics may be created and deleted"
    )
)
struct PipelineTests {
    private let site: Deployment

    init() throws { self.site = try Deployment() }

    @Test(.enabled(if: CDNOW.path != nil, "run `make setup`: it fetches the CDNOW orders"))
    func `CDNOW through Kafka decides what replay decides, and a second run changes nothing`() throws {
        let orders = self.site.folder.file("orders.ndjson")
        try CDNOW.writeOrders(to: orders)
        try #require(try self.site.treue("topics", "create").code == 0)
        try self.site.load(orders, to: self.site.inputs[0])
        let outcome = try self.site.run(until: "1998-07-01T00:00:00Z")
        #expect(outcome.code == 0, "\(outcome.complaint)")
        let expected = try self.site.replayed([orders], until: "1998-07-01T00:00:00Z")
        #expect(expected.count > 150_000)
        #expect(try differences(self.site.decisions(), expected).isEmpty)

        let again = try self.site.run(until: "1998-07-01T00:00:00Z")
        #expect(again.code == 0, "\(again.complaint)")
        #expect(again.output.contains("\"refolded\":0"), "the checkpoints reach to the end: \(again.output)")
        #expect(try differences(self.site.decisions(), expected).isEmpty)

        let story = try self.site.treue("inspect", "00003")
        #expect(story.code == 0, "\(story.complaint)")
        #expect(story.output.contains("orders        6 worth 156.46 USD"))
        let audit = try self.site.treue("verify")
        #expect(audit.output.hasPrefix("identical: "), "\(audit.output)")
        try self.site.deleteTopics()
    }

    @Test func `an audit finds a decision that nobody made`() throws {
        let files = try self.site.fill(customers: 50, days: 60, seed: 5)
        #expect(try self.site.run(until: "2025-09-01T00:00:00Z").code == 0)
        #expect(try self.site.treue("verify").code == 0)
        // A signal's topic gets a record that no worker wrote.
        try self.site.load(files[2], to: self.site.prefix + "service")
        let audit = try self.site.treue("verify", "--json")
        #expect(audit.code == 1)
        #expect(audit.output.contains("\"identical\":false"))
        #expect(audit.output.contains("the journal does not decide it"))
        try self.site.deleteTopics()
    }

    @Test func `without its disk a worker is restored from the state topic`() throws {
        let files = try self.site.fill(customers: 500, days: 120, seed: 3)
        #expect(try self.site.run(until: "2025-05-15T00:00:00Z").code == 0)
        try FileManager.default.removeItem(at: self.site.folder.file("data"))
        let outcome = try self.site.run(until: "2025-09-01T00:00:00Z")
        #expect(outcome.code == 0, "\(outcome.complaint)")
        let expected = try self.site.replayed(files, until: "2025-09-01T00:00:00Z")
        #expect(try differences(self.site.decisions(), expected).isEmpty)
        try self.site.deleteTopics()
    }

    @Test func `what can't be taken goes to dead letters with place, reason and bytes untouched`() throws {
        try #require(try self.site.treue("topics", "create").code == 0)
        let bad = "{\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":\"1\"}"
        let good =
            "{\"id\":\"1\",\"type\":\"order.completed\",\"subject\":\"customer/1\",\"time\":\"2025-01-01T00:00:00Z\","
            + "\"data\":{\"order_id\":\"1\",\"total\":\"1.00\",\"currency\":\"EUR\"}}"
        try self.site.load(try self.site.folder.write([bad, good], to: "orders.ndjson"), to: self.site.inputs[0])
        #expect(try self.site.run(until: "2025-01-02T00:00:00Z").code == 0)
        var letters: [[String]] = []
        try self.site.forEachRecord(of: [self.site.prefix + "dead-letters"]) { record in
            var letter: [String] = []
            for name in ["reason", "pointer", "topic", "offset"] {
                letter.append(record.headerText("treue.\(name)") ?? "")
            }
            var value: [UInt8] = []
            if let bytes = record.value { value = [UInt8](copying: bytes) }
            letters.append(letter + [String(decoding: value, as: UTF8.self)])
        }
        #expect(letters == [["field.missing", "/messageId", self.site.inputs[0], "0", bad]])
        #expect(try self.site.decisions().count { $0.type == "milestone.first_order" } == 1)
        try self.site.deleteTopics()
    }

    @Test func `a consent dossier from Kafka says what one from files says, at every step`() throws {
        let rules = "rules: { first: { on: order.completed, emit: milestones/milestone.first } }"
        let site = try Deployment(playbook: "playbook: dossier\nversion: 1\n\(rules)")
        try #require(try site.treue("topics", "create").code == 0)
        let mail = #""channel":"email","purpose":"marketing","request_id":"r1","ip":"192.0.2.1","source":"popup""#
        let lines = [
            ("1", "consent.requested", "09:00:00", mail + #","text_version":"v3","expires":"2025-03-01T00:00:00Z""#),
            ("2", "consent.confirmed", "09:05:00", mail), ("3", "consent.withdrawn", "11:00:00", mail),
        ].map { id, type, time, data in
            #"{"id":"\#(id)","type":"\#(type)","subject":"customer/1","time":"2025-01-01T\#(time)Z","data":{\#(data)}}"#
        }
        let file = try site.folder.write(lines, to: "consents.ndjson")
        try site.load(file, to: site.inputs[0])
        #expect(try site.run(until: "2025-02-01T00:00:00Z").code == 0)
        for (time, state) in [("09:04:59", "pending"), ("09:05:00", "granted"), ("11:00:00", "revoked")] {
            let at = ["--at", "2025-01-01T\(time)Z"]
            let files = ["--input", file.path, "--playbook", site.playbook]
            let expected = try Program.run(["consent", "1"] + at + files)
            let found = try site.treue("consent", "1", at[0], at[1])
            #expect(found.code == 0, "\(found.complaint)")
            #expect(found.output.contains("email for marketing  \(state)\n"), "\(found.output)")
            // They differ in where the records stood.
            #expect(found.output.contains("(event 1, \(site.inputs[0])/"))
            #expect(Self.withoutPlaces(found.output) == Self.withoutPlaces(expected.output))
        }
        try site.deleteTopics()
    }

    private static func withoutPlaces(_ text: String) -> [String] {
        text.split(separator: "\n").map {
            String($0.prefix(upTo: $0.firstRange(of: "(event")?.lowerBound ?? $0.endIndex))
        }
    }
}
