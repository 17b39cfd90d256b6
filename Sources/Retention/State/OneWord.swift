/// An instant that may be missing in a single word, where an optional takes two; it can't hold `distantPast`.
@propertyWrapper
public struct OneWord: Hashable, Sendable {
    private var instant: Timestamp

    /// Wraps an instant.
    public init(wrappedValue: Timestamp?) { self.instant = wrappedValue ?? .distantPast }

    /// The instant.
    public var wrappedValue: Timestamp? {
        get { self.instant == .distantPast ? nil : self.instant }
        set { self.instant = newValue ?? .distantPast }
    }
}
