internal import Glibc
public import Journal

/// What every storage of checkpoints promises, as checks that any of them can be put to.
///
///     @Test(arguments: CheckpointStoreContract.Promise.allCases)
///     func keepsThePromise(_ promise: CheckpointStoreContract.Promise) throws {
///         try CheckpointStoreContract { MemoryStorage(writesAtOnce: true) }.check(promise)
///     }
public struct CheckpointStoreContract {
    /// What a storage promises, one thing at a time.
    public enum Promise: String, CaseIterable, Sendable {
        case aNewStoreIsEmpty
        case writtenEntriesAreLentAndFound
        case entriesOutliveTheStore
        case theHeaderIsTheOneWrittenLast
        case aBatchWithoutHeaderLeavesTheHeader
        case aLaterEntryReplacesAnEarlierOne
        case aLaterEntryInABatchReplacesAnEarlierOne
        case anyBytesAreKeysAndValues
        case emptyBatchesAndHeadersAreWritten
        case partitionsAreApart
        case bigBatchesAreWritten
        case batchesAreWrittenInOrder
        case releasingWritesWhatWasHandedOver
        case settingAsideForgetsEverything
        case settingAsideDropsWhatWasHandedOver
        case theStoreGoesOnAfterSettingAside
        case errorsOfTheBodyEndTheScan
        case entriesCanBeReadWhileOthersAreWritten
    }

    private let makeStorage: () throws -> any CheckpointStorage
    private let advance: (any CheckpointStorage) -> Void

    /// Takes a maker of empty storages, one for each check.
    ///
    /// - Parameters:
    ///   - advance: Called again and again while a check waits for batches to be written; when there is
    ///     none, the check waits a moment.
    ///   - makeStorage: Makes a storage in which nothing was ever written.
    public init(
        advance: ((any CheckpointStorage) -> Void)? = nil,
        makeStorage: @escaping () throws -> any CheckpointStorage
    ) {
        self.makeStorage = makeStorage
        self.advance = advance ?? { _ in usleep(500) }
    }

    /// Puts a new storage to one check.
    ///
    /// - Throws: `ContractViolation`, and whatever the storage throws.
    public func check(_ promise: Promise) throws {
        let bench = Bench(storage: try self.makeStorage(), promise: promise, advance: self.advance)
        switch promise {
        case .aNewStoreIsEmpty: try bench.aNewStoreIsEmpty()
        case .writtenEntriesAreLentAndFound: try bench.writtenEntriesAreLentAndFound()
        case .entriesOutliveTheStore: try bench.entriesOutliveTheStore()
        case .theHeaderIsTheOneWrittenLast: try bench.theHeaderIsTheOneWrittenLast()
        case .aBatchWithoutHeaderLeavesTheHeader: try bench.aBatchWithoutHeaderLeavesTheHeader()
        case .aLaterEntryReplacesAnEarlierOne: try bench.aLaterEntryReplacesAnEarlierOne()
        case .aLaterEntryInABatchReplacesAnEarlierOne: try bench.aLaterEntryInABatchReplacesAnEarlierOne()
        case .anyBytesAreKeysAndValues: try bench.anyBytesAreKeysAndValues()
        case .emptyBatchesAndHeadersAreWritten: try bench.emptyBatchesAndHeadersAreWritten()
        case .partitionsAreApart: try bench.partitionsAreApart()
        case .bigBatchesAreWritten: try bench.bigBatchesAreWritten()
        case .batchesAreWrittenInOrder: try bench.batchesAreWrittenInOrder()
        case .releasingWritesWhatWasHandedOver: try bench.releasingWritesWhatWasHandedOver()
        case .settingAsideForgetsEverything: try bench.settingAsideForgetsEverything()
        case .settingAsideDropsWhatWasHandedOver: try bench.settingAsideDropsWhatWasHandedOver()
        case .theStoreGoesOnAfterSettingAside: try bench.theStoreGoesOnAfterSettingAside()
        case .errorsOfTheBodyEndTheScan: try bench.errorsOfTheBodyEndTheScan()
        case .entriesCanBeReadWhileOthersAreWritten: try bench.entriesCanBeReadWhileOthersAreWritten()
        }
    }
}

