internal import CRdKafka

/// A failed Kafka operation: what was done, what went wrong, and what the caller should do about it.
///
/// Texts come from librdkafka and from this module. They name topics, groups, brokers and properties,
/// never the contents or keys of records and never a secret.
public struct KafkaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the owner of the client should do next.
    public enum Remedy: String, Hashable, Sendable {
        /// Nothing is decided yet: calling the same operation again may succeed.
        case retry
        /// The open transaction can't be committed; ``Producer/abort(timeout:)`` it and begin another.
        case abort
        /// The client is fenced or broken for good: throw it away, drop what was not committed, make a new one.
        case restart
        /// Configuration, authorisation or use is wrong: a human must act.
        case fatal
    }

    /// An error number of the Kafka protocol (positive) or of librdkafka itself (negative).
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The number, as librdkafka and the Kafka protocol define it.
        public let rawValue: Int32

        /// Wraps a number.
        ///
        /// Any number is allowed; unknown ones have a generic name.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The symbolic name, for example `PRODUCER_FENCED` or `_TIMED_OUT`.
        public var description: String {
            guard let name = unsafe rd_kafka_err2name(rd_kafka_resp_err_t(rawValue)) else { return "\(rawValue)" }
            return unsafe String(cString: name)
        }
    }

    /// The number and name of the error.
    public let code: Code
    /// What to do next.
    public let remedy: Remedy
    /// What was being done, for example `commit transaction`.
    public let operation: String
    /// What went wrong, in a sentence.
    public let message: String

    /// Makes an error; the remedy follows from the code when none is given.
    public init(_ code: Code, operation: String, message: String, remedy: Remedy? = nil) {
        self.code = code
        self.operation = operation
        self.message = message
        self.remedy = remedy ?? code.remedy
    }

    /// The same with another remedy.
    func with(_ remedy: Remedy) -> KafkaError {
        KafkaError(code, operation: operation, message: message, remedy: remedy)
    }

    /// Whether the operation ran out of time, locally or at the broker.
    public var isTimeout: Bool { code.isTimeout }

    /// One line with operation, message, name and remedy.
    public var description: String { "\(operation): \(message) (\(code), remedy: \(remedy.rawValue))" }
}

extension KafkaError.Code {
    /// A local argument or property was refused.
    public static let invalidArgument = Self(rawValue: -186)
    /// The request ran out of time before an answer came.
    public static let timedOut = Self(rawValue: -185)
    /// The broker could not be reached or the connection broke.
    public static let transport = Self(rawValue: -195)
    /// No broker is reachable.
    public static let allBrokersDown = Self(rawValue: -187)
    /// The name of no broker could be resolved.
    public static let resolve = Self(rawValue: -193)
    /// The call is not allowed in the present state, for example a commit without a transaction.
    public static let wrongState = Self(rawValue: -172)
    /// The local queue of records to be sent is full.
    public static let queueFull = Self(rawValue: -184)
    /// The client met an error that it can't recover from.
    public static let clientFatal = Self(rawValue: -150)
    /// Another producer with the same transactional id took over, as noticed locally.
    public static let fenced = Self(rawValue: -144)
    /// The end of a partition; never thrown, reported in ``ReadResult``.
    public static let partitionEnd = Self(rawValue: -191)
    /// The consumer did not poll for longer than `max.poll.interval.ms`.
    public static let maximumPollIntervalExceeded = Self(rawValue: -147)
    /// A record was dropped from the queue before it was sent, by an abort.
    public static let purgedFromQueue = Self(rawValue: -152)
    /// A record was dropped while it was being sent, by an abort.
    public static let purgedInFlight = Self(rawValue: -151)
    /// There is no such topic or partition.
    public static let unknownTopicOrPartition = Self(rawValue: 3)
    /// The broker did not answer another broker in time.
    public static let requestTimedOut = Self(rawValue: 7)
    /// The record is larger than the broker accepts.
    public static let messageTooLarge = Self(rawValue: 10)
    /// The coordinator is still loading its state.
    public static let coordinatorLoading = Self(rawValue: 14)
    /// There is no coordinator at present.
    public static let coordinatorNotAvailable = Self(rawValue: 15)
    /// The broker is no longer the coordinator.
    public static let notCoordinator = Self(rawValue: 16)
    /// The group has moved on to another generation.
    public static let illegalGeneration = Self(rawValue: 22)
    /// The group does not know this member.
    public static let unknownMember = Self(rawValue: 25)
    /// The group is being shared out anew.
    public static let rebalanceInProgress = Self(rawValue: 27)
    /// The group has given this member's partitions to others, as noticed locally.
    public static let assignmentLost = Self(rawValue: -142)
    /// The name or the password was refused, as noticed locally.
    public static let authentication = Self(rawValue: -169)
    /// The encrypted connection could not be made.
    public static let encryption = Self(rawValue: -181)
    /// The topic is not known to this client.
    public static let unknownTopic = Self(rawValue: -188)
    /// The partition is not known to this client.
    public static let unknownPartition = Self(rawValue: -190)
    /// The topic exists already.
    public static let topicAlreadyExists = Self(rawValue: 36)
    /// The epoch of the producer is out of date.
    public static let invalidProducerEpoch = Self(rawValue: 47)
    /// The transaction is in a state that does not allow the request.
    public static let invalidTransactionState = Self(rawValue: 48)
    /// Another transaction of this id is still being completed.
    public static let concurrentTransactions = Self(rawValue: 51)
    /// Another member with the same `group.instance.id` took over.
    public static let fencedInstance = Self(rawValue: 82)
    /// Another producer with the same transactional id took over.
    public static let producerFenced = Self(rawValue: 90)

