/// An instant that may be missing in a single word, where an optional takes two; it can't hold `distantPast`.
@propertyWrapper
public struct OneWord: Hashable, Sendable {
    @usableFromInline var instant: Timestamp

    /// Wraps an instant.
    @inlinable public init(wrappedValue: Timestamp?) { self.instant = wrappedValue ?? .distantPast }

    /// The instant.
    public var wrappedValue: Timestamp? {
        @inlinable get { self.instant == .distantPast ? nil : self.instant }
        @inlinable set { self.instant = newValue ?? .distantPast }
    }
}
