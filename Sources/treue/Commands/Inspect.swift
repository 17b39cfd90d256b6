import ArgumentParser
import Formats
import Journal
import JSON
import Kafka
import Playbook
import Retention

/// Shows the state of one customer and how it came about.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show a customer's state and timeline: events, decisions, and why.",
        discussion: """
            From Kafka: folds the customer's partition by the journal again, up to its
            committed end, each event by the playbook that decided it then. Changes
            nothing and joins no group. From files, with --input: as 'treue replay' would.

            A visitor is asked for as visitor/ID.

            EXAMPLES
              treue inspect 42
              treue inspect 42 --json
              treue inspect 42 --input orders.ndjson --playbook playbook.yaml
            """
    )

    @OptionGroup var cluster: ClusterOptions

    @Argument(help: "The customer's id.")
    var customer: String

    @Option(help: "With --input: the playbook that decides. (TREUE_PLAYBOOK)")
    var playbook: String?

    @Option(help: "The file that says how raw topics are read. (TREUE_MAPPING)")
    var mapping: String?

    @Option(parsing: .upToNextOption, help: "Event files instead of Kafka.")
    var input: [String] = []

    @Option(help: "With --input: move the clock to this time at the end (RFC 3339).")
    var until: InstantArgument?

    @Option(help: "How many lines of the timeline to show, the latest ones.")
    var limit = 40

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        try await reporting {
            var flags: [String: String] = [:]
            flags["playbook"] = self.playbook
            flags["mapping"] = self.mapping
            let settings = try await Settings.resolve(self.cluster, flags: flags)
            let subject = Subject(self.customer) ?? Subject(.customer, self.customer)
            var story = Story(subject: subject)
            var rules: Rules?
            if self.input.isEmpty {
                rules = try self.readTopics(settings, &story)
            } else {
                let compiled = try settings.requirePlaybook()
                try self.readFiles(compiled, settings, &story)
                rules = compiled.rules
            }
            guard story.state != nil, let rules else {
                throw Failure(.work, "nothing is known of \(subject)")
            }
            let report = CustomerReport(story: story, rules: rules, limit: max(1, self.limit))
            print(self.json ? report.json : report.text)
        }
    }

    private func readFiles(_ compiled: CompiledPlaybook, _ settings: Settings, _ story: inout Story) throws {
        let decoder = RawDecoder(try settings.intake(currency: compiled.defaultCurrency))
        let reader = try HistoryReader(paths: self.input, decoder: decoder, future: compiled.future) { _, _, _ in }
        var replay = Journal.Replay(compiled)
        let progress = ProgressLine()
        while let (source, event) = try reader.next() {
            story.note(event)
            try replay.add(event, source: source) { story.note($0) }
            progress.update { "reading \(Spoken.count(reader.counts.lines)) lines" }
        }
        try replay.finish(at: self.until?.timestamp) { story.note($0) }
        progress.finish()
        story.state = replay.fold.state(of: story.subject)
        story.clock = replay.fold.clock
    }

    /// Returns the rules that decided last.
    private func readTopics(_ settings: Settings, _ story: inout Story) throws -> Rules? {
        let admin = try Admin(settings.client("inspect"))
        try admin.checkReachable()
        guard let events = try admin.topics().first(where: { $0.name == settings.topics.events }) else {
            throw Failure(.unavailable, "topic \(settings.topics.events) is missing; is --prefix right?")
        }
        let log = try KafkaLogSource(client: settings.client("inspect"))
        let partition = KeyPartitioner.partition(of: story.subject.id, count: events.partitionCount)
        var refold = try Refold(
            partition,
            topics: settings.topics,
            log: log,
            coding: CanonicalEvents(),
            projection: PlaybookProjection(rules: Rules(playbook: "", version: 0)),
            compile: Editions.compile
        )
        let progress = ProgressLine()
        var count = 0
        let observe: Refold<PlaybookProjection>.Observer = { (step, _, _, effects) throws(LogError) in
            if case .event(let event) = step { story.note(event) }
            for signal in effects.signals { story.note(signal) }
            effects.removeAll()
            count += 1
            progress.update { "folding partition \(partition): \(Spoken.count(count)) steps" }
        }
        _ = try refold.run(observe: observe)
        progress.finish()
        story.state = refold.fold.state(of: story.subject)
        story.clock = refold.fold.clock
        return refold.edition?.projection.builtIn
    }
}

/// What is known of one subject: its events and signals in the order of folding.
struct Story {
    enum Line {
        case event(Event)
        case signal(Signal)

        var time: Timestamp {
            switch self {
            case .event(let event): event.time
            case .signal(let signal): signal.time
            }
        }
    }

    let subject: Subject
    var state: Customer?
    var clock = Timestamp.distantPast
    private(set) var lines: [Line] = []

    init(subject: Subject) { self.subject = subject }

    mutating func note(_ event: Event) { if event.subject == self.subject { self.lines.append(.event(event)) } }
    mutating func note(_ signal: Signal) { if signal.subject == self.subject { self.lines.append(.signal(signal)) } }

    /// The lines by time; what has the same time stays in the order of folding.
    var timeline: [Line] {
        self.lines.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }
}
