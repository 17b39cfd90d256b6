import DequeModule
import HeapModule
public import Retention

/// Puts events in order of time that came out of order by no more than the allowed lateness.
///
/// Holds an event until the latest time seen is more than the lateness past it; then nothing that is still allowed can
/// belong before it. What comes later than that is let through at once, as late. Of events of one
/// instant, browsing comes before mentions and these before orders, and a cart fills before it empties; the rest keep
/// the order (source, offset).
/// Memory: the events of one lateness.
public struct ReorderBuffer {
    private struct Entry: Comparable {
        let time: Timestamp
        let rank: Int
        let source: Int
        let event: Event

        static func < (left: Entry, right: Entry) -> Bool {
            if left.time != right.time { return left.time < right.time }
            return (left.rank, left.source, left.event.origin.offset)
                < (right.rank, right.source, right.event.origin.offset)
        }

        static func == (left: Entry, right: Entry) -> Bool { !(left < right) && !(right < left) }
    }

    /// How late an event may come and still be put in order.
    public let lateness: TimeSpan
    /// The latest time seen.
    public private(set) var latest = Timestamp.distantPast
    /// What came in order, as most events do.
    private var ordered = Deque<Entry>()
    /// What came when something later had come.
    private var belated = Heap<Entry>()

    /// Makes an empty buffer.
    public init(lateness: TimeSpan) { self.lateness = lateness }

    /// The instant before which everything has been let through, but for what comes too late.
    public var watermark: Timestamp { self.latest - self.lateness }

    /// Takes an event in.
    ///
    /// O(1) for one that comes in order, O(log held) for others.
    public mutating func push(_ event: Event, source: Int) {
        let time = event.time
        if time > self.latest { self.latest = time }
        let entry = Entry(time: time, rank: event.body.rank, source: source, event: event)
        if let last = self.ordered.last, entry < last {
            self.belated.insert(entry)
        } else {
            self.ordered.append(entry)
        }
    }

    /// Lets the next event before the watermark through; at the end of all sources, every one.
    public mutating func pop(atEnd: Bool = false) -> Event? {
        if let belated = self.belated.min, self.ordered.first.map({ belated < $0 }) ?? true {
            return atEnd || belated.time < self.watermark ? self.belated.removeMin().event : nil
        }
        guard let first = self.ordered.first, atEnd || first.time < self.watermark else { return nil }
        return self.ordered.removeFirst().event
    }
}

extension Event.Body {
    /// The place among events of one instant, so that the order in which they came decides nothing.
    ///
    /// It is that of the usual topics, `browse`, `mentions` and `orders`, by name.
    fileprivate var rank: Int {
        switch self {
        case .productViewed: 0
        case .productAdded: 1
        case .productRemoved, .cartUpdated: 2
        case .orderCompleted: 4
        case .orderCancelled: 5
        case .orderRefunded: 6
        case .orderUpdated: 7
        default: 3
        }
    }
}
