import Journal
import Kafka
import KafkaTestKit
import Logging
import Testing

/// A copy of a record, for expectations.
struct SeenRecord: Equatable {
    var offset: Int64
    var timestamp: Int64
    var key: String?
    var value: String?

    init(_ record: borrowing Record) {
        offset = record.offset
        timestamp = record.timestamp
        if let key = record.key { self.key = text(key) }
        if let value = record.value { self.value = text(value) }
    }
}

func text(_ span: Span<UInt8>) -> String {
    String(decoding: (0..<span.count).map { span[$0] }, as: UTF8.self)
}

let quiet: Logger = {
    var logger = Logger(label: "kafka")
    logger.logLevel = .critical
    return logger
}()

func client(_ brokers: String, _ properties: [String: String] = [:]) -> ClientConfiguration {
    ClientConfiguration(brokers: brokers, properties: properties, logger: quiet)
}

func makeProducer(
    _ brokers: String,
    transactionalID: String? = nil,
    _ properties: [String: String] = [:]
) throws -> Producer {
    try Producer(ProducerConfiguration(client: client(brokers, properties), transactionalID: transactionalID))
}

func makeConsumer(
    _ brokers: String,
    group: String = "readers",
    strategy: String = "range",
    _ properties: [String: String] = [:]
) throws -> Consumer {
    var properties = properties
    properties["session.timeout.ms"] = "6000"
    var configuration = ConsumerConfiguration(client: client(brokers, properties), group: group)
    configuration.assignmentStrategy = strategy
    return try Consumer(configuration)
}

/// Reads until the end of the partition, at most ten seconds.
func readAll(_ consumer: inout Consumer, _ partition: TopicPartition) throws -> [SeenRecord] {
    var seen: [SeenRecord] = []
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        _ = try consumer.poll()
        let result = try consumer.read(partition, maximum: 1_000) { seen.append(SeenRecord($0)) }
        if result.reachedEnd { return seen }
        if result.count == 0 { _ = consumer.wait(upTo: .milliseconds(100)) }
    }
    Issue.record("the end of \(partition) was not reached")
    return seen
}

/// The remedy of the error that `body` throws, or `nil`.
func failure(of body: () throws(KafkaError) -> Void) -> KafkaError? {
    do throws(KafkaError) {
        try body()
        return nil
    } catch {
        return error
    }
}
