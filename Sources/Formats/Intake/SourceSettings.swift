public import Retention

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
    }

    /// What the records are.
    public var format: Format
    /// What records mean that do not say it.
    public var defaults: Defaults
    /// What a record may ask for.
    public var limits: Limits
    /// How long ago an event may have happened; any time when missing (`time.too-old`).
    public var past: TimeSpan?
    /// The Shopify topic of records that carry no header for it.
    public var shopifyTopic: String?

    /// Makes settings, the defaults where nothing else is given.
    public init(
        format: Format = .auto,
        defaults: Defaults = Defaults(),
        limits: Limits = Limits(),
        past: TimeSpan? = nil,
        shopifyTopic: String? = nil
    ) {
        self.format = format
        self.defaults = defaults
        self.limits = limits
        self.past = past
        self.shopifyTopic = shopifyTopic
    }
}
