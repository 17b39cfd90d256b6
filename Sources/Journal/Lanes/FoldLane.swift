public import Playbook
public import Retention

/// Folds partitions of `events`, and raw partitions of the same numbers in place: state in memory, signals and letters
/// out, a journal record for each transaction.
///
/// The group shares out `events`; raw partitions follow those of the same number.
///
/// What it folded, what it emitted, the journal and the offsets are committed together. When it is given a partition it
/// loads the latest checkpoint, refolds by the journal without emitting, and goes on where the last commit ended. Runs
/// on one thread.
public final class FoldLane<P: Projection> {
    let number: Int
    let log: any EventLog
    private(set) var edition: Edition<P>
    private var shadow: Edition<P>?
    /// The numbers of the playbooks last taken up.
    private var taken: (update: Int, shadow: Int)
    let compile: EditionCompiler<P>
    let coding: any EventCoding
    let topics: Topics
    let settings: LaneSettings
    private let counts: WorkerCounts
    /// The raw partitions whose watermarks intake publishes.
    private let inputs: [TopicPartition]
    /// The raw topics that are folded in place.
    private let inPlace: [String]
    /// The time of the round.
    private var now: Timestamp

    private var owned: [LanePartition<P>] = []
    private var clock = ClockRecord()
    private var clockReader: any LogReader
    private var effects: Effects
    private var output: LaneOutput<P>
    private var join: JoinWatch
    private var lastCommit: Timestamp
    private var lastClock: Timestamp?
    /// When the other partitions were last looked at, and whether they all had reached the fixed present.
    private var others: (lookedAt: Timestamp?, areFinished: Bool) = (nil, false)

    /// Makes a lane.
    ///
    /// `number` tells the lanes of a worker apart in its counts, `inputs` are the raw topics that intake reads, whose
    /// watermarks move the clock, `inPlace` those that are folded in place, `edition` decides, and `compile` reads the
    /// texts of earlier editions from the journal. Asks the log for the partitions of both, and throws when one is
    /// missing, and `fatal` when one that is folded in place has other partitions than `events`.
    public init(
        number: Int,
        log: any EventLog,
        edition: Edition<P>,
        compile: @escaping EditionCompiler<P>,
        events: any EventCoding,
        topics: Topics,
        inputs: [String],
        inPlace: [String] = [],
        settings: LaneSettings,
        counts: WorkerCounts
    ) throws(LogError) {
        self.number = number
        self.log = log
        // A lane that begins anew goes on with what it had taken up.
        let update = settings.updates?.newer(than: 0)
        let shadow = settings.shadows?.newer(than: 0)
        let edition = update.flatMap { compile($0.text) } ?? edition
        self.taken = (update?.number ?? 0, shadow?.number ?? 0)
        self.shadow = shadow.flatMap { compile($0.text) }
        self.edition = edition
        self.compile = compile
        self.coding = events
        self.topics = topics
        self.settings = settings
        self.join = JoinWatch(timeout: settings.joinTimeout)
        self.counts = counts
        self.effects = Effects(playbook: edition.name)
        self.output = LaneOutput(edition: edition, coding: events, topics: topics)
        self.now = settings.now()
        self.lastCommit = self.now
        self.inPlace = inPlace
        for topic in inPlace { try log.checkAlike(topic, topics.events) }
        var sources: [TopicPartition] = []
        for topic in inputs {
            for partition in 0..<(try log.partitionCount(of: topic)) {
                sources.append(TopicPartition(topic, partition))
            }
        }
        self.inputs = sources
        self.clockReader = try log.openReader(TopicPartition(topics.clock, 0), from: 0)
    }

    /// One round: membership, folding, the clock, checkpoints, and a commit when it is due.
    ///
    /// Returns how many records were read and folded, and partitions that have more to fire at once.
    public func round() throws(LogError) -> Int {
        for change in try self.log.poll() { try self.take(change) }
        self.now = self.settings.now()
        var moved = 0
        for part in self.owned where !self.isFull && !part.isOverBudget(self.share) { moved += try self.read(part) }
        try self.join.check(at: self.now)
        try self.lookUpClock()
        for part in self.owned where try self.moveClock(of: part) { moved += 1 }
        if self.isFull || hasPassed(self.gathering, since: self.lastCommit, at: self.now) { try self.commit() }
        return moved
    }

