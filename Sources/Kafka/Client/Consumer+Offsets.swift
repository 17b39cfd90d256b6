internal import CRdKafka
public import Journal

extension Consumer {
    /// The partitions that librdkafka reads for us at present, in order.
    public var assignment: [TopicPartition] {
        get throws(KafkaError) {
            var list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
            try check(unsafe rd_kafka_assignment(client.raw, &list), "list assignment")
            guard let list = unsafe list else { return [] }
            return unsafe PartitionList(owning: list).partitions.sorted()
        }
    }

    /// The group's committed offsets; partitions without one are left out.
    ///
    /// Asks the coordinator.
    public func committed(
        _ partitions: [TopicPartition],
        timeout: Duration = .seconds(10)
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        let list = PartitionList(partitions)
        try check(
            unsafe rd_kafka_committed(client.raw, list.raw, timeout.clampedMilliseconds),
            "look up committed offsets"
        )
        return try list.offsets("look up committed offset")
    }

    /// The next offset to be read of each partition; partitions of which nothing was read are left out.
    ///
    /// Costs no request.
    ///
    /// It stands behind transaction markers too, and so may be more than one past the last record read.
    public func position(_ partitions: [TopicPartition]) throws(KafkaError) -> [TopicPartition: Int64] {
        let list = PartitionList(partitions)
        try check(unsafe rd_kafka_position(client.raw, list.raw), "look up positions")
        return try list.offsets("look up position")
    }

    /// The oldest offset of a partition and the one after its newest record.
    ///
    /// Asks the leader.
    ///
    /// With `read_committed` the end is the last stable offset: before the oldest open transaction.
    public func beginningAndEnd(
        of partition: TopicPartition,
        timeout: Duration = .seconds(10)
    ) throws(KafkaError) -> (beginning: Int64, end: Int64) {
        try client.beginningAndEnd(of: partition, timeout: timeout)
    }

    /// The first offset of each partition whose record is not older than a time, in ms since 1970 UTC.
    ///
    /// Partitions with no such record are left out. Asks the leaders.
    public func offsets(
        forTimes times: [TopicPartition: Int64],
        timeout: Duration = .seconds(10)
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        try client.offsets(forTimes: times, timeout: timeout)
    }

    /// Continues reading the partitions at other offsets; what was fetched before is dropped.
    public mutating func seek(_ offsets: [TopicPartition: Int64], timeout: Duration = .seconds(10)) throws(KafkaError) {
        let list = PartitionList(offsets.keys.sorted()) { offsets[$0] }
        try check(unsafe rd_kafka_seek_partitions(client.raw, list.raw, timeout.clampedMilliseconds), "seek")
        _ = try list.offsets("seek")
        for partition in offsets.keys { sources[partition]?.endOffset = nil }
    }

    /// Stops fetching the partitions; what was fetched is dropped, and fetched again later.
    ///
    /// Leaves the group alone.
    public mutating func pause(_ partitions: [TopicPartition]) throws(KafkaError) {
        let list = PartitionList(partitions)
        try check(unsafe rd_kafka_pause_partitions(client.raw, list.raw), "pause")
        _ = try list.offsets("pause")
    }

    /// Fetches the partitions again, from where reading stood.
    public mutating func resume(_ partitions: [TopicPartition]) throws(KafkaError) {
        let list = PartitionList(partitions)
        try check(unsafe rd_kafka_resume_partitions(client.raw, list.raw), "resume")
        _ = try list.offsets("resume")
    }

    /// How many partitions a topic has.
    ///
    /// Asks a broker.
    public func partitionCount(of topic: String, timeout: Duration = .seconds(10)) throws(KafkaError) -> Int32 {
        try client.describe(topic: topic, timeout: timeout).partitionCount
    }
}
