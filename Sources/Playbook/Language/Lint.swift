import CEL
import Retention

/// What is allowed in a playbook and hardly meant.
public struct PlaybookWarning: Hashable, Sendable, CustomStringConvertible {
    /// The rule.
    public let rule: String
    /// The file that has the rule: the playbook, or one that it includes.
    public let file: String
    /// The line of the rule in the file, from 1 on.
    public let line: Int
    /// What is odd about it, and what would be better.
    public let message: String

    /// `file:line: rules.name: message`.
    public var description: String { "\(self.file):\(self.line): rules.\(self.rule): \(self.message)" }
}

extension PlaybookFile {
    /// Looks for rules that can decide nothing, or more than they seem to.
    public static func lint(_ compiled: CompiledPlaybook) -> [PlaybookWarning] {
        let lint = Lint(compiled: compiled)
        return compiled.ruleSet.rules.flatMap { rule in
            lint.warnings(rule).map {
                PlaybookWarning(rule: rule.name, file: rule.file, line: rule.line, message: $0)
            }
        }
    }
}

private struct Lint {
    let compiled: CompiledPlaybook

    func warnings(_ rule: Rule) -> [String] {
        self.conditions(rule) + self.timers(rule) + self.contacts(rule)
    }

    // MARK: Conditions

    private func conditions(_ rule: Rule) -> [String] {
        var found: [String] = []
        for (key, formula) in [("if", rule.condition), ("while", rule.stillHolds), ("goal.if", rule.goal?.condition)] {
            if let formula, let constant = formula.program.constant { found.append(self.always(key, constant)) }
        }
        switch rule.trigger {
        case .segment(let label, _):
            if let constant = label.condition.program.constant { found.append(self.always("segment", constant)) }
        case .stages(let labels, _):
            let catchAll = labels.firstIndex { $0.condition.isAlwaysTrue }
            for (place, label) in labels.enumerated() {
                if let catchAll, place > catchAll {
                    found.append(
                        "`stages.\(label.name)` is never reached: `\(labels[catchAll].name)` before it always holds"
                    )
                } else if let constant = label.condition.program.constant, !label.condition.isAlwaysTrue {
                    found.append(self.always("stages.\(label.name)", constant))
                }
            }
        default: break
        }
        if rule.isOnce, rule.coolDown != nil, rule.key == nil {
            found.append("`cool_down` does nothing: with `once` the rule decides a single time anyway")
        }
        return found
    }

    private func always(_ key: String, _ constant: CEL.Value) -> String {
        if case .bool(true) = constant { return "`\(key)` always holds; take it out" }
        return "`\(key)` never holds, so that the rule decides nothing"
    }

    // MARK: Timers

    private func timers(_ rule: Rule) -> [String] {
        guard case .since(let anchor, let lengths, _) = rule.trigger, anchor.text == "customer.cart.changed",
            let lifetime = self.compiled.settings.state.cartLifetime
        else { return [] }
        return lengths.compactMap { length in
            guard case .fixed(let span) = length, span > lifetime else { return nil }
            return "the stage after \(spelled(span)) is never reached: carts close after \(spelled(lifetime)) "
                + "(state.cart_lifetime)"
        }
    }

    // MARK: Contacts

    private func contacts(_ rule: Rule) -> [String] {
        guard let contact = rule.contact else { return [] }
        var found: [String] = []
        let purpose = self.compiled.ruleSet.policy.purposes[contact.purpose] ?? ContactPolicy.Purpose()
        if purpose.needsConsent, case .event(let kinds, let wait) = rule.trigger, wait == nil {
            let ending = Self.ends.filter { kinds.contains($0) }
            if !ending.isEmpty, Event.Kind.allCases.count(where: { kinds.contains($0) }) == ending.count {
                let names = ending.map(\.name).joined(separator: ", ")
                found.append(
                    "it can never pass consent: \(names) has just taken it back; use a purpose that needs none"
                )
            }
        }
        let known = Self.channels + self.compiled.ruleSet.policy.channels
        for channel in contact.channels where !known.contains(channel) {
            found.append(
                "the channel `\(channel)` is neither in `contacts.channels` nor a usual one"
                    + Nearest.hint(channel, known)
            )
        }
        if rule.experiment?.holdOut == 10_000 { found.append("it holds everybody out, so that nobody is contacted") }
        if let group = contact.group, self.compiled.ruleSet.rules.count(where: { $0.contact?.group == group }) == 1 {
            found.append("it is alone in the group `\(group)`, which then does nothing")
        }
        return found
    }

    /// The channels that consent is usually kept for.
    private static let channels = ["email", "sms", "push", "whatsapp", "phone", "post", "ads"]

    /// Events after which there is no consent.
    private static let ends: [Event.Kind] = [
        .consentWithdrawn, .newsletterUnsubscribed, .emailUnsubscribed, .emailMarkedAsSpam, .customerDeleted,
        .privacyErasureRequested,
    ]
}

extension Formula {
    fileprivate var isAlwaysTrue: Bool { if case .bool(true)? = self.program.constant { true } else { false } }
}
