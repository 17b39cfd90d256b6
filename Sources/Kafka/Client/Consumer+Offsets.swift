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

    /// The group's committed offsets with their notes; partitions without one are left out.
    ///
    /// Asks the coordinator, and waits for open transactions that would move them.
    public func committed(
        _ partitions: [TopicPartition],
        timeout: Duration = .seconds(10)
    ) throws(KafkaError) -> [TopicPartition: GroupOffset] {
        let list = PartitionList(partitions)
        try check(
            unsafe rd_kafka_committed(client.raw, list.raw, timeout.clampedMilliseconds),
            "look up committed offsets"
        )
        return try list.groupOffsets("look up committed offset")
    }

    /// Commits offsets with their notes for the group, outside any transaction, and waits for the answer.
    ///
    /// Coordinators on the move are waited for. The group refuses a member that has missed a rebalance.
    /// - Throws: `restart` when the group has moved on without this member; `retry` when the time is over, with the
    ///   outcome open.
    public func commit(
        _ offsets: [TopicPartition: GroupOffset],
        timeout: Duration = .seconds(30)
    ) throws(KafkaError) {
        guard !offsets.isEmpty else { return }
        let deadline = Deadline(in: timeout)
        while true {
            do throws(KafkaError) {
                try checkAssignmentIsHeld("commit offsets")
                try commitOnce(offsets, deadline)
                return client.inbox.brokerAnswered()
            } catch {
                let explained = client.explained(error)
                let mayPass = explained.remedy == .retry || isBetweenGenerations(explained)
                if mayPass, !deadline.hasPassed {
                    blockThread(for: .milliseconds(50))
                    continue
                }
                guard explained.remedy == .abort else { throw explained }
                // There is no transaction to abort: nothing but joining again helps.
                throw explained.with(.restart)
            }
        }
    }

    private func commitOnce(_ offsets: [TopicPartition: GroupOffset], _ deadline: Deadline) throws(KafkaError) {
        let operation = "commit offsets"
        let list = PartitionList(offsets)
        guard let queue = unsafe rd_kafka_queue_new(client.raw) else {
            throw KafkaError(.wrongState, operation: operation, message: "the client has no room for the answer")
        }
        defer { unsafe rd_kafka_queue_destroy(queue) }
        try check(unsafe rd_kafka_commit_queue(client.raw, list.raw, queue, nil, nil), operation)
        guard let event = unsafe rd_kafka_queue_poll(queue, deadline.remainingMilliseconds) else {
            throw KafkaError(.timedOut, operation: operation, message: "the coordinator did not answer in time")
        }
        defer { unsafe rd_kafka_event_destroy(event) }
        if let answer = unsafe rd_kafka_event_topic_partition_list(event) {
            try unsafe PartitionList(copying: answer).checkElements(operation)
        }
        try check(unsafe rd_kafka_event_error(event), operation)
    }

    /// Whether the group is about to give a cooperative member its next generation, in which it keeps what it has.
    private func isBetweenGenerations(_ error: KafkaError) -> Bool {
        guard error.code == .rebalanceInProgress || error.code == .illegalGeneration else { return false }
        return unsafe isCooperative(client.raw) && !isAssignmentLost
    }

    /// Throws when the group has given this member's partitions to others.
    ///
    /// A client that has learned so is a member of no generation until it has accepted the loss, and a broker lets
    /// offsets without a generation pass.
    public func checkAssignmentIsHeld(_ operation: String) throws(KafkaError) {
        guard isAssignmentLost else { return }
        throw KafkaError(
            .assignmentLost,
            operation: operation,
            message: "the group has given this member's partitions to others",
            remedy: .restart
        )
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
