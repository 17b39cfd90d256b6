internal import CRdKafka
public import Journal

/// What became of a record that was sent.
public struct DeliveryReport: Hashable, Sendable {
    /// Where it was to go.
    public let place: TopicPartition
    /// Its offset there; `nil` when it failed, or when the broker did not tell.
    public let offset: Int64?
    /// Why it was not delivered; `nil` when it was.
    public let failure: KafkaError?
}

extension Producer {
    /// Throws the first delivery that failed since the last report, without waiting for anything.
    ///
    /// For a producer of many records that wants to hear of a failure long before its ``flush(timeout:)``. Costs a lock.
    public mutating func checkDeliveries() throws(KafkaError) {
        servePoll(milliseconds: 0)
        try throwDeliveryFailure(remedy: nil)
    }

    /// What became of the records that were acknowledged, or given up, since the last call.
    ///
    /// Those of one partition come in the order in which they were produced. Needs
    /// ``ProducerConfiguration/tellsDeliveries``; empty without it.
    public mutating func takeDeliveries() -> [DeliveryReport] {
        servePoll(milliseconds: 0)
        return client.inbox.takeDeliveries()
    }
}
