import Retention

/// A partition as the lane that owns it works on it: the fold, the journal record being written, and its checkpoints.
final class LanePartition<P: Projection> {
    let state: FoldedPartition<P>
    /// The record of the transaction under way.
    var journal: JournalRecord
    /// What it is folded from.
    var sources: LaneSources
    /// A clock of intake that may be adopted once everything before `barrier` is folded.
    var frontier: (clock: Timestamp, barrier: Int64)?
    /// The clock of intake that was adopted last.
    private var intakeClock: Timestamp?
    /// When the clock was moved last.
    private var movedClock: Timestamp?
    var writer: CheckpointWriter
    private var reported: FoldCounts
    /// When a store that could not be opened was last looked for.
    private var soughtStore: Timestamp?

    var number: Int32 { self.state.number }
    /// Whether the transaction under way has anything of this partition.
    var hasSteps: Bool { !self.journal.steps.isEmpty }

    /// Takes a restored partition over, to be decided by `edition` from here on; `lineage` marks a journal that begins.
    init(
        _ loaded: Restore<P>.Loaded,
        edition: Edition<P>,
        sources: LaneSources,
        lineage: UInt64
    ) throws(LogError) {
        self.state = loaded.part
        self.writer = loaded.writer
        self.sources = sources
        self.reported = loaded.part.fold.counts
        let isNew = loaded.part.edition?.digest != edition.digest
        if loaded.part.record == 0 { loaded.part.lineage = lineage }
        self.journal = JournalRecord(
            number: loaded.part.record + 1,
            lineage: loaded.part.lineage,
            playbook: edition.digest,
            text: isNew ? edition.text : nil
        )
        if isNew { try self.state.adopt(edition) }
        guard self.state.sources != sources.topics else { return }
        self.state.setSources(sources.topics)
        self.journal.sources = sources.topics
    }

    /// Lets another edition decide from the next transaction on, in which the journal gets its text.
    func adopt(_ edition: Edition<P>) throws(LogError) {
        try self.state.adopt(edition)
        self.journal.playbook = edition.digest
        self.journal.text = edition.text
    }

    /// The transaction is committed: everything that is folded is.
    func committed() {
        self.writer.committed()
        guard self.hasSteps else { return }
        self.state.record = self.journal.number
        self.journal.number += 1
        self.journal.text = nil
        self.journal.sources = nil
        self.journal.steps.removeAll(keepingCapacity: true)
    }

    /// What was folded since this was last asked.
    func takeCounts() -> FoldCounts {
        let counts = self.state.fold.counts
        defer { self.reported = counts }
        return counts.since(self.reported)
    }

    // MARK: The clock

    /// Every event before this offset is folded.
    private var reached: Int64 { max(self.state.next, self.sources.reached ?? 0) }

    /// Whether a clock of intake can be told at which it would have to stand still.
    func lags(behind clock: Timestamp) -> Bool {
        self.frontier == nil && (self.intakeClock.map { clock > $0 } ?? true) && clock > self.state.fold.clock
    }

    /// Lets raw records go of which intake has brought what comes before them.
    ///
    /// Live, intake lags by a clock interval or two, and by the lateness that its watermarks allow for; nothing waits then.
    private func heardOfIntake(_ settings: LaneSettings) {
        guard let frontier = self.frontier, self.sources.read >= frontier.barrier, self.sources.limit != .never else {
            return
        }
        let heard = frontier.clock + settings.lateness + settings.clockInterval + settings.clockInterval
        self.sources.limit = max(self.sources.limit, heard)
    }

    /// The instant to which the clock may move now; `nil` for none.
    ///
    /// By intake at once. By raw partitions, which may have another word with every record, when something is due, and
    /// else once an interval, so that the journal stays small.
    func nextClock(_ settings: LaneSettings, waitsForIntake: Bool, _ now: Timestamp) -> Timestamp? {
        var clock = Timestamp.never
        if waitsForIntake {
            self.heardOfIntake(settings)
            if let frontier = self.frontier, self.reached >= frontier.barrier {
                self.intakeClock = frontier.clock
                self.frontier = nil
            }
            guard let intakeClock else { return nil }
            clock = intakeClock
        }
        if self.sources.areInPlace {
            guard let watermark = self.sources.watermark(lateness: settings.lateness, present: settings.present(now))
            else { return nil }
            clock = min(clock, watermark)
        }
        guard clock > self.state.fold.clock, clock != .never else { return nil }
        guard self.sources.areInPlace, self.state.fold.timers.earliest() >= clock else { return clock }
        return hasPassed(settings.clockInterval, since: self.movedClock, at: now) ? clock : nil
    }

