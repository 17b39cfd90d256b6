import Journal
import JSON
import Retention

/// Reads Shopify's webhooks.
///
/// What a record is stands in its header `x-shopify-topic`, not in its body. Fields are read by their presence, never
/// by the version of the interface, since the header for the version has been wrong before. Names, addresses, e-mails,
/// phone numbers and IPs stay in the raw record: no event takes them.
enum ShopifyDecoder {
    /// The event; topics that are not known, and test orders, are left out.
    static func event(
        _ root: borrowing JSONValue,
        headers: Span<UInt8>,
        at origin: Origin,
        _ source: Source
    ) throws(Rejection) -> DecodedRecord {
        let webhook = try ShopifyWebhook(headers, at: origin, source)
        let fields = Fields(root, source.fields)
        let (family, step) = webhook.parts
        switch family {
        case "orders": return try Self.order(step, fields, webhook)
        case "refunds": return try Self.refund(step, fields, webhook)
        case "fulfillments": return try Self.shipment(step, fields, webhook)
        case "fulfillment_events": return try Self.delivery(step, fields, webhook)
        case "returns": return try Self.returned(step, fields, webhook)
        case "carts": return try Self.cart(step, fields, webhook)
        case "checkouts": return try Self.checkout(step, fields, webhook)
        case "customers": return try Self.customer(step, fields, webhook)
        case "customer.tags_added": return try Self.tags(fields, webhook) { .customerTagged($0) }
        case "customer.tags_removed": return try Self.tags(fields, webhook) { .customerUntagged($0) }
        case "customer.joined_segment": return try Self.segment(fields, webhook) { .customerJoinedSegment($0) }
        case "customer.left_segment": return try Self.segment(fields, webhook) { .customerLeftSegment($0) }
        case "customers_email_marketing_consent": return try Self.emailConsent(step, fields, webhook)
        case "customers_marketing_consent": return try Self.smsConsent(step, fields, webhook)
        case "products": return try Self.product(step, fields, webhook)
        case "inventory_levels": return try Self.stock(step, fields, webhook)
        case "shop": return try Self.shop(step, fields, webhook)
        default: return .unknownType
        }
    }
}
