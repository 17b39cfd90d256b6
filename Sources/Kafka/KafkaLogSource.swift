public import Journal
import Retention

/// A look at a Kafka cluster's topics from outside any group.
public final class KafkaLogSource: LogSource {
    private let client: ClientConfiguration
    private let ends: Consumer

    /// Makes a client, and waits for the brokers.
    ///
    /// - Throws: `LogError` when no broker answers within `timeout`, or they refuse this client.
    public init(client: ClientConfiguration, within timeout: Duration = .seconds(20)) throws(LogError) {
        self.client = client
        do throws(KafkaError) {
            self.ends = try Consumer.forEnds(client)
            try self.ends.client.reach(client.brokers, within: timeout)
        } catch {
            throw LogError(error, brokers: client.brokers)
        }
    }

    /// The high watermark.
    public func appendedEnd(of partition: TopicPartition) throws(LogError) -> Int64 {
        try self.asking { () throws(KafkaError) in try self.ends.beginningAndEnd(of: partition).end }
    }

    /// The low watermark.
    public func beginning(of partition: TopicPartition) throws(LogError) -> Int64 {
        try self.asking { () throws(KafkaError) in try self.ends.beginningAndEnd(of: partition).beginning }
    }

    /// How many partitions the topic has.
    public func partitionCount(of topic: String) throws(LogError) -> Int32 {
        try self.asking { () throws(KafkaError) in try self.ends.partitionCount(of: topic) }
    }

    /// Opens a consumer of its own, outside any group.
    public func openReader(_ partition: TopicPartition, from offset: Int64) throws(LogError) -> any LogReader {
        try KafkaLogReader(client: self.client, partition, from: offset)
    }

    private func asking<Answer>(_ question: () throws(KafkaError) -> Answer) throws(LogError) -> Answer {
        do throws(KafkaError) {
            return try patiently(within: .seconds(20), question)
        } catch {
            throw LogError(error, brokers: self.client.brokers, health: self.ends.health)
        }
    }
}

/// Reads one partition without a group.
final class KafkaLogReader: LogReader {
    private var consumer: Consumer
    private let partition: TopicPartition
    private let brokers: String

    init(client: ClientConfiguration, _ partition: TopicPartition, from offset: Int64) throws(LogError) {
        self.partition = partition
        self.brokers = client.brokers
        do throws(KafkaError) {
            self.consumer = try Consumer(ConsumerConfiguration(client: client, group: "treue-reader"))
            try self.consumer.assign([partition: offset])
        } catch {
            throw LogError(error, brokers: client.brokers)
        }
    }

    func read(
        maximum: Int,
        wait span: TimeSpan,
        _ body: (borrowing LogRecord) -> Void
    ) throws(LogError) -> ReadOutcome {
        // librdkafka comes back early when it had something else to do, such as connecting.
        let deadline = ContinuousClock.now + .milliseconds(span.milliseconds)
        while true {
            let left = max(.zero, deadline - ContinuousClock.now)
            do throws(KafkaError) {
                _ = try self.consumer.poll()
                let outcome = try self.consumer.lend(self.partition, maximum, min(left, .milliseconds(500)), body)
                if outcome.count > 0 || outcome.end != nil { return outcome }
            } catch {
                guard error.remedy == .retry else {
                    throw LogError(error, brokers: self.brokers, health: self.consumer.health)
                }
            }
            if left == .zero { return ReadOutcome(count: 0, end: nil) }
        }
    }
}

/// Repeats a question until it is answered, while its error is one that passes and for a limited time.
func patiently<Answer>(
    within timeout: Duration,
    _ question: () throws(KafkaError) -> Answer
) throws(KafkaError) -> Answer {
    let deadline = Deadline(in: timeout)
    while true {
        do throws(KafkaError) {
            return try question()
        } catch {
            guard error.remedy == .retry, !deadline.hasPassed else { throw error }
            blockThread(for: .milliseconds(100))
        }
    }
}

extension Consumer {
    /// A client that is asked for the ends of partitions: a reader of committed records is told the last stable offset
    /// instead of the high watermark.
    static func forEnds(_ client: ClientConfiguration) throws(KafkaError) -> Consumer {
        var configuration = ConsumerConfiguration(client: client, group: "treue-ends")
        configuration.isolation = .readUncommitted
        return try Consumer(configuration)
    }

    /// Lends records as the port has them.
    public mutating func lend(
        _ partition: TopicPartition,
        _ maximum: Int,
        _ timeout: Duration,
        _ body: (borrowing LogRecord) -> Void
    ) throws(KafkaError) -> ReadOutcome {
        let result = try self.read(partition, maximum: maximum, timeout: timeout) { record in
            var key = Span<UInt8>()
            if let bytes = record.key { key = bytes }
            var value = Span<UInt8>()
            if let bytes = record.value { value = bytes }
            let timestamp = Timestamp(milliseconds: record.timestamp)
            let headers = record.packedHeaders
            body(
                LogRecord(
                    offset: record.offset,
                    timestamp: timestamp,
                    key: key,
                    value: value,
                    headers: headers.bytes.span
                )
            )
        }
        return ReadOutcome(count: result.count, end: result.reachedEnd ? result.endOffset : nil)
    }
}
