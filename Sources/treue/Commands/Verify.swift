import ArgumentParser
import Formats
import Foundation
import Journal
import JSON
import Kafka
import Playbook
import Retention

/// Audits the output topics against the journal.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that every decision on the output topics is what the facts lead to.",
        discussion: """
            Folds the events by the journal once more, in memory and each by the playbook
            that decided it then, and compares every signal with what stands on the output
            topics: nothing missing, nothing twice, nothing else, not a byte different.
            Changes nothing and joins no group; workers may go on meanwhile.

            Says 'identical' and ends with 0, or shows the first difference and ends with 1.

            EXAMPLES
              treue verify
              treue verify --brokers localhost:9092 --prefix treue. --json
            """
    )

    @OptionGroup var cluster: ClusterOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        try await reporting {
            let settings = try Settings.resolve(self.cluster)
            var verification = try Verification(settings)
            let audit = try verification.run()
            let first = try audit.first.map { try verification.describe($0) }
            print(self.json ? Self.json(audit, verification, first) : Self.text(audit, verification, first))
            if audit.differences > 0 { throw ExitCode(Failure.Kind.work.rawValue) }
        }
    }

    private static func text(_ audit: Audit, _ verification: Verification, _ first: String?) -> String {
        let scope =
            "\(Spoken.count(audit.matching)) signals of \(Spoken.count(verification.events)) events in "
            + "\(verification.partitions) partitions"
        guard let first else { return "identical: \(scope)" }
        return "\(Spoken.count(audit.differences)) differences; identical: \(scope)\nthe first one: "
            + first.harmlessLines
    }

    private static func json(_ audit: Audit, _ verification: Verification, _ first: String?) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("identical")
        writer.boolean(audit.differences == 0)
        for (key, value) in [
            ("signals", audit.matching), ("events", verification.events), ("differences", audit.differences),
        ] {
            writer.key(named: key)
            writer.integer(Int64(value))
        }
        if let first {
            writer.key("first")
            writer.string(first)
        }
        writer.endObject()
        return String(decoding: writer.array(), as: UTF8.self).harmlessJSON
    }
}

/// Refolds every partition and reads every output topic.
private struct Verification {
    let partitions: Int32
    private(set) var events = 0

    private let settings: Settings
    private let source: KafkaLogSource
    private let outputs: [TopicPartition]

    init(_ settings: Settings) throws {
        self.settings = settings
        let admin = try Admin(settings.client("verify"))
        try admin.checkReachable()
        self.source = try KafkaLogSource(client: settings.client("verify"))
        let present = try admin.topics()
        func partitions(_ name: String) throws -> Int32 {
            guard let topic = present.first(where: { $0.name == name }) else {
                throw Failure(.unavailable, "topic \(name) is missing; is --prefix right?")
            }
            return topic.partitionCount
        }
        self.partitions = try partitions(settings.topics.journal)
        var outputs: [TopicPartition] = []
        for topic in SignalType.Topic.allCases {
            let name = settings.topics.signals(topic)
            for partition in 0..<(try partitions(name)) { outputs.append(TopicPartition(name, partition)) }
        }
        self.outputs = outputs
    }

    /// What must be on the topics is what the journal held, decided for good, before their ends were asked for; what may
    /// be there is what it holds afterwards.
    mutating func run() throws -> Audit {
        var settled: [Int64] = []
        let stable = try Consumer(ConsumerConfiguration(client: self.settings.client("verify"), group: "treue-verify"))
        for partition in 0..<self.partitions {
            settled.append(try stable.beginningAndEnd(of: TopicPartition(self.settings.topics.journal, partition)).end)
        }
        var ends: [TopicPartition: Int64] = [:]
        for place in self.outputs { ends[place] = try self.source.appendedEnd(of: place) }
        var audit = Audit()
        let progress = ProgressLine()
        for partition in 0..<self.partitions {
            self.events += try self.refold(partition) { signal, edition, place in
                let record = SignalRecord(signal, edition, self.settings.topics)
                audit.expect(
                    signal.id.description,
                    record.fingerprint,
                    Audit.Origin(partition: partition, record: place.record),
                    isRequired: place.offset < settled[Int(partition)]
                )
                progress.update { "folding partition \(partition) again: \(Spoken.count(audit.required)) signals" }
            }
        }
        for place in self.outputs {
            try self.read(place, to: ends[place] ?? 0) { id, fingerprint, offset in
                audit.see(id, fingerprint, at: place, offset: offset)
                progress.update {
                    "reading \(place): \(Spoken.count(audit.matching)) of \(audit.required) signals agree"
                }
            }
        }
        progress.finish()
        audit.finish()
        return audit
    }

