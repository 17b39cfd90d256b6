internal import CRdKafka
public import Journal

/// Transactions. Each call retries by itself what is worth retrying until its time is over, and throws `retry` then.
extension Producer {
    /// Registers the transactional id: fences earlier producers of that name and ends what they left open.
    ///
    /// Must be called once, before the first ``begin()``.
    /// - Throws: `retry` when the time was too short, `fatal` for a missing authorisation.
    public mutating func initTransactions(timeout: Duration = .seconds(60)) throws(KafkaError) {
        try unsafe retrying("initialise transactions", within: timeout) { client, milliseconds in
            unsafe rd_kafka_init_transactions(client, milliseconds)
        }
    }

    /// Opens a transaction, locally; everything produced from now on belongs to it.
    public mutating func begin() throws(KafkaError) {
        do throws(KafkaError) {
            try check(unsafe rd_kafka_begin_transaction(client.raw), "begin transaction")
        } catch {
            throw client.explained(error)
        }
    }

    /// Adds consumed offsets to the transaction: per partition the *next* offset to be read.
    ///
    /// They become visible with the commit, together with the records, or never; so do their notes.
    /// - Throws: `abort` when the group has moved on without this member, `restart` when fenced.
    public mutating func sendOffsets(
        _ offsets: [TopicPartition: GroupOffset],
        group: borrowing GroupMetadata,
        timeout: Duration = .seconds(30)
    ) throws(KafkaError) {
        guard !offsets.isEmpty else { return }
        let list = PartitionList(offsets)
        let deadline = Deadline(in: timeout)
        while true {
            do throws(KafkaError) {
                return try check(
                    unsafe rd_kafka_send_offsets_to_transaction(
                        client.raw,
                        list.raw,
                        group.raw,
                        deadline.remainingMilliseconds
                    ),
                    "send offsets to transaction"
                )
            } catch {
                try pauseBeforeRetry(error, deadline)
            }
        }
    }

    /// Delivers what is outstanding and commits: all of the transaction's records and offsets become visible at once.
    ///
    /// After `retry` the outcome is open and only another commit may follow. After `abort` nothing of it is ever
    /// visible once ``abort(timeout:)`` returns. After `restart` the next owner of the transactional id decides the
    /// outcome.
    public mutating func commit(timeout: Duration = .seconds(60)) throws(KafkaError) {
        servePoll(milliseconds: 0)
        try throwDeliveryFailure(remedy: .abort)
        do throws(KafkaError) {
            try unsafe retrying("commit transaction", within: timeout) { client, milliseconds in
                unsafe rd_kafka_commit_transaction(client, milliseconds)
            }
        } catch {
            // The reason of a failed delivery says more than that the transaction must be aborted for it.
            if error.remedy == .abort { try throwDeliveryFailure(remedy: .abort) }
            throw error
        }
        try throwDeliveryFailure(remedy: .restart)
    }

    /// Ends the transaction so that nothing of it is ever visible; records not yet sent are dropped.
    public mutating func abort(timeout: Duration = .seconds(60)) throws(KafkaError) {
        try unsafe retrying("abort transaction", within: timeout) { client, milliseconds in
            unsafe rd_kafka_abort_transaction(client, milliseconds)
        }
        servePoll(milliseconds: 0)
        _ = client.inbox.takeDeliveryFailures()  // of records that are aborted anyway
    }

    private mutating func retrying(
        _ operation: String,
        within timeout: Duration,
        _ call: (OpaquePointer, Int32) -> OpaquePointer?
    ) throws(KafkaError) {
        let deadline = Deadline(in: timeout)
        while true {
            do throws(KafkaError) {
                try check(unsafe call(client.raw, deadline.remainingMilliseconds), operation)
                return client.inbox.brokerAnswered()
            } catch {
                try pauseBeforeRetry(error, deadline)
            }
        }
    }

    /// Throws what can't be retried, or not in time; otherwise waits a moment while serving callbacks.
    private mutating func pauseBeforeRetry(_ error: KafkaError, _ deadline: Deadline) throws(KafkaError) {
        if error.remedy != .retry || deadline.hasPassed { throw client.explained(error) }
        servePoll(milliseconds: min(50, deadline.remainingMilliseconds))
    }
}
