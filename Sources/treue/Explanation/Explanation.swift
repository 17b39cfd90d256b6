import Journal
import Playbook
import Retention

/// Why the rules of a playbook decided what they decided about a subject, and why they did not.
struct Explanation {
    let subject: Subject
    let instant: Timestamp
    let playbook: FoldSettings
    private(set) var rules: [Case]

    /// One rule with all that came of it.
    struct Case {
        let standing: RuleStanding
        /// The oldest first.
        let history: [Entry]
    }

    /// Something that came of a rule.
    struct Entry {
        let time: Timestamp
        /// The event that was folded; `nil` when a deadline fired.
        let event: String?
        /// `nil` for a signal that goes along with a decision, such as that of a goal.
        let reason: Trace.Reason?
        /// What stood in the way.
        let because: Trace.Reason?
        /// What went out.
        let signal: Signal?
    }

    init(
        subject: Subject,
        instant: Timestamp,
        standings: [RuleStanding],
        notes: [Trace.Note],
        story: Story,
        playbook: FoldSettings
    ) {
        self.subject = subject
        self.instant = instant
        self.playbook = playbook
        var signals: [String: [Signal]] = [:]
        for case .signal(let signal) in story.lines { signals[signal.rule, default: []].append(signal) }
        let notes = Dictionary(grouping: notes, by: \.rule)
        self.rules = standings.map { standing in
            let signals = signals[standing.rule] ?? []
            return Case(standing: standing, history: Self.history(standing, notes[standing.rule] ?? [], signals))
        }
    }

    /// The same for one rule alone, when one is named.
    func limited(to rule: String?) -> Explanation {
        guard let rule else { return self }
        var limited = self
        limited.rules.removeAll { $0.standing.rule != rule }
        return limited
    }

    /// Puts what was noted of a rule and what it asked for into one order.
    private static func history(_ standing: RuleStanding, _ notes: [Trace.Note], _ signals: [Signal]) -> [Entry] {
        var rest = signals
        var entries: [Entry] = []
        var because: Trace.Reason?
        for (index, note) in notes.enumerated() {
            if case .obstacle = note.reason {
                because = note.reason
                continue
            }
            // A contact that waited and lost its reason meanwhile: the condition says why.
            if index + 1 < notes.count, case .condition = note.reason,
                notes[index + 1].reason == .suppressed("no_longer_applies"), notes[index + 1].time == note.time
            {
                because = note.reason
                continue
            }
            let signal = rest.firstIndex { $0.isTold(by: note, standing) }.map { rest.remove(at: $0) }
            entries.append(
                Entry(time: note.time, event: note.event, reason: note.reason, because: because, signal: signal)
            )
            because = nil
        }
        entries += rest.map { Entry(time: $0.time, event: nil, reason: nil, because: nil, signal: $0) }
        return entries.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }
}

extension Signal {
    /// Whether a note is about this signal.
    fileprivate func isTold(by note: Trace.Note, _ standing: RuleStanding) -> Bool {
        guard self.time == note.time else { return false }
        return switch note.reason {
        case .emitted: self.type == standing.signal
        case .deferred: self.type == .contactDeferred
        case .suppressed: self.type == .contactSuppressed
        default: false
        }
    }
}

extension Explanation.Entry {
    /// Whether something was decided, whatever became of it.
    var isDecision: Bool {
        switch self.reason {
        case .emitted, .deferred, .suppressed: true
        default: false
        }
    }

    /// Whether something stopped the rule.
    var isStop: Bool {
        switch self.reason {
        case .emitted, .deferred, .suppressed, .obstacle, .waiting, .uncancelled, nil: false
        default: true
        }
    }

    /// Whether the rule had a reason to act: more than a state that it watches.
    fileprivate var isAct: Bool {
        switch self.reason {
        case .unknown, .below, .unchanged, .uncancelled: false
        default: true
        }
    }
}

extension Explanation.Case {
    /// Whether the rule never had a reason to act.
    var isIdle: Bool {
        self.standing.waits.isEmpty && self.standing.deferred.isEmpty && self.standing.label == nil
            && !self.history.contains { $0.isAct }
    }

    /// What was decided last.
    var decided: Explanation.Entry? { self.history.last { $0.isDecision } }

    /// What stopped the rule since it decided last.
    var stopped: Explanation.Entry? {
        self.history.suffix(behind: { $0.isDecision }).last { entry in
            if case .unchanged = entry.reason, self.standing.label != nil { false } else { entry.isStop }
        }
    }
}

extension Array {
    /// The elements behind the last one that `isEnd` holds for; all of them when there is none.
    fileprivate func suffix(behind isEnd: (Element) -> Bool) -> ArraySlice<Element> {
        self[(self.lastIndex(where: isEnd).map { $0 + 1 } ?? 0)...]
    }
}
