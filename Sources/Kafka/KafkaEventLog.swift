public import Journal
import Logging
public import Retention

/// An `EventLog` on Kafka: a consumer of a group and a transactional producer with one transactional id.
///
/// The same `name` must not be used by two lanes at once: making a log fences the one before it, ends what that one left
/// open, and so takes over within seconds after a crash. Confined to one thread.
public final class KafkaEventLog: EventLog {
    private let client: ClientConfiguration
    private var handles: Handles

    /// Joins `group` for `topics`, under a name that stays the same over restarts.
    ///
    /// - Throws: `LogError` when the cluster can't be reached in time or refuses.
    public init(
        client: ClientConfiguration,
        group: String,
        name: String,
        topics: [String],
        options: KafkaLogOptions
    ) throws(LogError) {
        self.client = client
        do throws(KafkaError) {
            var consumer = ConsumerConfiguration(client: client, group: group, instance: name)
            consumer.assignmentStrategy = options.assignmentStrategy
            let producer = ProducerConfiguration(client: client, transactionalID: "\(group)-\(name)")
            self.handles = Handles(
                consumer: try Consumer(consumer),
                producer: try Producer(producer),
                ends: try Consumer.forEnds(client)
            )
            try self.handles.producer.initTransactions()
            try self.handles.consumer.subscribe(to: topics)
        } catch {
            throw LogError(error)
        }
    }

    /// Serves the group; troubles that pass by themselves are no errors.
    public func poll() throws(LogError) -> [Membership] {
        do throws(KafkaError) {
            return try self.handles.consumer.poll().map { [$0] } ?? []
        } catch {
            // A passing trouble of the group: librdkafka goes on by itself.
            if error.remedy == .retry { return [] }
            throw LogError(error)
        }
    }

    /// Answers a change of membership.
    public func accept(_ change: Membership, startingAt positions: [TopicPartition: Int64]) throws(LogError) {
        do throws(KafkaError) { try self.handles.consumer.accept(change, startingAt: positions) } catch {
            throw LogError(error)
        }
    }

    /// Blocks until a queue has something, at most for `span`.
    public func wait(upTo span: TimeSpan) { _ = self.handles.consumer.wait(upTo: .milliseconds(span.milliseconds)) }

    /// Lends records of one partition; never blocks.
    public func read(
        _ partition: TopicPartition,
        maximum: Int,
        _ body: (borrowing LogRecord) -> Void
    ) throws(LogError) -> ReadOutcome {
        do throws(KafkaError) {
            return try self.handles.consumer.lend(partition, maximum, .zero, body)
        } catch {
            if error.remedy == .retry { return ReadOutcome(count: 0, end: nil) }
            throw LogError(error)
        }
    }

    /// The group's stable committed offset.
    public func committed(_ partition: TopicPartition) throws(LogError) -> Int64? {
        do throws(KafkaError) { return try self.handles.consumer.committed([partition])[partition] } catch {
            throw LogError(error)
        }
    }

    /// The high watermark.
    public func appendedEnd(of partition: TopicPartition) throws(LogError) -> Int64 {
        do throws(KafkaError) { return try self.handles.ends.beginningAndEnd(of: partition).end } catch {
            throw LogError(error)
        }
    }

    /// How many partitions the topic has.
    public func partitionCount(of topic: String) throws(LogError) -> Int32 {
        do throws(KafkaError) { return try self.handles.consumer.partitionCount(of: topic) } catch {
            throw LogError(error)
        }
    }

    /// Opens a consumer of its own, outside any group.
    public func openReader(_ partition: TopicPartition, from offset: Int64) throws(LogError) -> any LogReader {
        try KafkaLogReader(client: self.client, partition, from: offset)
    }

    /// Runs one transaction; an aborted one is tried again with the same records, up to five times.
    public func commit(
        _ batch: borrowing OutputBatch,
        consumed offsets: [TopicPartition: Int64]
    ) throws(LogError) {
        var attempt = 0
        while true {
            do throws(KafkaError) {
                return try self.handles.transact(batch, offsets)
            } catch {
                attempt += 1
                guard error.remedy == .abort || error.remedy == .retry, attempt < 5 else { throw LogError(error) }
                self.client.logger.warning("transaction aborted, trying again", metadata: ["reason": "\(error)"])
                do throws(KafkaError) { try self.handles.producer.abort() } catch { throw LogError(error) }
            }
        }
    }

}

