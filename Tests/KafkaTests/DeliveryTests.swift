import Journal
import Kafka
import KafkaTestKit
import Testing

@Suite(.timeLimit(.minutes(1))) struct DeliveryTests {
    @Test func `given a producer that tells deliveries when records are acknowledged then it tells where each went`()
        throws
    {
        let cluster = try MockCluster()
        try cluster.createTopic("raw")
        var configuration = ProducerConfiguration(client: client(cluster.bootstrapServers))
        configuration.tellsDeliveries = true
        var producer = try Producer(configuration)
        for round in 0..<2 {
            for _ in 0..<3 { try producer.produce(OutgoingRecord(topic: "raw", partition: 0, value: [1])) }
            try producer.flush()
            let deliveries = producer.takeDeliveries()
            #expect(deliveries.map(\.offset) == (0..<3).map { Int64(round * 3 + $0) })
            #expect(deliveries.allSatisfy { $0.place == TopicPartition("raw", 0) && $0.failure == nil })
        }
        #expect(producer.takeDeliveries().isEmpty)
    }

    @Test func `given a producer that tells deliveries when a record is given up then it tells that too`() throws {
        // Nobody listens there.
        var configuration = ProducerConfiguration(client: client("127.0.0.1:1"))
        configuration.tellsDeliveries = true
        configuration.deliveryTimeout = .milliseconds(300)
        var producer = try Producer(configuration)
        try producer.produce(OutgoingRecord(topic: "raw", partition: 0, value: [1]))
        let failure = failure { () throws(KafkaError) in try producer.flush() }
        #expect(failure != nil)
        let deliveries = producer.takeDeliveries()
        #expect(deliveries.count == 1)
        #expect(deliveries.first?.failure != nil && deliveries.first?.offset == nil)
    }

    @Test func `given any other producer when records are acknowledged then nothing is kept`() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("raw")
        var producer = try makeProducer(cluster.bootstrapServers)
        try producer.produce(OutgoingRecord(topic: "raw", partition: 0, value: [1]))
        try producer.flush()
        #expect(producer.takeDeliveries().isEmpty)
    }
}
