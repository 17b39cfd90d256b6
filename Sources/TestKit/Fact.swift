public import Retention

/// An event as a specification writes it: what happened and when, while id, subject and place come by themselves.
public struct Fact: Sendable {
    /// What happened.
    public let body: Event.Body
    /// When it happened.
    public let time: Timestamp
    /// The producer's id; the story numbers the events that have none.
    public let id: String?

    /// Makes a fact from a body.
    public init(_ body: Event.Body, at time: Timestamp, id: String? = nil) {
        self.body = body
        self.time = time
        self.id = id
    }

    /// An order was completed.
    ///
    /// - Parameters:
    ///   - order: The shop's id of the order.
    ///   - total: What the customer pays, in minor units: `12_50` is 12.50 euros.
    ///   - currency: The currency of the total.
    ///   - time: When it was completed.
    ///   - id: The producer's id of the event.
    /// - Returns: The fact.
    public static func order(
        _ order: String,
        _ total: Int64 = 10_00,
        _ currency: Currency = .eur,
        at time: Timestamp,
        id: String? = nil
    ) -> Fact {
        Fact(.orderCompleted(Order(id: order, total: Money(minor: total, currency))), at: time, id: id)
    }

    /// An order was called off.
    public static func cancelled(_ order: String, at time: Timestamp, id: String? = nil) -> Fact {
        Fact(.orderCancelled(OrderReversal(orderID: order)), at: time, id: id)
    }

    /// Money of an order was given back: `amount` in minor units, or all that is left of the order.
    public static func refunded(
        _ order: String,
        _ amount: Int64? = nil,
        _ currency: Currency = .eur,
        at time: Timestamp,
        id: String? = nil
    ) -> Fact {
        let money = amount.map { Money(minor: $0, currency) }
        return Fact(.orderRefunded(OrderReversal(orderID: order, amount: money)), at: time, id: id)
    }

    /// A product's page was looked at.
    public static func viewed(_ product: String = "sku", at time: Timestamp, id: String? = nil) -> Fact {
        Fact(.productViewed(ProductView(product: product)), at: time, id: id)
    }

    /// Pieces of a product were put into the cart, each at `price` minor units when that is known.
    public static func added(
        _ product: String = "sku",
        _ quantity: Int64 = 1,
        price: Int64? = nil,
        _ currency: Currency = .eur,
        cart: String? = nil,
        at time: Timestamp,
        id: String? = nil
    ) -> Fact {
        Fact(.productAdded(change(product, quantity, price, currency, cart)), at: time, id: id)
    }

    /// Pieces of a product were taken out of the cart, each at `price` minor units when that is known.
    public static func removed(
        _ product: String = "sku",
        _ quantity: Int64 = 1,
        price: Int64? = nil,
        _ currency: Currency = .eur,
        cart: String? = nil,
        at time: Timestamp,
        id: String? = nil
    ) -> Fact {
        Fact(.productRemoved(change(product, quantity, price, currency, cart)), at: time, id: id)
    }

    /// The shop was mentioned; `sentiment` runs from -1 to 1 and is rounded to millionths, and unscored when missing.
    ///
    /// Traps on a sentiment outside -1 to 1.
    public static func mentioned(
        _ sentiment: Double? = nil,
        on network: String = "instagram",
        at time: Timestamp,
        id: String? = nil
    ) -> Fact {
        let score = sentiment.map { Sentiment.scored($0) }
        return Fact(.socialMentioned(Mention(network: network, sentiment: score)), at: time, id: id)
    }

    private static func change(
        _ product: String,
        _ quantity: Int64,
        _ price: Int64?,
        _ currency: Currency,
        _ cart: String?
    ) -> CartChange {
        CartChange(
            product: product,
            quantity: quantity,
            price: price.map { Money(minor: $0, currency) },
            cartID: cart
        )
    }
}

extension Currency {
    /// The euro.
    public static let eur = known("EUR")
    /// The dollar of the United States.
    public static let usd = known("USD")
    /// The yen, whose minor unit is the yen itself.
    public static let jpy = known("JPY")

    private static func known(_ code: String) -> Currency {
        guard let currency = Currency(code) else { preconditionFailure("\(code) is no code of a currency") }
        return currency
    }
}

extension Sentiment {
    /// A sentiment from -1 to 1, rounded to millionths; traps on anything else.
    public static func scored(_ score: Double) -> Sentiment {
        guard abs(score) <= 1, let sentiment = Sentiment(millionths: Int64((score * 1_000_000).rounded())) else {
            preconditionFailure("the sentiment \(score) does not lie from -1 to 1")
        }
        return sentiment
    }
}

extension Money {
    /// An amount of euro cents.
    public static func eur(_ minor: Int64) -> Money { Money(minor: minor, .eur) }
    /// An amount of dollar cents.
    public static func usd(_ minor: Int64) -> Money { Money(minor: minor, .usd) }
}
