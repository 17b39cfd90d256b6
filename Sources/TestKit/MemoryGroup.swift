import Journal

/// A consumer group: members in the order in which they joined, and what it has committed.
///
/// Rebalancing is eager: everybody gives everything back, then the partitions are dealt out by range.
final class MemoryGroup {
    struct Member {
        let log: MemoryLog
        let topics: [String]
        var owned: [TopicPartition] = []
        var mustRevoke = false
    }

    var committed: [TopicPartition: Int64] = [:]
    private var members: [Member] = []
    private let partitionCount: (String) -> Int32

    init(partitionCount: @escaping (String) -> Int32) { self.partitionCount = partitionCount }

    func contains(_ log: MemoryLog) -> Bool { self.members.contains { $0.log === log } }

    func owns(_ log: MemoryLog, _ place: TopicPartition) -> Bool {
        self.members.contains { $0.log === log && $0.owned.contains(place) }
    }

    func join(_ log: MemoryLog, topics: [String]) {
        self.members.append(Member(log: log, topics: topics))
        self.rebalance()
    }

    /// Drops a member at once; the partitions it had go to the others.
    func remove(_ log: MemoryLog) -> [TopicPartition] {
        guard let index = self.members.firstIndex(where: { $0.log === log }) else { return [] }
        let owned = self.members.remove(at: index).owned
        self.rebalance()
        return owned
    }

    private func rebalance() {
        for index in self.members.indices {
            let member = self.members[index]
            // Shares not yet taken over are taken back unseen.
            member.log.changes.removeAll { if case .assigned = $0 { true } else { false } }
            guard !member.mustRevoke, !member.owned.isEmpty else { continue }
            self.members[index].mustRevoke = true
            member.log.changes.append(.revoked(member.owned))
        }
        self.dealWhenFree()
    }

    /// A member has given back what it was asked for.
    func revoked(by log: MemoryLog) {
        guard let index = self.members.firstIndex(where: { $0.log === log }) else { return }
        self.members[index].mustRevoke = false
        self.members[index].owned = []
        self.dealWhenFree()
    }

    /// A member has taken its share over.
    func assigned(_ places: [TopicPartition], to log: MemoryLog) {
        guard let index = self.members.firstIndex(where: { $0.log === log }) else { return }
        self.members[index].owned = places
    }

    private func dealWhenFree() {
        guard self.members.allSatisfy({ !$0.mustRevoke }) else { return }
        var shares: [[TopicPartition]] = self.members.map { _ in [] }
        for topic in Set(self.members.flatMap(\.topics)).sorted() {
            let takers = self.members.indices.filter { self.members[$0].topics.contains(topic) }
            let partitions = Int(self.partitionCount(topic))
            var next = 0
            for (rank, taker) in takers.enumerated() {
                let share = partitions / takers.count + (rank < partitions % takers.count ? 1 : 0)
                shares[taker] += (next..<next + share).map { TopicPartition(topic, Int32($0)) }
                next += share
            }
        }
        for (member, share) in zip(self.members, shares) { member.log.changes.append(.assigned(share)) }
    }
}
