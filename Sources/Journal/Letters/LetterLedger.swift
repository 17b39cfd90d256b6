public import Retention

/// What became of a letter.
public enum LetterState: Hashable, Sendable {
    /// Not put back since it was refused.
    case open
    /// Put back, and not refused since; with the place of the new record where it is known.
    case retried(Origin?)
    /// Put back and refused again; the later letter, named by its place, has taken its stead.
    case refusedAgain(Origin)

    /// The name for machines.
    public var name: String {
        switch self {
        case .open: "open"
        case .retried: "retried"
        case .refusedAgain: "refused_again"
        }
    }
}

/// Knows of each letter whether it was put back, and whether that did any good.
///
/// All letters of one raw record stand in the same raw partition, so that the latest one is known by its offset, in
/// whichever order letters and marks are read. Costs some 100 bytes for each record that was refused, whatever its size.
public struct LetterLedger {
    /// The place that was refused first, with the topic by its number.
    private struct Key: Hashable {
        let offset: Int64
        let topic: Int32
        let partition: Int32
    }

    private struct Entry {
        /// The offset of the latest letter.
        var refused: Int64 = -1
        /// The offset of the latest letter that was put back.
        var retried: Int64 = -1
        /// Where that went, in the same partition.
        var retriedAs: Int64 = -1
    }

    private var topics: [String: Int32] = [:]
    private var entries: [Key: Entry] = [:]

    /// Makes an empty ledger.
    public init() {}

    /// How many raw records it knows.
    public var count: Int { self.entries.count }

    /// Takes in a letter.
    public mutating func note(_ letter: Letter) {
        let key = self.makeKey(letter.first)
        self.entries[key, default: Entry()].refused = max(self.entries[key]?.refused ?? -1, letter.place.offset)
    }

    /// Takes in a mark.
    public mutating func note(_ mark: RetryMark) {
        let isClaimSound = mark.first.isBeside(mark.letter) && mark.first.offset <= mark.letter.offset
        let key = self.makeKey(isClaimSound ? mark.first : mark.letter)
        var entry = self.entries[key] ?? Entry()
        let retriedAs = mark.retried.map { $0.isBeside(mark.letter) ? $0.offset : -1 } ?? -1
        if (mark.letter.offset, retriedAs) > (entry.retried, entry.retriedAs) {
            entry.retried = mark.letter.offset
            entry.retriedAs = retriedAs
        }
        self.entries[key] = entry
    }

    /// What became of a letter.
    public func state(of letter: Letter) -> LetterState {
        guard let topic = self.topics[letter.first.source],
            let entry = self.entries[Key(offset: letter.first.offset, topic: topic, partition: letter.first.partition)]
        else { return .open }
        func place(_ offset: Int64) -> Origin {
            Origin(source: letter.place.source, partition: letter.place.partition, offset: offset)
        }
        if entry.refused > letter.place.offset { return .refusedAgain(place(entry.refused)) }
        if entry.retried >= letter.place.offset {
            return .retried(entry.retriedAs < 0 ? nil : place(entry.retriedAs))
        }
        return .open
    }

    private mutating func makeKey(_ place: Origin) -> Key {
        let topic = self.topics[place.source] ?? Int32(self.topics.count)
        self.topics[place.source] = topic
        return Key(offset: place.offset, topic: topic, partition: place.partition)
    }
}
