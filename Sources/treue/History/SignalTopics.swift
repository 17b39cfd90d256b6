import Formats
import Journal
import Kafka
import Retention

/// The topics a replay writes: the same records that a worker emits, under a prefix of their own.
///
/// Sent by an idempotent producer: each signal once and in order, as long as the replay comes to its end. Outside any
/// transaction: what was sent stays when it does not.
final class SignalTopics: ReplayResults {
    let place: String
    private let prefix: String
    private let isAppending: Bool
    private let topics: Journal.Topics
    private let coding: CloudEventSignals
    private var producer: Producer
    private var value: [UInt8] = []
    private var sent = 0
    private(set) var signals: [String: Int] = [:]

    /// Makes a producer; the topics must be there, see `prepare`.
    init(prefix: String, append: Bool, client: ClientConfiguration, coding: CloudEventSignals) throws {
        self.prefix = prefix
        self.isAppending = append
        self.place = "topics \(prefix)*"
        self.topics = Journal.Topics(prefix: prefix)
        self.coding = coding
        // Properties given by the user win.
        let bounds = [
            "queue.buffering.max.kbytes": "65536", "message.timeout.ms": "\(Int(Patience.limit * 1_000))",
        ]
        var client = client
        client.properties = bounds.merging(client.properties) { $1 }
        var configuration = ProducerConfiguration(client: client)
        // Short, so that somebody can say what is being waited for.
        configuration.queueFullTimeout = .seconds(1)
        self.producer = try Producer(configuration)
    }

    var leftBehind: String? {
        guard self.sent > 0 else { return nil }
        return "the topics under '\(self.prefix)' hold a part of the signals only: "
            + (self.isAppending
                ? "replay again with --append, and have readers drop the ids they know"
                : "delete them, or replay with another --output-prefix")
    }

    func write(_ signal: Signal) throws {
        self.signals[signal.type.name, default: 0] += 1
        self.value.removeAll(keepingCapacity: true)
        self.coding.encode(signal, to: &self.value)
        let key = Array(signal.subject.id.utf8)
        try self.send(
            to: self.topics.signals(signal.type.topic),
            key: key.span,
            headers: self.coding.headers(of: signal).map { Header($0.0, text: $0.1) },
            timestamp: signal.time.milliseconds
        )
    }

    /// Appends what could not be taken as a worker does: the bytes untouched, reason and place in headers.
    func reject(_ record: RejectedRecord) throws {
        self.value = record.bytes
        let headers = DeadLetter.headers(record.rejection, record.origin).map { Header($0.0, text: $0.1) }
        try self.send(
            to: self.topics.deadLetters,
            key: record.key?.span,
            headers: headers + record.headers.all.map { Header($0.name, $0.value) },
            timestamp: record.timestamp ?? 0
        )
    }

    /// Waits until everything is delivered.
    func close() throws {
        var patience = Patience()
        while true {
            do throws(KafkaError) {
                return try self.producer.flush(timeout: .milliseconds(500))
            } catch {
                // Anything else than the flush running out of time is a record that was not delivered.
                guard error.isTimeout, error.operation == "flush" else { throw self.explained(error) }
            }
            try Interruption.check()
            try self.wait(&patience)
        }
    }

    private func send(to topic: String, key: Span<UInt8>?, headers: [Header], timestamp: Int64) throws {
        var patience = Patience()
        while true {
            do throws(KafkaError) {
                try self.producer.produce(
                    to: topic,
                    key: key,
                    value: self.value.span,
                    headers: headers,
                    timestamp: max(0, timestamp)
                )
                self.sent += 1
                if self.sent & 0xFFF == 0 { try self.producer.checkDeliveries() }
                return
            } catch {
                guard error.code == .queueFull else { throw self.explained(error) }
            }
            try Interruption.check()
            do throws(KafkaError) { try self.producer.checkDeliveries() } catch { throw self.explained(error) }
            try self.wait(&patience)
        }
    }

    private func wait(_ patience: inout Patience) throws {
        let waiting = self.producer.pendingCount
        try patience.wait(self.producer.health) { "the delivery of \(Spoken.count(waiting)) records" }
    }

    private func explained(_ error: KafkaError) -> Failure {
        let kind: Failure.Kind = error.isTimeout || error.remedy == .retry ? .unavailable : .work
        return Failure(kind, "signals could not be delivered: \(error)")
    }
}

extension SignalTopics {
    /// Makes sure that the topics under `prefix` are there, empty, and nobody else's.
    ///
    /// Those that are missing are created with `partitions` partitions. Topics that hold records are refused unless
    /// `append`, as nobody could tell apart what comes from which replay.
    static func prepare(
        prefix: String,
        partitions: Int,
        append: Bool,
        inputs: [String],
        settings: Settings,
        admin: borrowing Admin
    ) throws {
        let topics = Journal.Topics(prefix: prefix)
        let names = SignalType.Topic.allCases.map { topics.signals($0) } + [topics.deadLetters]
        if let shared = names.first(where: { inputs.contains($0) }) {
            throw Failure(.input, "--output-prefix \(prefix) would write to \(shared), which is being read")
        }
        let present = try admin.topics().filter { names.contains($0.name) }
        if !append { try self.requireEmpty(present, prefix, admin) }
        let missing = names.filter { name in !present.contains { $0.name == name } }
        let outcomes = try admin.create(
            topics: missing.map {
                // Signals carry event time, which may be years ago: retention by time would delete them as they arrive.
                NewTopic(
                    $0,
                    partitions: Int32(partitions),
                    replicationFactor: Int32(settings.replication ?? -1),
                    configuration: ["retention.ms": "-1"]
                )
            }
        )
        let refused = missing.compactMap { name -> String? in
            switch outcomes[name] {
            case .created, .alreadyExists: nil
            case .failed(let error): "\(name): \(error)"
            case nil: "\(name): the cluster did not answer"
            }
        }
        guard refused.isEmpty else {
            throw Failure(.work, "topics can't be created: " + refused.joined(separator: "\n"))
        }
    }

    /// What is wrong with a prefix before any cluster is asked; `nil` for nothing.
    static func fault(inPrefix prefix: String, settings: Settings) -> String? {
        if let fault = Settings.faults(inPrefix: prefix).first { return "--output-prefix: \(fault)" }
        guard prefix != settings.prefix else {
            return "--output-prefix \(prefix) is the prefix under which 'treue run' emits; "
                + "take another one, such as replayed."
        }
        return prefix.isEmpty ? "--output-prefix must not be empty" : nil
    }

    private static func requireEmpty(
        _ present: [TopicDescription],
        _ prefix: String,
        _ admin: borrowing Admin
    ) throws {
        for topic in present {
            for partition in 0..<topic.partitionCount {
                let edges = try admin.beginningAndEnd(of: TopicPartition(topic.name, partition))
                guard edges.beginning == edges.end else {
                    throw Failure(
                        .input,
                        "\(topic.name) holds records already; take another --output-prefix, delete the topics under "
                            + "'\(prefix)', or add to them with --append"
                    )
                }
            }
        }
    }
}
