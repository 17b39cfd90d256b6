import CommandLineKit
import Foundation
import Journal
import JSON
import Kafka
import Retention
import Testing

@Suite(
    .serialized,
    .timeLimit(.minutes(10)),
    .enabled(
        if: Deployment.brokers != nil,
        "set TREUE_TEST_BROKERS=host:port to a broker whose topics may be created and deleted"
    )
)
struct ReplayTests {
    private let site: Deployment
    private var prefix: String { self.site.prefix }
    private var folder: TemporaryFolder { self.site.folder }
    private var client: ClientConfiguration { self.site.client }
    private var brokers: [String] { ["--brokers", Deployment.brokers ?? ""] }

    init() throws { self.site = try Deployment() }

    private var inputs: [String] { ["browse", "mentions", "orders"].map { self.prefix + $0 } }
    private var topics: String { self.inputs.joined(separator: ",") }

    private func replay(_ arguments: [String]) throws -> Program.Outcome {
        try Program.run(
            ["replay"] + self.brokers + ["--playbook", self.site.playbook, "--until", "2026-01-01"] + arguments
        )
    }

    /// The records carry times long past: a broker would delete them by time.
    private func newTopic(_ name: String, _ partitions: Int32) -> NewTopic {
        NewTopic(name, partitions: partitions, configuration: ["retention.ms": "-1"])
    }

    /// A simulated shop in files, and the same in topics of several partitions.
    private func makeShop(customers: Int = 1_500, partitions: [Int32] = [4, 2, 3]) throws -> [URL] {
        let shop = try Program.run([
            "simulate", "--customers", "\(customers)", "--days", "200", "--seed", "11", "--output",
            self.folder.url.path,
        ])
        try #require(shop.code == 0, "\(shop.complaint)")
        let admin = try Admin(self.client)
        _ = try admin.create(topics: zip(self.inputs, partitions).map { self.newTopic($0, $1) })
        return try zip(["browse", "mentions", "orders"], self.inputs).map { name, topic in
            let file = self.folder.file("\(topic).ndjson")
            try FileManager.default.moveItem(at: self.folder.file("\(name).ndjson"), to: file)
            let outcome = try Program.run(["load"] + self.brokers + ["--topic", topic, file.path])
            try #require(outcome.code == 0, "\(outcome.complaint)")
            return file
        }
    }

    private func bytes(_ name: String) throws -> [Data] {
        try (signalTopics + ["dead-letters"]).map { try Data(contentsOf: self.folder.file("\(name)/\($0).ndjson")) }
    }