    /// Whether the code stands for time that ran out.
    public var isTimeout: Bool { Self.timeouts.contains(rawValue) }

    /// The remedy when nothing is known but the code: what is transient is retried, what is unknown needs a human.
    public var remedy: KafkaError.Remedy {
        if Self.needsHuman.contains(rawValue) { return .fatal }
        if Self.needsRestart.contains(rawValue) { return .restart }
        if Self.needsAbort.contains(rawValue) { return .abort }
        if Self.transient.contains(rawValue) { return .retry }
        return .fatal
    }

    /// Authentication, authorisation, unknown topics and refused settings.
    static let needsHuman = numbers(
        RD_KAFKA_RESP_ERR__INVALID_ARG,
        RD_KAFKA_RESP_ERR__AUTHENTICATION,
        RD_KAFKA_RESP_ERR__SSL,
        RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
        RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
        RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
        RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION,
        RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
        RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
        RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
        RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM,
        RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE,
        RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
        RD_KAFKA_RESP_ERR_SECURITY_DISABLED,
        RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION,
        RD_KAFKA_RESP_ERR_INVALID_PARTITIONS,
        RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR,
        RD_KAFKA_RESP_ERR_INVALID_REPLICA_ASSIGNMENT,
        RD_KAFKA_RESP_ERR_INVALID_CONFIG,
        RD_KAFKA_RESP_ERR_POLICY_VIOLATION
    )
    /// Whether the group does not take offsets from this member at present, whatever they are.
    var isRefusedByGroup: Bool {
        self == .illegalGeneration || self == .rebalanceInProgress || self == .unknownMember || self == .assignmentLost
    }

    /// Whether the same records or offsets will be refused however often they are sent.
    var isHopeless: Bool { Self.hopeless.contains(rawValue) }

