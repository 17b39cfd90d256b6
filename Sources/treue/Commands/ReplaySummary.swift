import Journal
import JSON
import Retention

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
    /// What was read of each partition; `nil` for files.
    let partitions: [(span: TopicSpan, end: Int64, records: Int)]?

    private var rate: Int { Int(Double(self.reader.lines) / max(self.seconds, 0.001)) }
    private var unit: String { self.partitions == nil ? "lines" : "records" }

    func print(asJSON: Bool) { Swift.print(asJSON ? self.json : self.text) }

    private var text: String {
        var lines = [
            "\(Spoken.count(self.reader.lines)) \(self.unit), \(Spoken.count(self.events)) events of "
                + "\(Spoken.count(self.subjects)) customers and visitors, in \(Spoken.seconds(self.seconds)) "
                + "(\(Spoken.count(self.rate)) a second)"
        ]
        if self.folds.repeated > 0 {
            lines.append("\(Spoken.count(self.folds.repeated)) repeated events changed nothing")
        }
        for (reason, count) in self.reader.ignored.sorted(by: { $0.key < $1.key }) {
            lines.append("\(Spoken.count(count)) \(self.unit) were left out: \(reason)")
        }
        if self.folds.late > 0 {
            lines.append(
                "\(Spoken.count(self.folds.late)) events came later than the allowed lateness: what was due before them "
                    + "had fired. "
                    + (self.partitions == nil ? "Sort the input by time, or allow" : "Allow") + " more with --lateness."
            )
        }
        for (reason, count) in self.reader.rejected.sorted(by: { $0.key < $1.key }) {
            lines.append("\(Spoken.count(count)) \(self.unit) could not be taken: \(reason)")
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
        // The records of a topic are counted under the name that scripts know from files.
        let numbers = [
            ("lines", self.reader.lines), ("events", self.events), ("subjects", self.subjects),
            ("repeated", self.folds.repeated), ("late", self.folds.late),
            ("timers", self.folds.timers), ("milliseconds", Int(self.seconds * 1_000)),
        ]
        for (key, value) in numbers {
            writer.key(named: key)
            writer.integer(Int64(value))
        }
        RunSummary.write("ignored", self.reader.ignored, to: &writer)
        RunSummary.write("rejected", self.reader.rejected, to: &writer)
        RunSummary.write("signals", self.signals, to: &writer)
        if self.clock != .distantPast {
            writer.key("clock")
            writer.timestamp(self.clock.milliseconds)
        }
        if let partitions = self.partitions {
            writer.key("partitions")
            writer.beginArray()
            for read in partitions { Self.write(read, to: &writer) }
            writer.endArray()
        }
        writer.endObject()
        return String(decoding: writer.array(), as: UTF8.self)
    }

    private static func write(
        _ read: (span: TopicSpan, end: Int64, records: Int),
        to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.key("topic")
        writer.string(read.span.place.topic)
        for (key, value) in [
            ("partition", Int64(read.span.place.partition)), ("from", read.span.from), ("to", read.end),
            ("records", Int64(read.records)),
        ] {
            writer.key(named: key)
            writer.integer(value)
        }
        writer.endObject()
    }
}
