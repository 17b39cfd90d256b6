/// A value with the instant at which it was told.
public struct Dated<Value: Hashable & Sendable>: Hashable, Sendable {
    /// What was told.
    public let value: Value
    /// The event time of it.
    public let time: Timestamp

    init(_ value: Value, at time: Timestamp) { (self.value, self.time) = (value, time) }
}

extension Optional {
    /// Takes a value unless a later one is known; returns whether that changed anything.
    ///
    /// So the order of arrival decides nothing, but between two that were told at one instant: there the last one counts.
    mutating func learn<Value>(_ value: Value?, at time: Timestamp) -> Bool where Wrapped == Dated<Value> {
        guard let value, self.map({ time >= $0.time }) ?? true else { return false }
        let told = Dated(value, at: time)
        defer { self = told }
        return self != told
    }
}

extension Optional<Timestamp> {
    /// Moves on to a later instant; returns whether it is one.
    mutating func advance(to time: Timestamp) -> Bool {
        guard self.map({ time > $0 }) ?? true else { return false }
        self = time
        return true
    }
}

extension UInt32 {
    /// Counts one more, up to the limit of 32 bits; returns whether that is not reached.
    mutating func count() -> Bool {
        guard self < .max else { return false }
        self += 1
        return true
    }
}
