import Journal
import JSON
import Retention

/// What the headers of a webhook tell: the topic, the merchant's action behind it, and when it was set off.
struct ShopifyWebhook {
    /// The topic in small letters, such as `orders/create`.
    let topic: String
    /// The id of the merchant's action; several records of several topics share it.
    let eventID: String?
    /// When Shopify noticed what happened.
    let triggered: Timestamp?
    /// Where the raw record stood.
    let origin: Origin
    /// What the record means that it does not say.
    let defaults: Defaults
    private let limits: Limits

    /// Reads the headers; the settings' topic stands in for a missing one.
    init(_ headers: Span<UInt8>, at origin: Origin, _ source: Source) throws(Rejection) {
        let limit = source.limits.text
        let named = try Self.text(HeaderReader.value(of: "x-shopify-topic", in: headers), "X-Shopify-Topic", limit)
        guard let topic = named ?? source.shopifyTopic, !topic.isEmpty else {
            throw Rejection(
                reason: "shopify.topic-missing",
                message: "the record has no header X-Shopify-Topic, and no topic is configured for its source"
            )
        }
        self.topic = topic.lowercased()
        self.eventID = try Self.text(
            HeaderReader.value(of: "x-shopify-event-id", in: headers),
            "X-Shopify-Event-Id",
            limit
        )
        self.triggered = try Self.time(HeaderReader.value(of: "x-shopify-triggered-at", in: headers))
        self.origin = origin
        self.defaults = source.defaults
        self.limits = source.limits
    }

    /// The topic before and after its first slash.
    var parts: (family: Substring, step: Substring) {
        guard let slash = self.topic.firstIndex(of: "/") else { return (self.topic[...], "") }
        return (self.topic[..<slash], self.topic[self.topic.index(after: slash)...])
    }

    /// The event of this webhook.
    ///
    /// The resource is part of the id, because one action of a merchant leads to several records of one topic: an order
    /// of two products changes two stock levels. The header's time counts, for it has fractions of a second and the
    /// body's times have not; `version` is the body's own.
    func event(
        _ subject: Subject,
        of resource: String,
        version: Timestamp?,
        _ body: Event.Body
    ) throws(Rejection) -> DecodedRecord {
        guard let time = self.triggered ?? version else {
            throw Rejection(
                reason: "shopify.time-missing",
                message: "the record has no header X-Shopify-Triggered-At, and its body tells no time"
            )
        }
        let id: String
        if let eventID = self.eventID {
            id = "\(self.topic)/\(eventID)/\(resource)"
        } else {
            id = "\(self.topic)/\(resource)/\(RFC3339.format((version ?? time).milliseconds))"
        }
        // They are put together from several texts that each keep to the limit.
        try self.limits.check(id, "id")
        try self.limits.check(subject.id, "subject")
        return .event(Event(id: id, subject: subject, time: time, origin: self.origin, body: body))
    }

    /// A header's text, when it is there and not empty.
    private static func text(_ bytes: Span<UInt8>?, _ name: String, _ limit: Int) throws(Rejection) -> String? {
        guard let bytes, !bytes.isEmpty else { return nil }
        guard bytes.count <= limit else {
            throw Rejection(reason: "field.too-long", message: "the header \(name) is longer than \(limit) bytes")
        }
        guard let text = try? UTF8Span(validating: bytes) else {
            throw Rejection(reason: "shopify.header-invalid", message: "the header \(name) is not UTF-8")
        }
        return String(copying: text)
    }

    /// A header's time, when it is there.
    private static func time(_ bytes: Span<UInt8>?) throws(Rejection) -> Timestamp? {
        guard let bytes, !bytes.isEmpty else { return nil }
        guard let milliseconds = RFC3339.parse(bytes) else {
            throw Rejection(
                reason: "shopify.header-invalid",
                message: "the header X-Shopify-Triggered-At must be an RFC 3339 time from 1970 on"
            )
        }
        return Timestamp(milliseconds: milliseconds)
    }
}
