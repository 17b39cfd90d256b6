import Foundation
import Journal
import RocksDB
import TestKit
import Testing

@Suite struct CrashTests {
    private let place: Place

    init() throws { self.place = try Place() }

    /// Entries per batch; more than RocksDB gets at once, so that a kill can tear a batch.
    static let entriesPerBatch = 3_000

    @Test(.timeLimit(.minutes(2))) func aKilledProcessLeavesAPrefixWithAHeaderThatIsTrue() async throws {
        var headers: [Int] = []
        for milliseconds in [60, 110, 20, 180, 5, 90] {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = place.path as String, milliseconds = milliseconds as Int] in
                try Self.writeUntilKilled(at: path, after: milliseconds)
            }
            headers.append(try Self.checkPrefix(at: place))
        }
        #expect(headers == headers.sorted())
        #expect(headers.last != 0)
        #expect(place.names() == ["0"])
    }

    private static func writeUntilKilled(at path: String, after milliseconds: Int) throws {
        let storage = RocksStorage(directory: path, writeBufferBytes: 4 << 20, logger: Log().logger)
        let store = try storage.open(0)
        let first = (try store.headerNumber() ?? 0) + 1
        Thread.detachNewThread {
            usleep(UInt32(milliseconds) * 1_000)
            kill(getpid(), SIGKILL)
        }
        for number in first... {
            store.write(
                numberedBatch(number, first: number * entriesPerBatch, count: entriesPerBatch, valueBytes: 700)
            )
            while store.writtenBatches < number - first - 2 { usleep(100) }
        }
    }

    /// Checks that the entries are those of all batches up to the header, and at most some of the next one.
    private static func checkPrefix(at place: Place) throws -> Int {
        let log = Log()
        let store = try place.storage(log).open(0)
        let header = try store.headerNumber() ?? 0
        let entries = try store.allEntries()
        let complete = header * self.entriesPerBatch
        #expect(entries.count >= complete && entries.count < complete + self.entriesPerBatch)
        for number in 0..<entries.count {
            let value = entries[Array("subject-\(self.entriesPerBatch + number)".utf8)]
            let batch = number / self.entriesPerBatch + 1
            guard value?.starts(with: Array("\(batch):".utf8)) == true else {
                Issue.record("entry \(number) of \(entries.count) is missing or old; the header says \(header)")
                break
            }
        }
        #expect(log.warnings == [])
        return header
    }
}
