public import Retention

/// Folds partitions of `events`: state in memory, signals and letters out, a journal record for each transaction.
///
/// What it folded, what it emitted, the journal and the offsets are committed together. When it is given a partition it
/// first refolds by the journal, without emitting, and goes on where the last commit ended. Runs on one thread.
public final class FoldLane {
    private struct Owned {
        var fold: PartitionFold<CustomerProjection>
        /// Every event before this offset is folded.
        var reached: Int64
        /// The offset behind the last event folded, which the group commits with every journal record.
        var next: Int64
        var record: JournalRecord
        /// A clock that may be adopted once everything before `barrier` is folded.
        var frontier: (clock: Timestamp, barrier: Int64)?
        var reported = FoldCounts()
    }

    private let number: Int
    private let log: any EventLog
    private let projection: CustomerProjection
    private let playbook: StableHash
    private let codecs: (events: any EventCoding, signals: any SignalCoding)
    private let topics: Topics
    private let inputs: [TopicPartition]
    private let settings: LaneSettings
    private let counts: WorkerCounts

    private var owned: [Int32: Owned] = [:]
    private var clock = ClockRecord()
    private var clockReader: any LogReader
    private var effects: Effects
    private var batch = OutputBatch()
    private var consumed: [TopicPartition: Int64] = [:]
    private var pending = WorkerCounts.Snapshot()
    private var join: JoinWatch
    private var lastCommit: Timestamp
    private var lastClock: Timestamp?

    /// Makes a lane.
    ///
    /// `number` tells the lanes of a worker apart in its counts, `inputs` are the raw topics whose watermarks move the
    /// clock, and `playbook` is the digest of the playbook, for the journal. Asks the log for the partitions of the
    /// inputs, and throws when one is missing.
    public init(
        number: Int,
        log: any EventLog,
        rules: Rules,
        playbook: StableHash,
        events: any EventCoding,
        signals: any SignalCoding,
        topics: Topics,
        inputs: [String],
        settings: LaneSettings,
        counts: WorkerCounts
    ) throws(LogError) {
        self.number = number
        self.log = log
        self.projection = CustomerProjection(rules: rules)
        self.playbook = playbook
        self.codecs = (events, signals)
        self.topics = topics
        self.settings = settings
        self.join = JoinWatch(timeout: settings.joinTimeout)
        self.counts = counts
        self.effects = Effects(playbook: rules.playbook)
        self.lastCommit = settings.now()
        var sources: [TopicPartition] = []
        for topic in inputs {
            for partition in 0..<(try log.partitionCount(of: topic)) {
                sources.append(TopicPartition(topic, partition))
            }
        }
        self.inputs = sources
        self.clockReader = try log.openReader(TopicPartition(topics.clock, 0), from: 0)
    }

    /// Works until `stop` is given; then commits what is open.
    public func run(until stop: StopSignal) throws(LogError) {
        while !stop.isRequested {
            let count = try self.round()
            if count == 0 { self.log.wait(upTo: self.settings.commitInterval) }
        }
        try self.commit()
    }

    /// One round: membership, folding, the clock, and a commit when it is due.
    ///
    /// Returns how many events were folded.
    public func round() throws(LogError) -> Int {
        for change in try self.log.poll() { try self.take(change) }
        var moved = 0
        for partition in self.owned.keys.sorted() where !self.isFull { moved += try self.read(partition) }
        let now = self.settings.now()
        try self.join.check(at: now)
        try self.lookUpClock(now)
        self.moveClocks()
        if hasPassed(self.settings.commitInterval, since: self.lastCommit, at: now) || self.isFull { try self.commit() }
        return moved
    }

    private var isFull: Bool { self.batch.bytes.count >= self.settings.bytesPerTransaction }

    // MARK: Ownership

    private func take(_ change: Membership) throws(LogError) {
        switch change {
        case .assigned(let places):
            // From the beginning: the refold takes the events through the reader that goes on with them. A reader that
            // began in the middle would also depend on how a broker tells it of transactions aborted before that place.
            try self.log.accept(change, startingAt: Dictionary(places.map { ($0, 0) }) { first, _ in first })
            for place in places { self.owned[place.partition] = try self.restore(place.partition) }
            self.join.answer()
        case .revoked(let places):
            try self.commit()
            for place in places { self.owned[place.partition] = nil }
            try self.log.accept(change, startingAt: [:])
        case .lost(let places):
            self.owned.removeAll()
            self.batch.removeAll()
            self.consumed.removeAll()
            self.counts.update { counts in counts.clocks = counts.clocks.filter { !change.takesAway($0.key) } }
            try self.log.accept(change, startingAt: [:])
            throw LogError(.rejoin, "\(places.count) partitions were lost")
        }
        self.counts.update { counts in
            counts.clocks = counts.clocks.filter { self.owned[$0.key] != nil || !change.takesAway($0.key) }
        }
    }

