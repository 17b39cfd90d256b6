internal import Glibc

extension Duration {
    /// Whole milliseconds, rounded up, from 0 to what a C `int` holds.
    var clampedMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        if seconds < 0 || attoseconds < 0 { return 0 }
        if seconds >= Int64(Int32.max) / 1_000 { return .max }
        return Int32(seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    /// The time as a person reads it in an error text.
    var inWords: String { "\(Double(clampedMilliseconds) / 1_000) s" }
}

/// An instant by which a bounded operation must be done.
struct Deadline {
    private let end: ContinuousClock.Instant

    init(in timeout: Duration) { end = ContinuousClock.now + timeout }

    var hasPassed: Bool { ContinuousClock.now >= end }
    /// The time left, none when it is over.
    var remaining: Duration { max(.zero, end - ContinuousClock.now) }
    /// Milliseconds left, 0 when none are.
    var remainingMilliseconds: Int32 { (end - ContinuousClock.now).clampedMilliseconds }
}

/// Blocks the calling thread.
func blockThread(for span: Duration) { usleep(UInt32(clamping: Int64(span.clampedMilliseconds) * 1_000)) }
