public import Retention

/// The fold of one partition: the states of its subjects, their timers and the clock.
///
/// A pure function of the steps it was given: the same events and clock moves in the same order leave the same states
/// and ask for the same effects, byte for byte. States may be packed, or put out of memory, and back between two steps.
public struct PartitionFold<P: Projection>: Sendable {
    /// The fold of a single subject.
    ///
    /// Another one decides from the next step on; deadlines that are armed stay armed.
    public var projection: P
    /// The instant before which every deadline has fired; it only moves forward.
    public internal(set) var clock = Timestamp.distantPast
    /// What was folded so far.
    public private(set) var counts = FoldCounts()

    var table: SubjectTable<P.State>
    var timers = TimerQueue()
    var changes: ChangeList
    /// What a state takes outside its own storage, on average.
    private(set) var averageHeap = MovingAverage(256)
    /// Room for the state that is being packed.
    var encoded: [UInt8] = []
    /// While a checkpoint is caught up with: the journal record at which the state of a slot stands already.
    private var ahead = Ahead()

    /// Makes an empty partition.
    public init(_ projection: P) { self.init(projection, changes: []) }

    init(_ projection: P, changes writers: Set<ChangeList.Writer>) {
        self.projection = projection
        self.table = SubjectTable(initial: projection.initial)
        self.changes = ChangeList(for: writers)
    }

    /// How many subjects have a state.
    public var subjectCount: Int { self.table.count }

    /// The state of a subject, when it has one in memory.
    public func state(of subject: Subject) -> P.State? { self.table.slot(of: subject).flatMap { self.state(at: $0) } }

    /// Calls `body` with every subject whose state is in memory, in the order in which they were first seen.
    public func forEachSubject<E: Error>(_ body: (Subject, P.State) throws(E) -> Void) throws(E) {
        for slot in 0..<self.table.count {
            if let state = self.state(at: slot) { try body(self.table.subjects[slot], state) }
        }
    }

    /// Folds an event; before it, fires its subject's own deadlines that lie before it.
    ///
    /// A repeated event changes nothing. An event older than the clock is folded like any other, and counted as late. A
    /// letter fires nothing: it tells nothing of how far its subject's own events have come.
    public mutating func fold(_ event: Event, _ effects: inout Effects) {
        self.fold(event, slot: self.table.takeSlot(of: event.subject), &effects)
    }

    /// Folds an event of a slot that is not cold.
    mutating func fold(_ event: Event, slot: Int, _ effects: inout Effects) {
        guard !self.isAhead(slot) else { return }
        self.wake(slot)
        self.counts.events += 1
        guard self.projection.admit(event, into: &self.table[slot]) else {
            self.counts.repeated += 1
            return
        }
        if event.time < self.clock { self.counts.late += 1 }
        effects.begin(event.subject)
        if !event.isLetter { self.fire(slot, before: event.time, &effects) }
        self.projection.evolve(&self.table[slot], with: event, &effects)
        self.changes.note(slot)
        self.arm(slot)
    }

    /// Says that an event of a subject is folded soon, after some others: its state is brought near meanwhile.
    ///
    /// Changes nothing that can be seen, whether the event comes or not.
    public mutating func foresee(_ subject: Subject) { self.table.foresee(subject) }

    /// Whether a subject has a state, in memory or not.
    ///
    /// Mutating, so that it looks in place: a table that is lent out of a class for reading is copied.
    mutating func knows(_ subject: Subject) -> Bool { self.table.slot(of: subject) != nil }

    /// Counts an event that was left out, because its raw record was folded before.
    mutating func passOver() {
        self.counts.events += 1
        self.counts.repeated += 1
    }

    /// Moves the clock to `instant` and fires every deadline before it, in the order of the deadlines.
    ///
    /// A clock that stands there already, or later, stays. No state may be cold.
    public mutating func advance(to instant: Timestamp, _ effects: inout Effects) {
        guard instant > self.clock else { return }
        while let due = self.timers.next(before: instant) { self.fireDue(due, &effects) }
        self.clock = instant
    }

    /// Fires the deadline that came up for a slot that is not cold, unless it was moved later meanwhile.
    ///
    /// A packed state is packed again, so that many deadlines at once take no more memory.
    mutating func fireDue(_ due: (slot: Int, deadline: Timestamp), _ effects: inout Effects) {
        let wasPacked = self.table.isPacked(due.slot)
        if wasPacked { self.unpack(due.slot) }
        let deadline = self.deadline(due.slot)
        // A deadline that was moved later waits for its turn among the others.
        if deadline == due.deadline {
            effects.begin(self.table.subjects[due.slot])
            self.counts.timers += 1
            self.projection.fire(deadline, in: &self.table[due.slot], &effects)
            self.changes.note(due.slot)
        }
        if wasPacked { self.pack(due.slot) } else { self.arm(due.slot) }
    }

    /// Lets the projection take a state over from the one before it.
    ///
    /// The slot must not be cold; a packed one is packed again.
    mutating func adopt(_ slot: Int, _ effects: inout Effects) {
        let wasPacked = self.table.isPacked(slot)
        if wasPacked { self.unpack(slot) }
        defer { if wasPacked { self.pack(slot) } }
        effects.begin(self.table.subjects[slot])
        self.projection.adopt(&self.table[slot], at: self.clock, &effects)
        self.changes.note(slot)
        let deadline = self.projection.nextDeadline(of: self.table[slot])
        self.timers.rearm(slot, hash: self.table.hashes[slot], at: deadline)
    }

