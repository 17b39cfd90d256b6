public import Foundation
import JSON

/// Runs the built `treue` as a user would.
public struct Program: Sendable {
    /// What a run came to.
    public struct Outcome: Sendable {
        /// The exit code.
        public let code: Int32
        /// Everything on standard output.
        public let output: String
        /// Everything on standard error.
        public let complaint: String
    }

    /// The root of the checkout.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The program: the one TREUE names, or the release build of this checkout.
    public static let path =
        ProcessInfo.processInfo.environment["TREUE"] ?? root.appending(path: ".build/release/treue").path

    /// Runs the program to its end.
    public static func run(
        _ arguments: [String],
        input: URL? = nil,
        environment: [String: String] = [:]
    ) throws -> Outcome {
        try self.launch(self.path, arguments, input: input, environment: environment)
    }

    /// Runs another program, found by its path, to its end.
    public static func launch(
        _ path: String,
        _ arguments: [String],
        input: URL? = nil,
        environment: [String: String] = [:]
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
        // Files, not pipes: a pipe that nobody empties would stop the program.
        let folder = try TemporaryFolder()
        let (output, complaint) = (folder.file("output"), folder.file("complaint"))
        for file in [output, complaint] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaint)
        try process.run()
        process.waitUntilExit()
        return Outcome(
            code: process.terminationStatus,
            output: try String(contentsOf: output, encoding: .utf8),
            complaint: try String(contentsOf: complaint, encoding: .utf8)
        )
    }
}

/// A folder that is removed when nobody holds it any more.
public final class TemporaryFolder: Sendable {
    /// Where it is.
    public let url: URL

    /// Makes the folder.
    public init() throws {
        self.url = FileManager.default.temporaryDirectory.appending(path: "treue-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: self.url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: self.url) }

    /// A file in it.
    public func file(_ name: String) -> URL { self.url.appending(path: name) }

    /// Writes a file into it, a line for each element.
    public func write(_ lines: [String], to name: String) throws -> URL {
        let url = self.file(name)
        try Data(lines.joined(separator: "\n").appending("\n").utf8).write(to: url)
        return url
    }
}

/// A signal as the outside sees it.
public struct Decision: Hashable, Comparable, Sendable {
    /// The signal's id.
    public let id: String
    /// Its type.
    public let type: String
    /// Whom it is about.
    public let subject: String
    /// When, as RFC 3339.
    public let time: String

    /// Makes a decision.
    public init(id: String, type: String, subject: String, time: String) {
        self.id = id
        self.type = type
        self.subject = subject
        self.time = time
    }

    /// Compares in the natural order.
    public static func < (left: Decision, right: Decision) -> Bool { left.id < right.id }

    /// The decisions in the folder of a replay, in the order of the files.
    public static func read(_ folder: URL) throws -> [Decision] {
        var decisions: [Decision] = []
        var parser = JSONParser()
        for topic in ["churn-risk", "consents", "milestones", "service", "triggers"] {
            let lines = try Data(contentsOf: folder.appending(path: "\(topic).ndjson")).split(separator: 0x0A)
            for line in lines { decisions.append(try Self.read(Array(line), &parser)) }
        }
        return decisions
    }

    private static func read(_ line: [UInt8], _ parser: inout JSONParser) throws -> Decision {
        let root = try parser.parse(line.span)
        return Decision(
            id: root["id"].string ?? "",
            type: root["type"].string ?? "",
            subject: root["subject"].string ?? "",
            time: root["time"].string ?? ""
        )
    }
}

/// The first few decisions that stand in one list more often than in the other; a minus marks those that are missing.
public func differences(_ found: [Decision], _ expected: [Decision]) -> [String] {
    var counts: [Decision: Int] = [:]
    for decision in found { counts[decision, default: 0] += 1 }
    for decision in expected { counts[decision, default: 0] -= 1 }
    return counts.filter { $0.value != 0 }.prefix(3).map { "\($0.value) × \($0.key)" }
}

/// Real purchases: CDNOW, 69,659 of them.
public enum CDNOW {
    /// The file that `make setup` fetches; `nil` where it is missing.
    public static let path: String? = {
        let path = Program.root.appending(path: ".cache/cdnow_master.csv").path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    /// Writes the purchases as Segment events, in order of time.
    public static func writeOrders(to url: URL) throws {
        let script = Program.root.appending(path: "scripts/cdnow_orders.py").path
        let outcome = try Program.launch("/usr/bin/env", ["python3", script, "--output", url.path])
        guard outcome.code == 0 else { throw Unavailable(reason: outcome.complaint) }
    }

    /// Why there are no orders.
    public struct Unavailable: Error {
        /// What the script said.
        public let reason: String
    }
}
