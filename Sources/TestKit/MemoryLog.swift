public import Journal
public import Retention

/// A member of a group on a `MemoryCluster`, with a producer.
///
/// A member that was expelled can commit no offsets, as Kafka's group generations have it; a commit without offsets is
/// not refused by that, as in Kafka. After an error the log throws the same error from then on, unless the group
/// refused the offsets of records that were delivered in order.
public final class MemoryLog: EventLog {
    /// What becomes of a commit that is made to fail.
    public enum CommitFailure: Hashable, Sendable {
        /// The transaction is aborted; its records stay behind as gaps. In order: nothing is appended.
        case aborted
        /// Everything is committed, but the client is not told so.
        case committed
        /// The transaction stays open, its commit under way, until `MemoryCluster.endOpenTransactions` or a successor of the
        /// same name. In order: everything is appended, and the offsets are not committed.
        case leftOpen
    }

    /// The group.
    public let group: String
    /// The topics that the member shares in.
    public let topics: [String]
    /// What it guarantees for its records.
    public let delivery: Delivery
    /// The name of a static member.
    public let instance: String?
    /// Tells the logs of a cluster apart, in the order in which they joined.
    public let id: Int
    /// Commits made so far, failed ones not counted.
    public private(set) var commits = 0
    /// Whether its process has died.
    public private(set) var isCrashed = false
    /// What the next commits come to, the first one first; `nil` stands for success.
    public var commitFailures: [CommitFailure?] = []
    /// How many attempts are aborted before each transaction that is committed, unnoticed by the lane.
    public var retriesPerCommit = 0
    /// Partitions that answer nothing at all, not even their end, as behind a broker that is down.
    public var stalled: Set<TopicPartition> = []
    /// How many records one read hands over at most, whatever the caller asks for.
    public var recordsPerRead = Int.max

    let cluster: MemoryCluster
    private let producer: String?
    private let epoch: Int
    private var positions: [TopicPartition: Int64] = [:]
    /// What is read along with partitions of the group.
    private var along: Set<TopicPartition> = []
    private var changes: [Membership] = []
    private var hasSeenFirst = false
    private var failure: LogError?

    init(
        cluster: MemoryCluster,
        id: Int,
        group: String,
        topics: [String],
        delivery: Delivery,
        instance: String?
    ) {
        self.cluster = cluster
        self.id = id
        self.group = group
        self.topics = topics
        self.delivery = delivery
        self.instance = instance
        if case .transactional(let name) = delivery {
            let producer = "\(group)-\(name)"
            self.producer = producer
            self.epoch = cluster.registerProducer(producer)
        } else {
            self.producer = nil
            self.epoch = 0
        }
    }

    deinit { self.close() }

    // MARK: The group

    /// The next change of what this member owns, if there is one.
    ///
    /// - Throws: `LogError` (rejoin) after a crash or an error; so does everything else that a lane asks for.
    public func poll() throws(LogError) -> [Membership] {
        try self.meet(.onPoll)
        guard let first = self.changes.first, !self.cluster.lostCoordinators.contains(self.group) else { return [] }
        if !self.hasSeenFirst, case .assigned(let places) = first {
            self.cluster.group(self.group).seen(places, by: self.id)
        }
        self.hasSeenFirst = true
        return [first]
    }

    /// Takes the change over that `poll` returned; assigned partitions begin at `positions`, else at the group's offset.
    ///
    /// - Throws: `LogError` (fatal) for a change that is not the one that `poll` returned.
    public func accept(_ change: Membership, startingAt positions: [TopicPartition: Int64]) throws(LogError) {
        try self.meet(.onAccept)
        guard self.hasSeenFirst, self.changes.first == change else {
            throw self.failed(.fatal, "a change is accepted that was not the next one")
        }
        self.changes.removeFirst()
        self.hasSeenFirst = false
        let group = self.cluster.group(self.group)
        switch change {
        case .assigned(let places):
            for place in places { self.positions[place] = positions[place] ?? group.committed[place]?.next ?? 0 }
            for (place, position) in positions where !places.contains(place) {
                self.positions[place] = position
                self.along.insert(place)
            }
        case .revoked(let places):
            self.giveUp(places)
            group.revoked(places, by: self.id)
        case .lost(let places):
            self.giveUp(places)
            group.join(self)
        }
    }

    private func giveUp(_ places: [TopicPartition]) {
        let along = self.along.filter { other in places.contains { $0.partition == other.partition } }
        for place in along.union(places) { self.positions[place] = nil }
        self.along.subtract(along)
    }

    /// Returns at once, after `MemoryCluster.whenWaiting`.
    public func wait(upTo span: TimeSpan) { self.cluster.whenWaiting?() }

    /// Leaves the group, unless the member is static; whatever is asked afterwards throws.
    ///
    /// Releasing the log does the same.
    public func close() {
        guard !self.isCrashed, self.failure?.message != Self.closed.message else { return }
        self.failure = Self.closed
        self.changes.removeAll()
        guard let group = self.cluster.groups[self.group] else { return }
        if self.instance == nil { group.remove(self.id) } else { group.died(self.id) }
    }

