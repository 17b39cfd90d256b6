import CommandLineKit
import Foundation
import Journal
import Kafka
import Logging
import Testing

private let brokers = ProcessInfo.processInfo.environment["TREUE_TEST_BROKERS"]

@Suite(
    .serialized,
    .timeLimit(.minutes(15)),
    .enabled(if: brokers != nil, "set TREUE_TEST_BROKERS=host:port to a broker whose topics may be created and deleted")
)
struct PipelineTests {
    let prefix = "treue-test-\(String(UInt32.random(in: .min ... .max), radix: 36))."
    let folder: TemporaryFolder

    init() throws { self.folder = try TemporaryFolder() }

    private var client: ClientConfiguration {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        return ClientConfiguration(brokers: brokers ?? "", logger: logger)
    }

    private var inputs: [String] { ["orders", "browse", "mentions"].map { self.prefix + $0 } }

    private func treue(_ arguments: String...) throws -> Program.Outcome {
        try Program.run(
            arguments + [
                "--brokers", brokers ?? "", "--prefix", self.prefix, "--inputs", self.inputs.joined(separator: ","),
            ]
        )
    }

    private func load(_ file: URL, to topic: String) throws {
        let outcome = try Program.run(["load", "--brokers", brokers ?? "", "--topic", topic, file.path])
        try #require(outcome.code == 0, "\(outcome.complaint)")
    }

    private func run(_ worker: String = "w", until: String) throws -> Program.Outcome {
        try self.treue("run", "--playbook", playbook, "--worker", worker, "--until", until, "--json")
    }

    private var playbook: String { Program.root.appending(path: "deploy/playbooks/default.yaml").path }

    /// Every decision a reader of committed records sees on the output topics.
    private func decisions() throws -> [Decision] {
        var found: [Decision] = []
        for topic in ["churn-risk", "milestones", "service", "triggers"] {
            try self.forEachRecord(of: self.prefix + topic) { record in
                found.append(
                    Decision(
                        id: record.headerText("ce_id") ?? "",
                        type: record.headerText("ce_type") ?? "",
                        subject: record.headerText("ce_subject") ?? "",
                        time: record.headerText("ce_time") ?? ""
                    )
                )
            }
        }
        return found.sorted()
    }

    private func forEachRecord(of topic: String, _ body: (borrowing Record) -> Void) throws {
        let admin = try Admin(self.client)
        for partition in 0..<(try admin.describe(topic: topic).partitionCount) {
            let place = TopicPartition(topic, partition)
            var consumer = try Consumer(ConsumerConfiguration(client: self.client, group: self.prefix + "reader"))
            try consumer.assign([place: StartOffset.beginning])
            let deadline = ContinuousClock.now + .seconds(30)
            while true {
                _ = try consumer.poll()
                let result = try consumer.read(place, maximum: 10_000, timeout: .milliseconds(200), body: body)
                if result.reachedEnd { break }
                try #require(ContinuousClock.now < deadline, "\(place) has no end")
            }
        }
    }

    private func replayed(_ files: [URL], until: String) throws -> [Decision] {
        let outcome = try Program.run(
            [
                "replay", "--playbook", self.playbook, "--until", until, "--output", self.folder.file("out").path,
                "--input",
            ]
                + files.map(\.path)
        )
        try #require(outcome.code == 0, "\(outcome.complaint)")
        return try Decision.read(self.folder.file("out")).sorted()
    }

    private func deleteTopics() throws {
        let admin = try Admin(self.client)
        try admin.delete(topics: try admin.topics().map(\.name).filter { $0.hasPrefix(self.prefix) })
    }

