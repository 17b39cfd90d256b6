import Foundation
import Journal
import RocksDB
import TestKit
import Testing

@Suite struct FullDiskTests {
    private let place: Place

    init() throws { self.place = try Place() }

    @Test(.timeLimit(.minutes(1))) func writingGoesOnWhenFilesMayGrowAgain() async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = place.path as String] in
            signal(SIGXFSZ, SIG_IGN)
            let log = Log()
            let store = try RocksStorage(directory: path, writeBufferBytes: 256 << 10, logger: log.logger).open(0)
            try Self.fillAndRecover(
                store,
                at: path,
                log: log,
                fill: { try Self.limitFiles(to: 200_000) },
                makeRoom: { try Self.limitFiles(to: nil) }
            )
            // What failed before must not be in the way of what was written after it.
            kill(getpid(), SIGKILL)
        }
        let store = try place.storage().open(0)
        try Self.checkEntries(store)
    }

    @Test(.enabled(if: getuid() == 0, "only root may mount"), .timeLimit(.minutes(1)))
    func writingGoesOnWhenTheDiskHasRoomAgain() throws {
        let disk = place.path + "/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        guard mount("none", disk, "tmpfs", 0, "size=12m") == 0 else {
            try Test.cancel("mounting is not permitted")
        }
        defer { umount2(disk, Int32(MNT_DETACH)) }
        let log = Log()
        let storage = RocksStorage(directory: disk, writeBufferBytes: 256 << 10, logger: log.logger)
        try Self.fillAndRecover(
            storage.open(0),
            at: disk,
            log: log,
            fill: {
                if !FileManager.default.fileExists(atPath: disk + "/ballast") {
                    try Data().write(to: URL(fileURLWithPath: disk + "/ballast"))
                }
                let file = try FileHandle(forWritingTo: URL(fileURLWithPath: disk + "/ballast"))
                try file.seekToEnd()
                while (try? file.write(contentsOf: Data(count: 4_096))) != nil {}
                try file.close()
            },
            makeRoom: { try FileManager.default.removeItem(atPath: disk + "/ballast") }
        )
        let store = try storage.open(0)
        try Self.checkEntries(store)
    }

    @Test func aFullDiskIsAnErrorOfOpeningAndLeavesTheStoreAsItIs() async throws {
        do { try place.storage().open(0).write(numberedBatch(1, first: 100, count: 100)) }
        await #expect(processExitsWith: .success) { [path = place.path as String] in
            signal(SIGXFSZ, SIG_IGN)
            let log = Log()
            let storage = RocksStorage(directory: path, logger: log.logger)
            try Self.limitFiles(to: 4_096)
            for partition: Int32 in 0...1 {
                let error = #expect(throws: CheckpointError.self) { try storage.open(partition) }
                #expect(error?.message.contains("no room") == true)
            }
            try Self.limitFiles(to: nil)
            #expect(try storage.open(0).entryCount() == 100)
            #expect(log.warnings.isEmpty)
        }
        #expect(place.names().allSatisfy { !$0.contains("set-aside") })
    }

    @Test(.timeLimit(.minutes(1))) func releasingGivesUpWhatAFullDiskDoesNotTake() async throws {
        await #expect(processExitsWith: .success) { [path = place.path as String] in
            signal(SIGXFSZ, SIG_IGN)
            let log = Log()
            do {
                let store = try RocksStorage(directory: path, logger: log.logger).open(0)
                store.write(numberedBatch(1, first: 100, count: 100))
                #expect(eventually { store.writtenBatches == 1 })
                try Self.limitFiles(to: 4_096)
                store.write(numberedBatch(2, first: 200, count: 100))
                #expect(eventually { store.trouble != nil })
                store.write(numberedBatch(3, first: 300, count: 100))
            }
            try Self.limitFiles(to: nil)
            #expect(log.warnings.count == 2)
            #expect(log.warnings.last?.contains("2 batches") == true)
        }
        let store = try place.storage().open(0)
        #expect(try store.headerNumber() == 1)
        #expect(try store.entryCount() == 100)
    }

    /// Fills the disk three times between writes, and checks that nothing is lost and everything goes on.
    private static func fillAndRecover(
        _ store: any CheckpointStore,
        at path: String,
        log: Log,
        fill: () throws -> Void,
        makeRoom: () throws -> Void
    ) throws {
        var number = 0
        for round in 1...3 {
            for _ in 0..<10 {
                number += 1
                store.write(numberedBatch(number, first: number * 100, count: 100, valueBytes: 400))
            }
            #expect(eventually { store.writtenBatches == number })
            // RocksDB removes files of its own now and then, so that filling the disk once is not enough.
            let isFull = try eventually {
                try fill()
                number += 1
                store.write(numberedBatch(number, first: number * 100, count: 100, valueBytes: 400))
                return eventually(within: 0.05) { store.trouble != nil }
            }
            #expect(isFull)
            let trouble = store.trouble
            #expect(trouble == nil || trouble?.message.contains(path + "/0") == true)
            usleep(500_000)  // some attempts fail
            // An attempt may succeed in between.
            let written = store.writtenBatches
            let header = try store.headerNumber() ?? 0
            let entries = try store.entryCount()
            #expect(header >= written && header <= number)
            #expect(entries >= header * 100 && entries <= number * 100)
            try makeRoom()
            #expect(eventually { store.writtenBatches == number && store.trouble == nil })
            #expect(log.warnings.count >= round)
        }
    }

    private static func checkEntries(_ store: any CheckpointStore) throws {
        let header = try store.headerNumber() ?? 0
        #expect(header >= 33)
        #expect(try store.entryCount() == header * 100)
    }

    /// Sets how big a file of this process may become.
    private static func limitFiles(to bytes: UInt?) throws {
        let limit = rlimit(rlim_cur: bytes ?? .max, rlim_max: .max)
        let code = withUnsafePointer(to: limit) { setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), $0) }
        #expect(code == 0)
    }
}
