public import Retention
public import SchemaRegistry

/// How the raw records of a topic or file are to be read.
public struct SourceSettings: Sendable {
    /// What a record may be.
    public enum Format: String, Sendable, CaseIterable {
        /// Told by the record itself: by its headers, else by the members of its JSON object.
        case auto
        /// Calls of Segment's libraries, also as RudderStack and Jitsu send them.
        case segment
        /// Webhooks of Shopify with their headers.
        case shopify
        /// CloudEvents that carry our own types.
        case cloudEvents = "cloudevents"
        /// `treue.v1.Event` in Protobuf.
        case protobuf
        /// JSON of the shop's own shape, read by mappings.
        case json
    }

    /// What the records are.
    public var format: Format
    /// What records mean that do not say it.
    public var defaults: Defaults
    /// What a record may ask for.
    public var limits: Limits
    /// How long before its Kafka record was written an event may have happened; any time when missing (`time.too-old`).
    public var past: TimeSpan?
    /// The zone of times that name none; without one such times are refused.
    public var zone: LocalZone?
    /// How records of the format `json` become events; the first that applies counts.
    public var mappings: [RecordMapping] = []
    /// What is put into JSON records of the other formats before they are read.
    public var rewriting = Rewriting()
    /// The Shopify topic of records that carry no header for it.
    public var shopifyTopic: String?

    /// Makes settings, the defaults where nothing else is given.
    public init(
        format: Format = .auto,
        defaults: Defaults = Defaults(),
        limits: Limits = Limits(),
        past: TimeSpan? = nil,
        zone: LocalZone? = nil,
        shopifyTopic: String? = nil
    ) {
        self.format = format
        self.defaults = defaults
        self.limits = limits
        self.past = past
        self.zone = zone
        self.shopifyTopic = shopifyTopic
    }
}

/// How raw records are to be read, by topic.
public struct IntakeSettings: Sendable {
    /// What holds for topics and files that have no settings of their own.
    public var defaults: SourceSettings
    /// By the name of the topic, or of the file without its endings.
    public var topics: [String: SourceSettings]
    /// The schema registry; without one, records in Confluent's wire format are refused.
    public var registry: RegistryOptions?

    /// Makes settings.
    public init(
        defaults: SourceSettings = SourceSettings(),
        topics: [String: SourceSettings] = [:],
        registry: RegistryOptions? = nil
    ) {
        self.defaults = defaults
        self.topics = topics
        self.registry = registry
    }
}
