public import Retention

/// The names of the engine's topics under a prefix.
public struct Topics: Hashable, Sendable {
    /// What every name begins with, such as `treue.`.
    public let prefix: String
    /// Canonical events, keyed by subject.
    public let events: String
    /// Where signals go, in the order of `SignalType.Topic.allCases`; made once, for they are asked for with every signal.
    private let signals: [String]

    /// Makes the names under `prefix`.
    public init(prefix: String) {
        self.prefix = prefix
        self.events = self.prefix + "events"
        self.signals = SignalType.Topic.allCases.map { prefix + $0.rawValue }
    }

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
            + self.signals
    }
    /// Where signals of a kind go.
    public func signals(_ topic: SignalType.Topic) -> String { self.signals[topic.number] }
}

extension SignalType.Topic {
    /// The place in `allCases`.
    fileprivate var number: Int {
        switch self {
        case .churnRisk: 0
        case .milestones: 1
        case .triggers: 2
        case .segments: 3
        case .loyalty: 4
        case .service: 5
        case .outcomes: 6
        case .consents: 7
        }
    }
}
