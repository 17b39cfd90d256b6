import Retention

/// Writes the states of a partition that changed to the local store and to the `state` topic, cycle by cycle.
///
/// A cycle begins at a journal record and takes in, step by step between transactions, every state that had changed by
/// then, as it stands when its turn comes; its header comes last. Only committed states are ever taken, so every entry
/// belongs to a prefix of what was committed. One cycle writes a state once, however often it changed.
struct CheckpointWriter {
    private struct Cycle {
        var header: CheckpointHeader
        /// States that had changed when it began and are still to be taken.
        var remaining: Int
    }

    private var cycles: [Cycle?] = [nil, nil]
    /// When the last cycle of each kind began, and up to which record it reached.
    private var begun: [Timestamp?] = [nil, nil]
    private var reached: [UInt64] = [0, 0]
    /// Up to which record the `state` topic is complete, for certain.
    private(set) var topicLow: UInt64 = 0
    /// The same once the transaction under way is committed.
    private var topicLowToCome: UInt64?
    /// Batches handed over to the store.
    private(set) var handedOver = 0
    /// Makes the next cycle begin at once.
    var isUrgent = false

    /// Batches in the store's hands beyond which nothing more is handed over.
    static var backlog: Int { 16 }

    /// Says what the checkpoint that a partition was restored from proves.
    mutating func restored(store: UInt64, topic: UInt64) {
        self.reached = [store, topic]
        self.topicLow = topic
    }

    /// Says that everything added to the transaction is committed.
    mutating func committed() {
        self.topicLow = self.topicLowToCome ?? self.topicLow
        self.topicLowToCome = nil
    }

    /// Begins a cycle when it is time and something happened since the last one.
    ///
    /// `header` describes the partition as committed; nothing begins when it can't be made now.
    private mutating func begin<P>(
        _ writer: ChangeList.Writer,
        _ part: FoldedPartition<P>,
        every interval: TimeSpan,
        at now: Timestamp,
        _ header: () -> CheckpointHeader?
    ) {
        if self.begun[writer.rawValue] == nil { self.begun[writer.rawValue] = now }
        guard self.cycles[writer.rawValue] == nil, part.record > self.reached[writer.rawValue],
            (self.isUrgent && writer == .store) || hasPassed(interval, since: self.begun[writer.rawValue], at: now),
            var header = header()
        else { return }
        header.topicLow = writer == .topic ? header.low : self.topicLow
        self.begun[writer.rawValue] = now
        self.reached[writer.rawValue] = header.low
        self.cycles[writer.rawValue] = Cycle(
            header: header,
            remaining: part.fold.changes.count(writer)
        )
    }

    /// One step of the local store's cycle; never waits for the disk.
    mutating func step<P>(
        _ part: FoldedPartition<P>,
        into store: any CheckpointStore,
        _ settings: LaneSettings,
        at now: Timestamp,
        isLast: Bool = false,
        _ header: () -> CheckpointHeader?
    ) {
        self.begin(.store, part, every: settings.checkpointInterval, at: now, header)
        let index = ChangeList.Writer.store.rawValue
        guard self.cycles[index] != nil else { return }
        repeat {
            guard isLast || self.handedOver - store.writtenBatches < Self.backlog else { return }
            var batch = CheckpointBatch()
            var left = settings.statesPerStep
            while left > 0, let cycle = self.cycles[index], cycle.remaining > 0,
                let slot = part.fold.changes.next(.store)
            {
                part.append(slot, to: &batch)
                self.cycles[index]?.remaining -= 1
                left -= 1
            }
            if let cycle = self.cycles[index], cycle.remaining == 0 {
                batch.header = cycle.header.encoded(P.stateFormat)
                self.cycles[index] = nil
                self.isUrgent = false
            }
            self.handedOver += 1
            store.write(batch)
        } while isLast && self.cycles[index] != nil
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
        self.begin(.topic, part, every: interval, at: now, header)
        let index = ChangeList.Writer.topic.rawValue
        guard self.cycles[index] != nil else { return false }
        let start = batch.bytes.count
        // They leave room for what the fold asks for.
        let room = min(settings.stateBytesPerTransaction, settings.bytesPerTransaction / 4)
        while batch.bytes.count - start < room, let cycle = self.cycles[index],
            cycle.remaining > 0, let slot = part.fold.changes.next(.topic)
        {
            let value = try part.entry(of: slot)
            batch.append(
                to: topic,
                partition: part.number,
                key: .bytes(CheckpointEntry.key(of: part.fold.table.subjects[slot])),
                timestamp: now
            ) { $0.append(contentsOf: value) }
            self.cycles[index]?.remaining -= 1
        }
        if let cycle = self.cycles[index], cycle.remaining == 0 {
            batch.append(to: topic, partition: part.number, key: .text(CheckpointHeader.key), timestamp: now) {
                $0.append(contentsOf: cycle.header.encoded(P.stateFormat))
            }
            self.topicLowToCome = cycle.header.low
            self.cycles[index] = nil
        }
        return true
    }

    /// Hands states over outside any cycle, so that they can be put out of memory.
    mutating func handOver(_ batch: CheckpointBatch, to store: any CheckpointStore) {
        self.handedOver += 1
        store.write(batch)
    }
}

extension FoldedPartition {
    /// Adds the entry of a slot, as of the latest record, to a batch.
    func append(_ slot: Int, to batch: inout CheckpointBatch) {
        let subject = self.fold.table.subjects[slot]
        self.sample(self.fold.table[slot])
        batch.append(key: { CheckpointEntry.appendKey(of: subject, to: &$0) }) { bytes in
            CheckpointEntry.begin(P.stateFormat, record: self.record, in: &bytes)
            self.fold.projection.encode(self.fold.table[slot], to: &bytes)
        }
    }

    /// The entry of a slot, from the local store when its state is not in memory.
    func entry(of slot: Int) throws(LogError) -> [UInt8] {
        guard self.fold.table.isCold(slot) else {
            var bytes: [UInt8] = []
            CheckpointEntry.begin(P.stateFormat, record: self.record, in: &bytes)
            self.fold.projection.encode(self.fold.table[slot], to: &bytes)
            return bytes
        }
        return try self.coldEntry(of: slot)
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
            text: self.edition?.text ?? ""
        )
    }
}
