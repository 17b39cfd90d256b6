import ArgumentParser
import Formats
import Glibc
import Journal
import JSON
import Kafka
import Retention

extension DeadLettersCommand {
    /// Puts dead letters back where they stood.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put dead letters back on the topics they came from.",
            discussion: """
                Appends the original bytes, key, headers and timestamp to the original topic
                and partition, with a header 'treue.retry-of' that names the place that was
                refused first, and marks the letter on the dead-letters topic. Takes letters
                that are open: not put back yet, or refused again since. Do it when the cause
                is gone: with a new playbook, a new version, or a schema that was missing.

                A record that needs no other id than its own keeps it; one without an id gets
                the id it would have had in the first place. Record and mark are written in
                one transaction, so that a crash leaves both or neither, and a retry that
                begins ends one that is still running: no letter is put back twice.

                Letters that came from the engine's own topics are left out: nothing may be
                put there. Asks before it writes; where there is no terminal to ask on, it
                changes nothing unless --yes is given.

                With --json, prints one object at the end: how many letters were put back, to
                which topics, and how many were not. With --dry-run as well, one a letter.

                EXAMPLES
                  treue dead-letters retry --dry-run
                  treue dead-letters retry --reason currency --yes
                  treue dead-letters retry --place orders/3/1789
                  treue dead-letters retry --topic orders --from 2026-01-01 --limit 100 --yes
                """
        )

        @OptionGroup var cluster: ClusterOptions
        @OptionGroup var letters: LetterOptions

        @Flag(help: "Show what would be put back, and change nothing.")
        var dryRun = false

        @Flag(help: "Don't ask.")
        var yes = false

        @Flag(help: "Print JSON: what was put back, or with --dry-run what would be.")
        var json = false

        func run() async throws {
            try await reporting {
                let settings = try Settings.resolve(self.cluster)
                Interruption.watch()
                // First of all: from here on no other retry changes what is read.
                let mayWrite = !self.dryRun && (self.yes || Self.canAsk)
                let sender = mayWrite ? try LetterSender(settings) : nil
                let reader = try LetterReader(settings)
                var filter = self.letters.filter(isOpenOnly: true)
                filter.protected = Set(settings.topics.names)
                let ledger = try reader.readLedger()
                self.letters.tellUnknownReasons(reader.reasons)
                let plan = try self.plan(reader, ledger, filter)
                guard !plan.isEmpty else { return try self.tellNothing(reader, ledger, filter) }
                try Self.check(plan, reader.partitions)
                let counts = plan.reduce(into: [String: Int]()) { $0[$1.key.topic, default: 0] += $1.value }
                guard !self.dryRun else {
                    if !self.json { print("would put back \(LetterText.counts(counts)); nothing was changed") }
                    return
                }
                guard let sender else { throw Self.unasked(counts) }
                try self.confirm(counts)
                try self.send(reader, ledger, filter, sender)
            }
        }

        /// Goes through the letters that are meant; returns how many there are in each partition.
        private func plan(
            _ reader: LetterReader,
            _ ledger: LetterLedger,
            _ filter: LetterFilter
        ) throws -> [TopicPartition: Int] {
            var plan: [TopicPartition: Int] = [:]
            let pass = try reader.forEachLetter(
                filter,
                ledger,
                limit: self.letters.limit,
                doing: self.dryRun ? nil : "looking for letters"
            ) { letter, state, _ in
                if self.dryRun {
                    print(self.json ? LetterJSON.line(letter, state).harmlessJSON : LetterText.line(letter, state))
                }
                plan[TopicPartition(letter.place.source, letter.place.partition), default: 0] += 1
            }
            if pass.leftOut > 0 {
                Terminal.interject(
                    "treue: \(LetterText.letters(pass.leftOut)) left out: nothing may be put on the engine's own topics"
                )
            }
            return plan
        }

        private func tellNothing(_ reader: LetterReader, _ ledger: LetterLedger, _ filter: LetterFilter) throws {
            guard !self.json else {
                if !self.dryRun { print(Self.object([:], refused: 0)) }
                return
            }
            let isAll = filter == LetterFilter(isOpenOnly: true, protected: filter.protected)
            print(isAll ? "there are no open dead letters" : "no open dead letter matches")
            guard let place = filter.place else { return }
            var states: [String] = []
            try reader.forEachLetter(LetterFilter(place: place), ledger) { letter, state, _ in
                states.append("\(letter.place.place.harmless)  \(LetterText.words(letter, state))")
            }
            for state in states { print(state) }
        }

        /// Throws unless every partition is there that records are to go to.
        private static func check(_ plan: [TopicPartition: Int], _ partitions: [String: Int32]) throws {
            let gone = plan.filter { place, _ in (partitions[place.topic] ?? 0) <= place.partition }
            guard !gone.isEmpty else { return }
            let lines = gone.sorted { $0.key < $1.key }.map { place, count in
                let what = partitions[place.topic] == nil ? "topic \(place.topic)" : "partition \(place)"
                return "\(what.harmless) is gone: \(LetterText.letters(count)) can't be put back there"
            }
            throw Failure(
                .unavailable,
                Set(lines).sorted().joined(separator: "\n")
                    + "\nnothing was changed; create it again, or name the topics to put back to with --topic"
            )
        }

        private static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && Terminal.isInteractive }

        private static func unasked(_ counts: [String: Int]) -> Failure {
            Failure(
                .usage,
                "nothing was changed: there is no terminal to ask on whether to put back "
                    + "\(LetterText.counts(counts)); say --yes, or look with --dry-run"
            )
        }

        private func confirm(_ counts: [String: Int]) throws {
            guard !self.yes else { return }
            Terminal.redraw("Put back \(LetterText.counts(counts))? [y/N] ")
            let answer = readLine()?.lowercased() ?? ""
            guard answer == "y" || answer == "yes" else {
                throw Failure(.interrupted, "nothing was changed; the answer was not 'y'")
            }
        }

        private func send(
            _ reader: LetterReader,
            _ ledger: LetterLedger,
            _ filter: LetterFilter,
            _ sender: LetterSender
        ) throws {
            var batch: [LetterSender.Outgoing] = []
            var bytes = 0
            do {
                try reader.forEachLetter(
                    filter,
                    ledger,
                    limit: self.letters.limit,
                    doing: "putting letters back",
                    batch: 64
                ) { letter, _, record in
                    let outgoing = LetterSender.Outgoing(letter, record)
                    bytes += outgoing.value?.count ?? 0
                    batch.append(outgoing)
                } rest: {
                    guard batch.count >= 1_000 || bytes >= 8 << 20 else { return }
                    try sender.send(batch)
                    batch.removeAll(keepingCapacity: true)
                    bytes = 0
                }
                try sender.send(batch)
            } catch {
                let failure = Failure(error)
                let what = failure.kind == .interrupted ? "interrupted" : failure.description
                throw Failure(failure.kind, "\(what); \(sender.leftBehind)")
            }
            if self.json {
                print(Self.object(sender.counts, refused: sender.refused.count))
            } else if sender.count > 0 {
                print("put back \(LetterText.counts(sender.counts))")
            }
            guard let first = sender.refused.first else { return }
            throw Failure(
                .work,
                "\(LetterText.letters(sender.refused.count)) not put back, and open still; the first one is "
                    + "\(first.letter.place.place.harmless): \(first.error.message)"
            )
        }

        /// What was put back, by topic, and how many letters were not.
        private static func object(_ counts: [String: Int], refused: Int) -> String {
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("put_back")
            writer.integer(Int64(counts.values.reduce(0, +)))
            RunSummary.write("topics", counts, to: &writer)
            writer.key("not_put_back")
            writer.integer(Int64(refused))
            writer.endObject()
            return String(decoding: writer.array(), as: UTF8.self).harmlessJSON
        }
    }
}
