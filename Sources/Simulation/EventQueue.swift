/// What is due at a time: an owner, and which of the owner's affairs it is.
struct DueEntry: Sendable {
    /// Milliseconds since 1970 UTC.
    var time: Int64
    var owner: UInt32
    var tag: UInt32

    /// Whether this entry comes first; ties are broken by owner and tag, so that the order is total.
    func precedes(_ other: DueEntry) -> Bool {
        if time != other.time { return time < other.time }
        if owner != other.owner { return owner < other.owner }
        return tag < other.tag
    }
}

/// A four-way heap of due entries, the earliest first.
///
/// - Complexity: O(log *n*) for every change, O(1) for a look at the first.
struct EventQueue: Sendable {
    private var entries: [DueEntry] = []

    var count: Int { entries.count }
    var first: DueEntry? { entries.first }

    mutating func reserve(_ capacity: Int) {
        entries.reserveCapacity(capacity)
    }

    mutating func insert(_ entry: DueEntry) {
        entries.append(entry)
        var index = entries.count - 1
        while index > 0 {
            let parent = (index - 1) / 4
            guard entry.precedes(entries[parent]) else { break }
            entries[index] = entries[parent]
            index = parent
        }
        entries[index] = entry
    }

    mutating func removeFirst() {
        let last = entries.removeLast()
        if !entries.isEmpty { settle(last) }
    }

    /// Puts another entry in the place of the first, which is cheaper than a removal and an insertion.
    mutating func replaceFirst(with entry: DueEntry) {
        precondition(!entries.isEmpty, "an empty queue has no first entry")
        settle(entry)
    }

    private mutating func settle(_ entry: DueEntry) {
        let count = entries.count
        var index = 0
        while true {
            let firstChild = 4 * index + 1
            guard firstChild < count else { break }
            var least = firstChild
            for child in (firstChild + 1)..<(min(firstChild + 3, count - 1) + 1) where child < count {
                if entries[child].precedes(entries[least]) { least = child }
            }
            guard entries[least].precedes(entry) else { break }
            entries[index] = entries[least]
            index = least
        }
        entries[index] = entry
    }
}
