public import Retention

/// Rebuilds the state of a partition: folds the same events by the journal again, each by the text of the playbook that
/// decided it first.
///
/// Used on start, where nothing may be emitted a second time, and to look into a partition from outside.
public struct Refold<P: Projection> {
    /// Where the state stands afterwards.
    public struct Position: Hashable, Sendable {
        /// The offset behind the last record of `events` that was folded; `nil` when nothing was.
        public var next: Int64?
        /// The number of the last journal record; 0 for none.
        public var record: UInt64 = 0
        /// Events folded.
        public var events = 0
        /// The digest of the playbook that decided last.
        public var playbook: StableHash?
    }

    /// Lends up to so many of the next events, waiting for some seconds while there are none.
    public typealias EventSource = (Int, (borrowing LogRecord) -> Void) throws(LogError) -> ReadOutcome

    /// Where in the journal a step stands.
    public struct Place: Hashable, Sendable {
        /// The offset of the journal record.
        public var offset: Int64 = 0
        /// The number of the journal record.
        public var record: UInt64 = 0
    }

    /// What a step of the refold was.
    public enum Step {
        /// An event was folded.
        case event(Event)
        /// A record of `events` was passed over: a repeated or a refused one.
        case passedOver
        /// The clock was moved.
        case clock
    }

    /// Sees each step, where it stands, what decided it, and what the fold asked for, which it must take away.
    public typealias Observer = (Step, Place, Edition<P>?, inout Effects) throws(LogError) -> Void

    let part: FoldedPartition<P>
    private let topics: Topics
    private let log: any LogSource
    private let coding: any EventCoding
    private let compile: EditionCompiler<P>
    private let journal: TopicPartition
    private let journalEnd: Int64
    private let end: Timestamp
    private var events: EventFeed?
    private var effects: Effects
    private var position = Position()
    private var place = Place()

    /// Prepares to refold `events` partition `partition` up to the end that its journal has now.
    ///
    /// Transactions that are open there now are waited for, so that none of them is missed. With `isSilent` nothing of
    /// what the fold asks for is kept. With `end`, it stops when the clock comes there: events and deadlines at that
    /// instant and later are left out, which the positions that it returns do not tell.
    public init(
        _ partition: Int32,
        topics: Topics,
        log: any LogSource,
        coding: any EventCoding,
        projection: P,
        isSilent: Bool = false,
        until end: Timestamp = .never,
        compile: @escaping EditionCompiler<P>
    ) throws(LogError) {
        try self.init(
            FoldedPartition(partition, projection),
            topics: topics,
            log: log,
            coding: coding,
            isSilent: isSilent,
            until: end,
            compile: compile
        )
    }

    init(
        _ part: FoldedPartition<P>,
        topics: Topics,
        log: any LogSource,
        coding: any EventCoding,
        isSilent: Bool,
        until end: Timestamp = .never,
        compile: @escaping EditionCompiler<P>
    ) throws(LogError) {
        self.part = part
        self.end = end
        self.topics = topics
        self.log = log
        self.coding = coding
        self.compile = compile
        self.journal = TopicPartition(topics.journal, part.number)
        self.journalEnd = try log.appendedEnd(of: self.journal)
        self.effects = Effects(playbook: part.edition?.name ?? "", isDiscarding: isSilent)
    }

    /// The states, timers and clock.
    public var fold: PartitionFold<P> { self.part.fold }
    /// What decided last.
    public var edition: Edition<P>? { self.part.edition }

    /// Folds everything the journal names behind what the partition has in it.
    ///
    /// `observe` is called after each step with what the fold asked for, and must empty it. `events` lends the events
    /// from the partition's place on and is never asked for more than the journal names; without it, a reader is opened.
    /// Throws when the journal or its events can't be read, and `fatal` when something that is needed is gone.
    public mutating func run(
        from journalOffset: Int64 = 0,
        events: EventSource? = nil,
        afterRecord: (inout Refold) throws(LogError) -> Void = { (_) throws(LogError) in },
        observe: Observer = { (_, _, _, _) throws(LogError) in }
    ) throws(LogError) -> Position {
        self.position.record = self.part.record
        let place = TopicPartition(self.topics.events, self.part.number)
        if let events {
            self.events = EventFeed(events, self.coding)
        } else {
            let reader = try self.log.openReader(place, from: self.part.next)
            self.events = EventFeed(
                { (maximum, body) throws(LogError) in
                    try reader.read(maximum: maximum, wait: .seconds(10), body)
                },
                self.coding
            )
        }
        let reader = try self.log.openReader(self.journal, from: journalOffset)
        var records: [(offset: Int64, record: JournalRecord?)] = []
        let isRead = try reader.read(from: journalOffset, to: self.journalEnd, batch: 256) { record in
            records.append((record.offset, JournalRecord(record.value)))
        } afterBatch: { () throws(LogError) in
            for (offset, record) in records {
                guard let record else { throw self.foreign }
                guard record.number > self.part.record, self.part.fold.clock < self.end else { continue }
                self.place = Place(offset: offset, record: record.number)
                try self.apply(record, observe)
                try afterRecord(&self)
            }
            records.removeAll(keepingCapacity: true)
        }
        guard isRead else { throw self.unreadable }
        return self.position
    }

