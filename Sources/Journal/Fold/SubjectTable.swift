internal import CPrefetch
import Retention

/// The states of a partition's subjects, by subject: an open-addressing index over dense arrays.
///
/// A subject's slot never changes, so that timers may name it, and is never removed. Its state may be packed: kept as
/// encoded bytes, several times smaller; or cold: put out of memory, to be read back from a store. One lookup costs a hash
/// of the id and, as a rule, two dependent loads. A cold subject costs its id and some 60 bytes.
struct SubjectTable<State: Sendable> {
    private(set) var subjects: [Subject] = []
    /// The hash of each subject, by slot: grows the index without touching a string, and orders timers of one instant.
    private(set) var hashes: [UInt64] = []
    /// Where each slot's state stands.
    private var places: [Place] = []
    private var states = ChunkedArray<State>()
    /// The slot of each state in `states`.
    private var occupants: [UInt32] = []
    /// The state that was last looked at.
    private var hand = 0
    private var packed = ByteCells()
    private var index: [UInt32]
    private var mask: Int
    private let initial: State
    /// The hashes of the subjects that were foreseen last.
    private var foreseen: (latest: UInt64, before: UInt64) = (0, 0)

    private static var empty: UInt32 { .max }

    /// Where a state stands: resident ones by their index and a bit that says whether they were touched since somebody last
    /// asked, packed ones by a bit and their cell, whose bits are never all set; a word of all bits is a cold one.
    private struct Place {
        var word: UInt32

        static var cold: Place { Place(word: .max) }
        private static var packedBit: UInt32 { 1 << 31 }
        private static var touchedBit: UInt32 { 1 << 30 }

        init(word: UInt32) { self.word = word }
        init(resident index: UInt32) { self.word = index | Self.touchedBit }
        init(packed cell: ByteCells.Place) { self.word = cell.word | Self.packedBit }

        var isResident: Bool { self.word < Self.packedBit }
        var isPacked: Bool { self.word >= Self.packedBit && self.word != .max }
        var index: Int {
            get { Int(self.word & (Self.touchedBit - 1)) }
            set { self.word = self.word & Self.touchedBit | UInt32(newValue) }
        }
        var cell: ByteCells.Place { ByteCells.Place(word: self.word & (Self.packedBit - 1)) }

        mutating func touch() { self.word |= Self.touchedBit }
        mutating func takeTouch() -> Bool {
            defer { self.word &= ~Self.touchedBit }
            return self.word & Self.touchedBit != 0
        }
    }

    init(initial: State) {
        self.initial = initial
        self.index = [UInt32](repeating: Self.empty, count: 64)
        self.mask = 63
    }

    var count: Int { self.subjects.count }
    /// How many states are in memory and not packed.
    var residentCount: Int { self.states.count }
    /// Bytes that packed states take.
    var packedBytes: Int { self.packed.bytes }

    /// The state of a resident slot; in place: `table[slot].change()` copies nothing.
    subscript(_ slot: Int) -> State {
        _read { yield self.states[self.places[slot].index] }
        _modify { yield &self.states[self.places[slot].index] }
    }

    /// Whether a state is in memory as it is folded, neither packed nor cold.
    func isResident(_ slot: Int) -> Bool { self.places[slot].isResident }
    func isPacked(_ slot: Int) -> Bool { self.places[slot].isPacked }
    func isCold(_ slot: Int) -> Bool { self.places[slot].word == Place.cold.word }

    /// Notes that a state is needed; returns whether it is resident.
    mutating func touch(_ slot: Int) -> Bool {
        guard self.places[slot].isResident else { return false }
        self.places[slot].touch()
        return true
    }

    /// Whether a state is resident and nobody needed it since this was last asked.
    mutating func isForgotten(_ slot: Int) -> Bool {
        self.places[slot].isResident && !self.places[slot].takeTouch()
    }

    /// Looks at the next one of the resident states, round and round; returns its slot when nobody needed it since the last
    /// look at it.
    mutating func nextForgotten() -> Int? {
        self.hand = self.hand + 1 < self.occupants.count ? self.hand + 1 : 0
        guard self.hand < self.occupants.count else { return nil }
        let slot = Int(self.occupants[self.hand])
        return self.isForgotten(slot) ? slot : nil
    }

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
        precondition(slot < 1 << 30, "a partition holds at most 2³⁰ subjects")
        self.subjects.makeRoom()
        self.subjects.append(subject)
        self.places.makeRoom()
        self.places.append(.cold)
        self.hashes.makeRoom()
        self.hashes.append(hash)
        self.index[place] = UInt32(slot)
        self.warm(slot, with: state)
        if self.subjects.count * 2 > self.index.count { self.grow(to: self.index.count * 2) }
        return slot
    }

    /// Puts a state into memory.
    mutating func warm(_ slot: Int, with state: State) {
        let place = self.places[slot]
        if place.isResident {
            self[slot] = state
            return
        }
        if place.isPacked { self.packed.remove(place.cell) }
        self.places[slot] = Place(resident: UInt32(self.states.count))
        self.states.append(state)
        self.occupants.makeRoom()
        self.occupants.append(UInt32(slot))
    }

    /// Puts a state out of memory.
    mutating func chill(_ slot: Int) {
        let place = self.places[slot]
        if place.isResident { self.clear(place) }
        if place.isPacked { self.packed.remove(place.cell) }
        self.places[slot] = .cold
    }

    /// Keeps the bytes of a resident state in its place; when there are too many like it, the state stays.
    mutating func pack(_ slot: Int, as bytes: Span<UInt8>) {
        guard let cell = self.packed.put(bytes) else { return }
        self.clear(self.places[slot])
        self.places[slot] = Place(packed: cell)
    }

    /// Lends the bytes of a packed state.
    func withPacked<Result>(_ slot: Int, _ body: (Span<UInt8>) -> Result) -> Result {
        self.packed.with(self.places[slot].cell, body)
    }

    /// Takes a resident state out; the last one moves into its place, so that there is no room that nothing uses.
    private mutating func clear(_ place: Place) {
        let last = self.states.removeLast()
        let slot = Int(self.occupants.removeLast())
        guard place.index < self.states.count else { return }
        self.states[place.index] = last
        self.occupants[place.index] = UInt32(slot)
        self.places[slot].index = place.index
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
        guard let slot = self.likelySlot(hash) else { return }
        let place = self.places[slot]
        if place.isResident {
            self.states.prefetch(place.index)
        } else if place.isPacked {
            self.packed.prefetch(place.cell)
        }
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
