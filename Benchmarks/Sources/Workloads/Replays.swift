import Formats
import Journal
import Playbook
import Retention

extension Workload {
    /// Whole histories in one thread, as `treue replay` works through them, from memory and without files.
    static func replays(_ shop: Shop) throws -> [Workload] {
        let playbooks = [
            ("empty", try Playbooks.empty), ("reference", try Playbooks.reference), ("default", try Playbooks.default),
        ]
        let lines = shop.topics.flatMap(\.self)
        let topics = shop.topics
        let encoded = shop.events.map { $0.map(Shop.encode) }
        return playbooks.map { name, playbook in
            Workload("replay JSON, \(name)", count: shop.count, limit: .parsing(lines)) {
                let decoder = RawDecoder()
                return {
                    try self.replay(topics.map(\.count), playbook) { source, number in
                        let origin = Origin(source: "orders", partition: 0, offset: Int64(number))
                        let line = topics[source][number]
                        let decoded = decoder.decode(line: line.span, at: origin)
                        if case .event(let event) = decoded { return event } else { return nil }
                    }
                }
            }
        }
            + playbooks.map { name, playbook in
                Workload("replay events, \(name)", count: shop.history.count, limit: .reading(shop.encodedSize)) {
                    let coding = CanonicalEvents()
                    return {
                        try self.replay(encoded.map(\.count), playbook) { source, number in
                            let bytes = encoded[source][number]
                        let decoded = coding.decode(bytes.span)
                            if case .event(let event)? = decoded { return event } else { return nil }
                        }
                    }
                }
            }
    }

    /// Merges the sources by time, folds them, and writes the signals; returns how many bytes those are.
    private static func replay(
        _ counts: [Int],
        _ playbook: CompiledPlaybook,
        _ read: (_ source: Int, _ number: Int) -> Event?
    ) throws -> Int {
        var merge = HistoryMerge(count: counts.count)
        var replay = Replay(playbook)
        let coding = CloudEventSignals(playbook: playbook.settings.playbook, version: playbook.settings.version)
        var line: [UInt8] = []
        var written = 0
        var next = counts.map { _ in 0 }
        func advance(_ source: Int) {
            while next[source] < counts[source] {
                next[source] += 1
                guard let event = read(source, next[source] - 1) else { continue }
                return merge.put(event, of: source)
            }
            merge.put(nil, of: source)
        }
        func write(_ signal: Signal) {
            line.removeAll(keepingCapacity: true)
            coding.encodeLine(signal, to: &line)
            written += line.count
        }
        for source in counts.indices { advance(source) }
        while let (source, event) = merge.next() {
            try replay.add(event, source: source, write)
            advance(source)
        }
        try replay.finish(at: nil, write)
        return written + replay.fold.subjectCount
    }
}
