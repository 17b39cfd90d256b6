import DequeModule
import Retention

/// What was read of a source and not handed out yet, in its order.
///
/// Many records are decoded at a time, and folded after that: the code of either fits the processor's caches, that of both
/// together doesn't, and would be fetched anew for every event.
struct ReadAhead {
    enum Step {
        case event(Event)
        indirect case rejected(RejectedRecord)
        /// Why nothing more can be read.
        case failed(any Error)
    }

    private var steps = Deque<Step>()

    var isEmpty: Bool { self.steps.isEmpty }

    mutating func put(_ step: Step) { self.steps.append(step) }

    /// The next step; `nil` when more is to be read.
    mutating func take() -> Step? { self.steps.popFirst() }
}
