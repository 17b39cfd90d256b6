internal import CRdKafka
internal import Journal
internal import Logging

/// How a ``Producer`` sends.
public struct ProducerConfiguration: Sendable {
    /// Brokers, logging and further properties, for example `linger.ms` or `compression.type`.
    public var client: ClientConfiguration
    /// The name that fences earlier producers of the same name; `nil`, the default, means no transactions.
    public var transactionalID: String?
    /// After how long the broker aborts an open transaction.
    ///
    /// Defaults to one minute. A record of a transaction has to be delivered within this time, too.
    public var transactionTimeout: Duration = .seconds(60)
    /// How long one record may take to be delivered outside of transactions; `nil`, the default, means five minutes.
    public var deliveryTimeout: Duration?
    /// Whether the producer is done for once a record could not be delivered, so that nothing after it in its partition
    /// is ever appended by this producer.
    ///
    /// Defaults to `false`: later records of the partition are sent then.
    public var isGapless = false
    /// Whether ``Producer/takeDeliveries()`` tells where each record went.
    ///
    /// Defaults to `false`: only failures are told of.
    public var tellsDeliveries = false
    /// How long a call of `produce` waits for room when the local queue is full.
    ///
    /// Defaults to 30 seconds.
    public var queueFullTimeout: Duration = .seconds(30)

    /// An idempotent producer, transactional when an id is given.
    public init(client: ClientConfiguration, transactionalID: String? = nil) {
        self.client = client
        self.transactionalID = transactionalID
    }
}

/// An idempotent, optionally transactional producer, owned by one thread.
///
/// Records are sent in the background. One that could not be delivered can't be overlooked: the next
/// ``flush(timeout:)`` or ``commit(timeout:)`` throws, and a producer that goes away without saying so logs an error.
@safe
public struct Producer: ~Copyable {
    @safe
    private struct Topic {
        let name: String
        let handle: OpaquePointer
    }

    let client: Client
    let isTransactional: Bool
    private let queueFullTimeout: Duration
    /// Handles of the topics used so far; few, so that a linear search beats hashing the name.
    private var topics: [Topic] = []
    private var producedSincePoll = 0

    /// Makes a client that connects in the background.
    ///
    /// Keys are partitioned as the Java client does; compression defaults to lz4 and `linger.ms` to 5.
    /// - Throws: a ``KafkaError`` naming the property that was refused.
    public init(_ configuration: ProducerConfiguration) throws(KafkaError) {
        var required = [
            "enable.idempotence": "true",
            "partitioner": "murmur2_random",
            "delivery.report.only.error": configuration.tellsDeliveries ? "false" : "true",
        ]
        if let id = configuration.transactionalID {
            required["transactional.id"] = id
            required["transaction.timeout.ms"] = "\(configuration.transactionTimeout.clampedMilliseconds)"
        }
        if configuration.isGapless { required["enable.gapless.guarantee"] = "true" }
        if let timeout = configuration.deliveryTimeout, configuration.transactionalID == nil {
            required["message.timeout.ms"] = "\(max(1, timeout.clampedMilliseconds))"
        }
        let handle = try configuration.client.makeHandle(
            defaults: ["compression.type": "lz4", "linger.ms": "5"],
            required: required
        )
        let inbox = Inbox(
            isConsumer: false,
            logger: configuration.client.logger,
            keepsDeliveries: configuration.tellsDeliveries
        )
        client = try handle.makeClient(RD_KAFKA_PRODUCER, inbox: inbox)
        isTransactional = configuration.transactionalID != nil
        queueFullTimeout = configuration.queueFullTimeout
    }

    deinit {
        unsafe rd_kafka_poll(client.raw, 0)
        let undelivered = unsafe Int(rd_kafka_outq_len(client.raw))
        let failed = client.inbox.takeDeliveryFailures()?.count ?? 0
        if undelivered + failed > 0 {
            client.inbox.logger.error(
                "a producer was dropped with records that were not delivered",
                metadata: [KafkaLogKey.count: "\(undelivered + failed)"]
            )
        }
        for topic in topics { unsafe rd_kafka_topic_destroy(topic.handle) }
    }

