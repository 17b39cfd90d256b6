import Retention

/// Keeps the states of a partition within a number of bytes: those that nobody needed for longest go out of memory,
/// once the local store has them, and come back when they are needed.
extension FoldedPartition {
    /// Bytes that a subject costs whether its state is in memory or not, about: id, hash, index, timer.
    static var bytesPerSubject: Int { 120 }

    /// About how many bytes the partition takes in memory.
    var estimatedBytes: Int {
        self.fold.table.residentCount * (MemoryLayout<P.State>.stride + self.averageHeap)
            + self.fold.table.count * Self.bytesPerSubject
    }

    /// Puts states out of memory until the partition takes no more than `bytes`, as far as the store has them all.
    ///
    /// Only call it when everything handed over to the store is written. O(subjects) in the worst case, and otherwise
    /// O(states put out).
    func evict(to bytes: Int) {
        let perState = MemoryLayout<P.State>.stride + self.averageHeap
        var surplus = (self.estimatedBytes - bytes + perState - 1) / perState
        var looks = self.fold.table.count * 2
        while surplus > 0, looks > 0 {
            looks -= 1
            self.evictionHand = self.evictionHand + 1 < self.fold.table.count ? self.evictionHand + 1 : 0
            let slot = self.evictionHand
            guard !self.fold.table.isCold(slot), !self.fold.changes.isPending(slot, .store),
                !self.fold.isAhead(slot), !self.fold.changes.takeRecent(slot)
            else { continue }
            self.fold.chill(slot)
            surplus -= 1
        }
    }

    /// Notes how much a state takes outside its own storage, for the estimate.
    func sample(_ state: P.State) {
        self.averageHeap += (self.fold.projection.heapBytes(of: state) - self.averageHeap) / 16
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
        self.evict(to: bytes)
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