    /// Commits what is open, and brings the local stores up to it.
    public func finish() throws(LogError) {
        try self.commit(isLast: true)
        for part in self.owned { part.finishCheckpoint(self.settings, self.journalEnd) }
    }

    private var gathering: TimeSpan {
        self.settings.gathering(!self.output.batch.isEmpty, isBehind: self.owned.contains(where: \.sources.isBehind))
    }

    private var isFull: Bool { self.output.batch.bytes.count >= self.settings.bytesPerTransaction }

    /// Bytes of states that each partition may keep.
    private var share: Int? { self.settings.stateBudget.map { $0 / max(1, self.owned.count) } }

    // MARK: Ownership

    private func take(_ change: Membership) throws(LogError) {
        switch change {
        case .assigned(let places):
            try self.restore(places.map(\.partition).sorted(), change)
            self.join.answer()
        case .revoked(let places):
            try self.commit(isLast: true)
            for part in self.owned where places.contains(where: { $0.partition == part.number }) {
                part.finishCheckpoint(self.settings, self.journalEnd)
            }
            self.drop(places)
            try self.log.accept(change, startingAt: [:])
        case .lost(let places):
            self.owned.removeAll()
            self.effects.removeAll()
            self.output.removeAll()
            self.drop(places)
            try self.log.accept(change, startingAt: [:])
            throw LogError(.rejoin, "\(places.count) partitions were lost")
        }
    }

    private func drop(_ places: [TopicPartition]) {
        let gone = Set(places.map(\.partition))
        self.owned.removeAll { gone.contains($0.number) }
        for partition in gone { self.output.forget(partition) }
        self.counts.update { counts in counts.clocks = counts.clocks.filter { !gone.contains($0.key) } }
    }

    /// Takes partitions over in the state that the last commit left them in.
    private func restore(_ partitions: [Int32], _ change: Membership) throws(LogError) {
        let restore = Restore(
            topics: self.topics,
            log: self.log,
            coding: self.coding,
            projection: self.edition.projection,
            compile: self.compile,
            inPlace: self.inPlace,
            settings: self.settings,
            budget: self.settings.stateBudget.map { $0 / max(1, self.owned.count + partitions.count) },
            report: self.settings.report
        )
        let started = self.settings.now()
        var refolded = 0
        var loaded: [Restore<P>.Loaded] = []
        var positions: [TopicPartition: Int64] = [:]
        for partition in partitions {
            let one = try restore.load(partition)
            positions.merge(one.starts) { $1 }
            loaded.append(one)
        }
        try self.log.accept(change, startingAt: positions)
        for index in loaded.indices {
            let events = try restore.refold(&loaded[index])
            refolded += events
            let source = loaded[index].source
            let lineage = StableHash("\(self.settings.now().milliseconds) \(self.topics.events) \(partitions[index])")
            let part = try LanePartition(
                loaded[index],
                edition: self.edition,
                sources: LaneSources(
                    partitions[index],
                    events: self.topics.events,
                    inPlace: self.inPlace,
                    waitsForIntake: !self.inputs.isEmpty
                ),
                lineage: max(1, lineage.low)
            )
            try part.state.shadow(self.shadow)
            self.owned.append(part)
            self.counts.update { counts in
                counts.refolded += events
                counts.restored[source.rawValue, default: 0] += 1
            }
        }
        self.owned.sort { $0.number < $1.number }
        let subjects = loaded.reduce(0) { $0 + $1.part.fold.subjectCount }
        guard subjects > 0 else { return }
        let sources = Set(loaded.map(\.source)).sorted().map(\.rawValue).joined(separator: " and ")
        self.settings.report(
            "\(partitions.count) partitions with \(subjects) subjects restored from \(sources) in "
                + "\((self.settings.now() - started).milliseconds) ms, \(refolded) records folded again"
        )
    }

    // MARK: Folding

