/// The stream of the shop to which a simulated event belongs.
public enum Topic: String, Sendable, CaseIterable {
    /// Orders completed, cancelled and refunded.
    case orders
    /// Products viewed, added to a cart and removed from it.
    case browse
    /// What customers say about the shop in social networks.
    case mentions
}

/// What is wrong with the parameters or the input of a simulation.
public struct SimulationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of fault; new kinds may be added without breaking a caller's `switch`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: Hashable, Sendable { case invalidConfiguration, unreachableTarget, unorderedInput }
        private let kind: Kind
        /// A parameter is outside of its range.
        public static let invalidConfiguration = Code(kind: .invalidConfiguration)
        /// The number of events asked for is too small or too large for these customers and this period.
        public static let unreachableTarget = Code(kind: .unreachableTarget)
        /// An order came after a later one, or at a time that can't be written.
        public static let unorderedInput = Code(kind: .unorderedInput)
        /// The name of the kind of fault.
        public var description: String { "\(kind)" }
    }

    /// The kind of fault.
    public let code: Code
    /// What was expected and what was found, without any customer's data.
    public let message: String
    /// What to change.
    public let remedy: String

    init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    /// The fault and its remedy in one line.
    public var description: String { "\(code): \(message); \(remedy)" }

    /// Throws unless the condition holds.
    static func require(_ condition: Bool, _ message: String, remedy: String) throws(SimulationError) {
        guard condition else { throw SimulationError(.invalidConfiguration, message, remedy: remedy) }
    }
}
