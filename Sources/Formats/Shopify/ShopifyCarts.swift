import Journal
import JSON
import Retention

extension ShopifyDecoder {
    /// Carts; they know no customer, and each record shows the whole cart, an empty one included.
    static func cart(
        _ step: Substring,
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        guard step == "create" || step == "update" else { return .unknownType }
        let token = try fields.text("token", else: ["id"])
        guard !fields.object["line_items"].isNullOrMissing else {
            // A cart without the member would pass for an empty one, and end a reminder that is due.
            throw fields.fault("line_items", "field.missing", "is missing; an array is needed")
        }
        let lines = try fields.shopLines("line_items", in: webhook.defaults.currency)
        return try webhook.event(
            Subject(.visitor, token),
            of: token,
            version: try fields.optionalTime(["updated_at", "created_at"]),
            .cartUpdated(CartContents(cartID: token, lines: lines))
        )
    }

    /// Checkouts.
    static func checkout(
        _ step: Substring,
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        guard step == "create" || step == "update" || step == "delete" else { return .unknownType }
        let isDeletion = step == "delete"
        // The number went in 2026-04; deletions had no token before.
        let resource = try fields.text("token", else: ["id"])
        let subject: Subject
        if let customer = try Self.customer(of: fields) {
            subject = customer
        } else {
            subject = Subject(.visitor, try fields.optionalText("cart_token") ?? resource)
        }
        let version = try fields.optionalTime(["updated_at", "created_at"])
        let checkout = try Self.checkout(fields, isDeletion ? nil : webhook.defaults, resource)
        let body: Event.Body =
            switch step {
            case "create": .checkoutStarted(checkout)
            case "update": .checkoutUpdated(checkout)
            default: .checkoutDeleted(checkout)
            }
        return try webhook.event(subject, of: resource, version: version, body)
    }

    /// What a checkout holds; of one that was removed, `defaults` is missing, for it tells nothing of use any more.
    private static func checkout(
        _ fields: borrowing Fields,
        _ defaults: Defaults?,
        _ id: String
    ) throws(Rejection) -> Checkout {
        var checkout = Checkout(checkoutID: id, cartID: try fields.optionalText("cart_token"))
        guard let defaults else { return checkout }
        let shop = try fields.currency(else: defaults.currency)
        try fields.forEach("discount_codes") { code throws(Rejection) in
            if checkout.coupon == nil { checkout.coupon = try code.optionalText("code") }
        }
        guard try fields.optionalCurrency("presentment_currency") ?? shop == shop else {
            // Nothing says which of both currencies the amounts are in; a wrong amount would be worse than none.
            checkout.lines = try fields.shopLines("line_items", in: nil)
            return checkout
        }
        checkout.value = try fields.amount("total_price", in: shop)
        checkout.tax = try fields.optionalAmount("total_tax", in: shop)
        checkout.lines = try fields.shopLines("line_items", in: shop)
        var shipping: Int64?
        try fields.forEach("shipping_lines") { line throws(Rejection) in
            guard let price = try line.optionalAmount("price", in: shop) else { return }
            shipping = min(Fields.largestAmount, (shipping ?? 0).saturatingSum(price.minor))
        }
        if let shipping, let shop { checkout.shipping = Money(minor: shipping, shop) }
        return checkout
    }
}
