import ArgumentParser
import Files
import Formats
import Journal
import Kafka
import Retention

/// Puts event files on a raw topic.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Put event files on a raw topic, keyed by customer.",
        discussion: """
            Each line becomes a record as it is: key = the customer's id, timestamp = the
            event's time. Lines that are no event we know go on without a key; the engine
            decides what becomes of them. Partitions are chosen as the Java client does
            (murmur2).

            EXAMPLES
              treue load --topic orders orders.ndjson
            """
    )

    @OptionGroup var cluster: ClusterOptions

    @Option(help: "The topic to append to.")
    var topic: String

    @Argument(help: "Event files, plain, .gz or .zst; '-' for standard input.")
    var files: [String]

    func run() async throws {
        try await reporting {
            let settings = try Settings.resolve(self.cluster)
            let admin = try Admin(settings.client("admin"))
            try admin.checkReachable()
            guard try admin.topics().contains(where: { $0.name == self.topic }) else {
                throw Failure(
                    .unavailable,
                    "topic \(self.topic) is missing; run: treue topics create --inputs \(self.topic)"
                )
            }
            var loader = Loader(
                producer: try Producer(ProducerConfiguration(client: settings.client("load"))),
                topic: self.topic
            )
            let progress = ProgressLine()
            for path in self.files { try loader.load(path, progress) }
            try loader.finish()
            progress.finish()
            print("\(Spoken.count(loader.count)) records on \(self.topic) in \(Spoken.seconds(progress.elapsed))")
        }
    }
}

private struct Loader: ~Copyable {
    var producer: Producer
    let topic: String
    // Amounts don't matter for the key, so any currency will do.
    let decoder = RawDecoder(currency: Currency("EUR"))
    var count = 0

    init(producer: consuming Producer, topic: String) {
        self.producer = producer
        self.topic = topic
    }

    mutating func load(_ path: String, _ progress: ProgressLine) throws {
        var reader = try LineReader(path: path)
        while true {
            switch try reader.advance() {
            case .end: return
            case .tooLong:
                throw Failure(.input, "\(path):\(reader.lineNumber): longer than \(reader.maximumLineLength) bytes")
            case .line:
                let origin = Origin(source: path, partition: 0, offset: 0)
                var key: [UInt8]?
                var time: Int64?
                let line = reader.line
                if case .event(let event) = self.decoder.decode(line: line, at: origin) {
                    key = Array(event.subject.id.utf8)
                    time = event.time.milliseconds
                }
                try self.producer.produce(to: self.topic, key: key?.span, value: line, timestamp: time)
                self.count += 1
            }
            if self.count & 0xFF == 0 {
                let share = reader.totalBytes.map { Spoken.share(reader.bytesRead, of: $0) } ?? ""
                progress.update { "load \(path) \(share)  \(Spoken.count(self.count)) records" }
            }
        }
    }

    mutating func finish() throws { try self.producer.flush(timeout: .seconds(120)) }
}
