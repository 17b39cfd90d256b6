import Retention

/// Takes the entries of a checkpoint into a partition.
struct EntryIntake<P: Projection> {
    let part: FoldedPartition<P>
    let low: UInt64
    private let budget: Int
    private let mayChill: Bool
    /// The journal record at which each slot's state stands.
    private(set) var records: [UInt64] = []
    private(set) var highest: UInt64 = 0

    /// Takes states in that are complete up to record `low`; those beyond half of the budget are packed, and with `mayChill`
    /// those beyond it stay out of memory, for the store that the entries come from has them.
    init(_ part: FoldedPartition<P>, low: UInt64, budget: Int?, mayChill: Bool) {
        self.part = part
        self.low = low
        self.budget = budget ?? .max
        self.mayChill = mayChill
    }

    mutating func take(_ key: Span<UInt8>, _ value: Span<UInt8>) throws(CheckpointError) {
        guard let subject = Subject(key), let entry = CheckpointEntry(value, P.stateFormat),
            let state = self.part.fold.projection.decode(entry.state)
        else { throw CheckpointError("an entry is of another format, or damaged") }
        let slot = self.part.fold.table.load(subject, state)
        if slot == self.records.count {
            self.records.append(entry.record)
        } else {
            self.records[slot] = entry.record
        }
        self.highest = max(self.highest, entry.record)
        if slot & 63 == 0 { self.part.fold.sample(state) }
        guard self.part.fold.estimatedBytes > self.budget / 2 else { return }
        self.part.fold.pack(slot, as: entry.state)
        // One that has later steps in it is needed by the refold to know that.
        guard self.mayChill, entry.record <= self.low, self.part.fold.estimatedBytes > self.budget else { return }
        self.part.fold.chill(slot)
    }

    /// Puts every state out of memory; returns the entries that the store must hold for that.
    mutating func chillAll() -> CheckpointBatch {
        var batch = CheckpointBatch()
        for slot in self.records.indices where !self.part.fold.table.isCold(slot) {
            self.part.append(slot, standingAt: self.records[slot], to: &batch)
            self.part.fold.chill(slot)
        }
        return batch
    }
}

/// What has been read of the `state` topic.
struct TopicImage<P: Projection> {
    var intake: EntryIntake<P>
    /// The latest header; later entries only make the states newer.
    private(set) var header: [UInt8]?
    private(set) var failure: CheckpointError?

    init(_ intake: EntryIntake<P>) { self.intake = intake }

    mutating func take(_ record: borrowing LogRecord) {
        guard record.value.count > 0, self.failure == nil else { return }
        if record.key.count == CheckpointHeader.key.utf8.count, String(validating: record.key) == CheckpointHeader.key {
            self.header = [UInt8](copying: record.value)
            return
        }
        do throws(CheckpointError) { try self.intake.take(record.key, record.value) } catch { self.failure = error }
    }
}
