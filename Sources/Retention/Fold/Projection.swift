/// The fold of a subject: how a state changes by an event or by a deadline, and what is asked for.
///
/// Both steps are pure: no clock, no randomness, no input or output, nothing that depends on hash order or locale. The
/// same state and event give the same state and effects on every machine.
public protocol Projection: Sendable {
    /// What is kept for each subject.
    associatedtype State: Sendable

    /// The state of a subject of which nothing is known.
    var initial: State { get }

    /// Remembers the id of `event` in `state`; returns `false` for a repeated event, which must then be passed over.
    func admit(_ event: Event, into state: inout State) -> Bool

    /// Folds an admitted `event` into `state`.
    ///
    /// The engine has fired the subject's own deadlines before `event.time` already.
    func evolve(_ state: inout State, with event: Event, _ effects: inout Effects)

    /// Fires the earliest deadline of `state`, which is `nextDeadline(of: state)`.
    ///
    /// Afterwards that deadline must be gone or moved later: one that stays would fire forever.
    func fire(_ deadline: Timestamp, in state: inout State, _ effects: inout Effects)

    /// The earliest deadline in `state`, or `never`.
    func nextDeadline(of state: State) -> Timestamp
}
