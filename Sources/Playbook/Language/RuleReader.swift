import CEL
import Retention
import Yams

/// Reads the rules of a playbook.
struct RuleReader {
    let vocabulary: Vocabulary
    /// The purposes that contacts may have.
    let purposes: [String]

    /// The keys that make a rule decide; each rule has exactly one of them.
    static let triggers = ["on", "since", "yearly", "dates", "reaches", "changes", "stages", "segment"]

    private static let keys =
        triggers + [
            "about", "if", "wait", "until", "while", "cancel", "after", "before", "missed", "at", "years",
            "days_before",
            "leap_day", "recheck", "leave", "per", "once", "reentry", "cool_down", "emit", "with", "contact",
            "experiment", "incentive", "goal",
        ]

    /// Reads one rule; `nil` when something is wrong with it, which is reported.
    func rule(_ name: String, _ value: Value) -> Rule? {
        guard Self.isName(name) else {
            return value.reject(.malformed, "expected a name of small letters, digits and underscores")
        }
        guard self.isRule(value) else {
            value.rejectMissing("emit", Self.advice)
            return nil
        }
        guard let section = value.section(knowing: Self.keys) else { return nil }
        guard let kind = self.triggerKey(section, value) else { return nil }
        let kinds = kind == "on" ? section.optional("on") { $0.eventTypes() } ?? [] : []
        let words = kind == "on" ? self.vocabulary.with(kinds) : self.vocabulary.words
        let trigger = self.trigger(kind, kinds, section, words)
        let signal = section.required("emit") { $0.signalType() }
        guard let trigger, let signal else {
            self.checkRest(section, words, kind)
            return nil
        }
        var rule = Rule(name: name, trigger: trigger, signal: signal)
        rule.leave = section.optional("leave") { $0.signalType() }
        rule.file = value.report.file
        rule.line = (value.keyPlace ?? value.place).line
        rule.about = section.optional("about") { $0.text("what the rule is for") }
        self.readWhen(section, words, kind, &rule)
        self.readWhat(section, words, kind, &rule)
        return rule
    }

    private static let advice =
        "expected what makes the rule decide, one of \(triggers.joined(separator: ", ")), and `emit` with what it asks "
        + "for, such as triggers/cart.abandoned; deploy/playbooks/README.md shows how to write rules"

    /// Whether it says what makes it decide, or what it asks for; what is no mapping is told of elsewhere.
    private func isRule(_ value: Value) -> Bool {
        guard let mapping = value.node.mapping else { return !value.isNull }
        return mapping.keys.contains { key in
            key.scalar.map { key in (Self.triggers + ["emit"]).contains { Self.isLike(key.string, $0) } } ?? true
        }
    }

    /// Whether a key has the letters of another, but for one: such slips are told of one by one.
    private static func isLike(_ key: String, _ known: String) -> Bool {
        Set(key.utf8).symmetricDifference(known.utf8).count <= 1 && key.utf8.count < known.utf8.count + 3
    }

    private func triggerKey(_ section: Section, _ value: Value) -> String? {
        let found = Self.triggers.filter { section.values[$0] != nil }
        guard let first = found.first else {
            value.rejectMissing(
                "on",
                "expected what makes the rule decide: one of \(Self.triggers.joined(separator: ", "))"
            )
            return nil
        }
        for other in found.dropFirst() {
            let _: Never? = section.values[other]?.rejectKeyHere(
                "a rule has one trigger, and this one has `\(first)` already; make it two rules"
            )
        }
        return first
    }

    /// Reads what else is there, so that all its problems are told at once.
    private func checkRest(_ section: Section, _ words: Vocabulary.Words, _ kind: String) {
        var rule = Rule(name: "", trigger: .event(KindSet(), wait: nil), signal: .contactDeferred)
        self.readWhen(section, words, kind, &rule)
        self.readWhat(section, words, kind, &rule)
    }

    // MARK: When

