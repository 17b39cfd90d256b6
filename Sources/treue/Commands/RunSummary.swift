import Journal
import JSON
import Playbook
import Retention

/// What a worker did, in words a shop owner understands.
struct RunSummary {
    let counts: WorkerCounts.Snapshot
    let seconds: Double
    let prefix: String
    /// The rules that decided at the beginning.
    let rules: [Rule]

    private var rate: Int { Int(Double(self.counts.folds.events) / max(self.seconds, 0.001)) }

    func print(asJSON: Bool) {
        if asJSON { Swift.print(self.json) } else { for line in self.lines { Swift.print(line) } }
    }

    private func row(_ name: String, _ count: Int, _ meaning: String = "") -> String {
        let number = Spoken.count(count)
        let gap = String(repeating: " ", count: max(1, 40 - name.count - number.count))
        return "  \(name)\(gap)\(number)" + (meaning.isEmpty ? "" : "   \(meaning)")
    }

    /// What a signal says and where it went; nothing for one of a rule that came later.
    private func meaning(of signal: String) -> String {
        if let type = SignalType.all.first(where: { $0.name == signal }) {
            return "\(type.meaning) → \(self.prefix)\(type.topic.rawValue)"
        }
        guard let rule = self.rules.first(where: { $0.signal.name == signal }) else { return "" }
        let about = rule.about.map { "\($0.harmless) " } ?? ""
        return "\(about)→ \(self.prefix)\(rule.signal.topic.rawValue)"
    }

    private var lines: [String] {
        var lines = [Terminal.bold("Events in")]
        for (topic, count) in self.counts.raw.sorted(by: { $0.key < $1.key }) { lines.append(self.row(topic, count)) }
        for (reason, count) in self.counts.ignored.sorted(by: { $0.key < $1.key }) {
            lines.append(self.row("left out: \(reason)", count))
        }
        if self.counts.folds.repeated > 0 {
            lines.append(self.row("repeated, changed nothing", self.counts.folds.repeated))
        }
        if self.counts.folds.late > 0 {
            lines.append(self.row("later than the allowed lateness", self.counts.folds.late))
        }
        lines.append(Terminal.bold("Decisions"))
        for (name, count) in self.counts.signals.sorted(by: { $0.key < $1.key }) {
            lines.append(self.row(name, count, self.meaning(of: name)))
        }
        if self.counts.signals.isEmpty { lines.append("  none") }
        if self.counts.rejectedTotal > 0 {
            lines.append(Terminal.bold("Dead letters") + " on \(self.prefix)dead-letters")
            for (reason, count) in self.counts.rejected.sorted(by: { $0.key < $1.key }) {
                lines.append(self.row(reason, count))
            }
        }
        if self.counts.refolded > 0 {
            lines.append(self.row("refolded on start, without emitting", self.counts.refolded))
        }
        lines.append(
            "\(Spoken.count(self.counts.folds.events)) events folded in \(Spoken.seconds(self.seconds)), start-up included: "
                + "\(Spoken.count(self.rate)) a second, exactly once"
        )
        return lines
    }

    private var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        Self.write("raw", self.counts.raw, to: &writer)
        Self.write("signals", self.counts.signals, to: &writer)
        Self.write("ignored", self.counts.ignored, to: &writer)
        Self.write("rejected", self.counts.rejected, to: &writer)
        let numbers = [
            ("events", self.counts.folds.events),
            ("repeated", self.counts.folds.repeated), ("late", self.counts.folds.late),
            ("timers", self.counts.folds.timers), ("refolded", self.counts.refolded),
            ("milliseconds", Int(self.seconds * 1_000)),
        ]
        for (key, value) in numbers {
            writer.key(named: key)
            writer.integer(Int64(value))
        }
        writer.endObject()
        return String(decoding: writer.array(), as: UTF8.self)
    }

    /// Writes counts by name as an object, sorted by name.
    static func write(_ key: String, _ counts: [String: Int], to writer: inout JSONWriter) {
        writer.key(named: key)
        writer.beginObject()
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
            writer.key(named: name)
            writer.integer(Int64(count))
        }
        writer.endObject()
    }
}

extension SignalType {
    /// The type in words a shop owner understands.
    fileprivate var meaning: String {
        switch self {
        case .contactDeferred: "a contact waits for a better hour"
        case .contactSuppressed: "a contact was left out"
        case .experimentAssigned: "came to an arm of an experiment"
        case .incentiveGranted: "was given a code"
        case .incentiveExpiring: "has a code that ends soon"
        case .incentiveExpired: "let a code end unused"
        case .incentiveRedeemed: "used a code"
        case .consentGranted: "gave consent"
        case .consentRequestExpired: "did not confirm consent in time"
        case .consentExpired: "has consent no longer"
        case .consentRevoked: "took consent back"
        case .reconsentDue: "should be asked for consent again"
        case .consentProofMissing: "gave consent that cannot be proved"
        default: self.name
        }
    }
}
