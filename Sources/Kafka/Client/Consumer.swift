internal import CRdKafka
public import Journal
internal import Synchronization

/// How a ``Consumer`` takes part in a group and what it reads.
public struct ConsumerConfiguration: Sendable {
    /// What a reader sees of transactions.
    public enum Isolation: String, Sendable {
        /// Only records of committed transactions, and those outside any.
        case readCommitted = "read_committed"
        /// Everything, even what is aborted later.
        case readUncommitted = "read_uncommitted"
    }

    /// Where reading starts when the group has committed no offset.
    public enum Reset: String, Sendable {
        /// At the oldest record.
        case earliest
        /// After the newest record.
        case latest
        /// Nowhere: reading fails with an error.
        case error
    }

    /// Brokers, logging and further properties.
    public var client: ClientConfiguration
    /// The consumer group; a manual reader names one as well, to look up committed offsets.
    public var group: String
    /// The name of a static member, which keeps its partitions over a restart.
    ///
    /// Defaults to none.
    public var instance: String?
    /// The assignors this member offers, by preference.
    ///
    /// Defaults to `range`.
    public var assignmentStrategy = "range"
    /// After how long without a sign of life the group gives a member's partitions to others.
    ///
    /// Defaults to `nil`: librdkafka's 45 seconds, unless a property says otherwise.
    public var sessionTimeout: Duration?
    /// What is seen of transactions.
    ///
    /// Defaults to committed records only.
    public var isolation = Isolation.readCommitted
    /// Where to start without a committed offset.
    ///
    /// Defaults to the oldest record.
    public var reset = Reset.earliest

    /// Bytes of records that wait in memory, of each partition, before no more of it is fetched.
    ///
    /// Defaults to `nil`: librdkafka's 64 MB. It looks about once a second whether a full queue has room again, so that
    /// a partition is read no faster than that much a second.
    public var queuedBytes: Int?

    /// A member of `group`, or a manual reader in its name.
    public init(client: ClientConfiguration, group: String, instance: String? = nil) {
        self.client = client
        self.group = group
        self.instance = instance
    }
}

/// A consumer owned by one thread, which reads each of its partitions separately.
///
/// Either ``subscribe(to:)`` as a group member and answer every ``Membership`` that ``poll(timeout:)`` returns, or
/// ``assign(_:)`` partitions by hand. Nothing is committed by itself: offsets go with a producer's transaction, or by
/// ``commit(_:timeout:)``. All methods are called from the thread that owns the consumer; it may be moved to a thread,
/// not shared.
///
/// A consumer that goes out of scope without ``leave(within:)`` or ``close(timeout:)`` disappears from its group as a
/// crashed one would.
@safe
public struct Consumer: ~Copyable {
    /// A partition's own queue and what is known about its end.
    @safe
    struct Source {
        let queue: OpaquePointer
        var endOffset: Int64?
    }

    let client: Client
    private let mainQueue: OpaquePointer
    private let waker: Int32
    var sources: [TopicPartition: Source] = [:]
    /// Partitions that the group does not share out, read along with those that it does.
    private var along: Set<TopicPartition> = []
    /// The change that was handed out and not accepted yet.
    private var unanswered: Membership?
    /// Whether the group owes this member an assignment.
    private var isJoining = false
    private var isClosed = false

    /// Makes a client that connects in the background; nothing is read before a subscription or an assignment.
    ///
    /// - Throws: a ``KafkaError`` naming the property that was refused.
    public init(_ configuration: ConsumerConfiguration) throws(KafkaError) {
        var required = [
            "group.id": configuration.group,
            "enable.auto.commit": "false",
            "enable.auto.offset.store": "false",
            "enable.partition.eof": "true",
            "isolation.level": configuration.isolation.rawValue,
            "auto.offset.reset": configuration.reset.rawValue,
            "partition.assignment.strategy": configuration.assignmentStrategy,
        ]
        if let instance = configuration.instance { required["group.instance.id"] = instance }
        var defaults: [String: String] = [:]
        if let bytes = configuration.queuedBytes {
            defaults["queued.max.messages.kbytes"] = "\(max(1, bytes >> 10))"
        }
        if let timeout = configuration.sessionTimeout {
            let milliseconds = max(3, timeout.clampedMilliseconds)
            required["session.timeout.ms"] = "\(milliseconds)"
            defaults["heartbeat.interval.ms"] = "\(min(3_000, milliseconds / 3))"
        }
        let handle = try configuration.client.makeHandle(defaults: defaults, required: required)
        let inbox = Inbox(isConsumer: true, logger: configuration.client.logger)
        let client = try handle.makeClient(RD_KAFKA_CONSUMER, inbox: inbox)
        try check(unsafe rd_kafka_poll_set_consumer(client.raw), "make consumer")
        guard let queue = unsafe rd_kafka_queue_get_consumer(client.raw) else {
            throw KafkaError(.wrongState, operation: "make consumer", message: "the consumer has no queue")
        }
        let waker = treue_waker_new()
        guard waker >= 0 else {
            unsafe rd_kafka_queue_destroy(queue)
            throw KafkaError(
                .wrongState,
                operation: "make consumer",
                message: "the system gave no event descriptor",
                remedy: .retry
            )
        }
        unsafe treue_queue_wakes(queue, waker)
        self.client = client
        unsafe mainQueue = queue
        self.waker = waker
    }

