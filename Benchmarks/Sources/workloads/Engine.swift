import Journal
import Retention

/// Counts events: what a fold costs that does next to nothing.
private struct Counting: Projection {
    var initial: Int { 0 }
    static var stateFormat: UInt8 { 1 }

    func admit(_ event: Event, into state: inout Int) -> Bool { true }
    func evolve(_ state: inout Int, with event: Event, _ effects: inout Effects) { state += 1 }
    func fire(_ deadline: Timestamp, in state: inout Int, _ effects: inout Effects) {}
    func nextDeadline(of state: Int) -> Timestamp { .never }
    func encode(_ state: Int, to bytes: inout [UInt8]) {}
    func decode(_ bytes: Span<UInt8>) -> Int? { nil }
    func heapBytes(of state: Int) -> Int { 0 }
}

/// Sets an alarm an hour behind each event, and hears it.
private struct Alarms: Projection {
    var initial: Timestamp { .never }
    static var stateFormat: UInt8 { 1 }

    func admit(_ event: Event, into state: inout Timestamp) -> Bool { true }
    func evolve(_ state: inout Timestamp, with event: Event, _ effects: inout Effects) {
        state = event.time + TimeSpan(milliseconds: 3_600_000)
    }
    func fire(_ deadline: Timestamp, in state: inout Timestamp, _ effects: inout Effects) { state = .never }
    func nextDeadline(of state: Timestamp) -> Timestamp { state }
    func encode(_ state: Timestamp, to bytes: inout [UInt8]) {}
    func decode(_ bytes: Span<UInt8>) -> Timestamp? { nil }
    func heapBytes(of state: Timestamp) -> Int { 0 }
}

extension Workload {
    /// What the engine does around the fold of a customer: finding its state, and its timers.
    ///
    /// Nothing is specialized for these folds, and what looking up their types costs hangs on where the linker has put them:
    /// their instructions can't be held to a threshold.
    static var engine: [Workload] {
        [
            Workload("subject table", isDeterministic: false) { shop in
                // A cache line of the table and one of the state.
                Work(count: shop.history.count, limit: .reading(128)) {
                    var fold = PartitionFold(Counting())
                    var effects = Effects(playbook: "counting")
                    for event in shop.history { fold.fold(event, &effects) }
                    return fold.subjectCount
                }
            },
            Workload("timers", isDeterministic: false) { shop in
                // One more for the queue.
                Work(count: shop.history.count, limit: .reading(192)) {
                    var fold = PartitionFold(Alarms())
                    var effects = Effects(playbook: "alarms")
                    for event in shop.history {
                        fold.advance(to: event.time, &effects)
                        fold.fold(event, &effects)
                    }
                    return fold.counts.timers
                }
            },
        ]
    }
}
