import Retention
import TestKit

/// The instant at which most stories begin.
let start = Timestamp.utc("2025-01-01T10:00:00Z")

/// The shortest time there is.
let tick = TimeSpan.milliseconds(1)

extension Rules {
    /// A playbook of the rules that `configure` sets, and no other.
    static func only(_ configure: (inout Rules) -> Void) -> Rules {
        var rules = Rules(playbook: "specs", version: 1)
        configure(&rules)
        return rules
    }

    /// A playbook that decides nothing.
    static let none = Rules(playbook: "specs", version: 1)
}

extension ProjectionSpec {
    /// The types of what the latest `when` asked for.
    var types: [SignalType] { self.signals.map(\.type) }
}
