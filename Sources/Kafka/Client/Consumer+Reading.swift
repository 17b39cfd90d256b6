internal import CRdKafka
public import Journal

/// What the C callback of one read call works with; it lives on the stack of that call.
@safe
private struct ReadContext {
    let client: OpaquePointer
    let maximum: Int
    let body: (borrowing Record) -> Void
    var count = 0
    var endOffset: Int64?
    var failure: KafkaError?
}

extension Consumer {
    /// Lends up to `maximum` records of one partition to `body`, in order, and returns what was found.
    ///
    /// Waits at most `timeout` for the first one. What is not taken stays in the queue, and a full queue stops
    /// fetching of that partition only. A result with `count == maximum` may have more behind it: call again.
    /// `body` must not call the consumer.
    /// - Throws: an error that the broker or the client reported for this partition; what was lent
    ///   before it counts as read.
    /// - Complexity: one C callback a record, and no allocation.
    public mutating func read(
        _ partition: TopicPartition,
        maximum: Int,
        timeout: Duration = .zero,
        body: (borrowing Record) -> Void
    ) throws(KafkaError) -> ReadResult {
        precondition(maximum > 0, "a read asks for at least one record")
        guard let source = sources[partition] else {
            throw KafkaError(.wrongState, operation: "read \(partition)", message: "the partition is not assigned")
        }
        let result = withoutActuallyEscaping(body) { body in
            var context = unsafe ReadContext(client: client.raw, maximum: maximum, body: body)
            context.endOffset = source.endOffset
            unsafe withUnsafeMutablePointer(to: &context) { context in
                _ = unsafe rd_kafka_consume_callback_queue(
                    source.queue,
                    timeout.clampedMilliseconds,
                    treueKafkaConsumed,
                    context
                )
            }
            return (count: context.count, endOffset: context.endOffset, failure: context.failure)
        }
        if result.endOffset != source.endOffset { sources[partition]?.endOffset = result.endOffset }
        if result.count > 0 { client.inbox.brokerAnswered() }
        if let failure = result.failure { throw client.explained(failure) }
        return ReadResult(count: result.count, reachedEnd: result.endOffset != nil, endOffset: result.endOffset)
    }
}

@c func treueKafkaConsumed(_ message: UnsafeMutablePointer<rd_kafka_message_t>?, _ opaque: UnsafeMutableRawPointer?) {
    guard let message = unsafe message, let opaque = unsafe opaque else { return }
    let context = unsafe opaque.assumingMemoryBound(to: ReadContext.self)
    switch unsafe message.pointee.err {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
        unsafe context.pointee.count += 1
        unsafe context.pointee.endOffset = nil
        let record = unsafe Record(message)
        unsafe context.pointee.body(record)
        if unsafe context.pointee.count == context.pointee.maximum { unsafe rd_kafka_yield(context.pointee.client) }
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
        unsafe context.pointee.endOffset = message.pointee.offset
    default:
        unsafe context.pointee.failure = Consumer.error(in: message, "read \(Record(message).place)")
        unsafe rd_kafka_yield(context.pointee.client)
    }
}

extension Record {
    fileprivate var place: String { "\(topic)[\(partition)]" }
}
