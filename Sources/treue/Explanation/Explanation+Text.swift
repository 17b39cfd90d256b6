import Playbook
import Retention

/// The explanation for people.
extension Explanation {
    /// A block for each rule; with `shown`, so many entries of its history.
    func text(_ shown: Int?) -> String {
        var lines = [
            Terminal.bold(self.subject.description.harmless)
                + "  as of \(CustomerReport.show(self.instant)), playbook '\(self.playbook.playbook)' "
                + "version \(self.playbook.version)"
        ]
        var idle: [String] = []
        for rule in self.rules {
            if shown == nil, rule.isIdle {
                idle.append(rule.standing.rule)
            } else {
                lines += rule.lines(shown)
            }
        }
        if !idle.isEmpty { lines.append("never had a reason to act: " + idle.joined(separator: ", ")) }
        return lines.joined(separator: "\n")
    }
}

extension Explanation.Case {
    fileprivate func lines(_ shown: Int?) -> [String] {
        let about = self.standing.about.map { "  \($0.harmless)" } ?? ""
        return [Terminal.bold(self.standing.rule) + about] + self.details(shown).map { "  \($0.harmless)" }
    }

    private func details(_ shown: Int?) -> [String] {
        var lines = self.standing.lines
        guard let shown else {
            if let decided { lines.append(Self.padded("decided") + decided.words) }
            if let stopped { lines.append(Self.padded("not") + stopped.words) }
            return lines
        }
        if self.history.isEmpty || self.isIdle, let idle { lines.append(Self.padded("not") + idle) }
        if self.history.count > shown {
            lines.append("… \(self.history.count - shown) earlier entries; see --limit")
        }
        for entry in self.history.suffix(shown) {
            let verb = entry.reason?.verb ?? "also"
            lines.append("\(CustomerReport.show(entry.time))  " + Self.padded(verb, 12) + entry.details)
        }
        return lines
    }

    /// Why the rule never did anything.
    private var idle: String? {
        if let idle = self.standing.idle { return idle.explanation }
        guard !self.standing.events.isEmpty, self.history.isEmpty else { return nil }
        return "none of its events ever came: \(self.standing.events.joined(separator: ", "))"
    }

    fileprivate static func padded(_ text: String, _ width: Int = 9) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}

extension RuleStanding {
    /// What the rule waits for.
    fileprivate var lines: [String] {
        func line(_ name: String, _ text: String) -> String { Explanation.Case.padded(name) + text }
        var lines = self.waits.map { wait in
            var text = "until \(CustomerReport.show(wait.until))"
            if self.isWatch { text += ", to look again" }
            if wait.stage.count > 1 { text += ", stage \(wait.stage.number) of \(wait.stage.count)" }
            if let since = wait.since, since > .distantPast { text += ", since \(CustomerReport.show(since))" }
            if let event = wait.event { text += ", by event \(event)" }
            return line("waits", text)
        }
        lines += self.deferred.map { contact in
            let times = "until \(CustomerReport.show(contact.until)), wanted at \(CustomerReport.show(contact.wanted))"
            return line("waits", "to send \(self.signal.name) " + times)
        }
        lines += self.goals.map { line("goal", $0 == .never ? "open" : "open until \(CustomerReport.show($0))") }
        if let label { lines.append(line("is", label)) }
        if let coolsUntil { lines.append(line("cools", "down until \(CustomerReport.show(coolsUntil))")) }
        if self.isDone { lines.append(line("done", "it decides once, and has")) }
        return lines
    }
}

extension Explanation.Entry {
    /// When and what, on one line.
    fileprivate var words: String {
        let verb = self.isDecision ? (self.reason.map { "\($0.verb) " } ?? "") : ""
        return "\(CustomerReport.show(self.time))  \(verb)\(self.details)"
    }

    fileprivate var details: String {
        var text: String
        if let signal, self.reason == .emitted || self.reason == nil {
            text = signal.type.name + (signal.values.isEmpty ? "" : " \(signal.words)")
        } else {
            text = self.reason?.explanation ?? ""
        }
        if let because { text += ": \(because.explanation)" }
        if let event { return text + " (event \(event))" }
        guard let cause = self.signal?.cause.eventID, !cause.isEmpty else { return text }
        return text + " (a deadline that event \(cause) led to)"
    }
}
