public import Retention
import Synchronization

/// How lanes work.
public struct LaneSettings: Sendable {
    /// How long a transaction gathers before it is committed, where a lane catches up or has nothing to say.
    ///
    /// Default 100 ms. Signals of a lane that keeps up wait for a fifth of that at most.
    public var commitInterval = TimeSpan(milliseconds: 100)
    /// How many bytes of output a transaction gathers at most before it is committed.
    ///
    /// Default 8 MiB.
    public var bytesPerTransaction = 8 << 20
    /// How many records of a partition are held for merging.
    ///
    /// Default 256.
    public var heldPerPartition = 256
    /// How often the clock is published and looked up.
    ///
    /// Default 1 s.
    public var clockInterval = TimeSpan.seconds(1)
    /// How long a lane waits for its group to assign it something, be it nothing, before it joins anew.
    ///
    /// Default 6 min: a group waits for a slow member as long as that may work between two polls, 5 min unless
    /// `max.poll.interval.ms` says otherwise, and a dynamic member that joins anew before only makes it wait for one more.
    public var joinTimeout = TimeSpan.minutes(6)
    /// How late an event may come.
    public var lateness = TimeSpan.minutes(1)
    /// How far ahead of the wall clock an event's time may lie before the event is refused.
    public var future = TimeSpan.days(366)
    /// What a silent source takes for the present.
    public var present = Present.wallClock
    /// Where checkpoints are kept on this machine; `nil` for nowhere.
    public var checkpoints: (any CheckpointStorage)?
    /// How often states that changed are written to the local store.
    ///
    /// Default 10 s.
    public var checkpointInterval = TimeSpan.seconds(10)
    /// How many states at most are handed over to the local store between two transactions.
    ///
    /// Default 8,192.
    public var statesPerStep = 8_192
    /// How many bytes of states at most are added to a transaction for the `state` topic.
    ///
    /// Default 512 KiB.
    public var stateBytesPerTransaction = 512 << 10
    /// How often states that changed are written to the `state` topic; `nil` for never.
    ///
    /// Default 1 min.
    public var stateInterval: TimeSpan? = .minutes(1)
    /// Bytes of states that a lane keeps in memory, about; `nil` for no limit.
    ///
    /// Beyond it states live in the local store only and are read back when they are needed.
    public var stateBudget: Int?
    /// Where new texts of the playbook come from; `nil` for a lane that keeps its own.
    public var updates: PlaybookUpdates?
    /// Where the text of a playbook comes from that decides in the shadow of the one in force; `nil` for none.
    public var shadows: PlaybookUpdates?
    /// Gets a line for people when something needs their attention and the lane goes on.
    public var report: @Sendable (String) -> Void = { _ in }
    /// The wall clock, read once a round.
    public var now: @Sendable () -> Timestamp

    /// What a source that was read to its end takes for the present.
    func present(_ now: Timestamp) -> Timestamp {
        switch self.present {
        case .wallClock: now - self.lateness
        case .fixed(let instant): instant
        }
    }

    /// Makes the default settings over a wall clock.
    public init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// What a source that has been read to its end takes for the present.
    public enum Present: Hashable, Sendable {
        /// The wall clock less the lateness: for live topics.
        case wallClock
        /// A fixed instant: for history, and for work that ends there.
        case fixed(Timestamp)
    }
}

/// Whether `span` has passed since `last`; also when nothing has happened yet or the wall clock was put back.
func hasPassed(_ span: TimeSpan, since last: Timestamp?, at now: Timestamp) -> Bool {
    guard let last else { return true }
    return now < last || now - last >= span
}

extension LaneSettings {
    /// How long what is open gathers on.
    ///
    /// A transaction costs several round trips, which a lane that catches up must not pay too often; one that keeps up
    /// has the time.
    func gathering(_ hasOutput: Bool, isBehind: Bool) -> TimeSpan {
        guard hasOutput, !isBehind else { return self.commitInterval }
        return TimeSpan(milliseconds: self.commitInterval.milliseconds / 5)
    }
}

/// Watches that a group answers a lane that joins it.
struct JoinWatch {
    private let timeout: TimeSpan
    private var since: Timestamp?
    private(set) var isAnswered = false

    init(timeout: TimeSpan) { self.timeout = timeout }

    /// Notes that the group has assigned something.
    mutating func answer() { self.isAnswered = true }

    /// Throws `rejoin` when no answer has come in time.
    mutating func check(at now: Timestamp) throws(LogError) {
        guard !self.isAnswered else { return }
        let since = self.since ?? now
        self.since = since
        guard now - since >= self.timeout else { return }
        throw LogError(.rejoin, "the group has assigned nothing for \(self.timeout.milliseconds / 1_000) s")
    }
}

/// Asks lanes to finish what is open and stop.
public final class StopSignal: Sendable {
    private let flag = Atomic(false)

    /// Makes a signal nobody has given.
    public init() {}

    /// Gives the signal; lanes notice within a commit interval.
    public func request() { self.flag.store(true, ordering: .releasing) }

    /// Whether the signal was given.
    public var isRequested: Bool { self.flag.load(ordering: .acquiring) }
}

/// What the lanes of a worker did since it started; each lane adds to it once a transaction.
public final class WorkerCounts: Sendable {
    /// The numbers.
    public struct Snapshot: Hashable, Sendable {
        /// Raw records taken in, by topic.
        public var raw: [String: Int] = [:]
        /// Raw records that were left out though nothing is wrong with them, by reason.
        public var ignored: [String: Int] = [:]
        /// Events that a lane folding in place sent on to the partition they belong to.
        public var strays = 0
        /// Raw records that went to `dead-letters`, by reason.
        public var rejected: [String: Int] = [:]
        /// Events folded, repeated ones included.
        public var folds = FoldCounts()
        /// Signals emitted, by type.
        public var signals: [String: Int] = [:]
        /// Records of `events` folded again on start, without emitting.
        public var refolded = 0
        /// Partitions taken over, by what their state came from.
        public var restored: [String: Int] = [:]
        /// About how many bytes of states each fold lane keeps in memory.
        public var stateBytes: [Int: Int] = [:]
        /// Why a fold lane's local stores can't be written, while that is so.
        public var storeTroubles: [Int: String] = [:]
        /// What an intake lane waits for to go on, by the lane's name, while it does.
        public var waiting: [String: String] = [:]
        /// How many subjects each fold lane has.
        public var subjects: [Int: Int] = [:]
        /// The latest event time folded.
        public var latest = Timestamp.distantPast
        /// The clock of each partition of `events` that a lane of this worker owns.
        public var clocks: [Int32: Timestamp] = [:]
        /// Fold lanes that have done all there is to do.
        public var finishedLanes: Set<Int> = []
        /// Raw records taken in, in all.
        public var rawTotal: Int { self.raw.values.reduce(0, +) }
        /// Raw records that were left out though nothing is wrong with them, in all.
        public var ignoredTotal: Int { self.ignored.values.reduce(0, +) }
        /// Raw records that could not be taken, in all.
        public var rejectedTotal: Int { self.rejected.values.reduce(0, +) }
        /// Signals in all.
        public var signalTotal: Int { self.signals.values.reduce(0, +) }
    }

    private let state = Mutex(Snapshot())

    /// Makes counts of nothing.
    public init() {}

    /// The numbers now.
    public var snapshot: Snapshot { self.state.withLock { $0 } }

    /// Adds to the numbers.
    public func update(_ change: (inout Snapshot) -> Void) { self.state.withLock { change(&$0) } }
}
