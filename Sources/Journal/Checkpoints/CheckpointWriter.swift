import Retention

/// Writes the states of a partition that changed to the local store and to the `state` topic, cycle by cycle.
///
/// A cycle begins at a journal record and takes in, step by step between transactions, every state that had changed by
/// then, as it stands when its turn comes; its header comes last. Only committed states are ever taken, so every entry
/// belongs to a prefix of what was committed. One cycle writes a state once, however often it changed.
struct CheckpointWriter {
    private var storeCycle = CheckpointCycle(.store)
    private var topicCycle = CheckpointCycle(.topic)
    /// Up to which record the `state` topic is complete, for certain.
    private(set) var topicLow: UInt64 = 0
    /// The same once the transaction under way is committed.
    private var topicLowToCome: UInt64?
    /// Batches handed over to the store.
    private(set) var handedOver = 0
    /// Makes the local store's next cycle begin at once.
    var isUrgent = false

    /// Batches in the store's hands beyond which nothing more is handed over.
    static var backlog: Int { 16 }

    /// Says what the checkpoint that a partition was restored from proves.
    mutating func restored(store: UInt64, topic: UInt64) {
        self.storeCycle.reached = store
        self.topicCycle.reached = topic
        self.topicLow = topic
    }

    /// Says that everything added to the transaction is committed.
    mutating func committed() {
        self.topicLow = self.topicLowToCome ?? self.topicLow
        self.topicLowToCome = nil
    }

    /// One step of the local store's cycle; never waits for the disk.
    ///
    /// `header` describes the partition as committed; no cycle begins when it can't be made now.
    mutating func step<P>(
        _ part: FoldedPartition<P>,
        into store: any CheckpointStore,
        _ settings: LaneSettings,
        at now: Timestamp,
        isLast: Bool = false,
        _ header: () -> CheckpointHeader?
    ) {
        let topicLow = self.topicLow
        let interval = self.isUrgent ? TimeSpan(milliseconds: 0) : settings.checkpointInterval
        self.storeCycle.begin(part, every: interval, at: now) {
            var header = header()
            header?.topicLow = topicLow
            return header
        }
        while self.storeCycle.isUnderWay {
            guard isLast || self.handedOver - store.writtenBatches < Self.backlog else { return }
            var batch = CheckpointBatch()
            while batch.entries.count < settings.statesPerStep, let slot = self.storeCycle.next(part) {
                part.append(slot, to: &batch)
            }
            if let header = self.storeCycle.finish() {
                batch.header = header.encoded(P.stateFormat)
                self.isUrgent = false
            }
            self.handOver(batch, to: store)
            guard isLast else { return }
        }
    }

    /// One step of the `state` topic's cycle: adds states, and at the end the header, to the next transaction.
    ///
    /// Returns whether it added anything.
    mutating func step<P>(
        _ part: FoldedPartition<P>,
        into batch: inout OutputBatch,
        topic: String,
        _ settings: LaneSettings,
        at now: Timestamp,
        _ header: () -> CheckpointHeader?
    ) throws(LogError) -> Bool {
        guard let interval = settings.stateInterval else { return false }
        self.topicCycle.begin(part, every: interval, at: now) {
            var header = header()
            header?.topicLow = part.record
            return header
        }
        guard self.topicCycle.isUnderWay else { return false }
        let start = batch.bytes.count
        // They leave room for what the fold asks for.
        let room = min(settings.stateBytesPerTransaction, settings.bytesPerTransaction / 4)
        while batch.bytes.count - start < room, let slot = self.topicCycle.next(part) {
            let value = try part.entry(of: slot)
            batch.append(
                to: topic,
                partition: part.number,
                key: .bytes(CheckpointEntry.key(of: part.fold.table.subjects[slot])),
                timestamp: now
            ) { $0.append(contentsOf: value) }
        }
        if let header = self.topicCycle.finish() {
            batch.append(to: topic, partition: part.number, key: .text(CheckpointHeader.key), timestamp: now) {
                $0.append(contentsOf: header.encoded(P.stateFormat))
            }
            self.topicLowToCome = header.low
        }
        return true
    }

