internal import CRdKafka
public import Logging

/// How to reach the cluster, and how to name and log this client; shared by consumers, producers and admins.
public struct ClientConfiguration: Sendable {
    /// Comma-separated `host:port` list of brokers to start from.
    public var brokers: String
    /// The name under which the brokers know this client in their logs and quotas.
    ///
    /// Defaults to `treue`.
    public var clientID: String
    /// Further librdkafka properties, by their own names.
    ///
    /// Those that this module relies on can't be changed.
    public var properties: [String: String]
    /// Where librdkafka's own log lines go, from whichever thread they come.
    public var logger: Logger
    /// How often statistics are collected; `nil`, the default, means never.
    ///
    /// One costs about a millisecond: use 5 s or more.
    public var statisticsInterval: Duration?

    /// Describes a client; nothing is connected yet.
    public init(
        brokers: String,
        clientID: String = "treue",
        properties: [String: String] = [:],
        logger: Logger = Logger(label: "kafka"),
        statisticsInterval: Duration? = nil
    ) {
        self.brokers = brokers
        self.clientID = clientID
        self.properties = properties
        self.logger = logger
        self.statisticsInterval = statisticsInterval
    }
}

extension ClientConfiguration {
    /// Builds the C configuration: `defaults` below the caller's properties, `required` above them.
    ///
    /// Throws when a property is refused, or when the caller gives a required one another value.
    func makeHandle(
        defaults: [String: String],
        required: [String: String]
    ) throws(KafkaError) -> ConfigurationHandle {
        let handle = ConfigurationHandle()
        try handle.set("bootstrap.servers", brokers)
        try handle.set("client.id", clientID)
        try handle.set("log_level", logger.logLevel <= .debug ? "7" : "6")
        if let interval = statisticsInterval {
            try handle.set("statistics.interval.ms", "\(interval.clampedMilliseconds)")
        }
        for (name, value) in defaults.sorted(by: { $0.key < $1.key }) where properties[name] == nil {
            try handle.set(name, value)
        }
        for (name, value) in properties.sorted(by: { $0.key < $1.key }) {
            if let needed = required[name], needed != value {
                throw KafkaError(
                    .invalidArgument,
                    operation: "configure client",
                    message: "property \(name) is set by the client itself and can't be changed"
                )
            }
            try handle.set(name, value)
        }
        for (name, value) in required.sorted(by: { $0.key < $1.key }) { try handle.set(name, value) }
        return handle
    }
}

/// Owns a C configuration until a client takes it over.
@safe
struct ConfigurationHandle: ~Copyable {
    private let raw: OpaquePointer

    init() { unsafe raw = rd_kafka_conf_new() }

    deinit { unsafe rd_kafka_conf_destroy(raw) }

    func set(_ name: String, _ value: String) throws(KafkaError) {
        var text = [CChar](repeating: 0, count: 512)
        let result = unsafe rd_kafka_conf_set(raw, name, value, &text, text.count)
        guard result != RD_KAFKA_CONF_OK else { return }
        // librdkafka quotes the value in its text, which must not happen to a secret.
        let isSecret = ["password", "secret", "key", "pem", "oauthbearer", "jaas"].contains { name.contains($0) }
        let reason =
            if result == RD_KAFKA_CONF_UNKNOWN {
                "there is no such property"
            } else if isSecret {
                "the value is not acceptable (and not shown here)"
            } else {
                String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
        throw KafkaError(
            .invalidArgument,
            operation: "configure client",
            message: "property \(name) was refused: \(reason)"
        )
    }

    /// Makes the client, which owns the configuration from then on.
    ///
    /// Only `inbox`, kept alive by the returned client, hears from librdkafka.
    consuming func makeClient(_ kind: rd_kafka_type_t, inbox: Inbox) throws(KafkaError) -> Client {
        unsafe rd_kafka_conf_set_opaque(raw, Unmanaged.passUnretained(inbox).toOpaque())
        unsafe rd_kafka_conf_set_log_cb(raw, treueKafkaLogged)
        unsafe rd_kafka_conf_set_error_cb(raw, treueKafkaErrorHappened)
        unsafe rd_kafka_conf_set_stats_cb(raw, treueKafkaStatisticsCollected)
        if kind == RD_KAFKA_CONSUMER {
            unsafe rd_kafka_conf_set_rebalance_cb(raw, treueKafkaRebalanced)
        } else {
            unsafe rd_kafka_conf_set_dr_msg_cb(raw, treueKafkaDelivered)
        }
        var text = [CChar](repeating: 0, count: 512)
        guard let client = unsafe rd_kafka_new(kind, raw, &text, text.count) else {
            let code = KafkaError.Code(rawValue: rd_kafka_last_error().rawValue)
            let message = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            _ = consume self  // not taken over: still ours to destroy
            throw KafkaError(code, operation: "make client", message: message, remedy: .fatal)
        }
        discard self
        return unsafe Client(owning: client, inbox: inbox)
    }
}
