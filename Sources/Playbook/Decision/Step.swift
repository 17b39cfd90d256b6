import CEL
import Retention
import Zones

/// One step of a customer's decisions: what an event or a deadline leads to.
///
/// Facts are folded before; a step reads them and changes what the rules remember. Contacts that rules want are gathered
/// and settled together at the end, so that the best of those that fire at one instant can be told.
struct Step {
    let set: RuleSet
    let calculator: Calculator
    /// Where reasons go, when somebody asks for them.
    private let trace: Trace?
    let subject: Subject
    let sight: Sight
    /// The event that is folded, once something is decided by it.
    private var knownCause: Cause?
    /// Whether the event may have told where the customer is.
    var mayHaveMoved = false
    /// What the rules remember.
    var decisions = Decisions()
    var wishes: [Wish] = []

    init(_ set: RuleSet, _ calculator: Calculator, _ subject: Subject, _ sight: Sight) {
        self.set = set
        self.calculator = calculator
        self.trace = calculator.trace
        self.subject = subject
        self.sight = sight
    }

    /// A contact that a rule wants in this step.
    struct Wish {
        let entry: RuleSet.Entry
        let key: UInt64
        let id: SignalID
        let wanted: Timestamp
        let cause: Cause?
        let values: [Signal.Field]
        /// Whether it waited for a better hour before.
        let wasDeferred: Bool
    }

    var now: Timestamp { self.sight.moment.now }

    /// The event that is folded; `nil` when a deadline fires.
    ///
    /// Made when it is first asked for: most events lead to nothing.
    var cause: Cause? {
        mutating get {
            if self.knownCause == nil { self.knownCause = self.sight.event.map { Cause($0) } }
            return self.knownCause
        }
    }

    // MARK: Events

    /// Lets an event that is folded decide.
    mutating func take(_ event: borrowing Event, _ effects: inout Effects) {
        let kind = event.body.kind
        self.mayHaveMoved = kind == .profileUpdated || kind == .customerIdentified
        if case .orderCompleted(let order) = event.body { self.redeem(order, event.time, &effects) }
        for concern in self.set.concerned(by: kind) {
            let entry = self.set.entries[concern.number]
            if concern.cancels, let cancel = entry.rule.cancel { self.cancel(entry, cancel, event.time, &effects) }
            let anchor = concern.reaches ? self.anchor(of: entry.rule) : nil
            if concern.changes { self.changed(entry, &effects) }
            if concern.reaches, let goal = entry.rule.goal {
                let hasUndone = anchor.map { $0 < self.anchor(of: entry.rule) ?? $0 } ?? false
                self.reach(entry, goal, hasUndone: hasUndone, &effects)
            }
            if concern.triggers { self.trigger(entry, event, &effects) }
        }
        self.settle(&effects)
    }

    /// The state that a rule watches may have changed.
    private mutating func changed(_ entry: RuleSet.Entry, _ effects: inout Effects) {
        switch entry.rule.trigger {
        case .event: break
        case .dates where self.isArmed(entry): break
        case .since, .yearly, .dates: self.solve(entry, notBefore: self.now)
        case .reaches(let formula, let thresholds): self.pass(entry, formula, thresholds, &effects)
        case .changes(let formula, let recheck): self.compare(entry, formula, recheck, &effects)
        case .stages, .segment: self.classify(entry, &effects)
        }
    }

    /// Whether the next of some days is known already, where nothing has changed that it hangs on.
    private func isArmed(_ entry: RuleSet.Entry) -> Bool {
        !self.mayHaveMoved && self.decisions.place(of: entry.rule.id, 0) != nil
    }

    /// An event of the rule's own came: decides, or begins to wait.
    private mutating func trigger(_ entry: RuleSet.Entry, _ event: borrowing Event, _ effects: inout Effects) {
        let rule = entry.rule
        guard case .event(_, let wait) = rule.trigger else { return }
        guard self.holds(rule.condition, "if", entry) else { return }
        guard let key = rule.reentry == .each ? event.compactID.hash.high : self.key(rule.key) else {
            return self.tell(entry, .noKey)
        }
        guard let wait else {
            // A rule that cools down decides once at an instant, whichever of its events comes first.
            let isOne = rule.coolDown != nil || key != 0 && rule.isOnce
            let occasion = isOne ? key : event.compactID.hash.high
            return self.decide(entry, key: key, anchor: event.time, occasion: occasion, stage: 0, self.cause, &effects)
        }
        self.makeRoom(entry, key, &effects)
        let place = self.decisions.makePlace(of: rule.id, key)
        var memory = self.decisions.memories[place]
        if rule.isOnce, memory.isSet { return self.tell(entry, .once) }
        if let anchor = memory.anchor {
            // Late news of a wait that a later event has begun anew, or of an instant whose wait has come to its end.
            let isNews = event.time > anchor || event.time == anchor && memory.passed.map { $0 < anchor } ?? true
            guard isNews, memory.due == .never || rule.reentry != .ignore else {
                return self.tell(entry, isNews ? .ignored(until: memory.due) : .outdated(by: anchor))
            }
        }
        memory.anchor = event.time
        memory.value = 0
        memory.due = max(event.time, self.due(wait, stage: 0, after: event.time))
        memory.cause = self.cause
        memory.captured = self.order(rule)
        memory.captured += rule.payload.filter(\.formula.readsEvent).compactMap { payload in
            self.calculator.field(payload.formula, self.sight).map { Signal.Field(payload.name, $0) }
        }
        self.tell(entry, memory.due == .never ? self.unknownEnd(wait) : .waiting(memory.due))
        self.decisions.memories[place] = memory
    }