    /// The state of a partition as the last commit left it.
    private func restore(_ partition: Int32) throws(LogError) -> Owned {
        let place = TopicPartition(self.topics.events, partition)
        // Waits for transactions of the lane before this one that are still open; the end of the journal that is asked
        // for afterwards lies behind what they wrote, even where it becomes visible later.
        let committed = try self.log.committed(place)
        var fold = PartitionFold(self.projection)
        var silent = Effects(playbook: self.projection.rules.playbook, isDiscarding: true)
        let log = self.log
        var refold = try Refold(
            partition,
            topics: self.topics,
            log: log,
            coding: self.codecs.events,
            events: { (maximum, body) throws(LogError) in
                for _ in 0..<100 {
                    let outcome = try log.read(place, maximum: maximum, body)
                    if outcome.count > 0 || outcome.end != nil { return outcome }
                    log.wait(upTo: TimeSpan(milliseconds: 100))
                }
                return ReadOutcome(count: 0, end: nil)
            }
        )
        let position = try refold.run(into: &fold, &silent)
        guard (committed ?? 0) <= (position.next ?? 0) else {
            throw LogError(
                .fatal,
                "\(place): the group has committed offset \(committed ?? 0), but the journal ends at "
                    + "\(position.next ?? 0). Was the journal deleted? Reset the group's offsets to fold again."
            )
        }
        self.counts.update { $0.refolded += position.events }
        return Owned(
            fold: fold,
            reached: position.next ?? 0,
            next: position.next ?? 0,
            record: JournalRecord(playbook: self.playbook),
            reported: fold.counts
        )
    }

    // MARK: Folding

    private func read(_ partition: Int32) throws(LogError) -> Int {
        guard var owned = self.owned.removeValue(forKey: partition) else { return 0 }
        defer { self.owned[partition] = owned }
        let place = TopicPartition(self.topics.events, partition)
        let outcome = try self.log.read(place, maximum: 1_024) { record in
            owned.record.noteFold(source: 0, offset: record.offset, follows: true)
            owned.reached = record.offset + 1
            owned.next = record.offset + 1
            guard let event = self.codecs.events.decode(record.value) else {
                self.reject(record, place)
                return
            }
            owned.fold.fold(event, &self.effects)
            self.pending.latest = max(self.pending.latest, event.time)
            self.hand()
        }
        if let end = outcome.end { owned.reached = max(owned.reached, end) }
        return outcome.count
    }

    /// Moves what the fold asked for into the transaction.
    private func hand() {
        guard !self.effects.signals.isEmpty || !self.effects.letters.isEmpty else { return }
        for signal in self.effects.signals {
            self.pending.signals[signal.type.name, default: 0] += 1
            self.batch.append(
                to: self.topics.signals(signal.type.topic),
                key: .text(signal.subject.id),
                timestamp: signal.time,
                headers: self.codecs.signals.headers(of: signal)
            ) { self.codecs.signals.encode(signal, to: &$0) }
        }
        for letter in self.effects.letters {
            self.batch.append(to: self.topics.events, key: .text(letter.subject.id), timestamp: letter.time) {
                self.codecs.events.encode(letter, to: &$0)
            }
        }
        self.effects.removeAll()
    }

    private func reject(_ record: borrowing LogRecord, _ place: TopicPartition) {
        let key = [UInt8](copying: record.key)
        let value = [UInt8](copying: record.value)
        self.pending.rejected["events.malformed", default: 0] += 1
        self.batch.append(
            to: self.topics.deadLetters,
            key: .passedOn(key),
            timestamp: record.timestamp,
            headers: [
                ("reason", "events.malformed"), ("message", "the bytes are no canonical event"), ("pointer", ""),
                ("topic", place.topic), ("partition", "\(place.partition)"), ("offset", "\(record.offset)"),
            ]
        ) { $0.append(contentsOf: value) }
    }

