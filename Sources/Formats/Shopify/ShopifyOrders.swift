import Journal
import JSON
import Retention

extension ShopifyDecoder {
    /// Orders; every topic but `orders/edited` and `orders/delete` carries the order as a whole.
    ///
    /// `orders/edited` tells which lines went and came, but neither prices nor a total. It is left out, for the
    /// `orders/updated` that follows each edit has the new totals.
    static func order(
        _ step: Substring,
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        switch step {
        case "create", "updated", "paid", "partially_fulfilled", "fulfilled", "cancelled":
            guard try fields.optionalFlag("test") != true else { return .ignored("shopify.test-order") }
            let id = try fields.ownID()
            let version = try fields.optionalTime("updated_at")
            return try webhook.event(
                try Self.buyer(fields, order: id),
                of: id,
                version: version,
                try Self.body(step, id, fields, version, webhook)
            )
        case "edited": return .ignored("shopify.order-edit")
        case "delete":
            let id = try fields.ownID()
            return try webhook.event(
                Subject(.order, id),
                of: id,
                version: nil,
                .orderDeleted(OrderStep(orderID: id))
            )
        default: return .unknownType
        }
    }

    private static func body(
        _ step: Substring,
        _ id: String,
        _ fields: borrowing Fields,
        _ version: Timestamp?,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> Event.Body {
        switch step {
        case "create": return .orderCompleted(try Self.completed(id, fields, webhook.defaults))
        case "updated":
            guard let version else {
                throw fields.fault("updated_at", "field.missing", "is missing; an RFC 3339 time is needed")
            }
            return .orderUpdated(try Self.updated(id, fields, version, webhook.defaults))
        case "paid": return .orderPaid(OrderStep(orderID: id))
        case "partially_fulfilled": return .orderFulfilled(OrderStep(orderID: id, isPartial: true))
        case "fulfilled": return .orderFulfilled(OrderStep(orderID: id))
        default:
            return .orderCancelled(OrderReversal(orderID: id, reason: try fields.optionalText("cancel_reason")))
        }
    }

    /// Who bought: the customer; a guest stays the visitor of the cart, of the checkout, or of this order alone.
    private static func buyer(_ fields: borrowing Fields, order id: String) throws(Rejection) -> Subject {
        if let customer = try Self.customer(of: fields) { return customer }
        if let token = try fields.optionalText("cart_token", else: ["checkout_token"]) {
            return Subject(.visitor, token)
        }
        return Subject(.visitor, "order-\(id)")
    }

    /// The customer that an order or a checkout names; guests have none.
    static func customer(of fields: borrowing Fields) throws(Rejection) -> Subject? {
        try fields.nullableChild("customer").optionalID("id", gid: "admin_graphql_api_id").map {
            Subject(.customer, $0)
        }
    }

    private static func completed(
        _ id: String,
        _ fields: borrowing Fields,
        _ defaults: Defaults
    ) throws(Rejection) -> Order {
        let currency = try fields.currency(else: defaults.currency)
        var coupon: String?
        try fields.forEach("discount_codes") { code throws(Rejection) in
            if coupon == nil { coupon = try code.optionalText("code") }
        }
        return Order(
            id: id,
            total: try Self.amounts(fields, currency).total,
            lines: try fields.shopLines("line_items", in: currency),
            coupon: coupon,
            checkoutID: try fields.optionalText("checkout_token"),
            cartID: try fields.optionalText("cart_token"),
            channel: try fields.optionalText("source_name"),
            isReference: true
        )
    }

    private static func updated(
        _ id: String,
        _ fields: borrowing Fields,
        _ version: Timestamp,
        _ defaults: Defaults
    ) throws(Rejection) -> OrderVersion {
        let currency = try fields.currency(else: defaults.currency)
        let (total, refunded) = try Self.amounts(fields, currency)
        return OrderVersion(
            id: id,
            total: total,
            version: version,
            placed: try fields.optionalTime(["processed_at", "created_at"]),
            lines: try fields.shopLines("line_items", quantities: ["current_quantity", "quantity"], in: currency),
            isCancelled: try fields.optionalTime("cancelled_at") != nil,
            isReference: true,
            refunded: refunded
        )
    }

    /// What an order costs with its edits and before its refunds, and what was given back of it, both in the shop's
    /// currency: the difference is what the customer finally pays.
    ///
    /// `total_price` knows no edits. `current_total_price` knows them, but what refunds took back is off it already, as
    /// goods and shipping, whether money went back or not. So the total is the current one and what its refunds took
    /// off: the money of each, corrected by its discrepancy (see ``ShopifyRefund/takenOff(isTaxIncluded:)``). Then a
    /// gesture of goodwill lowers what the customer pays, a restock without money does not, and the lines that an edit
    /// removed are not paid. The same money as in `refunds/create` stands in `refunded`, so that whoever books the
    /// larger of both books each refund once.
    private static func amounts(
        _ fields: borrowing Fields,
        _ currency: Currency?
    ) throws(Rejection) -> (total: Money, refunded: Money) {
        let current = try fields.optionalShopMoney("current_total_price_set", else: "current_total_price", in: currency)
        let placed = try fields.optionalShopMoney("total_price_set", else: "total_price", in: currency)
        guard var total = current ?? placed else {
            throw fields.fault("total_price", "field.missing", "is missing, and so is current_total_price")
        }
        let isTaxIncluded = try fields.optionalFlag("taxes_included") ?? true
        var refunded = Money(minor: 0, total.currency)
        try fields.forEach("refunds") { refund throws(Rejection) in
            let refund = try ShopifyRefund(refund, shop: total.currency)
            refunded.minor = refunded.minor.saturatingSum(refund.money.minor)
            if current != nil { total.minor = total.minor.saturatingSum(refund.takenOff(isTaxIncluded: isTaxIncluded)) }
        }
        guard (0...Fields.largestAmount).contains(total.minor), refunded.minor <= Fields.largestAmount else {
            throw fields.fault("refunds", "number.range", "do not fit the order's total")
        }
        return (total, refunded)
    }
}
