import Journal
import Retention
import TestKit
import Testing

@Suite struct EventLogContractTests {
    @Test(arguments: EventLogContract.allCases)
    func theLogInMemoryKeeps(promise: EventLogContract) throws { try promise.check(on: MemorySite()) }
}

/// The contract's site on a cluster in memory.
private final class MemorySite: EventLogSite {
    private let cluster = MemoryCluster()
    private var topics = 0

    let patience = Duration.zero

    func makeTopic(_ name: String, partitions: Int32) -> String {
        self.topics += 1
        let name = "\(name)-\(self.topics)"
        self.cluster.createTopic(name, partitions: partitions)
        return name
    }

    func groupName(_ name: String) -> String { name }

    func makeLog(_ request: EventLogRequest) -> any EventLog {
        if request.isCooperative { self.cluster.cooperativeGroups.insert(request.group) }
        return self.cluster.join(
            request.group,
            topics: request.topics,
            delivery: request.delivery,
            instance: request.instance
        )
    }

    func close(_ log: any EventLog) { self.on(log) { self.cluster.leave($0) } }
    func kill(_ log: any EventLog) { self.on(log) { self.cluster.crash($0) } }
    func expireSession(of log: any EventLog) { self.on(log) { self.cluster.expireSession(of: $0) } }

    private func on(_ log: any EventLog, _ body: (MemoryLog) -> Void) { if let log = log as? MemoryLog { body(log) } }

    func leaveTransactionOpen(
        group: String,
        name: String,
        batch: borrowing OutputBatch,
        offsets: [TopicPartition: GroupOffset]
    ) throws {
        // Offsets of a partition that nobody has: given to a member of the group, which dies with them.
        let topics = Set(offsets.keys.map(\.topic)).sorted()
        let log = self.cluster.join(group, topics: topics, delivery: .transactional(name: name))
        for change in try log.poll() { try log.accept(change, startingAt: [:]) }
        self.cluster.faults = { point, _ in point == .beforeCommit ? .crash : nil }
        defer { self.cluster.faults = nil }
        #expect(throws: LogError.self) { try log.commit(batch, consumed: offsets) }
        self.cluster.expireSession(of: log)
    }

    func expireTransactions() {
        self.cluster.now = self.cluster.now + self.cluster.transactionTimeout
        self.cluster.expireTransactions()
    }

    func append(to place: TopicPartition, key: String?, value: [UInt8], timestamp: Timestamp) {
        self.cluster.append(to: place.topic, partition: place.partition, key: key, value: value, timestamp: timestamp)
    }

    func records(of topic: String) -> [MemoryCluster.Record] { self.cluster.records(of: topic) }

    func deleteRecords(before offset: Int64, in place: TopicPartition) {
        self.cluster.deleteRecords(before: offset, in: place)
    }

    func source() -> any LogSource { self.cluster.source() }
}
