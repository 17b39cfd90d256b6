import Foundation
import Journal
import Kafka
import Logging
import Testing

/// Where the broker is; without it the suite is skipped.
private let brokers = ProcessInfo.processInfo.environment["TREUE_TEST_BROKERS"]

@Suite(
    .serialized,
    .timeLimit(.minutes(3)),
    .enabled(if: brokers != nil, "set TREUE_TEST_BROKERS=host:port to a broker whose topics may be created and deleted")
)
struct BrokerTests {
    let run = String(UInt32.random(in: .min ... .max), radix: 36)
    let client: ClientConfiguration

    init() {
        var logger = Logger(label: "kafka")
        logger.logLevel = .error
        client = ClientConfiguration(brokers: brokers ?? "", logger: logger)
    }

    private func createTopic(_ name: String, partitions: Int32) throws -> String {
        let admin = try Admin(client)
        try admin.checkReachable()
        let topic = "kafka-tests-\(run)-\(name)"
        // Some records here are of 1970, which retention by time would delete.
        let new = NewTopic(topic, partitions: partitions, configuration: ["retention.ms": "-1"])
        let outcome = try admin.create(topics: [new])
        #expect(outcome == [topic: .created])
        return topic
    }

    private func producer(_ id: String? = nil) throws -> Producer {
        var producer = try Producer(ProducerConfiguration(client: client, transactionalID: id.map { "\($0)-\(run)" }))
        if id != nil { try producer.initTransactions() }
        return producer
    }

    private func consumer(_ group: String = "readers", instance: String? = nil) throws -> Consumer {
        try Consumer(ConsumerConfiguration(client: client, group: "\(group)-\(run)", instance: instance))
    }

