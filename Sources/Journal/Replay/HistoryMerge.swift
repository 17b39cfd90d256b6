public import Retention

/// Merges the events of several files into one order: (time, file, line).
///
/// Each file has one event at hand; whoever takes it puts the next one of that file in its place.
public struct HistoryMerge {
    private var merge = SourceMerge<Event>()

    /// Makes a merge of `count` files, none of which has an event at hand.
    public init(count: Int) { for source in 0..<count { self.merge.add(source) } }

    /// Gives the next event of a file, or `nil` at its end.
    public mutating func put(_ event: Event?, of source: Int) {
        if let event {
            self.merge.push(event, time: event.time, to: source)
        } else {
            self.merge.setSilent(true, source)
        }
    }

    /// Takes the next event out; `nil` when every file has ended.
    public mutating func next() -> (source: Int, event: Event)? {
        self.merge.next().map { (source: $0.source, event: $0.element) }
    }
}
