public import Retention

/// Rebuilds the state of a partition: folds the same events by the journal again, each by the text of the playbook that
/// decided it first.
///
/// Used on start, where nothing may be emitted a second time, and to look into a partition from outside.
public struct Refold<P: Projection> {
    /// Where the state stands afterwards.
    public struct Position: Hashable, Sendable {
        /// The offset behind the last record of `events` that was folded; `nil` when none was.
        public var next: Int64?
        /// The number of the last journal record; 0 for none.
        public var record: UInt64 = 0
        /// Events folded.
        public var events = 0
        /// The digest of the playbook that decided last.
        public var playbook: StableHash?
    }

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
        /// A record was passed over: a repeated or a refused one, or one that belongs elsewhere.
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
    /// By source: what the caller lends.
    private var lent: [Int: ArrivalFeed] = [:]
    /// By source: what was opened for records that are not lent, or lie before those that are.
    private var opened: [Int: ArrivalFeed] = [:]
    private var lender: (lend: RecordLender, starts: [TopicPartition: Int64])?
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
            FoldedPartition(partition, of: try log.partitionCount(of: topics.events), projection),
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
    /// `observe` is called after each step with what the fold asked for, and must empty it. `lend` lends the records of
    /// the partitions in `starts`, from there on, and is never asked for more than the journal names; for others, and
    /// without it, readers are opened. Throws when the journal or its facts can't be read, and `fatal` when something that
    /// is needed is gone.
    public mutating func run(
        from journalOffset: Int64 = 0,
        reading lend: RecordLender? = nil,
        from starts: [TopicPartition: Int64] = [:],
        afterRecord: (inout Refold) throws(LogError) -> Void = { (_) throws(LogError) in },
        observe: Observer = { (_, _, _, _) throws(LogError) in }
    ) throws(LogError) -> Position {
        self.position.record = self.part.record
        self.lender = lend.map { ($0, starts) }
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
        if let sources = record.sources {
            self.part.setSources(sources)
            self.lent = self.lent.filter { $0.key == 0 }
            self.opened.removeAll()
        }
        for step in record.steps {
            switch step {
            case .clock(let instant):
                _ = try self.part.advance(to: min(instant, self.end), &self.effects)
                try observe(.clock, self.place, self.part.edition, &self.effects)
            case .fold(let source, let first, let count): try self.fold(source, first, count, observe)
            case .refuse(let source, let offset): try self.passOver(source, offset, observe)
            }
        }
        self.part.record = record.number
        self.position.record = record.number
        self.position.playbook = record.playbook
    }

    private mutating func fold(
        _ source: Int,
        _ first: Int64,
        _ count: Int64,
        _ observe: Observer
    ) throws(LogError) {
        var expected = first
        for index in 0..<count {
            let (offset, arrival) = try self.next(source, from: expected, atMost: count - index)
            guard index > 0 || offset == first else { throw self.missing(source, first, offset) }
            expected = offset + 1
            // Late news of what lies before the end is no news by then.
            if case .event(let event) = arrival, max(event.time, self.part.fold.clock) >= self.end { continue }
            if case .folded(let event) = try self.part.take(arrival, from: source, at: offset, &self.effects) {
                try observe(.event(event), self.place, self.part.edition, &self.effects)
            } else {
                try observe(.passedOver, self.place, self.part.edition, &self.effects)
            }
        }
    }

    /// Passes over a record that was refused by the wall clock of that time.
    private mutating func passOver(_ source: Int, _ first: Int64, _ observe: Observer) throws(LogError) {
        let (offset, _) = try self.next(source, from: first, atMost: 1)
        guard offset == first else { throw self.missing(source, first, offset) }
        _ = try self.part.take(.ignored("time.in-future"), from: source, at: offset, &self.effects)
        try observe(.passedOver, self.place, self.part.edition, &self.effects)
    }

    /// The next record of a source from an offset on, of at most so many that the journal names.
    private mutating func next(
        _ source: Int,
        from first: Int64,
        atMost count: Int64
    ) throws(LogError) -> (Int64, Arrival) {
        let edition = self.part.edition
        guard let place = self.part.place(of: source, self.topics.events) else {
            throw LogError(.fatal, "\(self.journal): the journal names a source that it does not describe")
        }
        if self.lent[source] == nil, let lender, let start = lender.starts[place] {
            self.lent[source] = ArrivalFeed(place, source, from: start, self.coding, lender.lend)
        }
        var found = try self.lent[source]?.nextUnlessPassed(from: first, atMost: count, edition)
        if found == nil { found = try self.opened[source]?.nextUnlessPassed(from: first, atMost: count, edition) }
        let record: (offset: Int64, arrival: Arrival)
        if let found {
            record = found
        } else {
            var feed = try self.openFeed(place, source, from: first)
            record = try feed.next(from: first, atMost: count, edition)
            self.opened[source] = feed
        }
        if source == 0 { self.position.next = record.offset + 1 }
        self.position.events += 1
        return record
    }

    private func openFeed(_ place: TopicPartition, _ source: Int, from first: Int64) throws(LogError) -> ArrivalFeed {
        // Where records were deleted, the first one read tells.
        let start = max(source == 0 ? self.part.next : first, try self.log.beginning(of: place))
        let reader = try self.log.openReader(place, from: start)
        return ArrivalFeed(place, source, from: start, self.coding) { (_, maximum, body) throws(LogError) in
            try reader.read(maximum: maximum, wait: .seconds(10), body)
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

    private func missing(_ source: Int, _ first: Int64, _ found: Int64) -> LogError {
        let topic = source > 0 ? self.part.sources[source - 1] : self.topics.events
        return LogError(
            .fatal,
            "\(topic)/\(self.part.number): the journal folds records from offset \(first) on, but the topic holds "
                + "\(found) there. Were records deleted? Keep \(topic) as long as `journal`, or as checkpoints need it."
        )
    }

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
