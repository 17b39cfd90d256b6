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
    /// The hash of the text, which tells which playbook folded.
    ///
    /// Any change of the text changes it, that of a comment too; the file's name is no part of it.
    public let digest: StableHash
    /// The file's text with those of the files that it includes, which compiles to this.
    public let text: String
    /// The files that it includes, by their paths from its folder on.
    public let included: [String]
    /// The names of all rules, in the order in which they decide.
    package let ruleNames: [String]
}

/// The playbook as people write it: a YAML file of rules and thresholds.
public enum PlaybookFile {
    /// The longest text that is read, in bytes of UTF-8.
    public static let maximumBytes = 262_144

    /// Gathers a playbook and the files that it includes into the one text that `load` reads, anywhere.
    ///
    /// The text of a playbook that includes nothing stays as it is. Of the files only what they include is looked at.
    ///
    /// - Parameters:
    ///   - yaml: the text of the file.
    ///   - name: the path of the file, for problems; included files may lie in its folder and below.
    ///   - read: gives the text of an included file, by its path from the folder of the playbook on.
    /// - Returns: the text, the same for the same files wherever they lie.
    /// - Throws: `PlaybookError` when a file is missing or can't be parsed, or files include one another.
    public static func gather(
        _ yaml: String,
        named name: String,
        reading read: @escaping (String) throws(UnreadableFile) -> String
    ) throws(PlaybookError) -> String {
        let parts = PlaybookParts(yaml)
        guard parts.included.isEmpty else { return yaml }
        let own = name.split(separator: "/").last.map(String.init)
        let inclusion = Inclusion(yaml, named: name, own: own, fetch: read)
        guard inclusion.isWhole else { throw PlaybookError(inclusion.problems) }
        return PlaybookParts.text(of: yaml, with: inclusion.texts)
    }

    /// Reads a playbook and checks all of it; pure, and safe on any text.
    ///
    /// Where the playbook includes others, their texts have to be in this one: see ``gather(_:named:reading:)``.
    ///
    /// - Parameters:
    ///   - yaml: the text of the file.
    ///   - name: what the file is called in problems; the file's last path component is a good choice.
    /// - Returns: the rules; a rule that is not in the file is off.
    /// - Throws: `PlaybookError` with every problem of the file and its line and column.
    /// - Complexity: O(length of the text), with one more pass for each key that appears twice.
    public static func load(yaml: String, named name: String) throws(PlaybookError) -> CompiledPlaybook {
        let parts = PlaybookParts(yaml)
        let texts = Dictionary(parts.included.map { ($0.name, $0.text) }) { first, _ in first }
        let inclusion = Inclusion(parts.main, named: name) { path throws(UnreadableFile) in
            guard let text = texts[path] else { throw UnreadableFile("the text of \(Quote.code(path)) is not at hand") }
            return text
        }
        let compiled = inclusion.isWhole ? self.read(inclusion, yaml) : nil
        let problems = inclusion.problems
        guard let compiled, problems.isEmpty else { throw PlaybookError(problems) }
        return compiled
    }

    /// The functions that expressions of playbooks have beside those of the language.
    package static let functions = Vocabulary.functions

    /// Says in plain English what each active rule does: one line a rule, in the order of the file.
    public static func describe(_ compiled: CompiledPlaybook) -> [String] {
        compiled.ruleSet.rules.map(\.sentence)
    }

    private static func read(_ inclusion: Inclusion, _ text: String) -> CompiledPlaybook? {
        guard let file = inclusion.merged() else { return nil }
        let name = file.required("playbook") { $0.name() }
        let version = file.required("version") { $0.count(in: 1...Int(Int32.max)) }
        let clock = file.section("clock", knowing: ["lateness", "future"])
        let lateness = clock?.optional("lateness") { $0.span(zeroAllowed: true) }
        let future = clock?.optional("future") { $0.span() }
        let money = file.section("money", knowing: ["currency"])
        let currency = money?.optional("currency") { $0.currency() }
        var settings = FoldSettings(playbook: name ?? "", version: version ?? 0)
        let state = file.section("state", knowing: ["recent_event_ids", "cart_removals", "cart_lifetime", "keeps"])
        settings.state.read(state)
        settings.consent.read(file.section("consent", knowing: ConsentSettings.keys))
        let entries = inclusion.entries(of: "rules", "rules by their names")
        return CompiledPlaybook(
            settings: settings,
            ruleSet: self.readRules(file, inclusion, entries, currency, settings.state.kept),
            lateness: lateness ?? .minutes(1),
            future: future ?? .days(366),
            defaultCurrency: currency,
            digest: StableHash(text),
            text: text,
            included: inclusion.texts.map(\.name),
            ruleNames: entries.map(\.name)
        )
    }

    static let keys = [
        "playbook", "version", "include", "clock", "state", "money", "time_zone", "constants", "contacts", "consent",
        "rules",
    ]

    /// The keys whose values are those of one file as a whole.
    static let sections = ["clock", "state", "money", "time_zone", "contacts", "consent"]

    /// Reads the rules and what they have in common.
    private static func readRules(
        _ file: Section,
        _ inclusion: Inclusion,
        _ entries: [(name: String, value: Value)],
        _ currency: Currency?,
        _ kept: KeptFacts
    ) -> RuleSet {
        var vocabulary = Vocabulary(kept)
        for (name, value) in inclusion.entries(of: "constants", "constants with their values") {
            if let constant = value.constant(name) { vocabulary.declare(name, constant) }
        }
        let zone = file.optional("time_zone") { $0.zone() } ?? .utc
        var policy = ContactPolicy()
        let keys = ["quiet_hours", "caps", "channels", "blocked_while", "purposes"]
        policy.read(file.section("contacts", knowing: keys), vocabulary)
        let reader = RuleReader(vocabulary: vocabulary, purposes: policy.purposes.keys.sorted())
        let rules = entries.compactMap { name, value in reader.rule(name, value) }
        return RuleSet(rules, policy, currency: currency, zone: zone)
    }
}
