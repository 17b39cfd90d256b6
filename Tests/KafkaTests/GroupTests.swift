import Journal
import Kafka
import KafkaTestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct GroupTests {
    /// One member, driven by hand, which answers events only when told to.
    struct Member: ~Copyable {
        var consumer: Consumer
        var owned: Set<TopicPartition> = []
        var history: [Membership] = []

        init(_ cluster: borrowing MockCluster, strategy: String) throws {
            var consumer = try makeConsumer(
                cluster.bootstrapServers,
                group: "workers",
                strategy: strategy,
                ["heartbeat.interval.ms": "500"]
            )
            try consumer.subscribe(to: ["events"])
            self.consumer = consumer
        }

        mutating func poll() throws -> Membership? { try consumer.poll(timeout: .milliseconds(50)) }

        mutating func accept(_ event: Membership) throws {
            try consumer.accept(event, startingAt: Dictionary(uniqueKeysWithValues: event.partitions.map { ($0, 0) }))
            history.append(event)
            switch event {
            case .assigned(let partitions): owned.formUnion(partitions)
            case .revoked(let partitions), .lost(let partitions): owned.subtract(partitions)
            }
        }

        mutating func step() throws { if let event = try poll() { try accept(event) } }
    }

    @Test(arguments: ["range", "cooperative-sticky"])
    func twoMembersShareTheTopicAndAnswerLater(strategy: String) throws {
        let cluster = try MockCluster()
        try cluster.createTopic("events", partitions: 4)
        let all = Set((0..<4).map { TopicPartition("events", $0) })
        var producer = try makeProducer(cluster.bootstrapServers)
        for number in Int32(0)..<4 {
            try producer.produce(OutgoingRecord(topic: "events", partition: number, value: [UInt8(number)]))
        }
        try producer.flush()
        let deadline = ContinuousClock.now + .seconds(90)

        var first = try Member(cluster, strategy: strategy)
        var pending: Membership?
        while pending == nil, ContinuousClock.now < deadline { pending = try first.poll() }
        let assigned = try #require(pending)
        #expect(assigned == .assigned(all.sorted()))
        // Not answered yet: nothing is assigned, nothing else happens.
        for _ in 0..<10 { #expect(try first.poll() == nil) }
        #expect(try first.consumer.assignment.isEmpty)
        try first.accept(assigned)
        for partition in all.sorted() { #expect(try readAll(&first.consumer, partition).count == 1) }

        var second = try Member(cluster, strategy: strategy)
        var revoked: Membership?
        while revoked == nil, ContinuousClock.now < deadline {
            revoked = try first.poll()
            try second.step()
        }
        let event = try #require(revoked)
        guard case .revoked(let partitions) = event else {
            Issue.record("expected a revocation, not \(event)")
            return
        }
        #expect(strategy == "range" ? Set(partitions) == all : partitions.count == 2)
        // As long as the first has not answered, the second gets nothing, and the first may still read and commit.
        for _ in 0..<20 { try second.step() }
        #expect(second.owned.isEmpty)
        #expect(try first.consumer.read(partitions[0], maximum: 1) { _ in }.reachedEnd)
        try first.accept(event)
        while first.owned.count != 2 || second.owned.count != 2, ContinuousClock.now < deadline {
            try first.step()
            try second.step()
        }
        #expect(first.owned.union(second.owned) == all)
        #expect(first.owned.isDisjoint(with: second.owned))
        for partition in second.owned.sorted() { #expect(try readAll(&second.consumer, partition).count == 1) }
        // A queue that was given up and comes back is split off again.
        for partition in first.owned.sorted() {
            let seen = try readAll(&first.consumer, partition).count
            #expect(seen == (strategy == "range" ? 1 : 0))
        }
    }

    @Test func aMemberThatClosesGivesItsPartitionsBack() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("events", partitions: 2)
        let deadline = ContinuousClock.now + .seconds(60)
        var member = try Member(cluster, strategy: "range")
        while member.owned.isEmpty, ContinuousClock.now < deadline { try member.step() }
        let start = ContinuousClock.now
        let leaving = consume member
        let closed = try leaving.consumer.close(timeout: .seconds(10))
        #expect(closed)
        #expect(ContinuousClock.now - start < .seconds(5))
    }
}