    private func read(_ consumer: inout Consumer, _ partition: TopicPartition) throws -> (values: [UInt8], end: Int64?)
    {
        var values: [UInt8] = []
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            _ = try consumer.poll()
            let result = try consumer.read(partition, maximum: 100, timeout: .milliseconds(100)) { record in
                if let value = record.value, value.count > 0 { values.append(value[0]) }
            }
            if result.reachedEnd { return (values, result.endOffset) }
        }
        Issue.record("no end after 20 s")
        return (values, nil)
    }

    @Test func consumedOffsetsAndRecordsCommitTogether() throws {
        let input = try createTopic("in", partitions: 1)
        let output = try createTopic("out", partitions: 1)
        let (source, target) = (TopicPartition(input, 0), TopicPartition(output, 0))
        var feeder = try producer()
        for number in UInt8(0)..<10 { try feeder.produce(OutgoingRecord(topic: input, value: [number])) }
        try feeder.flush()

        var lane = try producer("lane")
        var reader = try consumer("lane")
        try reader.subscribe(to: [input])
        var event: Membership?
        let deadline = ContinuousClock.now + .seconds(30)
        while event == nil, ContinuousClock.now < deadline { event = try reader.poll(timeout: .milliseconds(100)) }
        try reader.accept(try #require(event))
        let values = try read(&reader, source).values
        #expect(values == Array(0..<10))
        // First an abort, of which nothing may stay: neither records nor offsets.
        for attempt in 0..<2 {
            try lane.begin()
            for value in values { try lane.produce(OutgoingRecord(topic: output, value: [value &+ 100])) }
            try lane.sendOffsets([source: GroupOffset(next: 10, note: "n")], group: try reader.groupMetadata())
            if attempt == 0 {
                try lane.flush()
                try lane.abort()
                #expect(try reader.committed([source]).isEmpty)
            } else {
                try lane.commit()
            }
        }
        #expect(try reader.committed([source]) == [source: GroupOffset(next: 10, note: "n")])
        var checker = try consumer("checker")
        try checker.assign([target: StartOffset.beginning])
        let result = try read(&checker, target)
        #expect(result.values == Array(100..<110))
        #expect(try checker.position([target])[target] == result.end)
        let admin = try Admin(client)
        #expect(try admin.lag(ofGroup: "lane-\(run)") == [source: GroupLag(committed: 10, end: 10)])
        let closed = try reader.close()
        #expect(closed)
    }

    @Test func anOpenTransactionHoldsTheStableEndBack() throws {
        let topic = try createTopic("open", partitions: 1)
        let partition = TopicPartition(topic, 0)
        var lane = try producer("open")
        try lane.begin()
        try lane.produce(OutgoingRecord(topic: topic, value: [1]))
        try lane.flush()
        var reader = try consumer()
        try reader.assign([partition: 0])
        let before = try reader.beginningAndEnd(of: partition)
        #expect(before.end == 0)
        #expect(try read(&reader, partition).values == [])
        try lane.commit()
        var after: [UInt8] = []
        let deadline = ContinuousClock.now + .seconds(10)
        while after.isEmpty, ContinuousClock.now < deadline { after = try read(&reader, partition).values }
        #expect(after == [1])
        #expect(try reader.beginningAndEnd(of: partition).end == 2)
    }

    @Test func aSecondProducerOfTheSameNameFencesTheFirst() throws {
        let topic = try createTopic("fence", partitions: 1)
        var first = try producer("fenced")
        try first.begin()
        try first.produce(OutgoingRecord(topic: topic, value: [1]))
        try first.flush()
        var second = try producer("fenced")
        var remedy: KafkaError.Remedy?
        do throws(KafkaError) { try first.commit(timeout: .seconds(10)) } catch { remedy = error.remedy }
        #expect(remedy == .restart)
        try second.begin()
        try second.produce(OutgoingRecord(topic: topic, value: [2]))
        try second.commit()
        var reader = try consumer()
        try reader.assign([TopicPartition(topic, 0): 0])
        #expect(try read(&reader, TopicPartition(topic, 0)).values == [2])
    }

    @Test func aStaticMemberComesBackToItsPartitions() throws {
        let topic = try createTopic("static", partitions: 3)
        for round in 0..<2 {
            var member = try consumer("static", instance: "worker-1")
            try member.subscribe(to: [topic])
            var event: Membership?
            let start = ContinuousClock.now
            while event == nil, ContinuousClock.now - start < .seconds(30) {
                event = try member.poll(timeout: .milliseconds(100))
            }
            #expect(event == .assigned((0..<3).map { TopicPartition(topic, $0) }), "round \(round)")
            try member.accept(try #require(event))
            #expect(try member.assignment.count == 3)
            // Goes as a crashed process does: without leaving.
        }
    }

    @Test func splitQueuesDeliverEverythingWithEnds() throws {
        let topic = try createTopic("split", partitions: 4)
        var feeder = try producer()
        for number in 0..<4_000 {
            try feeder.produce(
                OutgoingRecord(topic: topic, partition: Int32(number % 4), value: [UInt8(truncatingIfNeeded: number)])
            )
        }
        try feeder.flush()
        var reader = try consumer()
        let partitions = (0..<4).map { TopicPartition(topic, $0) }
        try reader.assign(Dictionary(uniqueKeysWithValues: partitions.map { ($0, StartOffset.beginning) }))
        var counts = [0, 0, 0, 0]
        var ends: Set<TopicPartition> = []
        let deadline = ContinuousClock.now + .seconds(20)
        while ends.count < 4, ContinuousClock.now < deadline {
            var found = 0
            for (index, partition) in partitions.enumerated() {
                let result = try reader.read(partition, maximum: 32) { record in
                    #expect(record.offset == Int64(counts[index]))
                    counts[index] += 1
                }
                found += result.count
                if result.reachedEnd { ends.insert(partition) }
            }
            if found == 0 { _ = reader.wait(upTo: .milliseconds(100)) }
            _ = try reader.poll()
        }
        #expect(counts == [1_000, 1_000, 1_000, 1_000])
        #expect(ends.count == 4)
    }

    @Test func topicsCanBeManaged() throws {
        let admin = try Admin(client)
        let topic = try createTopic("managed", partitions: 2)
        #expect(try admin.create(topics: [NewTopic(topic, partitions: 5)]) == [topic: .alreadyExists])
        #expect(try admin.describe(topic: topic).partitionCount == 2)
        try admin.createPartitions(of: topic, count: 3)
        #expect(try admin.describe(topic: topic).partitionCount == 3)
        var feeder = try producer()
        for number in Int64(0)..<10 {
            try feeder.produce(OutgoingRecord(topic: topic, partition: 0, value: [1], timestamp: 1_000 * (number + 1)))
            try feeder.flush()  // one batch each, as some brokers look no further than the batch
        }
        let partition = TopicPartition(topic, 0)
        let found = try admin.offsets(forTimes: [partition: 4_500])
        #expect(found == [partition: 4])
        #expect(try admin.deleteRecords(before: [partition: 4]) == [partition: 4])
        #expect(try admin.beginningAndEnd(of: partition) == (4, 10))
        let compacted = "\(topic)-compacted"
        let outcome = try admin.create(topics: [
            NewTopic(compacted, partitions: 1, configuration: ["cleanup.policy": "compact"])
        ])
        #expect(outcome == [compacted: .created])
        #expect(try admin.configuration(ofTopic: compacted)["cleanup.policy"] == "compact")
        try admin.delete(topics: [topic, compacted])
        let left = try admin.topics().map(\.name)
        #expect(!left.contains(topic))
    }
}
