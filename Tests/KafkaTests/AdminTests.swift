import Journal
import Kafka
import KafkaTestKit
import Testing

@Suite(.timeLimit(.minutes(1))) struct AdminTests {
    @Test func aTopicIsDescribed() throws {
        let cluster = try MockCluster(brokers: 3)
        try cluster.createTopic("events", partitions: 4, replicationFactor: 2)
        let admin = try Admin(client(cluster.bootstrapServers))
        try admin.checkReachable()
        let topic = try admin.describe(topic: "events")
        #expect(topic.partitionCount == 4)
        #expect(topic.leaders.allSatisfy { $0 != nil })
        #expect(topic.replicas.count == 4)
        #expect(try admin.topics().map(\.name) == ["events"])
    }

    @Test func nobodyAtHomeIsSaidClearly() throws {
        let admin = try Admin(client("127.0.0.1:1"))
        let error = failure { () throws(KafkaError) in try admin.checkReachable(within: .milliseconds(300)) }
        #expect(error?.remedy == .retry)
        #expect(error?.message.hasPrefix("no broker answered at 127.0.0.1:1 within 0.3 s") == true)
    }
}
