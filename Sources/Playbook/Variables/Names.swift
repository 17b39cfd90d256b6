import CEL
public import Retention

/// A name that expressions may use.
public struct ExpressionName: Hashable, Sendable {
    /// The name, as in `customer.orders`.
    public let name: String
    /// The type of its values.
    public let type: String
    /// What it means; empty for fields of events, which the schema of events tells.
    public let meaning: String
}

extension PlaybookFile {
    /// What expressions may name: of customers, and of an event of one of these types.
    public static func names(with kinds: [Event.Kind]) -> [ExpressionName] {
        let known = CustomerVariables.all.map {
            ExpressionName(name: $0.name, type: $0.kind.type.description, meaning: $0.meaning)
        }
        guard !kinds.isEmpty else { return known }
        let events = EventVariables.names(kinds).map {
            ExpressionName(name: $0.name, type: $0.type.description, meaning: "")
        }
        return known + events
    }
}
