/// The last event ids of one customer, as 64-bit fingerprints: an exact window for de-duplication.
///
/// Two different ids of one customer share a fingerprint once in 2⁶⁴ / window pairs. Eight bytes an id, grown on demand.
public struct RecentEvents: Hashable, Sendable {
    var fingerprints: [UInt64] = []
    /// Where the next id goes in a full window.
    var oldest = 0

    /// Makes an empty window.
    public init() {}

    /// Whether the id with this fingerprint is in the window.
    ///
    /// O(window), over consecutive memory.
    public func contains(_ fingerprint: UInt64) -> Bool {
        // Without a way out in between, so that several are compared at a time: nearly always none is equal.
        let known = self.fingerprints.span
        var found: UInt64 = 0
        for index in known.indices { found |= unsafe known[unchecked: index] == fingerprint ? 1 : 0 }
        return found != 0
    }

    /// Adds an id that is not in the window; answers whether it was not.
    mutating func admit(_ fingerprint: UInt64, window: Int) -> Bool {
        guard !self.contains(fingerprint) else { return false }
        self.insert(fingerprint, window: window)
        return true
    }

    /// Adds an id, and lets the oldest go when the window is full.
    public mutating func insert(_ fingerprint: UInt64, window: Int) {
        if self.fingerprints.count < window {
            // With nearly every event there is one more, until the window is full.
            if self.fingerprints.count == self.fingerprints.capacity {
                self.fingerprints.reserveCapacity(min(window, self.fingerprints.count + 4))
            }
            self.fingerprints.append(fingerprint)
        } else if window > 0 {
            self.fingerprints[self.oldest] = fingerprint
            self.oldest = (self.oldest + 1) % window
        }
    }
}