    /// An event came that ends waits.
    private mutating func cancel(
        _ entry: RuleSet.Entry,
        _ cancel: Rule.Cancel,
        _ time: Timestamp,
        _ effects: inout Effects
    ) {
        if let condition = cancel.condition, !self.calculator.holds(condition, self.sight) {
            return self.tell(entry, .uncancelled(text: condition.text, read: condition.readings(self.sight)))
        }
        var key: UInt64?
        if let formula = cancel.key {
            key = self.key(formula)
            if key == nil { return }
        }
        for place in self.decisions.range(of: entry.rule.id) {
            let memory = self.decisions.memories[place]
            // Late news from before the trigger ends nothing.
            guard key == nil || memory.key == key, memory.anchor.map({ time >= $0 }) ?? true else { continue }
            if memory.due != .never {
                self.decisions.memories[place].due = .never
                self.tell(entry, .cancelled)
            }
            self.drop(entry, key: memory.key, because: "cancelled", &effects)
        }
    }

    /// The instant from which a rule that watches one was solved.
    private func anchor(of rule: Rule) -> Timestamp? {
        guard case .since = rule.trigger else { return nil }
        return self.decisions.place(of: rule.id, 0).flatMap { self.decisions.memories[$0].anchor }
    }

    /// An event came that a goal may be reached by; `hasUndone` tells that it has moved what the rule watches later.
    private mutating func reach(
        _ entry: RuleSet.Entry,
        _ goal: Rule.Goal,
        hasUndone: Bool,
        _ effects: inout Effects
    ) {
        let range = self.decisions.range(of: entry.rule.id)
        var key: UInt64?
        if let formula = goal.key {
            key = self.key(formula)
            if key == nil { return }
        }
        let isWaiting = self.decisions.deferred.contains {
            $0.rule == entry.rule.name && (key == nil || $0.key == key)
        }
        guard isWaiting || range.contains(where: { self.decisions.memories[$0].goalFrom != nil }) else { return }
        if let condition = goal.condition, !self.calculator.holds(condition, self.sight) { return }
        // What still waits for a better hour is not needed any more.
        if isWaiting { self.drop(entry, key: key, because: "goal_reached", &effects) }
        for place in range {
            let memory = self.decisions.memories[place]
            guard let from = memory.goalFrom, self.now <= memory.goalUntil, key == nil || memory.key == key else {
                continue
            }
            // Late news from before the decision reaches nothing, unless with it the decision would not have been made.
            guard self.now >= from || hasUndone && memory.due != .never && memory.due > from else { continue }
            self.decisions.memories[place].goalFrom = nil
            self.decisions.memories[place].goalUntil = .never
            guard let signal = goal.reached else { continue }
            let time = max(self.now, from)
            var values = [Signal.Field("decided", .time(from))]
            values += goal.payload.compactMap { payload in
                self.calculator.field(payload.formula, self.sight).map { Signal.Field(payload.name, $0) }
            }
            values += self.arm(of: entry.rule)
            effects.emit(
                signal,
                rule: entry.rule.name,
                at: time,
                occasion: .key(memory.key, from, ordinal: 0),
                cause: self.cause,
                values
            )
        }
    }

    // MARK: Deciding

    /// Decides, unless the rule has decided once for all or has to cool down.
    ///
    /// `occasion` is what makes this decision another one than those before it at `anchor`.
    mutating func decide(
        _ entry: RuleSet.Entry,
        key: UInt64,
        anchor: Timestamp,
        occasion: UInt64,
        stage: Int,
        _ cause: Cause?,
        captured: [Signal.Field] = [],
        extra: [Signal.Field] = [],
        _ effects: inout Effects
    ) {
        let rule = entry.rule
        if rule.isOnce || rule.coolDown != nil, let place = self.decisions.place(of: rule.id, key) {
            let memory = self.decisions.memories[place]
            if rule.isOnce, memory.isSet { return self.tell(entry, .once) }
            if let coolDown = rule.coolDown, let fired = memory.fired, self.now < fired + coolDown {
                return self.tell(entry, .coolingDown(until: fired + coolDown))
            }
        }
        // Several thresholds may be reached in one step, and a contact is remembered at the end of it.
        if rule.isOnce || rule.coolDown != nil,
            self.wishes.contains(where: { $0.entry === entry && $0.key == key && !$0.wasDeferred })
        {
            return self.tell(entry, .once)
        }
        let named: Occasion =
            rule.isOnce
            ? (key == 0 ? .once : .key(key, .epoch, ordinal: stage)) : .key(occasion, anchor, ordinal: stage)
        let id = effects.id(rule.signal, rule: rule.name, named)
        var values: [Signal.Field] = []
        values.reserveCapacity(captured.count + extra.count + rule.payload.count)
        for field in captured where field.name == Self.orderName { values.append(field) }
        values += extra
        for payload in rule.payload {
            if let held = captured.first(where: { $0.name == payload.name }) {
                values.append(held)
            } else if !payload.formula.readsEvent || self.sight.hasEvent,
                let value = self.calculator.field(payload.formula, self.sight)
            {
                values.append(Signal.Field(payload.name, value))
            }
        }
        let wish = Wish(
            entry: entry,
            key: key,
            id: id,
            wanted: self.now,
            cause: cause,
            values: values,
            wasDeferred: false
        )
        guard rule.contact == nil else { return self.wishes.append(wish) }
        self.expose(wish, &effects)
        self.emit(wish, [], &effects)
    }

