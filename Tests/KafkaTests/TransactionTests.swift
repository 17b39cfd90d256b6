import Journal
import Kafka
import KafkaTestKit
import Testing

@Suite(.timeLimit(.minutes(1))) struct TransactionTests {
    /// A transactional producer with one open transaction that holds one record.
    static func open(_ cluster: borrowing MockCluster, _ properties: [String: String] = [:]) throws -> Producer {
        try cluster.createTopic("out")
        var producer = try makeProducer(cluster.bootstrapServers, transactionalID: "lane-1", properties)
        try producer.initTransactions(timeout: .seconds(10))
        try producer.begin()
        try producer.produce(OutgoingRecord(topic: "out", value: [1]))
        return producer
    }

    static func end(of topic: String, _ cluster: borrowing MockCluster) throws -> Int64 {
        let consumer = try makeConsumer(cluster.bootstrapServers)
        return try consumer.beginningAndEnd(of: TopicPartition(topic, 0)).end
    }

    @Test func aTransactionCommitsWithConsumedOffsets() throws {
        let cluster = try MockCluster()
        var producer = try Self.open(cluster)
        let consumer = try makeConsumer(cluster.bootstrapServers)
        let group = try consumer.groupMetadata()
        try producer.sendOffsets([TopicPartition("in", 0): GroupOffset(next: 7)], group: group)
        try producer.commit()
        try producer.begin()
        try producer.produce(OutgoingRecord(topic: "out", value: [2]))
        try producer.commit()
        #expect(producer.pendingCount == 0)
        #expect(try Self.end(of: "out", cluster) >= 2)
    }

    @Test(arguments: [KafkaError.Code.producerFenced, .invalidProducerEpoch])
    func aFencedCommitAsksForANewClient(code: KafkaError.Code) throws {
        let cluster = try MockCluster()
        var producer = try Self.open(cluster)
        cluster.fail(.endTransaction, with: [code])
        let error = failure { () throws(KafkaError) in try producer.commit(timeout: .seconds(10)) }
        #expect(error?.remedy == .restart)
        let after = failure { () throws(KafkaError) in try producer.begin() }
        #expect(after?.remedy == .restart)
    }

    @Test(arguments: [KafkaError.Code.notCoordinator, .coordinatorNotAvailable, .coordinatorLoading])
    func aLostCoordinatorIsFoundAgain(code: KafkaError.Code) throws {
        let cluster = try MockCluster()
        var producer = try Self.open(cluster)
        cluster.fail(.endTransaction, with: [code, code])
        try producer.commit(timeout: .seconds(20))
        try producer.begin()
        try producer.abort(timeout: .seconds(20))
    }

    @Test func aCommitThatRunsOutOfTimeCanBeRepeated() throws {
        let cluster = try MockCluster()
        var producer = try Self.open(cluster)
        try producer.flush()
        try cluster.setRoundTrip(.seconds(2), broker: 1)
        let error = failure { () throws(KafkaError) in try producer.commit(timeout: .milliseconds(300)) }
        #expect(error?.remedy == .retry)
        #expect(error?.isTimeout == true)
        try cluster.setRoundTrip(.zero, broker: 1)
        try producer.commit(timeout: .seconds(20))
    }

    @Test func anAbortableErrorIsAbortedAndTheNextTransactionWorks() throws {
        let cluster = try MockCluster()
        var producer = try Self.open(cluster)
        let consumer = try makeConsumer(cluster.bootstrapServers)
        let group = try consumer.groupMetadata()
        cluster.fail(.transactionOffsetCommit, with: [.illegalGeneration])
        let error = failure { () throws(KafkaError) in
            let offsets = [TopicPartition("out", 0): GroupOffset(next: 7)]
            try producer.sendOffsets(offsets, group: group, timeout: .seconds(10))
        }
        #expect(error?.remedy == .abort)
        let commit = failure { () throws(KafkaError) in try producer.commit(timeout: .seconds(10)) }
        #expect(commit?.remedy == .abort)
        try producer.abort()
        try producer.begin()
        try producer.produce(OutgoingRecord(topic: "out", value: [3]))
        try producer.commit()
    }

    @Test func aRecordThatWasNotDeliveredMakesFlushThrow() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("out")
        var producer = try makeProducer(cluster.bootstrapServers)
        cluster.fail(.produce, with: [.messageTooLarge])
        try producer.produce(OutgoingRecord(topic: "out", value: [1]))
        let error = failure { () throws(KafkaError) in try producer.flush(timeout: .seconds(10)) }
        #expect(error?.code == .messageTooLarge)
        #expect(error?.operation.contains("out[0]") == true)
    }

    @Test func aRecordThatWasNotDeliveredMakesCommitThrow() throws {
        let cluster = try MockCluster()
        cluster.fail(.produce, with: [.messageTooLarge])
        var producer = try Self.open(cluster)
        let error = failure { () throws(KafkaError) in try producer.commit(timeout: .seconds(10)) }
        #expect(error?.code == .messageTooLarge)
        #expect(error?.remedy == .abort)
        try producer.abort()
        // librdkafka may notice the gap in its sequence only with the next record, and asks for one more abort.
        var failures: [KafkaError] = []
        for _ in 0..<3 {
            try producer.begin()
            try producer.produce(OutgoingRecord(topic: "out", value: [2]))
            guard let error = failure(of: { () throws(KafkaError) in try producer.commit() }) else { break }
            failures.append(error)
            try producer.abort()
        }
        #expect(failures.allSatisfy { $0.remedy == .abort })
        #expect(failures.count <= 1)
    }

    @Test func aCommitWithoutATransactionIsAMistake() throws {
        let cluster = try MockCluster()
        var producer = try makeProducer(cluster.bootstrapServers, transactionalID: "lane-1")
        try producer.initTransactions(timeout: .seconds(10))
        let error = failure { () throws(KafkaError) in try producer.commit(timeout: .seconds(1)) }
        #expect(error?.remedy == .fatal)
    }

    @Test func aFullQueueGivesUpAfterTheConfiguredTime() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("out")
        try cluster.takeDown(broker: 1)
        var configuration = ProducerConfiguration(
            client: client(
                cluster.bootstrapServers,
                ["queue.buffering.max.messages": "2", "message.timeout.ms": "500"]
            )
        )
        configuration.queueFullTimeout = .milliseconds(100)
        var producer = try Producer(configuration)
        let error = failure { () throws(KafkaError) in
            for _ in 0..<3 { try producer.produce(OutgoingRecord(topic: "out", value: [1])) }
        }
        #expect(error?.code == .queueFull)
        #expect(error?.remedy == .retry)
        let undelivered = failure { () throws(KafkaError) in try producer.flush(timeout: .seconds(10)) }
        #expect(undelivered?.isTimeout == true)
    }
}