    /// Hands states over outside any cycle, so that they can be put out of memory.
    mutating func handOver(_ batch: CheckpointBatch, to store: any CheckpointStore) {
        self.handedOver += 1
        store.write(batch)
    }
}

/// The cycles of one writer: when they begin, and what is left of the one under way.
private struct CheckpointCycle {
    private let writer: ChangeList.Writer
    private var header: CheckpointHeader?
    /// States that had changed when it began and are still to be taken.
    private var remaining = 0
    private var begun: Timestamp?
    /// Up to which record the last cycle that began reaches.
    var reached: UInt64 = 0

    init(_ writer: ChangeList.Writer) { self.writer = writer }

    var isUnderWay: Bool { self.header != nil }

    /// Begins a cycle when none is under way, it is time, and something happened since the last one.
    mutating func begin<P>(
        _ part: FoldedPartition<P>,
        every interval: TimeSpan,
        at now: Timestamp,
        _ header: () -> CheckpointHeader?
    ) {
        if self.begun == nil { self.begun = now }
        guard self.header == nil, part.record > self.reached, hasPassed(interval, since: self.begun, at: now),
            let header = header()
        else { return }
        self.begun = now
        self.reached = header.low
        self.header = header
        self.remaining = part.fold.changes.count(self.writer)
    }

    /// The next slot to be written.
    mutating func next<P>(_ part: FoldedPartition<P>) -> Int? {
        guard self.remaining > 0, let slot = part.fold.changes.next(self.writer) else { return nil }
        self.remaining -= 1
        return slot
    }

    /// Ends the cycle once every slot is taken; returns the header that completes it.
    mutating func finish() -> CheckpointHeader? {
        guard self.remaining == 0 else { return nil }
        defer { self.header = nil }
        return self.header
    }
}

extension FoldedPartition {
    /// Adds the entry of a slot, as of the latest record, to a batch.
    func append(_ slot: Int, to batch: inout CheckpointBatch) {
        if self.fold.table.isResident(slot) { self.fold.sample(self.fold.table[slot]) }
        self.append(slot, standingAt: self.record, to: &batch)
    }

    /// Adds the entry of a slot whose state stands at a journal record.
    func append(_ slot: Int, standingAt record: UInt64, to batch: inout CheckpointBatch) {
        let subject = self.fold.table.subjects[slot]
        batch.append(key: { CheckpointEntry.appendKey(of: subject, to: &$0) }) { bytes in
            self.encode(slot, standingAt: record, to: &bytes)
        }
    }

    /// The entry of a slot, from the local store when its state is not in memory.
    func entry(of slot: Int) throws(LogError) -> [UInt8] {
        guard !self.fold.table.isCold(slot) else { return try self.coldEntry(of: slot) }
        var bytes: [UInt8] = []
        self.encode(slot, standingAt: self.record, to: &bytes)
        return bytes
    }

    private func encode(_ slot: Int, standingAt record: UInt64, to bytes: inout [UInt8]) {
        CheckpointEntry.begin(P.stateFormat, record: record, in: &bytes)
        if self.fold.table.isPacked(slot) {
            self.fold.table.withPacked(slot) { bytes.append(copying: $0) }
        } else {
            self.fold.projection.encode(self.fold.table[slot], to: &bytes)
        }
    }

    /// Describes the partition as it stands now, committed.
    func header(journalOffset: Int64) -> CheckpointHeader {
        CheckpointHeader(
            lineage: self.lineage,
            low: self.record,
            topicLow: 0,
            journalOffset: journalOffset,
            next: self.next,
            clock: self.fold.clock,
            origins: self.origins,
            sources: self.sources,
            text: self.edition?.text ?? ""
        )
    }
}
