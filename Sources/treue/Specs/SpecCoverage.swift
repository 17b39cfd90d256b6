import Retention

/// Which rules of a playbook are tested: one that fires in a test, and does not in another.
///
/// Tests count for the rules whose signals they compare. A rule fires in a test when a signal of it goes out; a contact
/// that is suppressed or put off is none.
struct SpecCoverage {
    let playbook: KnownPlaybook
    private var fired: Set<String> = []
    private var unfired: Set<String> = []

    init(_ playbook: KnownPlaybook) { self.playbook = playbook }

    /// Counts a test.
    mutating func add(_ outcome: SpecOutcome) {
        let signals = outcome.found.map(\.signal)
        for rule in self.playbook.rules where outcome.spec.compares(rule) {
            let hasFired = signals.contains { $0.rule == rule && $0.type.topic != .outcomes }
            if hasFired { self.fired.insert(rule) } else { self.unfired.insert(rule) }
        }
    }

    /// Rules that fire in no test.
    var neverFired: [String] { self.playbook.rules.filter { !self.fired.contains($0) } }
    /// Rules that fire in every test of them.
    var alwaysFired: [String] {
        self.playbook.rules.filter { self.fired.contains($0) && !self.unfired.contains($0) }
    }
    /// How many rules are tested both ways.
    var covered: Int { self.playbook.rules.count - self.neverFired.count - self.alwaysFired.count }

    func print() {
        let path = self.playbook.path.harmless
        Swift.print("\(self.covered) of \(self.playbook.rules.count) rules of \(path) tested both ways")
        for (what, rules) in [("no test fires", self.neverFired), ("no test leaves unfired", self.alwaysFired)]
        where !rules.isEmpty {
            Swift.print("  \(what): \(rules.joined(separator: ", ").harmless)")
        }
    }
}
