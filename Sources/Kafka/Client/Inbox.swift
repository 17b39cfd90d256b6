internal import CRdKafka
import Journal
internal import Logging
internal import Synchronization

/// Where librdkafka's callbacks leave what they were told, until the owner of the client looks.
///
/// Callbacks come on the thread that polls, except log lines, which come on any.
final class Inbox: Sendable {
    private struct State {
        var memberships: [Membership] = []
        var lastError: KafkaError?
        var lastErrorAt: ContinuousClock.Instant?
        var statistics: String?
        var deliveryFailures = 0
        var firstDeliveryFailure: KafkaError?
        var deliveries: [DeliveryReport] = []
    }

    let isConsumer: Bool
    let logger: Logger
    /// Whether the owner wants to hear of every record that was sent.
    let keepsDeliveries: Bool
    /// Set while closing: a rebalance is then answered in the callback, as nobody will come to accept it.
    let isClosing = Atomic(false)
    let areAllBrokersDown = Atomic(false)
    private let state = Mutex(State())

    init(isConsumer: Bool, logger: Logger, keepsDeliveries: Bool = false) {
        self.isConsumer = isConsumer
        self.logger = logger
        self.keepsDeliveries = keepsDeliveries
    }

    private static let connectionFacilities: Set = ["FAIL", "ERROR", "REQTMOUT"]

    func log(level: Int32, facility: String, _ line: String) {
        let level: Logger.Level =
            switch level {
            // Whether a lost broker or a fenced producer is an emergency is for the owner of the client to say.
            case ...2: .error
            // Whoever uses the client says what it waits for.
            case 3...4 where Self.connectionFacilities.contains(facility): .debug
            // Set on purpose.
            case 4 where line.contains("enable.gapless.guarantee"): .debug
            case 3...4: .warning
            case 5: .notice
            case 6: .info
            default: .debug
            }
        logger.log(level: level, "\(line)", metadata: [KafkaLogKey.facility: "\(facility)"])
    }

    func errorHappened(_ error: KafkaError) {
        if error.code == .allBrokersDown { areAllBrokersDown.store(true, ordering: .relaxed) }
        logger.debug("client error", metadata: [KafkaLogKey.error: "\(error)"])
        state.withLock {
            $0.lastError = error
            $0.lastErrorAt = .now
        }
    }

    /// Notes that a broker answered; called for every batch, so it only writes when something changes.
    func brokerAnswered() {
        if areAllBrokersDown.load(ordering: .relaxed) { areAllBrokersDown.store(false, ordering: .relaxed) }
    }

    func statisticsCollected(_ json: String) { state.withLock { $0.statistics = json } }

    func membershipChanged(_ event: Membership) { state.withLock { $0.memberships.append(event) } }

    func deliveryFailed(_ error: KafkaError) {
        state.withLock {
            $0.deliveryFailures += 1
            if $0.firstDeliveryFailure == nil { $0.firstDeliveryFailure = error }
        }
    }

    func delivered(_ delivery: DeliveryReport) { state.withLock { $0.deliveries.append(delivery) } }

    /// What became of records since the last call, which is forgotten.
    func takeDeliveries() -> [DeliveryReport] {
        state.withLock { state in
            defer { state.deliveries = [] }
            return state.deliveries
        }
    }

    /// The oldest change of membership, which is removed.
    func nextMembership() -> Membership? {
        state.withLock { $0.memberships.isEmpty ? nil : $0.memberships.removeFirst() }
    }

    /// The failures since the last call, which are forgotten.
    func takeDeliveryFailures() -> (count: Int, first: KafkaError)? {
        state.withLock {
            guard let first = $0.firstDeliveryFailure else { return nil }
            let count = $0.deliveryFailures
            $0.deliveryFailures = 0
            $0.firstDeliveryFailure = nil
            return (count, first)
        }
    }

    var statistics: String? { state.withLock { $0.statistics } }

    var health: ClientHealth {
        state.withLock {
            ClientHealth(
                lastError: $0.lastError,
                lastErrorAt: $0.lastErrorAt,
                areAllBrokersDown: areAllBrokersDown.load(ordering: .relaxed)
            )
        }
    }
}

/// Metadata keys of this module's log lines.
enum KafkaLogKey {
    static let facility = "kafka.facility"
    static let error = "kafka.error"
    static let count = "kafka.count"
    static let partitions = "kafka.partitions"
}

