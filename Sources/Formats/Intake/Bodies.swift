import Journal
import JSON
import Retention

/// Reads what happened from the properties of a record; Segment's names serve our own types too.
struct BodyReader {
    let defaultCurrency: Currency?

    func orderCompleted(_ fields: borrowing Fields) throws(Rejection) -> Event.Body {
        let currency = try fields.currency(else: self.defaultCurrency)
        let id = try fields.text("order_id")
        let lines = try self.lines(fields, currency)
        let total = try self.total(fields, currency, lines)
        return .orderCompleted(
            Order(id: id, total: total, lines: lines, coupon: try fields.optionalText("coupon"))
        )
    }

    /// What the customer pays: `total`; else `revenue` with `shipping` and `tax`, which it leaves out; else `value`; else
    /// the sum of the lines.
    private func total(
        _ fields: borrowing Fields,
        _ currency: Currency?,
        _ lines: [Order.Line]
    ) throws(Rejection) -> Money {
        if let total = try fields.amount("total", in: currency) { return total }
        if var revenue = try fields.amount("revenue", in: currency) {
            revenue.minor += try fields.amount("shipping", in: currency)?.minor ?? 0
            revenue.minor += try fields.amount("tax", in: currency)?.minor ?? 0
            return revenue
        }
        if let value = try fields.amount("value", in: currency) { return value }
        guard let currency, !lines.isEmpty, lines.allSatisfy({ $0.price?.currency == currency }) else {
            throw fields.fault(
                "total",
                "field.missing",
                "is missing, and neither revenue nor products priced in its currency tell it"
            )
        }
        var sum: Int64 = 0
        for line in lines {
            let (product, overflow) = (line.price?.minor ?? 0).multipliedReportingOverflow(by: line.quantity)
            sum = overflow ? .max : sum + min(product, Fields.largestAmount)
            guard sum <= Fields.largestAmount else {
                throw fields.fault("products", "number.range", "add up to more than 10^15 minor units")
            }
        }
        return Money(minor: sum, currency)
    }

    private func lines(_ fields: borrowing Fields, _ currency: Currency?) throws(Rejection) -> [Order.Line] {
        let products = fields.object["products"]
        guard !products.isNullOrMissing else { return [] }
        guard products.kind == .array else { throw fields.fault("products", "field.type", "must be an array") }
        var lines: [Order.Line] = []
        lines.reserveCapacity(products.count)
        var elements = products.elements
        while let element = elements.next() {
            let pointer = "\(fields.pointer)/products/\(lines.count)"
            guard element.kind == .object else {
                throw Rejection(reason: "field.type", message: "a product must be an object", pointer: pointer)
            }
            let line = Fields(element, at: pointer)
            lines.append(
                Order.Line(
                    product: try self.product(line),
                    quantity: try line.quantity("quantity"),
                    price: try line.amount("price", in: try line.currency(else: currency))
                )
            )
        }
        return lines
    }

    func reversal(_ fields: borrowing Fields) throws(Rejection) -> OrderReversal {
        let currency = try fields.currency(else: self.defaultCurrency)
        return OrderReversal(orderID: try fields.text("order_id"), amount: try fields.amount("total", in: currency))
    }

    func cartChange(_ fields: borrowing Fields) throws(Rejection) -> CartChange {
        let currency = try fields.currency(else: self.defaultCurrency)
        return CartChange(
            cartID: try fields.optionalText("cart_id"),
            product: try self.product(fields),
            quantity: try fields.quantity("quantity"),
            price: try fields.amount("price", in: currency)
        )
    }

    func productView(_ fields: borrowing Fields) throws(Rejection) -> ProductView {
        ProductView(product: try self.product(fields), category: try fields.optionalText("category"))
    }

    func mention(_ fields: borrowing Fields) throws(Rejection) -> Mention {
        let network = try fields.optionalText("network") ?? "unknown"
        let value = fields.object["sentiment"]
        guard !value.isNullOrMissing else { return Mention(network: network) }
        guard let millionths = value.decimal(scale: 6) else {
            throw fields.fault("sentiment", "number.invalid", "must be a number")
        }
        guard let sentiment = Sentiment(millionths: millionths) else {
            throw fields.fault("sentiment", "number.range", "must be from -1 to 1")
        }
        return Mention(network: network, sentiment: sentiment)
    }

    private func product(_ fields: borrowing Fields) throws(Rejection) -> String {
        try fields.firstText(["sku", "product_id", "variant", "name"])
    }
}
