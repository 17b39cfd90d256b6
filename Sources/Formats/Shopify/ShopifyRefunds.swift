import Journal
import JSON
import Retention

extension ShopifyDecoder {
    /// Refunds; they name the order alone, so its subject sends them on to the customer.
    static func refund(
        _ step: Substring,
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        guard step == "create" else { return .unknownType }
        let order = try fields.id("order_id")
        let refund = try ShopifyRefund(fields, else: webhook.defaults.currency)
        let reversal = OrderReversal(
            orderID: order,
            amount: refund.money,
            lines: try Self.takenBack(fields, refund.money.currency)
        )
        return try webhook.event(
            Subject(.order, order),
            of: try fields.ownID(),
            version: try fields.optionalTime("created_at"),
            .orderRefunded(reversal)
        )
    }

    /// The products of the refunded lines, with the pieces that were refunded.
    private static func takenBack(
        _ fields: borrowing Fields,
        _ currency: Currency
    ) throws(Rejection) -> [LineItem] {
        var lines: [LineItem] = []
        try fields.forEach("refund_line_items") { line throws(Rejection) in
            guard let quantity = try line.pieces(["quantity"]) else { return }
            let item = try line.nullableChild("line_item")
            var product = try item.optionalText("sku", else: ["variant_id", "product_id", "id"])
            if product == nil { product = try line.optionalText("line_item_id") }
            // Without a name a piece that came back tells nothing; its money counts all the same.
            guard let product else { return }
            lines.append(
                LineItem(
                    product: product,
                    quantity: quantity,
                    price: try item.shopPrice(in: currency)
                )
            )
        }
        return lines
    }
}

/// The money of one refund, in the shop's currency.
///
/// What went back is what its transactions say, for they are the money: settled ones and pending ones, which are
/// announced and nearly always settle. Failed ones count nothing, and a refund without a transaction, which only puts
/// goods back on the shelf, is one of no money. Transactions may be in the buyer's currency while the lines are in the
/// shop's. Such money is never added up with the shop's: the lines tell what it is there.
struct ShopifyRefund {
    /// What was or is to be given back.
    let money: Money
    private let sums: RefundSums
    private let isPending: Bool

    /// Reads a refund of an order in the currency `shop`.
    init(_ fields: borrowing Fields, shop: Currency) throws(Rejection) {
        try self.init(fields, shop: shop, else: nil)
    }

    /// Reads a refund that stands alone; `fallback` is the currency when it names none.
    init(_ fields: borrowing Fields, else fallback: Currency?) throws(Rejection) {
        try self.init(fields, shop: nil, else: fallback)
    }

    private init(_ fields: borrowing Fields, shop: Currency?, else fallback: Currency?) throws(Rejection) {
        let transactions = try RefundTransactions(fields)
        var known = shop
        if known == nil { known = try RefundSums.currency(fields) }
        guard let shop = known ?? fallback ?? transactions.currency else {
            throw fields.fault(
                "transactions",
                "currency.missing",
                "no amount names a currency, and there is no default"
            )
        }
        self.sums = try RefundSums(fields, shop)
        self.isPending = transactions.isPending
        let minor = try Self.money(of: transactions, self.sums, fields, shop)
        guard minor <= Fields.largestAmount else {
            throw fields.fault("transactions", "number.range", "add up to more than 10^15 minor units")
        }
        self.money = Money(minor: minor, shop)
    }

    /// What the refund takes off an order's current total: goods and shipping, whether money went back for them or not.
    ///
    /// Of a settled refund, the money corrected by the discrepancy, which Shopify books so that both agree. Of a
    /// pending one, the goods: its discrepancy tells the money that is still to go, and vanishes later. An edit that
    /// removes lines shows as a refund with neither money nor discrepancy, and so takes nothing off. Never below zero:
    /// the discrepancy of a failed gesture of goodwill is no money.
    func takenOff(isTaxIncluded: Bool) -> Int64 {
        guard !self.isPending else { return max(0, self.sums.goods(isTaxIncluded: isTaxIncluded).shop) }
        return max(0, self.money.minor.saturatingSum(self.sums.discrepancy.shop))
    }

