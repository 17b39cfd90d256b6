import Formats
import Journal
import Kafka
import Playbook
import Retention

/// Which raw topics are folded in place, why, and why the others go through intake.
///
/// In place saves the copy on `events`, which costs more than the fold. It takes a topic of as many partitions as
/// `events`, whose records say what they are by themselves and stand in the partition of their customer. Whatever is
/// chosen decides nothing: a record of another partition's customer is sent on there, and none is folded twice when the
/// choice changes.
struct Placement {
    /// What was chosen for a topic.
    struct Choice {
        let topic: String
        let isInPlace: Bool
        let reason: String
    }

    /// How topics are chosen.
    enum Wish: Equatable {
        case automatic
        case never
        case these([String])

        /// Reads `auto`, `never` or a list of topics.
        init(_ text: String) {
            switch text {
            case "auto": self = .automatic
            case "never": self = .never
            default: self = .these(Settings.list(text))
            }
        }
    }

    /// By the order of the inputs.
    let choices: [Choice]

    var inPlace: [String] { self.choices.filter(\.isInPlace).map(\.topic) }
    var throughIntake: [String] { self.choices.filter { !$0.isInPlace }.map(\.topic) }

    /// A line a topic.
    var lines: [String] {
        self.choices.map { "\($0.topic): \($0.isInPlace ? "in place" : "through intake"), \($0.reason)" }
    }

    /// Chooses for the raw topics of the settings, which must exist; looks at some of their newest records.
    ///
    /// - Throws: `Failure` where a topic can't be folded in place that was named for it.
    // Inlined into the asynchronous commands, it crashes the optimizer of Swift 6.3.
    @inline(never)
    static func choose(
        _ settings: Settings,
        _ intake: IntakeSettings,
        currency: Currency?,
        partitions: [String: Int32]
    ) throws -> Placement {
        let events = partitions[settings.topics.events] ?? 0
        let choices = try settings.inputs.map { topic in
            var obstacle = Self.obstacle(topic, settings, intake, currency, partitions[topic] ?? 0, events)
            if obstacle == nil, settings.inPlace == .automatic {
                obstacle = try Self.strays(topic, settings, currency, events)
            }
            let asked = if case .these(let topics) = settings.inPlace { topics.contains(topic) } else { false }
            guard let obstacle else {
                return Choice(topic: topic, isInPlace: true, reason: "\(events) partitions as 'events' has")
            }
            guard !asked else { throw Failure(.input, "\(topic) can't be folded in place: \(obstacle)") }
            return Choice(topic: topic, isInPlace: false, reason: obstacle)
        }
        return Placement(choices: choices)
    }

    /// Why a topic can't be folded in place, by what is known without its records.
    private static func obstacle(
        _ topic: String,
        _ settings: Settings,
        _ intake: IntakeSettings,
        _ currency: Currency?,
        _ partitions: Int32,
        _ events: Int32
    ) -> String? {
        switch settings.inPlace {
        case .never: return "as --in-place never asks for"
        case .these(let topics) where !topics.contains(topic): return "not among those of --in-place"
        default: break
        }
        guard partitions == events else { return "it has \(partitions) partitions and 'events' \(events)" }
        guard intake.topics[topic] == nil else { return "the mapping file says how it is read" }
        guard intake.defaults.isPlain(currency), intake.registry == nil else {
            return "the mapping file says how all topics are read"
        }
        return nil
    }

    /// How many of the newest records are looked at in a partition, and in how many partitions.
    private static let sample = (records: 32, partitions: Int32(6))

    /// Why a topic should not be folded in place, by its newest records; `nil` when nearly all stand where they should.
    private static func strays(
        _ topic: String,
        _ settings: Settings,
        _ currency: Currency?,
        _ partitions: Int32
    ) throws -> String? {
        let decoder = RawDecoder(currency: currency)
        var reader = try Consumer(ConsumerConfiguration(client: settings.client("sample"), group: "treue-sample"))
        var (seen, strays) = (0, 0)
        for partition in 0..<min(partitions, Self.sample.partitions) {
            let place = TopicPartition(topic, partition)
            let (beginning, end) = try reader.beginningAndEnd(of: place)
            guard end > beginning else { continue }
            try reader.assign([place: max(beginning, end - Int64(Self.sample.records))])
            let deadline = Clocks.monotonic() + 2
            var isAtEnd = false
            while !isAtEnd, Clocks.monotonic() < deadline {
                _ = try reader.poll()
                let outcome = try reader.lend(place, Self.sample.records, .milliseconds(100)) { record in
                    let origin = Origin(source: topic, partition: partition, offset: record.offset)
                    guard case .event(let event) = decoder.decode(record, at: origin) else { return }
                    seen += 1
                    if KeyPartitioner.partition(of: event.subject.id, count: partitions) != partition { strays += 1 }
                }
                isAtEnd = outcome.end != nil
            }
        }
        guard strays * 10 > seen else { return nil }
        return
            "\(strays) of its \(seen) newest events stand in another partition than their customer's: it would have to "
            + "be keyed by the customer's id and partitioned as the Java client does (murmur2)"
    }
}

extension SourceSettings {
    /// Whether records are read as they are without a mapping file.
    fileprivate func isPlain(_ currency: Currency?) -> Bool {
        self.format == .auto && self.defaults == Defaults(currency: currency) && self.limits == Limits()
            && self.past == nil && self.zone == nil && self.mappings.isEmpty && self.rewriting.isEmpty
            && self.shopifyTopic == nil
    }
}