    // MARK: The clock

    /// Reads what the intake lanes published, and asks how far `events` reaches now that it is known.
    private func lookUpClock(_ now: Timestamp) throws(LogError) {
        guard hasPassed(self.settings.clockInterval, since: self.lastClock, at: now) else { return }
        self.lastClock = now
        var count = 0
        repeat {
            count =
                try self.clockReader.read(maximum: 1_024, wait: TimeSpan(milliseconds: 0)) { record in
                    self.clock.merge(record.value)
                }.count
        } while count > 0
        guard let least = self.clock.minimum(over: self.inputs) else { return }
        for partition in self.owned.keys.sorted() {
            guard let owned = self.owned[partition], owned.frontier == nil, owned.fold.clock < least else { continue }
            // Not the end of what readers see: another lane's open transaction may hold back what the clock stands for.
            let barrier = try self.log.appendedEnd(of: TopicPartition(self.topics.events, partition))
            self.owned[partition]?.frontier = (least, barrier)
        }
    }

    /// Adopts the clocks whose events are all folded, and fires what is due by them.
    private func moveClocks() {
        for partition in self.owned.keys.sorted() {
            guard let frontier = self.owned[partition]?.frontier, let reached = self.owned[partition]?.reached,
                reached >= frontier.barrier
            else { continue }
            self.owned[partition]?.frontier = nil
            self.owned[partition]?.record.noteClock(frontier.clock)
            self.owned[partition]?.fold.advance(to: frontier.clock, &self.effects)
            self.hand()
        }
    }

    // MARK: Committing

    private func commit() throws(LogError) {
        self.lastCommit = self.settings.now()
        for partition in self.owned.keys.sorted() {
            guard let owned = self.owned[partition], !owned.record.steps.isEmpty else { continue }
            let record = owned.record
            // Also when only the clock moved: the group refuses offsets from a lane that has lost the partition, and the
            // lane that takes over waits for transactions that carry them.
            self.consumed[TopicPartition(self.topics.events, partition)] = owned.next
            self.batch.append(
                to: self.topics.journal,
                partition: partition,
                key: .none,
                timestamp: self.lastCommit
            ) { $0.append(contentsOf: record.encoded()) }
        }
        if !self.batch.isEmpty || !self.consumed.isEmpty {
            try self.log.commit(self.batch, consumed: self.consumed)
            self.batch.removeAll()
            self.consumed.removeAll()
        }
        self.report()
    }

    /// Adds what was committed to the worker's counts.
    private func report() {
        var folds = FoldCounts()
        var clocks: [Int32: Timestamp] = [:]
        for partition in self.owned.keys {
            guard let owned = self.owned[partition] else { continue }
            folds += owned.fold.counts.since(owned.reported)
            clocks[partition] = owned.fold.clock
            self.owned[partition]?.reported = owned.fold.counts
            self.owned[partition]?.record.steps.removeAll(keepingCapacity: true)
        }
        let done = self.pending
        self.pending = WorkerCounts.Snapshot()
        let isFinished = self.isFinished
        self.counts.update { counts in
            counts.folds += folds
            counts.latest = max(counts.latest, done.latest)
            counts.signals.merge(done.signals, uniquingKeysWith: +)
            counts.rejected.merge(done.rejected, uniquingKeysWith: +)
            counts.clocks.merge(clocks) { $1 }
            if isFinished { counts.finishedLanes.insert(self.number) } else { counts.finishedLanes.remove(self.number) }
        }
    }

    /// Whether the present is a fixed instant and every partition owned has reached it.
    private var isFinished: Bool {
        guard case .fixed(let instant) = self.settings.present, self.join.isAnswered else { return false }
        return self.owned.values.allSatisfy { $0.fold.clock >= instant }
    }
}

extension FoldCounts {
    fileprivate func since(_ earlier: FoldCounts) -> FoldCounts {
        var counts = FoldCounts()
        counts.events = self.events - earlier.events
        counts.repeated = self.repeated - earlier.repeated
        counts.late = self.late - earlier.late
        counts.timers = self.timers - earlier.timers
        return counts
    }
}

extension Membership {
    fileprivate func takesAway(_ partition: Int32) -> Bool {
        switch self {
        case .assigned: false
        case .revoked(let places), .lost(let places): places.contains { $0.partition == partition }
        }
    }
}
