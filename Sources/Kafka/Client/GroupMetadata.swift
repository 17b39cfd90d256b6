internal import CRdKafka

/// A consumer's membership at one moment, which a transaction carries so that a stale member can't commit offsets.
@safe
public struct GroupMetadata: ~Copyable {
    /// Valid while this owner lives.
    let raw: OpaquePointer

    init(owning raw: OpaquePointer) { unsafe self.raw = raw }

    deinit { unsafe rd_kafka_consumer_group_metadata_destroy(raw) }
}

extension Consumer {
    /// The present membership, for ``Producer/sendOffsets(_:group:timeout:)``.
    ///
    /// Take it anew for every transaction.
    public func groupMetadata() throws(KafkaError) -> GroupMetadata {
        guard let metadata = unsafe rd_kafka_consumer_group_metadata(client.raw) else {
            throw KafkaError(.wrongState, operation: "read group metadata", message: "the consumer has no group")
        }
        return unsafe GroupMetadata(owning: metadata)
    }
}
