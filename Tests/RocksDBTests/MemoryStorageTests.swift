import Journal
import TestKit
import Testing

@Suite struct MemoryStorageTests {
    @Test(arguments: CheckpointStoreContract.Promise.allCases)
    func keepsWhatEveryStoragePromises(_ promise: CheckpointStoreContract.Promise) throws {
        try CheckpointStoreContract { MemoryStorage(writesAtOnce: true) }.check(promise)
    }

    @Test(arguments: CheckpointStoreContract.Promise.allCases)
    func keepsItWhenATestDecidesWhatIsWritten(_ promise: CheckpointStoreContract.Promise) throws {
        let advance: (any CheckpointStorage) -> Void = { storage in
            guard let storage = storage as? MemoryStorage else { return }
            for partition in storage.partitionsWithPendingBatches { storage.writeNext(partition) }
        }
        try CheckpointStoreContract(advance: advance) { MemoryStorage() }.check(promise)
    }

    @Test func nothingIsWrittenBeforeTheTestSaysSo() throws {
        let storage = MemoryStorage()
        let store = try storage.open(4)
        store.write(CheckpointBatch([([1], [10])], header: [1]))
        store.write(CheckpointBatch([([2], [20])], header: [2]))
        #expect(storage.partitionsWithPendingBatches == [4])
        #expect(storage.pendingBatches(of: 4) == 2)
        #expect(try store.entry(of: [1]) == nil)

        #expect(storage.writeNext(4))

        #expect(store.writtenBatches == 1)
        #expect(try store.header() == [1])
        #expect(try store.entry(of: [2]) == nil)
        storage.writeAll()
        #expect(storage.partitionsWithPendingBatches == [])
        #expect(!storage.writeNext(4))
        #expect(try store.header() == [2])
    }

    @Test func aCrashLosesWhatWasNotWrittenAndLeavesTheStoreCutOff() throws {
        let storage = MemoryStorage()
        var store: (any CheckpointStore)? = try storage.open(0)
        store?.write(CheckpointBatch([([1], [10])], header: [1]))
        storage.writeAll()
        store?.write(CheckpointBatch([([2], [20])], header: [2]))

        storage.crash()

        let next = try storage.open(0)
        #expect(throws: CheckpointError.self) { try store?.header() }
        store?.write(CheckpointBatch([([3], [30])], header: [3]))
        store = nil
        #expect(try next.header() == [1])
        #expect(try next.allEntries() == [[1]: [10]])
        #expect(storage.pendingBatches(of: 0) == 0)
    }

    @Test func aCrashMayTearABatchButNeverLeavesItsHeader() throws {
        let storage = MemoryStorage()
        let store = try storage.open(0)
        store.write(CheckpointBatch([([1], [10]), ([2], [20]), ([3], [30])], header: [1]))

        storage.crash(tornEntries: [0: 2])

        #expect(storage.entries(of: 0).map(\.key) == [[1], [2]])
        #expect(storage.header(of: 0) == nil)
        withExtendedLifetime(store) {}
    }

    @Test func aFullDiskIsTroubleUntilThereIsRoom() throws {
        let storage = MemoryStorage()
        let store = try storage.open(0)
        storage.writeFailure = CheckpointError("the disk is full")
        store.write(CheckpointBatch([([1], [10])], header: [1]))
        #expect(!storage.writeNext(0))
        #expect(store.trouble?.message == "the disk is full")
        #expect(store.writtenBatches == 0)

        storage.writeFailure = nil
        storage.writeAll()

        #expect(store.trouble == nil)
        #expect(try store.header() == [1])
    }

    @Test func damageIsWhatTheTestMakesOfIt() throws {
        let storage = MemoryStorage(writesAtOnce: true)
        let store = try storage.open(0)
        store.write(CheckpointBatch([([1], [10]), ([2], [20])], header: [1, 2]))
        #expect(storage.garbleHeader(of: 0, at: 1) == [1, 2 ^ 0xA5])
        #expect(storage.garbleEntry(3, of: 0) == [2])
        #expect(try store.header() == [1, 2 ^ 0xA5])
        #expect(try store.entry(of: [2]) == [20 ^ 0xA5])
        storage.readFailures[0] = CheckpointError("unreadable")
        #expect(throws: CheckpointError("unreadable")) { try store.allEntries() }

        try store.setAside("unreadable")

        #expect(try store.allEntries().isEmpty)
        #expect(storage.aside.map(\.reason) == ["unreadable"])
        #expect(storage.aside.map(\.entries) == [2])
    }

    @Test func openingFailsWhenToldToAndWhileAnotherStoreHasThePartition() throws {
        let storage = MemoryStorage()
        storage.openFailures = [nil, CheckpointError("locked")]
        var store: (any CheckpointStore)? = try storage.open(0)
        #expect(throws: CheckpointError("locked")) { try storage.open(1) }
        #expect(throws: CheckpointError.self) { try storage.open(0) }
        storage.whenWaiting = { store = nil }
        store?.write(CheckpointBatch([([1], [10])], header: [1]))
        let next = try storage.open(0)
        #expect(try next.header() == [1])
        #expect(store == nil)
    }

    @Test func releasingMayDropWhatWasHandedOver() throws {
        let storage = MemoryStorage()
        storage.writesWhenReleased = false
        do { try storage.open(0).write(CheckpointBatch([([1], [10])], header: [1])) }
        #expect(storage.header(of: 0) == nil)
        storage.removeContents(of: 0)
        #expect(storage.entries(of: 0) == [])
    }
}