    /// Lets the projection take all states over; none may be cold.
    mutating func adoptAll(_ effects: inout Effects) {
        for slot in 0..<self.table.count { self.adopt(slot, &effects) }
    }

    /// The same states for another projection, in memory as far as they are in memory here; nothing notes their changes.
    func copy(for projection: P) -> PartitionFold {
        var copy = PartitionFold(projection)
        copy.clock = self.clock
        self.forEachSubject { subject, state in
            let slot = copy.table.load(subject, state)
            if self.table.slot(of: subject).map({ self.table.isPacked($0) }) == true { copy.pack(slot) }
        }
        return copy
    }

    private mutating func fire(_ slot: Int, before instant: Timestamp, _ effects: inout Effects) {
        // No deadline comes before the one that is queued, and most events meet none.
        while self.timers.queuedDeadline(slot) < instant {
            let deadline = self.deadline(slot)
            guard deadline < instant else { return }
            self.counts.timers += 1
            self.projection.fire(deadline, in: &self.table[slot], &effects)
        }
    }

    /// The earliest deadline of a slot's state.
    @inline(__always)
    private mutating func deadline(_ slot: Int) -> Timestamp {
        // In place: a state that is lent out for reading would be copied.
        Self.deadline(&self.table[slot], self.projection)
    }

    private static func deadline(_ state: inout P.State, _ projection: P) -> Timestamp {
        projection.nextDeadline(of: state)
    }

    private mutating func arm(_ slot: Int) {
        let deadline = self.deadline(slot)
        if deadline != .never { self.timers.arm(slot, hash: self.table.hashes[slot], at: deadline) }
    }

    // MARK: States in and out

    /// Takes in the states of a checkpoint whose refold begins behind record `low`, each with the record it stands at.
    ///
    /// A slot's timer is armed when the refold has reached the slot's record: before that it has nothing to fire.
    mutating func takeIn(_ positions: [UInt64], low: UInt64) {
        let ahead = positions.indices.filter { positions[$0] > low }
        self.ahead = Ahead(ahead.map { (slot: $0, record: positions[$0]) })
        for slot in ahead { self.timers.rearm(slot, hash: self.table.hashes[slot], at: .never) }
        let table = self.table
        let projection = self.projection
        self.timers.load(
            positions.indices.lazy.filter { positions[$0] <= low && table.isResident($0) }
                .map { (slot: $0, hash: table.hashes[$0], deadline: projection.nextDeadline(of: table[$0])) },
            slots: self.table.count
        )
    }

    /// Notes how much a state takes outside its own storage, for the estimate.
    mutating func sample(_ state: P.State) {
        self.averageHeap.take(self.projection.heapBytes(of: state))
    }

    /// Whether the state of a slot has steps in it that are still to be refolded.
    func isAhead(_ slot: Int) -> Bool { !self.ahead.isEmpty && self.ahead.covers(slot) }

    /// Says that the steps that follow are those of journal record `number`.
    mutating func beginRecord(_ number: UInt64) {
        guard !self.ahead.isEmpty else { return }
        for slot in self.ahead.pass(to: number) {
            self.wake(slot)
            self.arm(slot)
        }
    }
}

/// Slots whose states stand at a later journal record than the one that is refolded.
private struct Ahead {
    private var records: [Int: UInt64] = [:]
    /// By record, the earliest last.
    private var order: [(slot: Int, record: UInt64)] = []
    private var number: UInt64 = 0

    init(_ slots: [(slot: Int, record: UInt64)] = []) {
        self.order = slots.sorted { ($0.record, $0.slot) > ($1.record, $1.slot) }
        self.records.reserveCapacity(slots.count)
        for (slot, record) in slots { self.records[slot] = record }
    }

    var isEmpty: Bool { self.order.isEmpty }

    /// Whether the state of `slot` has the steps of the current record in it already.
    func covers(_ slot: Int) -> Bool { self.records[slot].map { $0 >= self.number } ?? false }

    /// Goes on to a record; returns the slots whose states stand right before it or earlier.
    mutating func pass(to number: UInt64) -> [Int] {
        self.number = number
        var passed: [Int] = []
        while let last = self.order.last, last.record < number {
            passed.append(last.slot)
            self.records[last.slot] = nil
            self.order.removeLast()
        }
        return passed
    }
}

/// What a partition has folded.
public struct FoldCounts: Hashable, Sendable {
    /// Events folded, repeated ones included.
    public var events = 0
    /// Events whose id or raw record was seen before; they changed nothing.
    public var repeated = 0
    /// Events older than the clock when they came.
    public var late = 0
    /// Deadlines that fired.
    public var timers = 0

    /// Makes counts of nothing.
    public init() {}

    /// Adds the counts of another partition.
    public static func += (left: inout FoldCounts, right: FoldCounts) {
        left.events += right.events
        left.repeated += right.repeated
        left.late += right.late
        left.timers += right.timers
    }

    func since(_ earlier: FoldCounts) -> FoldCounts {
        var counts = FoldCounts()
        counts.events = self.events - earlier.events
        counts.repeated = self.repeated - earlier.repeated
        counts.late = self.late - earlier.late
        counts.timers = self.timers - earlier.timers
        return counts
    }
}