    @Test func `a history decides the same from topics as from files, and the same bytes on every run`() throws {
        let files = try self.makeShop()
        let fromFiles = try self.replay(["--output", self.folder.file("files").path, "--input"] + files.map(\.path))
        try #require(fromFiles.code == 0, "\(fromFiles.complaint)")
        // Small fetches on the second run: what arrives when must not matter.
        for (name, more) in [("one", []), ("two", ["--kafka-property", "max.partition.fetch.bytes=2000"])] {
            let outcome = try self.replay(["--topics", self.topics, "--output", self.folder.file(name).path] + more)
            try #require(outcome.code == 0, "\(outcome.complaint)")
        }
        #expect(try self.bytes("one") == self.bytes("two"))
        let expected = try Signal.read(self.folder.file("files"))
        let found = try Signal.read(self.folder.file("one"))
        #expect(expected.values.reduce(0) { $0 + $1.count } > 1_000)
        #expect(
            try differences(Decision.read(self.folder.file("one")), Decision.read(self.folder.file("files"))).isEmpty
        )
        for (topic, signals) in found {
            #expect(signals.map(\.time) == expected[topic]?.map(\.time), "\(topic) in order of time")
            #expect(Set(signals.map(\.withoutPlace)) == Set((expected[topic] ?? []).map(\.withoutPlace)))
            #expect(signals.allSatisfy { self.inputs.contains($0.source) })
        }
        #expect(Set(found["milestones"]?.map(\.partition) ?? []) == [0, 1, 2])
        try self.site.deleteTopics()
    }

    @Test func `output to topics holds what output to files holds, and is not written over`() throws {
        _ = try self.makeShop()
        let files = try self.replay(["--topics", self.topics, "--output", self.folder.file("out").path])
        try #require(files.code == 0, "\(files.complaint)")
        let arguments = ["--topics", self.topics, "--output-prefix", self.prefix + "replayed."]
        let outcome = try self.replay(arguments + ["--json"])
        try #require(outcome.code == 0, "\(outcome.complaint)")
        let admin = try Admin(self.client)
        var expected = try Decision.read(self.folder.file("out")).sorted()
        let found = try self.site.decisions(under: self.prefix + "replayed.")
        #expect(differences(found, expected).isEmpty)
        #expect(try admin.describe(topic: self.prefix + "replayed.triggers").partitionCount == 4)

        let again = try self.replay(arguments)
        #expect(again.code == 65)
        #expect(again.complaint.contains("holds records already") && again.complaint.contains("--append"))
        #expect(try self.site.decisions(under: self.prefix + "replayed.").count == found.count)

        #expect(try self.replay(arguments + ["--append"]).code == 0)
        expected += expected
        #expect(try differences(self.site.decisions(under: self.prefix + "replayed."), expected).isEmpty)
        try self.site.deleteTopics()
    }

    @Test func `output to topics has the bytes that a worker emits`() throws {
        _ = try self.makeShop(customers: 300, partitions: [3, 3, 3])
        let cluster = self.brokers + ["--prefix", self.prefix + "live.", "--inputs", self.topics]
        let created = try Program.run(["topics", "create", "--partitions", "3"] + cluster)
        try #require(created.code == 0, "\(created.complaint)")
        let worker = try Program.run(
            ["run", "--playbook", self.site.playbook, "--until", "2026-01-01", "--worker", "w"] + cluster
        )
        try #require(worker.code == 0, "\(worker.complaint)")
        let outcome = try self.replay(["--topics", self.topics, "--output-prefix", self.prefix + "replayed."])
        try #require(outcome.code == 0, "\(outcome.complaint)")
        var written: Set<String> = []
        for topic in signalTopics {
            let emitted = try self.contents(of: self.prefix + "live." + topic)
            if !emitted.isEmpty { written.insert(topic) }
            #expect(try self.contents(of: self.prefix + "replayed." + topic) == emitted, "\(topic)")
        }
        #expect(written.isSuperset(of: ["milestones", "triggers", "churn-risk", "service"]))
        try self.site.deleteTopics()
    }

    @Test func `from and to narrow a partition down by offset and by the record's time`() throws {
        let topic = self.prefix + "orders"
        let admin = try Admin(self.client)
        _ = try admin.create(topics: [self.newTopic(topic, 2)])
        var producer = try Producer(ProducerConfiguration(client: self.client))
        let day: Int64 = 86_400_000
        for number in 0..<10 {
            let value = Self.order(number)
            try producer.produce(
                OutgoingRecord(
                    topic: topic,
                    partition: 0,
                    value: Array(value.utf8),
                    timestamp: 1_735_689_600_000 + Int64(number) * day
                )
            )
        }
        try producer.flush()
        func orders(_ arguments: String...) throws -> [Int] {
            let out = self.folder.file("out")
            let outcome = try self.replay(["--topics", topic, "--output", out.path] + arguments)
            try #require(outcome.code == 0, "\(outcome.complaint)")
            return try Decision.read(out).filter { $0.type == "milestone.first_order" }
                .compactMap { Int($0.subject.dropFirst("customer/c".count)) }.sorted()
        }
        #expect(try orders() == Array(0..<10))
        #expect(try orders("--from", "3") == Array(3..<10))
        #expect(try orders("--from", "3", "--to", "7") == Array(3..<7))
        #expect(try orders("--to", "0") == [])
        #expect(try orders("--from", "10") == [])
        #expect(try orders("--from", "2025-01-04") == Array(3..<10))
        #expect(try orders("--from", "2025-01-03T00:00:00.001Z", "--to", "2025-01-08") == Array(3..<7))
        #expect(try orders("--from", "2025-01-04", "--to", "5") == [3, 4])
        #expect(try orders("--from", "2026-01-01") == [])
        #expect(try orders("--to", "2020-01-01") == [])

        for option in ["--from", "--to"] {
            let outcome = try self.replay([
                "--topics", topic, "--output", self.folder.file("o").path, option, "11",
            ])
            #expect(outcome.code == 65)
            #expect(outcome.complaint.contains("\(topic)/0 goes from 0 to 10"), "\(outcome.complaint)")
        }
        _ = try admin.deleteRecords(before: [TopicPartition(topic, 0): 4])
        #expect(try orders() == Array(4..<10))
        let gone = try self.replay(["--topics", topic, "--output", self.folder.file("o").path, "--from", "3"])
        #expect(gone.code == 65 && gone.complaint.contains("goes from 4 to 10"))
        try self.site.deleteTopics()
    }

    @Test func `a missing topic ends with 69 and a guess at what was meant`() throws {
        let admin = try Admin(self.client)
        _ = try admin.create(topics: [self.newTopic(self.prefix + "orders", 1)])
        let outcome = try self.replay(["--topics", self.prefix + "order", "--output", self.folder.file("out").path])
        #expect(outcome.code == 69)
        #expect(outcome.complaint.contains("did you mean '\(self.prefix)orders'?"), "\(outcome.complaint)")
        try self.site.deleteTopics()
    }

    @Test func `only committed records are read, and what can't be taken is kept with its place`() throws {
        let topic = self.prefix + "orders"
        let admin = try Admin(self.client)
        _ = try admin.create(topics: [self.newTopic(topic, 1)])
        var producer = try Producer(ProducerConfiguration(client: self.client, transactionalID: self.prefix + "p"))
        try producer.initTransactions()
        try producer.begin()
        for value in [Self.order(1), "nonsense", Self.order(2)] {
            try producer.produce(OutgoingRecord(topic: topic, partition: 0, value: Array(value.utf8)))
        }
        try producer.commit()
        // Open while the replay runs: it must neither be read nor waited for.
        try producer.begin()
        try producer.produce(OutgoingRecord(topic: topic, partition: 0, value: Array(Self.order(3).utf8)))
        try producer.flush()
        let outcome = try self.replay(["--topics", topic, "--output", self.folder.file("out").path, "--json"])
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(outcome.output.contains("\"events\":2"), "\(outcome.output)")
        try producer.abort()
        let letters = try String(contentsOf: self.folder.file("out/dead-letters.ndjson"), encoding: .utf8)
        #expect(letters.contains("\"source\":\"\(topic)\",\"partition\":0,\"offset\":1,\"record\":\"nonsense\""))

        let copied = try self.replay(["--topics", topic, "--output-prefix", self.prefix + "r."])
        #expect(copied.code == 0, "\(copied.complaint)")
        var found: [[String]] = []
        try self.site.forEachRecord(of: [self.prefix + "r.dead-letters"]) { record in
            var letter: [String] = []
            for name in ["reason", "topic", "partition", "offset"] {
                letter.append(record.headerText("treue.\(name)") ?? "")
            }
            found.append(letter)
        }
        #expect(found == [["json.invalid-literal", topic, "0", "1"]])
        try self.site.deleteTopics()
    }

    private static func order(_ number: Int) -> String {
        "{\"id\":\"\(number)\",\"type\":\"order.completed\",\"subject\":\"customer/c\(number)\","
            + "\"time\":\"2025-06-01T00:00:0\(number)Z\",\"data\":{\"order_id\":\"o\(number)\",\"total\":\"1.00\","
            + "\"currency\":\"EUR\"}}"
    }

    /// Everything about each record but its offset, sorted.
    private func contents(of topic: String) throws -> [String] {
        var found: [String] = []
        try self.site.forEachRecord(of: [topic]) { record in
            var (key, value) = ("", "")
            if let bytes = record.key { key = String(decoding: [UInt8](copying: bytes), as: UTF8.self) }
            if let bytes = record.value { value = String(decoding: [UInt8](copying: bytes), as: UTF8.self) }
            let headers = record.headers.map { "\($0.name)=\(String(decoding: $0.value ?? [], as: UTF8.self))" }
            found.append("\(record.partition) \(record.timestamp) \(key) \(headers) \(value)")
        }
        return found.sorted()
    }
}

private let signalTopics = Deployment.signalTopics

/// A line of a replay's output.
private struct Signal {
    let time: String
    let source: String
    let partition: Int64
    /// Everything but where the cause stood.
    let withoutPlace: String

    /// The signals of each topic, in their order.
    static func read(_ folder: URL) throws -> [String: [Signal]] {
        var parser = JSONParser()
        var result: [String: [Signal]] = [:]
        for topic in signalTopics {
            let data = try Data(contentsOf: folder.appending(path: "\(topic).ndjson"))
            result[topic] = try data.split(separator: 0x0A).map { try Signal(Array($0), &parser) }
        }
        return result
    }

    private init(_ line: [UInt8], _ parser: inout JSONParser) throws {
        let root = try parser.parse(line.span)
        self.time = root["time"].string ?? ""
        let cause = root["data"]["cause"]
        self.source = cause["source"].string ?? ""
        self.partition = cause["partition"].integer ?? -1
        let text = String(decoding: line, as: UTF8.self)
        // The place is the tail of the line: ,"source":…,"partition":…,"offset":…
        self.withoutPlace =
            text.range(of: ",\"source\":", options: .backwards).map { String(text[..<$0.lowerBound]) } ?? text
    }
}
