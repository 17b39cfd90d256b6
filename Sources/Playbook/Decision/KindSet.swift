import Retention

/// A set of event types, as bits by their numbers.
struct KindSet: Hashable, Sendable {
    private var bits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    init() {}

    init(_ kinds: some Sequence<Event.Kind>) { for kind in kinds { self.insert(kind) } }

    static func == (left: KindSet, right: KindSet) -> Bool { left.bits == right.bits }

    func hash(into hasher: inout Hasher) {
        hasher.combine(self.bits.0)
        hasher.combine(self.bits.1)
        hasher.combine(self.bits.2)
        hasher.combine(self.bits.3)
    }

    var isEmpty: Bool { self.bits == (0, 0, 0, 0) }

    /// Every event type there is.
    static let all = KindSet(Event.Kind.allCases)

    func contains(_ kind: Event.Kind) -> Bool {
        let bit = UInt64(1) << UInt64(kind.rawValue & 63)
        return switch kind.rawValue >> 6 {
        case 0: self.bits.0 & bit != 0
        case 1: self.bits.1 & bit != 0
        case 2: self.bits.2 & bit != 0
        default: self.bits.3 & bit != 0
        }
    }

    mutating func insert(_ kind: Event.Kind) {
        let bit = UInt64(1) << UInt64(kind.rawValue & 63)
        switch kind.rawValue >> 6 {
        case 0: self.bits.0 |= bit
        case 1: self.bits.1 |= bit
        case 2: self.bits.2 |= bit
        default: self.bits.3 |= bit
        }
    }

    mutating func formUnion(_ other: KindSet) {
        self.bits.0 |= other.bits.0
        self.bits.1 |= other.bits.1
        self.bits.2 |= other.bits.2
        self.bits.3 |= other.bits.3
    }
}
