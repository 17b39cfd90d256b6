package import Retention
import Zones

/// Where a rule stands with a subject at an instant.
package struct RuleStanding: Sendable {
    /// The rule's name.
    package let rule: String
    /// What it is for, in the words of the playbook.
    package let about: String?
    /// What it asks for.
    package let signal: SignalType
    /// The names of the event types that make it decide; empty for rules that watch the state or the calendar.
    package let events: [String]
    /// Whether it watches labels or a segment: what it is armed for is to look again.
    package let isWatch: Bool
    /// What it is armed for, the earliest first.
    package fileprivate(set) var waits: [Wait] = []
    /// Its contacts that wait for a better hour.
    package fileprivate(set) var deferred: [DeferredContact] = []
    /// When open goals are given up, the earliest first; `never` for goals that are open for ever.
    package fileprivate(set) var goals: [Timestamp] = []
    /// The customer's label; `nil` for none, and for rules without labels.
    package fileprivate(set) var label: String?
    /// Whether it has decided once and for all.
    package fileprivate(set) var isDone = false
    /// Until when it decides nothing after its latest decision; `nil` when it may.
    package fileprivate(set) var coolsUntil: Timestamp?
    /// Why it is armed for nothing; `nil` for rules that wait, and for those that events alone make decide.
    package fileprivate(set) var idle: Trace.Reason?

    /// What a rule is armed for.
    package struct Wait: Sendable {
        /// When it decides.
        package let until: Timestamp
        /// The stage that it decides, from 1, and how many there are.
        package let stage: (number: Int, count: Int)
        /// The instant from which it waits, where there is one.
        package let since: Timestamp?
        /// The id of the event that armed it.
        package let event: String?
    }
}

extension PlaybookProjection {
    /// Where each rule stands with a subject at an instant, in the order of the playbook.
    ///
    /// Nothing fires: what is due by the instant must have fired before.
    package func standings(of subject: Subject, _ state: Customer, at instant: Timestamp) -> [RuleStanding] {
        let set = self.ruleSet
        var moment = Moment(
            customer: subject.id,
            now: instant,
            currency: set.currency,
            zone: set.zone(of: state),
            order: nil
        )
        return unsafe withUnsafePointer(to: state) { customer in
            unsafe withUnsafeMutablePointer(to: &moment) { moment in
                var step = unsafe Step(set, Calculator(), subject, Sight(customer, nil, moment))
                step.decisions = state.decisions.value
                return set.entries.map { step.standing(of: $0.rule) }
            }
        }
    }
}

extension Step {
    fileprivate func standing(of rule: Rule) -> RuleStanding {
        var standing = RuleStanding(
            rule: rule.name,
            about: rule.about,
            signal: rule.signal,
            events: rule.triggers,
            isWatch: rule.isWatch
        )
        let memories = self.decisions.range(of: rule.id).map { self.decisions.memories[$0] }
        standing.waits = memories.filter { $0.due != .never }
            .map { memory in
                RuleStanding.Wait(
                    until: memory.due,
                    stage: (rule.stageCount > 1 ? Int(memory.value) + 1 : 1, rule.stageCount),
                    since: memory.anchor,
                    event: memory.cause?.eventID
                )
            }
            .sorted { $0.until < $1.until }
        standing.deferred = self.decisions.deferred.filter { $0.rule == rule.name }
        standing.goals = memories.filter { $0.goalFrom != nil }.map(\.goalUntil).sorted()
        standing.isDone = rule.isOnce && rule.key == nil && memories.contains(where: \.isSet)
        if let coolDown = rule.coolDown, rule.key == nil, let fired = memories.compactMap(\.fired).max(),
            self.now < fired + coolDown
        {
            standing.coolsUntil = fired + coolDown
        }
        if standing.waits.isEmpty { standing.idle = self.idle(rule) }
        standing.label = rule.label(memories.first?.value ?? 0)
        return standing
    }

    /// Why a rule that watches the state waits for nothing; `nil` when nothing is to be said.
    private func idle(_ rule: Rule) -> Trace.Reason? {
        switch rule.trigger {
        case .since(let formula, _, _):
            return self.calculator.time(formula, self.sight) == nil ? self.unknown("since", formula) : nil
        case .yearly(let yearly): return self.day(yearly) == nil ? self.unknownDay(yearly) : nil
        case .reaches(let formula, let thresholds):
            guard let value = self.calculator.field(formula, self.sight) else {
                return self.unknown("reaches", formula)
            }
            return Self.below(formula, value, thresholds)
        case .changes(let formula, _): return self.unchanged(formula)
        case .stages(let labels, _): return self.unchanged(labels)
        case .segment(let label, _): return self.unchanged([label])
        case .event, .dates: return nil
        }
    }
}

extension Rule {
    /// The names of the event types that make it decide.
    fileprivate var triggers: [String] {
        guard case .event(let kinds, _) = self.trigger else { return [] }
        return Event.Kind.allCases.filter { kinds.contains($0) }.map(\.name)
    }

    fileprivate var isWatch: Bool {
        switch self.trigger {
        case .changes, .stages, .segment: true
        case .event, .since, .yearly, .dates, .reaches: false
        }
    }

    fileprivate var stageCount: Int {
        switch self.trigger {
        case .event(_, .stages(let lengths)?): lengths.count
        case .since(_, let lengths, _): lengths.count
        default: 1
        }
    }

    /// The name of the label whose hash a state remembers; `in` for somebody in a segment.
    fileprivate func label(_ hash: Int64) -> String? {
        guard hash != 0 else { return nil }
        switch self.trigger {
        case .stages(let labels, _): return labels.first { Int64($0.hash) == hash }?.name
        case .segment(let label, _): return label.name
        default: return nil
        }
    }
}
