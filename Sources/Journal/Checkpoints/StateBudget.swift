import Retention

/// Keeps the states of a partition within a number of bytes: those that nobody needed for longest are packed; where that is
/// not enough, packed ones go out of memory, once the local store has them, and come back when they are needed.
extension FoldedPartition {
    /// Packs states until the partition takes no more than `bytes`, and puts states out of memory where that is not enough.
    ///
    /// Those go that the store has; only with `mayEvict`, when everything handed over to it is written. Packing leaves half
    /// of the bytes, or without a store an eighth, to states that can be folded at once. O(subjects) in the worst case, and
    /// otherwise O(states that are packed or put out).
    func keep(to bytes: Int, mayEvict: Bool) {
        self.fold.pack(to: bytes, sparing: self.store == nil ? bytes / 8 : bytes / 2)
        if mayEvict { self.evict(to: bytes) }
    }

    private func evict(to bytes: Int) {
        var looks = self.fold.table.count * 2
        while looks > 0, self.fold.estimatedBytes > bytes {
            looks -= 1
            self.evictionHand = self.evictionHand + 1 < self.fold.table.count ? self.evictionHand + 1 : 0
            let slot = self.evictionHand
            guard self.fold.table.isPacked(slot) || self.fold.table.isForgotten(slot),
                !self.fold.changes.isPending(slot, .store), !self.fold.isAhead(slot)
            else { continue }
            self.fold.chill(slot)
        }
    }

    /// Hands every state that changed over to the store, waits until it is written, and puts states out of memory.
    ///
    /// Only for a partition that is being restored, where every state is a committed one.
    func spill(
        to store: any CheckpointStore,
        _ writer: inout CheckpointWriter,
        keeping bytes: Int,
        wait: () -> Void
    ) throws(LogError) {
        var batch = CheckpointBatch()
        for _ in 0..<self.fold.changes.count(.store) {
            guard let slot = self.fold.changes.next(.store) else { break }
            if self.fold.isAhead(slot) {
                self.fold.changes.note(slot, for: .store)
            } else {
                self.append(slot, to: &batch)
            }
            if batch.entries.count >= 8_192 {
                writer.handOver(batch, to: store)
                batch = CheckpointBatch()
            }
        }
        writer.handOver(batch, to: store)
        try writer.await(store, wait)
        self.keep(to: bytes, mayEvict: true)
    }
}

extension CheckpointWriter {
    /// Waits until everything handed over is written.
    func await(_ store: any CheckpointStore, _ wait: () -> Void) throws(LogError) {
        for _ in 0..<6_000 {
            if store.writtenBatches >= self.handedOver { return }
            wait()
        }
        let reason = store.trouble.map { ": \($0)" } ?? ""
        throw LogError(.rejoin, "the local store takes nothing in, and the states outgrow their budget\(reason)")
    }
}