    // MARK: Reading

    /// Lends records that readers may see; the end is told by a read that does not reach `maximum`.
    ///
    /// - Throws: `LogError` (fatal) for a partition that this member does not own.
    public func read(
        _ partition: TopicPartition,
        maximum: Int,
        _ body: (borrowing LogRecord) -> Void
    ) throws(LogError) -> ReadOutcome {
        try self.meet(.onRead)
        guard var position = self.positions[partition] else {
            throw self.failed(.fatal, "\(partition) is read by a member that does not own it")
        }
        guard self.stalled.isEmpty || !self.stalled.contains(partition) else { return ReadOutcome(count: 0, end: nil) }
        guard position >= self.cluster.beginning(of: partition) else {
            throw self.failed(.fatal, "\(partition): what stands at offset \(position) was deleted")
        }
        let most = min(maximum, self.recordsPerRead)
        let outcome = self.cluster.partition(partition).read(at: &position, maximum: most, body)
        self.positions[partition] = position
        return outcome
    }

    /// The group's offset.
    ///
    /// - Throws: `LogError` (rejoin) while a transaction that would move it is open or the coordinator is lost, also after
    ///   some calls of `whenWaiting`.
    public func committed(_ partition: TopicPartition) throws(LogError) -> GroupOffset? {
        try self.meet(.onCommittedLookup)
        try self.waitForCoordinator()
        var waits = 0
        while self.cluster.hasPendingOffset(partition, group: self.group) {
            guard waits < 8, let wait = self.cluster.whenWaiting else {
                throw self.failed(.rejoin, "\(partition): a transaction that would move the offset is still open")
            }
            waits += 1
            wait()
        }
        return self.cluster.committed(self.group, partition)
    }

    /// The offset of the oldest record that is kept.
    public func beginning(of partition: TopicPartition) throws(LogError) -> Int64 {
        try self.meet(.onAppendedEnd)
        return self.cluster.beginning(of: partition)
    }

    /// The offset behind everything appended, open transactions and markers included.
    public func appendedEnd(of partition: TopicPartition) throws(LogError) -> Int64 {
        try self.meet(.onAppendedEnd)
        return self.cluster.appendedEnd(of: partition)
    }

    /// How many partitions a topic has.
    ///
    /// - Throws: `LogError` (rejoin) when there is no such topic.
    public func partitionCount(of topic: String) throws(LogError) -> Int32 {
        if let failure = self.failure { throw failure }
        return try self.cluster.knownPartitionCount(of: topic)
    }

    /// Opens a reader that begins at `offset`, or at the first record that was not deleted.
    public func openReader(_ partition: TopicPartition, from offset: Int64) throws(LogError) -> any LogReader {
        try self.meet(.onOpenReader)
        return MemoryLogReader(cluster: self.cluster, owner: self, place: partition, position: offset)
    }

    // MARK: Committing

    /// Appends the batch and commits the offsets as the delivery has it, unless a failure was asked for.
    ///
    /// - Throws: `LogError` (rejoin) for a failure asked for, for a fenced producer and for offsets of an expelled member;
    ///   `LogError` (fatal) for an offset of a partition that this member does not own.
    public func commit(
        _ batch: borrowing OutputBatch,
        consumed offsets: [TopicPartition: GroupOffset]
    ) throws(LogError) {
        if let failure = self.failure { throw failure }
        if !offsets.isEmpty {
            try self.waitForCoordinator()
            try self.checkOffsets(offsets)
        }
        let failure = self.commitFailures.isEmpty ? nil : self.commitFailures.removeFirst()
        if let producer = self.producer {
            try self.checkEpoch(producer)
            try self.transact(batch, offsets, producer, failure)
        } else {
            try self.deliver(batch, offsets, failure)
        }
        self.commits += 1
    }

    private func transact(
        _ batch: borrowing OutputBatch,
        _ offsets: [TopicPartition: GroupOffset],
        _ producer: String,
        _ failure: CommitFailure?
    ) throws(LogError) {
        for _ in 0..<self.retriesPerCommit {
            let attempt = self.cluster.beginTransaction(producer, group: self.group)
            self.cluster.append(batch, to: attempt)
            self.cluster.end(attempt) { _ in false }
        }
        let transaction = self.cluster.beginTransaction(producer, group: self.group)
        try self.meet(.beforeAppend, in: transaction)
        if let fault = self.fault(at: .midAppend) {
            self.cluster.append(batch, to: transaction, isPrefix: true)
            try self.suffer(fault, .midAppend, in: transaction)
        }
        self.cluster.append(batch, to: transaction)
        try self.meet(.beforeOffsets, in: transaction)
        self.cluster.update(transaction, .appending, offsets: offsets)
        if failure == .aborted {
            self.cluster.end(transaction) { _ in false }
            throw self.failed(.rejoin, "the transaction was aborted")
        }
        try self.meet(.beforeCommit, in: transaction)
        // The group may have changed meanwhile.
        do throws(LogError) { try self.checkOffsets(offsets) } catch {
            self.cluster.end(transaction) { _ in false }
            throw error
        }
        if failure == .leftOpen {
            self.cluster.update(transaction, .requested, offsets: offsets)
            throw self.failed(.rejoin, "the commit did not arrive")
        }
        self.cluster.update(transaction, .prepared, offsets: offsets)
        try self.meet(.beforeCommitMarker)
        self.cluster.end(transaction) { _ in true }
        try self.meet(.afterCommit)
        if failure == .committed { throw self.failed(.rejoin, "the commit was not answered") }
    }

