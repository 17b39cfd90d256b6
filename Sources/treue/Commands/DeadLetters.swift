import ArgumentParser
import Formats
import Journal
import JSON
import Retention

/// Shows what could not be taken, and puts it back.
struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "List the raw records that could not be taken, look at one, put them back.",
        discussion: """
            EXAMPLES
              treue dead-letters list --by reason
              treue dead-letters show orders/3/1789
              treue dead-letters retry --reason number --dry-run
            """,
        subcommands: [List.self, Show.self, Retry.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List dead letters, one a line, or count them.",
            discussion: """
                A line has the place of the raw record (topic/partition/offset), its time in
                Kafka, what became of it, the reason, the JSON pointer to the fault and a
                message. Nothing of what is in the record is shown; 'show' does that.

                open           not put back since it was refused
                retried        put back, and not refused since; with its new place
                refused again  put back and refused again; the later letter is another line

                Letters are joined with their retries by the place that was refused first.
                Reads the topic twice, all partitions and committed records only, joins no
                group and changes nothing.

                EXAMPLES
                  treue dead-letters list --open
                  treue dead-letters list --by reason
                  treue dead-letters list --topic orders --reason field.missing,number
                  treue dead-letters list --from 2026-01-01 --to 2026-02-01 --json
                  treue dead-letters list --place orders/3/1789
                """
        )

        /// What letters are counted by.
        enum Group: String, ExpressibleByArgument, CaseIterable {
            case reason
            case topic

            func name(of letter: Letter) -> String { self == .reason ? letter.reason : letter.place.source }
        }

        @OptionGroup var cluster: ClusterOptions
        @OptionGroup var letters: LetterOptions

        @Flag(help: "Only letters that were not put back yet, or refused again.")
        var open = false

        @Option(help: "Count instead, by 'reason' or 'topic'.")
        var by: Group?

        @Flag(help: "Print one JSON object a line.")
        var json = false

        func validate() throws {
            guard self.by == nil || self.letters.limit == nil else {
                throw ValidationError("--limit belongs to lists, not to --by")
            }
        }

        func run() async throws {
            try await reporting {
                let settings = try Settings.resolve(self.cluster)
                Interruption.watch()
                let reader = try LetterReader(settings)
                let ledger = try reader.readLedger()
                self.letters.tellUnknownReasons(reader.reasons)
                if let group = self.by { return try self.count(by: group, reader, ledger) }
                let pass = try reader.forEachLetter(
                    self.letters.filter(isOpenOnly: self.open),
                    ledger,
                    limit: self.letters.limit
                ) { letter, state, _ in
                    print(self.json ? LetterJSON.line(letter, state).harmlessJSON : LetterText.line(letter, state))
                }
                if pass.count == 0, !self.json { print(self.none(ledger)) }
                if pass.isCut { Terminal.interject("treue: there are more; see --limit") }
            }
        }

        private func none(_ ledger: LetterLedger) -> String {
            ledger.count == 0 ? "there are no dead letters" : "no dead letter matches"
        }

        private func count(by group: Group, _ reader: LetterReader, _ ledger: LetterLedger) throws {
            var tallies: [String: LetterTally] = [:]
            let filter = self.letters.filter(isOpenOnly: self.open)
            let pass = try reader.forEachLetter(filter, ledger, doing: "counting dead letters") { letter, state, _ in
                tallies[group.name(of: letter), default: LetterTally()].note(state)
            }
            let width = tallies.keys.map { $0.harmless.count }.max() ?? 0
            for (name, tally) in tallies.sorted(by: { ($1.value.letters, $0.key) < ($0.value.letters, $1.key) }) {
                print(self.json ? tally.json(group.rawValue, name) : tally.text(name, width))
            }
            if pass.count == 0, !self.json { print(self.none(ledger)) }
        }
    }
}

/// How many letters there are of a kind, and what became of them.
private struct LetterTally {
    private(set) var letters = 0
    private var open = 0
    private var retried = 0
    private var refusedAgain = 0

    mutating func note(_ state: LetterState) {
        self.letters += 1
        switch state {
        case .open: self.open += 1
        case .retried: self.retried += 1
        case .refusedAgain: self.refusedAgain += 1
        }
    }

    func text(_ name: String, _ width: Int) -> String {
        let count = Spoken.count(self.letters)
        let parts = [(self.open, "open"), (self.retried, "retried"), (self.refusedAgain, "refused again")]
            .filter { $0.0 > 0 }.map { "\(Spoken.count($0.0)) \($0.1)" }
        let indent = String(repeating: " ", count: max(0, 9 - count.count))
        let name = name.harmless
        let gap = String(repeating: " ", count: max(0, width - name.count))
        return "\(indent)\(count)  \(Terminal.bold(name))\(gap)  \(parts.joined(separator: ", "))"
    }

    func json(_ key: String, _ name: String) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key(named: key)
        writer.string(name)
        for (key, count) in [
            ("letters", self.letters), ("open", self.open), ("retried", self.retried),
            ("refused_again", self.refusedAgain),
        ] {
            writer.key(named: key)
            writer.integer(Int64(count))
        }
        writer.endObject()
        return String(decoding: writer.array(), as: UTF8.self).harmlessJSON
    }
}
