internal import CRdKafka

extension Producer {
    /// Throws the first delivery that failed since the last report, without waiting for anything.
    ///
    /// For a producer of many records that wants to hear of a failure long before its ``flush(timeout:)``. Costs a lock.
    public mutating func checkDeliveries() throws(KafkaError) {
        servePoll(milliseconds: 0)
        try throwDeliveryFailure(remedy: nil)
    }
}