    @Test(.enabled(if: CDNOW.path != nil, "run `make setup`: it fetches the CDNOW orders"))
    func `CDNOW through Kafka decides what replay decides, and a second run changes nothing`() throws {
        let orders = self.folder.file("orders.ndjson")
        try CDNOW.writeOrders(to: orders)
        try #require(try self.treue("topics", "create").code == 0)
        try self.load(orders, to: self.inputs[0])
        let outcome = try self.run(until: "1998-07-01T00:00:00Z")
        #expect(outcome.code == 0, "\(outcome.complaint)")
        let expected = try self.replayed([orders], until: "1998-07-01T00:00:00Z")
        #expect(expected.count > 150_000)
        #expect(try differences(self.decisions(), expected).isEmpty)

        let again = try self.run(until: "1998-07-01T00:00:00Z")
        #expect(again.code == 0, "\(again.complaint)")
        #expect(again.output.contains("\"refolded\":69659"))
        #expect(try differences(self.decisions(), expected).isEmpty)

        let story = try self.treue("inspect", "00003", "--playbook", self.playbook)
        #expect(story.code == 0, "\(story.complaint)")
        #expect(story.output.contains("orders        6 worth 156.46 USD"))
        try self.deleteTopics()
    }

    @Test(
        .disabled(
            if: ProcessInfo.processInfo.environment["TREUE_TEST_BUNDLED"] != nil,
            "the bundled broker hides committed records behind an aborted transaction of the same producer"
        )
    )
    func `a worker that is killed and started again loses nothing and decides nothing twice`() throws {
        let shop = try Program.run([
            "simulate", "--customers", "2000", "--days", "200", "--seed", "7", "--output", self.folder.url.path,
        ])
        try #require(shop.code == 0, "\(shop.complaint)")
        try #require(try self.treue("topics", "create").code == 0)
        let files = ["orders", "browse", "mentions"].map { self.folder.file("\($0).ndjson") }
        for (file, topic) in zip(files, self.inputs) { try self.load(file, to: topic) }
        for milliseconds in [900, 1_300, 2_100] {
            let worker = Process()
            worker.executableURL = URL(filePath: Program.path)
            worker.arguments = [
                "run", "--brokers", brokers ?? "", "--prefix", self.prefix, "--inputs",
                self.inputs.joined(separator: ","), "--playbook", self.playbook, "--worker", "w", "--until",
                "2025-09-01T00:00:00Z",
            ]
            worker.standardError = FileHandle.nullDevice
            worker.standardOutput = FileHandle.nullDevice
            try worker.run()
            Thread.sleep(forTimeInterval: Double(milliseconds) / 1_000)
            kill(worker.processIdentifier, SIGKILL)
            worker.waitUntilExit()
        }
        let outcome = try self.run(until: "2025-09-01T00:00:00Z")
        #expect(outcome.code == 0, "\(outcome.complaint)")
        let expected = try self.replayed(files, until: "2025-09-01T00:00:00Z")
        #expect(expected.count > 1_000)
        #expect(try differences(self.decisions(), expected).isEmpty)
        try self.deleteTopics()
    }

    @Test func `what can't be taken goes to dead letters with place, reason and bytes untouched`() throws {
        try #require(try self.treue("topics", "create").code == 0)
        let bad = "{\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":\"1\"}"
        let good =
            "{\"id\":\"1\",\"type\":\"order.completed\",\"subject\":\"customer/1\",\"time\":\"2025-01-01T00:00:00Z\","
            + "\"data\":{\"order_id\":\"1\",\"total\":\"1.00\",\"currency\":\"EUR\"}}"
        try self.load(try self.folder.write([bad, good], to: "orders.ndjson"), to: self.inputs[0])
        #expect(try self.run(until: "2025-01-02T00:00:00Z").code == 0)
        var letters: [[String]] = []
        try self.forEachRecord(of: self.prefix + "dead-letters") { record in
            var letter: [String] = []
            for name in ["reason", "pointer", "topic", "offset"] { letter.append(record.headerText(name) ?? "") }
            var value: [UInt8] = []
            if let bytes = record.value { value = [UInt8](copying: bytes) }
            letters.append(letter + [String(decoding: value, as: UTF8.self)])
        }
        #expect(letters == [["field.missing", "/messageId", self.inputs[0], "0", bad]])
        #expect(try self.decisions().count { $0.type == "milestone.first_order" } == 1)
        try self.deleteTopics()
    }
}
