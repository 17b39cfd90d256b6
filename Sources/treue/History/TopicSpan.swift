import enum CEL.Nearest
import Journal
import Kafka
import Playbook
import Retention

/// What a replay reads of one partition; settled before reading begins, so that a live topic has an end.
struct TopicSpan: Sendable {
    let place: TopicPartition
    /// The first offset to look at.
    let from: Int64
    /// The offset behind the last one to look at.
    let to: Int64
    /// Where reading will end as far as the cluster knows; not behind `to`.
    let expectedEnd: Int64
    /// Records go by until one has this timestamp or a later one.
    let fromTime: Int64?
    /// Reading ends before a record with this timestamp or a later one.
    let toTime: Int64?

    /// Offsets to go through, as far as the cluster knows.
    var count: Int64 { max(0, self.expectedEnd - self.from) }
}

extension TopicSpan {
    /// Settles what is read of each partition of `topics`, in order of (topic, partition).
    ///
    /// The end of a partition is its last stable offset at the time of the call: behind it stand transactions that are
    /// still open, and what is appended later. A lookup by time may come out too early (a broker may answer with the
    /// batch instead of the record), so the records' own timestamps have the last word.
    static func resolve(
        topics: [String],
        from: TopicBound,
        to: TopicBound,
        admin: borrowing Admin
    ) throws -> [TopicSpan] {
        let present = try admin.topics()
        try self.requireAll(topics, among: present.map(\.name))
        let places = present.filter { topics.contains($0.name) }
            .flatMap { topic in (0..<topic.partitionCount).map { TopicPartition(topic.name, $0) } }.sorted()
        var edges: [(beginning: Int64, end: Int64)] = []
        for place in places { edges.append(try admin.beginningAndEnd(of: place)) }
        if case .offset(let offset) = from { try self.requireInside("--from", offset, places, edges) }
        if case .offset(let offset) = to { try self.requireInside("--to", offset, places, edges) }
        let starts = try self.lookUp(from, places, admin)
        let ends = try self.lookUp(to, places, admin)
        return zip(places, edges).map { place, edges in
            let first: Int64 =
                switch from {
                case .beginning, .end: edges.beginning
                case .offset(let offset): min(offset, edges.end)
                case .time: min(starts[place] ?? edges.end, edges.end)
                }
            var last = edges.end
            if case .offset(let offset) = to { last = min(offset, edges.end) }
            return TopicSpan(
                place: place,
                from: first,
                to: max(first, last),
                expectedEnd: max(first, min(last, ends[place] ?? last)),
                fromTime: from.milliseconds,
                toTime: to.milliseconds
            )
        }
    }

    private static func lookUp(
        _ bound: TopicBound,
        _ places: [TopicPartition],
        _ admin: borrowing Admin
    ) throws -> [TopicPartition: Int64] {
        guard let time = bound.milliseconds, !places.isEmpty else { return [:] }
        return try admin.offsets(forTimes: Dictionary(uniqueKeysWithValues: places.map { ($0, time) }))
    }

    private static func requireAll(_ topics: [String], among present: [String]) throws {
        let missing = topics.filter { !present.contains($0) }
        guard !missing.isEmpty else { return }
        let open = present.filter { !$0.hasPrefix("__") }
        let lines = missing.map { name in
            "topic \(name) is missing"
                + (Nearest.name(to: name, among: open).map { "; did you mean '\($0)'?" }
                    ?? "; 'treue topics describe' and --brokers tell which cluster this is")
        }
        throw Failure(.unavailable, lines.joined(separator: "\n"))
    }

    /// Partitions that hold nothing have no offset that could be meant, and are left alone.
    private static func requireInside(
        _ option: String,
        _ offset: Int64,
        _ places: [TopicPartition],
        _ edges: [(beginning: Int64, end: Int64)]
    ) throws {
        let outside = zip(places, edges).filter { _, edges in
            edges.beginning < edges.end && !(edges.beginning...edges.end).contains(offset)
        }
        guard !outside.isEmpty || edges.allSatisfy({ $0.beginning == $0.end && offset > $0.end }) else { return }
        let shown = outside.prefix(5).map { "\($0.0) goes from \($0.1.beginning) to \($0.1.end)" }
        let rest = outside.count > 5 ? ", and \(outside.count - 5) more" : ""
        throw Failure(
            .input,
            "\(option) \(offset) is out of range: "
                + (shown.isEmpty ? "the topics hold nothing" : shown.joined(separator: ", ") + rest)
                + ". Take an offset that every partition has, a time, or leave \(option) out"
        )
    }
}

extension TopicBound {
    /// The instant, when it is one.
    fileprivate var milliseconds: Int64? { if case .time(let time) = self { time.milliseconds } else { nil } }
}
