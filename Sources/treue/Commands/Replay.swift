import ArgumentParser
import Formats
import Journal
import Kafka
import Logging
import Playbook
import Retention

/// Decides over a history again, from files or from topics.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Decide over event files or historical topics: the same decisions, byte for byte, on every run.",
        discussion: """
            From files: NDJSON (Segment track calls or CloudEvents of our own types),
            plain, .gz or .zst; '-' is standard input. From topics: all partitions, up to
            the end they have when the command begins, committed records only. It joins no
            group and changes nothing in what it reads. Either way the sources are merged
            by event time, and a history decides the same from files as from topics.

            --from and --to narrow topics down in each partition: an offset, the same in
            every partition, or a time. The time meant is the record's timestamp in Kafka,
            not the event's own: reading goes from the first record that is not older, up
            to the first one that is not older than --to, without it. A partition that has
            no such record begins, or ends, at its end.

            To files: OUTPUT/<topic>.ndjson, one CloudEvents object a line in the order of
            folding, and OUTPUT/dead-letters.ndjson with what could not be taken, why, and
            from where. To topics: <output-prefix>churn-risk and so on, the same records
            that 'treue run' emits, keyed by customer. They are created when missing, with
            as many partitions as the topic read that has the most, and must be empty.

            Once the states take more memory than --state-budget says, those of whoever has
            done nothing for longest are packed into bytes, two to four times smaller.
            Nothing that is decided depends on it.

            With --states, what is known of each customer and visitor in the end goes to a
            file, in the words of 'treue inspect --json': to compare two replays.

            EXAMPLES
              treue replay --playbook p.yaml --input orders.ndjson --output out
              treue replay --playbook p.yaml --input o.gz b.zst --output out --until 2026-01-01
              zcat *.gz | treue replay --playbook p.yaml --input - --output out --json
              treue replay --playbook p.yaml --topics orders,browse,mentions --output out
              treue replay --playbook p.yaml --topics orders --from 2026-01-01 --to 2026-04-01 \\
                --output-prefix replayed.
            """
    )

    @OptionGroup var cluster: ReplayClusterOptions

    @Option(help: "The playbook to decide by. (TREUE_PLAYBOOK)")
    var playbook: String?

    @Option(help: "The file that says how raw topics are read. (TREUE_MAPPING)")
    var mapping: String?

    @Option(parsing: .upToNextOption, help: "Event files; '-' for standard input.")
    var input: [String] = []

    @Option(help: "Raw topics instead of files, as a,b,c.")
    var topics: String?

    @Option(help: "With --topics, where to begin: a time (RFC 3339), an offset or 'beginning'.")
    var from = TopicBound.beginning

    @Option(help: "With --topics, where to end, exclusive: a time (RFC 3339), an offset or 'end', as of now.")
    var to = TopicBound.end

    @Option(help: "The folder for the results; made when missing.")
    var output: String?

    @Option(name: .customLong("output-prefix"), help: "Write to topics instead, whose names begin like this.")
    var outputPrefix: String?

    @Flag(help: "With --output-prefix: add to topics that hold records already.")
    var append = false

    @Option(help: "A file for the state of each customer at the end, a JSON object a line, sorted by subject.")
    var states: String?

    @Option(help: "Move the clock to this time at the end, so that what is due before it fires (RFC 3339).")
    var until: InstantArgument?

    @Option(help: "How late an event may come, such as 90s or 2h; instead of the playbook's.")
    var lateness: SpanArgument?

    @Option(help: "Bytes of states, from 1MiB on, beyond which those that rest are packed. (TREUE_STATE_BUDGET)")
    var stateBudget: String?

    @Option(help: "The currency of amounts that name none; instead of the playbook's.")
    var currency: CurrencyArgument?

    @Flag(help: "Print the summary as one JSON object.")
    var json = false

    func validate() throws {
        guard self.input.isEmpty != (self.topics == nil) else {
            throw ValidationError("name what to read: either --input FILES or --topics a,b,c")
        }
        guard (self.output == nil) != (self.outputPrefix == nil) else {
            throw ValidationError("name where the results go: either --output DIR or --output-prefix PREFIX")
        }
        guard self.topics != nil || (self.from == .beginning && self.to == .end) else {
            throw ValidationError("--from and --to belong to --topics")
        }
        guard self.outputPrefix != nil || !self.append else {
            throw ValidationError("--append belongs to --output-prefix")
        }
        if let fault = TopicBound.fault(from: self.from, to: self.to) { throw ValidationError(fault) }
        if let topics = self.topics, let fault = Settings.faults(inTopics: Settings.list(topics)).first {
            throw ValidationError("--topics: \(fault)")
        }
        guard self.topics.map({ !Settings.list($0).isEmpty }) ?? true else {
            throw ValidationError("--topics names no topic")
        }
        guard self.input.count(where: { $0 == "-" }) <= 1 else { throw ValidationError("'-' can be given once only") }
    }

    func run() async throws {
        try await reporting {
            var flags: [String: String] = [:]
            flags["playbook"] = self.playbook
            flags["mapping"] = self.mapping
            flags["state_budget"] = self.stateBudget
            let settings = try Settings.resolve(self.cluster.options, flags: flags)
            let compiled = try settings.requirePlaybook()
            let sources = self.topics.map(Settings.list) ?? []
            if let fault = Settings.faults(inSources: sources, under: settings.prefix).first {
                throw Failure(.input, "--topics: \(fault)")
            }
            if let prefix = self.outputPrefix, let fault = SignalTopics.fault(inPrefix: prefix, settings: settings) {
                throw Failure(.input, fault)
            }
            Interruption.watch()
            let spans = try self.prepareTopics(settings)
            let results = try self.openResults(settings, compiled)
            do {
                try self.replay(settings, compiled, spans, results)
            } catch {
                throw Self.telling(results, error)
            }
        }
    }

    /// Looks at the topics to be read and makes those to be written; returns what is read, `nil` for files.
    private func prepareTopics(_ settings: Settings) throws -> [TopicSpan]? {
        guard self.topics != nil || self.outputPrefix != nil else { return nil }
        let admin = try Admin(settings.client("replay"))
        try admin.checkReachable()
        let inputs = self.topics.map(Settings.list)
        let spans = try inputs.map {
            try TopicSpan.resolve(topics: $0, from: self.from, to: self.to, admin: admin)
        }
        if let prefix = self.outputPrefix {
            try SignalTopics.prepare(
                prefix: prefix,
                partitions: spans?.map { Int($0.place.partition) + 1 }.max() ?? settings.partitions,
                append: self.append,
                inputs: inputs ?? [],
                settings: settings,
                admin: admin
            )
        }
        return spans
    }

    private func openResults(_ settings: Settings, _ compiled: CompiledPlaybook) throws -> any ReplayResults {
        let coding = CloudEventSignals(playbook: compiled.settings.playbook, version: compiled.settings.version)
        if let prefix = self.outputPrefix {
            return try SignalTopics(
                prefix: prefix,
                append: self.append,
                client: settings.quietClient("replay"),
                coding: coding
            )
        }
        return try ResultFiles(folder: self.output ?? "", coding: coding)
    }

    private func openHistory(
        _ settings: Settings,
        _ compiled: CompiledPlaybook,
        _ spans: [TopicSpan]?,
        _ results: any ReplayResults
    ) throws -> any History {
        let decoder = RawDecoder(try settings.intake(currency: self.currency?.currency ?? compiled.defaultCurrency))
        guard let spans else {
            let future = compiled.future
            return try HistoryReader(paths: self.input, decoder: decoder, future: future, reject: results.reject)
        }
        return try TopicReader(
            spans: spans,
            client: settings.quietClient("replay"),
            decoder: decoder,
            future: compiled.future
        ) { try results.reject($0) }
    }

    private func replay(
        _ settings: Settings,
        _ compiled: CompiledPlaybook,
        _ spans: [TopicSpan]?,
        _ results: any ReplayResults
    ) throws {
        let states = try self.states.map { try StatesFile(path: $0) }
        let progress = ReplayProgress(unit: spans == nil ? nil : "records")
        let history = try self.openHistory(settings, compiled, spans, results)
        var replay = Journal.Replay(compiled, lateness: self.lateness?.span, stateBudget: settings.stateBudget)
        var events = 0
        var upcoming = Upcoming(history)
        while let (source, event) = try upcoming.next({ replay.foresee($0) }) {
            try Interruption.check()
            try replay.add(event, source: source) { try results.write($0) }
            events += 1
            if events & 0x3FF == 0 {
                let (read, total) = history.progress
                progress.update(events: events, read: read, total: total)
            }
        }
        if let until = self.until?.timestamp, until < replay.latest {
            Terminal.interject("treue: --until lies before the latest event; the clock goes on to that event")
        }
        try replay.finish(at: self.until?.timestamp) { try results.write($0) }
        try Interruption.check()
        try results.close()
        try states?.write(replay.fold)
        progress.finish()
        ReplaySummary(
            events: events,
            reader: history.counts,
            folds: replay.fold.counts,
            subjects: replay.fold.subjectCount,
            signals: results.signals,
            clock: replay.fold.clock,
            seconds: progress.elapsed,
            output: results.place,
            partitions: (history as? TopicReader)?.readSpans
        ).print(asJSON: self.json)
    }

    /// The failure, with what it leaves behind.
    private static func telling(_ results: any ReplayResults, _ error: any Error) -> Failure {
        if Terminal.isInteractive { Terminal.clear() }
        let failure = Failure(error)
        if failure.kind == .interrupted {
            return Failure(.interrupted, "interrupted; " + (results.leftBehind ?? "nothing was written"))
        }
        return results.leftBehind.map { Failure(failure.kind, "\(failure.description); \($0)") } ?? failure
    }
}

/// What a replay is told about the cluster.
///
/// It reads the topics it is told to and writes under a prefix of its own, so that the names a worker uses have no flags.
struct ReplayClusterOptions: ParsableArguments {
    @Option(help: "The brokers to begin with, as host:port,host:port. (TREUE_BROKERS; default: localhost:9092)")
    var brokers: String?

    @Option(
        name: .customLong("kafka-property"),
        help: "A librdkafka property as name=value; may be repeated. (TREUE_KAFKA_PROPERTIES)"
    )
    var kafkaProperties: [String] = []

    @Option(help: "A YAML file with settings. (default: treue.yaml when it is there)")
    var config: String?

    var options: ClusterOptions {
        var options = ClusterOptions()
        options.brokers = self.brokers
        options.prefix = nil
        options.inputs = nil
        options.kafkaProperties = self.kafkaProperties
        options.config = self.config
        return options
    }
}

extension Settings {
    /// A client whose passing troubles are told by whoever waits for it, not by log lines.
    func quietClient(_ name: String) -> ClientConfiguration {
        var client = self.client(name)
        client.logger.logLevel = .critical
        return client
    }
}