    deinit {
        answerWhatIsLeft()
        for source in sources.values { unsafe Self.drop(source.queue) }
        unsafe Self.drop(mainQueue)
        treue_waker_close(waker)
    }

    /// Joins the group to share these topics; assignments come from ``poll(timeout:)``.
    public mutating func subscribe(to topics: [String]) throws(KafkaError) {
        let list = PartitionList(topics.map { TopicPartition($0, -1) })
        try check(unsafe rd_kafka_subscribe(client.raw, list.raw), "subscribe")
        isJoining = true
    }

    /// Serves callbacks and returns the next change of membership, waiting at most `timeout` for one.
    ///
    /// Must be called regularly: reading partitions doesn't replace it. One call returns at most one event;
    /// the next one comes only after this one was accepted.
    /// A member that was silent longer than `max.poll.interval.ms` is told so by an error with the remedy `retry`; the
    /// loss of its partitions comes with the next call.
    /// - Throws: errors of the group or the subscription, such as missing authorisation or an unknown topic.
    public mutating func poll(timeout: Duration = .zero) throws(KafkaError) -> Membership? {
        if let event = nextMembership() { return event }
        let message = unsafe rd_kafka_consumer_poll(client.raw, timeout.clampedMilliseconds)
        guard let message = unsafe message else { return nextMembership() }
        defer { unsafe rd_kafka_message_destroy(message) }
        if let error = unsafe Self.error(in: message, "poll") { throw client.explained(error) }
        // Every queue is split off before its partition is assigned, so a record can't come this way.
        throw KafkaError(
            .wrongState,
            operation: "poll",
            message: "a record arrived outside its partition's queue",
            remedy: .restart
        )
    }

    /// Answers a change of membership: from here on the partitions are read, or are no longer ours.
    ///
    /// Assigned partitions start at the offset given for them, the others at the group's committed offset. Offsets of
    /// partitions that were not assigned let these be read along with the assigned one of the same number, until that one
    /// is given up. Works with eager and cooperative assignors alike.
    public mutating func accept(
        _ event: Membership,
        startingAt offsets: [TopicPartition: Int64] = [:]
    ) throws(KafkaError) {
        let cooperative = unsafe isCooperative(client.raw)
        unanswered = nil
        switch event {
        case .assigned(let partitions):
            isJoining = false
            if !cooperative { dropSources() }
            let others = offsets.keys.filter { !partitions.contains($0) }.sorted()
            along.formUnion(others)
            try split(partitions + others)
            let list = PartitionList(partitions + others) { offsets[$0] ?? StartOffset.committed }
            if cooperative {
                try check(unsafe rd_kafka_incremental_assign(client.raw, list.raw), "assign partitions")
            } else {
                try check(unsafe rd_kafka_assign(client.raw, list.raw), "assign partitions")
            }
        case .revoked(let partitions), .lost(let partitions):
            isJoining = true
            let numbers = Set(partitions.map(\.partition))
            let others = along.filter { numbers.contains($0.partition) }.sorted()
            along.subtract(others)
            for partition in partitions + others { dropSource(partition) }
            if cooperative {
                let list = PartitionList(partitions + others)
                try check(unsafe rd_kafka_incremental_unassign(client.raw, list.raw), "give up partitions")
            } else {
                dropSources()
                try check(unsafe rd_kafka_assign(client.raw, nil), "give up partitions")
            }
        }
    }

    /// Reads exactly these partitions from these offsets, without group membership; replaces what was read before.
    ///
    /// ``StartOffset`` names places that are not numbers.
    public mutating func assign(_ partitions: [TopicPartition: Int64]) throws(KafkaError) {
        dropSources()
        try split(partitions.keys.sorted())
        let list = PartitionList(partitions.keys.sorted()) { partitions[$0] }
        try check(unsafe rd_kafka_assign(client.raw, list.raw), "assign partitions")
    }

    /// Blocks until something may be read or polled, at most `timeout`; answers whether it was woken.
    ///
    /// A queue wakes once after it was last read empty, so read every partition until it is empty before waiting, and
    /// keep the time short (100 ms or less): callbacks must be served by ``poll(timeout:)`` in between.
    public func wait(upTo timeout: Duration) -> Bool { treue_waker_wait(waker, timeout.clampedMilliseconds) == 1 }

    /// Leaves the group, giving up all partitions, and answers whether that was done in time.
    ///
    /// A static member stays in the group until its session expires. Finish or abort the transaction before.
    /// The consumer can't be used afterwards.
    public consuming func close(timeout: Duration = .seconds(10)) throws(KafkaError) -> Bool {
        try leave(within: timeout)
    }

