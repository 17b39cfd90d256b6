import Foundation
import Journal
import RocksDB
import TestKit
import Testing

@Suite struct RocksStorageTests {
    private let place: Place

    init() throws { self.place = try Place() }

    @Test(arguments: CheckpointStoreContract.Promise.allCases)
    func keepsWhatEveryStoragePromises(_ promise: CheckpointStoreContract.Promise) throws {
        let log = Log()
        try CheckpointStoreContract { place.storage(log) }.check(promise)
        #expect(log.warnings.allSatisfy { $0.contains("a check") })
    }

    @Test func aStorageOfANextProcessFindsWhatTheLastOneWrote() throws {
        do {
            let store = try place.storage().open(0)
            for number in 1...50 { store.write(numberedBatch(number, first: number * 100, count: 100)) }
        }
        let store = try place.storage().open(0)
        #expect(try store.headerNumber() == 50)
        #expect(try store.entryCount() == 5_000)
    }

    @Test func openingWaitsForTheStoreThatIsStillBeingReleased() async throws {
        let storage = place.storage()
        for round in 1...20 {
            let store = ReleasedElsewhere(try storage.open(0))
            store.write(numberedBatch(round, first: 0, count: 2_000, valueBytes: 500))
            let release = Thread { store.release() }
            release.start()
            let next = try storage.open(0)
            #expect(try next.headerNumber() == round)
        }
    }

    @Test func openingGivesUpWhenTheOtherStoreStays() throws {
        let storage = place.storage()
        let store = try storage.open(0)
        let error = #expect(throws: CheckpointError.self) { try storage.open(0) }
        #expect(error?.message.contains("still in use by this process") == true)
        withExtendedLifetime(store) {}
    }

    @Test func anotherProcessIsToldThatTheDirectoryIsInUse() async throws {
        let store = try place.storage().open(0)
        store.write(numberedBatch(1, first: 0, count: 10))
        await #expect(processExitsWith: .success) { [path = place.path as String] in
            let storage = RocksStorage(directory: path, logger: Log().logger)
            let error = #expect(throws: CheckpointError.self) { try storage.open(0) }
            #expect(error?.message.contains("is another worker using this directory?") == true)
        }
        #expect(place.names() == ["0"])
        #expect(try store.entry(of: [1]) == nil)
    }

    @Test func aDirectoryThatCanNotBeMadeIsAnError() throws {
        try Data("a file".utf8).write(to: URL(fileURLWithPath: place.path + "/file"))
        let storage = RocksStorage(directory: place.path + "/file/below", logger: Log().logger)
        #expect(throws: CheckpointError.self) { try storage.open(0) }
    }

    @Test func `a file where a store should be is set aside`() throws {
        try Data("a file".utf8).write(to: URL(fileURLWithPath: place.path + "/7"))
        let log = Log()
        let store = try RocksStorage(directory: place.path, logger: log.logger).open(7)
        #expect(try store.header() == nil)
        #expect(log.warnings.first?.contains("it is a file") == true)
        #expect(place.names() == ["7", "7.set-aside-1"])
    }

    @Test func severalStoresWriteAtOnce() throws {
        let storage = place.storage()
        do {
            let stores = try (0..<12).map { try storage.open(Int32($0)) }
            for number in 1...20 {
                for store in stores { store.write(numberedBatch(number, first: number * 500, count: 500)) }
            }
        }
        for partition in 0..<12 {
            let store = try storage.open(Int32(partition))
            #expect(try store.entryCount() == 10_000)
            #expect(try store.headerNumber() == 20)
        }
    }
}

/// A store that another thread releases.
final class ReleasedElsewhere: @unchecked Sendable {  // one thread after the other
    private var store: (any CheckpointStore)?

    init(_ store: any CheckpointStore) { self.store = store }

    func write(_ batch: CheckpointBatch) { self.store?.write(batch) }

    func release() { self.store = nil }
}
