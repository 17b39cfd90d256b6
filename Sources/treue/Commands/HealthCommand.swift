import ArgumentParser
import Foundation
import JSON

/// Tells whether a worker on this machine is well, for people and for probes.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Tell whether a worker on this machine is well, and what it waits for.",
        discussion: """
            Reads what the worker writes every second under --data. Exit code 0: every lane
            runs; 69: a lane waits for something, such as a broker; 1: the worker does not
            run, or is stuck.

            EXAMPLES
              treue health
              treue health --worker b --json
            """
    )

    @OptionGroup var cluster: ClusterOptions

    @Option(help: "The worker's name. (TREUE_WORKER; default: host name)")
    var worker: String?

    @Option(help: "The folder that the worker was given. (TREUE_DATA; default: treue-data)")
    var data: String?

    @Flag(help: "Print the worker's own JSON object.")
    var json = false

    func run() async throws {
        try await reporting {
            var flags: [String: String] = [:]
            flags["worker"] = self.worker
            flags["data"] = self.data
            let settings = try Settings.resolve(self.cluster, flags: flags)
            guard let path = settings.healthFile else {
                throw Failure(.input, "a worker without a --data folder writes no health")
            }
            guard let data = FileManager.default.contents(atPath: path) else {
                throw Failure(.work, "\(path) is not there: no worker '\(settings.worker)' has run here")
            }
            let report = try HealthReport(data, path)
            // The file is padded to one size.
            let json = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            print(self.json ? json : report.text)
            guard report.age < 10 || report.status == "stopped" else {
                throw Failure(
                    .work,
                    "the worker has written nothing for \(Spoken.seconds(report.age)): it is gone or stuck"
                )
            }
            switch report.status {
            case "ok": return
            case "waiting", "starting": throw ExitCode(Failure.Kind.unavailable.rawValue)
            default: throw ExitCode(Failure.Kind.work.rawValue)
            }
        }
    }
}

/// What a worker wrote about itself.
private struct HealthReport: Decodable {
    struct Lane: Decodable {
        let lane: String
        let state: String
        let `for`: String?
    }

    let status: String
    let time: String
    let lanes: [Lane]
    let notices: [String]
    let leftOut: [String: Int]?

    init(_ data: Data, _ path: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do { self = try decoder.decode(HealthReport.self, from: data) } catch {
            throw Failure(.work, "\(path) can't be read; the worker writes it anew every second, so try again")
        }
    }

    /// Seconds since it was written.
    var age: Double {
        let bytes = Array(self.time.utf8)
        return Double(Clocks.wall() - (RFC3339.parse(bytes.span) ?? 0)) / 1_000
    }

    var text: String {
        ([Terminal.bold(self.status)]
            + self.lanes.map { "  \($0.lane)  \($0.state)" + ($0.for.map { ": \($0.harmless)" } ?? "") }
            + (self.leftOut ?? [:]).sorted { $0.key < $1.key }
            .map { "  left out: \(Spoken.count($0.value)) × \($0.key.harmless)" }
            + self.notices.map { "  note: \($0.harmless)" }).joined(separator: "\n")
    }
}