    private mutating func apply(
        _ record: JournalRecord,
        _ observe: Observer
    ) throws(LogError) {
        guard record.number == self.part.record + 1 else { throw self.gap(before: record.number) }
        guard self.part.record == 0 || record.lineage == self.part.lineage else {
            throw LogError(.fatal, "\(self.journal): record \(record.number) belongs to another journal")
        }
        self.part.lineage = record.lineage
        // First: what a checkpoint has of this record already is not taken over again.
        self.part.fold.beginRecord(record.number)
        try self.adopt(record)
        for step in record.steps {
            switch step {
            case .clock(let instant):
                _ = try self.part.advance(to: min(instant, self.end), &self.effects)
                try observe(.clock, self.place, self.part.edition, &self.effects)
            case .fold(_, let first, let count): try self.fold(first, count, observe)
            }
        }
        self.part.record = record.number
        self.position.record = record.number
        self.position.playbook = record.playbook
    }

    private mutating func fold(
        _ first: Int64,
        _ count: Int64,
        _ observe: Observer
    ) throws(LogError) {
        let place = TopicPartition(self.topics.events, self.part.number)
        for index in 0..<count {
            guard let (offset, entry) = try self.events?.next(place, atMost: count - index) else { return }
            guard index > 0 || offset == first else {
                throw LogError(
                    .fatal,
                    "\(place): the journal folds events from offset \(first) on, but the topic holds \(offset) there. "
                        + "Were events deleted? Keep `events` as long as `journal`, or as checkpoints need it."
                )
            }
            self.position.next = offset + 1
            self.position.events += 1
            // Late news of what lies before the end is no news by then.
            if case .event(let event) = entry, max(event.time, self.part.fold.clock) >= self.end { continue }
            if case .folded(let event) = try self.part.take(entry, at: offset, &self.effects) {
                try observe(.event(event), self.place, self.part.edition, &self.effects)
            } else {
                try observe(.passedOver, self.place, self.part.edition, &self.effects)
            }
        }
    }

    /// Lets the record's edition decide from here on.
    private mutating func adopt(_ record: JournalRecord) throws(LogError) {
        guard record.playbook != self.part.edition?.digest else { return }
        guard let text = record.text else {
            throw LogError(.fatal, "\(self.journal): record \(record.number) names a playbook whose text is missing")
        }
        guard let edition = self.compile(text) else {
            throw LogError(
                .fatal,
                "\(self.journal): record \(record.number) was decided by a playbook that this version can't compile; "
                    + "use the version of treue that wrote it"
            )
        }
        try self.part.adopt(edition)
        self.effects = Effects(playbook: edition.name, isDiscarding: self.effects.isDiscarding)
    }

    // MARK: Errors

    private var unreadable: LogError {
        LogError(
            .rejoin,
            "\(self.journal): the journal could not be read to its end within 30 s; the broker does not answer, or a "
                + "transaction of the lane before this one is still open"
        )
    }

    private var foreign: LogError {
        LogError(.fatal, "\(self.journal): the journal holds a record of another format")
    }

    private func gap(before number: UInt64) -> LogError {
        LogError(
            .fatal,
            "\(self.journal): record \(number) follows record \(self.part.record). Was the journal deleted? It must be "
                + "kept from the place on that the checkpoints name."
        )
    }
}

/// Reads events one by one from a reader that hands them over in batches.
private struct EventFeed {
    typealias Source = (Int, (borrowing LogRecord) -> Void) throws(LogError) -> ReadOutcome

    private let source: Source
    private let coding: any EventCoding
    private var buffer: [(offset: Int64, entry: EventsEntry?)] = []
    private var place = 0

    init(_ source: @escaping Source, _ coding: any EventCoding) {
        self.source = source
        self.coding = coding
    }

    mutating func next(
        _ partition: TopicPartition,
        atMost count: Int64
    ) throws(LogError) -> (offset: Int64, entry: EventsEntry?) {
        if self.place == self.buffer.count {
            self.place = 0
            var fresh: [(offset: Int64, entry: EventsEntry?)] = []
            let coding = self.coding
            let outcome = try self.source(Int(min(1_024, count))) { record in
                fresh.append((record.offset, coding.decode(record.value)))
            }
            guard !fresh.isEmpty else {
                if outcome.end != nil {
                    throw LogError(
                        .fatal,
                        "\(partition): the journal names more events than the topic holds. Were events deleted? Keep "
                            + "`events` as long as `journal`, or as checkpoints need it."
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
