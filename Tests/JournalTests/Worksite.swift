import Formats
import JSON
import Journal
import Playbook
import Retention
import TestKit

/// A cluster with raw topics and lanes over it, driven by hand.
final class Worksite {
    struct Intake {
        let lane: IntakeLane
        let log: MemoryLog
    }

    struct Fold {
        let lane: FoldLane<PlaybookProjection>
        let log: MemoryLog
    }

    /// A signal as it stands on its topic.
    struct Emitted: Hashable {
        let id: String
        let topic: String
        let key: String
        let time: Timestamp
        let headers: [MemoryCluster.Record.Header]
        let value: String
    }

    let cluster = MemoryCluster()
    let clock = ManualClock(Shop.start + .days(1_000))
    let topics = Topics(prefix: "t.")
    let counts = WorkerCounts()
    let inputs = ["orders", "browse"]
    /// Those that are folded in place; the others go through intake.
    var inPlace: [String]
    /// What decides.
    var edition: Edition<PlaybookProjection> {
        Edition(self.playbook)
    }
    let playbook: CompiledPlaybook
    var settings: LaneSettings

    /// The end of every history, a day after everything that the rules wait for.
    static let present = Shop.start + .days(800)

    init(
        _ way: Way = .intake,
        partitions: Int32 = 3,
        playbook: CompiledPlaybook = Shop.playbook,
        present: LaneSettings.Present? = nil
    ) {
        self.inPlace =
            switch way {
            case .intake: []
            case .inPlace: self.inputs
            case .mixed: ["orders"]
            }
        self.playbook = playbook
        let clock = self.clock
        self.settings = LaneSettings { clock.now }
        self.settings.present = present ?? .fixed(Self.present)
        self.settings.lateness = Shop.lateness
        self.settings.stateInterval = nil
        // A lane that is gone does not come back here: its place is free at once.
        self.cluster.expiresSessionsAtOnce = true
        self.cluster.createTopics(self.topics, partitions: partitions)
        for topic in self.inputs { self.cluster.createTopic(topic, partitions: partitions) }
    }

    /// The raw topics that go through intake.
    private var taken: [String] { self.inputs.filter { !self.inPlace.contains($0) } }

    // MARK: Lanes

    func makeIntake(_ name: String = "intake", decoder: any RecordDecoder = RawDecoder()) -> Intake {
        let log = self.cluster.join("intake", topics: self.taken, delivery: .inOrder)
        let lane = IntakeLane(
            name: name,
            log: log,
            decoder: decoder,
            coding: CanonicalEvents(),
            topics: self.topics,
            settings: self.settings,
            counts: self.counts
        )
        return Intake(lane: lane, log: log)
    }

    func makeFold(_ number: Int = 0) throws(LogError) -> Fold {
        let log = self.cluster.join("fold", topics: [self.topics.events])
        let lane = try FoldLane(
            number: number,
            log: log,
            edition: self.edition,
            compile: { [edition = self.edition] in $0 == edition.text ? edition : nil },
            events: CanonicalEvents(),
            topics: self.topics,
            inputs: self.taken,
            inPlace: self.inPlace,
            settings: self.settings,
            counts: self.counts
        )
        return Fold(lane: lane, log: log)
    }

    /// Lets the lanes work until nothing moves any more.
    func settle(_ intakes: [Intake], _ folds: [Fold]) throws(LogError) {
        var quiet = 0
        while quiet < 4 {
            self.clock.advance(by: .seconds(2))
            var moved = 0
            for intake in intakes { moved += try intake.lane.round() }
            for fold in folds { moved += try fold.lane.round() }
            quiet = moved == 0 ? quiet + 1 : 0
        }
    }

    // MARK: What goes in and comes out

    /// Appends raw records of the events, keyed by customer: orders to one topic, everything else to the other.
    func append(_ events: [Event]) { for event in events { self.append(event) } }

