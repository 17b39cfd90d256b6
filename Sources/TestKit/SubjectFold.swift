public import Retention

/// Folds the events of a single subject exactly as the engine does, without an engine.
///
/// An event is admitted first, and passed over when it is a repeated one; then the subject's own deadlines strictly
/// before the event's time fire, the earliest first; then the event is folded. A value: a copy goes its own way.
public struct SubjectFold<P: Projection>: Sendable {
    /// How many deadlines one step may fire, before the fold counts as one that never settles.
    public static var firingLimit: Int { 10_000 }

    /// The fold under test.
    public let projection: P
    /// Whose state is kept.
    public let subject: Subject
    /// The state after the latest step.
    public private(set) var state: P.State
    /// The instant to which the clock was moved; events do not move it.
    public private(set) var clock = Timestamp.distantPast
    /// The deadlines that have fired, in the order in which they fired.
    public private(set) var fired: [Timestamp] = []
    /// How many events were passed over as repeated.
    public private(set) var repeated = 0
    /// The deadline at which a step gave up, because more than `firingLimit` had fired in it.
    public private(set) var stuck: Timestamp?

    private var effects: Effects

    /// Makes the fold of a subject of which nothing is known.
    ///
    /// A discarding one asks for nothing, as when an engine recovers.
    public init(_ projection: P, playbook: String, subject: Subject, isDiscarding: Bool = false) {
        self.projection = projection
        self.subject = subject
        self.state = projection.initial
        self.effects = Effects(playbook: playbook, isDiscarding: isDiscarding)
        self.effects.begin(subject)
    }

    /// The signals asked for since the last `forget`, in the order in which they were asked for.
    public var signals: [Signal] { self.effects.signals }

    /// The letters asked for since the last `forget`, in the order in which they were asked for.
    public var letters: [Event] { self.effects.letters }

    /// The earliest deadline in the state, or `never`.
    public var nextDeadline: Timestamp { self.projection.nextDeadline(of: self.state) }

    /// Folds an event; before it, fires the subject's own deadlines that lie strictly before it.
    ///
    /// A repeated event changes nothing and fires nothing.
    public mutating func fold(_ event: Event) {
        guard self.projection.admit(event, into: &self.state) else {
            self.repeated += 1
            return
        }
        self.fire(before: event.time)
        self.projection.evolve(&self.state, with: event, &self.effects)
    }

    /// Moves the clock to `instant` and fires every deadline strictly before it; a clock that is there already stays.
    public mutating func advance(to instant: Timestamp) {
        guard instant > self.clock else { return }
        self.fire(before: instant)
        self.clock = instant
    }

    /// Forgets the signals and letters asked for so far; the state stays.
    public mutating func forget() { self.effects.removeAll() }

    private mutating func fire(before instant: Timestamp) {
        for _ in 0..<Self.firingLimit {
            let deadline = self.nextDeadline
            guard deadline < instant else { return }
            self.projection.fire(deadline, in: &self.state, &self.effects)
            self.fired.append(deadline)
        }
        self.stuck = self.nextDeadline
    }
}
