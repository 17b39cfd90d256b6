import Journal
import JSON
import Retention

extension ShopifyDecoder {
    /// Products of the catalogue.
    ///
    /// A draft is not in the catalogue yet, so its creation is a mere change; one that was archived has left it.
    static func product(
        _ step: Substring,
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        guard step == "create" || step == "update" || step == "delete" else { return .unknownType }
        let id = try fields.ownID()
        let status = try fields.optionalText("status")?.lowercased() ?? "active"
        let body: Event.Body
        if step == "delete" {
            body = .productWithdrawn(Product())
        } else {
            let product = try Self.product(fields, webhook.defaults)
            switch (step, status) {
            case ("create", "active"): body = .productPublished(product)
            case ("update", "archived"): body = .productWithdrawn(product)
            default: body = .productUpdated(product)
            }
        }
        let version = try fields.optionalTime(["updated_at", "created_at"])
        return try webhook.event(Subject(.product, id), of: id, version: version, body)
    }

    /// A product with its variants; each stands for one piece, for their stock is another matter.
    ///
    /// Shopify names no currency here: without a default, prices are left out.
    private static func product(_ fields: borrowing Fields, _ defaults: Defaults) throws(Rejection) -> Product {
        var product = Product(
            name: try fields.optionalText("title"),
            category: try fields.optionalText("product_type"),
            brand: try fields.optionalText("vendor")
        )
        var inventory: String?
        try fields.forEach("variants") { variant throws(Rejection) in
            inventory = try variant.optionalID("inventory_item_id")
            product.variants.append(
                LineItem(
                    product: try variant.text("sku", else: ["id"]),
                    quantity: 1,
                    price: try variant.shopPrice(in: defaults.currency)
                )
            )
        }
        // What holds for every variant holds for the product.
        if let price = product.variants.first?.price, product.variants.allSatisfy({ $0.price == price }) {
            product.price = price
        }
        if product.variants.count == 1 { product.inventoryID = inventory }
        return product
    }

    /// Stock at one place; it knows neither product nor SKU, only the number under which the stock is kept.
    static func stock(
        _ step: Substring,
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        guard step == "update" || step == "connect" || step == "disconnect" else { return .unknownType }
        let item = try fields.id("inventory_item_id")
        let location = try fields.id("location_id")
        var available: Int64 = 0
        if step != "disconnect" {
            // Null means that the shop does not count the product.
            guard fields.object["available"].kind != .null else { return .ignored("shopify.stock-untracked") }
            available = try fields.number("available", in: -1_000_000_000...1_000_000_000)
        }
        return try webhook.event(
            Subject(.product, item),
            of: "\(item)/\(location)",
            version: try fields.optionalTime("updated_at"),
            .stockChanged(StockLevel(available: available, location: location))
        )
    }
}
