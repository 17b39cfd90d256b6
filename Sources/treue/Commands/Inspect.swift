import ArgumentParser
import Formats
import Journal
import JSON
import Kafka
import Playbook
import Retention

/// Shows the state of one customer and how it came about.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show a customer's state and timeline: events, decisions, and why.",
        discussion: """
            From Kafka: folds the customer's partition by the journal again, up to its
            committed end, each event by the playbook that decided it then. Changes
            nothing and joins no group. From files, with --input: as 'treue replay' would.

            A visitor is asked for as visitor/ID.

            EXAMPLES
              treue inspect 42
              treue inspect 42 --json
              treue inspect 42 --input orders.ndjson --playbook playbook.yaml
            """
    )

    @OptionGroup var asked: SubjectOptions

    @Option(help: "With --input: move the clock to this time at the end (RFC 3339).")
    var until: InstantArgument?

    @Option(help: "How many lines of the timeline to show, the latest ones.")
    var limit = 40

    func run() async throws {
        try await reporting {
            let settings = try self.asked.settings()
            let subject = self.asked.subject
            var story = Story(subject: subject)
            var playbook: FoldSettings?
            if self.asked.input.isEmpty {
                playbook = try self.readTopics(settings, &story)
            } else {
                let compiled = try settings.requirePlaybook()
                try self.readFiles(compiled, settings, &story)
                playbook = compiled.settings
            }
            guard story.state != nil, let playbook else {
                throw Failure(.work, "nothing is known of \(subject)")
            }
            let report = CustomerReport(story: story, playbook: playbook, limit: max(1, self.limit))
            print(self.asked.json ? report.json : report.text)
        }
    }

    private func readFiles(_ compiled: CompiledPlaybook, _ settings: Settings, _ story: inout Story) throws {
        var replay = Journal.Replay(compiled)
        try story.read(self.asked.input, compiled, settings, into: &replay)
        try replay.finish(at: self.until?.timestamp) { story.note($0) }
        story.state = replay.fold.state(of: story.subject)
        story.clock = replay.fold.clock
    }

    /// Returns the playbook that decided last.
    private func readTopics(_ settings: Settings, _ story: inout Story) throws -> FoldSettings? {
        let refold = try story.refold(settings, client: "inspect", compile: Editions.compile)
        story.state = refold.fold.state(of: story.subject)
        story.clock = refold.fold.clock
        return refold.edition?.projection.settings
    }
}
