import Journal
import JSON
import Retention

extension ShopifyDecoder {
    /// Customers' accounts, merges and sums; also the requests by the law on data protection, which share the family.
    static func customer(
        _ step: Substring,
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        switch step {
        case "merge": return try Self.merge(fields, webhook)
        case "purchasing_summary": return try Self.summary(fields, webhook)
        case "data_request": return try Self.privacy(fields, webhook, isErasure: false)
        case "redact": return try Self.privacy(fields, webhook, isErasure: true)
        case "create", "update", "enable", "disable", "delete": break
        default: return .unknownType
        }
        let id = try fields.ownID()
        let body: Event.Body =
            switch step {
            case "create": .customerIdentified(try Self.profile(fields))
            case "update": .profileUpdated(try Self.profile(fields))
            case "enable": .customerEnabled(AccountChange())
            case "disable": .customerDisabled(AccountChange())
            // No erasure: Shopify asks for one by customers/redact, and may delete what a merge has swallowed.
            default: .customerDeleted(AccountChange())
            }
        return try webhook.event(
            Subject(.customer, id),
            of: id,
            version: try fields.optionalTime(["updated_at", "created_at"]),
            body
        )
    }

    /// What is no personal datum of a customer: since when, and in which country.
    private static func profile(_ fields: borrowing Fields) throws(Rejection) -> Profile {
        Profile(
            country: try fields.optionalChild("default_address").optionalText("country_code"),
            since: try fields.optionalTime("created_at")
        )
    }

    /// A merge that was done; the topic also tells of those that were asked for or that failed.
    ///
    /// The customer that goes up in the other is the resource, since one action may merge several.
    private static func merge(
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        guard try fields.text("status").lowercased() == "completed" else { return .ignored("shopify.merge-not-done") }
        let kept = try fields.id("admin_graphql_api_customer_kept_id")
        let deleted = try fields.id("admin_graphql_api_customer_deleted_id")
        return try webhook.event(
            Subject(.customer, kept),
            of: deleted,
            version: nil,
            .identityMerged(IdentityMerge(previous: Subject(.customer, deleted)))
        )
    }

    private static func summary(
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        let id = try Self.customerID(fields)
        let spent = try fields.nullableChild("amountSpent")
        let currency = try spent.optionalCurrency("currencyCode") ?? webhook.defaults.currency
        let summary = PurchaseSummary(
            orders: try fields.optionalNumber("numberOfOrders", in: 0...1_000_000_000),
            spent: try spent.optionalAmount("amount", in: currency),
            lastOrderID: try fields.optionalID("lastOrderId")
        )
        return try webhook.event(
            Subject(.customer, id),
            of: id,
            version: try fields.optionalTime("occurredAt"),
            .customerSummarized(summary)
        )
    }

    /// Tags that were put on a customer or taken off: the change, not the whole list.
    static func tags(
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook,
        _ body: (Tags) -> Event.Body
    ) throws(Rejection) -> DecodedRecord {
        let id = try Self.customerID(fields)
        let tags = Tags(tags: try fields.texts("tags"))
        let version = try fields.optionalTime("occurredAt")
        return try webhook.event(Subject(.customer, id), of: id, version: version, body(tags))
    }

    /// A customer who entered or left a segment; one action may move them through several.
    static func segment(
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook,
        _ body: (SegmentMembership) -> Event.Body
    ) throws(Rejection) -> DecodedRecord {
        let id = try Self.customerID(fields)
        let segment = try fields.id("segment_id")
        return try webhook.event(
            Subject(.customer, id),
            of: "\(id)/\(segment)",
            version: nil,
            body(SegmentMembership(segment: segment))
        )
    }

    /// The customer's id, as the topics write it that come from the newer interface.
    private static func customerID(_ fields: borrowing Fields) throws(Rejection) -> String {
        if let id = try fields.optionalID("customerId") { return id }
        return try fields.id("customer_id")
    }
}
