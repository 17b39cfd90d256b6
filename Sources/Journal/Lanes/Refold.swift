public import Retention

/// Rebuilds the state of a partition: folds the same events by the journal again.
///
/// Used on start, where nothing may be emitted a second time, and to look into a partition from outside.
public struct Refold {
    /// Where the state stands afterwards.
    public struct Position: Hashable, Sendable {
        /// The offset behind the last event folded; `nil` when the journal is empty.
        public var next: Int64?
        /// Events folded.
        public var events = 0
        /// The digest of the playbook that decided last.
        public var playbook: StableHash?
    }

    /// Lends up to so many of the next events, waiting for some seconds while there are none.
    public typealias EventSource = (Int, (borrowing LogRecord) -> Void) throws(LogError) -> ReadOutcome

    private let journal: any LogReader
    private let journalEnd: Int64
    private let coding: any EventCoding
    private let partition: TopicPartition
    private var events: EventFeed

    /// Prepares to refold `events` partition `partition` up to the end that its journal has now.
    ///
    /// Transactions that are open there now are waited for, so that none of them is missed. The events are read by
    /// `events`, which must begin at the first one and is never asked for more than the journal names; without it, by a
    /// reader of its own.
    public init(
        _ partition: Int32,
        topics: Topics,
        log: any LogSource,
        coding: any EventCoding,
        events: EventSource? = nil
    ) throws(LogError) {
        let place = TopicPartition(topics.journal, partition)
        self.partition = place
        self.coding = coding
        self.journalEnd = try log.appendedEnd(of: place)
        self.journal = try log.openReader(place, from: 0)
        if let events {
            self.events = EventFeed(events, coding)
        } else {
            let reader = try log.openReader(TopicPartition(topics.events, partition), from: 0)
            self.events = EventFeed(
                { (maximum, body) throws(LogError) in
                    try reader.read(maximum: maximum, wait: .seconds(10), body)
                },
                coding
            )
        }
    }

    /// Folds everything the journal names into `fold`.
    ///
    /// `effects` collects what is asked for; a discarding collector makes a silent refold. `observe` is called after
    /// each step, with the event folded or `nil` for a move of the clock. Throws when the journal or its events can't
    /// be read, and `fatal` when events that the journal names are gone.
    public mutating func run(
        into fold: inout PartitionFold<CustomerProjection>,
        _ effects: inout Effects,
        observe: (Event?, inout Effects) throws(LogError) -> Void = { (_, _) throws(LogError) in }
    ) throws(LogError) -> Position {
        var position = Position()
        var read: Int64 = 0
        var vain = 0
        while read < self.journalEnd {
            var records: [JournalRecord?] = []
            var next = read
            let outcome = try self.journal.read(maximum: 256, wait: TimeSpan(milliseconds: 100)) { record in
                records.append(JournalRecord(record.value))
                next = record.offset + 1
            }
            next = max(next, outcome.end ?? next)
            vain = next > read ? 0 : vain + 1
            guard vain < 300 else {
                throw LogError(
                    .rejoin,
                    "\(self.partition): the journal could not be read to its end within 30 s; the broker does not "
                        + "answer, or a transaction of the lane before this one is still open"
                )
            }
            read = next
            for record in records {
                guard let record else {
                    throw LogError(.fatal, "\(self.partition): the journal holds a record of another format")
                }
                try self.apply(record, to: &fold, &effects, &position, observe)
            }
        }
        return position
    }

    private mutating func apply(
        _ record: JournalRecord,
        to fold: inout PartitionFold<CustomerProjection>,
        _ effects: inout Effects,
        _ position: inout Position,
        _ observe: (Event?, inout Effects) throws(LogError) -> Void
    ) throws(LogError) {
        position.playbook = record.playbook
        for step in record.steps {
            switch step {
            case .clock(let instant):
                fold.advance(to: instant, &effects)
                try observe(nil, &effects)
            case .fold(_, let first, let count):
                for index in 0..<count {
                    let (offset, event) = try self.events.next(self.partition, atMost: count - index)
                    guard index > 0 || offset == first else {
                        throw LogError(
                            .fatal,
                            "\(self.partition): the journal folds events from offset \(first) on, but the topic holds "
                                + "\(offset) there. Were events deleted? Keep `events` as long as `journal`."
                        )
                    }
                    position.next = offset + 1
                    position.events += 1
                    guard let event else { continue }
                    fold.fold(event, &effects)
                    try observe(event, &effects)
                }
            }
        }
    }
}

/// Reads events one by one from a reader that hands them over in batches.
private struct EventFeed {
    private let source: Refold.EventSource
    private let coding: any EventCoding
    private var buffer: [(offset: Int64, event: Event?)] = []
    private var place = 0

    init(_ source: @escaping Refold.EventSource, _ coding: any EventCoding) {
        self.source = source
        self.coding = coding
    }

    mutating func next(
        _ partition: TopicPartition,
        atMost count: Int64
    ) throws(LogError) -> (offset: Int64, event: Event?) {
        if self.place == self.buffer.count {
            self.place = 0
            var fresh: [(offset: Int64, event: Event?)] = []
            let coding = self.coding
            let outcome = try self.source(Int(min(1_024, count))) { record in
                fresh.append((record.offset, coding.decode(record.value)))
            }
            guard !fresh.isEmpty else {
                if outcome.end != nil {
                    throw LogError(
                        .fatal,
                        "\(partition): the journal names more events than the topic holds. Were events deleted? Keep "
                            + "`events` as long as `journal`."
                    )
                }
                throw LogError(.rejoin, "\(partition): an event that the journal names could not be read within 10 s")
            }
            self.buffer = fresh
        }
        defer { self.place += 1 }
        return self.buffer[self.place]
    }
}