// MARK: - Callbacks. Each one only writes to the inbox, which is the handle's opaque.

private func inbox(_ opaque: UnsafeMutableRawPointer?) -> Inbox? {
    guard let opaque = unsafe opaque else { return nil }
    // Unretained: the client keeps the inbox alive until the handle is destroyed.
    return unsafe Unmanaged<Inbox>.fromOpaque(opaque).takeUnretainedValue()
}

private func text(_ string: UnsafePointer<CChar>?) -> String {
    guard let string = unsafe string else { return "" }
    return unsafe String(cString: string)
}

@c func treueKafkaLogged(
    _ client: OpaquePointer?,
    _ level: Int32,
    _ facility: UnsafePointer<CChar>?,
    _ line: UnsafePointer<CChar>?
) {
    guard let client = unsafe client else { return }
    unsafe inbox(rd_kafka_opaque(client))?.log(level: level, facility: text(facility), text(line))
}

@c func treueKafkaErrorHappened(
    _ client: OpaquePointer?,
    _ code: Int32,
    _ reason: UnsafePointer<CChar>?,
    _ opaque: UnsafeMutableRawPointer?
) {
    unsafe inbox(opaque)?.errorHappened(
        KafkaError(.init(rawValue: code), operation: "background work", message: text(reason))
    )
}

@c func treueKafkaStatisticsCollected(
    _ client: OpaquePointer?,
    _ json: UnsafeMutablePointer<CChar>?,
    _ length: Int,
    _ opaque: UnsafeMutableRawPointer?
) -> Int32 {
    guard let json = unsafe json else { return 0 }
    let bytes = unsafe UnsafeRawBufferPointer(start: json, count: length)
    unsafe inbox(opaque)?.statisticsCollected(String(decoding: bytes, as: UTF8.self))
    return 0  // librdkafka frees the text
}

@c func treueKafkaDelivered(
    _ client: OpaquePointer?,
    _ message: UnsafePointer<rd_kafka_message_t>?,
    _ opaque: UnsafeMutableRawPointer?
) {
    guard let message = unsafe message, let inbox = unsafe inbox(opaque) else { return }
    let hasFailed = unsafe message.pointee.err != RD_KAFKA_RESP_ERR_NO_ERROR
    guard hasFailed || inbox.keepsDeliveries else { return }
    let topic = unsafe message.pointee.rkt.map { topic in unsafe text(rd_kafka_topic_name(topic)) }
    let partition = unsafe message.pointee.partition
    var failure: KafkaError?
    if hasFailed {
        failure = unsafe KafkaError(
            .init(rawValue: message.pointee.err.rawValue),
            operation: "deliver record to " + (topic.map { "\($0)[\(partition)]" } ?? "unknown topic"),
            message: text(rd_kafka_err2str(message.pointee.err))
        )
    }
    if let failure { inbox.deliveryFailed(failure) }
    guard inbox.keepsDeliveries else { return }
    let offset = unsafe message.pointee.offset
    inbox.delivered(
        DeliveryReport(
            place: TopicPartition(topic ?? "", partition),
            offset: hasFailed || offset < 0 ? nil : offset,
            failure: failure
        )
    )
}

@c func treueKafkaRebalanced(
    _ client: OpaquePointer?,
    _ code: rd_kafka_resp_err_t,
    _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?,
    _ opaque: UnsafeMutableRawPointer?
) {
    guard let client = unsafe client, let list = unsafe list, let inbox = unsafe inbox(opaque) else { return }
    if inbox.isClosing.load(ordering: .relaxed) {
        if unsafe isCooperative(client), code == RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS {
            if let error = unsafe rd_kafka_incremental_unassign(client, list) { unsafe rd_kafka_error_destroy(error) }
        } else {
            unsafe rd_kafka_assign(client, nil)
        }
        return
    }
    let partitions = unsafe PartitionList.partitions(in: list).sorted()
    if code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
        inbox.membershipChanged(.assigned(partitions))
    } else if unsafe rd_kafka_assignment_lost(client) != 0 {
        inbox.membershipChanged(.lost(partitions))
    } else {
        inbox.membershipChanged(.revoked(partitions))
    }
    unsafe rd_kafka_yield(client)  // so that the poll returns and the owner hears of it
}

func isCooperative(_ client: OpaquePointer) -> Bool {
    guard let name = unsafe rd_kafka_rebalance_protocol(client) else { return false }
    return unsafe String(cString: name) == "COOPERATIVE"
}
