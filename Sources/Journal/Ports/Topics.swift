public import Retention

/// The names of the engine's topics under a prefix.
public struct Topics: Hashable, Sendable {
    /// What every name begins with, such as `treue.`.
    public let prefix: String

    /// Makes the names under `prefix`.
    public init(prefix: String) { self.prefix = prefix }

    /// Canonical events, keyed by subject.
    public var events: String { self.prefix + "events" }
    /// What each partition folded, in order; partitioned like `events`.
    public var journal: String { self.prefix + "journal" }
    /// How far the raw partitions are, one partition.
    public var clock: String { self.prefix + "clock" }
    /// The states of subjects, compacted; partitioned like `events`.
    public var state: String { self.prefix + "state" }
    /// Raw records that could not be taken.
    public var deadLetters: String { self.prefix + "dead-letters" }
    /// What a playbook decides that runs in the shadow of the one in force.
    public var shadow: String { self.prefix + "shadow" }
    /// All of them.
    public var names: [String] {
        [self.events, self.journal, self.clock, self.state, self.deadLetters, self.shadow]
            + SignalType.Topic.allCases.map { self.signals($0) }
    }
    /// Where signals of a kind go.
    public func signals(_ topic: SignalType.Topic) -> String { self.prefix + topic.rawValue }
}
