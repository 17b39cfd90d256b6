public import Journal
import Logging
public import Retention

/// An `EventLog` on Kafka: a consumer of a group, and a producer that is transactional or keeps its records in order.
///
/// With `Delivery.transactional` the transactional id is the group's name, a hyphen and the log's name. No two lanes may use
/// one at once: making a log fences the one before it, ends what that one left open, and so takes over within seconds
/// after a crash. A worker that never comes back holds readers up for `KafkaLogOptions.transactionTimeout`.
///
/// With `Delivery.inOrder` an idempotent producer appends, and the group's offsets follow once everything is acknowledged.
///
/// After an error the log throws the same error from then on, with one exception: when records were delivered in order
/// and the group refuses the offsets because it is being shared out anew, the member goes on, and may give its
/// partitions back to somebody who begins where it last committed. Confined to one thread.
public final class KafkaEventLog: EventLog {
    private let client: ClientConfiguration
    private let delivery: Delivery
    private let options: KafkaLogOptions
    private let isStatic: Bool
    private var clients: KafkaLogClients
    private var failure: LogError?

    /// Joins `group` for `topics`.
    ///
    /// A static member, one with an `instance`, keeps its partitions for whoever joins under the same instance until its
    /// session expires; a dynamic one gives them to others when it is closed.
    /// - Throws: `LogError` when the brokers can't be reached in time or refuse.
    public init(
        client: ClientConfiguration,
        group: String,
        instance: String? = nil,
        delivery: Delivery,
        topics: [String],
        options: KafkaLogOptions
    ) throws(LogError) {
        self.client = client
        self.delivery = delivery
        self.options = options
        self.isStatic = instance != nil
        do throws(KafkaError) {
            self.clients = try KafkaLogClients(
                client,
                group: group,
                instance: instance,
                delivery: delivery,
                options: options
            )
        } catch {
            throw LogError(error, brokers: client.brokers)
        }
        do throws(KafkaError) {
            try self.clients.join(client.brokers, topics: topics, delivery: delivery)
        } catch {
            throw self.failed(error)
        }
    }

    deinit { self.close() }

    /// Leaves the group, unless the member is static; nothing can be asked afterwards.
    ///
    /// Where the group is being shared out, waits for that first, so that nobody waits for a member that is gone. Takes no
    /// longer than `KafkaLogOptions.leaveTimeout`. Releasing the log does the same.
    public func close() {
        guard self.failure?.message != Self.closed.message else { return }
        self.failure = Self.closed
        if self.isStatic { return self.clients.consumer.awaitAssignment(within: self.options.leaveTimeout) }
        do throws(KafkaError) {
            if try self.clients.consumer.leave(within: self.options.leaveTimeout) { return }
            self.client.logger.warning("the group did not let the member go in time; its session will expire")
        } catch {
            self.client.logger.warning("the member could not leave", metadata: [KafkaLogKey.error: "\(error)"])
        }
    }

    /// Serves the group; troubles that pass by themselves are no errors.
    public func poll() throws(LogError) -> [Membership] {
        try self.checkUsable()
        do throws(KafkaError) {
            return try self.clients.consumer.poll().map { [$0] } ?? []
        } catch {
            // A passing trouble of the group: librdkafka goes on by itself.
            if error.remedy == .retry { return [] }
            throw self.failed(error)
        }
    }

    /// Answers a change of membership; with a cooperative strategy an assignment adds to what the member has.
    public func accept(_ change: Membership, startingAt positions: [TopicPartition: Int64]) throws(LogError) {
        var positions = positions
        if case .assigned(let places) = change {
            for place in places where positions[place] == nil {
                positions[place] = try self.committed(place)?.next ?? StartOffset.beginning
            }
        }
        try self.checkUsable()
        do throws(KafkaError) { try self.clients.consumer.accept(change, startingAt: positions) } catch {
            throw self.failed(error)
        }
    }

    /// Blocks until a queue has something, at most for `span`.
    public func wait(upTo span: TimeSpan) { _ = self.clients.consumer.wait(upTo: .milliseconds(span.milliseconds)) }

    /// Lends records of one partition; never blocks.
    public func read(
        _ partition: TopicPartition,
        maximum: Int,
        _ body: (borrowing LogRecord) -> Void
    ) throws(LogError) -> ReadOutcome {
        try self.checkUsable()
        do throws(KafkaError) {
            return try self.clients.consumer.lend(partition, maximum, .zero, body)
        } catch {
            if error.remedy == .retry { return ReadOutcome(count: 0, end: nil) }
            throw self.failed(error)
        }
    }

    /// The group's stable committed offset.
    public func committed(_ partition: TopicPartition) throws(LogError) -> GroupOffset? {
        try self.asking { (log) throws(KafkaError) in try log.clients.consumer.committed([partition])[partition] }
    }

    /// The high watermark.
    public func appendedEnd(of partition: TopicPartition) throws(LogError) -> Int64 {
        try self.asking { (log) throws(KafkaError) in try log.clients.ends.beginningAndEnd(of: partition).end }
    }

    /// The low watermark.
    public func beginning(of partition: TopicPartition) throws(LogError) -> Int64 {
        try self.asking { (log) throws(KafkaError) in try log.clients.ends.beginningAndEnd(of: partition).beginning }
    }

    /// How many partitions the topic has.
    public func partitionCount(of topic: String) throws(LogError) -> Int32 {
        try self.asking { (log) throws(KafkaError) in try log.clients.consumer.partitionCount(of: topic) }
    }

    /// Opens a consumer of its own, outside any group.
    public func openReader(_ partition: TopicPartition, from offset: Int64) throws(LogError) -> any LogReader {
        try KafkaLogReader(client: self.client, partition, from: offset)
    }

    /// Appends and commits as the delivery has it, for at most about `KafkaLogOptions.commitTimeout`.
    public func commit(
        _ batch: borrowing OutputBatch,
        consumed offsets: [TopicPartition: GroupOffset]
    ) throws(LogError) {
        try self.checkUsable()
        do throws(KafkaError) {
            switch self.delivery {
            case .transactional: try self.clients.transact(batch, offsets)
            case .inOrder: try self.clients.deliverInOrder(batch, offsets)
            }
        } catch {
            let failure = self.failed(error)
            if self.delivery == .inOrder, error.code.isRefusedByGroup { self.failure = nil }
            throw failure
        }
    }

    // MARK: Troubles

    private static let closed = LogError(.rejoin, "the log was closed")

    private func checkUsable() throws(LogError) { if let failure = self.failure { throw failure } }

    private func asking<Answer>(
        _ question: (KafkaEventLog) throws(KafkaError) -> Answer
    ) throws(LogError) -> Answer {
        try self.checkUsable()
        do throws(KafkaError) {
            return try patiently(within: self.options.lookupTimeout) { () throws(KafkaError) in try question(self) }
        } catch {
            throw self.failed(error)
        }
    }

    /// Keeps the error: whatever the lane tries next, it must make a new log.
    private func failed(_ error: KafkaError) -> LogError {
        let health = [self.clients.consumer.health, self.clients.producer.health].max { earlier, later in
            guard let time = later.lastErrorAt else { return false }
            return earlier.lastErrorAt.map { $0 < time } ?? true
        }
        let failure = LogError(error, brokers: self.client.brokers, health: health)
        self.failure = failure
        return failure
    }
}
