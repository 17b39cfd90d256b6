import Retention

/// Deadlines of slots, the earliest first; of one instant in the order of hash and slot.
///
/// A heap of four children a node: half as deep as one of two, and the children of a node stand side by side. Putting one
/// in and taking the first one out cost O(log count); 24 bytes each.
struct DeadlineHeap {
    struct Entry: Comparable {
        let deadline: Timestamp
        let hash: UInt64
        let slot: UInt32

        static func < (left: Entry, right: Entry) -> Bool {
            if left.deadline != right.deadline { return left.deadline < right.deadline }
            return (left.hash, left.slot) < (right.hash, right.slot)
        }
    }

    private(set) var entries: [Entry] = []

    init() {}

    /// Puts entries in order: O(count).
    init(_ entries: consuming [Entry]) {
        self.entries = entries
        guard self.entries.count > 1 else { return }
        for place in (0...(self.entries.count - 2) / 4).reversed() { self.sink(self.entries[place], from: place) }
    }

    /// The first one.
    var min: Entry? { self.entries.first }

    mutating func insert(_ entry: Entry) {
        self.entries.makeRoom()
        self.entries.append(entry)
        var entries = self.entries.mutableSpan
        var place = entries.count - 1
        while place > 0 {
            let parent = (place - 1) / 4
            guard entry < entries[parent] else { break }
            entries[place] = entries[parent]
            place = parent
        }
        entries[place] = entry
    }

    mutating func removeMin() {
        guard let last = self.entries.popLast(), !self.entries.isEmpty else { return }
        self.sink(last, from: 0)
    }

    /// Puts an entry where it belongs at a place or below it; what stood at the place is gone.
    private mutating func sink(_ entry: Entry, from start: Int) {
        var entries = self.entries.mutableSpan
        var place = start
        while 4 * place + 1 < entries.count {
            let first = 4 * place + 1
            var least = first
            for child in first + 1..<Swift.min(first + 4, entries.count) where entries[child] < entries[least] {
                least = child
            }
            guard entries[least] < entry else { break }
            entries[place] = entries[least]
            place = least
        }
        entries[place] = entry
    }
}
