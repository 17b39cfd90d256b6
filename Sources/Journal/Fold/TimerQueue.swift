import Retention

/// The earliest deadline of each subject, in the order in which they fire.
///
/// Deadlines live in the states; this queue only says where to look. Moving a deadline later costs nothing: the old entry
/// finds that out when it comes up. Subjects with the same deadline come in the order of their hashes, which does not
/// depend on when they were first seen. 24 bytes an entry and 8 a slot; whenever one is put in, at most every second entry
/// is a left-over, but for a few hundred.
struct TimerQueue {
    private var heap = DeadlineHeap()
    /// The deadline of the one entry of each slot that counts; entries with another deadline are left-overs.
    private var queued: [Timestamp] = []
    /// How many slots are queued.
    private var live = 0

    /// The deadline that a slot is queued for, which is its own or an earlier one; `never` when it is not queued.
    func queuedDeadline(_ slot: Int) -> Timestamp { slot < self.queued.count ? self.queued[slot] : .never }

    /// Makes sure that `slot` comes up no later than `deadline`.
    mutating func arm(_ slot: Int, hash: UInt64, at deadline: Timestamp) {
        self.makeRoom(for: slot)
        guard deadline < self.queued[slot] else { return }
        if self.queued[slot] == .never { self.live += 1 }
        self.queued[slot] = deadline
        self.heap.insert(DeadlineHeap.Entry(deadline: deadline, hash: hash, slot: UInt32(slot)))
        if self.count > 2 * self.live + 512 { self.dropAllLeftovers() }
    }

    /// Makes `slot` come up exactly at `deadline`, for a state that can't be looked at without cost.
    mutating func rearm(_ slot: Int, hash: UInt64, at deadline: Timestamp) {
        self.makeRoom(for: slot)
        guard deadline != self.queued[slot] else { return }
        self.clear(slot)
        if deadline != .never { self.arm(slot, hash: hash, at: deadline) }
    }

    /// Arms many slots at once, each for no later than it is armed for: O(count) instead of O(count log count).
    mutating func load(_ deadlines: some Sequence<(slot: Int, hash: UInt64, deadline: Timestamp)>, slots: Int) {
        while self.queued.count < slots { self.queued.append(.never) }
        var entries = self.heap.entries
        for (slot, hash, deadline) in deadlines where deadline < self.queued[slot] {
            if self.queued[slot] == .never { self.live += 1 }
            self.queued[slot] = deadline
            entries.append(DeadlineHeap.Entry(deadline: deadline, hash: hash, slot: UInt32(slot)))
        }
        self.heap = DeadlineHeap(entries)
    }

    /// Takes out the next slot to look at before `clock`, with the deadline it was queued for.
    mutating func next(before clock: Timestamp) -> (slot: Int, deadline: Timestamp)? {
        while let entry = self.heap.min, entry.deadline < clock {
            self.heap.removeMin()
            let slot = Int(entry.slot)
            guard self.queued[slot] == entry.deadline else { continue }
            self.clear(slot)
            return (slot, entry.deadline)
        }
        return nil
    }

    /// The deadline that comes up next; `never` when there is none.
    mutating func earliest() -> Timestamp {
        self.dropLeftovers()
        return self.heap.min?.deadline ?? .never
    }

    /// Entries in memory, left-overs included.
    var count: Int { self.heap.entries.count }

    private mutating func makeRoom(for slot: Int) {
        while self.queued.count <= slot {
            self.queued.makeRoom()
            self.queued.append(.never)
        }
    }

    private mutating func clear(_ slot: Int) {
        if self.queued[slot] != .never { self.live -= 1 }
        self.queued[slot] = .never
    }

    /// Keeps one entry of each slot that is queued: O(entries), and as many were put in since the last time.
    private mutating func dropAllLeftovers() {
        var entries: [DeadlineHeap.Entry] = []
        entries.reserveCapacity(self.live + self.live / 2)
        for entry in self.heap.entries where self.queued[Int(entry.slot)] == entry.deadline {
            entries.append(entry)
            // A second entry of the slot for this deadline is a left-over, too.
            self.queued[Int(entry.slot)] = .never
        }
        for entry in entries { self.queued[Int(entry.slot)] = entry.deadline }
        self.heap = DeadlineHeap(entries)
    }

    private mutating func dropLeftovers() {
        while let entry = self.heap.min, self.queued[Int(entry.slot)] != entry.deadline { self.heap.removeMin() }
    }
}