    /// Reads what is there, and folds what is in order by now.
    private func read(_ part: LanePartition<P>) throws(LogError) -> Int {
        let (coding, decoder, latest) = (self.coding, self.edition.decoder, self.now + self.settings.future)
        var moved = try part.sources.read(self.log, holding: self.settings.heldPerPartition) { source, place, record in
            if source == 0 { return part.state.foresee(Arrival(record, of: place, by: coding)) }
            return part.state.foresee(Arrival(raw: record, of: place, by: decoder, notAfter: latest))
        }
        while !self.isFull, let (source, offset, arrival) = part.sources.next() {
            moved += 1
            if case .refusedByClock = arrival {
                part.journal.noteRefusal(source: source, offset: offset)
            } else {
                part.journal.noteFold(source: source, offset: offset, follows: true)
            }
            let taken = try part.state.take(arrival, from: source, at: offset, &self.effects)
            self.output.note(taken, &self.effects)
            self.output.hand(&part.state.shadow)
        }
        return moved
    }

    // MARK: The clock

    /// Reads what the intake lanes published, and asks how far `events` reaches now that it is known.
    private func lookUpClock() throws(LogError) {
        let isDue = hasPassed(self.settings.clockInterval, since: self.lastClock, at: self.now)
        guard isDue, !self.inputs.isEmpty else { return }
        self.lastClock = self.now
        var count = 0
        repeat {
            count =
                try self.clockReader.read(maximum: 1_024, wait: TimeSpan(milliseconds: 0)) { record in
                    self.clock.merge(record.value)
                }.count
        } while count > 0
        guard let least = self.clock.minimum(over: self.inputs) else { return }
        for part in self.owned where part.lags(behind: least) {
            // Not the end of what readers see: another lane's open transaction may hold back what the clock stands for.
            part.frontier = (least, try self.log.appendedEnd(of: TopicPartition(self.topics.events, part.number)))
        }
    }

    /// Moves the clock as far as it may move, and fires what is due by it, as much as fits into a transaction; returns
    /// whether more is due.
    private func moveClock(of part: LanePartition<P>) throws(LogError) -> Bool {
        let target = part.nextClock(self.settings, waitsForIntake: !self.inputs.isEmpty, self.now)
        guard let target, !self.isFull else { return false }
        let limit = self.settings.bytesPerTransaction
        let clock = try part.state.advance(to: target, &self.effects) { effects in
            self.output.hand(&effects)
            return self.output.batch.bytes.count >= limit
        }
        self.output.hand(&self.effects)
        self.output.hand(&part.state.shadow)
        part.noteClock(clock, self.now)
        return clock < target
    }

    // MARK: Committing

    /// Commits what is open; the last time before partitions go, nothing is begun that would be committed without them:
    /// a state on the `state` topic must not come after those of the next owner.
    private func commit(isLast: Bool = false) throws(LogError) {
        let now = self.settings.now()
        self.lastCommit = now
        for part in self.owned where part.hasSteps {
            // Also when only the clock moved: the group refuses offsets from a lane that has lost the partition, and the
            // lane that takes over waits for transactions that carry them.
            self.output.consume(part, upTo: part.journal.number)
            let bytes = part.journal.encoded()
            self.output.batch.append(to: self.topics.journal, partition: part.number, key: .none, timestamp: now) {
                $0.append(contentsOf: bytes)
            }
        }
        if !self.output.isEmpty { try self.log.commit(self.output.batch, consumed: self.output.consumed) }
        for part in self.owned { part.committed() }
        try self.report(self.output.committed())
        if isLast { return }
        for part in self.owned { try self.checkpoint(part, now) }
        if self.output.isEmpty { try self.takeUpPlaybooks() }
    }

    /// Takes up another playbook, between two transactions: each partition changes at one place of its journal.
    private func takeUpPlaybooks() throws(LogError) {
        if let (number, text) = self.settings.updates?.newer(than: self.taken.update) {
            self.taken.update = number
            if let edition = self.compile(text), edition.digest != self.edition.digest {
                guard self.inPlace.isEmpty || edition.reading == self.edition.reading else {
                    throw LogError(.rejoin, "raw records are read in another way by the new playbook")
                }
                self.edition = edition
                self.output.edition = edition
                self.effects = Effects(playbook: edition.name)
                for part in self.owned { try part.adopt(edition) }
                self.settings.report("fold lane \(self.number) decides by another text of playbook '\(edition.name)'")
            }
        }
        if let (number, text) = self.settings.shadows?.newer(than: self.taken.shadow) {
            self.taken.shadow = number
            self.shadow = self.compile(text)
            for part in self.owned { try part.state.shadow(self.shadow) }
        }
    }