extension CheckpointBatch {
    /// Makes a batch of entries and, when there is one, a header.
    public init(_ entries: [(key: [UInt8], value: [UInt8])], header: [UInt8]? = nil) {
        self.init()
        for entry in entries {
            self.append(key: { $0.append(contentsOf: entry.key) }, value: { $0.append(contentsOf: entry.value) })
        }
        self.header = header
    }
}

extension CheckpointStore {
    /// Every entry in a dictionary.
    public func allEntries() throws(CheckpointError) -> [[UInt8]: [UInt8]] {
        var entries: [[UInt8]: [UInt8]] = [:]
        try self.forEachEntry { key, value throws(CheckpointError) in
            entries[[UInt8](copying: key)] = [UInt8](copying: value)
        }
        return entries
    }
}

extension [UInt8] {
    /// Copies what was lent.
    fileprivate init(copying bytes: Span<UInt8>) {
        self.init()
        self.reserveCapacity(bytes.count)
        for place in bytes.indices { self.append(bytes[place]) }
    }
}

/// A storage under a check.
private struct Bench {
    let storage: any CheckpointStorage
    let promise: CheckpointStoreContract.Promise
    let advance: (any CheckpointStorage) -> Void

    // MARK: Means

    func expect(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        guard condition else { throw ContractViolation("\(self.promise.rawValue): \(what())") }
    }

    func settle(_ store: any CheckpointStore, _ batches: Int) throws {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(30)
        while store.writtenBatches < batches, clock.now < deadline { self.advance(self.storage) }
        try self.expect(
            store.writtenBatches == batches,
            "\(store.writtenBatches) of \(batches) batches are written; trouble: \(store.trouble?.message ?? "none")"
        )
        try self.expect(store.trouble == nil, "there is trouble although everything is written")
    }

    func expectEntries(_ store: any CheckpointStore, _ expected: [[UInt8]: [UInt8]]) throws {
        var count = 0
        try store.forEachEntry { _, _ throws(CheckpointError) in count += 1 }
        try self.expect(count == expected.count, "\(count) entries are lent, not \(expected.count)")
        try self.expect(try store.allEntries() == expected, "the entries lent are not those written")
        for (key, value) in expected.prefix(1_000) {
            try self.expect(try store.entry(of: key) == value, "the value of the key \(key.prefix(20)) is not found")
        }
    }

    func key(_ number: Int) -> [UInt8] { Array("subject-\(number)".utf8) }

    // MARK: Checks

    func aNewStoreIsEmpty() throws {
        let store = try self.storage.open(0)
        try self.expect(try store.header() == nil, "there is a header")
        try self.expectEntries(store, [:])
        try self.expect(try store.entry(of: [1, 2]) == nil, "an entry is found")
        try self.expect(try store.entry(of: []) == nil, "an entry without key is found")
        try self.settle(store, 0)
    }

    func writtenEntriesAreLentAndFound() throws {
        let store = try self.storage.open(3)
        store.write(CheckpointBatch([(self.key(1), [10]), (self.key(2), [20, 21])], header: [7]))
        try self.settle(store, 1)
        try self.expectEntries(store, [self.key(1): [10], self.key(2): [20, 21]])
        try self.expect(try store.entry(of: self.key(3)) == nil, "an entry is found that was not written")
        try self.expect(try store.header() == [7], "the header is not the one written")
    }

    func entriesOutliveTheStore() throws {
        for round in 1...4 {
            let store = try self.storage.open(0)
            var expected: [[UInt8]: [UInt8]] = [:]
            for earlier in 1..<round { expected[self.key(earlier)] = [UInt8(earlier)] }
            try self.expectEntries(store, expected)
            try self.expect(try store.header() == (round == 1 ? nil : [UInt8(round - 1)]), "the header is lost")
            try self.expect(store.writtenBatches == 0, "a new store has written batches")
            store.write(CheckpointBatch([(self.key(round), [UInt8(round)])], header: [UInt8(round)]))
            try self.settle(store, 1)
        }
    }

