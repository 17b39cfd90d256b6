import Retention

/// What happened and when; the story gives it an id and a place.
struct Fact {
    let body: Event.Body
    let time: Timestamp
    var id: String?

    init(_ body: Event.Body, at text: String, id: String? = nil) {
        self.init(body, at(text), id: id)
    }

    init(_ body: Event.Body, _ time: Timestamp, id: String? = nil) {
        self.body = body
        self.time = time
        self.id = id
    }

    static func order(
        _ order: String,
        _ cents: Int64 = 10_00,
        _ currency: String = "EUR",
        coupon: String? = nil,
        products: [String] = [],
        at text: String,
        id: String? = nil
    ) -> Fact {
        let lines = products.map { LineItem(product: $0) }
        let total = Money(minor: cents, Currency(known: currency))
        return Fact(.orderCompleted(Order(id: order, total: total, lines: lines, coupon: coupon)), at: text, id: id)
    }

    static func cancelled(_ order: String, at text: String) -> Fact {
        Fact(.orderCancelled(OrderReversal(orderID: order)), at: text)
    }

    /// Money of an order given back, all of it without an amount.
    static func refunded(_ order: String, _ cents: Int64? = nil, at text: String) -> Fact {
        let amount = cents.map { Money(minor: $0, Currency(known: "EUR")) }
        return Fact(.orderRefunded(OrderReversal(orderID: order, amount: amount)), at: text)
    }

    static func viewed(_ product: String = "sku", at text: String, id: String? = nil) -> Fact {
        Fact(.productViewed(ProductView(product: product)), at: text, id: id)
    }

    static func added(_ product: String = "sku", cents: Int64 = 10_00, at text: String, id: String? = nil) -> Fact {
        let price = Money(minor: cents, Currency(known: "EUR"))
        return Fact(.productAdded(CartChange(product: product, price: price)), at: text, id: id)
    }

    static func removed(_ product: String = "sku", at text: String) -> Fact {
        Fact(.productRemoved(CartChange(product: product)), at: text)
    }

    /// Somebody spoke of the shop, with a sentiment in hundredths where it was scored.
    static func mentioned(_ hundredths: Int64? = nil, on network: String = "mastodon", at text: String) -> Fact {
        let sentiment = hundredths.flatMap { Sentiment(millionths: $0 * 10_000) }
        return Fact(.socialMentioned(Mention(network: network, sentiment: sentiment)), at: text)
    }

    static func born(_ date: String?, zone: String? = nil, at text: String) -> Fact {
        Fact(.profileUpdated(Profile(birthDate: date.flatMap { CalendarDay($0) }, timeZone: zone)), at: text)
    }

    static func zone(_ zone: String, at text: String) -> Fact { .born(nil, zone: zone, at: text) }

    static func complained(_ ticket: String = "t-1", at text: String) -> Fact {
        Fact(.complaintOpened(Ticket(ticketID: ticket)), at: text)
    }

    static func answered(_ ticket: String = "t-1", at text: String) -> Fact {
        Fact(.complaintResolved(Ticket(ticketID: ticket)), at: text)
    }

    static func consents(
        _ channel: String = "email",
        to purpose: String = "marketing",
        until end: String? = nil,
        at text: String
    ) -> Fact {
        let consent = Consent(channel: channel, purpose: purpose, expires: end.map { at($0) }, isConfirmed: true)
        return Fact(.consentGranted(consent), at: text)
    }

    static func asked(_ channel: String = "email", at text: String) -> Fact {
        Fact(.consentRequested(Consent(channel: channel, purpose: "marketing")), at: text)
    }

    static func withdrew(_ channel: String = "email", at text: String) -> Fact {
        Fact(.consentWithdrawn(Consent(channel: channel, purpose: "marketing")), at: text)
    }

    static func prefers(_ preferences: Preferences, at text: String) -> Fact {
        Fact(.preferencesUpdated(preferences), at: text)
    }
}

extension Currency {
    init(known code: String) {
        guard let currency = Currency(code) else { preconditionFailure("\(code) is no code of a currency") }
        self = currency
    }
}

/// Reads `2027-03-01`, `2027-03-01T10:00`, `2027-03-01T10:00:30` or `2027-03-01T10:00:30.500`, in UTC; traps on
/// anything else.
func at(_ text: String) -> Timestamp {
    let halves = text.split(separator: "T")
    guard let day = CalendarDay(String(halves[0])) else { preconditionFailure("\(text) is no instant") }
    var milliseconds = Int64(day.number) * 86_400_000
    if halves.count > 1 {
        let seconds = halves[1].split(separator: ".")
        var unit: Int64 = 3_600_000
        for part in seconds[0].split(separator: ":") {
            milliseconds += (Int64(part) ?? 0) * unit
            unit /= 60
        }
        if seconds.count > 1 { milliseconds += Int64(seconds[1]) ?? 0 }
    }
    return Timestamp(milliseconds: milliseconds)
}

extension Timestamp {
    /// As ``at(_:)`` reads it, without seconds and milliseconds that are zero.
    var text: String {
        if self == .never { return "never" }
        let day = self.milliseconds >= 0 ? self.milliseconds / 86_400_000 : (self.milliseconds + 1) / 86_400_000 - 1
        let rest = self.milliseconds - day * 86_400_000
        func padded(_ number: Int64, _ width: Int = 2) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        var text =
            "\(CalendarDay(number: Int32(clamping: day)))T\(padded(rest / 3_600_000)):\(padded(rest / 60_000 % 60))"
        if rest % 60_000 != 0 { text += ":\(padded(rest / 1_000 % 60))" }
        if rest % 1_000 != 0 { text += ".\(padded(rest % 1_000, 3))" }
        return text
    }
}
