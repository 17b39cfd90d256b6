import DequeModule
import HeapModule
public import Retention

/// Merges several ordered sources by event time into one order: (time, source, position in the source).
///
/// It waits for a source that lags (nothing at hand, but more may be there) and not for one that is silent (nothing at
/// hand, and read up to its end), nor for one that is barren (it has brought no time for long). An element without a time
/// goes before all that have one, once no source lags.
public struct SourceMerge<Element> {
    private struct Head: Comparable {
        let time: Timestamp
        let source: Int

        static func < (left: Head, right: Head) -> Bool { (left.time, left.source) < (right.time, right.source) }
    }

    private struct Source {
        var queue = Deque<(time: Timestamp, element: Element)>()
        var isSilent = false
        var isBarren = false

        /// Whether the merge waits for it.
        var lags: Bool { self.queue.isEmpty && !self.isSilent && !self.isBarren }
        var count: Int { self.queue.count }
    }

    /// By source number; numbers are small, and used again.
    private var sources: [Source?] = []
    private var heads = Heap<Head>()
    private var lagging = 0

    /// Makes a merge without sources.
    public init() {}

    /// Whether the merge waits for a source that lags.
    public var isWaiting: Bool { self.lagging > 0 }
    /// Elements at hand.
    public private(set) var count = 0

    /// Adds a source by a number of the caller's, from 0 on; it lags until something is pushed or it is called silent.
    public mutating func add(_ source: Int) {
        while self.sources.count <= source { self.sources.append(nil) }
        precondition(self.sources[source] == nil, "source \(source) is being merged already")
        self.sources[source] = Source()
        self.lagging += 1
    }

    /// Takes a source out, with what it has at hand.
    public mutating func remove(_ source: Int) {
        guard source < self.sources.count, let gone = self.sources[source] else { return }
        self.sources[source] = nil
        if gone.lags { self.lagging -= 1 }
        self.count -= gone.count
        self.heads = Heap(self.heads.unordered.filter { $0.source != source })
    }

    /// Elements of `source` at hand.
    public func count(of source: Int) -> Int { self.sources[source]?.count ?? 0 }

    /// Appends to a source; an element without a time goes first when it is its source's head.
    public mutating func push(_ element: Element, time: Timestamp?, to source: Int) {
        guard let lagged = self.sources[source]?.lags, let wasEmpty = self.sources[source]?.queue.isEmpty else {
            preconditionFailure("source \(source) is not being merged")
        }
        let time = time ?? .distantPast
        self.sources[source]?.queue.append((time, element))
        if lagged { self.lagging -= 1 }
        if wasEmpty { self.heads.insert(Head(time: time, source: source)) }
        self.count += 1
    }

    /// Says whether a source was read up to its end, so that nobody must wait for it while it has nothing at hand.
    public mutating func setSilent(_ isSilent: Bool, _ source: Int) {
        self.change(source) { $0.isSilent = isSilent }
    }

    /// Says whether a source has brought nothing with a time for long, so that nobody must wait for what it has next.
    ///
    /// What comes with a time after all may come late then.
    public mutating func setBarren(_ isBarren: Bool, _ source: Int) {
        self.change(source) { $0.isBarren = isBarren }
    }

    private mutating func change(_ source: Int, _ change: (inout Source) -> Void) {
        guard source < self.sources.count, var changed = self.sources[source] else { return }
        let lagged = changed.lags
        self.sources[source] = nil
        change(&changed)
        if changed.lags != lagged { self.lagging += lagged ? -1 : 1 }
        self.sources[source] = changed
    }

    /// Whether a source was read up to its end and everything of it has passed.
    public func isDrained(_ source: Int) -> Bool {
        self.sources[source].map { $0.isSilent && $0.count == 0 } ?? true
    }

    /// The source and time of the next element in order.
    var head: (source: Int, time: Timestamp)? { self.heads.min.map { ($0.source, $0.time) } }

    /// The next element in order; `nil` while nothing is at hand or a source lags.
    ///
    /// O(log sources).
    public mutating func next() -> (source: Int, element: Element)? {
        guard self.lagging == 0, let head = self.heads.popMin() else { return nil }
        guard let element = self.sources[head.source]?.queue.popFirst()?.element else {
            preconditionFailure("a source with a head has something at hand")
        }
        self.count -= 1
        if let next = self.sources[head.source]?.queue.first?.time {
            self.heads.insert(Head(time: next, source: head.source))
        } else if self.sources[head.source]?.lags == true {
            self.lagging += 1
        }
        return (head.source, element)
    }
}
