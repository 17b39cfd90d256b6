internal import CRdKafka
public import Journal

extension Admin {
    /// Creates topics and says what became of each; those that exist are left as they are.
    ///
    /// - Throws: only when the request as a whole failed.
    public func create(
        topics: [NewTopic],
        timeout: Duration = .seconds(15)
    ) throws(KafkaError) -> [String: TopicCreation] {
        guard !topics.isEmpty else { return [:] }
        var requests: [OpaquePointer?] = unsafe []
        defer { unsafe rd_kafka_NewTopic_destroy_array(&requests, requests.count) }
        for topic in topics { unsafe requests.append(try Self.makeRequest(topic)) }
        let answer = try unsafe AdminAnswer(client, "create topics", timeout) { options, queue in
            unsafe rd_kafka_CreateTopics(client.raw, &requests, requests.count, options, queue)
        }
        var result: [String: TopicCreation] = [:]
        for outcome in unsafe answer.topics({ count in
            unsafe rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(answer.event), count)
        }) {
            result[outcome.name] =
                switch outcome.error {
                case nil: .created
                case let error? where error.code == .topicAlreadyExists: .alreadyExists
                case let error?: .failed(error)
                }
        }
        return result
    }

    /// Deletes topics with everything in them; the cluster does it in the background.
    ///
    /// - Throws: the first refusal, when the others are done.
    public func delete(topics: [String], timeout: Duration = .seconds(15)) throws(KafkaError) {
        guard !topics.isEmpty else { return }
        var requests = unsafe topics.map { name in unsafe rd_kafka_DeleteTopic_new(name) }
        defer { unsafe rd_kafka_DeleteTopic_destroy_array(&requests, requests.count) }
        let answer = try unsafe AdminAnswer(client, "delete topics", timeout) { options, queue in
            unsafe rd_kafka_DeleteTopics(client.raw, &requests, requests.count, options, queue)
        }
        for outcome in unsafe answer.topics({ count in
            unsafe rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(answer.event), count)
        }) {
            if let error = outcome.error { throw error }
        }
    }

    /// Raises the number of partitions of a topic to `count`.
    ///
    /// Keys are spread anew: never do it to a topic in use.
    public func createPartitions(
        of topic: String,
        count: Int,
        timeout: Duration = .seconds(15)
    ) throws(KafkaError) {
        let request = unsafe rd_kafka_NewPartitions_new(topic, count, nil, 0)
        guard unsafe request != nil else {
            throw KafkaError(
                .invalidArgument,
                operation: "create partitions of \(topic)",
                message: "\(count) is not acceptable"
            )
        }
        defer { unsafe rd_kafka_NewPartitions_destroy(request) }
        var requests = unsafe [request]
        let answer = try unsafe AdminAnswer(client, "create partitions", timeout) { options, queue in
            unsafe rd_kafka_CreatePartitions(client.raw, &requests, 1, options, queue)
        }
        for outcome in unsafe answer.topics({ count in
            unsafe rd_kafka_CreatePartitions_result_topics(rd_kafka_event_CreatePartitions_result(answer.event), count)
        }) {
            if let error = outcome.error { throw error }
        }
    }

    /// Deletes the records before the given offsets, and returns the oldest offset that is left of each partition.
    public func deleteRecords(
        before offsets: [TopicPartition: Int64],
        timeout: Duration = .seconds(15)
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        guard !offsets.isEmpty else { return [:] }
        let list = PartitionList(offsets.keys.sorted()) { offsets[$0] }
        var request = unsafe rd_kafka_DeleteRecords_new(list.raw)
        defer { unsafe rd_kafka_DeleteRecords_destroy(request) }
        let answer = try unsafe AdminAnswer(client, "delete records", timeout) { options, queue in
            unsafe rd_kafka_DeleteRecords(client.raw, &request, 1, options, queue)
        }
        guard let left = unsafe rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(answer.event))
        else { return [:] }
        return try unsafe PartitionList(copying: left).offsets("delete records")
    }

    /// The settings of a topic that are not their defaults.
    public func configuration(
        ofTopic topic: String,
        timeout: Duration = .seconds(15)
    ) throws(KafkaError) -> [String: String] {
        var request = unsafe rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic)
        defer { unsafe rd_kafka_ConfigResource_destroy(request) }
        let answer = try unsafe AdminAnswer(client, "describe settings of \(topic)", timeout) { options, queue in
            unsafe rd_kafka_DescribeConfigs(client.raw, &request, 1, options, queue)
        }
        var count = 0
        guard
            let resources = unsafe rd_kafka_DescribeConfigs_result_resources(
                rd_kafka_event_DescribeConfigs_result(answer.event),
                &count
            ), count > 0
        else {
            return [:]
        }
        try check(unsafe rd_kafka_ConfigResource_error(resources[0]), answer.operation)
        let entries = unsafe rd_kafka_ConfigResource_configs(resources[0], &count)
        var result: [String: String] = [:]
        for index in 0..<count {
            guard let entry = unsafe entries?[index], unsafe rd_kafka_ConfigEntry_is_default(entry) == 0,
                unsafe rd_kafka_ConfigEntry_is_sensitive(entry) == 0,
                let name = unsafe rd_kafka_ConfigEntry_name(entry), let value = unsafe rd_kafka_ConfigEntry_value(entry)
            else { continue }
            unsafe result[String(cString: name)] = unsafe String(cString: value)
        }
        return result
    }

    /// The offsets that a group has committed, for all partitions for which it has.
    public func committedOffsets(
        ofGroup group: String,
        timeout: Duration = .seconds(10)
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        var request = unsafe rd_kafka_ListConsumerGroupOffsets_new(group, nil)
        defer { unsafe rd_kafka_ListConsumerGroupOffsets_destroy(request) }
        let answer = try unsafe AdminAnswer(client, "list offsets of group \(group)", timeout) { options, queue in
            unsafe rd_kafka_ListConsumerGroupOffsets(client.raw, &request, 1, options, queue)
        }
        var count = 0
        guard
            let groups = unsafe rd_kafka_ListConsumerGroupOffsets_result_groups(
                rd_kafka_event_ListConsumerGroupOffsets_result(answer.event),
                &count
            ), count > 0
        else { return [:] }
        if let error = unsafe rd_kafka_group_result_error(groups[0]) {
            // Belongs to the answer: it must be read, not destroyed.
            throw unsafe KafkaError(
                .init(rawValue: rd_kafka_error_code(error).rawValue),
                operation: answer.operation,
                message: String(cString: rd_kafka_error_string(error))
            )
        }
        guard let list = unsafe rd_kafka_group_result_partitions(groups[0]) else { return [:] }
        return try unsafe PartitionList(copying: list).offsets(answer.operation)
    }

    private static func makeRequest(_ topic: NewTopic) throws(KafkaError) -> OpaquePointer {
        var text = [CChar](repeating: 0, count: 512)
        guard
            let request = unsafe rd_kafka_NewTopic_new(
                topic.name,
                topic.partitions,
                topic.replicationFactor,
                &text,
                text.count
            )
        else {
            let message = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw KafkaError(.invalidArgument, operation: "create topic \(topic.name)", message: message)
        }
        for (name, value) in topic.configuration.sorted(by: { $0.key < $1.key }) {
            let result = unsafe rd_kafka_NewTopic_set_config(request, name, value)
            if result != RD_KAFKA_RESP_ERR_NO_ERROR {
                unsafe rd_kafka_NewTopic_destroy(request)
                try check(result, "create topic \(topic.name)")
            }
        }
        return unsafe request
    }
}

