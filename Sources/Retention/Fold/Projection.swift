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

    /// Takes over a state that another edition of the playbook has decided by until `instant`, where the clock stands.
    ///
    /// Nothing that lies before it is decided any more. A projection without rules of its own changes nothing.
    func adopt(_ state: inout State, at instant: Timestamp, _ effects: inout Effects)

    /// The earliest deadline in `state`, or `never`.
    func nextDeadline(of state: State) -> Timestamp

    /// The format of encoded states; states of another number can't be decoded.
    static var stateFormat: UInt8 { get }

    /// Appends the bytes of a state; equal states have equal bytes.
    func encode(_ state: State, to bytes: inout [UInt8])

    /// Reads a state that `encode` wrote; `nil` for bytes that it can't have written.
    func decode(_ bytes: Span<UInt8>) -> State?

    /// Bytes a state takes outside its own inline storage, about.
    func heapBytes(of state: State) -> Int
}

extension Projection {
    /// Changes nothing.
    public func adopt(_ state: inout State, at instant: Timestamp, _ effects: inout Effects) {}
}