    func append(_ event: Event) {
        let topic: String
        switch event.body {
        case .orderCompleted, .orderCancelled, .orderRefunded: topic = "orders"
        default: topic = "browse"
        }
        self.cluster.append(
            to: topic,
            key: event.subject.id,
            value: Array(RawLine.of(event).utf8),
            timestamp: event.time
        )
    }

    func append(line: String, to topic: String, key: String, partition: Int32? = nil) {
        self.cluster.append(to: topic, partition: partition, key: key, value: Array(line.utf8), timestamp: Shop.start)
    }

    /// Every signal that readers see, by id.
    var emitted: [Emitted] {
        var all: [Emitted] = []
        for topic in SignalType.Topic.allCases {
            for record in self.cluster.records(of: self.topics.signals(topic)) {
                all.append(
                    Emitted(
                        id: record.header("ce_id") ?? "",
                        topic: topic.rawValue,
                        key: String(decoding: record.key ?? [], as: UTF8.self),
                        time: record.timestamp,
                        headers: record.headers,
                        value: String(decoding: record.value, as: UTF8.self)
                    )
                )
            }
        }
        return all.sorted { ($0.id, $0.value) < ($1.id, $1.value) }
    }

    /// What `Replay` makes of the raw records in the cluster, by id.
    func expected(until instant: Timestamp = Worksite.present) -> [Emitted] {
        let decoder = RawDecoder()
        var events: [Event] = []
        for topic in self.inputs {
            for record in self.cluster.records(of: topic) {
                let origin = Origin(source: topic, partition: record.place.partition, offset: record.offset)
                if case .event(let event) = decoder.decode(line: record.value.span, at: origin) { events.append(event) }
            }
        }
        events.sort { ($0.time, $0.id) < ($1.time, $1.id) }
        let coding = self.edition.signals
        var all: [Emitted] = []
        var replay = Replay(self.playbook, lateness: Shop.lateness)
        func emit(_ signal: Signal) {
            var bytes: [UInt8] = []
            coding.encode(signal, to: &bytes)
            all.append(
                Emitted(
                    id: signal.id.description,
                    topic: signal.type.topic.rawValue,
                    key: signal.subject.id,
                    time: signal.time,
                    headers: coding.headers(of: signal).map { .init($0.0, $0.1) },
                    value: String(decoding: bytes, as: UTF8.self)
                )
            )
        }
        for event in events { try? replay.add(event, source: 0, emit) }
        try? replay.finish(at: instant, emit)
        return all.sorted { ($0.id, $0.value) < ($1.id, $1.value) }
    }

    /// The clocks of all partitions as the journal has them, and how many events it folded.
    func journal() throws(LogError) -> (clocks: [Timestamp], events: Int) {
        var clocks: [Timestamp] = []
        var events = 0
        let source = self.cluster.source()
        for partition in 0..<self.cluster.partitionCount(of: self.topics.events) {
            let edition = self.edition
            var refold = try Refold(
                partition,
                topics: self.topics,
                log: source,
                coding: CanonicalEvents(),
                projection: edition.projection,
                isSilent: true,
                compile: { $0 == edition.text ? edition : nil }
            )
            events += try refold.run().events
            clocks.append(refold.fold.clock)
        }
        return (clocks, events)
    }
}

extension Edition<PlaybookProjection> {
    /// Makes what decides by a playbook.
    init(_ playbook: CompiledPlaybook) {
        self.init(
            digest: playbook.digest,
            text: playbook.text,
            name: playbook.settings.playbook,
            projection: PlaybookProjection(playbook),
            signals: CloudEventSignals(playbook: playbook.settings.playbook, version: playbook.settings.version),
            decoder: RawDecoder()
        )
    }
}

/// How raw records come to the fold.
enum Way: CaseIterable {
    case intake
    case inPlace
    /// Orders in place, the rest through intake.
    case mixed

    /// Those in which the order of one customer's events is settled by their times alone.
    static let alike: [Way] = [.intake, .inPlace]
}

/// Events as CloudEvents in JSON, as a producer would write them.
enum RawLine {
    static func of(_ event: Event) -> String {
        var writer = EventWriter()
        var bytes: [UInt8] = []
        writer.append(event, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
