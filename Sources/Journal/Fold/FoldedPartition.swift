import Retention

/// A partition of `events` with everything that its fold depends on: states, clock, the raw records seen, the edition
/// that decides, and how far it has come.
final class FoldedPartition<P: Projection> {
    let number: Int32
    var fold: PartitionFold<P>
    var origins = OriginFilter()
    /// What decides; `nil` before the first journal record.
    private(set) var edition: Edition<P>?
    /// What decides beside it, for comparison.
    var shadow: ShadowFold<P>?
    /// The offset behind the last record of `events` that was folded; `origins` has those of raw partitions.
    var next: Int64 = 0
    /// The raw topics that are folded in place, whose partitions of this number are sources 1 and following.
    private(set) var sources: [String] = []
    /// Where the sources stand in `origins`.
    private var sourceIndexes: [Int] = []
    /// How many partitions there are to which a subject may belong.
    let count: Int32
    /// The number of the latest journal record that is folded and committed.
    var record: UInt64 = 0
    /// The journal's mark; 0 before the first record.
    var lineage: UInt64 = 0
    /// The local store, from which states that are out of memory are read back.
    var store: (any CheckpointStore)?
    /// Where the search for states to put out of memory goes on.
    var evictionHand = 0

    /// What became of a record of a source.
    enum Taken {
        case folded(Event)
        /// Its raw record was folded before.
        case repeated
        indirect case refused(RefusedRecord)
        /// It is left out, and why.
        case ignored(String)
        /// An event whose subject belongs to another partition, where it must be sent to.
        case stray(Event)
    }

    init(_ number: Int32, of count: Int32, _ projection: P, changes writers: Set<ChangeList.Writer> = []) {
        self.number = number
        self.count = count
        self.fold = PartitionFold(projection, changes: writers)
    }

    /// Lets an edition decide from here on; where another one did before, it takes all states over.
    ///
    /// O(states), and reads those back that are out of memory.
    func adopt(_ edition: Edition<P>) throws(LogError) {
        let isAnother = self.edition != nil && self.edition?.digest != edition.digest
        self.edition = edition
        self.fold.projection = edition.projection
        guard isAnother else { return }
        var effects = Effects(playbook: edition.name, isDiscarding: true)
        for slot in 0..<self.fold.table.count where !self.fold.isAhead(slot) {
            try self.warm(slot)
            self.fold.adopt(slot, &effects)
        }
    }

    /// Lets a second edition decide beside the one in force, from here on; `nil` ends that.
    ///
    /// O(states), and reads those back that are out of memory.
    func shadow(_ edition: Edition<P>?) throws(LogError) {
        self.shadow = nil
        guard let edition else { return }
        for slot in 0..<self.fold.table.count { try self.warm(slot) }
        self.shadow = ShadowFold(edition, beside: self.fold)
    }

    /// Says which raw topics are folded in place from here on.
    func setSources(_ topics: [String]) {
        self.sources = topics
        self.sourceIndexes = topics.map { self.origins.index(of: TopicPartition($0, self.number)) }
    }

    /// The partition that a source is; `nil` for a number that none has.
    func place(of source: Int, _ events: String) -> TopicPartition? {
        guard source <= self.sources.count else { return nil }
        return TopicPartition(source == 0 ? events : self.sources[source - 1], self.number)
    }

    /// Folds what arrived from a source at an offset.
    func take(
        _ arrival: consuming Arrival,
        from source: Int,
        at offset: Int64,
        _ effects: inout Effects
    ) throws(LogError) -> Taken {
        guard source > 0 else {
            self.next = offset + 1
            return try self.take(arrival, &effects)
        }
        guard self.origins.admit(offset, at: self.sourceIndexes[source - 1]) else { return .repeated }
        switch arrival {
        case .event(let event):
            guard self.owns(event.subject) else { return .stray(event) }
            return try self.fold(event, &effects)
        case .refused(let record), .malformed(let record), .refusedByClock(let record): return .refused(record)
        case .ignored(let reason): return .ignored(reason)
        }
    }

    /// The arrival, which is taken soon.
    func foresee(_ arrival: Arrival) -> Arrival {
        if case .event(let event) = arrival { self.fold.foresee(event.subject) }
        return arrival
    }

    private func take(_ arrival: consuming Arrival, _ effects: inout Effects) throws(LogError) -> Taken {
        switch arrival {
        case .event(let event):
            if event.isLetter || self.origins.admit(event.origin) { return try self.fold(event, &effects) }
            self.fold.passOver()
            return .repeated
        case .refused(let record), .refusedByClock(let record):
            return self.origins.admit(record.origin) ? .refused(record) : .repeated
        case .malformed(let record): return .refused(record)
        case .ignored(let reason): return .ignored(reason)
        }
    }

    private func fold(_ event: Event, _ effects: inout Effects) throws(LogError) -> Taken {
        let slot = self.fold.table.takeSlot(of: event.subject)
        try self.warm(slot)
        self.fold.fold(event, slot: slot, &effects)
        self.shadow?.take(event)
        return .folded(event)
    }

    /// Whether a subject belongs here, as everybody does who is known here.
    private func owns(_ subject: Subject) -> Bool {
        self.fold.knows(subject) || KeyPartitioner.partition(of: subject.id, count: self.count) == self.number
    }

    /// Moves the clock to `instant` and fires what lies before it.
    ///
    /// `pause` is asked after each deadline whether to stop early; the clock then moves only as far as everything has
    /// fired. Returns where the clock stands.
    func advance(
        to instant: Timestamp,
        _ effects: inout Effects,
        pause: (inout Effects) -> Bool = { _ in false }
    ) throws(LogError) -> Timestamp {
        guard instant > self.fold.clock else { return self.fold.clock }
        while let due = self.fold.timers.next(before: instant) {
            try self.warm(due.slot)
            self.fold.fireDue(due, &effects)
            guard pause(&effects) else { continue }
            // Deadlines of one instant fire in one move: a refold could not tell those that have from those that have not.
            let following = self.fold.timers.earliest()
            guard following > due.deadline, following < instant else { continue }
            self.fold.clock = max(self.fold.clock, following)
            self.shadow?.advance(to: self.fold.clock)
            return self.fold.clock
        }
        self.fold.clock = instant
        self.shadow?.advance(to: instant)
        return instant
    }

    /// Reads a state back into memory.
    func warm(_ slot: Int) throws(LogError) {
        guard self.fold.table.isCold(slot) else { return }
        let bytes = try self.coldEntry(of: slot)
        guard let entry = CheckpointEntry(bytes.span, P.stateFormat),
            let state = self.fold.projection.decode(entry.state)
        else { throw self.brokenStore() }
        self.fold.table.warm(slot, with: state)
    }

    /// The entry of a state that is not in memory.
    func coldEntry(of slot: Int) throws(LogError) -> [UInt8] {
        let key = CheckpointEntry.key(of: self.fold.table.subjects[slot])
        do throws(CheckpointError) {
            if let bytes = try self.store?.entry(of: key) { return bytes }
        } catch {
            throw LogError(.rejoin, "partition \(self.number): a state can't be read back: \(error)")
        }
        throw self.brokenStore()
    }

    private func brokenStore() -> LogError {
        try? self.store?.setAside("a state is missing in it, or damaged")
        return LogError(.rejoin, "partition \(self.number): a state is missing in the local store, or damaged")
    }
}
