import Formats
import Journal
import Playbook
import Retention

extension Workload {
    /// The fold of one type of event at a time by the default playbook, and the writing of signals.
    static func folding(_ shop: Shop) throws -> [Workload] {
        let playbook = try Playbooks.default
        let known = MemoryLayout<Customer>.stride
        let folds = Shop.Kind.allCases.map { kind in
            let events = shop.history.filter { $0.body.kind == kind.fact }
            let some = Array(events.prefix(shop.size.repetitions))
            return Workload("fold \(kind.word)", count: some.count, limit: .reading(shop.encodedSize + Double(known))) {
                let projection = PlaybookProjection(playbook)
                return {
                    var fold = PartitionFold(projection)
                    var effects = Effects(playbook: playbook.settings.playbook)
                    var signals = 0
                    for event in some {
                        fold.fold(event, &effects)
                        signals += effects.signals.count
                        effects.removeAll()
                    }
                    return signals + fold.subjectCount
                }
            }
        }
        return folds + [try self.signals(shop)]
    }

    private static func signals(_ shop: Shop) throws -> Workload {
        let playbook = try Playbooks.reference
        var signals: [Signal] = []
        var replay = Replay(playbook)
        for event in shop.history { try replay.add(event, source: 0) { signals.append($0) } }
        let some = Array(signals.prefix(shop.size.repetitions))
        let coding = CloudEventSignals(playbook: playbook.settings.playbook, version: playbook.settings.version)
        var line: [UInt8] = []
        for signal in some { coding.encodeLine(signal, to: &line) }
        return Workload("encode signal", count: some.count, limit: .reading(Double(line.count) / Double(some.count))) {
            let coding = CloudEventSignals(playbook: playbook.settings.playbook, version: playbook.settings.version)
            var bytes: [UInt8] = []
            return {
                bytes.removeAll(keepingCapacity: true)
                for signal in some { coding.encodeLine(signal, to: &bytes) }
                return bytes.count
            }
        }
    }
}
