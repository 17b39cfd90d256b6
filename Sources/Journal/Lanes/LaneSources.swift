import Retention

/// What a partition is folded from: `events`, and raw partitions of the same number that are folded in place.
///
/// Holds what was read and not folded yet, and lets it go by event time. Source 0 is `events`; the raw topics follow in the
/// order of the journal.
struct LaneSources {
    private struct Source {
        let place: TopicPartition
        /// The offset behind the last record that was let go, or behind everything where nothing was left.
        var next: Int64?
        /// The highest event time that was let go.
        var highest: Timestamp?
        /// Records that were let go since this was last asked.
        var passed = 0
        /// Records read in a row that were no events.
        var barren = 0
    }

    /// After so many records in a row that are no events, a source is not waited for.
    ///
    /// A flood of what can't be taken must not hold up what can. The clock goes on waiting for it.
    static let barrenAfter = 256

    /// The offset of `events` up to which was read.
    private(set) var read: Int64 = 0
    /// The latest time of a raw record that may go; later ones wait for what intake still has to bring.
    var limit: Timestamp
    /// Whether there was more of a source at hand than was read of it the last time.
    private(set) var isBehind = false
    private var sources: [Source]
    private var merge = SourceMerge<(offset: Int64, arrival: Arrival)>()

    /// Makes the sources of a partition, none of which was read.
    ///
    /// With `waitsForIntake` raw records stay until `limit` is told.
    init(_ partition: Int32, events: String, inPlace topics: [String], waitsForIntake: Bool) {
        self.limit = waitsForIntake ? .distantPast : .never
        self.sources = ([events] + topics).map { Source(place: TopicPartition($0, partition)) }
        for number in self.sources.indices { self.merge.add(number) }
    }

    /// The raw topics.
    var topics: [String] { self.sources.dropFirst().map(\.place.topic) }

    /// Whether anything but `events` is folded.
    var areInPlace: Bool { self.sources.count > 1 }

    /// Reads each source until so many of its records are held; returns how many were read.
    mutating func read(
        _ log: any EventLog,
        holding maximum: Int,
        _ arrive: (Int, TopicPartition, borrowing LogRecord) -> Arrival
    ) throws(LogError) -> Int {
        var count = 0
        self.isBehind = false
        for number in self.sources.indices {
            let room = maximum - self.merge.count(of: number)
            guard room > 0 else { continue }
            let place = self.sources[number].place
            var barren = self.sources[number].barren
            let outcome = try log.read(place, maximum: room) { record in
                let arrival = arrive(number, place, record)
                let time = arrival.time
                barren = time == nil ? barren + 1 : 0
                if number == 0 { self.read = record.offset + 1 }
                self.merge.push((record.offset, arrival), time: time, to: number)
            }
            self.sources[number].barren = barren
            if outcome.count == room { self.isBehind = true }
            if outcome.count > 0 || outcome.end != nil { self.merge.setSilent(outcome.end != nil, number) }
            self.merge.setBarren(barren >= Self.barrenAfter, number)
            if let end = outcome.end {
                if number == 0 { self.read = max(self.read, end) }
                if self.merge.isDrained(number) { self.sources[number].next = end }
            }
            count += outcome.count
        }
        return count
    }

    /// Lets the next record go; `nil` while nothing is at hand, a source lags, or intake does.
    mutating func next() -> (source: Int, offset: Int64, arrival: Arrival)? {
        if self.limit != .never, self.merge.count(of: 0) == 0, let head = self.merge.head, head.time > self.limit {
            return nil
        }
        guard let (source, next) = self.merge.next() else { return nil }
        self.sources[source].next = next.offset + 1
        self.sources[source].passed += 1
        if let time = next.arrival.time, self.sources[source].highest.map({ time > $0 }) ?? true {
            self.sources[source].highest = time
        }
        return (source, next.offset, next.arrival)
    }

    /// The offset of `events` before which everything is folded; `nil` where nothing was read.
    var reached: Int64? { self.sources[0].next }

    /// How many records of each raw topic were let go since this was last asked.
    mutating func takePassed() -> [String: Int] {
        var passed: [String: Int] = [:]
        for number in self.sources.indices.dropFirst() where self.sources[number].passed > 0 {
            passed[self.sources[number].place.topic] = self.sources[number].passed
            self.sources[number].passed = 0
        }
        return passed
    }

    /// How far each raw partition has come, for the group.
    var positions: [TopicPartition: Int64] {
        var positions: [TopicPartition: Int64] = [:]
        for source in self.sources.dropFirst() { if let next = source.next { positions[source.place] = next } }
        return positions
    }

    /// The instant before which nothing comes any more from the raw partitions, unless it is late; `nil` while one of them
    /// has not said anything.
    ///
    /// One that was read to its end takes `present` for what it will bring.
    func watermark(lateness: TimeSpan, present: Timestamp) -> Timestamp? {
        var least = Timestamp.never
        for (number, source) in self.sources.enumerated().dropFirst() {
            let seen = source.highest.map { $0 - lateness }
            guard self.merge.isDrained(number) else {
                guard let seen else { return nil }
                least = min(least, seen)
                continue
            }
            least = min(least, max(seen ?? .distantPast, present))
        }
        return least
    }
}

extension EventLog {
    /// Makes sure that a raw topic has as many partitions as `events`, so that it can be folded in place.
    func checkAlike(_ topic: String, _ events: String) throws(LogError) {
        let (raw, own) = (try self.partitionCount(of: topic), try self.partitionCount(of: events))
        guard raw != own else { return }
        throw LogError(
            .fatal,
            "\(topic) has \(raw) partitions and \(events) \(own): only with as many can it be folded in place"
        )
    }
}
