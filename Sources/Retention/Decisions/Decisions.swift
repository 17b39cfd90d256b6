/// What the rules of a playbook remember of a subject, and what became of the contacts that they wanted.
///
/// Rules are told apart by the hash of their names, so that a state outlives changes of the playbook.
public struct Decisions: InitiallyEmpty {
    /// What each rule remembers, sorted by rule and key.
    public package(set) var memories: [RuleMemory] = []
    /// Contacts that wait for a better hour, in the order in which they were wanted.
    public package(set) var deferred: [DeferredContact] = []
    /// Contacts that went out, the oldest first, as far back as frequency caps look.
    public package(set) var contacts: [MadeContact] = []
    /// The latest outcomes of wanted contacts, the oldest first, at most ``Decisions/keptOutcomes``.
    public package(set) var outcomes: [ContactOutcome] = []
    /// Codes that were granted, the oldest first, at most ``Decisions/keptVouchers``.
    public package(set) var vouchers: [Voucher] = []
    /// The earliest deadline of all, as of the end of a step.
    public private(set) var next = Timestamp.never

    /// The most outcomes that are kept.
    public static let keptOutcomes = 8
    /// The most contacts that are kept for caps.
    public static let keptContacts = 64
    /// The most vouchers that are kept.
    public static let keptVouchers = 16
    /// The most keys of one rule that are remembered.
    public static let keptKeys = 64
    /// The most contacts that wait for a better hour.
    public static let keptDeferred = 16

    /// What is known of those who have none.
    public static let absent = [Self()]

    /// Makes the memory of rules that have decided nothing.
    public init() {}

    /// Whether nothing is remembered.
    public var isInitial: Bool {
        self.memories.isEmpty && self.deferred.isEmpty && self.contacts.isEmpty && self.outcomes.isEmpty
            && self.vouchers.isEmpty
    }

    /// Finds the earliest deadline again, after changes.
    mutating func solveNext() {
        var next = Timestamp.never
        for memory in self.memories { next = min(next, memory.deadline) }
        for contact in self.deferred { next = min(next, contact.until) }
        for voucher in self.vouchers { next = min(next, voucher.due) }
        self.next = next
    }

    /// Where the memories of a rule stand.
    package func range(of rule: UInt32) -> Range<Int> {
        let low = self.firstPlace(from: rule, 0)
        var end = low
        while end < self.memories.count, self.memories[end].rule == rule { end += 1 }
        return low..<end
    }

    /// The place of the first memory that does not stand before a rule and a key.
    private func firstPlace(from rule: UInt32, _ key: UInt64) -> Int {
        let memories = self.memories.span
        var (low, high) = (0, memories.count)
        while low < high {
            let middle = (low + high) / 2
            let known = memories[middle].rule
            let isBefore = known < rule || known == rule && memories[middle].key < key
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Where the memory of a rule under a key stands.
    package func place(of rule: UInt32, _ key: UInt64) -> Int? {
        let place = self.firstPlace(from: rule, key)
        guard place < self.memories.count, self.memories[place].rule == rule, self.memories[place].key == key else {
            return nil
        }
        return place
    }

    /// Where the memory of a rule under a key stands, made when there is none.
    ///
    /// Of more than ``keptKeys`` keys of a rule, the one that was touched longest ago and waits for nothing goes.
    package mutating func makePlace(of rule: UInt32, _ key: UInt64) -> Int {
        let place = self.firstPlace(from: rule, key)
        if place < self.memories.count, self.memories[place].rule == rule, self.memories[place].key == key {
            return place
        }
        guard let gone = self.crowdedOut(by: key, of: rule) else {
            self.memories.makeRoom()
            self.memories.insert(RuleMemory(rule: rule, key: key), at: place)
            return place
        }
        self.memories.remove(at: gone)
        return self.makePlace(of: rule, key)
    }

    /// The memory that goes when a rule remembers one more key; `nil` while there is room, or the key is known.
    package func crowdedOut(by key: UInt64, of rule: UInt32) -> Int? {
        let all = self.range(of: rule)
        guard all.count >= Self.keptKeys, !all.contains(where: { self.memories[$0].key == key }) else { return nil }
        return all.min { left, right in
            (self.memories[left].deadline != .never, self.memories[left].touched, left)
                < (self.memories[right].deadline != .never, self.memories[right].touched, right)
        }
    }
}

private func < (left: (Bool, Timestamp, Int), right: (Bool, Timestamp, Int)) -> Bool {
    if left.0 != right.0 { return !left.0 }
    return (left.1, left.2) < (right.1, right.2)
}

/// What one rule remembers of a subject under one key.
public struct RuleMemory: Hashable, Sendable {
    /// The hash of the rule's name.
    public let rule: UInt32
    /// Whether the rule has decided once and for all, or is in the state that it watches for.
    public package(set) var isSet = false
    /// The hash of what the rule decides once for, such as an order; 0 for rules that have no key.
    public let key: UInt64
    /// When the rule decides next.
    public package(set) var due = Timestamp.never
    /// The decision whose goal is still open; `nil` when none is.
    @OneWord public package(set) var goalFrom: Timestamp?
    /// When that goal is given up.
    public package(set) var goalUntil = Timestamp.never
    /// The instant from which `due` was solved: of a state, or of the triggering event.
    @OneWord public package(set) var anchor: Timestamp?
    /// The latest deadline that came up, whatever was decided then.
    @OneWord public package(set) var passed: Timestamp?
    /// When the rule decided last.
    @OneWord public package(set) var fired: Timestamp?
    /// Stages passed since the anchor moved, the highest threshold passed, or the hash of the label; by the rule's kind.
    public package(set) var value: Int64 = 0
    /// The event from which `due` was solved.
    public package(set) var cause: Cause?
    /// Values that were read from the triggering event, for when the rule decides.
    public package(set) var captured: [Signal.Field] = []

    init(rule: UInt32, key: UInt64) {
        self.rule = rule
        self.key = key
    }

    /// The earlier of the two deadlines.
    var deadline: Timestamp { min(self.due, self.goalUntil) }

    var touched: Timestamp { max(self.fired ?? .distantPast, self.anchor ?? .distantPast) }
}
