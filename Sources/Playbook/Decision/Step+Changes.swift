import CEL
import Retention

extension Step {
    /// The name under which a rule keeps the value that it has seen last; no playbook can use it.
    private static let valueName = "$value"

    /// Looks at a value again, and notices when it is another one.
    ///
    /// What nobody has seen before is compared with nothing, and 0, false and an empty text are nothing as well: the state
    /// of somebody who was never heard of is no news.
    mutating func compare(
        _ entry: RuleSet.Entry,
        _ formula: Formula,
        _ recheck: [Formula],
        isSilent: Bool = false,
        _ effects: inout Effects
    ) {
        // What is known already is not looked at with the eyes of an earlier day.
        let moment = self.sight.moment.now
        if formula.readsNow { self.sight.moment.now = self.latest(entry) }
        defer { self.sight.moment.now = moment }
        let value = self.calculator.field(formula, self.sight)
        let again = self.next(of: recheck)
        let known = self.decisions.place(of: entry.rule.id, 0).map { self.decisions.memories[$0] }
        if known == nil, value.isNothing, again == .never { return self.tell(entry, self.unchanged(formula)) }
        let before = known?.captured.first?.value
        let place = self.decisions.makePlace(of: entry.rule.id, 0)
        self.decisions.memories[place].due = again
        self.decisions.memories[place].captured = value.map { [Signal.Field(Self.valueName, $0)] } ?? []
        guard !isSilent else { return }
        guard value != before, !(value.isNothing && before.isNothing) else {
            return self.tell(entry, self.unchanged(formula))
        }
        guard self.holds(entry.rule.condition, "if", entry) else { return }
        self.decide(
            entry,
            key: 0,
            anchor: self.now,
            occasion: value.occasion,
            stage: 0,
            self.cause,
            extra: [before.map { Signal.Field("from", $0) }, value.map { Signal.Field("to", $0) }].compactMap(\.self),
            &effects
        )
    }

    /// The earliest of some instants that is still to come.
    func next(of instants: [Formula]) -> Timestamp {
        var next = Timestamp.never
        for formula in instants {
            guard let instant = self.calculator.time(formula, self.sight), instant > self.now else { continue }
            next = min(next, instant)
        }
        return next
    }

    /// The value is the one that it was.
    func unchanged(_ formula: Formula) -> Trace.Reason {
        .unchanged(label: nil, read: formula.readings(self.sight))
    }
}

extension Signal.Value? {
    /// Whether this is what the state of somebody has of whom nothing is known.
    fileprivate var isNothing: Bool {
        switch self {
        case nil, .count(0), .flag(false), .text(""): true
        default: false
        }
    }

    /// What tells the signals of two values at one instant apart.
    fileprivate var occasion: UInt64 {
        switch self {
        case .count(let count): UInt64(bitPattern: count)
        case .flag(let flag): flag ? 1 : 0
        case .text(let text): StableHash(text).high
        default: 0
        }
    }
}
