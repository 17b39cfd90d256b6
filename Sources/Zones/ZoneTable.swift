/// All changes of the clocks of a place, found in constant time.
///
/// The changes that a file lists are followed by those of its rules for 400 years, after which the calendar repeats
/// itself; instants after these are looked up so many times 400 years earlier.
final class ZoneTable: Sendable {
    /// How long one offset holds.
    struct Stretch {
        /// Seconds ahead of UTC.
        let offset: Int64
        /// The second at which the next offset begins; `Int64.max` if there is none.
        let end: Int64
    }

    /// What files may tell times of; far more than the age of the universe.
    static let instants = -Int64(1) << 59...Int64(1) << 59
    /// What offsets files may have, in seconds.
    static let offsets: ClosedRange<Int32> = -93_599...93_599

    /// How many changes a file may list; real ones have some hundred.
    static let limit = 10_000

    let name: String
    /// When clocks change, in ascending order.
    private let starts: [Int64]
    /// The offset before the first change, and from each one on.
    private let offsets: [Int32]
    /// From when on the rules hold.
    private let origin: Int64
    /// Instants before and from these are looked up elsewhere.
    private let lower: Int64
    private let upper: Int64

    /// Where to search: the changes up to each 194 days after a second, of which a place seldom has more than one more.
    private let base: Int64
    private let buckets: [UInt16]
    private static let bits: Int64 = 24

    /// Makes the table of a file: its changes in ascending order, and the rules after the last, or for ever if there are
    /// no changes.
    init(_ name: String, first: Int32, changes: [(instant: Int64, offset: Int32)], footer: Footer?) {
        var starts: [Int64] = []
        var offsets = [first]
        func append(_ instant: Int64, _ offset: Int32) {
            if offset == offsets[offsets.count - 1] { return }
            if starts.last == instant {
                // A time of no length.
                offsets[offsets.count - 1] = offset
            } else {
                starts.append(instant)
                offsets.append(offset)
            }
        }
        for change in changes { append(change.instant, change.offset) }
        self.origin = changes.last?.instant ?? 0
        var repeats = false
        if let footer {
            let rules = footer.changes(from: self.origin)
            if changes.isEmpty {
                offsets = [rules.offset]
            } else {
                append(self.origin, rules.offset)
            }
            for change in rules.changes { append(change.instant, change.offset) }
            repeats = !rules.changes.isEmpty
        }
        self.name = name
        self.starts = starts
        self.offsets = offsets
        self.base = max(starts.first ?? 0, -1 << 33)
        self.buckets = Self.buckets(starts, base: self.base)
        self.lower = repeats && changes.isEmpty ? self.origin : Int64.min
        self.upper = repeats ? self.origin + Footer.cycle : Int64.max
    }

    /// The offset at a second.
    func offset(at second: Int64) -> Int32 { self.offsets[self.count(upTo: second - self.shift(second))] }

    /// The offset at a second, and until when it holds.
    func stretch(at second: Int64) -> Stretch {
        let shift = self.shift(second)
        let index = self.count(upTo: second - shift)
        return Stretch(
            offset: Int64(self.offsets[index]),
            end: index < self.starts.count ? self.starts[index] + shift : Int64.max
        )
    }

    /// Whether two tables say the same.
    func isSame(as other: ZoneTable) -> Bool {
        self === other
            || (self.name == other.name && self.starts == other.starts && self.offsets == other.offsets
                && self.lower == other.lower && self.upper == other.upper)
    }

    /// How much later than in the table the clocks change that matter at a second.
    @inline(__always)
    private func shift(_ second: Int64) -> Int64 {
        if second >= self.lower, second < self.upper { return 0 }
        return (second - self.origin).dividedDown(by: Footer.cycle) * Footer.cycle
    }

    /// How many changes there are up to a second, with it.
    @inline(__always)
    private func count(upTo second: Int64) -> Int {
        let bucket = Int((second - self.base) >> Self.bits)
        let buckets = self.buckets
        var first = bucket < 0 ? 0 : Int(buckets[min(bucket, buckets.count - 1)])
        var last =
            bucket < 0 ? Int(buckets[0]) : bucket + 1 < buckets.count ? Int(buckets[bucket + 1]) : self.starts.count
        while first < last {
            let middle = (first + last) >> 1
            if self.starts[middle] <= second { first = middle + 1 } else { last = middle }
        }
        return first
    }

    /// How many changes there are up to the beginning of each bucket, from `base` on.
    private static func buckets(_ starts: [Int64], base: Int64) -> [UInt16] {
        // So many as 400 years of rules after the changes of 300 need; behind the last one a search must do.
        let count = min(max(0, Int(((starts.last ?? base) - base) >> Self.bits)) + 2, 2_048)
        var buckets: [UInt16] = []
        buckets.reserveCapacity(count)
        var index = 0
        for bucket in 0..<count {
            let beginning = base + Int64(bucket) << Self.bits
            while index < starts.count, starts[index] <= beginning { index += 1 }
            buckets.append(UInt16(index))
        }
        return buckets
    }
}
