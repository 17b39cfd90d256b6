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
        if self.latest >= self.entries.count || !self.entries[self.latest].is(origin.source, origin.partition) {
            self.latest = self.index(of: TopicPartition(origin.source, origin.partition))
        }
        return self.admit(origin.offset, at: self.latest)
    }

    /// Whether a record of the entry at `index` was not seen yet; notes it.
    mutating func admit(_ offset: Int64, at index: Int) -> Bool {
        guard offset >= self.entries[index].next else { return false }
        self.entries[index].next = offset + 1
        return true
    }

    /// The offset of a raw partition before which all were seen; `nil` where nothing was.
    func next(of place: TopicPartition) -> Int64? {
        self.entries.first { $0.is(place.topic, place.partition) }.flatMap { $0.next > 0 ? $0.next : nil }
    }

    /// The place of the entry of a raw partition, which is made where there is none; it never changes.
    mutating func index(of place: TopicPartition) -> Int {
        if let index = self.entries.firstIndex(where: { $0.is(place.topic, place.partition) }) { return index }
        self.entries.append(Entry(source: place.topic, partition: place.partition, next: 0))
        return self.entries.count - 1
    }
}

extension OriginFilter.Entry {
    fileprivate func `is`(_ source: String, _ partition: Int32) -> Bool {
        self.partition == partition && self.source == source
    }
}
