import Retention

/// Packs states that rest: most customers do nothing for weeks, and a state as bytes is several times smaller than one that
/// can be folded. What is decided does not depend on it.
extension PartitionFold {
    /// Bytes that a subject costs wherever its state is, about: id, hash, index, timer.
    static var bytesPerSubject: Int { 120 }

    /// About how many bytes a state takes that can be folded.
    var bytesPerState: Int { MemoryLayout<P.State>.stride + self.averageHeap.value }

    /// About how many bytes the partition takes in memory.
    var estimatedBytes: Int {
        self.residentBytes + self.table.packedBytes + self.table.count * Self.bytesPerSubject
    }

    private var residentBytes: Int { self.table.residentCount * self.bytesPerState }

    /// Brings the estimate nearer to what states take now.
    mutating func sampleSome() {
        let step = max(1, self.table.count / 16)
        // Not the same ones each time.
        for slot in stride(from: self.counts.events % step, to: self.table.count, by: step)
        where self.table.isResident(slot) { self.sample(self.table[slot]) }
    }

    /// Packs the states that nobody needed for longest, until the partition takes no more than `bytes`, or those that are
    /// not packed no more than `spared`: a budget that is too small for all must not make who comes often be unpacked each
    /// time.
    ///
    /// Goes round over the states that are not packed, at most twice; one that was needed since the last look at it is
    /// passed over. O(states that are not packed) in the worst case, and otherwise O(states packed).
    public mutating func pack(to bytes: Int, sparing spared: Int) {
        var looks = self.table.residentCount * 2
        while looks > 0, self.estimatedBytes > bytes, self.residentBytes > spared {
            looks -= 1
            if let slot = self.table.nextForgotten(), !self.isAhead(slot) { self.pack(slot) }
        }
    }

    /// Keeps a resident state as bytes.
    mutating func pack(_ slot: Int) {
        self.sample(self.table[slot])
        var bytes: [UInt8] = []
        swap(&bytes, &self.encoded)
        bytes.removeAll(keepingCapacity: true)
        self.projection.encode(self.table[slot], to: &bytes)
        self.pack(slot, as: bytes.span)
        swap(&bytes, &self.encoded)
    }

    /// Keeps a resident state as the bytes that it was read from.
    mutating func pack(_ slot: Int, as bytes: Span<UInt8>) {
        self.queueExactly(slot)
        self.table.pack(slot, as: bytes)
    }

    /// Makes sure that a state can be folded, and says that it was needed; it must not be cold.
    @inline(__always)
    mutating func wake(_ slot: Int) { if !self.table.touch(slot) { self.unpack(slot) } }

    @inline(never)
    mutating func unpack(_ slot: Int) {
        guard let state = self.unpacked(slot) else { preconditionFailure("a packed state is one that was encoded") }
        self.table.warm(slot, with: state)
    }

    /// Puts a state out of memory, whose deadline stays queued.
    mutating func chill(_ slot: Int) {
        if self.table.isResident(slot) { self.queueExactly(slot) }
        self.table.chill(slot)
    }

    /// The state of a slot; `nil` for a cold one.
    func state(at slot: Int) -> P.State? {
        if self.table.isResident(slot) { return self.table[slot] }
        return self.table.isPacked(slot) ? self.unpacked(slot) : nil
    }

    private func unpacked(_ slot: Int) -> P.State? { self.table.withPacked(slot) { self.projection.decode($0) } }

    /// Queues a state that can't be looked at without cost from here on for the very deadline it has.
    private mutating func queueExactly(_ slot: Int) {
        let deadline = self.projection.nextDeadline(of: self.table[slot])
        self.timers.rearm(slot, hash: self.table.hashes[slot], at: deadline)
    }
}

/// The average of whole numbers, in which later ones weigh more: the last hundred have four fifths of the weight.
struct MovingAverage: Sendable {
    private var sum: Int

    init(_ value: Int) { self.sum = value << 6 }

    var value: Int { self.sum >> 6 }

    mutating func take(_ value: Int) { self.sum += value - self.value }
}
