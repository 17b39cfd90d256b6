import CEL
import Retention
import Zones

extension Step {
    /// Fires everything that is due at `deadline`.
    mutating func fire(_ deadline: Timestamp, _ effects: inout Effects) {
        self.giveUpGoals(deadline, &effects)
        var due: [(number: Int, rule: UInt32, key: UInt64)] = []
        for place in self.decisions.memories.indices where self.decisions.memories[place].due == deadline {
            let (rule, key) = (self.decisions.memories[place].rule, self.decisions.memories[place].key)
            due.append((self.set.entry(rule)?.number ?? -1, rule, key))
        }
        if due.count > 1 { due.sort { ($0.number, $0.key) < ($1.number, $1.key) } }
        for (number, rule, key) in due {
            guard let place = self.decisions.place(of: rule, key) else { continue }
            let memory = self.decisions.memories[place]
            self.decisions.memories[place].due = .never
            // Of a rule that the playbook has no more.
            guard number >= 0 else { continue }
            self.decisions.memories[place].passed = deadline
            self.fire(self.set.entries[number], memory, &effects)
        }
        self.retry(deadline, &effects)
        self.expire(deadline, &effects)
        self.settle(&effects)
    }

    private mutating func fire(_ entry: RuleSet.Entry, _ memory: RuleMemory, _ effects: inout Effects) {
        switch entry.rule.trigger {
        case .event(_, let wait): self.endWait(entry, wait, memory, &effects)
        case .since(_, let lengths, _):
            let stage = Int(memory.value)
            // A stage that was missed is told by when it comes, for it may have come at its own hour before.
            let anchor = memory.anchor ?? .epoch
            let isOnTime =
                lengths.indices.contains(stage)
                && self.length(lengths[stage]).map { anchor + $0 == self.now } ?? false
            if self.holds(entry.rule.condition, "if", entry) {
                self.decide(
                    entry,
                    key: memory.key,
                    anchor: isOnTime ? anchor : self.now,
                    occasion: memory.key,
                    stage: stage + 1,
                    memory.cause,
                    extra: lengths.count > 1 ? [Signal.Field("stage", .count(Int64(stage + 1)))] : [],
                    &effects
                )
            }
            self.solve(entry, notBefore: self.now)
        case .yearly, .dates:
            let number = self.number(of: self.now, entry)
            if let place = self.decisions.place(of: entry.rule.id, memory.key) {
                self.decisions.memories[place].value = number
            }
            if self.holds(entry.rule.condition, "if", entry) {
                let isAnniversary = entry.rule.isAnniversary
                let years = isAnniversary ? [Signal.Field("years", .count(number))] : []
                self.decide(
                    entry,
                    key: memory.key,
                    anchor: .epoch,
                    occasion: UInt64(bitPattern: number),
                    // The same number of years comes again in another year, where what is counted from begins anew.
                    stage: isAnniversary ? self.year(of: self.now, entry) : 0,
                    memory.cause,
                    extra: years,
                    &effects
                )
            }
            self.solve(entry, notBefore: self.now)
        case .changes(let formula, let recheck): self.compare(entry, formula, recheck, &effects)
        case .stages, .segment: self.classify(entry, &effects)
        case .reaches: break
        }
    }

    /// A wait after an event is over.
    private mutating func endWait(
        _ entry: RuleSet.Entry,
        _ wait: Rule.Wait?,
        _ memory: RuleMemory,
        _ effects: inout Effects
    ) {
        guard let anchor = memory.anchor else { return }
        let rule = entry.rule
        let stage = Int(memory.value)
        var stages = 1
        if case .stages(let lengths) = wait { stages = lengths.count }
        if let place = self.decisions.place(of: rule.id, memory.key), let wait, stage + 1 < stages {
            self.decisions.memories[place].value += 1
            let next = self.due(wait, stage: stage + 1, after: anchor)
            self.decisions.memories[place].due = max(self.now + TimeSpan(milliseconds: 1), next)
        }
        self.see(memory.captured)
        defer { self.sight.moment.order = nil }
        guard self.holds(rule.stillHolds, "while", entry) else { return }
        self.decide(
            entry,
            key: memory.key,
            anchor: anchor,
            occasion: memory.key,
            stage: stage + 1,
            memory.cause,
            captured: memory.captured,
            extra: stages > 1 ? [Signal.Field("stage", .count(Int64(stage + 1)))] : [],
            &effects
        )
    }

    /// When a stage of a wait is over; `never` for an instant that is not known.
    func due(_ wait: Rule.Wait, stage: Int, after anchor: Timestamp) -> Timestamp {
        switch wait {
        case .until(let formula): self.calculator.time(formula, self.sight) ?? .never
        case .stages(let lengths): self.length(lengths[stage]).map { anchor + $0 } ?? .never
        }
    }

