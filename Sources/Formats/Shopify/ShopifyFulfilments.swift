import Journal
import JSON
import Retention

extension ShopifyDecoder {
    /// Parcels; they name the order alone.
    ///
    /// The addressee's e-mail in them is no key of a customer, and stays out.
    static func shipment(
        _ step: Substring,
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        guard step == "create" || step == "update" else { return .unknownType }
        let id = try fields.ownID()
        let order = try fields.id("order_id")
        let shipment = Shipment(
            shipmentID: id,
            orderID: order,
            carrier: try fields.optionalText("tracking_company"),
            trackingNumber: try fields.optionalText("tracking_number"),
            lines: try fields.shopLines("line_items", in: webhook.defaults.currency),
            isCancelled: try fields.optionalText("status") == "cancelled"
        )
        return try webhook.event(
            Subject(.order, order),
            of: id,
            version: try fields.optionalTime(["updated_at", "created_at"]),
            step == "create" ? .shipmentSent(shipment) : .shipmentUpdated(shipment)
        )
    }

    /// What a carrier reports of a parcel.
    static func delivery(
        _ step: Substring,
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        guard step == "create" else { return .unknownType }
        let order = try fields.id("order_id")
        let progress = DeliveryProgress(
            orderID: order,
            status: Self.status(try fields.text("status")),
            shipmentID: try fields.optionalID("fulfillment_id"),
            estimated: try fields.optionalTime("estimated_delivery_at")
        )
        return try webhook.event(
            Subject(.order, order),
            of: try fields.ownID(),
            version: try fields.optionalTime(["happened_at", "updated_at", "created_at"]),
            .deliveryUpdated(progress)
        )
    }

    /// Shopify's word for where a parcel is; it adds words from time to time, so those that are new here pass.
    private static func status(_ word: String) -> DeliveryProgress.Status {
        switch word.lowercased() {
        case "confirmed": .confirmed
        case "in_transit", "carrier_picked_up": .inTransit
        case "out_for_delivery": .outForDelivery
        case "attempted_delivery": .attempted
        case "delivered": .delivered
        case "ready_for_pickup": .readyForPickup
        case "picked_up": .pickedUp
        case "delayed": .delayed
        case "failure": .failed
        default: .other
        }
    }

    /// Returns; a closed one is done with, which is as near to the goods' arrival as Shopify tells.
    ///
    /// What changes, calls back or takes up a return again has no type of its own, and is left out.
    static func returned(
        _ step: Substring,
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        guard ["request", "approve", "decline", "close"].contains(step) else { return .unknownType }
        let id = try fields.ownID()
        let order = try Self.orderOfReturn(fields)
        var fact = Return(orderID: order, returnID: id)
        try fields.forEach("return_line_items") { line throws(Rejection) in
            // The reason is a word of a list; the notes beside it are the customer's own, and stay out.
            if fact.reason == nil { fact.reason = try line.optionalText("return_reason") }
            let item = try line.nullableChild("fulfillment_line_item").nullableChild("line_item")
            // Most returns name the order's line alone, which tells no product.
            guard let quantity = try line.pieces(["quantity"]),
                let product = try item.optionalText("sku", else: ["variant_id", "product_id"])
            else { return }
            fact.lines.append(LineItem(product: product, quantity: quantity))
        }
        let body: Event.Body =
            switch step {
            case "request": .returnRequested(fact)
            case "approve": .returnApproved(fact)
            case "decline": .returnDeclined(fact)
            default: .returnReceived(fact)
            }
        return try webhook.event(Subject(.order, order), of: id, version: nil, body)
    }

    /// The order of a return; requests and approvals wrap it, later steps do not.
    private static func orderOfReturn(_ fields: borrowing Fields) throws(Rejection) -> String {
        let order = try fields.nullableChild("order")
        if let id = try order.optionalID("id", gid: "admin_graphql_api_id") { return id }
        return try fields.id("order_id")
    }
}
