internal import CRdKafka
import Journal

/// A topic as the cluster describes it.
public struct TopicDescription: Hashable, Sendable {
    /// The name of the topic.
    public var name: String
    /// The broker that leads each partition, by partition number; `nil` while there is none.
    public var leaders: [Int32?]
    /// How many brokers hold each partition, by partition number.
    public var replicas: [Int]
    /// How many partitions there are.
    public var partitionCount: Int32 { Int32(leaders.count) }
}

extension Client {
    /// Waits until a broker answers; throws what librdkafka says is in the way when none does in time.
    ///
    /// A refused name or password is thrown at once. Serves callbacks, so it is for clients that read nothing yet.
    func reach(_ brokers: String, within timeout: Duration) throws(KafkaError) {
        let deadline = Deadline(in: timeout)
        while true {
            var metadata: UnsafePointer<rd_kafka_metadata>?
            let slice = min(1_000, max(1, deadline.remainingMilliseconds))
            let code = unsafe rd_kafka_metadata(raw, 0, nil, &metadata, slice)
            if let metadata = unsafe metadata { unsafe rd_kafka_metadata_destroy(metadata) }
            unsafe rd_kafka_poll(raw, 0)  // lets the reason in
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { return inbox.brokerAnswered() }
            let reason = inbox.health.lastError
            if let reason, reason.code == .authentication { throw reason }
            guard deadline.hasPassed else { continue }
            throw KafkaError(
                .allBrokersDown,
                operation: "connect",
                message: unsafe reason?.message ?? String(cString: rd_kafka_err2str(code))
            )
        }
    }

    func beginningAndEnd(
        of partition: TopicPartition,
        timeout: Duration
    ) throws(KafkaError) -> (beginning: Int64, end: Int64) {
        var beginning: Int64 = 0
        var end: Int64 = 0
        try check(
            unsafe rd_kafka_query_watermark_offsets(
                raw,
                partition.topic,
                partition.partition,
                &beginning,
                &end,
                timeout.clampedMilliseconds
            ),
            "look up beginning and end of \(partition)"
        )
        return (beginning, end)
    }

    func offsets(
        forTimes times: [TopicPartition: Int64],
        timeout: Duration
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        let list = PartitionList(times.keys.sorted()) { times[$0] }
        try check(
            unsafe rd_kafka_offsets_for_times(raw, list.raw, timeout.clampedMilliseconds),
            "look up offsets for times"
        )
        return try list.offsets("look up offset for a time")
    }

    func describe(topic name: String, timeout: Duration) throws(KafkaError) -> TopicDescription {
        let operation = "describe topic \(name)"
        guard let topic = unsafe rd_kafka_topic_new(raw, name, nil) else {
            throw KafkaError(
                .init(rawValue: rd_kafka_last_error().rawValue),
                operation: operation,
                message: "the name is not acceptable"
            )
        }
        defer { unsafe rd_kafka_topic_destroy(topic) }
        let topics = try unsafe metadata(of: topic, timeout: timeout, operation)
        guard let description = topics.first else {
            throw KafkaError(.unknownTopicOrPartition, operation: operation, message: "the cluster does not know it")
        }
        return description
    }

    /// The topics of the cluster, or the one given, as a broker describes them.
    func metadata(
        of topic: OpaquePointer?,
        timeout: Duration,
        _ operation: String
    ) throws(KafkaError) -> [TopicDescription] {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        try check(
            unsafe rd_kafka_metadata(raw, topic == nil ? 1 : 0, topic, &metadata, timeout.clampedMilliseconds),
            operation
        )
        guard let metadata = unsafe metadata else { return [] }
        defer { unsafe rd_kafka_metadata_destroy(metadata) }
        inbox.brokerAnswered()
        var result: [TopicDescription] = []
        for index in 0..<(unsafe Int(metadata.pointee.topic_cnt)) {
            let entry = unsafe metadata.pointee.topics[index]
            try check(unsafe entry.err, operation)
            var description = unsafe TopicDescription(
                name: String(cString: entry.topic),
                leaders: .init(repeating: nil, count: Int(entry.partition_cnt)),
                replicas: .init(repeating: 0, count: Int(entry.partition_cnt))
            )
            for number in 0..<(unsafe Int(entry.partition_cnt)) {
                let partition = unsafe entry.partitions[number]
                let id = unsafe Int(partition.id)
                guard description.leaders.indices.contains(id) else { continue }
                unsafe description.leaders[id] = partition.leader < 0 ? nil : partition.leader
                unsafe description.replicas[id] = Int(partition.replica_cnt)
            }
            result.append(description)
        }
        return result
    }
}