    /// Notes that the clock was moved.
    func noteClock(_ clock: Timestamp, _ now: Timestamp) {
        self.movedClock = now
        self.journal.noteClock(clock)
    }

    // MARK: Checkpoints

    /// Whether the journal tells what decides and what is folded: a checkpoint that knew it first would keep the journal
    /// from ever telling.
    private var mayCheckpoint: Bool { self.journal.text == nil && self.journal.sources == nil }

    /// What a checkpoint begins with; `nil` until there may be one, and while the log does not answer.
    func header(_ journalEnd: (Int32) -> Int64?) -> CheckpointHeader? {
        guard self.mayCheckpoint else { return nil }
        return journalEnd(self.number).map { self.state.header(journalOffset: $0) }
    }

    /// A step of the local store's cycle.
    func stepStore(_ settings: LaneSettings, _ now: Timestamp, _ journalEnd: (Int32) -> Int64?) {
        guard let store = self.state.store else { return }
        self.writer.step(self.state, into: store, settings, at: now) {
            self.header(journalEnd)
        }
    }

    /// Hands everything over to the local store at once, so that the next lane has nothing to refold.
    func finishCheckpoint(_ settings: LaneSettings, _ journalEnd: (Int32) -> Int64?) {
        guard let store = self.state.store, store.trouble == nil else { return }
        // The rest of a cycle under way, then one more that reaches to here.
        for _ in 0..<2 {
            self.writer.isUrgent = true
            self.writer.step(self.state, into: store, settings, at: settings.now(), isLast: true) {
                self.header(journalEnd)
            }
        }
    }

    /// Why states can't be written to the local store; `nil` while they can, and where none is wanted.
    func storeTrouble(_ settings: LaneSettings) -> String? {
        guard settings.checkpoints != nil else { return nil }
        return self.state.store.map { $0.trouble?.message } ?? "it could not be opened; tried again every 30 s"
    }

    /// Where the local store could not be opened, tries again now and then; once it can be, the lane must begin anew,
    /// because a store is used from a partition's beginning on.
    func lookForStore(_ settings: LaneSettings, _ now: Timestamp) throws(LogError) {
        guard let storage = settings.checkpoints, self.state.store == nil else { return }
        if self.soughtStore == nil { self.soughtStore = now }
        guard hasPassed(.seconds(30), since: self.soughtStore, at: now) else { return }
        self.soughtStore = now
        guard (try? storage.open(self.number)) != nil else { return }
        throw LogError(.rejoin, "the local store of partition \(self.number) can be used again")
    }

    // MARK: The budget

    /// Whether the partition takes so much more memory than its share that it must wait until more states are written,
    /// which can then be put out of memory.
    ///
    /// Never while nothing can be written before something is folded.
    func isOverBudget(_ share: Int?) -> Bool {
        guard let share, let store = self.state.store else { return false }
        guard self.state.fold.estimatedBytes > share + share / 4, self.mayCheckpoint else { return false }
        return self.state.fold.changes.count(.store) > 0 || store.writtenBatches < self.writer.handedOver
    }

    /// Packs states beyond the share, and puts them out of memory; where too many are still to be written, asks for that.
    func keepWithinBudget(_ share: Int?) {
        guard let share, self.state.fold.estimatedBytes > share else { return }
        let isWritten = self.state.store.map { $0.writtenBatches >= self.writer.handedOver } ?? false
        self.state.keep(to: share - share / 16, mayEvict: isWritten)
        if self.state.store != nil, self.state.fold.estimatedBytes > share { self.writer.isUrgent = true }
    }
}