    /// Queues one record for sending; key, value and headers are copied.
    ///
    /// Without a partition the key decides, or chance when there is none. A `nil` value is a tombstone. The timestamp
    /// is in milliseconds since 1970 UTC, now by default; librdkafka takes 0 as now, too. When the local queue is full
    /// the call waits for room.
    /// - Throws: ``KafkaError/Code/queueFull`` after the configured time, or what is wrong with record or producer.
    /// - Complexity: about half a microsecond on an idle core; one copy of key and value.
    public mutating func produce(
        to topic: String,
        partition: Int32? = nil,
        key: Span<UInt8>?,
        value: Span<UInt8>?,
        headers: [Header] = [],
        timestamp: Int64? = nil
    ) throws(KafkaError) {
        try unsafe produce(to: topic, partition, key, value, Self.makeHeaders(headers), timestamp)
    }

    /// Queues one record whose headers stand in `bytes`, as ``produce(to:partition:key:value:headers:timestamp:)`` does.
    mutating func produce(
        to topic: String,
        partition: Int32?,
        key: Span<UInt8>?,
        value: Span<UInt8>?,
        headers: ArraySlice<OutputBatch.Header>,
        in bytes: Span<UInt8>,
        timestamp: Int64
    ) throws(KafkaError) {
        try unsafe produce(to: topic, partition, key, value, Self.makeHeaders(headers, bytes), timestamp)
    }

    /// Takes the headers over.
    private mutating func produce(
        to topic: String,
        _ partition: Int32?,
        _ key: Span<UInt8>?,
        _ value: Span<UInt8>?,
        _ list: OpaquePointer?,
        _ timestamp: Int64?
    ) throws(KafkaError) {
        producedSincePoll += 1
        if producedSincePoll >= 256 { servePoll(milliseconds: 0) }
        do throws(KafkaError) {
            let handle = try unsafe self.handle(of: topic)
            try unsafe withBytes(key) { key, keySize throws(KafkaError) in
                try unsafe withBytes(value) { value, valueSize throws(KafkaError) in
                    try retryingWhileFull { () throws(KafkaError) in
                        try check(
                            unsafe treue_produce(
                                client.raw,
                                handle,
                                partition ?? -1,
                                key,
                                keySize,
                                value,
                                valueSize,
                                timestamp ?? -1,
                                list
                            ),
                            "produce to \(topic)"
                        )
                    }
                }
            }
        } catch {
            // Only a record that was accepted took the headers along.
            if let list = unsafe list { unsafe rd_kafka_headers_destroy(list) }
            throw client.explained(error)
        }
    }

    /// Queues one record given as arrays, as ``produce(to:partition:key:value:headers:timestamp:)`` does.
    public mutating func produce(_ record: OutgoingRecord) throws(KafkaError) {
        try produce(
            to: record.topic,
            partition: record.partition,
            key: record.key?.span,
            value: record.value?.span,
            headers: record.headers,
            timestamp: record.timestamp
        )
    }

    /// Waits until everything queued is delivered, at most `timeout`.
    ///
    /// - Throws: a time-out with the remedy `retry`, or the first delivery that failed since the last report; `restart`
    ///   from a gapless producer that is done for.
    public mutating func flush(timeout: Duration = .seconds(30)) throws(KafkaError) {
        let result = unsafe rd_kafka_flush(client.raw, timeout.clampedMilliseconds)
        do throws(KafkaError) {
            try throwDeliveryFailure(remedy: nil)
            try check(result, "flush")
        } catch {
            throw client.explained(error)
        }
    }

    /// How many records wait to be sent or acknowledged.
    public var pendingCount: Int { unsafe Int(rd_kafka_outq_len(client.raw)) }

    /// Serves callbacks; needed only by a producer that is idle for long, as all other calls do it too.
    public mutating func poll(timeout: Duration = .zero) { servePoll(milliseconds: timeout.clampedMilliseconds) }

    /// The newest statistics as librdkafka's JSON, or `nil` before the first or when they are off.
    public var statistics: String? { client.inbox.statistics }

    /// What is known about the connection; costs a lock.
    public var health: ClientHealth { client.inbox.health }

    /// How many partitions a topic has.
    ///
    /// Asks a broker.
    public func partitionCount(of topic: String, timeout: Duration = .seconds(10)) throws(KafkaError) -> Int32 {
        try client.describe(topic: topic, timeout: timeout).partitionCount
    }

    mutating func servePoll(milliseconds: Int32) {
        producedSincePoll = 0
        unsafe rd_kafka_poll(client.raw, milliseconds)
    }

