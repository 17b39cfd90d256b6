public import Retention
import Zones

/// The fold of a customer by a playbook: facts into state, then what its rules make of them.
public struct PlaybookProjection: Projection {
    private let parts: Parts
    private var facts: CustomerProjection { _read { yield self.parts.facts } }
    private var rules: RuleSet { self.parts.rules }
    private var trace: Trace? { self.parts.trace }

    /// At one address, so that passing the projection on copies nothing.
    private final class Parts: Sendable {
        let facts: CustomerProjection
        let rules: RuleSet
        /// Where the reasons of decisions about one subject go; `nil` when nobody asks for any.
        let trace: Trace?

        init(_ facts: CustomerProjection, _ rules: RuleSet, _ trace: Trace?) {
            self.facts = facts
            self.rules = rules
            self.trace = trace
        }
    }

    /// Makes a fold that decides by a playbook.
    public init(_ playbook: CompiledPlaybook) { self.init(playbook, trace: nil) }

    /// Makes a fold that decides by a playbook, and notes why in a trace: of the trace's subject alone.
    ///
    /// What is decided does not depend on it.
    package init(_ playbook: CompiledPlaybook, trace: Trace?) {
        self.parts = Parts(CustomerProjection(settings: playbook.settings), playbook.ruleSet, trace)
    }

    /// Makes a fold of facts that no rule decides about.
    package init(settings: FoldSettings) {
        self.parts = Parts(CustomerProjection(settings: settings), RuleSet(), nil)
    }

    /// The rules, with what they have in common.
    package var ruleSet: RuleSet { self.rules }

    /// What the fold of facts knows of the playbook.
    package var settings: FoldSettings { self.facts.settings }

    /// A customer of whom nothing is known.
    public var initial: Customer { self.facts.initial }

    /// The earliest armed timer.
    public func nextDeadline(of state: Customer) -> Timestamp { self.facts.nextDeadline(of: state) }

    /// Remembers the event id in the window of the playbook; `false` for one that is in it.
    public func admit(_ event: Event, into state: inout Customer) -> Bool { self.facts.admit(event, into: &state) }

    /// Folds the fact, then lets the rules decide that it concerns.
    public func evolve(_ state: inout Customer, with event: Event, _ effects: inout Effects) {
        self.facts.evolve(&state, with: event, &effects)
        guard event.subject.kind == .customer || event.subject.kind == .visitor else { return }
        let hasCode = if case .orderCompleted(let order) = event.body { order.coupon != nil } else { false }
        guard hasCode || !self.rules.concerned(by: event.body.kind).isEmpty else { return }
        unsafe withUnsafePointer(to: event) { pointer in
            unsafe self.step(&state, event.time, pointer, event.body.orderID, &effects) { step, effects in
                step.take(event, &effects)
            }
        }
    }

    /// Fires the first timer of the customer.
    public func fire(_ deadline: Timestamp, in state: inout Customer, _ effects: inout Effects) {
        // Rules come first: what ends at an instant is still there for them.
        if state.decisionsDue > deadline { return self.facts.fire(deadline, in: &state, &effects) }
        unsafe self.step(&state, deadline, nil, nil, &effects) { step, effects in step.fire(deadline, &effects) }
    }

    /// Decides by a playbook that takes the place of another at an instant: timers of rules that are gone are disarmed,
    /// the others solved again; what lies before the instant is not decided any more.
    ///
    /// Facts that it does not keep are forgotten. Nothing is emitted. A contact that waits for a rule that is gone is suppressed when its hour comes.
    public func adopt(_ state: inout Customer, at instant: Timestamp, _ effects: inout Effects) {
        guard state.firstSeen != nil else { return }
        self.facts.forget(in: &state)
        unsafe self.step(&state, instant, nil, nil, &effects) { step, effects in step.adopt(&effects) }
    }

    @unsafe
    private func step(
        _ state: inout Customer,
        _ instant: Timestamp,
        _ event: UnsafePointer<Event>?,
        _ order: String?,
        _ effects: inout Effects,
        _ body: (inout Step, inout Effects) -> Void
    ) {
        let zone = self.rules.zone(of: state)
        var moment = Moment(
            customer: effects.subject.id,
            now: instant,
            currency: self.rules.currency,
            zone: zone,
            order: order
        )
        // Held in one place only, or the first change would copy all of it.
        var decisions = state.takeDecisions()
        effects.withCalculator { calculator, effects in
            calculator.trace = self.trace.flatMap { $0.subject == effects.subject ? $0 : nil }
            unsafe withUnsafePointer(to: state) { customer in
                unsafe withUnsafeMutablePointer(to: &moment) { moment in
                    var step = unsafe Step(self.rules, calculator, effects.subject, Sight(customer, event, moment))
                    swap(&step.decisions, &decisions)
                    body(&step, &effects)
                    swap(&step.decisions, &decisions)
                }
            }
        }
        state.putDecisions(decisions)
    }

    /// The format of encoded states.
    public static var stateFormat: UInt8 { CustomerProjection.stateFormat }

    /// Appends the bytes of a customer.
    public func encode(_ state: Customer, to bytes: inout [UInt8]) { self.facts.encode(state, to: &bytes) }

    /// Reads a customer that `encode` wrote; `nil` for bytes that it can't have written.
    public func decode(_ bytes: Span<UInt8>) -> Customer? { self.facts.decode(bytes) }

    /// Bytes a customer takes outside its own inline storage, about.
    public func heapBytes(of state: Customer) -> Int { self.facts.heapBytes(of: state) }
}
