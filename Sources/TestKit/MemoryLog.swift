public import Journal
public import Retention

extension MemoryCluster {
    /// Joins a group for some topics; the others must give partitions back before the new member gets any.
    public func join(_ group: String, topics: [String]) -> MemoryLog {
        let log = MemoryLog(cluster: self, group: group)
        let members = self.group(group)
        members.join(log, topics: topics)
        return log
    }

    /// Drops a member without any word: what it has not committed is gone, and others take its partitions.
    public func crash(_ member: MemoryLog) {
        member.isGone = true
        member.changes.removeAll()
        _ = self.group(member.group).remove(member)
    }

    /// Lets a member leave in good order, after it was asked to stop and has committed.
    public func leave(_ member: MemoryLog) { self.crash(member) }

    /// Gives a member's partitions to others without its knowledge, as when its heartbeats stay out.
    ///
    /// It goes on reading what it had, hears of the loss only when `tellsIt` says so, and can commit no offsets.
    public func expel(_ member: MemoryLog, tellsIt: Bool = false) {
        let lost = self.group(member.group).remove(member)
        member.changes.removeAll()
        if tellsIt { member.changes = [.lost(lost)] }
    }

    /// What a group has committed for a partition.
    public func committedOffset(_ group: String, _ place: TopicPartition) -> Int64? {
        self.groups[group]?.committed[place]
    }

    /// Sets what a group has committed for a partition, or forgets it.
    public func setCommittedOffset(_ group: String, _ place: TopicPartition, to offset: Int64?) {
        self.group(group).committed[place] = offset
    }

    private func group(_ name: String) -> MemoryGroup {
        if let group = self.groups[name] { return group }
        let group = MemoryGroup { [unowned self] in self.partitionCount(of: $0) }
        self.groups[name] = group
        return group
    }

    /// Opens a look at the cluster from outside any group.
    public func source() -> any LogSource { MemoryLog(cluster: self, group: "") }

    fileprivate func read(
        _ place: TopicPartition,
        at position: inout Int64,
        maximum: Int,
        _ body: (borrowing LogRecord) -> Void
    ) -> ReadOutcome {
        var count = 0
        guard maximum > 0 else { return ReadOutcome(count: 0, end: nil) }
        position = self.partition(place).forEachVisible(from: position) { offset, entry in
            let key = entry.key ?? []
            body(LogRecord(offset: offset, timestamp: entry.timestamp, key: key.span, value: entry.value.span))
            count += 1
            return count < maximum
        }
        // As with Kafka, the end is noticed by reading on, not by the last record.
        return ReadOutcome(count: count, end: count == maximum ? nil : position)
    }
}

/// A member of a group on a `MemoryCluster`, with a transactional producer.
///
/// Commits are atomic. A member that was expelled can commit no offsets, as Kafka's group generations have it; a
/// transaction without offsets is not refused by that, as in Kafka.
public final class MemoryLog: EventLog {
    /// What becomes of a commit that is made to fail.
    public enum CommitFailure: Hashable, Sendable {
        /// The transaction is aborted; its records stay behind as gaps.
        case aborted
        /// The transaction is committed, but the client is not told so.
        case committed
        /// The transaction stays open until `MemoryCluster.endOpenTransactions`.
        case leftOpen
    }

    /// The group.
    public let group: String
    /// Commits made so far, failed ones not counted.
    public private(set) var commits = 0
    /// What the next commits come to, the first one first; `nil` stands for success.
    public var commitFailures: [CommitFailure?] = []
    /// How many attempts are aborted before each commit that succeeds, unnoticed by the lane.
    public var retriesPerCommit = 0
    /// Partitions that answer nothing at all, not even their end, as behind a broker that is down.
    public var stalled: Set<TopicPartition> = []
    /// How many records one read hands over at most, whatever the caller asks for.
    public var recordsPerRead = Int.max

    private let cluster: MemoryCluster
    private var positions: [TopicPartition: Int64] = [:]
    var changes: [Membership] = []
    var isGone = false

    init(cluster: MemoryCluster, group: String) {
        self.cluster = cluster
        self.group = group
    }

    /// The next change of what this member owns, if there is one.
    ///
    /// - Throws: `LogError` (rejoin) after `crash`; so does everything else that a lane asks for.
    public func poll() throws(LogError) -> [Membership] {
        try self.checkAlive()
        return self.changes.isEmpty ? [] : [self.changes[0]]
    }

    /// Takes the change over that `poll` returned; assigned partitions begin at `positions`, else at the group's offset.
    ///
    /// - Throws: `LogError` (fatal) for a change that is not the next one.
    public func accept(_ change: Membership, startingAt positions: [TopicPartition: Int64]) throws(LogError) {
        try self.checkAlive()
        guard self.changes.first == change else {
            throw LogError(.fatal, "a change is accepted that was not the next one")
        }
        self.changes.removeFirst()
        let group = self.cluster.groups[self.group]
        switch change {
        case .assigned(let places):
            for place in places {
                self.positions[place] = positions[place] ?? group?.committed[place] ?? 0
            }
            group?.assigned(places, to: self)
        case .revoked(let places):
            for place in places { self.positions[place] = nil }
            group?.revoked(by: self)
        case .lost(let places):
            for place in places { self.positions[place] = nil }
        }
    }

