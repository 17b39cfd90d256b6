import Formats
import Journal
import Playbook
import Retention

extension Workload {
    /// The fold of one type of event at a time by the default playbook, with the deadlines that come of it, and the writing
    /// of signals.
    static var folding: [Workload] {
        Shop.Kind.allCases.map { kind in Workload("fold \(kind.word)") { try self.fold(kind, $0) } } + [
            Workload("encode signal") { try self.signals($0) }
        ]
    }

    private static func fold(_ kind: Shop.Kind, _ shop: Shop) throws -> Work {
        let playbook = try Playbooks.default
        let events = Array(shop.history.filter { $0.body.kind == kind.fact }.prefix(shop.size.repetitions))
        // The event comes from memory, and so does what is always there of the customer.
        let size = shop.encodedSize + Double(MemoryLayout<Customer>.stride)
        return Work(count: events.count, limit: .reading(size)) {
            // Within a replay, which was compiled for this fold.
            var replay = Replay(playbook)
            var signals = 0
            for event in events { try replay.add(event, source: 0) { _ in signals += 1 } }
            try replay.finish(at: nil) { _ in signals += 1 }
            return signals + replay.fold.subjectCount
        }
    }

    private static func signals(_ shop: Shop) throws -> Work {
        let playbook = try Playbooks.reference
        var all: [Signal] = []
        var replay = Replay(playbook)
        for event in shop.history { try replay.add(event, source: 0) { all.append($0) } }
        let signals = Array(all.prefix(shop.size.repetitions))
        let coding = CloudEventSignals(playbook: playbook.settings.playbook, version: playbook.settings.version)
        var bytes: [UInt8] = []
        for signal in signals { coding.encodeLine(signal, to: &bytes) }
        return Work(count: signals.count, limit: .reading(Double(bytes.count) / Double(signals.count))) {
            bytes.removeAll(keepingCapacity: true)
            for signal in signals { coding.encodeLine(signal, to: &bytes) }
            return bytes.count
        }
    }
}
