import Foundation
import Journal
import Logging
import Playbook
import Retention
import RocksDB

extension Workload {
    /// The states of all customers into bytes and back, and onto the disk.
    static func checkpoints(_ shop: Shop) throws -> [Workload] {
        let playbook = try Playbooks.default
        let projection = PlaybookProjection(playbook)
        var replay = Replay(playbook)
        for event in shop.history { try replay.add(event, source: 0) { _ in } }
        var customers: [(subject: Subject, state: Customer)] = []
        replay.fold.forEachSubject { subject, state in customers.append((subject, state)) }
        let states = customers
        let encoded = states.map { each in
            var bytes: [UInt8] = []
            projection.encode(each.state, to: &bytes)
            return bytes
        }
        let size = Double(encoded.reduce(0) { $0 + $1.count }) / Double(encoded.count)
        return [
            Workload("encode state", count: states.count, limit: .reading(size)) {
                var bytes: [UInt8] = []
                return {
                    var sum = 0
                    for each in states {
                        bytes.removeAll(keepingCapacity: true)
                        projection.encode(each.state, to: &bytes)
                        sum += bytes.count
                    }
                    return sum
                }
            },
            Workload("decode state", count: states.count, limit: .reading(size)) {
                {
                    var read = 0
                    for bytes in encoded where projection.decode(bytes.span) != nil { read += 1 }
                    precondition(read == encoded.count, "what was written can be read")
                    return read
                }
            },
            self.writing(states.map(\.subject), encoded, size),
        ]
    }

    /// A checkpoint of all states: into one batch, and by RocksDB's threads onto the disk. The time is that of waiting.
    private static func writing(_ subjects: [Subject], _ encoded: [[UInt8]], _ size: Double) -> Workload {
        let keys = subjects.map { Array($0.description.utf8) }
        return Workload("write checkpoint", count: keys.count, limit: .reading(size), isDeterministic: false) {
            let folder = FileManager.default.temporaryDirectory.appending(path: "treue-bench-\(UUID().uuidString)")
            let storage = RocksStorage(directory: folder.path, logger: Logger(label: "bench"))
            var number: Int32 = 0
            return {
                number += 1
                defer { try? FileManager.default.removeItem(at: folder.appending(path: "\(number)")) }
                let store = try storage.open(number)
                var batch = CheckpointBatch()
                for (key, value) in zip(keys, encoded) {
                    batch.append(key: { $0.append(contentsOf: key) }, value: { $0.append(contentsOf: value) })
                }
                batch.header = [1]
                let before = store.writtenBatches
                store.write(batch)
                while store.writtenBatches == before { Thread.sleep(forTimeInterval: 0.000_1) }
                return batch.entries.count
            }
        }
    }
}
