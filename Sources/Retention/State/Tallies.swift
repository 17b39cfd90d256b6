/// How often each kind of event happened, and when first and last; but for those that other parts count.
///
/// Only kinds that happened are listed, so that there are never more than there are kinds.
public struct Tallies: Hashable, Sendable {
    /// The kinds that happened, ascending by their number.
    var tallies: [Tally] = []

    /// What is known of those who have none.
    public static let absent = [Self()]

    /// Makes the record of somebody who did nothing.
    public init() {}

    /// One kind of event.
    struct Tally: Hashable, Sendable {
        /// The kind.
        let kind: Event.Kind
        /// How often it happened; stays at the largest number there is.
        var count: UInt32
        /// The earliest of all.
        var first: Timestamp
        /// The latest of all.
        var last: Timestamp
    }

    /// How often events of a kind happened; 0 for orders, product views and carts, which other parts count.
    ///
    /// O(log n) in the number of kinds that happened, as are `first` and `last`.
    public func count(of kind: Event.Kind) -> Int { self[kind].map { Int($0.count) } ?? 0 }

    /// The time of the earliest event of a kind.
    public func first(of kind: Event.Kind) -> Timestamp? { self[kind]?.first }

    /// The time of the latest event of a kind.
    public func last(of kind: Event.Kind) -> Timestamp? { self[kind]?.last }

    /// Whether events of a kind are counted here.
    public static func includes(_ kind: Event.Kind) -> Bool {
        switch kind {
        case .orderCompleted, .orderUpdated, .orderOwned, .productViewed, .productAdded, .productRemoved,
            .cartViewed, .cartUpdated:
            false
        default: true
        }
    }

    /// Counts an event; returns whether that changed anything.
    mutating func count(_ kind: Event.Kind, at time: Timestamp) -> Bool {
        guard Self.includes(kind) else { return false }
        let place = self.place(of: kind)
        guard place < self.tallies.count, self.tallies[place].kind == kind else {
            self.tallies.makeRoom()
            self.tallies.insert(Tally(kind: kind, count: 1, first: time, last: time), at: place)
            return true
        }
        let known = self.tallies[place]
        self.tallies[place].first = min(known.first, time)
        self.tallies[place].last = max(known.last, time)
        let isCounted = self.tallies[place].count.count()
        return isCounted || time < known.first || time > known.last
    }

    private subscript(_ kind: Event.Kind) -> Tally? {
        let place = self.place(of: kind)
        return place < self.tallies.count && self.tallies[place].kind == kind ? self.tallies[place] : nil
    }

    /// Where the kind stands, or would.
    private func place(of kind: Event.Kind) -> Int {
        var (low, high) = (0, self.tallies.count)
        while low < high {
            let middle = (low + high) / 2
            if self.tallies[middle].kind.rawValue < kind.rawValue { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
