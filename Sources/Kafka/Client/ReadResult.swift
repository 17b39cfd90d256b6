/// What one call of ``Consumer/read(_:maximum:timeout:body:)`` found.
public struct ReadResult: Hashable, Sendable {
    /// How many records were lent.
    public var count: Int
    /// Whether the end of the partition was the last thing seen; it stays true until another record is read.
    ///
    /// With `read_committed` the end is before the oldest open transaction.
    public var reachedEnd: Bool
    /// The offset at which reading stands when ``reachedEnd`` is true: behind transaction markers as well as records.
    public var endOffset: Int64?

    /// Describes what was found.
    public init(count: Int, reachedEnd: Bool, endOffset: Int64?) {
        self.count = count
        self.reachedEnd = reachedEnd
        self.endOffset = endOffset
    }
}