/// A look at a Kafka cluster's topics from outside any group.
public final class KafkaLogSource: LogSource {
    private let client: ClientConfiguration
    private let admin: Admin
    private let ends: Consumer

    /// Makes a client that connects in the background.
    public init(client: ClientConfiguration) throws(LogError) {
        self.client = client
        do throws(KafkaError) {
            self.admin = try Admin(client)
            self.ends = try Consumer.forEnds(client)
        } catch {
            throw LogError(error)
        }
    }

    /// The high watermark.
    public func appendedEnd(of partition: TopicPartition) throws(LogError) -> Int64 {
        do throws(KafkaError) { return try self.ends.beginningAndEnd(of: partition).end } catch {
            throw LogError(error)
        }
    }

    /// How many partitions the topic has.
    public func partitionCount(of topic: String) throws(LogError) -> Int32 {
        do throws(KafkaError) { return try self.admin.describe(topic: topic).partitionCount } catch {
            throw LogError(error)
        }
    }

    /// Opens a consumer of its own, outside any group.
    public func openReader(_ partition: TopicPartition, from offset: Int64) throws(LogError) -> any LogReader {
        try KafkaLogReader(client: self.client, partition, from: offset)
    }
}

/// How a Kafka log joins its group.
public struct KafkaLogOptions: Sendable {
    /// The assignor: `range` keeps equal partition numbers of several topics together.
    public var assignmentStrategy = "range"

    /// Makes the default options.
    public init() {}
}

/// The two clients of a lane.
private struct Handles: ~Copyable {
    var consumer: Consumer
    var producer: Producer
    let ends: Consumer

    init(consumer: consuming Consumer, producer: consuming Producer, ends: consuming Consumer) {
        self.consumer = consumer
        self.producer = producer
        self.ends = ends
    }

    mutating func transact(
        _ batch: borrowing OutputBatch,
        _ offsets: [TopicPartition: Int64]
    ) throws(KafkaError) {
        try self.producer.begin()
        let bytes = batch.bytes.span
        for record in batch.records {
            let headers = record.headers.map { header in
                Header(String(copying: bytes.extracting(header.name)), [UInt8](copying: bytes.extracting(header.value)))
            }
            var key: Span<UInt8>?
            if let range = record.key { key = bytes.extracting(range) }
            try self.producer.produce(
                to: record.topic,
                partition: record.partition,
                key: key,
                value: bytes.extracting(record.value),
                headers: headers,
                timestamp: max(0, record.timestamp.milliseconds)
            )
        }
        if !offsets.isEmpty {
            try self.producer.sendOffsets(offsets, group: try self.consumer.groupMetadata())
        }
        do throws(KafkaError) {
            try self.producer.commit()
        } catch {
            guard error.remedy == .retry else { throw error }
            // Nobody knows whether it was committed: only the next owner of the transactional id can settle that.
            throw KafkaError(error.code, operation: error.operation, message: error.message, remedy: .restart)
        }
    }
}

/// Reads one partition without a group.
final class KafkaLogReader: LogReader {
    private var consumer: Consumer
    private let partition: TopicPartition

    init(client: ClientConfiguration, _ partition: TopicPartition, from offset: Int64) throws(LogError) {
        self.partition = partition
        do throws(KafkaError) {
            self.consumer = try Consumer(ConsumerConfiguration(client: client, group: "treue-reader"))
            try self.consumer.assign([partition: offset])
        } catch {
            throw LogError(error)
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
                guard error.remedy == .retry else { throw LogError(error) }
            }
            if left == .zero { return ReadOutcome(count: 0, end: nil) }
        }
    }
}

extension Consumer {
    /// A client that is asked for the ends of partitions: a reader of committed records is told the last stable offset
    /// instead of the high watermark.
    fileprivate static func forEnds(_ client: ClientConfiguration) throws(KafkaError) -> Consumer {
        var configuration = ConsumerConfiguration(client: client, group: "treue-ends")
        configuration.isolation = .readUncommitted
        return try Consumer(configuration)
    }

    fileprivate mutating func lend(
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
            body(LogRecord(offset: record.offset, timestamp: timestamp, key: key, value: value))
        }
        return ReadOutcome(count: result.count, end: result.reachedEnd ? result.endOffset : nil)
    }
}

extension LogError {
    init(_ error: KafkaError) {
        self.init(error.remedy == .fatal ? .fatal : .rejoin, error.description)
    }
}

extension String {
    fileprivate init(copying span: Span<UInt8>) {
        self = unsafe span.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
