internal import CPrefetch
import Retention

/// The states of a partition's subjects, by subject: an open-addressing index over dense arrays.
///
/// A subject's slot never changes, so that timers may name it, and is never removed. Its state may be cold: put out of
/// memory, to be read back from a store. One lookup costs a hash of the id and, as a rule, two dependent loads. A cold
/// subject costs its id and some 60 bytes.
struct SubjectTable<State: Sendable> {
    private(set) var subjects: [Subject] = []
    /// The hash of each subject, by slot: grows the index without touching a string, and orders timers of one instant.
    private(set) var hashes: [UInt64] = []
    /// Where each slot's state stands in `states`; `cold` for none.
    private var places: [UInt32] = []
    private var states = ChunkedArray<State>()
    private var free: [UInt32] = []
    private var index: [UInt32]
    private var mask: Int
    private let initial: State
    /// The hashes of the subjects that were foreseen last.
    private var foreseen: (latest: UInt64, before: UInt64) = (0, 0)

    private static var empty: UInt32 { .max }
    private static var cold: UInt32 { .max }

    init(initial: State) {
        self.initial = initial
        self.index = [UInt32](repeating: Self.empty, count: 64)
        self.mask = 63
    }

    var count: Int { self.subjects.count }
    /// How many states are in memory.
    var residentCount: Int { self.states.count - self.free.count }

    /// The state of a slot that is not cold; in place: `table[slot].change()` copies nothing.
    subscript(_ slot: Int) -> State {
        _read { yield self.states[Int(self.places[slot])] }
        _modify { yield &self.states[Int(self.places[slot])] }
    }

    func isCold(_ slot: Int) -> Bool { self.places[slot] == Self.cold }

    /// The slot of `subject`, when it has one.
    func slot(of subject: Subject) -> Int? { self.slot(of: subject, Self.hash(of: subject)) }

    private func slot(of subject: Subject, _ hash: UInt64) -> Int? {
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
        return self.slot(of: subject, hash) ?? self.addSlot(of: subject, hash, with: self.initial)
    }

    /// Puts a state read from a store into memory, and makes a slot for its subject when it has none; returns the slot.
    mutating func load(_ subject: Subject, _ state: State) -> Int {
        let hash = Self.hash(of: subject)
        guard let slot = self.slot(of: subject, hash) else { return self.addSlot(of: subject, hash, with: state) }
        self.warm(slot, with: state)
        return slot
    }

    @inline(never)
    private mutating func addSlot(of subject: Subject, _ hash: UInt64, with state: State) -> Int {
        let slot = self.subjects.count
        var place = Int(truncatingIfNeeded: hash) & self.mask
        while self.index[place] != Self.empty { place = (place + 1) & self.mask }
        precondition(slot < Int(Self.empty), "a partition holds at most 2³² - 1 subjects")
        self.subjects.append(subject)
        self.places.append(Self.cold)
        self.hashes.append(hash)
        self.index[place] = UInt32(slot)
        self.warm(slot, with: state)
        if self.subjects.count * 2 > self.index.count { self.grow(to: self.index.count * 2) }
        return slot
    }

    /// Puts a state into memory.
    mutating func warm(_ slot: Int, with state: State) {
        guard self.isCold(slot) else {
            self[slot] = state
            return
        }
        if let place = self.free.popLast() {
            self.states[Int(place)] = state
            self.places[slot] = place
        } else {
            self.places[slot] = UInt32(self.states.count)
            self.states.append(state)
        }
    }

    /// Puts a state out of memory.
    mutating func chill(_ slot: Int) {
        guard !self.isCold(slot) else { return }
        let place = self.places[slot]
        self.states[Int(place)] = self.initial
        self.free.append(place)
        self.places[slot] = Self.cold
    }

    /// Makes room for so many subjects in all.
    mutating func reserve(_ count: Int) {
        self.subjects.reserveCapacity(count)
        self.hashes.reserveCapacity(count)
        self.places.reserveCapacity(count)
        var size = self.index.count
        while count * 2 > size { size *= 2 }
        if size > self.index.count { self.grow(to: size) }
    }

    // MARK: Looking ahead

    /// Below so many subjects most of what is looked up is in the caches already.
    private static var fewest: Int { 16_384 }

    /// Says that a subject is looked up soon: what is read of it then is brought into the caches, and nothing waits for it.
    ///
    /// Each call takes a step for this subject and for the two before it, for each step needs what the one before it has
    /// brought: the place in the index, the slot, the state. Changes nothing that can be seen.
    mutating func foresee(_ subject: Subject) {
        guard self.count >= Self.fewest else { return }
        let hash = Self.hash(of: subject)
        self.index.prefetch(Int(truncatingIfNeeded: hash) & self.mask)
        self.prefetchSlot(self.foreseen.latest)
        self.prefetchState(self.foreseen.before)
        self.foreseen = (hash, self.foreseen.latest)
    }

    /// The slot that is looked at first for a hash; nearly always the right one.
    private func likelySlot(_ hash: UInt64) -> Int? {
        let slot = Int(self.index[Int(truncatingIfNeeded: hash) & self.mask])
        return slot < self.count ? slot : nil
    }

    private func prefetchSlot(_ hash: UInt64) {
        guard let slot = self.likelySlot(hash) else { return }
        self.hashes.prefetch(slot)
        self.subjects.prefetch(slot)
        self.places.prefetch(slot)
    }

    private func prefetchState(_ hash: UInt64) {
        guard let slot = self.likelySlot(hash), !self.isCold(slot) else { return }
        self.states.prefetch(Int(self.places[slot]))
    }

    private static func hash(of subject: Subject) -> UInt64 {
        StableHash(subject.id).high ^ UInt64(subject.kind.rawValue) &* 0x9E37_79B9_7F4A_7C15
    }

    private mutating func grow(to size: Int) {
        self.index = [UInt32](repeating: Self.empty, count: size)
        self.mask = size - 1
        for slot in self.hashes.indices {
            var place = Int(truncatingIfNeeded: self.hashes[slot]) & self.mask
            while self.index[place] != Self.empty { place = (place + 1) & self.mask }
            self.index[place] = UInt32(slot)
        }
    }
}

extension Array {
    /// Asks for the memory of an element.
    func prefetch(_ index: Int) {
        unsafe self.withUnsafeBufferPointer { elements in
            guard let start = elements.baseAddress else { return }
            unsafe prefetch_bytes(start + index, MemoryLayout<Element>.stride)
        }
    }
}
