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
        let offset: Int64
        let place: Int

        static func < (left: Entry, right: Entry) -> Bool {
            (left.time, left.rank, left.source, left.offset) < (right.time, right.rank, right.source, right.offset)
        }
    }

    /// How late an event may come and still be put in order.
    public let lateness: TimeSpan
    /// The latest time seen.
    public private(set) var latest = Timestamp.distantPast
    private var heap = Heap<Entry>()
    private var events: [Event?] = []
    private var free: [Int] = []

    /// Makes an empty buffer.
    public init(lateness: TimeSpan) { self.lateness = lateness }

    /// The instant before which everything has been let through, but for what comes too late.
    public var watermark: Timestamp { self.latest - self.lateness }

    /// Takes an event in.
    public mutating func push(_ event: Event, source: Int) {
        if event.time > self.latest { self.latest = event.time }
        let place: Int
        if let last = self.free.popLast() {
            place = last
            self.events[place] = event
        } else {
            place = self.events.count
            self.events.append(event)
        }
        self.heap.insert(
            Entry(
                time: event.time,
                rank: event.body.rank,
                source: source,
                offset: event.origin.offset,
                place: place
            )
        )
    }

    /// Lets the next event before the watermark through; at the end of all sources, every one.
    public mutating func pop(atEnd: Bool = false) -> Event? {
        guard let entry = self.heap.min, atEnd || entry.time < self.watermark else { return nil }
        self.heap.removeMin()
        self.free.append(entry.place)
        // Moved out, not copied.
        return self.events[entry.place].take()
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
