internal import CRdKafka

/// Owns a librdkafka handle of either kind, and the inbox its callbacks write to.
@safe
struct Client: ~Copyable {
    /// Valid while this owner lives.
    let raw: OpaquePointer
    /// Referenced without a retain by the callbacks: it must be released after the handle is destroyed.
    let inbox: Inbox

    init(owning raw: OpaquePointer, inbox: Inbox) {
        unsafe self.raw = raw
        self.inbox = inbox
    }

    deinit {
        // A consumer that was not closed goes as a crashed one does: without waiting for its group.
        unsafe rd_kafka_destroy_flags(raw, inbox.isConsumer ? RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE : 0)
        withExtendedLifetime(inbox) {}
    }

    /// Turns a `_FATAL` code into the error behind it.
    func explained(_ error: KafkaError) -> KafkaError {
        guard error.code == .clientFatal else { return error }
        var text = [CChar](repeating: 0, count: 512)
        let code = unsafe rd_kafka_fatal_error(raw, &text, text.count)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return error }
        return KafkaError(
            .init(rawValue: code.rawValue),
            operation: error.operation,
            message: String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self),
            remedy: KafkaError.Code.needsHuman.contains(code.rawValue) ? .fatal : .restart
        )
    }
}

/// What a client knows about its connection to the cluster.
public struct ClientHealth: Sendable {
    /// The last error that librdkafka reported outside any call; most of them it recovers from by itself.
    public var lastError: KafkaError?
    /// When it was reported.
    public var lastErrorAt: ContinuousClock.Instant?
    /// Whether every broker was unreachable at the last report, and nothing has come from one since.
    public var areAllBrokersDown: Bool
}
