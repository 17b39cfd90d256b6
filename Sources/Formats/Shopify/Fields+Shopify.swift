import Journal
import JSON
import Retention

extension Fields {
    // MARK: Ids

    /// The number at the end of `gid://shopify/Customer/42`; `nil` for anything else.
    static func number(ofGID text: String) -> String? {
        guard text.hasPrefix("gid://"), let slash = text.lastIndex(of: "/") else { return nil }
        let tail = text[text.index(after: slash)...].prefix { $0 != "?" }
        return tail.isEmpty ? nil : String(tail)
    }

    /// The id of a resource, when it is there: the gid's number, else the plain one, which may be a gid as well.
    ///
    /// Bridges in JavaScript round plain ids above 2⁵³ and leave the text of the gid alone, so the gid counts.
    func optionalID(_ key: StaticString, gid: StaticString? = nil) throws(Rejection) -> String? {
        if let gid, let text = try self.optionalText(gid), let number = Self.number(ofGID: text) { return number }
        guard let text = try self.optionalText(key) else { return nil }
        return Self.number(ofGID: text) ?? text
    }

    /// The id of a resource that must be there.
    func id(_ key: StaticString, gid: StaticString? = nil) throws(Rejection) -> String {
        guard let id = try self.optionalID(key, gid: gid) else {
            throw self.fault(key, "field.missing", "is missing; an id is needed")
        }
        return id
    }

    /// The resource's own id.
    func ownID() throws(Rejection) -> String { try self.id("id", gid: "admin_graphql_api_id") }

    /// Ids, none when the array is missing.
    func ids(_ key: StaticString) throws(Rejection) -> [String] {
        try self.optionalTexts(key).map { Self.number(ofGID: $0) ?? $0 }
    }

    /// An object that may be null or missing, but nothing else; then it counts as one without members.
    @_lifetime(copy self)
    func nullableChild(_ key: StaticString) throws(Rejection) -> Fields {
        let value = self.object[key]
        guard value.isNullOrMissing || value.kind == .object else {
            throw self.fault(key, "field.type", "must be an object")
        }
        return self.optionalChild(key)
    }

    // MARK: Money

    /// A currency's code, when it is there.
    func optionalCurrency(_ key: StaticString) throws(Rejection) -> Currency? {
        let value = self.object[key]
        guard !value.isNullOrMissing else { return nil }
        guard value.kind == .string, let currency = Currency(utf8: value.bytes) else {
            throw self.fault(key, "currency.invalid", "must be three letters of ISO 4217")
        }
        return currency
    }

    /// An amount that may lie below zero, when it is there.
    func optionalSignedAmount(_ key: StaticString, in currency: Currency?) throws(Rejection) -> Money? {
        let value = self.object[key]
        guard !value.isNullOrMissing else { return nil }
        guard let currency else {
            throw self.fault("currency", "currency.missing", "is missing, and no default is configured")
        }
        guard let minor = value.decimal(scale: currency.decimals) else {
            throw self.fault(key, "number.invalid", "must be a decimal number")
        }
        guard (-Self.largestAmount...Self.largestAmount).contains(minor) else {
            throw self.fault(key, "number.range", "must lie within 10^15 minor units of 0")
        }
        return Money(minor: minor, currency)
    }

    /// An amount in the shop's currency, when it is there: `shop_money` of the set, else the plain amount.
    ///
    /// The set tells its currency. The plain amount is in the currency of the order, which is the shop's as well.
    func optionalShopMoney(
        _ set: StaticString,
        else plain: StaticString,
        in currency: Currency?
    ) throws(Rejection) -> Money? {
        let shop = try self.nullableChild(set).nullableChild("shop_money")
        let own = try shop.optionalCurrency("currency_code") ?? currency
        if let amount = try shop.optionalAmount("amount", in: own) { return amount }
        return try self.optionalAmount(plain, in: currency)
    }

    // MARK: Lines

    /// The lines of an order, cart, parcel or checkout: the product by its SKU, else by the variant's or product's id.
    ///
    /// Of `quantities`, which tell the pieces, the first that is there counts; lines of which no piece is left are left
    /// out. Plain prices are in `currency`, and left out where that is not known.
    func shopLines(
        _ key: StaticString,
        quantities: [StaticString] = ["quantity"],
        in currency: Currency?
    ) throws(Rejection) -> [LineItem] {
        var lines: [LineItem] = []
        try self.forEach(key) { line throws(Rejection) in
            guard let quantity = try line.pieces(quantities) else { return }
            lines.append(
                LineItem(product: try line.product(), quantity: quantity, price: try line.shopPrice(in: currency))
            )
        }
        return lines
    }

    /// The product of a line; a line of no product, such as an engraving, goes by its own id.
    func product() throws(Rejection) -> String {
        try self.text("sku", else: ["variant_id", "product_id", "id", "key"])
    }

    /// The pieces of a line, 1 when nothing tells them; `nil` for none.
    func pieces(_ keys: [StaticString]) throws(Rejection) -> Int64? {
        for key in keys {
            guard let pieces = try self.optionalNumber(key, in: 0...Self.largestQuantity) else { continue }
            return pieces == 0 ? nil : pieces
        }
        return 1
    }

    /// The price of one piece in the shop's currency, when the currency is known.
    func shopPrice(in currency: Currency?) throws(Rejection) -> Money? {
        if currency == nil, self.object["price_set"].isNullOrMissing { return nil }
        if currency == nil, self.object["price_set"]["shop_money"].isNullOrMissing { return nil }
        return try self.optionalShopMoney("price_set", else: "price", in: currency)
    }
}

extension Int64 {
    /// The sum, or the nearest number that fits.
    func saturatingSum(_ other: Int64) -> Int64 {
        let (sum, overflow) = self.addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }
}
