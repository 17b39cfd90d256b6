import Retention

/// What proves a customer's consent as of an instant, for people and for machines.
struct DossierReport {
    let subject: Subject
    let instant: Timestamp
    let dossier: ConsentDossier

    var text: String {
        var lines = [
            Terminal.bold(self.subject.description.harmless) + "  consent as of \(CustomerReport.show(self.instant))"
        ]
        if self.dossier.entries.isEmpty { lines.append("nothing was ever asked for, given or taken back") }
        for entry in self.dossier.entries {
            lines.append(Terminal.bold(entry.scope.words.harmless) + "  \(entry.verdict.state.name)")
            lines += entry.lines.map { "  \($0.harmless)" }
        }
        if let withdrawal = self.dossier.allWithdrawn {
            lines.append(Terminal.bold("everything") + "  taken back \(withdrawal.words)".harmless)
        }
        if let step = self.dossier.categoriesStated {
            let names = self.dossier.categories.isEmpty ? "none" : self.dossier.categories.joined(separator: ", ")
            lines.append(Terminal.bold("categories") + "  \(names); stated \(step.words)".harmless)
        }
        let wishes = self.dossier.preferences.words
        if !wishes.isEmpty {
            lines.append(Terminal.bold("preferences") + "  \(wishes.joined(separator: "; "))".harmless)
        }
        return lines.joined(separator: "\n")
    }
}

extension ConsentScope {
    fileprivate var words: String { self.channel + (self.purpose.map { " for \($0)" } ?? " for everything") }
}

extension ConsentDossier.Entry {
    /// How it stands, what proves it, and what else was said, ascending by time.
    fileprivate var lines: [String] {
        var lines: [String] = []
        lines.append(self.verdict.words + (self.grant?.words(self.verdict) ?? ""))
        var steps: [(time: Timestamp, words: String)] = []
        for request in self.requests {
            let counts = request.step == self.grant?.request
            let end = counts ? "" : ", to be confirmed before \(CustomerReport.show(request.openUntil))"
            steps.append((request.step.time, Self.padded("requested") + request.step.words + end))
        }
        for step in self.confirmations { steps.append((step.time, Self.padded("confirmed") + step.words)) }
        if let given { steps.append((given.time, Self.padded("given") + given.words)) }
        if let withdrawal { steps.append((withdrawal.time, Self.padded("taken back") + withdrawal.words)) }
        return lines
            + steps.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(
                \.element.words
            )
    }

    private static func padded(_ text: String) -> String { text + String(repeating: " ", count: 12 - text.count) }
}

extension ConsentGrant {
    /// By what it was given, behind how it stands.
    fileprivate func words(_ verdict: Verdict) -> String {
        let way = (self.isDoubleOptIn ? "double" : "single") + " opt-in"
        let bought = self.isIncentivised ? ", for something in return" : ""
        guard case .granted = verdict else {
            return "; given at \(CustomerReport.show(self.time)) by \(way)\(bought)"
        }
        let end = self.ends == .never ? "" : ", until \(CustomerReport.show(self.ends))"
        return " by \(way)\(bought)\(end)"
    }
}

extension ConsentStep {
    /// When it was, and what is known of it.
    fileprivate var words: String {
        let known = [
            self.textVersion.map { "text \($0)" }, self.source.map { "source \($0)" }, self.ip.map { "address \($0)" },
            self.userAgent.map { "browser \($0)" }, self.requestID.map { "request \($0)" },
        ]
        let parts = known.compactMap(\.self)
        return "\(CustomerReport.show(self.time))  "
            + (parts.isEmpty ? "nothing is known that proves it" : parts.joined(separator: ", "))
            + " (\(self.cause.words))"
    }
}

extension ConsentWithdrawal {
    fileprivate var words: String { "\(CustomerReport.show(self.time))  (\(self.cause.words))" }
}

extension Cause {
    /// The event and where its record stood, as an offset even where that is a line of a file.
    fileprivate var words: String {
        "event \(self.eventID), \(self.origin.source)/\(self.origin.partition)/\(self.origin.offset)"
    }
}

extension ContactPreferences {
    fileprivate var words: [String] {
        var words: [String] = []
        if !self.topics.isEmpty { words.append("topics " + self.topics.joined(separator: ", ")) }
        if !self.channels.isEmpty { words.append("channels " + self.channels.joined(separator: ", ")) }
        if let maxPerWeek { words.append("at most \(maxPerWeek) a week") }
        if let quietFrom, let quietUntil {
            words.append("quiet from \(Self.clock(quietFrom)) until \(Self.clock(quietUntil))")
        }
        return words
    }

    private static func clock(_ minutes: Int64) -> String {
        func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}
