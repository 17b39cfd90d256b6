import ArgumentParser
import Journal
import Playbook
import Retention

/// Shows what proves a customer's consent.
struct ConsentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent",
        abstract: "Show what a customer has agreed to, and what proves it: a dossier of both steps.",
        discussion: """
            For each channel and purpose: how it stands, and what proves it: when consent was
            asked for and when it was confirmed, with the version of the text, the source, the
            address and browser of each step and the event that told of it; when it ends or
            ended, and when it was taken back. Then categories and preferences.

            From Kafka: folds the customer's partition by the journal again, up to its
            committed end, each event by the playbook that decided it then. Changes
            nothing and joins no group. From files, with --input: as 'treue replay' would.
            With --at it stops at that instant, and says how it stood then, by what was known
            by then; without it, at the latest event.

            The output shows addresses and browsers: it is personal data.
            A visitor is asked for as visitor/ID.

            EXAMPLES
              treue consent 42
              treue consent 42 --at 2026-03-01T12:00:00Z --json
              treue consent 42 --input signups.ndjson --playbook playbook.yaml
            """
    )

    @OptionGroup var asked: SubjectOptions

    @Option(help: "How it stood at this time (RFC 3339).")
    var at: InstantArgument?

    func run() async throws {
        try await reporting {
            let settings = try self.asked.settings()
            let subject = self.asked.subject
            let fold = try self.fold(settings, subject)
            guard let state = fold.state(of: subject) else {
                throw Failure.unknown(subject, at: self.at?.timestamp, fold)
            }
            // The clock waits for latecomers, and may stand before the customer's latest event.
            let instant = self.at?.timestamp ?? max(fold.clock, state.lastSeen ?? fold.clock)
            let dossier = DossierReport(
                subject: subject,
                instant: instant,
                dossier: state.permissions.value.dossier(at: instant)
            )
            print(self.asked.json ? dossier.json : dossier.text)
        }
    }

    private func fold(_ settings: Settings, _ subject: Subject) throws -> PartitionFold<PlaybookProjection> {
        var story = Story(subject: subject)
        guard !self.asked.input.isEmpty else {
            let end = self.at.map { $0.timestamp + TimeSpan(milliseconds: 1) } ?? .never
            return try story.refold(settings, client: "consent", until: end, compile: Editions.compile).fold
        }
        let compiled = try settings.requirePlaybook()
        var replay = Journal.Replay(compiled, tracing: nil, notAfter: self.at?.timestamp)
        try story.read(self.asked.input, compiled, settings, into: &replay)
        try replay.stop { _ in }
        return replay.fold
    }
}
