import Retention
import Zones

/// The rules of a playbook, compiled and indexed, with what applies to all of them; at one address, as it never changes.
package final class RuleSet: Sendable {
    /// A rule at one address, so that passing it on costs nothing.
    final class Entry: Sendable {
        let rule: Rule
        /// The place in the playbook.
        let number: Int
        /// What the purpose of its contacts needs.
        let purpose: ContactPolicy.Purpose

        init(_ rule: Rule, _ number: Int, _ policy: ContactPolicy) {
            self.rule = rule
            self.number = number
            self.purpose = rule.contact.flatMap { policy.purposes[$0.purpose] } ?? ContactPolicy.Purpose()
        }
    }

    /// What events of a type may do with a rule; worked out before, for it is asked for at every event.
    struct Concern: Sendable {
        let number: Int
        let cancels: Bool
        let changes: Bool
        let reaches: Bool
        let triggers: Bool

        fileprivate init?(_ entry: Entry, _ kind: Event.Kind) {
            self.number = entry.number
            self.cancels = entry.rule.cancel?.kinds.contains(kind) ?? false
            self.changes = entry.rule.isChanged(by: kind)
            self.reaches = entry.rule.goal?.kinds.contains(kind) ?? false
            self.triggers = entry.rule.isTriggered(by: kind)
            guard self.cancels || self.changes || self.reaches || self.triggers else { return nil }
        }
    }

    let entries: [Entry]
    let policy: ContactPolicy
    /// The currency in which sums of money are read.
    let currency: Currency?
    /// The zone of customers who have none.
    let zone: Zone
    /// By event type, the rules that it may concern, in the order of the playbook.
    private let byKind: [[Concern]]
    private let byID: [UInt32: Int]
    private let byName: [String: Int]
    private let experiments: Set<UInt32>

    init(_ rules: [Rule], _ policy: ContactPolicy, currency: Currency?, zone: Zone) {
        let entries = rules.enumerated().map { Entry($1, $0, policy) }
        self.entries = entries
        self.policy = policy
        self.currency = currency
        self.zone = zone
        self.byID = Dictionary(rules.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.byName = Dictionary(rules.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.experiments = Set(rules.compactMap { $0.experiment?.id })
        self.byKind = Event.Kind.allCases.map { kind in
            entries.compactMap { Concern($0, kind) }
        }
    }

    /// A set without rules.
    package convenience init() { self.init([], ContactPolicy(), currency: nil, zone: .utc) }

    /// The rules, in the order of the playbook.
    package var rules: [Rule] { self.entries.map(\.rule) }

    /// The rules that an event may concern.
    func concerned(by kind: Event.Kind) -> [Concern] { self.byKind[kind.number] }

    /// Where a customer is.
    func zone(of customer: borrowing Customer) -> Zone {
        customer.timeZone.flatMap { Zone.named($0) } ?? self.zone
    }

    /// Whether what a state remembers under a number is of this playbook: of a rule, or of an experiment.
    func remembers(_ id: UInt32) -> Bool { self.byID[id] != nil || self.experiments.contains(id) }

    /// The rule of which a state remembers something; `nil` when the playbook has none of that name and kind any more.
    func entry(_ id: UInt32) -> Entry? { self.byID[id].map { self.entries[$0] } }

    /// The rule of a name, of whatever kind.
    func entry(named name: String) -> Entry? { self.byName[name].map { self.entries[$0] } }
}

extension Rule.Trigger {
    /// What tells kinds of triggers apart whose memories mean different things.
    var kind: String {
        switch self {
        case .event: "on"
        case .since: "since"
        case .yearly(let yearly): if case .birthday = yearly.day { "birthday" } else { "yearly" }
        case .dates: "dates"
        case .reaches: "reaches"
        case .changes: "changes"
        case .stages: "stages"
        case .segment: "segment"
        }
    }
}

extension Rule {
    /// Whether events of this type make the rule decide or wait.
    func isTriggered(by kind: Event.Kind) -> Bool {
        if case .event(let kinds, _) = self.trigger { kinds.contains(kind) } else { false }
    }

    /// Whether events of this type may change the state that the rule watches.
    func isChanged(by kind: Event.Kind) -> Bool {
        switch self.trigger {
        case .event: false
        case .since(let anchor, let lengths, _):
            anchor.changedBy.contains(kind)
                || lengths.contains {
                    if case .computed(let length) = $0 { length.changedBy.contains(kind) } else { false }
                }
        case .yearly(let yearly):
            switch yearly.day {
            // Both are kept where the customer is.
            case _ where kind == .customerIdentified || kind == .profileUpdated: true
            case .birthday: false
            case .anniversary(let formula): formula.changedBy.contains(kind)
            }
        // Armed for everybody who is heard of.
        case .dates: true
        case .reaches(let formula, _): formula.changedBy.contains(kind)
        case .changes(let formula, let recheck):
            formula.changedBy.contains(kind) || recheck.contains { $0.changedBy.contains(kind) }
        case .segment(let label, let recheck):
            label.condition.changedBy.contains(kind) || recheck.contains { $0.changedBy.contains(kind) }
        case .stages(let labels, let recheck):
            labels.contains { $0.condition.changedBy.contains(kind) }
                || recheck.contains { $0.changedBy.contains(kind) }
        }
    }
}
