import enum CEL.Nearest
import Formats
import Journal
import Kafka
import Playbook
import Retention

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

extension Story {
    /// Folds event files, as a replay does, and notes what is about the subject.
    // Inlined into the asynchronous commands, it crashes the optimizer of Swift 6.3.
    @inline(never)
    mutating func read(
        _ paths: [String],
        _ compiled: CompiledPlaybook,
        _ settings: Settings,
        into replay: inout Journal.Replay
    ) throws {
        let decoder = RawDecoder(try settings.intake(currency: compiled.defaultCurrency))
        let reader = try HistoryReader(paths: paths, decoder: decoder, future: compiled.future) { _ in }
        let progress = ProgressLine()
        while !replay.isOver, let (source, event) = try reader.next() {
            self.note(event)
            try replay.add(event, source: source) { self.note($0) }
            progress.update { "reading \(Spoken.count(reader.counts.lines)) lines" }
        }
        progress.finish()
    }

    /// Folds the subject's partition by the journal again, up to `end`, and notes what is about the subject.
    @inline(never)
    mutating func refold(
        _ settings: Settings,
        client: String,
        until end: Timestamp = .never,
        compile: @escaping EditionCompiler<PlaybookProjection>
    ) throws -> Refold<PlaybookProjection> {
        let admin = try Admin(settings.client(client))
        try admin.checkReachable()
        guard let events = try admin.topics().first(where: { $0.name == settings.topics.events }) else {
            throw Failure(.unavailable, "topic \(settings.topics.events) is missing; is --prefix right?")
        }
        let partition = KeyPartitioner.partition(of: self.subject.id, count: events.partitionCount)
        var refold = try Refold(
            partition,
            topics: settings.topics,
            log: try KafkaLogSource(client: settings.client(client)),
            coding: CanonicalEvents(),
            projection: PlaybookProjection(settings: FoldSettings(playbook: "", version: 0)),
            until: end,
            compile: compile
        )
        let progress = ProgressLine()
        var count = 0
        let observe: Refold<PlaybookProjection>.Observer = { (step, _, _, effects) throws(LogError) in
            if case .event(let event) = step { self.note(event) }
            for signal in effects.signals { self.note(signal) }
            effects.removeAll()
            count += 1
            progress.update { "folding partition \(partition): \(Spoken.count(count)) steps" }
        }
        _ = try refold.run(observe: observe)
        progress.finish()
        return refold
    }
}

extension Failure {
    /// Says that nothing is known of a subject, and whether another kind of subject has the id.
    ///
    /// Similar ids are those of other people, and are not told.
    static func unknown(
        _ subject: Subject,
        at instant: Timestamp?,
        _ fold: PartitionFold<PlaybookProjection>
    ) -> Failure {
        var same: Subject?
        fold.forEachSubject { other, _ in
            if other.id == subject.id { same = other }
        }
        let when = instant.map { " at \(CustomerReport.show($0))" } ?? ""
        return Failure(.work, "nothing is known of \(subject)\(when)" + (same.map { "; did you mean '\($0)'?" } ?? ""))
    }
}
