import Formats
import Journal
import Retention
import TestKit

/// What happens in a simulated shop: a few customers, two raw topics, doubled records and some that can't be taken.
///
/// In every fourth shop all facts of a customer stand in one topic: only then does it not matter for their order that one
/// topic goes through intake and the other does not.
struct History {
    struct Raw {
        let topic: String
        let key: String
        let value: [UInt8]
        let time: Timestamp
    }

    static let topics = ["browse", "orders"]
    static let subjects = 7
    static let start = Timestamp(milliseconds: 1_750_000_000_000)

    /// Whether all facts of a customer stand in one topic.
    let isSorted: Bool
    /// What stands in the raw topics from the start.
    let first: [Raw]
    /// The present once all of it was read.
    let present: Timestamp
    /// What comes after everything was restarted: a fact for each subject, which shows its state.
    let second: [Raw]
    /// The present once that was read too.
    let laterPresent: Timestamp

    init(seed: UInt64) {
        let isSorted = seed % 4 == 3
        self.isSorted = isSorted
        var random = SeededRandom(seed: seed)
        var first: [Raw] = []
        var now = Self.start
        for index in 0..<50 {
            // No two facts of one subject share an instant; those of different subjects often do.
            if random.below(3) > 0 || index == 0 { now = now + .minutes(10 * Int64(1 + random.below(12))) }
            let time = now + TimeSpan(milliseconds: Int64(index))
            let raw = Self.raw("e\(index)", random.below(Self.subjects), time, isSorted, &random)
            first.append(raw)
            if random.oneIn(12) { first.append(raw) }
            if random.oneIn(25) {
                first.append(Raw(topic: raw.topic, key: raw.key, value: [255, UInt8(index)], time: time))
            }
        }
        self.first = first
        self.present = now + .hours(40)
        var second: [Raw] = []
        for subject in 0..<Self.subjects {
            let time = self.present + .minutes(Int64(subject))
            second.append(Self.raw("z\(subject)", subject, time, isSorted, &random))
        }
        self.second = second
        self.laterPresent = self.present + .hours(40)
    }

    private static func raw(
        _ id: String,
        _ subject: Int,
        _ time: Timestamp,
        _ isSorted: Bool,
        _ random: inout SeededRandom
    ) -> Raw {
        let key = "c\(subject)"
        let event = Event(
            id: id,
            subject: Subject(.customer, key),
            time: time,
            origin: Origin(source: "", partition: 0, offset: 0),
            body: .productViewed(ProductView(product: id))
        )
        var value: [UInt8] = []
        CanonicalEvents().encode(event, to: &value)
        let topic = self.topics[isSorted ? subject % 2 : random.below(2)]
        return Raw(topic: topic, key: key, value: value, time: time)
    }

    static func append(_ records: [Raw], to cluster: MemoryCluster) {
        for raw in records { cluster.append(to: raw.topic, key: raw.key, value: raw.value, timestamp: raw.time) }
    }
}

/// What a run leaves behind for others to see.
struct Outcome: Hashable {
    /// The records of each output topic and key, in their order; letters arrive in any order, and so are sorted.
    var signals: [String: [String]] = [:]
    var letters: [String] = []
    var deadLetters: [String] = []
    /// The encoded state of each subject.
    var states: [String: [UInt8]] = [:]

    init(_ cluster: MemoryCluster, _ topics: Topics) throws(LogError) {
        for topic in SignalType.Topic.allCases {
            for record in cluster.records(of: topics.signals(topic)) {
                let key = String(decoding: record.key ?? [], as: UTF8.self)
                let value = String(decoding: record.value, as: UTF8.self)
                let line = "\(record.header("ce_id") ?? "") \(record.timestamp.milliseconds) \(value)"
                if value.hasPrefix("letter ") {
                    self.letters.append("\(key) \(line)")
                } else {
                    self.signals["\(topic.rawValue) \(key)", default: []].append(line)
                }
            }
        }
        self.letters.sort()
        for record in cluster.records(of: topics.deadLetters) {
            let place = ["topic", "partition", "offset"].map { record.header($0) ?? "" }
            self.deadLetters.append("\(place) \(record.value)")
        }
        self.deadLetters.sort()
        for partition in 0..<cluster.partitionCount(of: topics.events) {
            var refold = try Refold(
                partition,
                topics: topics,
                log: cluster.source(),
                coding: CanonicalEvents(),
                projection: Chain(subjects: 0),
                isSilent: true,
                compile: Chain.compile
            )
            _ = try refold.run()
            refold.fold.forEachSubject { subject, state in
                var bytes: [UInt8] = []
                Chain(subjects: 0).encode(state, to: &bytes)
                self.states[subject.id] = bytes
            }
        }
    }
}
