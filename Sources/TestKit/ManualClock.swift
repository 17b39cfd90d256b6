public import Retention
import Synchronization

/// A wall clock that stands still until a test moves it.
public final class ManualClock: Sendable {
    private let milliseconds: Atomic<Int64>

    /// Makes a clock that shows `instant`.
    public init(_ instant: Timestamp) { self.milliseconds = Atomic(instant.milliseconds) }

    /// What it shows.
    public var now: Timestamp {
        get { Timestamp(milliseconds: self.milliseconds.load(ordering: .relaxed)) }
        set { self.milliseconds.store(newValue.milliseconds, ordering: .relaxed) }
    }

    /// Moves it on.
    public func advance(by span: TimeSpan) { self.milliseconds.add(span.milliseconds, ordering: .relaxed) }
}

/// Pseudo-random numbers that are the same for a seed on every machine (SplitMix64), for seeded tests.
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Makes a generator.
    public init(seed: UInt64) { self.state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03 }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number from 0 to `count` - 1.
    public mutating func below(_ count: Int) -> Int { Int(self.next() % UInt64(count)) }

    /// Whether something that happens once in `count` times happens now.
    public mutating func oneIn(_ count: Int) -> Bool { self.below(count) == 0 }
}
