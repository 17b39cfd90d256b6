import CommandLineKit
import Foundation
import Journal
import Kafka
import Logging
import Testing

/// Topics of their own on the cluster under test, and `treue` as a user runs it on them.
final class Deployment: Sendable {
    /// The cluster, when there is one.
    static let brokers = ProcessInfo.processInfo.environment["TREUE_TEST_BROKERS"]

    static let signalTopics = ["churn-risk", "consents", "milestones", "service", "triggers"]

    let prefix = "treue-test-\(String(UInt32.random(in: .min ... .max), radix: 36))."
    let folder: TemporaryFolder
    /// The file of the playbook that workers decide by.
    let playbook: String

    /// Makes a place with a playbook of its own, or the one that all tests share.
    init(playbook text: String? = nil) throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        let own = try text.map { try folder.write([$0], to: "playbook.yaml").path }
        self.playbook = own ?? Program.root.appending(path: "Tests/IntegrationTests/playbook.yaml").path
    }

    var client: ClientConfiguration {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        return ClientConfiguration(brokers: Self.brokers ?? "", logger: logger)
    }

    var inputs: [String] { ["orders", "browse", "mentions"].map { self.prefix + $0 } }

    private var settings: [String] {
        ["--brokers", Self.brokers ?? "", "--prefix", self.prefix, "--inputs", self.inputs.joined(separator: ",")]
    }

    func treue(_ arguments: String...) throws -> Program.Outcome { try Program.run(arguments + self.settings) }

    func load(_ file: URL, to topic: String) throws {
        let outcome = try Program.run(["load", "--brokers", Self.brokers ?? "", "--topic", topic, file.path])
        try #require(outcome.code == 0, "\(outcome.complaint)")
    }

    /// Runs a worker until everything there is was folded.
    func run(_ worker: String = "w", until: String, _ options: [String] = []) throws -> Program.Outcome {
        try Program.run(self.worker(worker, ["--until", until, "--json"] + options))
    }

    /// Starts a worker in the background; what it has to say goes to the end of a file, when one is named.
    func start(_ worker: String, _ options: [String], complaint: URL? = nil) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: Program.path)
        process.arguments = self.worker(worker, options)
        process.standardError = FileHandle.nullDevice
        if let complaint {
            if !FileManager.default.fileExists(atPath: complaint.path) { try Data().write(to: complaint) }
            let file = try FileHandle(forWritingTo: complaint)
            try file.seekToEnd()
            process.standardError = file
        }
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func worker(_ name: String, _ options: [String]) -> [String] {
        ["run", "--playbook", self.playbook, "--worker", name, "--data", self.folder.file("data").path]
            + ["--checkpoint-interval", "1s", "--state-interval", "3s"] + options + self.settings
    }

    /// Every decision a reader of committed records sees on the output topics.
    func decisions(under prefix: String? = nil, on topics: [String] = signalTopics) throws -> [Decision] {
        var found: [Decision] = []
        try self.forEachRecord(of: topics.map { (prefix ?? self.prefix) + $0 }) { record in
            found.append(
                Decision(
                    id: record.headerText("ce_id") ?? "",
                    type: record.headerText("ce_type") ?? "",
                    subject: record.headerText("ce_subject") ?? "",
                    time: record.headerText("ce_time") ?? ""
                )
            )
        }
        return found.sorted()
    }

    /// Reads the committed records of topics from their first to what is their last when the call begins; partitions
    /// one after another, in no promised order.
    func forEachRecord(of topics: [String], _ body: (borrowing Record) -> Void) throws {
        var consumer = try Consumer(ConsumerConfiguration(client: self.client, group: self.prefix + "reader"))
        let admin = try Admin(self.client)
        let places = try topics.flatMap { topic in
            (0..<(try admin.describe(topic: topic).partitionCount)).map { TopicPartition(topic, $0) }
        }
        var open: [TopicPartition] = []
        for place in places {
            let bounds = try consumer.beginningAndEnd(of: place)
            if bounds.beginning < bounds.end { open.append(place) }
        }
        try consumer.assign(Dictionary(uniqueKeysWithValues: open.map { ($0, StartOffset.beginning) }))
        let deadline = ContinuousClock.now + .seconds(60)
        while !open.isEmpty {
            var unfinished: [TopicPartition] = []
            for place in open {
                let result = try consumer.read(place, maximum: 10_000, timeout: .milliseconds(20), body: body)
                if !result.reachedEnd { unfinished.append(place) }
            }
            open = unfinished
            _ = try consumer.poll()
            try #require(ContinuousClock.now < deadline, "no end of \(open)")
        }
    }

    /// What `treue replay` makes of the same files.
    func replayed(_ files: [URL], until: String, by playbook: URL? = nil) throws -> [Decision] {
        let output = self.folder.file("out-" + (playbook?.lastPathComponent ?? "live"))
        let outcome = try Program.run(
            ["replay", "--playbook", playbook?.path ?? self.playbook, "--until", until, "--output", output.path]
                + ["--input"] + files.map(\.path)
        )
        try #require(outcome.code == 0, "\(outcome.complaint)")
        return try Decision.read(output).sorted()
    }

    func deleteTopics() throws {
        let admin = try Admin(self.client)
        try admin.delete(topics: try admin.topics().map(\.name).filter { $0.hasPrefix(self.prefix) })
    }

    /// Simulates a shop and loads its events into the raw topics; returns the files.
    func fill(customers: Int, days: Int, seed: Int) throws -> [URL] {
        let shop = try Program.run([
            "simulate", "--customers", "\(customers)", "--days", "\(days)", "--seed", "\(seed)", "--output",
            self.folder.url.path,
        ])
        try #require(shop.code == 0, "\(shop.complaint)")
        try #require(try self.treue("topics", "create").code == 0)
        let files = ["orders", "browse", "mentions"].map { self.folder.file("\($0).ndjson") }
        for (file, topic) in zip(files, self.inputs) { try self.load(file, to: topic) }
        return files
    }
}
