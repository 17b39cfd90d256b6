import Foundation
import JSON
import Synchronization

/// How the lanes of a worker are, for people and for probes.
final class Health: Sendable {
    /// What a lane is doing.
    enum State: Equatable {
        case starting
        case running
        /// It waits for something that passes, and tries again.
        case waiting(String)
        case stopped
    }

    private struct Lane {
        var state = State.starting
        var since = Clocks.wall()
    }

    private let lanes = Mutex<[String: Lane]>([:])
    private let notices = Mutex<[String]>([])
    private let leftOut = Mutex<[String: Int]>([:])

    /// Notes what a lane does now.
    func note(_ lane: String, _ state: State) {
        self.lanes.withLock { lanes in
            guard lanes[lane]?.state != state else { return }
            lanes[lane] = Lane(state: state)
        }
    }

    /// The names of all lanes and of what else was noted.
    var names: [String] { self.lanes.withLock { Array($0.keys) } }

    /// Forgets a lane.
    func forget(_ lane: String) { _ = self.lanes.withLock { $0.removeValue(forKey: lane) } }

    /// Notes that the worker has ended, in good order or not.
    func noteEnd() {
        self.lanes.withLock { lanes in
            for name in lanes.keys where lanes[name]?.state != .stopped { lanes[name] = Lane(state: .stopped) }
        }
    }

    /// Keeps the latest lines that a lane had for people.
    func note(_ notice: String) {
        self.notices.withLock { notices in
            notices.append(notice)
            if notices.count > 20 { notices.removeFirst() }
        }
    }

    /// Notes how many records the worker has left out since it began, by reason.
    func note(leftOut counts: [String: Int]) { self.leftOut.withLock { $0 = counts } }

    /// What lanes wait for, one line each.
    var waits: [String] {
        self.lanes.withLock { lanes in
            lanes.sorted { $0.key < $1.key }.compactMap { name, lane in
                if case .waiting(let reason) = lane.state { "\(name): \(reason)" } else { nil }
            }
        }
    }

    /// One word: `ok`, `starting`, `waiting` or `stopped`.
    var status: String {
        self.lanes.withLock { lanes in
            let states = lanes.values.map(\.state)
            if states.contains(where: { if case .waiting = $0 { true } else { false } }) { return "waiting" }
            if states.contains(.starting) || states.isEmpty { return "starting" }
            return states.allSatisfy { $0 == .stopped } ? "stopped" : "ok"
        }
    }

    /// Everything as one JSON object.
    func json(worker: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("status")
        writer.string(self.status)
        writer.key("worker")
        writer.string(worker)
        writer.key("process")
        writer.integer(Int64(ProcessInfo.processInfo.processIdentifier))
        writer.key("time")
        writer.timestamp(Clocks.wall())
        writer.key("lanes")
        writer.beginArray()
        for (name, lane) in self.lanes.withLock({ $0.sorted { $0.key < $1.key } }) {
            writer.beginObject()
            writer.key("lane")
            writer.string(name)
            writer.key("state")
            switch lane.state {
            case .starting: writer.string("starting")
            case .running: writer.string("running")
            case .stopped: writer.string("stopped")
            case .waiting(let reason):
                writer.string("waiting")
                writer.key("for")
                writer.string(reason)
            }
            writer.key("since")
            writer.timestamp(lane.since)
            writer.endObject()
        }
        writer.endArray()
        writer.key("notices")
        writer.beginArray()
        for notice in self.notices.withLock({ $0 }) { writer.string(notice) }
        writer.endArray()
        RunSummary.write("left_out", self.leftOut.withLock { $0 }, to: &writer)
        writer.endObject()
        writer.newline()
        return writer.array()
    }
}

/// The file that tells a worker's health to others, rewritten every second.
final class HealthFile {
    private let path: String?
    private let worker: String
    private let health: Health
    private var last = -1.0

    /// Makes the folder; throws when that is not possible.
    init(_ settings: Settings, _ health: Health) throws {
        self.health = health
        self.worker = settings.worker
        self.path = settings.healthFile
        guard let folder = settings.dataFolder else { return }
        let attributes = settings.data.flatMap { try? FileManager.default.attributesOfItem(atPath: $0) }
        if let data = settings.data, attributes?[.type] as? FileAttributeType == .typeRegular {
            throw Failure(.input, "\(data) is a file; --data must name a folder")
        }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure(.input, "\(folder): the folder of --data can't be made: \(error.localizedDescription)")
        }
    }

    /// Writes it when a second has passed; a full disk is no reason to stop, nor to fall silent.
    func write(isLast: Bool = false) {
        guard let path = self.path, isLast || Clocks.monotonic() - self.last >= 1 else { return }
        self.last = Clocks.monotonic()
        var bytes = self.health.json(worker: self.worker)
        // All of one size, so that the file can be written over where the disk has no room for another one.
        let room = Self.size - bytes.count % Self.size
        bytes.insert(contentsOf: [UInt8](repeating: UInt8(ascii: " "), count: room), at: bytes.count - 1)
        let data = Data(bytes)
        do { try data.write(to: URL(filePath: path), options: .atomic) } catch { Self.overwrite(path, with: data) }
    }

    private static let size = 4_096

    private static func overwrite(_ path: String, with data: Data) {
        guard let file = FileHandle(forUpdatingAtPath: path) else { return }
        defer { try? file.close() }
        guard let end = try? file.seekToEnd(), end >= UInt64(data.count), (try? file.seek(toOffset: 0)) != nil else {
            return
        }
        try? file.write(contentsOf: data)
        try? file.truncate(atOffset: UInt64(data.count))
    }
}

extension Settings {
    /// The worker's own folder under `data`.
    var dataFolder: String? { self.data.map { "\($0)/\(self.worker)" } }
    /// Where the worker's local stores are; the prefix keeps several engines apart.
    var checkpointFolder: String? { self.dataFolder.map { "\($0)/checkpoints/\(self.prefix)" } }
    /// Where the worker's health is written.
    var healthFile: String? { self.dataFolder.map { "\($0)/health.json" } }
}
