public import Retention

/// The fold of one partition: the states of its subjects, their timers and the clock.
///
/// A pure function of the steps it was given: the same events and clock moves in the same order leave the same states
/// and ask for the same effects, byte for byte.
public struct PartitionFold<P: Projection>: Sendable {
    /// The fold of a single subject.
    public let projection: P
    /// The instant before which every deadline has fired; it only moves forward.
    public private(set) var clock = Timestamp.distantPast
    /// What was folded so far.
    public private(set) var counts = FoldCounts()

    private var table: SubjectTable<P.State>
    private var timers = TimerQueue()

    /// Makes an empty partition.
    public init(_ projection: P) {
        self.projection = projection
        self.table = SubjectTable(initial: projection.initial)
    }

    /// How many subjects have a state.
    public var subjectCount: Int { self.table.count }

    /// The state of a subject, when it has one.
    public func state(of subject: Subject) -> P.State? {
        self.table.slot(of: subject).map { self.table.states[$0] }
    }

    /// Calls `body` with every subject and its state, in the order in which they were first seen.
    public func forEachSubject<E: Error>(_ body: (Subject, P.State) throws(E) -> Void) throws(E) {
        for slot in 0..<self.table.count { try body(self.table.subjects[slot], self.table.states[slot]) }
    }

    /// Folds an event; before it, fires its subject's own deadlines that lie before it.
    ///
    /// A repeated event changes nothing. An event older than the clock is folded like any other, and counted as late.
    public mutating func fold(_ event: Event, _ effects: inout Effects) {
        let slot = self.table.takeSlot(of: event.subject)
        self.counts.events += 1
        guard self.projection.admit(event, into: &self.table.states[slot]) else {
            self.counts.repeated += 1
            return
        }
        if event.time < self.clock { self.counts.late += 1 }
        effects.begin(event.subject)
        self.fire(slot, before: event.time, &effects)
        self.projection.evolve(&self.table.states[slot], with: event, &effects)
        self.arm(slot)
    }

    /// Moves the clock to `instant` and fires every deadline before it, in the order of the deadlines.
    ///
    /// A clock that stands there already, or later, stays.
    public mutating func advance(to instant: Timestamp, _ effects: inout Effects) {
        guard instant > self.clock else { return }
        while let (slot, queued) = self.timers.next(before: instant) {
            let deadline = self.projection.nextDeadline(of: self.table.states[slot])
            // A deadline that was moved later waits for its turn among the others.
            if deadline == queued {
                effects.begin(self.table.subjects[slot])
                self.counts.timers += 1
                self.projection.fire(deadline, in: &self.table.states[slot], &effects)
            }
            self.arm(slot)
        }
        self.clock = instant
    }

    private mutating func fire(_ slot: Int, before instant: Timestamp, _ effects: inout Effects) {
        while true {
            let deadline = self.projection.nextDeadline(of: self.table.states[slot])
            guard deadline < instant else { return }
            self.counts.timers += 1
            self.projection.fire(deadline, in: &self.table.states[slot], &effects)
        }
    }

    private mutating func arm(_ slot: Int) {
        let deadline = self.projection.nextDeadline(of: self.table.states[slot])
        if deadline != .never { self.timers.arm(slot, hash: self.table.hashes[slot], at: deadline) }
    }
}

/// What a partition has folded.
public struct FoldCounts: Hashable, Sendable {
    /// Events folded, repeated ones included.
    public var events = 0
    /// Events whose id was seen before; they changed nothing.
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
}
