/// What a fold asks for: signals to emit and letters to send, in the order in which it asked.
///
/// Timers are no effects: they are deadlines in the state, and the engine reads the earliest one after each step.
public struct Effects: Sendable {
    /// The signals asked for since the last `removeAll`.
    public private(set) var signals: [Signal] = []
    /// The events for other subjects asked for since the last `removeAll`.
    public private(set) var letters: [Event] = []
    /// Whether everything asked for is forgotten at once, as a refold wants it.
    public let isDiscarding: Bool

    private let playbook: String
    private var subject: Subject

    /// Makes a collector for decisions by the named playbook.
    ///
    /// A discarding collector forgets everything at once: a refold then pays for no signal.
    public init(playbook: String, isDiscarding: Bool = false) {
        self.playbook = playbook
        self.isDiscarding = isDiscarding
        self.subject = Subject(.customer, "")
    }

    /// Names the subject whose state the following steps change.
    ///
    /// The engine calls it.
    public mutating func begin(_ subject: Subject) { self.subject = subject }

    /// Asks for a signal about the subject at hand.
    public mutating func emit(
        _ type: SignalType,
        rule: String,
        at time: Timestamp,
        occasion: @autoclosure () -> Occasion,
        cause: Cause?,
        _ values: @autoclosure () -> [Signal.Field]
    ) {
        guard !self.isDiscarding else { return }
        let id = SignalID(
            playbook: self.playbook,
            rule: rule,
            type: type,
            subject: self.subject,
            occasion: occasion()
        )
        let unknown = Cause(eventID: "", origin: Origin(source: "", partition: 0, offset: -1))
        self.signals.append(
            Signal(
                id: id,
                type: type,
                subject: self.subject,
                time: time,
                rule: rule,
                cause: cause ?? unknown,
                values: values()
            )
        )
    }

    /// Asks for an event to be folded by another subject, in a later step.
    public mutating func send(_ letter: Event) {
        guard !self.isDiscarding else { return }
        self.letters.append(letter)
    }

    /// Forgets what was asked for, and keeps the memory.
    public mutating func removeAll() {
        self.signals.removeAll(keepingCapacity: true)
        self.letters.removeAll(keepingCapacity: true)
    }
}