    /// Lends every decision of a partition; returns how many records of `events` were folded.
    private func refold(
        _ partition: Int32,
        _ body: (Signal, Edition<PlaybookProjection>, Refold<PlaybookProjection>.Place) -> Void
    ) throws -> Int {
        var refold = try Refold(
            partition,
            topics: self.settings.topics,
            log: self.source,
            coding: CanonicalEvents(),
            projection: PlaybookProjection(settings: FoldSettings(playbook: "", version: 0)),
            compile: Editions.compile
        )
        return try refold.run(observe: { (_, place, edition, effects) throws(LogError) in
            for signal in effects.signals { if let edition { body(signal, edition, place) } }
            effects.removeAll()
        }).events
    }

    private func read(_ place: TopicPartition, to end: Int64, _ body: (String, Audit.Fingerprint, Int64) -> Void) throws
    {
        guard end > 0 else { return }
        var consumer = try Consumer(
            ConsumerConfiguration(client: self.settings.client("verify"), group: "treue-verify")
        )
        try consumer.assign([place: StartOffset.beginning])
        var next: Int64 = 0
        var progressAt = Clocks.monotonic()
        while next < end {
            _ = try consumer.poll()
            let result = try consumer.read(place, maximum: 4_096, timeout: .milliseconds(200)) { record in
                next = record.offset + 1
                guard record.offset < end else { return }
                let found = SignalRecord(record, place.topic)
                body(found.id, found.fingerprint, record.offset)
            }
            if result.count > 0 { progressAt = Clocks.monotonic() }
            if let reached = result.endOffset, result.reachedEnd { next = max(next, reached) }
            guard Clocks.monotonic() - progressAt < 60 else {
                throw Failure(.unavailable, "\(place) could not be read to its end within 60 s")
            }
        }
    }

    /// The difference in words, with both records where there are two.
    func describe(_ difference: Audit.Difference) throws -> String {
        switch difference {
        case .missing(let id, let origin):
            return "missing: \(try self.decided(id, origin)); decided by journal record \(origin.record) of partition "
                + "\(origin.partition), and on no output topic"
        case .unexpected(let id, let place, let offset):
            return "unexpected: signal \(id) at \(place), offset \(offset): the journal does not decide it"
        case .twice(let id, let place, let offset):
            return "twice: signal \(id) stands at \(place), offset \(offset), once more"
        case .different(let id, let origin, let place, let offset):
            var stands = ""
            try self.read(place, to: offset + 1) { _, _, _ in }
            var consumer = try Consumer(
                ConsumerConfiguration(client: self.settings.client("verify"), group: "treue-verify")
            )
            try consumer.assign([place: offset])
            for _ in 0..<50 where stands.isEmpty {
                _ = try consumer.poll()
                _ = try consumer.read(place, maximum: 1, timeout: .milliseconds(200)) { record in
                    stands = SignalRecord(record, place.topic).text
                }
            }
            return "different: signal \(id) at \(place), offset \(offset)\n  stands: \(stands)\n  decided: "
                + "\(try self.decided(id, origin))"
        }
    }

    private func decided(_ id: String, _ origin: Audit.Origin) throws -> String {
        var text = "signal \(id)"
        let topics = self.settings.topics
        _ = try self.refold(origin.partition) { signal, edition, _ in
            if signal.id.description == id { text = SignalRecord(signal, edition, topics).text }
        }
        return text
    }
}

/// A signal's record, as decided or as it stands.
private struct SignalRecord {
    let id: String
    private let topic: String
    private let key: [UInt8]
    private let timestamp: Timestamp
    private let headers: [(String, String)]
    private let value: [UInt8]

    init(_ signal: Signal, _ edition: Edition<PlaybookProjection>, _ topics: Topics) {
        self.id = signal.id.description
        self.topic = topics.signals(signal.type.topic)
        self.key = Array(signal.subject.id.utf8)
        self.timestamp = Timestamp(milliseconds: max(0, signal.time.milliseconds))
        self.headers = edition.signals.headers(of: signal)
        var value: [UInt8] = []
        edition.signals.encode(signal, to: &value)
        self.value = value
    }

    init(_ record: borrowing Record, _ topic: String) {
        self.topic = topic
        var key: [UInt8] = []
        if let bytes = record.key { key = [UInt8](copying: bytes) }
        self.key = key
        var value: [UInt8] = []
        if let bytes = record.value { value = [UInt8](copying: bytes) }
        self.value = value
        self.timestamp = Timestamp(milliseconds: record.timestamp)
        self.headers = record.headers.map { ($0.name, String(decoding: $0.value ?? [], as: UTF8.self)) }
        self.id = self.headers.first { $0.0 == "ce_id" }?.1 ?? "without an id"
    }

    var fingerprint: Audit.Fingerprint {
        Audit.Fingerprint(
            topic: self.topic,
            key: self.key,
            timestamp: self.timestamp,
            headers: self.headers,
            value: self.value
        )
    }

    /// The type, time and values; the command's user may read the topic.
    var text: String {
        let names = ["ce_type", "ce_subject", "ce_time"]
        let parts = names.compactMap { name in self.headers.first { $0.0 == name }?.1 }
        return "\(parts.joined(separator: " ")) \(String(decoding: self.value, as: UTF8.self))"
    }
}