    private func readWhen(_ section: Section, _ words: Vocabulary.Words, _ kind: String, _ rule: inout Rule) {
        rule.condition = section.optional("if") { $0.formula(words, .bool) }
        self.allow(["if"], for: ["on", "since", "yearly", "dates", "reaches", "changes"], kind, section)
        self.allow(["while", "cancel", "reentry", "wait", "until"], for: ["on"], kind, section)
        self.allow(["after", "before", "missed"], for: ["since"], kind, section)
        self.allow(["years", "days_before", "leap_day"], for: ["yearly"], kind, section)
        self.allow(["at"], for: ["yearly", "dates", "reaches"], kind, section)
        self.allow(["recheck"], for: ["changes", "stages", "segment"], kind, section)
        self.allow(["leave"], for: ["segment"], kind, section)
        self.allow(["per"], for: ["on"], kind, section)
        rule.stillHolds = section.optional("while") { $0.formula(self.vocabulary.words, .bool) }
        rule.key = section.optional("per") {
            $0.formula(words, of: [.string, .int, .bool], "a text or a whole number")
        }
        rule.isOnce = section.optional("once") { $0.flag() } ?? false
        rule.coolDown = section.optional("cool_down") { $0.span() }
        rule.cancel = section.optional("cancel") { self.cancel($0, section.values["per"]) }
        if let reentry = section.optional("reentry", { $0.choice(Rule.Reentry.self) }) { rule.reentry = reentry }
        if rule.reentry == .each {
            for key in ["per", "once", "cool_down"] {
                let _: Never? = section.values[key]?.rejectKeyHere(
                    "with `reentry: each` every event waits on its own, and has a `\(key)` of its own; take it out"
                )
            }
        }
        if kind == "on", section.values["wait"] == nil, section.values["until"] == nil {
            for key in ["while", "cancel", "reentry"] {
                let _: Never? = section.values[key]?.rejectKeyHere(
                    "there is nothing to wait for; add `wait` or `until`"
                )
            }
        }
    }

    private func allow(_ keys: [String], for triggers: [String], _ kind: String, _ section: Section) {
        // What belongs to a trigger that is one too many goes with it.
        guard !triggers.contains(where: { $0 == kind || section.values[$0] != nil }) else { return }
        for key in keys {
            let belongs = triggers.map { "`\($0)`" }.joined(separator: " or ")
            let _: Never? = section.values[key]?.rejectKeyHere(
                "belongs to rules with \(belongs), and this one has `\(kind)`"
            )
        }
    }

    private func cancel(_ value: Value, _ per: Value?) -> Rule.Cancel? {
        var kinds: [Event.Kind] = []
        var condition: Value?
        if value.node.mapping != nil {
            guard let section = value.section(knowing: ["on", "if"]) else { return nil }
            kinds = section.required("on") { $0.eventTypes() } ?? []
            condition = section.values["if"]
        } else {
            kinds = value.eventTypes() ?? []
        }
        guard !kinds.isEmpty else { return nil }
        let words = self.vocabulary.with(kinds)
        return Rule.Cancel(
            kinds: KindSet(kinds),
            condition: condition.flatMap { $0.formula(words, .bool) },
            // Events that have no such field end the waits for all keys.
            key: per?.node.scalar.flatMap { try? Formula($0.string, words.environment, words.events) }
        )
    }

    // MARK: What

    private func readWhat(_ section: Section, _ words: Vocabulary.Words, _ kind: String, _ rule: inout Rule) {
        rule.payload = section.optional("with") { $0.payload(words) } ?? []
        rule.contact = section.optional("contact") { self.contact($0, words) }
        rule.experiment = section.optional("experiment") { self.experiment($0, rule.name) }
        rule.incentive = section.optional("incentive") { self.incentive($0, words) }
        rule.goal = section.optional("goal") { self.goal($0, isKeyed: section.values["per"] != nil) }
        if rule.experiment != nil, section.values["contact"] == nil, rule.experiment?.holdOut != 0 {
            let _: Never? = section.values["experiment"]?.rejectKeyHere(
                "holds out customers from contacts, and the rule wants none; add `contact`"
            )
        }
    }

    private func goal(_ value: Value, isKeyed: Bool) -> Rule.Goal? {
        guard let section = value.section(knowing: ["on", "if", "per", "within", "emit", "missed", "with"])
        else { return nil }
        guard let kinds = section.required("on", { $0.eventTypes() }) else { return nil }
        let words = self.vocabulary.with(kinds)
        var goal = Rule.Goal(kinds: KindSet(kinds))
        goal.condition = section.optional("if") { $0.formula(words, .bool) }
        goal.key = section.optional("per") {
            $0.formula(words, of: [.string, .int, .bool], "a text or a whole number")
        }
        if !isKeyed {
            let _: Never? = section.values["per"]?.rejectKeyHere("the rule itself has no `per` to compare it with")
        }
        goal.within = section.optional("within") { $0.span() }
        goal.reached = section.optional("emit") { $0.signalType() }
        goal.missed = section.optional("missed") { $0.signalType() }
        goal.payload = section.optional("with") { $0.payload(words) } ?? []
        if goal.missed != nil, section.values["within"] == nil {
            value.rejectMissing(
                "within",
                "expected how long the goal is waited for, since `missed` tells that it was not reached"
            )
        }
        if section.values["emit"] == nil, section.values["missed"] == nil {
            value.rejectMissing(
                "emit",
                "expected the signal for a goal that is reached, or `missed` for one that is not"
            )
        }
        return goal
    }

    static func isName(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        return isPlain && (1...64).contains(text.utf8.count) && !(0x30...0x39).contains(text.utf8.first ?? 0x30)
    }
}
