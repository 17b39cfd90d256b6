import ArgumentParser
import enum CEL.Nearest
import Formats
import Journal
import Kafka
import Playbook
import Retention

/// Says why each rule decided what it decided about a customer, and why it did not.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say why each rule decided what it decided about a customer, and why it did not.",
        discussion: """
            For each rule: what it waits for, what it decided last and what became of that, and
            what stopped it since: the condition with the values that it read, a cool-down, a
            cap with the contacts that fill it, consent, quiet hours. With --rule: everything
            that came of that rule, newest last.

            From Kafka: folds the customer's partition by the journal again, up to its
            committed end, each event by the playbook that decided it then. Changes
            nothing and joins no group. From files, with --input: as 'treue replay' would.
            With --at it stops at that instant: events and deadlines after it are left out.

            The output shows the customer's own values: treat it as personal data.
            A visitor is asked for as visitor/ID.

            EXAMPLES
              treue explain 42
              treue explain 42 --rule winback
              treue explain 42 --at 2026-03-01T12:00:00Z --json
              treue explain 42 --input orders.ndjson --playbook playbook.yaml
            """
    )

    @OptionGroup var asked: SubjectOptions

    @Option(help: "The one rule to explain, with all that came of it.")
    var rule: String?

    @Option(help: "Stop at this time (RFC 3339).")
    var at: InstantArgument?

    @Option(help: "With --rule: how many lines of its history to show, the latest ones.")
    var limit = 40

    func run() async throws {
        try await reporting {
            let settings = try self.asked.settings()
            let subject = self.asked.subject
            let trace = Trace(of: subject)
            var story = Story(subject: subject)
            let fold: PartitionFold<PlaybookProjection>
            if self.asked.input.isEmpty {
                fold = try self.readTopics(settings, trace, &story)
            } else {
                let compiled = try settings.requirePlaybook()
                try self.checkRule(PlaybookProjection(compiled))
                fold = try self.readFiles(compiled, settings, trace, &story)
            }
            guard let state = fold.state(of: subject) else {
                throw Failure.unknown(subject, at: self.at?.timestamp, fold)
            }
            try self.checkRule(fold.projection)
            // The clock stands right behind the instant that was asked for.
            let instant = min(fold.clock, self.at?.timestamp ?? .never)
            let explanation = Explanation(
                subject: subject,
                instant: instant,
                standings: fold.projection.standings(of: subject, state, at: instant),
                notes: trace.take(),
                story: story,
                playbook: fold.projection.settings
            )
            .limited(to: self.rule)
            print(self.asked.json ? explanation.json(self.shown) : explanation.text(self.shown))
        }
    }

    /// How many entries of a rule's history are shown; `nil` for a summary.
    private var shown: Int? { self.rule == nil ? nil : max(1, self.limit) }

    private func readFiles(
        _ compiled: CompiledPlaybook,
        _ settings: Settings,
        _ trace: Trace,
        _ story: inout Story
    ) throws -> PartitionFold<PlaybookProjection> {
        var replay = Journal.Replay(compiled, tracing: trace, notAfter: self.at?.timestamp)
        try story.read(self.asked.input, compiled, settings, into: &replay)
        try replay.stop { story.note($0) }
        return replay.fold
    }

    private func readTopics(
        _ settings: Settings,
        _ trace: Trace,
        _ story: inout Story
    ) throws -> PartitionFold<PlaybookProjection> {
        let refold = try story.refold(
            settings,
            client: "explain",
            until: self.at.map { $0.timestamp + TimeSpan(milliseconds: 1) } ?? .never,
            compile: { Editions.compile($0, tracing: trace) }
        )
        return refold.fold
    }

    // MARK: Names that nobody knows

    private func checkRule(_ projection: PlaybookProjection) throws {
        guard let rule = self.rule else { return }
        let known = projection.ruleSet.rules.map(\.name)
        guard !known.contains(rule) else { return }
        let near = Nearest.name(to: rule, among: known).map { "; did you mean '\($0)'?" }
        let all = known.isEmpty ? "; it has no rules" : "; it has " + known.joined(separator: ", ")
        throw Failure(.work, "playbook '\(projection.settings.playbook)' has no rule '\(rule)'\(near ?? all)")
    }
}

extension Editions {
    /// Compiles a text from the journal; its fold notes why it decides.
    fileprivate static func compile(_ text: String, tracing trace: Trace) -> Edition<PlaybookProjection>? {
        guard let compiled = try? PlaybookFile.load(yaml: text, named: "journal") else { return nil }
        return self.of(compiled, PlaybookProjection(compiled, trace: trace))
    }
}