    /// Throws the first failure since the last report, if any; from then on they count as reported.
    func throwDeliveryFailure(remedy: KafkaError.Remedy?) throws(KafkaError) {
        guard let failures = client.inbox.takeDeliveryFailures() else { return }
        let first = failures.first
        // A record is missing for good: abort, unless the producer is done for or a human is needed first.
        let isDecided = first.remedy == .restart || KafkaError.Code.needsHuman.contains(first.code.rawValue)
        let remedy = isDecided ? first.remedy : remedy ?? first.remedy
        throw KafkaError(
            first.code,
            operation: first.operation,
            message: "\(failures.count) not delivered, the first because of: \(first.message)",
            remedy: remedy
        )
    }

    private func retryingWhileFull(_ produce: () throws(KafkaError) -> Void) throws(KafkaError) {
        var deadline: Deadline?
        while true {
            do throws(KafkaError) {
                return try produce()
            } catch {
                guard error.code == .queueFull else { throw error }
                let end = deadline ?? Deadline(in: queueFullTimeout)
                if end.hasPassed { throw error }
                deadline = end
                // Room comes from deliveries, which are served here only when they fail: look again soon.
                unsafe rd_kafka_poll(client.raw, 5)
            }
        }
    }

    private mutating func handle(of name: String) throws(KafkaError) -> OpaquePointer {
        for topic in topics where topic.name == name { return unsafe topic.handle }
        guard let handle = unsafe rd_kafka_topic_new(client.raw, name, nil) else {
            let code = rd_kafka_last_error()
            throw KafkaError(
                .init(rawValue: code.rawValue),
                operation: "produce to \(name)",
                message: "the name is not acceptable"
            )
        }
        unsafe topics.append(Topic(name: name, handle: handle))
        return unsafe handle
    }

    private static func makeHeaders(_ headers: ArraySlice<OutputBatch.Header>, _ bytes: Span<UInt8>) -> OpaquePointer? {
        guard !headers.isEmpty else { return nil }
        let list = unsafe rd_kafka_headers_new(headers.count)
        unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let start = unsafe UnsafeRawPointer(bytes.baseAddress) else { return }
            for header in headers {
                let name = unsafe (start + header.name.lowerBound).assumingMemoryBound(to: CChar.self)
                let value = unsafe start + header.value.lowerBound
                // Fails only without memory.
                unsafe rd_kafka_header_add(list, name, header.name.count, value, header.value.count)
            }
        }
        return unsafe list
    }

    private static func makeHeaders(_ headers: [Header]) -> OpaquePointer? {
        guard !headers.isEmpty else { return nil }
        let list = unsafe rd_kafka_headers_new(headers.count)
        for header in headers {
            // Fails only without memory. -1 stands for the length of the terminated name.
            if let value = header.value {
                unsafe rd_kafka_header_add(list, header.name, -1, value, value.count)
            } else {
                unsafe rd_kafka_header_add(list, header.name, -1, nil, 0)
            }
        }
        return unsafe list
    }
}

/// A record to be produced, with its bytes in arrays.
public struct OutgoingRecord: Hashable, Sendable {
    /// The topic to append to.
    public var topic: String
    /// The partition; `nil` lets the key decide, or chance when there is none.
    public var partition: Int32?
    /// The key; `nil` is none.
    public var key: [UInt8]?
    /// The value; `nil` is a tombstone.
    public var value: [UInt8]?
    /// Names with bytes beside the value.
    public var headers: [Header]
    /// Milliseconds since 1970 UTC; `nil` and 0 mean now.
    public var timestamp: Int64?

    /// Describes a record.
    public init(
        topic: String,
        partition: Int32? = nil,
        key: [UInt8]? = nil,
        value: [UInt8]?,
        headers: [Header] = [],
        timestamp: Int64? = nil
    ) {
        self.topic = topic
        self.partition = partition
        self.key = key
        self.value = value
        self.headers = headers
        self.timestamp = timestamp
    }
}

/// Lends a span's bytes to C.
///
/// Empty bytes have an address too, since C tells them from none by it.
///
private func withBytes(
    _ span: Span<UInt8>?,
    _ body: (UnsafeRawPointer?, Int) throws(KafkaError) -> Void
) throws(KafkaError) {
    guard let span else { return try body(nil, 0) }
    try unsafe span.withUnsafeBufferPointer { bytes throws(KafkaError) in
        if let start = bytes.baseAddress {
            try unsafe body(start, bytes.count)
        } else {
            try unsafe withUnsafePointer(to: UInt8(0)) { start throws(KafkaError) in try unsafe body(start, 0) }
        }
    }
}
