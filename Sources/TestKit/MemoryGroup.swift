import Journal

/// A consumer group: members in the order in which they joined, and what it has committed.
///
/// Every change lets the group be shared out anew, which waits for crashed members until they are removed. Eagerly:
/// everybody gives everything back, then the partitions are dealt out by range. Cooperatively: only what must move is
/// given back, and is dealt out in a second round.
final class MemoryGroup {
    private struct Member {
        let id: Int
        /// Held by whoever made it; a log that is released leaves by itself.
        weak var log: MemoryLog?
        let instance: String?
        let topics: [String]
        /// What it was given and has heard of.
        var owned: [TopicPartition] = []
        /// What of it must be given back.
        var asked: [TopicPartition] = []
        var isDead = false
        var isNew = true
    }

    var committed: [TopicPartition: GroupOffset] = [:]
    private let name: String
    private unowned let cluster: MemoryCluster
    private var members: [Member] = []
    private var isRebalancing = false

    init(_ name: String, of cluster: MemoryCluster) {
        self.name = name
        self.cluster = cluster
    }

    private var isCooperative: Bool { self.cluster.cooperativeGroups.contains(self.name) }
    var memberCount: Int { self.members.count }

    func contains(_ id: Int) -> Bool { self.members.contains { $0.id == id } }

    func partitions(of id: Int) -> [TopicPartition] { self.members.first { $0.id == id }?.owned ?? [] }

    func owns(_ id: Int, _ place: TopicPartition) -> Bool {
        self.members.contains { $0.id == id && $0.owned.contains(place) }
    }

    /// Whether a member has yet to give partitions back.
    func isAsked(_ id: Int) -> Bool { self.members.contains { $0.id == id && !$0.asked.isEmpty } }

    func commit(_ offsets: [TopicPartition: GroupOffset]) {
        if !offsets.isEmpty { self.committed.merge(offsets) { $1 } }
    }

    // MARK: Members come and go

    func join(_ log: MemoryLog) {
        let member = Member(id: log.id, log: log, instance: log.instance, topics: log.topics)
        guard let instance = log.instance,
            let index = self.members.firstIndex(where: { $0.instance == instance })
        else {
            self.members.append(member)
            return self.rebalance()
        }
        let old = self.members[index]
        var share = old.owned
        for case .assigned(let places) in old.log?.unseenChanges ?? [] { share += places }
        old.log?.fence()
        self.members[index] = member
        if self.isRebalancing || !old.asked.isEmpty || old.topics != member.topics { return self.rebalance() }
        self.give(share, to: index)
    }

    func died(_ id: Int) {
        guard let index = self.members.firstIndex(where: { $0.id == id }) else { return }
        self.members[index].isDead = true
    }

    /// Drops a member; what it had goes to the others.
    @discardableResult
    func remove(_ id: Int) -> [TopicPartition] {
        guard let index = self.members.firstIndex(where: { $0.id == id }) else { return [] }
        let owned = self.members.remove(at: index).owned
        self.rebalance()
        return owned
    }

    func removeDead() {
        let count = self.members.count
        self.members.removeAll(where: \.isDead)
        if self.members.count != count { self.rebalance() }
    }

    /// A member has heard of its share: nobody else gets it any more without asking.
    func seen(_ places: [TopicPartition], by id: Int) {
        guard let index = self.members.firstIndex(where: { $0.id == id }) else { return }
        self.members[index].owned += places
    }

    /// A member has given back what it was asked for.
    func revoked(_ places: [TopicPartition], by id: Int) {
        guard let index = self.members.firstIndex(where: { $0.id == id }) else { return }
        self.members[index].owned.removeAll(where: places.contains)
        self.members[index].asked.removeAll(where: places.contains)
        if self.isCooperative { self.rebalance() } else { self.dealWhenReady() }
    }

    // MARK: Sharing out

    private func rebalance() {
        self.isRebalancing = true
        for index in self.members.indices {
            self.members[index].log?.takeBackUnseenShares()
            if !self.isCooperative { self.ask(index, for: self.members[index].owned) }
        }
        self.dealWhenReady()
    }

    private func ask(_ index: Int, for places: [TopicPartition]) {
        let asked = places.filter { !self.members[index].asked.contains($0) }
        guard !asked.isEmpty, !self.members[index].isDead else { return }
        self.members[index].asked += asked
        self.members[index].log?.tell(.revoked(asked))
    }

    private func give(_ places: [TopicPartition], to index: Int) {
        self.members[index].isNew = false
        self.members[index].log?.tell(.assigned(places))
    }

    private func dealWhenReady() {
        guard self.isRebalancing, !self.members.contains(where: \.isDead) else { return }
        if self.isCooperative { return self.dealWhatIsFree() }
        guard self.members.allSatisfy(\.owned.isEmpty) else { return }
        self.isRebalancing = false
        let shares = self.sharesByRange()
        for (index, share) in shares.enumerated() { self.give(share, to: index) }
    }

    private func sharesByRange() -> [[TopicPartition]] {
        var shares: [[TopicPartition]] = self.members.map { _ in [] }
        for topic in Set(self.members.flatMap(\.topics)).sorted() {
            let takers = self.members.indices.filter { self.members[$0].topics.contains(topic) }
            let partitions = Int(self.cluster.partitionCount(of: topic))
            var next = 0
            for (rank, taker) in takers.enumerated() {
                let share = partitions / takers.count + (rank < partitions % takers.count ? 1 : 0)
                shares[taker] += (next..<next + share).map { TopicPartition(topic, Int32($0)) }
                next += share
            }
        }
        return shares
    }

    /// Asks for what is too much, and deals out what nobody has.
    private func dealWhatIsFree() {
        self.isRebalancing = false
        var free: [TopicPartition] = []
        for topic in Set(self.members.flatMap(\.topics)).sorted() {
            free += (0..<self.cluster.partitionCount(of: topic)).map { TopicPartition(topic, $0) }
        }
        let total = free.count
        let taken = Set(self.members.flatMap(\.owned))
        free.removeAll(where: taken.contains)
        // Those that have most keep one more than the others when the partitions can't be shared evenly.
        let counts = self.members.map { $0.owned.count - $0.asked.count }
        let ranked = self.members.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
        var quotas = self.members.map { _ in 0 }
        for (rank, index) in ranked.enumerated() {
            quotas[index] = total / ranked.count + (rank < total % ranked.count ? 1 : 0)
        }
        for index in self.members.indices {
            let kept = self.members[index].owned.filter { !self.members[index].asked.contains($0) }
            self.ask(index, for: Array(kept.dropFirst(quotas[index])))
            let topics = self.members[index].topics
            var share: [TopicPartition] = []
            free.removeAll { place in
                guard kept.count + share.count < quotas[index], topics.contains(place.topic) else { return false }
                share.append(place)
                return true
            }
            if !share.isEmpty || self.members[index].isNew { self.give(share, to: index) }
        }
    }
}
