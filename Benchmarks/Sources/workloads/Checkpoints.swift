import Foundation
import Journal
import Logging
import Playbook
import Retention
import RocksDB

extension Workload {
    /// The states of all customers into bytes and back, and onto the disk.
    static var checkpoints: [Workload] {
        [
            Workload("encode state") { shop in
                let states = try States(shop)
                var bytes: [UInt8] = []
                return Work(count: states.encoded.count, limit: .reading(states.size)) {
                    var sum = 0
                    for state in states.states {
                        bytes.removeAll(keepingCapacity: true)
                        states.projection.encode(state, to: &bytes)
                        sum += bytes.count
                    }
                    return sum
                }
            },
            Workload("decode state") { shop in
                let states = try States(shop)
                return Work(count: states.encoded.count, limit: .reading(states.size)) {
                    var read = 0
                    for bytes in states.encoded where states.projection.decode(bytes.span) != nil { read += 1 }
                    precondition(read == states.encoded.count, "what was written can be read")
                    return read
                }
            },
            // The time is that of waiting: RocksDB's threads do the work.
            Workload("write checkpoint", isDeterministic: false) { shop in
                let states = try States(shop)
                return Work(count: states.encoded.count, limit: .reading(states.size)) { try self.write(states) }
            },
        ]
    }

    /// Writes a checkpoint of all states into a new store; one batch.
    private static func write(_ states: States) throws -> Int {
        let folder = FileManager.default.temporaryDirectory.appending(path: "treue-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try RocksStorage(directory: folder.path, logger: Logger(label: "bench")).open(0)
        var batch = CheckpointBatch()
        for (key, value) in zip(states.keys, states.encoded) {
            batch.append(key: { $0.append(contentsOf: key) }, value: { $0.append(contentsOf: value) })
        }
        batch.header = [1]
        store.write(batch)
        while store.writtenBatches == 0 { Thread.sleep(forTimeInterval: 0.000_1) }
        return batch.entries.count
    }
}

/// What is known of the customers at the end of a history by the default playbook.
private struct States {
    let projection: PlaybookProjection
    var keys: [[UInt8]] = []
    var states: [Customer] = []
    var encoded: [[UInt8]] = []

    /// The mean number of bytes of a state.
    var size: Double { Double(self.encoded.reduce(0) { $0 + $1.count }) / Double(self.encoded.count) }

    init(_ shop: Shop) throws {
        let playbook = try Playbooks.default
        self.projection = PlaybookProjection(playbook)
        var replay = Replay(playbook)
        for event in shop.history { try replay.add(event, source: 0) { _ in } }
        replay.fold.forEachSubject { subject, state in
            var bytes: [UInt8] = []
            self.projection.encode(state, to: &bytes)
            self.keys.append(Array(subject.description.utf8))
            self.states.append(state)
            self.encoded.append(bytes)
        }
    }
}