    /// Returns at once, after `MemoryCluster.whenWaiting`.
    public func wait(upTo span: TimeSpan) { self.cluster.whenWaiting?() }

    /// Lends records that readers may see; the end is told by a read that does not reach `maximum`.
    ///
    /// - Throws: `LogError` (fatal) for a partition that this member does not own.
    public func read(
        _ partition: TopicPartition,
        maximum: Int,
        _ body: (borrowing LogRecord) -> Void
    ) throws(LogError) -> ReadOutcome {
        try self.checkAlive()
        guard var position = self.positions[partition] else {
            throw LogError(.fatal, "\(partition) is read by a member that does not own it")
        }
        guard !self.stalled.contains(partition) else { return ReadOutcome(count: 0, end: nil) }
        let most = min(maximum, self.recordsPerRead)
        let outcome = self.cluster.read(partition, at: &position, maximum: most, body)
        self.positions[partition] = position
        return outcome
    }

    /// The group's offset.
    ///
    /// - Throws: `LogError` (rejoin) while a transaction that would move it is open, also after `whenWaiting`.
    public func committed(_ partition: TopicPartition) throws(LogError) -> Int64? {
        try self.checkAlive()
        if self.cluster.hasPendingOffset(partition, group: self.group) { self.cluster.whenWaiting?() }
        guard !self.cluster.hasPendingOffset(partition, group: self.group) else {
            throw LogError(.rejoin, "\(partition): a transaction that would move the offset is still open")
        }
        return self.cluster.committedOffset(self.group, partition)
    }

    /// The offset behind everything appended, open transactions and markers included.
    public func appendedEnd(of partition: TopicPartition) throws(LogError) -> Int64 {
        self.cluster.appendedEnd(of: partition)
    }

    /// How many partitions a topic has; 0 when there is no such topic.
    public func partitionCount(of topic: String) throws(LogError) -> Int32 {
        self.cluster.partitionCount(of: topic)
    }

    /// Opens a reader that begins at `offset`, or at the first record that was not deleted.
    public func openReader(_ partition: TopicPartition, from offset: Int64) throws(LogError) -> any LogReader {
        MemoryLogReader(cluster: self.cluster, place: partition, position: offset)
    }

    /// Appends the batch and commits the offsets in one transaction, unless `commitFailures` has it otherwise.
    ///
    /// - Throws: `LogError` (rejoin) for a failure asked for and for offsets of an expelled member; `LogError` (fatal) for an
    ///   offset of a partition that this member does not own.
    public func commit(
        _ batch: borrowing OutputBatch,
        consumed offsets: [TopicPartition: Int64]
    ) throws(LogError) {
        try self.checkAlive()
        try self.checkOffsets(offsets)
        let failure = self.commitFailures.isEmpty ? nil : self.commitFailures.removeFirst()
        for _ in 0..<self.retriesPerCommit {
            self.cluster.transact(batch, offsets, group: self.group, ending: .aborted)
        }
        switch failure {
        case nil:
            self.cluster.transact(batch, offsets, group: self.group, ending: .committed)
            self.commits += 1
        case .aborted:
            self.cluster.transact(batch, offsets, group: self.group, ending: .aborted)
            throw LogError(.rejoin, "the transaction was aborted")
        case .committed:
            self.cluster.transact(batch, offsets, group: self.group, ending: .committed)
            throw LogError(.rejoin, "the commit was not answered")
        case .leftOpen:
            self.cluster.transact(batch, offsets, group: self.group, ending: .open)
            throw LogError(.rejoin, "the commit did not arrive")
        }
    }

    private func checkOffsets(_ offsets: [TopicPartition: Int64]) throws(LogError) {
        guard !offsets.isEmpty, let group = self.cluster.groups[self.group] else { return }
        guard group.contains(self) else { throw LogError(.rejoin, "the member was expelled from its group") }
        for place in offsets.keys where !group.owns(self, place) {
            throw LogError(.fatal, "an offset of \(place) is committed by a member that does not own it")
        }
    }

    private func checkAlive() throws(LogError) {
        if self.isGone { throw LogError(.rejoin, "the member has left its group") }
    }
}

/// Reads one partition of a `MemoryCluster` outside any group.
private final class MemoryLogReader: LogReader {
    private let cluster: MemoryCluster
    private let place: TopicPartition
    private var position: Int64

    init(cluster: MemoryCluster, place: TopicPartition, position: Int64) {
        self.cluster = cluster
        self.place = place
        self.position = position
    }

    func read(
        maximum: Int,
        wait span: TimeSpan,
        _ body: (borrowing LogRecord) -> Void
    ) throws(LogError) -> ReadOutcome {
        let outcome = self.cluster.read(self.place, at: &self.position, maximum: maximum, body)
        if outcome.count == 0, span > TimeSpan(milliseconds: 0) { self.cluster.whenWaiting?() }
        return outcome
    }
}
