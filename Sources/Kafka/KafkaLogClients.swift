import Journal
import Logging
import Retention

/// The clients behind one lane's hold on the log.
struct KafkaLogClients: ~Copyable {
    var consumer: Consumer
    var producer: Producer
    let ends: Consumer
    private let options: KafkaLogOptions
    private let logger: Logger

    /// Makes the clients; they connect in the background.
    init(
        _ client: ClientConfiguration,
        group: String,
        instance: String?,
        delivery: Delivery,
        options: KafkaLogOptions
    ) throws(KafkaError) {
        let consumer = try Consumer(options.consumer(client, group, instance))
        let producer = try Producer(options.producer(client, group, delivery))
        let ends = try Consumer.forEnds(client)
        self.consumer = consumer
        self.producer = producer
        self.ends = ends
        self.options = options
        self.logger = client.logger
    }

    /// Waits for the brokers, fences a predecessor of the same name, and subscribes.
    mutating func join(_ brokers: String, topics: [String], delivery: Delivery) throws(KafkaError) {
        let deadline = Deadline(in: self.options.connectTimeout)
        try self.ends.client.reach(brokers, within: self.options.connectTimeout)
        if case .transactional = delivery {
            try self.producer.initTransactions(timeout: max(deadline.remaining, .seconds(2)))
        }
        if !topics.isEmpty { try self.consumer.subscribe(to: topics) }
    }

    /// Runs one transaction; an aborted one is tried again with the same records.
    mutating func transact(
        _ batch: borrowing OutputBatch,
        _ offsets: [TopicPartition: GroupOffset]
    ) throws(KafkaError) {
        let deadline = Deadline(in: self.options.commitTimeout)
        var attempt = 1
        while true {
            do throws(KafkaError) {
                let limit = min(deadline.remaining, self.options.transactionTimeout)
                return try self.tryTransaction(batch, offsets, within: limit)
            } catch {
                let mayPass = error.remedy == .abort || error.remedy == .retry
                guard mayPass, !error.code.isHopeless, attempt < 5, !deadline.hasPassed else { throw error }
                attempt += 1
                self.logger.warning("transaction aborted, trying again", metadata: [KafkaLogKey.error: "\(error)"])
                try self.producer.abort(timeout: self.options.transactionTimeout)
                blockThread(for: .milliseconds(50 * attempt))
            }
        }
    }

    private mutating func tryTransaction(
        _ batch: borrowing OutputBatch,
        _ offsets: [TopicPartition: GroupOffset],
        within timeout: Duration
    ) throws(KafkaError) {
        let deadline = Deadline(in: timeout)
        try self.producer.begin()
        do throws(KafkaError) {
            try self.produce(batch)
        } catch {
            // The transaction met its error while records were still being added: the abort tells what becomes of it.
            throw error.code == .wrongState ? error.with(.abort) : error
        }
        if !offsets.isEmpty {
            let group = try self.consumer.groupMetadata()
            // In this order: a membership taken after the loss would carry no generation, and so pass unrefused.
            try self.consumer.checkAssignmentIsHeld("send offsets to transaction")
            try self.producer.sendOffsets(offsets, group: group, timeout: deadline.remaining)
        }
        do throws(KafkaError) {
            try self.producer.commit(timeout: deadline.remaining)
        } catch {
            guard error.remedy == .retry else { throw error }
            // Nobody knows whether it was committed: only the next owner of the transactional id can settle that.
            throw error.with(.restart)
        }
    }

    /// Delivers all records, and commits the offsets then.
    ///
    /// After an error the clients must not be used again: what the batch holds may be there in part.
    mutating func deliverInOrder(
        _ batch: borrowing OutputBatch,
        _ offsets: [TopicPartition: GroupOffset]
    ) throws(KafkaError) {
        if !offsets.isEmpty { try self.consumer.checkAssignmentIsHeld("append records") }
        let deadline = Deadline(in: self.options.commitTimeout)
        if !batch.isEmpty {
            try self.produce(batch)
            // Records fail by themselves within that time; the second more lets their reason arrive.
            try self.producer.flush(timeout: deadline.remaining + .seconds(1))
        }
        try self.consumer.commit(offsets, timeout: max(deadline.remaining, .seconds(5)))
    }

    private mutating func produce(_ batch: borrowing OutputBatch) throws(KafkaError) {
        let bytes = batch.bytes.span
        for record in batch.records {
            var key: Span<UInt8>?
            if let range = record.key { key = bytes.extracting(range) }
            try self.producer.produce(
                to: record.topic,
                partition: record.partition,
                key: key,
                value: bytes.extracting(record.value),
                headers: batch.headers(of: record),
                in: bytes,
                timestamp: max(0, record.timestamp.milliseconds)
            )
        }
    }
}

extension KafkaLogOptions {
    fileprivate func consumer(_ client: ClientConfiguration, _ group: String, _ instance: String?)
        -> ConsumerConfiguration
    {
        var configuration = ConsumerConfiguration(client: client, group: group, instance: instance)
        configuration.assignmentStrategy = self.assignmentStrategy.rawValue
        configuration.sessionTimeout = self.sessionTimeout
        configuration.queuedBytes = self.queuedBytes
        // A jump over records that were deleted before they were read must not go unnoticed.
        configuration.reset = .error
        return configuration
    }

    fileprivate func producer(_ client: ClientConfiguration, _ group: String, _ delivery: Delivery)
        -> ProducerConfiguration
    {
        var configuration = ProducerConfiguration(client: client)
        switch delivery {
        case .transactional(let name):
            configuration.transactionalID = "\(group)-\(name)"
            configuration.transactionTimeout = self.transactionTimeout
            configuration.queueFullTimeout = self.transactionTimeout
        case .inOrder:
            configuration.isGapless = true
            configuration.deliveryTimeout = self.commitTimeout
            configuration.queueFullTimeout = self.commitTimeout
        }
        return configuration
    }
}
