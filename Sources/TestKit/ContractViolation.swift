/// A promise of a port that an adapter did not keep.
public struct ContractViolation: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was promised, and what was found.
    public let description: String

    init(_ description: String) { self.description = description }
}
