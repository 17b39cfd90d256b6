import JSON
import Playbook
import Retention

/// One test of a playbook: what happens when, and what is decided by it.
struct Spec {
    /// The file and the line in which it stands.
    let place: String
    let file: String
    let line: Int
    /// The sentence that it is called by.
    let name: String
    /// The rules whose signals are compared; all of them when empty.
    let rules: [String]
    /// What relative times count from.
    let start: Timestamp?
    /// Whom events and expectations are about that say nothing of it.
    let subject: Subject
    /// In the order in which they are folded.
    let events: [Event]
    /// The instant up to which everything fires, this one included.
    let until: Timestamp
    let expected: [Expectation]

    /// Whether signals of a rule are compared.
    func compares(_ rule: String) -> Bool { self.rules.isEmpty || self.rules.contains(rule) }

    /// An instant as such files write it: `+1h30m` after the start, else in full.
    func text(_ instant: Timestamp) -> String {
        guard let start = self.start, instant >= start, instant - start <= Spelling.longest else {
            return instant.text
        }
        return "+" + (instant - start).spelled
    }
}

/// A signal that a test expects.
struct Expectation {
    let line: Int
    let time: Timestamp
    let subject: Subject
    /// The signal's type.
    let signal: String
    /// Values that it must carry.
    let values: [(name: String, value: WantedValue)]
    /// Names of values that it must not carry.
    let absent: [String]
}

/// A file of tests that was read without a problem.
struct SpecFile {
    let path: String
    let playbook: KnownPlaybook
    let specs: [Spec]
}

/// A playbook with the names that tests may use.
final class KnownPlaybook {
    let path: String
    let compiled: CompiledPlaybook
    /// The rules in the order of the file.
    let rules: [String]
    /// The types of all signals.
    let signals: [String]

    init(_ compiled: CompiledPlaybook, path: String) {
        self.path = path
        self.compiled = compiled
        self.rules = compiled.ruleNames
        let signals = Set((SignalType.all + compiled.ruleSet.rules.flatMap(\.signals)).map(\.name))
        self.signals = signals.sorted()
    }

    /// The names that signals have for their rule.
    var allRules: [String] { self.rules + [self.compiled.settings.consent.name] }
}

extension Timestamp {
    /// The instant as RFC 3339, without thousandths where they are zero.
    var text: String {
        let text = RFC3339.format(self.milliseconds)
        return text.hasSuffix(".000Z") ? text.dropLast(5) + "Z" : text
    }
}

extension TimeSpan {
    /// The length as playbooks write it, such as `1h30m`.
    var spelled: String {
        var rest = self.milliseconds
        var text = ""
        for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)]
            as [(String, Int64)]
        {
            if rest >= size { text += "\(rest / size)\(unit)" }
            rest %= size
        }
        return text.isEmpty ? "0s" : text
    }
}
