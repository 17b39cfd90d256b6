import ArgumentParser
import enum CEL.Nearest
import Formats
import Journal
import JSON
import Kafka
import Playbook
import Retention

/// Checks settings, playbook and mapping before anything starts, and shows what sample records become.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check settings, playbook and mapping; show what a sample record becomes.",
        discussion: """
            Reports every fault at once, with file, line and column. Talks to no broker, except
            with --cluster, which tells of each raw topic whether it is folded in place, and
            why it is not. With --sample it asks the schema registry, when a record names a schema of one.

            With --sample each record of the file is read as a worker would read it, and what
            it becomes is printed, or why it can't be taken: the reason, and the JSON pointer
            to the fault. The output shows the sample's contents. Files that end in .ndjson,
            .jsonl, .gz or .zst hold a record a line; any other file is one record. --topic
            names the topic whose settings apply (else the file's name without its ending),
            --header gives a header that the records carry. Exits with 65 when a record is
            refused, and with 69 when the registry does not answer within --registry-wait, or
            at once when it refuses the credentials.

            A sample has no times of Kafka's: an event whose time is that of its record shows
            1970, and the limit 'past' of a mapping does not apply. How far ahead an event may
            lie does, by the playbook when one is given.

            EXAMPLES
              treue check --playbook playbook.yaml
              treue check --names order.completed
              treue check --config treue.yaml
              treue check --playbook playbook.yaml --inputs orders,browse --cluster
              treue check --mapping mapping.yaml --sample orders.ndjson --topic orders
              treue check --sample order.json --header X-Shopify-Topic=orders/create
            """
    )

    @OptionGroup var cluster: ClusterOptions

    @Option(help: "The playbook. (TREUE_PLAYBOOK)")
    var playbook: String?

    @Option(help: "The file that says how raw topics are read. (TREUE_MAPPING)")
    var mapping: String?

    @Flag(
        name: .customLong("cluster"),
        help: "Look at the raw topics on the cluster: which are folded in place, and why."
    )
    var looksAtCluster = false

    @Option(
        parsing: .upToNextOption,
        help: "List what conditions may name, with the fields of these types of events; 'none' for no event."
    )
    var names: [String] = []

    @Option(help: "A file of sample records, to show what they become.")
    var sample: String?

    @Option(help: "With --sample: the topic that the records stand for.")
    var topic: String?

    @Option(help: "With --sample: how long to wait for a schema registry that does not answer. (default: 5s)")
    var registryWait: SpanArgument?

    @Option(name: .customLong("header"), help: "With --sample: a header as name=value; may be repeated.")
    var headers: [String] = []

    @Flag(help: "With --sample: one JSON object a record.")
    var json = false

    func validate() throws {
        let hasDetails = self.topic != nil || !self.headers.isEmpty || self.json || self.registryWait != nil
        guard self.sample != nil || !hasDetails else {
            throw ValidationError("--topic, --header, --json and --registry-wait belong to --sample")
        }
        for header in self.headers where !header.contains("=") {
            throw ValidationError("--header must be name=value")
        }
    }

    func run() async throws {
        try await reporting {
            if !self.names.isEmpty { return try self.listNames() }
            var flags: [String: String] = [:]
            flags["playbook"] = self.playbook
            flags["mapping"] = self.mapping
            let settings = try Settings.resolve(self.cluster, flags: flags)
            let needsPlaybook = settings.playbook != nil || (self.sample == nil && settings.mapping == nil)
            let compiled = needsPlaybook ? try settings.requirePlaybook() : nil
            let intake = try settings.intake(currency: compiled?.defaultCurrency)
            if let sample = self.sample {
                guard try self.check(sample, intake, settings, future: compiled?.future) else {
                    throw ExitCode(Failure.Kind.input.rawValue)
                }
                return
            }
            if let compiled { self.describe(compiled, settings) }
            self.describe(intake, settings)
            if self.looksAtCluster { try self.describePlaces(settings, intake, currency: compiled?.defaultCurrency) }
        }
    }

    /// Says of each raw topic how it comes to the fold.
    @inline(never)
    private func describePlaces(_ settings: Settings, _ intake: IntakeSettings, currency: Currency?) throws {
        try settings.requireInputs()
        let admin = try Admin(settings.client("check"))
        try admin.checkReachable()
        let partitions = Dictionary(try admin.topics().map { ($0.name, $0.partitionCount) }) { first, _ in first }
        let missing = (settings.inputs + [settings.topics.events]).filter { partitions[$0] == nil }
        guard missing.isEmpty else {
            throw Failure(
                .unavailable,
                "topics are missing: \(missing.joined(separator: ", ")); see treue topics create"
            )
        }
        let placement = try Placement.choose(settings, intake, currency: currency, partitions: partitions)
        print("raw topics on the cluster:")
        for line in placement.lines { print("  \(line)") }
    }

    /// Reads and shows the records of a file; returns whether none was refused.
    private func check(
        _ sample: String,
        _ intake: IntakeSettings,
        _ settings: Settings,
        future: TimeSpan?
    ) throws -> Bool {
        let topic = self.topic ?? SourceNames.stem(of: sample)
        self.tellUnknown(topic, intake, settings)
        let check = SampleCheck(
            path: sample,
            topic: topic,
            headers: self.headers,
            asJSON: self.json,
            patience: Double(self.registryWait?.span.milliseconds ?? 5_000) / 1_000,
            future: future ?? .days(366)
        )
        return try check.run(intake)
    }

    /// Says so when the mapping has settings for topics, and none for this one.
    private func tellUnknown(_ topic: String, _ intake: IntakeSettings, _ settings: Settings) {
        guard let mapping = settings.mapping, !intake.topics.isEmpty, intake.topics[topic] == nil else { return }
        let known = intake.topics.keys.sorted().joined(separator: ", ")
        Terminal.complain(
            "treue: \(mapping) has no topic '\(topic)', so its defaults apply; it has \(known)"
                + (self.topic == nil ? "; name one of them with --topic" : "")
        )
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    /// Prints what expressions may name.
    private func listNames() throws {
        let kinds = try self.names.filter { $0 != "none" }.map { name in
            guard let kind = Event.Kind(name: name) else {
                throw Failure(
                    .usage,
                    "'\(name)' is no type of event"
                        + (Nearest.name(to: name, among: Event.Kind.allCases.map(\.name)).map {
                            "; did you mean '\($0)'?"
                        } ?? "")
                )
            }
            return kind
        }
        for name in PlaybookFile.names(with: kinds) {
            let row = Self.padded(name.name, 36) + Self.padded(name.type, 14) + name.meaning
            print(name.meaning.isEmpty ? Self.padded(name.name, 36) + name.type : row)
        }
    }

    private func describe(_ compiled: CompiledPlaybook, _ settings: Settings) {
        let source = settings.playbook ?? ""
        for warning in PlaybookFile.lint(compiled) {
            Terminal.complain("\(warning.file):\(warning.line): warning: rules.\(warning.rule): \(warning.message)")
        }
        print("\(source): playbook '\(compiled.settings.playbook)', version \(compiled.settings.version)")
        if !compiled.included.isEmpty { print("  with \(compiled.included.joined(separator: ", ").harmless)") }
        for line in PlaybookFile.describe(compiled) { print("  \(line)") }
        print("settings: brokers \(settings.brokers), prefix '\(settings.prefix)', worker \(settings.worker)")
        let inputs = settings.inputs.isEmpty ? "none named yet" : settings.inputs.joined(separator: ", ")
        print("  raw topics: \(inputs); \(settings.lanes) lanes, commit every \(settings.commitInterval.iso8601)")
    }

    private func describe(_ intake: IntakeSettings, _ settings: Settings) {
        guard let mapping = settings.mapping else { return }
        print("\(mapping): \(intake.topics.count) topics with settings of their own")
        for (name, source) in intake.topics.sorted(by: { $0.key < $1.key }) {
            let events = source.mappings.map(\.kind.name).joined(separator: ", ")
            print("  \(name): \(source.format.rawValue)" + (events.isEmpty ? "" : ", becomes \(events)"))
        }
        let unread = Set(intake.topics.keys).subtracting(settings.inputs)
        if !settings.inputs.isEmpty, !unread.isEmpty {
            print("  not among the raw topics: \(unread.sorted().joined(separator: ", "))")
        }
    }
}