    private static func money(
        of transactions: RefundTransactions,
        _ sums: RefundSums,
        _ fields: borrowing Fields,
        _ shop: Currency
    ) throws(Rejection) -> Int64 {
        guard !transactions.isEmpty else { return 0 }
        let named = try transactions.sum(fields, in: shop)
        if let named, named.currency == shop { return named.minor }
        // The refund does not say whether the tax is in the lines; what fits the transactions in the buyer's currency
        // is right, and an exact fit needs no rate.
        var fits: [RefundSums.Pair] = []
        for isTaxIncluded in [true, false] {
            var pair = sums.goods(isTaxIncluded: isTaxIncluded)
            if !transactions.isPending { pair = pair.less(sums.discrepancy) }
            fits.append(pair)
        }
        guard let named else { return max(0, fits[0].shop) }
        if sums.buyer == named.currency {
            if let fit = fits.first(where: { $0.buyer == named.minor }) { return max(0, fit.shop) }
            if let converted = sums.converted(named.minor) { return converted }
        }
        return max(0, fits[0].shop)
    }
}

/// The transactions of a refund that give money back.
private struct RefundTransactions {
    private(set) var currency: Currency?
    private(set) var isPending = false
    private(set) var isEmpty = true

    init(_ fields: borrowing Fields) throws(Rejection) {
        var (currency, isPending, isEmpty) = (Currency?.none, false, true)
        try fields.forEach("transactions") { transaction throws(Rejection) in
            guard let state = try Self.state(of: transaction) else { return }
            isEmpty = false
            if state == .pending { isPending = true }
            if currency == nil { currency = try transaction.optionalCurrency("currency") }
        }
        (self.currency, self.isPending, self.isEmpty) = (currency, isPending, isEmpty)
    }

    /// Their sum in one currency; `nil` when they are in several.
    func sum(_ fields: borrowing Fields, in shop: Currency) throws(Rejection) -> Money? {
        var sum = Money(minor: 0, self.currency ?? shop)
        var isMixed = false
        try fields.forEach("transactions") { transaction throws(Rejection) in
            guard try Self.state(of: transaction) != nil else { return }
            let own = try transaction.optionalCurrency("currency") ?? sum.currency
            let amount = try transaction.amount("amount", in: own)
            if own == sum.currency { sum.minor = sum.minor.saturatingSum(amount.minor) } else { isMixed = true }
        }
        return isMixed ? nil : sum
    }

    private enum State {
        case settled
        case pending
    }

    private static func state(of transaction: borrowing Fields) throws(Rejection) -> State? {
        guard try transaction.optionalText("kind") == "refund" else { return nil }
        return switch try transaction.optionalText("status") {
        case "success": .settled
        case "pending", "awaiting_response": .pending
        default: nil
        }
    }
}

/// What the lines and adjustments of a refund add up to, in the shop's and the buyer's currency.
private struct RefundSums {
    /// Minor units in the shop's and the buyer's currency.
    struct Pair {
        var shop: Int64 = 0
        var buyer: Int64 = 0

        mutating func add(_ other: Pair) {
            self.shop = self.shop.saturatingSum(other.shop)
            self.buyer = self.buyer.saturatingSum(other.buyer)
        }

        func less(_ other: Pair) -> Pair {
            Pair(shop: self.shop.saturatingSum(-other.shop), buyer: self.buyer.saturatingSum(-other.buyer))
        }
    }

    private(set) var buyer: Currency?
    private(set) var discrepancy = Pair()
    private var lines = Pair()
    private var tax = Pair()
    private var shipping = Pair()
    private var rate = Pair()
    private var shop: Currency