    /// Emits the signal of a decision, with what is given along with it.
    mutating func emit(_ wish: Wish, _ extra: [Signal.Field], _ effects: inout Effects) {
        let rule = wish.entry.rule
        self.remember(wish, opensGoal: true)
        let gift = self.grant(wish, &effects)
        var values = wish.values
        if values.contains(where: { $0.name == Self.orderName }) { values.removeAll { $0.name == Self.orderName } }
        if !extra.isEmpty { values += extra }
        if rule.experiment != nil, !extra.contains(where: { $0.name == "arm" }) { values += self.arm(of: rule) }
        if !gift.isEmpty { values += gift }
        effects.emit(rule.signal, id: wish.id, rule: rule.name, at: self.now, cause: wish.cause, values)
        self.tell(wish.entry, .emitted)
    }

    /// Remembers that the rule has decided.
    mutating func remember(_ wish: Wish, opensGoal: Bool) {
        let rule = wish.entry.rule
        let isKept =
            switch rule.trigger {
            case .event: false
            default: true
            }
        guard rule.isOnce || rule.coolDown != nil || rule.goal != nil || isKept else { return }
        let place = self.decisions.makePlace(of: rule.id, wish.key)
        self.decisions.memories[place].fired = self.now
        if rule.isOnce { self.decisions.memories[place].isSet = true }
        guard opensGoal, let goal = rule.goal else { return }
        self.decisions.memories[place].goalFrom = self.now
        self.decisions.memories[place].goalUntil = goal.within.map { self.now + $0 } ?? .never
    }

    // MARK: The order at hand

    /// The name under which a wait keeps the order that its event is about; no playbook can use it.
    static let orderName = "$order"

    /// The order that the event is about, to be kept for as long as the rule waits.
    private func order(_ rule: Rule) -> [Signal.Field] {
        guard rule.readsOrder, let order = self.sight.moment.order else { return [] }
        return [Signal.Field(Self.orderName, .text(order))]
    }

    /// Looks at the order that was kept.
    mutating func see(_ kept: [Signal.Field]) {
        guard case .text(let order)? = kept.first(where: { $0.name == Self.orderName })?.value else { return }
        self.sight.moment.order = order
    }

    // MARK: Help

    /// Whether a condition holds; a missing one does.
    func holds(_ condition: Formula?, _ part: String, _ entry: RuleSet.Entry) -> Bool {
        guard let condition else { return true }
        let value = self.calculator.value(condition, self.sight)
        if case .bool(true) = value { return true }
        self.tell(
            entry,
            .condition(part: part, text: condition.text, came: value.description, read: condition.readings(self.sight))
        )
        return false
    }

    /// The hash of a key; 0 for a rule without keys, `nil` for a key that is not known.
    func key(_ formula: Formula?) -> UInt64? {
        guard let formula else { return 0 }
        if formula.variable != nil { return self.calculator.field(formula, self.sight)?.key }
        switch self.calculator.value(formula, self.sight) {
        case .string(let text): return max(1, StableHash(text).high)
        case .int(let int): return max(1, StableHash("\(int)").high)
        case .bool(let bool): return bool ? 2 : 1
        default: return nil
        }
    }

    /// Notes why something was decided, or not, for those who ask.
    func tell(_ entry: RuleSet.Entry, _ what: @autoclosure () -> Trace.Reason) {
        self.trace?.note(entry.rule, self.now, self.sight.event?.id, what())
    }
}

extension Signal.Value {
    /// The hash of a value that is a key as it stands; `nil` for one that can't be one.
    fileprivate var key: UInt64? {
        switch self {
        case .text(let text): max(1, StableHash(text).high)
        case .count(let count): max(1, StableHash("\(count)").high)
        case .flag(let flag): flag ? 2 : 1
        default: nil
        }
    }
}

extension Timestamp {
    static var epoch: Timestamp { Timestamp(milliseconds: 0) }
}