/// Owns the answer to one administrative request, which is sent and awaited on making it.
@safe
private struct AdminAnswer: ~Copyable {
    let operation: String
    /// The answer in whatever form the request has; valid while this owner lives.
    let event: OpaquePointer

    init(
        _ client: borrowing Client,
        _ operation: String,
        _ timeout: Duration,
        send: (_ options: OpaquePointer?, _ queue: OpaquePointer?) -> Void
    ) throws(KafkaError) {
        let queue = unsafe rd_kafka_queue_new(client.raw)
        defer { unsafe rd_kafka_queue_destroy(queue) }
        let options = unsafe rd_kafka_AdminOptions_new(client.raw, RD_KAFKA_ADMIN_OP_ANY)
        defer { unsafe rd_kafka_AdminOptions_destroy(options) }
        let milliseconds = max(1, timeout.clampedMilliseconds)
        var text = [CChar](repeating: 0, count: 256)
        try check(unsafe rd_kafka_AdminOptions_set_request_timeout(options, milliseconds, &text, text.count), operation)
        unsafe send(options, queue)
        // The request has its own limit; the margin lets its time-out arrive as an answer, which says more.
        guard let event = unsafe rd_kafka_queue_poll(queue, milliseconds.addingReportingOverflow(5_000).partialValue)
        else {
            throw KafkaError(.timedOut, operation: operation, message: "no answer within \(timeout.inWords)")
        }
        let code = unsafe rd_kafka_event_error(event)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let message = unsafe String(cString: rd_kafka_event_error_string(event))
            unsafe rd_kafka_event_destroy(event)
            throw KafkaError(.init(rawValue: code.rawValue), operation: operation, message: message)
        }
        self.operation = operation
        unsafe self.event = event
    }

    deinit { unsafe rd_kafka_event_destroy(event) }

    /// The topics of an answer that names them one by one.
    func topics(
        _ results: (UnsafeMutablePointer<Int>) -> UnsafeMutablePointer<OpaquePointer?>?
    ) -> [(name: String, error: KafkaError?)] {
        var count = 0
        guard let list = unsafe results(&count) else { return [] }
        return (0..<count).map { index in
            let name = unsafe String(cString: rd_kafka_topic_result_name(list[index]))
            let code = unsafe rd_kafka_topic_result_error(list[index])
            guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return (name, nil) }
            let text = unsafe rd_kafka_topic_result_error_string(list[index]) ?? rd_kafka_err2str(code)
            return (
                name,
                KafkaError(
                    .init(rawValue: code.rawValue),
                    operation: "\(operation): \(name)",
                    message: unsafe text.map { text in unsafe String(cString: text) } ?? ""
                )
            )
        }
    }
}
