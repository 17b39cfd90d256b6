import Journal
import Kafka
import KafkaTestKit
import Retention
import Testing

@Suite(.serialized, .timeLimit(.minutes(3))) struct EventLogTests {
    static func log(
        _ brokers: String,
        instance: String? = nil,
        _ delivery: Delivery = .inOrder,
        topics: [String] = ["in"],
        _ change: (inout KafkaLogOptions) -> Void = { _ in }
    ) throws(LogError) -> KafkaEventLog {
        var options = KafkaLogOptions()
        options.sessionTimeout = .seconds(6)
        change(&options)
        return try KafkaEventLog(
            client: client(brokers, ["heartbeat.interval.ms": "500"]),
            group: "g",
            instance: instance,
            delivery: delivery,
            topics: topics,
            options: options
        )
    }

    static func trouble(_ body: () throws(LogError) -> Void) -> LogError? {
        do throws(LogError) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    static func batch(_ values: [UInt8], to topic: String = "out", size: Int = 1) -> OutputBatch {
        var batch = OutputBatch()
        for value in values {
            batch.append(to: topic, partition: 0, key: .none, timestamp: Timestamp(milliseconds: 5)) {
                $0.append(contentsOf: repeatElement(value, count: size))
            }
        }
        return batch
    }

    /// Serves logs until a condition holds, and answers what each was told.
    static func serve(
        _ logs: [KafkaEventLog],
        _ histories: inout [[Membership]],
        until isDone: ([[Membership]]) -> Bool
    ) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !isDone(histories), ContinuousClock.now < deadline {
            for (index, log) in logs.enumerated() {
                for change in try log.poll() {
                    try log.accept(change, startingAt: [:])
                    histories[index].append(change)
                }
                log.wait(upTo: TimeSpan(milliseconds: 50))
            }
        }
        if !isDone(histories) { Issue.record("it did not come to that: \(histories)") }
    }

    static func cluster() throws -> MockCluster {
        let cluster = try MockCluster()
        try cluster.createTopic("in", partitions: 4)
        try cluster.createTopic("out")
        return cluster
    }

    static func joined(_ cluster: borrowing MockCluster, _ delivery: Delivery = .inOrder) throws -> KafkaEventLog {
        // On a busy machine a member alone in its group must not be thought dead.
        let log = try self.log(cluster.bootstrapServers, delivery) { $0.sessionTimeout = .seconds(45) }
        var histories: [[Membership]] = [[]]
        try self.serve([log], &histories) { !$0[0].isEmpty }
        return log
    }

    // MARK: Making

    @Test(arguments: [Delivery.inOrder, .transactional(name: "lane")])
    func brokersThatCanNotBeReachedAreNamedInTime(delivery: Delivery) {
        let start = ContinuousClock.now
        let error = Self.trouble { () throws(LogError) in
            _ = try Self.log("127.0.0.1:1", delivery) { $0.connectTimeout = .milliseconds(1_500) }
        }
        #expect(error?.remedy == .rejoin)
        #expect(error?.message.hasPrefix("brokers 127.0.0.1:1 can't be reached: ") == true)
        #expect(error?.message.contains("Connection refused") == true)
        #expect(ContinuousClock.now - start < .seconds(5))
        let source = Self.trouble { () throws(LogError) in
            _ = try KafkaLogSource(client: client("127.0.0.1:1"), within: .seconds(1))
        }
        #expect(source?.message.hasPrefix("brokers 127.0.0.1:1 can't be reached: ") == true)
    }

    @Test func aCoordinatorOfTransactionsThatIsNotAvailableIsGivenUpInTime() throws {
        let cluster = try Self.cluster()
        cluster.fail(.initProducerID, with: Array(repeating: .coordinatorNotAvailable, count: 200))
        let start = ContinuousClock.now
        let brokers = cluster.bootstrapServers
        let error = Self.trouble { () throws(LogError) in
            _ = try Self.log(brokers, .transactional(name: "lane")) { $0.connectTimeout = .seconds(3) }
        }
        #expect(error?.remedy == .rejoin)
        #expect(error?.message.contains("initialise transactions") == true)
        #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test func aMissingTopicIsWaitedFor() throws {
        let cluster = try Self.cluster()
        cluster.failTopic("absent", with: .unknownTopicOrPartition)
        let source = try KafkaLogSource(client: client(cluster.bootstrapServers))
        let error = Self.trouble { () throws(LogError) in _ = try source.partitionCount(of: "absent") }
        #expect(error?.remedy == .rejoin)
        #expect(error?.message.contains("absent") == true)
        #expect(error?.message.contains("waiting for the topic") == true)
        #expect(try source.partitionCount(of: "in") == 4)
    }

    // MARK: Committing in order

    @Test func offsetsAndNotesFollowTheRecords() throws {
        let cluster = try Self.cluster()
        let log = try Self.joined(cluster)
        let place = TopicPartition("in", 2)
        let offset = GroupOffset(next: 7, note: "w=5;h=3")
        try log.commit(Self.batch([1, 2]), consumed: [place: offset])
        #expect(try log.committed(place) == offset)
        #expect(try log.committed(TopicPartition("in", 1)) == nil)
        #expect(try log.appendedEnd(of: TopicPartition("out", 0)) == 2)
    }

    @Test(arguments: [KafkaError.Code.unknownMember, .illegalGeneration, .rebalanceInProgress, .fencedInstance])
    func offsetsThatTheGroupRefusesAskToJoinAgain(code: KafkaError.Code) throws {
        let cluster = try Self.cluster()
        let log = try Self.joined(cluster)
        cluster.fail(.offsetCommit, with: [code])
        let error = Self.trouble { () throws(LogError) in
            try log.commit(Self.batch([1]), consumed: [TopicPartition("in", 0): GroupOffset(next: 7)])
        }
        #expect(error?.remedy == .rejoin)
        // A member that is asked to give its partitions back can still do that.
        let later = Self.trouble { () throws(LogError) in _ = try log.poll() }
        #expect(later?.message == (code == .fencedInstance ? error?.message : nil))
    }

    @Test(arguments: [KafkaError.Code.coordinatorLoading, .notCoordinator, .coordinatorNotAvailable])
    func aCoordinatorOnTheMoveIsWaitedFor(code: KafkaError.Code) throws {
        let cluster = try Self.cluster()
        let log = try Self.joined(cluster)
        cluster.fail(.offsetCommit, with: [code])
        try log.commit(Self.batch([1]), consumed: [TopicPartition("in", 0): GroupOffset(next: 7)])
        #expect(try log.committed(TopicPartition("in", 0))?.next == 7)
    }

    @Test func aBrokerThatGoesAwayDuringACommitIsGivenUpInTime() throws {
        let cluster = try Self.cluster()
        let log = try Self.log(cluster.bootstrapServers) { $0.commitTimeout = .seconds(3) }
        var histories: [[Membership]] = [[]]
        try Self.serve([log], &histories) { !$0[0].isEmpty }
        try cluster.takeDown(broker: 1)
        let start = ContinuousClock.now
        let error = Self.trouble { () throws(LogError) in
            try log.commit(Self.batch([1]), consumed: [TopicPartition("in", 0): GroupOffset(next: 7)])
        }
        #expect(error?.remedy == .rejoin)
        #expect(error?.message.contains("127.0.0.1") == true, "\(error?.message ?? "")")
        #expect(ContinuousClock.now - start < .seconds(12))
    }

    @Test func nothingFollowsARecordThatWasNotDelivered() throws {
        let cluster = try Self.cluster()
        let log = try Self.joined(cluster)
        cluster.fail(.produce, with: [.messageTooLarge])
        let error = Self.trouble { () throws(LogError) in
            try log.commit(Self.batch([1]), consumed: [TopicPartition("in", 0): GroupOffset(next: 1)])
        }
        #expect(error?.remedy == .fatal)
        let again = Self.trouble { () throws(LogError) in try log.commit(Self.batch([2]), consumed: [:]) }
        #expect(again?.message == error?.message)
        let source = try KafkaLogSource(client: client(cluster.bootstrapServers))
        #expect(try source.appendedEnd(of: TopicPartition("out", 0)) == 0)
    }

    @Test func refusedAuthorisationIsFatal() throws {
        let cluster = try Self.cluster()
        let log = try Self.joined(cluster)
        cluster.fail(.offsetCommit, with: [KafkaError.Code(rawValue: 30)])
        let error = Self.trouble { () throws(LogError) in
            try log.commit(Self.batch([1]), consumed: [TopicPartition("in", 0): GroupOffset(next: 7)])
        }
        #expect(error?.remedy == .fatal)
    }

    // MARK: Transactions

    @Test func anAbortedTransactionIsTriedAgain() throws {
        let cluster = try Self.cluster()
        let log = try Self.joined(cluster, .transactional(name: "lane"))
        cluster.fail(.transactionOffsetCommit, with: [.illegalGeneration])
        try log.commit(Self.batch([1]), consumed: [TopicPartition("in", 0): GroupOffset(next: 7, note: "n")])
    }

    @Test func aFencedTransactionAsksToJoinAgain() throws {
        let cluster = try Self.cluster()
        let log = try Self.joined(cluster, .transactional(name: "lane"))
        cluster.fail(.endTransaction, with: [.producerFenced])
        let error = Self.trouble { () throws(LogError) in try log.commit(Self.batch([1]), consumed: [:]) }
        #expect(error?.remedy == .rejoin)
    }

    @Test func aTransactionDoesNotOutliveItsTimeout() throws {
        let cluster = try Self.cluster()
        let log = try Self.log(cluster.bootstrapServers, .transactional(name: "lane")) {
            $0.transactionTimeout = .seconds(2)
            $0.commitTimeout = .seconds(4)
        }
        try cluster.takeDown(broker: 1)
        let start = ContinuousClock.now
        let error = Self.trouble { () throws(LogError) in try log.commit(Self.batch([1]), consumed: [:]) }
        #expect(error?.remedy == .rejoin)
        #expect(ContinuousClock.now - start < .seconds(12))
    }

    // MARK: Membership

    @Test(arguments: KafkaLogOptions.AssignmentStrategy.allCases)
    func membersShareAndALeavingOneHandsOver(strategy: KafkaLogOptions.AssignmentStrategy) throws {
        let cluster = try Self.cluster()
        let all = Set((0..<4).map { TopicPartition("in", $0) })
        let first = try Self.log(cluster.bootstrapServers) { $0.assignmentStrategy = strategy }
        var histories: [[Membership]] = [[], []]
        try Self.serve([first], &histories) { !$0[0].isEmpty }
        #expect(histories[0] == [.assigned(all.sorted())])
        let second = try Self.log(cluster.bootstrapServers) { $0.assignmentStrategy = strategy }
        try Self.serve([first, second], &histories) { histories in
            histories[1].flatMap(\.partitions).count == 2 && Self.owned(histories[0]).count == 2
        }
        #expect(Self.owned(histories[0]).union(Self.owned(histories[1])) == all)
        if strategy == .cooperativeSticky {
            let revoked = histories[0].filter { if case .revoked = $0 { true } else { false } }
            #expect(Set(revoked.flatMap(\.partitions)) == Self.owned(histories[1]))
        }
        // What stayed can be committed in the new generation.
        for place in Self.owned(histories[0]).sorted() {
            try first.commit(Self.batch([1]), consumed: [place: GroupOffset(next: 0)])
        }
        let start = ContinuousClock.now
        second.close()
        #expect(ContinuousClock.now - start < .seconds(5))
        let after = Self.trouble { () throws(LogError) in _ = try second.poll() }
        #expect(after?.remedy == .rejoin)
        try Self.serve([first], &histories) { Self.owned($0[0]) == all }
    }

    static func owned(_ history: [Membership]) -> Set<TopicPartition> {
        history.reduce(into: []) { owned, change in
            switch change {
            case .assigned(let places): owned.formUnion(places)
            case .revoked(let places), .lost(let places): owned.subtract(places)
            }
        }
    }

    @Test(arguments: KafkaLogOptions.AssignmentStrategy.allCases, [nil, "one"])
    func aMemberMayGoBeforeItHasAnsweredAChange(
        strategy: KafkaLogOptions.AssignmentStrategy,
        instance: String?
    ) throws {
        let cluster = try Self.cluster()
        let log = try Self.log(cluster.bootstrapServers, instance: instance) { $0.assignmentStrategy = strategy }
        var histories: [[Membership]] = [[]]
        try Self.serve([log], &histories) { !$0[0].isEmpty }
        // The group asks for everything back.
        cluster.fail(.offsetCommit, with: [.unknownMember])
        _ = Self.trouble { () throws(LogError) in
            try log.commit(OutputBatch(), consumed: [TopicPartition("in", 0): GroupOffset(next: 1)])
        }
        let deadline = ContinuousClock.now + .seconds(40)
        var changes: [Membership] = []
        while changes.isEmpty, ContinuousClock.now < deadline { changes = try log.poll() }
        #expect(changes.count == 1)
        let start = ContinuousClock.now
        _ = consume log
        #expect(ContinuousClock.now - start < .seconds(4))
    }

    @Test func leavingABrokerThatIsGoneTakesNoLongerThanItMay() throws {
        let cluster = try Self.cluster()
        let log = try Self.log(cluster.bootstrapServers) { $0.leaveTimeout = .seconds(1) }
        var histories: [[Membership]] = [[]]
        try Self.serve([log], &histories) { !$0[0].isEmpty }
        try cluster.takeDown(broker: 1)
        let start = ContinuousClock.now
        log.close()
        _ = consume log
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func aMemberThatWasSilentTooLongCanNotCommitOffsets() throws {
        let cluster = try Self.cluster()
        let properties = [
            "max.poll.interval.ms": "6000", "session.timeout.ms": "6000", "heartbeat.interval.ms": "500",
        ]
        for delivery in [Delivery.inOrder, .transactional(name: "lane")] {
            let log = try KafkaEventLog(
                client: client(cluster.bootstrapServers, properties),
                group: "silent-\(delivery == .inOrder)",
                delivery: delivery,
                topics: ["in"],
                options: KafkaLogOptions()
            )
            var histories: [[Membership]] = [[]]
            try Self.serve([log], &histories) { !$0[0].isEmpty }
            try log.commit(Self.batch([1]), consumed: [TopicPartition("in", 0): GroupOffset(next: 1)])
            log.wait(upTo: TimeSpan(milliseconds: 1))
            let deadline = ContinuousClock.now + .seconds(9)
            while ContinuousClock.now < deadline { log.wait(upTo: TimeSpan(milliseconds: 500)) }
            let error = Self.trouble { () throws(LogError) in
                try log.commit(Self.batch([2]), consumed: [TopicPartition("in", 0): GroupOffset(next: 2)])
            }
            #expect(error?.remedy == .rejoin)
            #expect(error?.message.contains("given this member's partitions to others") == true)
        }
    }
}
