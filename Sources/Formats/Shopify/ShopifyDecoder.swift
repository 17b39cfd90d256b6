import Journal
import JSON
import Retention

/// Reads Shopify's webhooks.
enum ShopifyDecoder {
    /// The event; topics that are not known, and test orders, are left out.
    static func event(
        _ root: borrowing JSONValue,
        headers: Span<UInt8>,
        at origin: Origin,
        _ source: SourceSettings
    ) throws(Rejection) -> DecodedRecord {
        .unknownType
    }
}