    func length(_ length: Rule.Length) -> TimeSpan? {
        switch length {
        case .fixed(let span): span
        case .computed(let formula): self.calculator.span(formula, self.sight)
        }
    }

    // MARK: Solving deadlines

    /// Solves the deadline of a rule that watches the state; nothing is decided before `instant` any more.
    ///
    /// With `isAdopting` what was missed stays so: it lies before the playbook.
    mutating func solve(_ entry: RuleSet.Entry, notBefore instant: Timestamp, isAdopting: Bool = false) {
        switch entry.rule.trigger {
        case .since(let anchor, let lengths, let missed):
            self.solve(entry, anchor, lengths, isAdopting ? .skip : missed, instant)
        case .yearly(let yearly): self.solve(entry, yearly, after: instant)
        case .dates(let days, let second): self.solve(entry, days, second, after: instant)
        case .event, .reaches, .changes, .stages, .segment: break
        }
    }

    private mutating func solve(
        _ entry: RuleSet.Entry,
        _ formula: Formula,
        _ lengths: [Rule.Length],
        _ missed: Rule.Missed,
        _ instant: Timestamp
    ) {
        let rule = entry.rule
        guard let anchor = self.calculator.time(formula, self.sight) else {
            guard let place = self.decisions.place(of: rule.id, 0) else { return }
            self.decisions.memories[place].due = .never
            self.decisions.memories[place].anchor = nil
            return self.tell(entry, self.unknown("since", formula))
        }
        let place = self.decisions.makePlace(of: rule.id, 0)
        // Part by part, for a memory is large, and most of it stays as it is.
        let (known, before) = (self.decisions.memories[place].due, self.decisions.memories[place].anchor)
        let (stageBefore, passed) = (self.decisions.memories[place].value, self.decisions.memories[place].passed)
        let hasMoved = before != anchor
        let isLater = hasMoved && before.map { anchor > $0 } ?? true
        var (stage, missedStage): (Int, Int?) = (isLater ? 0 : Int(stageBefore), nil)
        var due = Timestamp.never
        while stage < lengths.count {
            guard let length = self.length(lengths[stage]) else { break }
            let end = anchor + length
            let isPassed = passed.map { end <= $0 } ?? false
            if !isPassed, end >= instant {
                due = end
                break
            }
            if !isPassed || hasMoved { missedStage = stage }
            if !isPassed { self.tell(entry, .missed(due: end)) }
            stage += 1
        }
        // What is open still stands, and must not be said again.
        if missed == .now, let missedStage, self.decisions.memories[place].goalFrom == nil {
            stage = missedStage
            due = max(instant, passed.map { $0 + TimeSpan(milliseconds: 1) } ?? instant)
        }
        if hasMoved {
            self.decisions.memories[place].anchor = anchor
            if let cause = self.cause { self.decisions.memories[place].cause = cause }
        }
        if stage != Int(stageBefore) { self.decisions.memories[place].value = Int64(stage) }
        guard due != known else { return }
        self.decisions.memories[place].due = due
        if due != .never { self.tell(entry, .waiting(due)) }
    }

    // MARK: Numbers and labels

    /// Notices thresholds that a number has reached for the first time.
    mutating func pass(
        _ entry: RuleSet.Entry,
        _ formula: Formula,
        _ thresholds: [Rule.Threshold],
        isSilent: Bool = false,
        _ effects: inout Effects
    ) {
        guard let value = self.calculator.field(formula, self.sight) else {
            return self.tell(entry, self.unknown("reaches", formula))
        }
        var isNews = false
        for threshold in thresholds {
            guard let reached = value.reached(threshold) else { continue }
            let key = threshold.currency.map { UInt64($0.packed) } ?? 0
            let place = self.decisions.makePlace(of: entry.rule.id, key)
            guard threshold.value > self.decisions.memories[place].value else { continue }
            self.decisions.memories[place].value = threshold.value
            isNews = true
            guard !isSilent, self.holds(entry.rule.condition, "if", entry) else { continue }
            self.decide(
                entry,
                key: key,
                anchor: .epoch,
                occasion: key,
                stage: Int(threshold.value),
                self.cause,
                extra: [Signal.Field("reached", reached)],
                &effects
            )
        }
        if !isNews, !isSilent { self.tell(entry, Self.below(formula, value, thresholds)) }
    }