    init(_ fields: borrowing Fields, _ shop: Currency) throws(Rejection) {
        self.shop = shop
        var sums = self
        try fields.forEach("refund_line_items") { line throws(Rejection) in
            sums.lines.add(try sums.pair(line, "subtotal_set", "subtotal"))
            sums.tax.add(try sums.pair(line, "total_tax_set", "total_tax"))
        }
        var shipping: Pair?
        try fields.forEach("order_adjustments") { adjustment throws(Rejection) in
            var pair = try sums.pair(adjustment, "amount_set", "amount")
            pair.add(try sums.pair(adjustment, "tax_amount_set", "tax_amount"))
            guard try Self.isShipping(adjustment) else { return sums.discrepancy.add(pair) }
            var sum = shipping ?? Pair()
            sum.add(pair)
            shipping = sum
        }
        if let shipping {
            // It stands in refund_shipping_lines once more, there without its tax.
            sums.shipping = Pair().less(shipping)
        } else {
            try fields.forEach("refund_shipping_lines") { line throws(Rejection) in
                sums.shipping.add(try sums.pair(line, "subtotal_amount_set", "subtotal_amount"))
            }
        }
        self = sums
    }

    /// The shop's currency, where an amount of the refund tells it.
    static func currency(_ fields: borrowing Fields) throws(Rejection) -> Currency? {
        var found: Currency?
        let places: [(StaticString, StaticString)] = [
            ("refund_line_items", "subtotal_set"), ("order_adjustments", "amount_set"),
            ("refund_shipping_lines", "subtotal_amount_set"),
        ]
        for (list, set) in places {
            try fields.forEach(list) { entry throws(Rejection) in
                if found == nil { found = try self.currency(of: entry, set) }
            }
        }
        if let found { return found }
        return try self.currency(of: fields, "total_duties_set")
    }

    private static func currency(of fields: borrowing Fields, _ set: StaticString) throws(Rejection) -> Currency? {
        try fields.nullableChild(set).nullableChild("shop_money").optionalCurrency("currency_code")
    }

    /// Goods and shipping with their tax.
    func goods(isTaxIncluded: Bool) -> Pair {
        var sum = self.lines
        sum.add(self.shipping)
        if !isTaxIncluded { sum.add(self.tax) }
        return sum
    }

    /// An amount of the buyer's currency at the rate of the refund's own amounts; `nil` when none tells it.
    func converted(_ minor: Int64) -> Int64? {
        guard self.rate.buyer > 0, self.rate.shop > 0 else { return nil }
        let (wide, divisor) = (Int128(minor) * Int128(self.rate.shop), Int128(self.rate.buyer))
        let (quotient, rest) = wide.quotientAndRemainder(dividingBy: divisor)
        return min(Fields.largestAmount, Int64(clamping: rest * 2 >= divisor ? quotient + 1 : quotient))
    }

    /// Both amounts of a set; the plain one, which is in the shop's currency, where there is no set.
    private mutating func pair(
        _ fields: borrowing Fields,
        _ set: StaticString,
        _ plain: StaticString
    ) throws(Rejection) -> Pair {
        let both = try fields.nullableChild(set)
        let shop = try both.nullableChild("shop_money")
        guard let own = try shop.optionalCurrency("currency_code") else {
            let minor = try fields.optionalSignedAmount(plain, in: self.shop)?.minor ?? 0
            return Pair(shop: minor, buyer: minor)
        }
        guard own == self.shop else {
            throw shop.fault("currency_code", "currency.mixed", "is not the currency of the shop's other amounts")
        }
        let minor = try shop.optionalSignedAmount("amount", in: own)?.minor ?? 0
        let presented = try both.nullableChild("presentment_money")
        guard let buyer = try presented.optionalCurrency("currency_code"), self.buyer ?? buyer == buyer else {
            return Pair(shop: minor, buyer: minor)
        }
        self.buyer = buyer
        let pair = Pair(shop: minor, buyer: try presented.optionalSignedAmount("amount", in: buyer)?.minor ?? 0)
        // The largest amount has the smallest error of rounding.
        if abs(pair.buyer) > self.rate.buyer { self.rate = Pair(shop: abs(pair.shop), buyer: abs(pair.buyer)) }
        return pair
    }

    /// Whether an adjustment is shipping given back; its `kind` is on its way out, and `reason` in its place.
    private static func isShipping(_ adjustment: borrowing Fields) throws(Rejection) -> Bool {
        guard let kind = try adjustment.optionalText("kind", else: ["reason"]) else { return false }
        return kind.lowercased().hasPrefix("shipping")
    }
}
