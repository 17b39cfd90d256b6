import Retention

/// Lets every raw record through once: those of a raw partition come in the order of their offsets, and what a crash of
/// intake repeats comes with offsets that were seen.
///
/// Sound because intake appends in order: when an offset of a raw partition stands in `events`, all lower ones that
/// belong into that partition of `events` stand before it. Memory: one entry a raw partition.
struct OriginFilter: Hashable {
    struct Entry: Hashable {
        var source: String
        var partition: Int32
        /// Offsets before it were seen.
        var next: Int64
    }

    /// In the order in which the raw partitions were first seen.
    private(set) var entries: [Entry] = []
    private var latest = 0

    init(_ entries: [Entry] = []) { self.entries = entries }

    static func == (left: OriginFilter, right: OriginFilter) -> Bool { left.entries == right.entries }

    func hash(into hasher: inout Hasher) { hasher.combine(self.entries) }

    /// Whether a record with this origin was not seen yet; notes it.
    ///
    /// O(1) for a run of one raw partition, O(raw partitions) otherwise.
    mutating func admit(_ origin: Origin) -> Bool {
        if self.latest >= self.entries.count || !self.entries[self.latest].is(origin) {
            guard let place = self.entries.firstIndex(where: { $0.is(origin) }) else {
                self.latest = self.entries.count
                self.entries.append(
                    Entry(source: origin.source, partition: origin.partition, next: origin.offset + 1)
                )
                return true
            }
            self.latest = place
        }
        guard origin.offset >= self.entries[self.latest].next else { return false }
        self.entries[self.latest].next = origin.offset + 1
        return true
    }
}

extension OriginFilter.Entry {
    fileprivate func `is`(_ origin: Origin) -> Bool {
        self.partition == origin.partition && self.source == origin.source
    }
}
