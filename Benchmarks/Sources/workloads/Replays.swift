import Formats
import Journal
import Playbook
import Retention

extension Workload {
    /// Whole histories in one thread, as `treue replay` works through them, from memory and without files.
    static var replays: [Workload] {
        ["empty", "reference", "default"].map { name in Workload("replay JSON, \(name)") { try self.lines($0, name) } }
            + ["empty", "reference", "default"].map { name in
                Workload("replay events, \(name)") { try self.events($0, name) }
            }
    }

    private static func lines(_ shop: Shop, _ name: String) throws -> Work {
        let playbook = try Playbooks.named(name)
        let decoder = RawDecoder()
        let topics = shop.topics
        return Work(count: shop.count, limit: .parsing(topics.flatMap(\.self))) {
            try self.replay(topics.map(\.count), playbook) { source, number in
                let line = topics[source][number]
                let origin = Origin(source: "orders", partition: 0, offset: Int64(number))
                if case .event(let event) = decoder.decode(line: line.span, at: origin) {
                    return event
                } else {
                    return nil
                }
            }
        }
    }

    private static func events(_ shop: Shop, _ name: String) throws -> Work {
        let playbook = try Playbooks.named(name)
        let coding = CanonicalEvents()
        let encoded = shop.events.map { $0.map(Shop.encode) }
        return Work(count: shop.history.count, limit: .reading(shop.encodedSize)) {
            try self.replay(encoded.map(\.count), playbook) { source, number in
                let bytes = encoded[source][number]
                if case .event(let event)? = coding.decode(bytes.span) { return event } else { return nil }
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