    private static let hopeless = numbers(
        RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,
        RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE,
        RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE,
        RD_KAFKA_RESP_ERR_INVALID_RECORD,
        RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP,
        RD_KAFKA_RESP_ERR_UNSUPPORTED_FOR_MESSAGE_FORMAT,
        RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE
    )
    /// Another client took over; nothing but a new client helps, whatever flags the error carries.
    static let isFenced = numbers(
        RD_KAFKA_RESP_ERR__FATAL,
        RD_KAFKA_RESP_ERR__FENCED,
        RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH,
        RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID,
        RD_KAFKA_RESP_ERR_PRODUCER_FENCED
    )
    /// Fenced clients, producers whose sequence is broken and of which no flag says that an abort repairs it, and members
    /// whom the group takes in once others have left.
    private static let needsRestart = isFenced.union(
        numbers(
            RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER,
            RD_KAFKA_RESP_ERR_INVALID_PRODUCER_ID_MAPPING,
            RD_KAFKA_RESP_ERR_TRANSACTION_COORDINATOR_FENCED,
            RD_KAFKA_RESP_ERR_UNKNOWN_PRODUCER_ID,
            RD_KAFKA_RESP_ERR_INVALID_TXN_STATE,
            RD_KAFKA_RESP_ERR_DUPLICATE_SEQUENCE_NUMBER,
            RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL,
            RD_KAFKA_RESP_ERR_GROUP_MAX_SIZE_REACHED,
            RD_KAFKA_RESP_ERR__GAPLESS_GUARANTEE,
            RD_KAFKA_RESP_ERR__DESTROY,
            RD_KAFKA_RESP_ERR__FAIL
        )
    )
    /// A consumer's place in its group is gone, or records of the transaction are.
    private static let needsAbort = numbers(
        RD_KAFKA_RESP_ERR__PURGE_QUEUE,
        RD_KAFKA_RESP_ERR__PURGE_INFLIGHT,
        RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST,
        RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,
        RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID,
        RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS
    )
    private static let timeouts = numbers(
        RD_KAFKA_RESP_ERR__TIMED_OUT,
        RD_KAFKA_RESP_ERR__MSG_TIMED_OUT,
        RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE,
        RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT
    )
    /// Lost connections, coordinators and leaders on the move, quotas, work still in progress.
    private static let transient = timeouts.union(
        numbers(
            RD_KAFKA_RESP_ERR__TRANSPORT,
            RD_KAFKA_RESP_ERR__RESOLVE,
            RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
            RD_KAFKA_RESP_ERR__QUEUE_FULL,
            RD_KAFKA_RESP_ERR__WAIT_COORD,
            RD_KAFKA_RESP_ERR__WAIT_CACHE,
            RD_KAFKA_RESP_ERR__IN_PROGRESS,
            RD_KAFKA_RESP_ERR__PREV_IN_PROGRESS,
            RD_KAFKA_RESP_ERR__INTR,
            RD_KAFKA_RESP_ERR__RETRY,
            RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED,
            RD_KAFKA_RESP_ERR__OUTDATED,
            RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE,
            RD_KAFKA_RESP_ERR__NODE_UPDATE,
            RD_KAFKA_RESP_ERR_UNKNOWN,
            RD_KAFKA_RESP_ERR_INVALID_MSG,
            RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
            RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION,
            RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS,
            RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_NOT_COORDINATOR,
            RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
            RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND,
            RD_KAFKA_RESP_ERR_NOT_CONTROLLER,
            RD_KAFKA_RESP_ERR_STALE_CTRL_EPOCH,
            RD_KAFKA_RESP_ERR_STALE_BROKER_EPOCH,
            RD_KAFKA_RESP_ERR_OPERATION_NOT_ATTEMPTED,
            RD_KAFKA_RESP_ERR_PREFERRED_LEADER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_ELIGIBLE_LEADERS_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS,
            RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR,
            RD_KAFKA_RESP_ERR_REASSIGNMENT_IN_PROGRESS,
            RD_KAFKA_RESP_ERR_FETCH_SESSION_ID_NOT_FOUND,
            RD_KAFKA_RESP_ERR_INVALID_FETCH_SESSION_EPOCH,
            RD_KAFKA_RESP_ERR_LISTENER_NOT_FOUND,
            RD_KAFKA_RESP_ERR_FENCED_LEADER_EPOCH,
            RD_KAFKA_RESP_ERR_UNKNOWN_LEADER_EPOCH,
            RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT,
            RD_KAFKA_RESP_ERR_THROTTLING_QUOTA_EXCEEDED
        )
    )

    private static func numbers(_ codes: rd_kafka_resp_err_t...) -> Set<Int32> { Set(codes.map(\.rawValue)) }
}

/// Throws what the error object says, and destroys it; `nil` is success.
@safe
func check(_ error: consuming OpaquePointer?, _ operation: @autoclosure () -> String) throws(KafkaError) {
    guard let error = unsafe error else { return }
    defer { unsafe rd_kafka_error_destroy(error) }

    let code = unsafe KafkaError.Code(rawValue: rd_kafka_error_code(error).rawValue)
    let remedy: KafkaError.Remedy =
        if KafkaError.Code.needsHuman.contains(code.rawValue) {
            .fatal
        } else if unsafe rd_kafka_error_is_fatal(error) != 0 || KafkaError.Code.isFenced.contains(code.rawValue) {
            .restart
        } else if unsafe rd_kafka_error_txn_requires_abort(error) != 0 {
            .abort
        } else if unsafe rd_kafka_error_is_retriable(error) != 0 {
            .retry
        } else {
            code.remedy
        }
    throw unsafe KafkaError(
        code,
        operation: operation(),
        message: String(cString: rd_kafka_error_string(error)),
        remedy: remedy
    )
}

/// Throws what the code says; `NO_ERROR` is success.
func check(_ error: rd_kafka_resp_err_t, _ operation: @autoclosure () -> String) throws(KafkaError) {
    guard error != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
    throw unsafe KafkaError(
        KafkaError.Code(rawValue: error.rawValue),
        operation: operation(),
        message: String(cString: rd_kafka_err2str(error))
    )
}
