import HeapModule
import Retention

/// The earliest deadline of each subject, in the order in which they fire.
///
/// Deadlines live in the states; this queue only says where to look. Moving a deadline later costs nothing: the old entry
/// finds that out when it comes up. Subjects with the same deadline come in the order of their hashes, which does not
/// depend on when they were first seen.
struct TimerQueue {
    private struct Entry: Comparable {
        let deadline: Timestamp
        let hash: UInt64
        let slot: UInt32

        static func < (left: Entry, right: Entry) -> Bool {
            (left.deadline, left.hash, left.slot) < (right.deadline, right.hash, right.slot)
        }
    }

    private var heap = Heap<Entry>()
    /// The deadline of the one entry of each slot that counts; entries with another deadline are left-overs.
    private var queued: [Timestamp] = []

    /// Makes sure that `slot` comes up no later than `deadline`.
    mutating func arm(_ slot: Int, hash: UInt64, at deadline: Timestamp) {
        while self.queued.count <= slot { self.queued.append(.never) }
        guard deadline < self.queued[slot] else { return }
        self.queued[slot] = deadline
        self.heap.insert(Entry(deadline: deadline, hash: hash, slot: UInt32(slot)))
    }

    /// Takes out the next slot to look at before `clock`, with the deadline it was queued for.
    mutating func next(before clock: Timestamp) -> (slot: Int, deadline: Timestamp)? {
        while let entry = self.heap.min, entry.deadline < clock {
            self.heap.removeMin()
            let slot = Int(entry.slot)
            guard self.queued[slot] == entry.deadline else { continue }
            self.queued[slot] = .never
            return (slot, entry.deadline)
        }
        return nil
    }

    /// Entries in memory, left-overs included.
    var count: Int { self.heap.count }
}
