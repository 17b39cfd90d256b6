import Journal
import Kafka
import KafkaTestKit
import Testing

@Suite(.timeLimit(.minutes(1))) struct ReadingTests {
    @Test func recordsComeBackWithKeysHeadersAndTimestamps() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("events")
        var producer = try makeProducer(cluster.bootstrapServers)
        try producer.produce(
            OutgoingRecord(
                topic: "events",
                key: [UInt8]("k".utf8),
                value: [UInt8]("v".utf8),
                headers: [Header("ce_type", text: "first"), Header("ce_type", text: "order"), Header("none", nil)],
                timestamp: 1_700_000_000_123
            )
        )
        try producer.produce(OutgoingRecord(topic: "events", value: nil, timestamp: 5))
        try producer.produce(OutgoingRecord(topic: "events", key: [], value: [], timestamp: 6))
        try producer.flush()

        var consumer = try makeConsumer(cluster.bootstrapServers)
        let partition = TopicPartition("events", 0)
        try consumer.assign([partition: StartOffset.beginning])
        var headers: [[Header]] = []
        var lookups: [String?] = []
        var types: [Record.TimestampType] = []
        var topics: [String] = []
        var seen: [SeenRecord] = []
        var result = ReadResult(count: 0, reachedEnd: false, endOffset: nil)
        while !result.reachedEnd {
            result = try consumer.read(partition, maximum: 10, timeout: .seconds(5)) { record in
                seen.append(SeenRecord(record))
                headers.append(record.headers)
                lookups.append(record.headerText("ce_type"))
                lookups.append(record.headerText("none"))
                types.append(record.timestampType)
                topics.append(record.topic)
                #expect(record.partition == 0)
                #expect(record.header("absent") == nil)
            }
        }
        #expect(seen.map(\.offset) == [0, 1, 2])
        #expect(seen.map(\.timestamp) == [1_700_000_000_123, 5, 6])
        #expect(seen.map(\.key) == ["k", nil, ""])
        #expect(seen.map(\.value) == ["v", nil, ""])
        #expect(headers.map(\.count) == [3, 0, 0])
        #expect(headers[0].last == Header("none", nil))
        #expect(lookups == ["order", nil, nil, nil, nil, nil])
        #expect(types == [.created, .created, .created])
        #expect(topics == ["events", "events", "events"])
        #expect(result.endOffset == 3)
        let closed = try consumer.close()
        #expect(closed)
    }

    @Test func partitionsAreReadIndependently() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("events", partitions: 2)
        var producer = try makeProducer(cluster.bootstrapServers)
        for number in 0..<20 {
            try producer.produce(
                OutgoingRecord(topic: "events", partition: Int32(number % 2), value: [UInt8]("\(number)".utf8))
            )
        }
        try producer.flush()
        var consumer = try makeConsumer(cluster.bootstrapServers)
        let (even, odd) = (TopicPartition("events", 0), TopicPartition("events", 1))
        try consumer.assign([even: 0, odd: 0])
        let odds = try readAll(&consumer, odd)
        #expect(odds.map(\.value) == (0..<10).map { "\(2 * $0 + 1)" })
        // The other partition waited in its own queue, and gives no more than it is asked for.
        var evens: [SeenRecord] = []
        let first = try consumer.read(even, maximum: 3, timeout: .seconds(5)) { evens.append(SeenRecord($0)) }
        #expect(first.count == 3)
        #expect(!first.reachedEnd)
        evens += try readAll(&consumer, even)
        #expect(evens.map(\.value) == (0..<10).map { "\(2 * $0)" })
    }

    @Test func theEndIsReportedUntilAnotherRecordComes() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("events")
        let partition = TopicPartition("events", 0)
        var consumer = try makeConsumer(cluster.bootstrapServers)
        try consumer.assign([partition: StartOffset.beginning])
        #expect(try readAll(&consumer, partition).isEmpty)
        let again = try consumer.read(partition, maximum: 1) { _ in }
        #expect(again == ReadResult(count: 0, reachedEnd: true, endOffset: 0))

        var producer = try makeProducer(cluster.bootstrapServers)
        try producer.produce(OutgoingRecord(topic: "events", value: [1]))
        try producer.flush()
        let next = try consumer.read(partition, maximum: 1, timeout: .seconds(5)) { _ in }
        #expect(next == ReadResult(count: 1, reachedEnd: false, endOffset: nil))
        #expect(try readAll(&consumer, partition).isEmpty)
    }

    @Test func waitingEndsWhenAPartitionHasSomething() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("events", partitions: 2)
        var consumer = try makeConsumer(cluster.bootstrapServers)
        let partitions = [TopicPartition("events", 0), TopicPartition("events", 1)]
        try consumer.assign([partitions[0]: 0, partitions[1]: 0])
        for partition in partitions { _ = try readAll(&consumer, partition) }
        while consumer.wait(upTo: .milliseconds(20)) {
            _ = try consumer.poll()
            for partition in partitions { _ = try consumer.read(partition, maximum: 1) { _ in } }
        }
        var producer = try makeProducer(cluster.bootstrapServers)
        for round in 0..<3 {
            try producer.produce(OutgoingRecord(topic: "events", partition: Int32(round % 2), value: [1]))
            let start = ContinuousClock.now
            var count = 0
            while count == 0, ContinuousClock.now - start < .seconds(10) {
                _ = consumer.wait(upTo: .seconds(5))
                _ = try consumer.poll()
                for partition in partitions { count += try consumer.read(partition, maximum: 10) { _ in }.count }
            }
            #expect(count == 1)
            #expect(ContinuousClock.now - start < .seconds(3), "woken by the record, not by the time-out")
        }
        try producer.flush()
    }

    @Test func positionsWatermarksSeekAndPauseWork() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("events", partitions: 3)
        let partition = TopicPartition("events", 0)
        var producer = try makeProducer(cluster.bootstrapServers)
        for number in 0..<5 {
            try producer.produce(OutgoingRecord(topic: "events", partition: 0, value: [UInt8(number)]))
        }
        try producer.flush()
        var consumer = try makeConsumer(cluster.bootstrapServers)
        try consumer.assign([partition: 0])
        #expect(try readAll(&consumer, partition).count == 5)
        #expect(try consumer.position([partition]) == [partition: 5])
        #expect(try consumer.assignment == [partition])
        #expect(try consumer.partitionCount(of: "events") == 3)
        #expect(try consumer.committed([partition]).isEmpty)
        let marks = try consumer.beginningAndEnd(of: partition)
        #expect(marks.beginning == 0)
        #expect(marks.end == 5)
        try consumer.seek([partition: 3])
        #expect(try readAll(&consumer, partition).map(\.offset) == [3, 4])
        try consumer.pause([partition])
        try consumer.resume([partition])
        try consumer.seek([partition: 1])
        #expect(try readAll(&consumer, partition).map(\.offset) == [1, 2, 3, 4])
    }

    @Test func aPartitionThatIsNotAssignedCannotBeRead() throws {
        let cluster = try MockCluster()
        var consumer = try makeConsumer(cluster.bootstrapServers)
        let error = failure { () throws(KafkaError) in
            _ = try consumer.read(TopicPartition("events", 0), maximum: 1) { _ in }
        }
        #expect(error?.code == .wrongState)
    }

    @Test func theProducerPartitionsKeysAsMurmur2Says() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("events", partitions: 5)
        var producer = try makeProducer(cluster.bootstrapServers)
        let keys = (0..<40).map { "customer/\($0)" }
        for key in keys { try producer.produce(OutgoingRecord(topic: "events", key: [UInt8](key.utf8), value: [])) }
        try producer.flush()
        var consumer = try makeConsumer(cluster.bootstrapServers)
        try consumer.assign(Dictionary(uniqueKeysWithValues: (0..<5).map { (TopicPartition("events", $0), 0) }))
        for number in Int32(0)..<5 {
            let expected = keys.filter { KeyPartitioner.partition(of: $0, count: 5) == number }
            #expect(try readAll(&consumer, TopicPartition("events", number)).compactMap(\.key) == expected)
        }
    }
}
