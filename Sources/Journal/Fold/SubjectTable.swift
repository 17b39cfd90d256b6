import Retention

/// The states of a partition's subjects, by subject: an open-addressing index over dense arrays.
///
/// A subject's slot never changes, so that timers may name it. One lookup costs a hash of the id and, as a rule, two
/// dependent loads; nothing is ever removed.
struct SubjectTable<State: Sendable> {
    private(set) var subjects: [Subject] = []
    /// In place: `table.states[slot].change()` copies nothing.
    var states: [State] = []
    /// The hash of each subject, by slot: grows the index without touching a string, and orders timers of one instant.
    private(set) var hashes: [UInt64] = []
    private var index: [UInt32]
    private var mask: Int
    private let initial: State

    private static var empty: UInt32 { .max }

    init(initial: State) {
        self.initial = initial
        self.index = [UInt32](repeating: Self.empty, count: 64)
        self.mask = 63
    }

    var count: Int { self.subjects.count }

    /// The slot of `subject`, when it has one.
    func slot(of subject: Subject) -> Int? {
        let hash = Self.hash(of: subject)
        var place = Int(truncatingIfNeeded: hash) & self.mask
        while self.index[place] != Self.empty {
            let slot = Int(self.index[place])
            if self.hashes[slot] == hash, self.subjects[slot] == subject { return slot }
            place = (place + 1) & self.mask
        }
        return nil
    }

    /// The slot of `subject`, made with the initial state when it is new.
    ///
    /// Amortised O(length of the id).
    mutating func takeSlot(of subject: Subject) -> Int {
        let hash = Self.hash(of: subject)
        var place = Int(truncatingIfNeeded: hash) & self.mask
        while self.index[place] != Self.empty {
            let slot = Int(self.index[place])
            if self.hashes[slot] == hash, self.subjects[slot] == subject { return slot }
            place = (place + 1) & self.mask
        }
        let slot = self.subjects.count
        precondition(slot < Int(Self.empty), "a partition holds at most 2³² - 1 subjects")
        self.subjects.append(subject)
        self.states.append(self.initial)
        self.hashes.append(hash)
        self.index[place] = UInt32(slot)
        if self.subjects.count * 2 > self.index.count { self.grow() }
        return slot
    }

    private static func hash(of subject: Subject) -> UInt64 {
        StableHash(subject.id).high ^ UInt64(subject.kind.rawValue) &* 0x9E37_79B9_7F4A_7C15
    }

    private mutating func grow() {
        let size = self.index.count * 2
        self.index = [UInt32](repeating: Self.empty, count: size)
        self.mask = size - 1
        for slot in self.hashes.indices {
            var place = Int(truncatingIfNeeded: self.hashes[slot]) & self.mask
            while self.index[place] != Self.empty { place = (place + 1) & self.mask }
            self.index[place] = UInt32(slot)
        }
    }
}