    private func deliver(
        _ batch: borrowing OutputBatch,
        _ offsets: [TopicPartition: GroupOffset],
        _ failure: CommitFailure?
    ) throws(LogError) {
        try self.meet(.beforeAppend)
        if failure == .aborted { throw self.failed(.rejoin, "nothing was delivered") }
        if let fault = self.fault(at: .midAppend) {
            self.cluster.append(batch, to: 0, isPrefix: true)
            try self.suffer(fault, .midAppend)
        }
        self.cluster.append(batch, to: 0)
        try self.meet(.beforeOffsets)
        if failure == .leftOpen { throw self.failed(.rejoin, "the offsets did not arrive") }
        // The group may have changed while the records were under way.
        try self.checkOffsets(offsets)
        self.cluster.group(self.group).commit(offsets)
        try self.meet(.afterCommit)
        if failure == .committed { throw self.failed(.rejoin, "the commit was not answered") }
    }

    private func checkOffsets(_ offsets: [TopicPartition: GroupOffset]) throws(LogError) {
        guard !offsets.isEmpty else { return }
        let group = self.cluster.group(self.group)
        guard group.contains(self.id) else { throw self.refused("the member was expelled from its group") }
        if self.cluster.refusesOffsetsOfAskedMembers, group.isAsked(self.id) {
            throw self.refused("the group is being shared out anew")
        }
        for place in offsets.keys where !group.owns(self.id, place) && !self.along.contains(place) {
            throw self.failed(.fatal, "an offset of \(place) is committed by a member that does not own it")
        }
    }

    private func checkEpoch(_ producer: String) throws(LogError) {
        guard self.cluster.producers[producer] != self.epoch else { return }
        throw self.failed(.rejoin, "a producer of the same name has taken over")
    }

    private func waitForCoordinator() throws(LogError) {
        guard self.cluster.lostCoordinators.contains(self.group) else { return }
        self.cluster.whenWaiting?()
        guard self.cluster.lostCoordinators.contains(self.group) else { return }
        throw self.failed(.rejoin, "the group's coordinator can't be reached")
    }

    // MARK: Failing

    private static let closed = LogError(.rejoin, "the log was closed")

    private func failed(_ remedy: LogError.Remedy, _ message: String) -> LogError {
        let failure = LogError(remedy, message)
        self.failure = failure
        return failure
    }

    private func refused(_ message: String) -> LogError {
        let failure = self.failed(.rejoin, message)
        if self.delivery == .inOrder { self.failure = nil }
        return failure
    }

    private func fault(at point: FaultPoint) -> Fault? { self.cluster.faults?(point, self) }

    func meet(_ point: FaultPoint, in transaction: Int? = nil) throws(LogError) {
        if let failure = self.failure { throw failure }
        if let fault = self.fault(at: point) { try self.suffer(fault, point, in: transaction) }
        // A test may have let something happen to it meanwhile.
        if let failure = self.failure { throw failure }
        guard let transaction, !self.cluster.isOpen(transaction) else { return }
        throw self.failed(.rejoin, "the transaction was aborted from outside")
    }

    private func suffer(_ fault: Fault, _ point: FaultPoint, in transaction: Int? = nil) throws(LogError) {
        switch fault {
        case .crash:
            self.cluster.crash(self)
            throw self.failure ?? LogError(.rejoin, "the process has died")
        case .error:
            if let transaction { self.cluster.end(transaction) { _ in false } }
            throw self.failed(.rejoin, "failed at \(point)")
        }
    }

    func die() {
        self.isCrashed = true
        self.failure = LogError(.rejoin, "the process has died")
        self.changes.removeAll()
    }

    // MARK: What the group tells

    /// Changes that `poll` has not returned.
    var unseenChanges: ArraySlice<Membership> { self.changes.dropFirst(self.hasSeenFirst ? 1 : 0) }

    func tell(_ change: Membership) { if !self.isCrashed { self.changes.append(change) } }

    func forgetChanges() {
        self.changes.removeAll()
        self.hasSeenFirst = false
    }

    /// Takes back shares that the member has not heard of.
    func takeBackUnseenShares() {
        guard !self.changes.isEmpty else { return }
        let seen = self.changes.prefix(self.hasSeenFirst ? 1 : 0)
        let others = self.unseenChanges.filter { if case .assigned = $0 { false } else { true } }
        self.changes = seen + others
    }

    /// Another static member has taken its place.
    func fence() {
        guard !self.isCrashed else { return }
        self.forgetChanges()
        self.failure = self.failure ?? LogError(.rejoin, "another member of the same instance has taken over")
    }
}
