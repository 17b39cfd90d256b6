import ArgumentParser
import Formats
import Journal
import JSON
import Playbook
import Retention

/// Runs a history through the fold without Kafka.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Decide over event files, without Kafka: the same decisions, byte for byte, on every run.",
        discussion: """
            Reads NDJSON (Segment track calls or CloudEvents of our own types), plain, .gz
            or .zst; '-' is standard input. Several files are merged by event time. Writes
            OUTPUT/<topic>.ndjson, one CloudEvents object a line in the order of folding,
            and OUTPUT/dead-letters.ndjson with what could not be taken, why, and from
            which line.

            EXAMPLES
              treue replay --playbook p.yaml --input orders.ndjson --output out
              treue replay --playbook p.yaml --input o.gz b.zst --output out --until 2026-01-01
              zcat *.gz | treue replay --playbook p.yaml --input - --output out --json
            """
    )

    @Option(help: "The playbook to decide by.")
    var playbook: String

    @Option(parsing: .upToNextOption, help: "Event files; '-' for standard input.")
    var input: [String]

    @Option(help: "The folder for the results; made when missing.")
    var output: String

    @Option(help: "Move the clock to this time at the end, so that what is due before it fires (RFC 3339).")
    var until: InstantArgument?

    @Option(help: "How late an event may come, such as 90s or 2h; instead of the playbook's.")
    var lateness: SpanArgument?

    @Option(help: "The currency of amounts that name none; instead of the playbook's.")
    var currency: CurrencyArgument?

    @Flag(help: "Print the summary as one JSON object.")
    var json = false

    func run() async throws {
        try await reporting {
            let compiled = try Playbooks.load(self.playbook)
            guard self.input.count(where: { $0 == "-" }) <= 1 else {
                throw Failure(.input, "'-' can be given once only")
            }
            try self.replay(compiled)
        }
    }

    private func replay(_ compiled: CompiledPlaybook) throws {
        let rules = compiled.rules
        let results = try ResultFiles(
            folder: self.output,
            coding: CloudEventSignals(playbook: rules.playbook, version: rules.version)
        )
        let decoder = RawDecoder(defaultCurrency: self.currency?.currency ?? compiled.defaultCurrency)
        let reader = try HistoryReader(paths: self.input, decoder: decoder, future: compiled.future) {
            try results.reject($0, $1, $2)
        }
        var replay = Journal.Replay(rules: rules, lateness: self.lateness?.span ?? compiled.lateness)
        let progress = ProgressLine()
        var events = 0
        Interruption.watch()
        while let (source, event) = try reader.next() {
            try Interruption.check()
            try replay.add(event, source: source) { try results.write($0) }
            events += 1
            if events & 0x3FF == 0 { progress.update { self.line(events, reader.progress, progress.elapsed) } }
        }
        if let until = self.until?.timestamp, until < replay.latest {
            Terminal.complain("treue: --until lies before the latest event; the clock goes on to that event")
        }
        try replay.finish(at: self.until?.timestamp) { try results.write($0) }
        try Interruption.check()
        try results.close()
        progress.finish()
        ReplaySummary(
            events: events,
            reader: reader.counts,
            folds: replay.fold.counts,
            subjects: replay.fold.subjectCount,
            signals: results.signals,
            clock: replay.fold.clock,
            seconds: progress.elapsed,
            output: self.output
        ).print(asJSON: self.json)
    }

    private func line(_ events: Int, _ bytes: (read: Int64, total: Int64?), _ seconds: Double) -> String {
        let rate = Int(Double(events) / max(seconds, 0.001))
        let share = bytes.total.map { " \(Spoken.share(bytes.read, of: $0))" } ?? ""
        let left = bytes.total.map { Double($0 - bytes.read) * seconds / Double(max(1, bytes.read)) }
        return "replay\(share)  \(Spoken.count(events)) events  \(Spoken.count(rate))/s"
            + (left.map { "  \(Spoken.seconds($0)) left" } ?? "")
    }
}

/// What a replay came to.
struct ReplaySummary {
    let events: Int
    let reader: HistoryReader.Counts
    let folds: FoldCounts
    let subjects: Int
    let signals: [String: Int]
    let clock: Timestamp
    let seconds: Double
    let output: String

    private var rate: Int { Int(Double(self.reader.lines) / max(self.seconds, 0.001)) }

    func print(asJSON: Bool) { Swift.print(asJSON ? self.json : self.text) }

    private var text: String {
        var lines = [
            "\(Spoken.count(self.reader.lines)) lines, \(Spoken.count(self.events)) events of "
                + "\(Spoken.count(self.subjects)) customers and visitors, in \(Spoken.seconds(self.seconds)) "
                + "(\(Spoken.count(self.rate)) a second)"
        ]
        if self.folds.repeated > 0 {
            lines.append("\(Spoken.count(self.folds.repeated)) repeated events changed nothing")
        }
        if self.reader.ignored > 0 {
            lines.append("\(Spoken.count(self.reader.ignored)) events of kinds that no rule reads were passed over")
        }
        if self.folds.late > 0 {
            lines.append(
                "\(Spoken.count(self.folds.late)) events came later than the allowed lateness: what was due before them "
                    + "had fired. Sort the input by time, or allow more with --lateness."
            )
        }
        for (reason, count) in self.reader.rejected.sorted(by: { $0.key < $1.key }) {
            lines.append("\(Spoken.count(count)) lines could not be taken: \(reason)")
        }
        if self.clock != .distantPast {
            lines.append("the clock stands at \(RFC3339.format(self.clock.milliseconds))")
        }
        for (type, count) in self.signals.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(type)\(String(repeating: " ", count: max(1, 28 - type.count)))\(Spoken.count(count))")
        }
        lines.append("written to \(self.output)")
        return lines.joined(separator: "\n")
    }

    private var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        let numbers = [
            ("lines", self.reader.lines), ("events", self.events), ("subjects", self.subjects),
            ("repeated", self.folds.repeated), ("late", self.folds.late), ("ignored", self.reader.ignored),
            ("timers", self.folds.timers), ("milliseconds", Int(self.seconds * 1_000)),
        ]
        for (key, value) in numbers {
            writer.key(key)
            writer.integer(Int64(value))
        }
        RunSummary.write("rejected", self.reader.rejected, to: &writer)
        RunSummary.write("signals", self.signals, to: &writer)
        if self.clock != .distantPast {
            writer.key("clock")
            writer.timestamp(self.clock.milliseconds)
        }
        writer.endObject()
        return String(decoding: writer.array(), as: UTF8.self)
    }
}
