import ArgumentParser
import Formats
import JSON
import Playbook
import Retention

/// Checks settings and a playbook before anything starts.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check settings and playbook, and say in plain words what the playbook does.",
        discussion: """
            Reports every fault at once, with file, line and column. Talks to no broker.

            EXAMPLES
              treue check --playbook playbook.yaml
              treue check --config treue.yaml
            """
    )

    @OptionGroup var cluster: ClusterOptions

    @Option(help: "The playbook. (TREUE_PLAYBOOK)")
    var playbook: String?

    func run() async throws {
        try await reporting {
            var flags: [String: String] = [:]
            flags["playbook"] = self.playbook
            let settings = try await Settings.resolve(self.cluster, flags: flags)
            let compiled = try settings.requirePlaybook()
            let source = settings.playbook ?? ""
            print("\(source): playbook '\(compiled.rules.playbook)', version \(compiled.rules.version)")
            for line in PlaybookFile.describe(compiled) { print("  \(line)") }
            print("settings: brokers \(settings.brokers), prefix '\(settings.prefix)', worker \(settings.worker)")
            let inputs = settings.inputs.isEmpty ? "none named yet" : settings.inputs.joined(separator: ", ")
            print("  raw topics: \(inputs); \(settings.lanes) lanes, commit every \(settings.commitInterval.iso8601)")
        }
    }
}
