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

    /// Memory that a fold keeps from step to step, such as the stack of an evaluator; it takes no part in any decision.
    ///
    /// Whoever uses it takes it out, makes sure that nobody else holds it, and puts it back.
    public var scratch: (any AnyObject & Sendable)?

    private let playbook: String
    /// The subject whose state the current step changes.
    public private(set) var subject: Subject

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
        let id = self.id(type, rule: rule, occasion())
        self.emit(type, id: id, rule: rule, at: time, cause: cause, values())
    }

    /// The id of a decision of a rule about the subject at hand.
    public func id(_ type: SignalType, rule: String, _ occasion: Occasion) -> SignalID {
        SignalID(playbook: self.playbook, rule: rule, type: type, subject: self.subject, occasion: occasion)
    }

    /// Asks for a signal about the subject at hand whose id is known already.
    public mutating func emit(
        _ type: SignalType,
        id: SignalID,
        rule: String,
        at time: Timestamp,
        cause: Cause?,
        _ values: [Signal.Field]
    ) {
        guard !self.isDiscarding else { return }
        let signal = Signal(
            id: id,
            type: type,
            subject: self.subject,
            time: time,
            rule: rule,
            cause: cause ?? .unknown,
            values: values
        )
        self.signals.append(signal)
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
