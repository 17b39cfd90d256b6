public import Retention

/// Merges the events of several files into one order: (time, file, line).
///
/// Each file has one event at hand; whoever takes it puts the next one of that file in its place. Taking one costs
/// nothing; putting one in costs O(log files) comparisons, and moves 24 bytes for each file whose event comes before.
public struct HistoryMerge {
    private struct Head {
        let time: Timestamp
        let source: Int
        let event: Event
    }

    /// What is at hand, the last one next.
    private var heads: [Head] = []
    /// How many files have neither an event at hand nor come to their end.
    private var missing: Int

    /// Makes a merge of `count` files, none of which has an event at hand.
    public init(count: Int) { self.missing = count }

    /// Gives the next event of a file that has none at hand, or `nil` at its end.
    public mutating func put(_ event: Event?, of source: Int) {
        self.missing -= 1
        guard let event else { return }
        let time = event.time
        var (low, high) = (0, self.heads.count)
        while low < high {
            let middle = (low + high) / 2
            let head = (self.heads[middle].time, self.heads[middle].source)
            if head > (time, source) { low = middle + 1 } else { high = middle }
        }
        self.heads.insert(Head(time: time, source: source, event: event), at: low)
    }

    /// Takes the next event out; `nil` when every file has ended.
    public mutating func next() -> (source: Int, event: Event)? {
        precondition(self.missing == 0, "the next event of each file decides which one comes first")
        guard let head = self.heads.popLast() else { return nil }
        self.missing += 1
        return (head.source, head.event)
    }
}
