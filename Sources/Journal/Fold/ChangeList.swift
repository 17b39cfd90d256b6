/// Which slots changed and are still to be written, for two writers that go at their own pace.
///
/// Each writer has a queue in the order in which slots changed; a slot stands in it once, however often it changed.
struct ChangeList {
    /// Who writes.
    enum Writer: Int, CaseIterable {
        /// To the local store.
        case store
        /// To the `state` topic.
        case topic

        fileprivate var bit: UInt8 { 1 << UInt8(self.rawValue) }
    }

    fileprivate struct Queue {
        var slots: [UInt32] = []
        var head = 0
    }

    private var flags: [UInt8] = []
    private var queues: (store: Queue, topic: Queue) = (Queue(), Queue())
    private let mask: UInt8

    /// Makes an empty list for some writers; without any, changes are not noted.
    init(for writers: Set<Writer>) { self.mask = writers.reduce(0) { $0 | $1.bit } }

    /// Notes that a slot changed.
    mutating func note(_ slot: Int) {
        guard self.mask != 0 else { return }
        while self.flags.count <= slot { self.flags.append(0) }
        let flags = self.flags[slot]
        guard flags != self.mask else { return }
        self.flags[slot] = self.mask
        let missing = self.mask & ~flags
        if missing & Writer.store.bit != 0 { self.queues.store.slots.append(UInt32(slot)) }
        if missing & Writer.topic.bit != 0 { self.queues.topic.slots.append(UInt32(slot)) }
    }

    /// Notes that one writer does not have a slot.
    mutating func note(_ slot: Int, for writer: Writer) {
        guard self.mask & writer.bit != 0, !self.isPending(slot, writer) else { return }
        while self.flags.count <= slot { self.flags.append(0) }
        self.flags[slot] |= writer.bit
        switch writer {
        case .store: self.queues.store.slots.append(UInt32(slot))
        case .topic: self.queues.topic.slots.append(UInt32(slot))
        }
    }

    /// How many slots a writer has before it.
    func count(_ writer: Writer) -> Int {
        switch writer {
        case .store: self.queues.store.slots.count - self.queues.store.head
        case .topic: self.queues.topic.slots.count - self.queues.topic.head
        }
    }

    /// Whether a writer has a slot before it.
    func isPending(_ slot: Int, _ writer: Writer) -> Bool {
        slot < self.flags.count && self.flags[slot] & writer.bit != 0
    }

    /// Takes the slot that waits longest.
    mutating func next(_ writer: Writer) -> Int? {
        let slot: Int?
        switch writer {
        case .store: slot = self.queues.store.takeFirst()
        case .topic: slot = self.queues.topic.takeFirst()
        }
        if let slot { self.flags[slot] &= ~writer.bit }
        return slot
    }
}

extension ChangeList.Queue {
    fileprivate mutating func takeFirst() -> Int? {
        guard self.head < self.slots.count else { return nil }
        let slot = Int(self.slots[self.head])
        self.head += 1
        if self.head == self.slots.count {
            self.slots.removeAll(keepingCapacity: self.head <= 65_536)
            self.head = 0
        } else if self.head >= 4_096, self.head * 2 >= self.slots.count {
            self.slots.removeFirst(self.head)
            self.head = 0
        }
        return slot
    }
}
