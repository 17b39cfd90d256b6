public import Retention
import Yams
import Zones

/// A playbook that was read without a problem, ready for a fold.
public struct CompiledPlaybook: Sendable {
    /// What the fold of facts needs: name and version, how the state is kept, what consent needs.
    public let settings: FoldSettings
    /// The rules, with what applies to all of them.
    package let ruleSet: RuleSet
    /// How late an event may come and still be folded in order; zero or more.
    public let lateness: TimeSpan
    /// How far ahead of the wall clock an event's time may lie before the event is refused.
    public let future: TimeSpan
    /// The currency of amounts that name none; `nil` when such amounts have no currency.
    public let defaultCurrency: Currency?
    /// The hash of the file's text, which tells which playbook folded.
    ///
    /// Any change of the text changes it, that of a comment too.
    public let digest: StableHash
    /// The file's text, which compiles to this.
    public let text: String
}

/// The playbook as people write it: a YAML file of rules and thresholds.
public enum PlaybookFile {
    /// The longest text that is read, in bytes of UTF-8.
    public static let maximumBytes = 262_144

    /// Reads a playbook and checks all of it; pure, and safe on any text.
    ///
    /// - Parameters:
    ///   - yaml: the text of the file.
    ///   - name: what the file is called in problems; the file's last path component is a good choice.
    /// - Returns: the rules; a rule that is not in the file is off.
    /// - Throws: `PlaybookError` with every problem of the file and its line and column.
    /// - Complexity: O(length of the text), with one more pass for each key that appears twice.
    public static func load(yaml: String, named name: String) throws(PlaybookError) -> CompiledPlaybook {
        let report = Report(file: name)
        let compiled = Document.root(of: yaml, expecting: "a playbook", report).flatMap { self.read($0, yaml) }
        report.finish()
        guard let compiled, report.problems.isEmpty else {
            throw PlaybookError(report.problems)
        }
        return compiled
    }

    /// Says in plain English what each active rule does: one line a rule, in the order of the file.
    public static func describe(_ compiled: CompiledPlaybook) -> [String] {
        compiled.ruleSet.rules.map(\.sentence)
    }

    private static func read(_ root: Value, _ text: String) -> CompiledPlaybook? {
        guard let file = root.section(knowing: Self.keys) else {
            return nil
        }
        let name = file.required("playbook") { $0.name() }
        let version = file.required("version") { $0.count(in: 1...Int(Int32.max)) }
        let clock = file.section("clock", knowing: ["lateness", "future"])
        let lateness = clock?.optional("lateness") { $0.span(zeroAllowed: true) }
        let future = clock?.optional("future") { $0.span() }
        let money = file.section("money", knowing: ["currency"])
        let currency = money?.optional("currency") { $0.currency() }
        var settings = FoldSettings(playbook: name ?? "", version: version ?? 0)
        settings.state.read(file.section("state", knowing: ["recent_event_ids", "cart_removals", "cart_lifetime"]))
        settings.consent.read(file.section("consent", knowing: ConsentSettings.keys))
        return CompiledPlaybook(
            settings: settings,
            ruleSet: self.readRules(file, currency),
            lateness: lateness ?? .minutes(1),
            future: future ?? .days(366),
            defaultCurrency: currency,
            digest: StableHash(text),
            text: text
        )
    }

    private static let keys = [
        "playbook", "version", "clock", "state", "money", "time_zone", "constants", "contacts", "consent", "rules",
    ]

    /// Reads the rules and what they have in common.
    private static func readRules(_ file: Section, _ currency: Currency?) -> RuleSet {
        var vocabulary = Vocabulary()
        for (name, value) in file.values["constants"]?.entries("constants with their values") ?? [] {
            if let constant = value.constant(name) { vocabulary.declare(name, constant) }
        }
        let zone = file.optional("time_zone") { $0.zone() } ?? .utc
        var policy = ContactPolicy()
        let keys = ["quiet_hours", "caps", "channels", "blocked_while", "purposes"]
        policy.read(file.section("contacts", knowing: keys), vocabulary)
        let reader = RuleReader(vocabulary: vocabulary, purposes: policy.purposes.keys.sorted())
        let entries = file.values["rules"].flatMap { $0.isNull ? nil : $0.entries("rules by their names") }
        let rules = (entries ?? []).compactMap { name, value in reader.rule(name, value) }
        return RuleSet(rules, policy, currency: currency, zone: zone)
    }
}