    /// Finds the customer's label again, and notices when it is another one.
    mutating func classify(_ entry: RuleSet.Entry, isSilent: Bool = false, _ effects: inout Effects) {
        let (labels, recheck) = (entry.rule.labels, entry.rule.labelRecheck)
        // What is known already is not looked at with the eyes of an earlier day.
        let before = self.sight.moment.now
        if entry.rule.labelsReadNow { self.sight.moment.now = self.latest(entry) }
        defer { self.sight.moment.now = before }
        let label = labels.first { self.calculator.holds($0.condition, self.sight) }
        let hash = label.map { Int64($0.hash) } ?? 0
        let again = self.next(of: recheck)
        // A customer without a label of whom nothing is remembered needs no memory.
        if hash == 0, again == .never, self.decisions.place(of: entry.rule.id, 0) == nil {
            return self.tell(entry, self.unchanged(labels))
        }
        let place = self.decisions.makePlace(of: entry.rule.id, 0)
        let known = self.decisions.memories[place].value
        if hash == known, !isSilent { self.tell(entry, self.unchanged(labels)) }
        if hash != known { self.decisions.memories[place].value = hash }
        if again != self.decisions.memories[place].due { self.decisions.memories[place].due = again }
        guard hash != known, !isSilent else { return }
        if hash == 0, case .segment = entry.rule.trigger { return self.left(entry, &effects) }
        guard self.holds(entry.rule.condition, "if", entry) else { return }
        let from = labels.first { Int64($0.hash) == known }
        self.decide(
            entry,
            key: 0,
            anchor: self.now,
            occasion: UInt64(bitPattern: hash),
            stage: 0,
            self.cause,
            extra: entry.rule.isSegment
                ? []
                : [from.map { Signal.Field("from", .text($0.name)) }, label.map { Signal.Field("to", .text($0.name)) }]
                    .compactMap(\.self),
            &effects
        )
    }

    /// The latest instant that is known of the customer, and of a rule's timers.
    func latest(_ entry: RuleSet.Entry) -> Timestamp {
        let seen = self.sight.read { $0.lastSeen } ?? self.now
        let passed = self.decisions.place(of: entry.rule.id, 0).flatMap { self.decisions.memories[$0].passed }
        return max(self.now, seen, passed ?? self.now)
    }

    /// The customer has left the segment of a rule; a contact is for those who enter.
    private mutating func left(_ entry: RuleSet.Entry, _ effects: inout Effects) {
        guard let leave = entry.rule.leave else { return }
        let values = entry.rule.payload.compactMap { payload in
            self.calculator.field(payload.formula, self.sight).map { Signal.Field(payload.name, $0) }
        }
        effects.emit(
            leave,
            rule: entry.rule.name,
            at: self.now,
            occasion: .key(0, self.now, ordinal: 0),
            cause: self.cause,
            values
        )
    }

    /// Gives up goals that were not reached in time.
    private mutating func giveUpGoals(_ deadline: Timestamp, _ effects: inout Effects) {
        for place in self.decisions.memories.indices where self.decisions.memories[place].goalUntil == deadline {
            let memory = self.decisions.memories[place]
            self.decisions.memories[place].goalUntil = .never
            self.decisions.memories[place].goalFrom = nil
            guard let entry = self.set.entry(memory.rule), let from = memory.goalFrom,
                let signal = entry.rule.goal?.missed
            else { continue }
            effects.emit(
                signal,
                rule: entry.rule.name,
                at: deadline,
                occasion: .key(memory.key, from, ordinal: 0),
                cause: memory.cause,
                [Signal.Field("decided", .time(from))] + self.arm(of: entry.rule)
            )
        }
    }
}

extension Rule {
    fileprivate var isSegment: Bool { if case .segment = self.trigger { true } else { false } }

    var isAnniversary: Bool {
        if case .yearly(let yearly) = self.trigger, case .anniversary = yearly.day { true } else { false }
    }
}

extension Signal.Value {
    /// The threshold as a signal carries it, when this value has reached it.
    func reached(_ threshold: Rule.Threshold) -> Signal.Value? {
        switch (self, threshold.currency) {
        case (.count(let count), nil):
            let (millionths, isTooMuch) = count.multipliedReportingOverflow(by: 1_000_000)
            return (isTooMuch ? count > 0 : millionths >= threshold.value) ? threshold.number : nil
        case (.decimal(let millionths), nil): return millionths >= threshold.value ? .decimal(threshold.value) : nil
        case (.money(let money), let currency?):
            return money.currency == currency && money.minor >= threshold.value
                ? .money(Money(minor: threshold.value, currency)) : nil
        case (.sums(let sums), let currency?):
            let amount = sums.amount(in: currency)
            return amount.minor >= threshold.value ? .money(Money(minor: threshold.value, currency)) : nil
        default: return nil
        }
    }
}

extension Rule.Threshold {
    /// A number that is reached by counting: whole, unless the playbook names a fraction.
    fileprivate var number: Signal.Value {
        self.value.isMultiple(of: 1_000_000) ? .count(self.value / 1_000_000) : .decimal(self.value)
    }
}
