extension Int64 {
    /// Divides and rounds down; the divisor is positive.
    @inline(__always)
    func dividedDown(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension Comparable {
    /// The value of a range that is nearest.
    @inline(__always)
    func clamped(to range: ClosedRange<Self>) -> Self { Swift.min(Swift.max(self, range.lowerBound), range.upperBound) }
}