    func theHeaderIsTheOneWrittenLast() throws {
        let store = try self.storage.open(0)
        for number in 1...20 {
            store.write(CheckpointBatch([], header: [UInt8](repeating: UInt8(number), count: number)))
            try self.settle(store, number)
            try self.expect(try store.header()?.count == number, "the header is not the last one")
        }
    }

    func aBatchWithoutHeaderLeavesTheHeader() throws {
        let store = try self.storage.open(0)
        store.write(CheckpointBatch([(self.key(1), [1])], header: [42]))
        store.write(CheckpointBatch([(self.key(2), [2])]))
        try self.settle(store, 2)
        try self.expect(try store.header() == [42], "a batch without header changed the header")
    }

    func aLaterEntryReplacesAnEarlierOne() throws {
        let store = try self.storage.open(0)
        for number in 1...9 { store.write(CheckpointBatch([(self.key(0), [UInt8(number)])])) }
        try self.settle(store, 9)
        try self.expectEntries(store, [self.key(0): [9]])
    }

    func aLaterEntryInABatchReplacesAnEarlierOne() throws {
        let store = try self.storage.open(0)
        store.write(CheckpointBatch([(self.key(0), [1]), (self.key(1), [5]), (self.key(0), [])]))
        try self.settle(store, 1)
        try self.expectEntries(store, [self.key(0): [], self.key(1): [5]])
    }

    func anyBytesAreKeysAndValues() throws {
        var expected: [[UInt8]: [UInt8]] = [:]
        for byte in UInt8.min...UInt8.max {
            expected[[byte]] = [byte, 0, byte]
            expected[[byte, 0]] = []
            expected[[0, byte, 255]] = [0]
        }
        // Whatever an adapter uses for itself must not be in the way.
        for text in ["header", "layout", "meta", ""] { expected[Array(text.utf8)] = Array(text.utf8) }
        expected[[UInt8](repeating: 255, count: 300)] = [UInt8](repeating: 0, count: 70_000)
        let store = try self.storage.open(Int32.max)
        store.write(CheckpointBatch(expected.map { ($0.key, $0.value) }, header: [0, 255]))
        try self.settle(store, 1)
        try self.expectEntries(store, expected)
        try self.expect(try store.header() == [0, 255], "the header is not the one written")
    }

    func emptyBatchesAndHeadersAreWritten() throws {
        let store = try self.storage.open(0)
        store.write(CheckpointBatch())
        store.write(CheckpointBatch([], header: []))
        try self.settle(store, 2)
        try self.expect(try store.header() == [], "an empty header is not a header")
        try self.expectEntries(store, [:])
    }

    func partitionsAreApart() throws {
        let stores = try (0..<5).map { try self.storage.open(Int32($0)) }
        for (number, store) in stores.enumerated() {
            store.write(CheckpointBatch([(self.key(0), [UInt8(number)])], header: [UInt8(number)]))
        }
        for (number, store) in stores.enumerated() {
            try self.settle(store, 1)
            try self.expectEntries(store, [self.key(0): [UInt8(number)]])
        }
        try stores[2].setAside("a check")
        try self.expectEntries(stores[2], [:])
        try self.expectEntries(stores[3], [self.key(0): [3]])
    }

    func bigBatchesAreWritten() throws {
        let store = try self.storage.open(0)
        var expected: [[UInt8]: [UInt8]] = [:]
        for number in 0..<20_000 { expected[self.key(number)] = [UInt8](repeating: UInt8(number & 255), count: 500) }
        store.write(CheckpointBatch(expected.map { ($0.key, $0.value) }, header: [1]))
        store.write(CheckpointBatch([(self.key(-1), [UInt8](repeating: 7, count: 6 << 20))], header: [2]))
        try self.settle(store, 2)
        expected[self.key(-1)] = [UInt8](repeating: 7, count: 6 << 20)
        try self.expectEntries(store, expected)
        try self.expect(try store.header() == [2], "the header is not the last one")
    }

