import Foundation
import Journal
import Logging
import RocksDB
import Synchronization
import TestKit

/// A temporary directory that is removed with everything in it; a suite has one, so that it outlives a test's stores.
final class Place: Sendable {
    let path: String

    init() throws {
        let path = FileManager.default.temporaryDirectory.path + "/checkpoints-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        self.path = path
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    func storage(_ log: Log = Log(), writeBufferBytes: Int = 1 << 20) -> RocksStorage {
        RocksStorage(directory: self.path, writeBufferBytes: writeBufferBytes, logger: log.logger)
    }

    /// The names in a folder below, in order.
    func names(in folder: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: self.path + "/" + folder)) ?? []).sorted()
    }

    /// The files of partition 0 with this beginning or ending of their names.
    func files(_ part: String) -> [String] {
        self.names(in: "0").filter { $0.hasPrefix(part) || $0.hasSuffix(part) }.map { self.path + "/0/" + $0 }
    }
}

/// Collects what is logged.
final class Log: Sendable {
    private let lines = Mutex<[String]>([])

    var warnings: [String] { self.lines.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    struct Handler: LogHandler {
        let log: Log
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        init(log: Log) { self.log = log }

        func log(event: LogEvent) {
            guard event.level >= .warning else { return }
            self.log.lines.withLock { $0.append("\(event.message)") }
        }
    }
}

/// Waits until something is so, ten seconds at most.
func eventually(within seconds: Double = 10, _ condition: () throws -> Bool) rethrows -> Bool {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(seconds)
    while clock.now < deadline {
        if try condition() { return true }
        usleep(1_000)
    }
    return try condition()
}

/// A batch of `count` entries whose keys count on from `first`, with the batch's number in each value.
func numberedBatch(_ number: Int, first: Int, count: Int, valueBytes: Int = 100) -> CheckpointBatch {
    var random = UInt64(number)
    let entries = (first..<first + count).map { entry -> (key: [UInt8], value: [UInt8]) in
        var value = Array("\(number):".utf8)
        while value.count < valueBytes {
            // Does not compress.
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            value.append(UInt8(truncatingIfNeeded: random >> 33))
        }
        return (Array("subject-\(entry)".utf8), value)
    }
    return CheckpointBatch(entries, header: Array("\(number)".utf8))
}

extension CheckpointStore {
    /// The number of the batch whose header was written last.
    func headerNumber() throws(CheckpointError) -> Int? {
        try self.header().flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }

    func entryCount() throws(CheckpointError) -> Int {
        var count = 0
        try self.forEachEntry { _, _ throws(CheckpointError) in count += 1 }
        return count
    }
}