    /// A step of the checkpoints of a partition all of whose states are committed.
    private func checkpoint(_ part: LanePartition<P>, _ now: Timestamp) throws(LogError) {
        try part.lookForStore(self.settings, now)
        part.keepWithinBudget(self.share)
        part.stepStore(self.settings, now, self.journalEnd)
        let end = self.journalEnd
        let added = try part.writer.step(
            part.state,
            into: &self.output.batch,
            topic: self.topics.state,
            self.settings,
            at: now
        ) { part.header(end) }
        if added { self.output.consume(part, upTo: part.state.record) }
    }

    /// The end of a partition's journal, where later records will stand; `nil` while the log does not answer.
    private var journalEnd: (Int32) -> Int64? {
        let (log, topic) = (self.log, self.topics.journal)
        return { partition in try? log.appendedEnd(of: TopicPartition(topic, partition)) }
    }

    /// Adds what was committed to the worker's counts.
    private func report(_ done: WorkerCounts.Snapshot) throws(LogError) {
        var folds = FoldCounts()
        var clocks: [Int32: Timestamp] = [:]
        var raw: [String: Int] = [:]
        for part in self.owned {
            folds += part.takeCounts()
            clocks[part.number] = part.state.fold.clock
            raw.merge(part.sources.takePassed(), uniquingKeysWith: +)
        }
        let bytes = self.owned.reduce(0) { $0 + $1.state.fold.estimatedBytes }
        let subjects = self.owned.reduce(0) { $0 + $1.state.fold.subjectCount }
        let trouble = self.owned.lazy.compactMap { $0.storeTrouble(self.settings) }.first
        self.counts.update { counts in
            counts.folds += folds
            counts.signals.merge(done.signals, uniquingKeysWith: +)
            counts.rejected.merge(done.rejected, uniquingKeysWith: +)
            counts.ignored.merge(done.ignored, uniquingKeysWith: +)
            counts.raw.merge(raw, uniquingKeysWith: +)
            counts.strays += done.strays
            counts.latest = max(counts.latest, done.latest)
            counts.clocks.merge(clocks) { $1 }
            counts.stateBytes[self.number] = bytes
            counts.subjects[self.number] = subjects
            counts.storeTroubles[self.number] = trouble
        }
        // Asks the group, which may fail: what was done is counted by then.
        let isFinished = try self.isFinished(clocks)
        self.counts.update { counts in
            if isFinished { counts.finishedLanes.insert(self.number) } else { counts.finishedLanes.remove(self.number) }
        }
    }

    /// Whether every partition has committed a clock that has reached the fixed present.
    ///
    /// The lane's own and, by what the group knows, all others, whoever has them. Nothing of the raw topics is left then.
    private func isFinished(_ clocks: [Int32: Timestamp]) throws(LogError) -> Bool {
        guard case .fixed(let present) = self.settings.present, self.join.isAnswered,
            clocks.values.allSatisfy({ $0 >= present })
        else { return false }
        let now = self.settings.now()
        guard hasPassed(self.settings.clockInterval, since: self.others.lookedAt, at: now) else {
            return self.others.areFinished
        }
        self.others = (now, false)
        for partition in 0..<(try self.log.partitionCount(of: self.topics.events)) where clocks[partition] == nil {
            let offset = try self.log.committed(TopicPartition(self.topics.events, partition))
            guard let note = offset.flatMap({ CommitNote($0.note) }), note.clock >= present else { return false }
        }
        self.others.areFinished = true
        return true
    }
}

extension FoldLane where P == PlaybookProjection {
    /// Works until `stop` is given; then commits what is open.
    public func run(until stop: StopSignal) throws(LogError) {
        while !stop.isRequested {
            let count = try self.round()
            if count == 0 { self.log.wait(upTo: self.gathering) }
        }
        try self.finish()
    }
}