    func batchesAreWrittenInOrder() throws {
        let store = try self.storage.open(0)
        let batches = 300
        for number in 1...batches {
            let bytes = Array("\(number)".utf8)
            store.write(CheckpointBatch([(self.key(number), bytes), (self.key(0), bytes)], header: bytes))
            // A header that can be read proves its own and all earlier entries.
            guard let header = try store.header() else { continue }
            let reached = Int(String(decoding: header, as: UTF8.self)) ?? 0
            try self.expect(store.writtenBatches >= reached - 1, "the header is ahead of the batches written")
            let last = try store.entry(of: self.key(reached))
            try self.expect(last == header, "the header stands there without its entries")
        }
        try self.settle(store, batches)
        try self.expect(try store.entry(of: self.key(0)) == Array("\(batches)".utf8), "an earlier batch came later")
        try self.expect(try store.allEntries().count == batches + 1, "entries are missing")
    }

    func releasingWritesWhatWasHandedOver() throws {
        for round in 0..<10 {
            // Opened while the last one is perhaps still writing.
            let store = try self.storage.open(0)
            try self.expect(try store.allEntries().count == round * 200, "batches got lost at the release")
            for number in 0..<200 { store.write(CheckpointBatch([(self.key(round * 200 + number), [1])], header: [1])) }
        }
    }

    func settingAsideForgetsEverything() throws {
        do {
            let store = try self.storage.open(0)
            store.write(CheckpointBatch([(self.key(1), [1])], header: [1]))
            try self.settle(store, 1)
            try store.setAside("a check")
            try self.expect(try store.header() == nil, "the header is still there")
            try self.expectEntries(store, [:])
        }
        let store = try self.storage.open(0)
        try self.expect(try store.header() == nil, "the header is there again")
        try self.expectEntries(store, [:])
    }

    func settingAsideDropsWhatWasHandedOver() throws {
        let store = try self.storage.open(0)
        for number in 1...100 { store.write(CheckpointBatch([(self.key(number), [1])], header: [UInt8(number)])) }
        try store.setAside("a check")
        try self.settle(store, 100)
        try self.expect(try store.header() == nil, "a header handed over before is there")
        try self.expectEntries(store, [:])
    }

    func theStoreGoesOnAfterSettingAside() throws {
        do {
            let store = try self.storage.open(0)
            for round in 1...4 {
                store.write(CheckpointBatch([(self.key(round), [UInt8(round)])], header: [UInt8(round)]))
                if round < 4 { try store.setAside("a check") }
            }
            try self.settle(store, 4)
            try self.expectEntries(store, [self.key(4): [4]])
        }
        let store = try self.storage.open(0)
        try self.expectEntries(store, [self.key(4): [4]])
        try self.expect(try store.header() == [4], "the header is lost")
    }

    func errorsOfTheBodyEndTheScan() throws {
        let store = try self.storage.open(0)
        store.write(CheckpointBatch((0..<100).map { (self.key($0), [1]) }))
        try self.settle(store, 1)
        var calls = 0
        let error = CheckpointError("no more of it")
        var thrown: CheckpointError?
        do throws(CheckpointError) {
            try store.forEachEntry { _, _ throws(CheckpointError) in
                calls += 1
                if calls == 10 { throw error }
            }
        } catch { thrown = error }
        try self.expect(thrown == error, "the error got lost, or another one came out")
        try self.expect(calls == 10, "the scan went on behind the error")
        try store.setAside("a check")
    }

    func entriesCanBeReadWhileOthersAreWritten() throws {
        let store = try self.storage.open(0)
        store.write(CheckpointBatch((0..<5_000).map { (self.key($0), [1]) }))
        try self.settle(store, 1)
        var seen = 0
        try store.forEachEntry { key, _ throws(CheckpointError) in
            seen += 1
            if seen % 50 == 1 { store.write(CheckpointBatch([([UInt8](copying: key), [2])], header: [9])) }
            if seen % 500 == 1, try store.entry(of: [UInt8](copying: key)) == nil {
                throw CheckpointError("a lent entry is not found")
            }
        }
        try self.expect(seen == 5_000, "\(seen) entries are lent, not 5000")
        try self.settle(store, 101)
        let replaced = try store.allEntries().values.count { $0 == [2] }
        try self.expect(replaced == 100, "\(replaced) entries were replaced, not 100")
    }
}
