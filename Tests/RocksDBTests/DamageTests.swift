import CRocksDB
import Foundation
import Journal
import RocksDB
import TestKit
import Testing

@Suite struct DamageTests {
    private let place: Place

    init() throws { self.place = try Place() }

    /// A way in which the files of a database go bad so that opening it shows it.
    enum Damage: String, CaseIterable, Sendable {
        case currentIsGarbled, currentIsEmpty, currentIsMissing
        case manifestIsGarbled, manifestIsEmpty, manifestIsMissing
        case tableIsMissing, tableIsTruncated

        func apply(to place: Place) throws {
            switch self {
            case .currentIsGarbled: try write("MANIFEST-", to: place.files("CURRENT"))
            case .currentIsEmpty: try write("", to: place.files("CURRENT"))
            case .currentIsMissing: try remove(place.files("CURRENT"))
            case .manifestIsGarbled: for file in place.files("MANIFEST-") { try garble(file, at: 0.5) }
            case .manifestIsEmpty: try write("", to: place.files("MANIFEST-"))
            case .manifestIsMissing: try remove(place.files("MANIFEST-"))
            case .tableIsMissing: try remove(Array(place.files(".sst").prefix(1)))
            case .tableIsTruncated:
                let file = try #require(place.files(".sst").first)
                let half = (try Data(contentsOf: URL(fileURLWithPath: file))).count / 2
                truncate(file, half)
            }
        }

        private func write(_ text: String, to files: [String]) throws {
            #expect(!files.isEmpty)
            for file in files { try Data(text.utf8).write(to: URL(fileURLWithPath: file)) }
        }

        private func remove(_ files: [String]) throws {
            #expect(!files.isEmpty)
            for file in files { try FileManager.default.removeItem(atPath: file) }
        }
    }

    @Test(arguments: Damage.allCases)
    func aDamagedDatabaseIsSetAsideWithOneWarning(_ damage: Damage) throws {
        try Self.fill(place)
        try damage.apply(to: place)
        let log = Log()
        do {
            let store = try place.storage(log).open(0)
            #expect(try store.header() == nil)
            #expect(try store.entryCount() == 0)
            store.write(numberedBatch(1, first: 0, count: 10))
        }
        #expect(log.warnings.count == 1)
        #expect(log.warnings.first?.contains("\(place.path)/0.set-aside-1") == true)
        #expect(place.names() == ["0", "0.set-aside-1"])
        let store = try place.storage(log).open(0)
        #expect(try store.entryCount() == 10)
        #expect(log.warnings.count == 1)
    }

    @Test func damageWithinATableShowsWhenItIsReadAndTheStoreCanBeSetAside() throws {
        try Self.fill(place)
        for file in place.files(".sst") { try garble(file, at: 0.4) }
        let log = Log()
        let store = try place.storage(log).open(0)
        let error = #expect(throws: CheckpointError.self) { try store.entryCount() }
        #expect(error?.message.contains("\(place.path)/0") == true)
        var failures = 0
        for number in 1..<10_000 {
            do { _ = try store.entry(of: Array("subject-\(number)".utf8)) } catch { failures += 1 }
        }
        #expect(failures > 0)

        try store.setAside("the checksums are wrong")

        #expect(try store.header() == nil)
        #expect(try store.entryCount() == 0)
        store.write(numberedBatch(1, first: 0, count: 10))
        #expect(eventually { store.writtenBatches == 1 })
        #expect(try store.entryCount() == 10)
        #expect(log.warnings.count == 1)
        #expect(log.warnings.first?.contains("the checksums are wrong") == true)
    }

    @Test(arguments: 0..<40) func whateverIsGarbledNeitherCrashesNorLies(_ seed: Int) throws {
        try Self.fill(place, batches: 20)
        var random = SeededRandom(seed: UInt64(seed))
        let names = place.names(in: "0").filter { $0 != "LOCK" }
        for _ in 0...Int.random(in: 0...2, using: &random) {
            let file = place.path + "/0/" + (names.randomElement(using: &random) ?? "")
            if Bool.random(using: &random) {
                try garble(file, at: Double.random(in: 0..<1, using: &random))
            } else {
                let size = try Data(contentsOf: URL(fileURLWithPath: file)).count
                truncate(file, Int.random(in: 0...size, using: &random))
            }
        }
        do throws(CheckpointError) {
            let store = try place.storage().open(0)
            let entries = try store.allEntries()
            let header = try store.headerNumber() ?? 0
            #expect(entries.count == header * 100)
            for (key, value) in entries {
                let number = Int(String(decoding: key.dropFirst(8), as: UTF8.self)) ?? 0
                #expect(value.starts(with: Array("\(number / 100):".utf8)))
            }
        } catch {
            #expect(error.message.contains("can't be read") || error.message.contains("can't be opened"))
        }
    }

    @Test(arguments: ["2", "", "one"]) func aDatabaseOfAnotherLayoutIsSetAside(_ version: String) throws {
        try Self.put("\0layout", version, into: place)
        let log = Log()
        let store = try place.storage(log).open(0)
        #expect(try store.entryCount() == 0)
        #expect(log.warnings.count == 1)
        #expect(log.warnings.first?.contains("its layout has version \(version == "2" ? "2" : "unknown")") == true)
        #expect(place.names() == ["0", "0.set-aside-1"])
    }

    @Test func aDatabaseOfSomebodyElseIsSetAside() throws {
        try Self.put("a key", "a value", into: place)
        let log = Log()
        let store = try place.storage(log).open(0)
        #expect(try store.entryCount() == 0)
        #expect(log.warnings.first?.contains("no layout version") == true)
    }

    @Test func theLatestTwoFoldersSetAsideAreKept() throws {
        let storage = place.storage()
        let other = try storage.open(10)
        try other.setAside("a check")
        let store = try storage.open(1)
        for number in 1...12 {
            store.write(numberedBatch(number, first: 0, count: 10))
            try store.setAside("a check")
        }
        #expect(place.names() == ["1", "1.set-aside-11", "1.set-aside-12", "10", "10.set-aside-1"])
    }

    /// Writes batches of 100 entries, each with its number in key and value, into files and into the log.
    private static func fill(_ place: Place, batches: Int = 100) throws {
        do {
            let store = try place.storage(writeBufferBytes: 256 << 10).open(0)
            for number in 1...batches {
                store.write(numberedBatch(number, first: number * 100, count: 100, valueBytes: 400))
            }
            #expect(eventually { store.writtenBatches == batches })
        }
        #expect(!place.files(".sst").isEmpty)
    }

    /// Puts a key into a database as another program would.
    private static func put(_ key: String, _ value: String, into place: Place) throws {
        let options = rocksdb_options_create()
        let write = rocksdb_writeoptions_create()
        defer {
            rocksdb_writeoptions_destroy(write)
            rocksdb_options_destroy(options)
        }
        rocksdb_options_set_create_if_missing(options, 1)
        var error: UnsafeMutablePointer<CChar>?
        let database = try #require(rocksdb_open(options, place.path + "/0", &error))
        rocksdb_put(database, write, key, key.utf8.count, value, value.utf8.count, &error)
        rocksdb_close(database)
        #expect(error == nil)
    }
}

/// Turns 40 bytes around; the place is a share of the file's size.
private func garble(_ file: String, at share: Double) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    let start = Int(Double(bytes.count) * share)
    for place in start..<min(start + 40, bytes.count) { bytes[place] ^= 0x5A }
    try bytes.write(to: URL(fileURLWithPath: file))
}

private struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        self.state ^= self.state << 13
        self.state ^= self.state >> 7
        self.state ^= self.state << 17
        return self.state
    }
}