    /// Leaves the group as ``close(timeout:)`` does, for an owner that can't give the consumer away.
    ///
    /// Nothing but letting it go is allowed afterwards. Where a coordinator does not answer in time, the member's session
    /// expires as a crashed one's does.
    public mutating func leave(within timeout: Duration) throws(KafkaError) -> Bool {
        guard !isClosed else { return true }
        let deadline = Deadline(in: timeout)
        awaitAssignment(within: timeout)
        isClosed = true
        dropSources()
        if !along.isEmpty, unsafe isCooperative(client.raw) {
            // The group asks back only what it shares out.
            let list = PartitionList(along.sorted())
            try check(unsafe rd_kafka_incremental_unassign(client.raw, list.raw), "give up partitions")
        }
        client.inbox.isClosing.store(true, ordering: .relaxed)
        guard let queue = unsafe rd_kafka_queue_new(client.raw) else { return false }
        defer { unsafe rd_kafka_queue_destroy(queue) }
        try check(unsafe rd_kafka_consumer_close_queue(client.raw, queue), "close consumer")
        // Only now: a member that gives back its partitions and is not known to leave joins again at once.
        answerWhatIsLeft()
        unanswered = nil
        while unsafe rd_kafka_consumer_closed(client.raw) == 0 {
            if deadline.hasPassed { return false }
            if let message = unsafe rd_kafka_consumer_poll(client.raw, min(50, deadline.remainingMilliseconds)) {
                unsafe rd_kafka_message_destroy(message)
            }
        }
        return true
    }

    /// Waits for the answer when a join is under way, and takes nothing of what it assigns.
    ///
    /// A member that goes before would be given partitions that nobody works on until its session expires: its good-bye
    /// stands behind the join on the connection, which a broker answers only once every member has joined.
    public mutating func awaitAssignment(within timeout: Duration) {
        let deadline = Deadline(in: timeout)
        while isJoining, !deadline.hasPassed, !health.areAllBrokersDown {
            do throws(KafkaError) {
                guard let change = try poll(timeout: .milliseconds(50)) else { continue }
                if case .assigned = change { isJoining = false }
                answerWhatIsLeft()
                unanswered = nil
            } catch {
                guard error.remedy == .retry else { return }
            }
        }
    }

    /// The newest statistics as librdkafka's JSON, or `nil` before the first or when they are off.
    public var statistics: String? { client.inbox.statistics }

    /// What is known about the connection; costs a lock.
    public var health: ClientHealth { client.inbox.health }

    /// Whether the group has given our partitions to others, for example because this member was silent too long.
    public var isAssignmentLost: Bool { unsafe rd_kafka_assignment_lost(client.raw) != 0 }

    private mutating func nextMembership() -> Membership? {
        guard let event = client.inbox.nextMembership() else { return nil }
        unanswered = event
        return event
    }

    /// Answers changes that nobody will accept any more: librdkafka does not let go of a group, nor of itself, before
    /// each of them is answered.
    private func answerWhatIsLeft() {
        var events = unanswered.map { [$0] } ?? []
        while let event = client.inbox.nextMembership() { events.append(event) }
        for event in events {
            guard unsafe isCooperative(client.raw) else {
                unsafe rd_kafka_assign(client.raw, nil)
                continue
            }
            let list = PartitionList(event.partitions)
            let error =
                if case .assigned = event {
                    unsafe rd_kafka_incremental_assign(client.raw, list.raw)
                } else {
                    unsafe rd_kafka_incremental_unassign(client.raw, list.raw)
                }
            if let error = unsafe error { unsafe rd_kafka_error_destroy(error) }
        }
    }

    /// Splits the partitions' queues off the main one.
    ///
    /// Must come before the assignment, which would forward them.
    private mutating func split(_ partitions: [TopicPartition]) throws(KafkaError) {
        for partition in partitions {
            dropSource(partition)
            guard
                let queue = unsafe rd_kafka_queue_get_partition(client.raw, partition.topic, partition.partition)
            else {
                throw KafkaError(
                    .unknownTopicOrPartition,
                    operation: "open the queue of \(partition)",
                    message: "there is none"
                )
            }
            unsafe rd_kafka_queue_forward(queue, nil)
            unsafe treue_queue_wakes(queue, waker)
            sources[partition] = unsafe Source(queue: queue)
        }
    }

    private mutating func dropSource(_ partition: TopicPartition) {
        if let source = sources.removeValue(forKey: partition) { unsafe Self.drop(source.queue) }
    }

    private mutating func dropSources() {
        for source in sources.values { unsafe Self.drop(source.queue) }
        sources.removeAll()
    }

    private static func drop(_ queue: OpaquePointer) {
        unsafe treue_queue_stops_waking(queue)
        unsafe rd_kafka_queue_destroy(queue)
    }

    /// The error that a message stands for, or `nil` for a record.
    static func error(
        in message: UnsafePointer<rd_kafka_message_t>,
        _ operation: @autoclosure () -> String
    ) -> KafkaError? {
        let code = unsafe message.pointee.err
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        let text = unsafe rd_kafka_message_errstr(message) ?? rd_kafka_err2str(code)
        return unsafe KafkaError(
            .init(rawValue: code.rawValue),
            operation: operation(),
            message: text.map { text in unsafe String(cString: text) } ?? ""
        )
    }
}
