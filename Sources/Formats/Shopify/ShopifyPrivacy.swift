import Journal
import JSON
import Retention

extension ShopifyDecoder {
    /// A customer's request to see or to erase what is stored of them.
    ///
    /// Some name an e-mail address alone. Nothing here is kept under one, so a person must look for the customer: such
    /// a request is refused, and waits among the dead letters.
    static func privacy(
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook,
        isErasure: Bool
    ) throws(Rejection) -> DecodedRecord {
        let customer = try fields.child("customer")
        guard let id = try customer.optionalID("id", gid: "admin_graphql_api_id") else {
            throw customer.fault(
                "id",
                "shopify.no-customer-id",
                "is missing; a person must find whom the request is about"
            )
        }
        let request = try fields.nullableChild("data_request").optionalID("id")
        let orders = try fields.ids(isErasure ? "orders_to_redact" : "orders_requested")
        let fact = PrivacyRequest(requestID: request, orders: orders)
        return try webhook.event(
            Subject(.customer, id),
            of: request ?? id,
            version: nil,
            isErasure ? .privacyErasureRequested(fact) : .privacyDataRequested(fact)
        )
    }

    /// A shop's request to erase all that is stored of it.
    static func shop(
        _ step: Substring,
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        guard step == "redact" else { return .unknownType }
        let domain = try fields.text("shop_domain")
        return try webhook.event(
            Subject(.shop, domain),
            of: domain,
            version: nil,
            .privacyShopErasureRequested(PrivacyRequest())
        )
    }
}
