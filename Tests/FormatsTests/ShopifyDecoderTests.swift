import Formats
import Journal
import Retention
import TestKit
import Testing

@Suite struct ShopifyDecoderTests {
    private static let greta = Subject(.customer, "7301550010041")
    private static let order = Subject(.order, "6120230041042")
    private static let cup = LineItem(product: "KH-TAS-001", quantity: 2, price: .eur(12_90))
    private static let pot = LineItem(product: "KH-KAN-004", quantity: 1, price: .eur(54_00))

    /// What each example says, but for the id, which is always topic, action and resource.
    private static let expected: [(String, String, Subject, Event.Body)] =
        Self.orders + Self.parcels + Self.people
        + Self.goods

    private static let orders: [(String, String, Subject, Event.Body)] = [
        (
            "orders--create", "6120230041042", greta,
            .orderCompleted(
                Order(
                    id: "6120230041042",
                    total: .eur(76_72),
                    lines: [cup, pot],
                    coupon: "HERBST10",
                    checkoutID: "1d99195a460d512ab152920749cc9980",
                    cartID: "hWN25d9a16f035e85b8286b1",
                    channel: "web",
                    isReference: true
                )
            )
        ),
        (
            "orders--create.guest", "6120230041045", Subject(.visitor, "hWN2bd4997bdfd4c578c9831"),
            .orderCompleted(
                Order(
                    id: "6120230041045",
                    total: .eur(44_50),
                    lines: [LineItem(product: "KH-BEC-006", quantity: 4, price: .eur(9_90))],
                    checkoutID: "2e41cb1de1905aadb9618576916148ea",
                    cartID: "hWN2bd4997bdfd4c578c9831",
                    channel: "web",
                    isReference: true
                )
            )
        ),
        (
            "orders--create.jpy", "6120230041046", Subject(.customer, "7301550010072"),
            .orderCompleted(
                Order(
                    id: "6120230041046",
                    total: Money(minor: 9_200, .jpy),
                    lines: [
                        LineItem(product: "KH-TEL-002", quantity: 2, price: Money(minor: 2_700, .jpy)),
                        LineItem(product: "KH-ZUC-008", quantity: 1, price: Money(minor: 3_000, .jpy)),
                    ],
                    checkoutID: "b12120f124fc561d920b60730ca23f17",
                    cartID: "hWN207bc2addc884567a8643",
                    channel: "web",
                    isReference: true
                )
            )
        ),
        (
            "orders--create.multi-currency", "6120230041047", Subject(.customer, "7301550010089"),
            .orderCompleted(
                Order(
                    id: "6120230041047",
                    total: .eur(92_42),
                    lines: [
                        LineItem(product: "KH-AUF-009", quantity: 1, price: .eur(46_80)),
                        LineItem(product: "KH-SCH-003", quantity: 2, price: .eur(21_00)),
                    ],
                    coupon: "HERBST10",
                    checkoutID: "c9d08bcf5e8459e6b7e321fb355cc764",
                    cartID: "hWN21bf253c57b185c15a2dc",
                    channel: "web",
                    isReference: true
                )
            )
        ),
        (
            "orders--create.no-pii", "6120230041048", greta,
            .orderCompleted(
                Order(
                    id: "6120230041048",
                    total: .eur(37_30),
                    lines: [LineItem(product: "KH-PLA-007", quantity: 1, price: .eur(32_40))],
                    checkoutID: "5110fde1513251498159fefbbda4561d",
                    cartID: "hWN2701746a741d65bc28697",
                    channel: "web",
                    isReference: true
                )
            )
        ),
        (
            "orders--updated", "6120230041042", greta,
            .orderUpdated(
                OrderVersion(
                    id: "6120230041042",
                    total: .eur(76_72),
                    version: .utc("2025-09-22T09:02:38Z"),
                    placed: .utc("2025-09-14T08:15:28Z"),
                    lines: [LineItem(product: "KH-TAS-001", quantity: 1, price: .eur(12_90)), pot],
                    isReference: true,
                    refunded: .eur(11_61)
                )
            )
        ),
        ("orders--paid", "6120230041042", greta, .orderPaid(OrderStep(orderID: "6120230041042"))),
        (
            "orders--partially_fulfilled", "6120230041042", greta,
            .orderFulfilled(OrderStep(orderID: "6120230041042", isPartial: true))
        ),
        ("orders--fulfilled", "6120230041042", greta, .orderFulfilled(OrderStep(orderID: "6120230041042"))),
        (
            "orders--cancelled", "6120230041043", Subject(.customer, "7301550010058"),
            .orderCancelled(OrderReversal(orderID: "6120230041043", reason: "customer"))
        ),
        (
            "orders--delete", "6120230041043", Subject(.order, "6120230041043"),
            .orderDeleted(OrderStep(orderID: "6120230041043"))
        ),
        ("refunds--create", "1040230041001", order, Self.refunded(.eur(11_61), [("KH-TAS-001", 12_90)])),
        ("refunds--create.goodwill", "1040230041003", order, Self.refunded(.eur(5_00), [])),
        ("refunds--create.no-money", "1040230041005", order, Self.refunded(.eur(0), [("KH-TAS-001", 12_90)])),
        ("refunds--create.pending", "1040230041004", order, Self.refunded(.eur(11_61), [("KH-TAS-001", 12_90)])),
        ("refunds--create.shipping", "1040230041002", order, Self.refunded(.eur(53_50), [("KH-KAN-004", 54_00)])),
        (
            "refunds--create.multi-currency", "1040230041009", Subject(.order, "6120230041047"),
            Self.refunded(.eur(18_90), [("KH-SCH-003", 21_00)], of: "6120230041047")
        ),
    ]

    private static func refunded(
        _ amount: Money,
        _ lines: [(String, Int64)],
        of order: String = "6120230041042"
    ) -> Event.Body {
        let lines = lines.map { LineItem(product: $0.0, quantity: 1, price: .eur($0.1)) }
        return .orderRefunded(OrderReversal(orderID: order, amount: amount, lines: lines))
    }

    private static let parcel = Shipment(
        shipmentID: "5530230041001",
        orderID: "6120230041042",
        carrier: "DHL",
        trackingNumber: "00340434000230041001",
        lines: [cup]
    )
    private static let cart = "hWN25d9a16f035e85b8286b1"
    private static let token = "1d99195a460d512ab152920749cc9980"

    private static let parcels: [(String, String, Subject, Event.Body)] = [
        ("fulfillments--create", "5530230041001", order, .shipmentSent(parcel)),
        ("fulfillments--update", "5530230041001", order, .shipmentUpdated(parcel)),
        (
            "fulfillment_events--create", "21990230041001", order,
            .deliveryUpdated(
                DeliveryProgress(
                    orderID: "6120230041042",
                    status: .inTransit,
                    shipmentID: "5530230041001",
                    estimated: .utc("2025-09-17T16:00:00Z")
                )
            )
        ),
        (
            "fulfillment_events--create.delivered", "21990230041007", order,
            .deliveryUpdated(
                DeliveryProgress(
                    orderID: "6120230041042",
                    status: .delivered,
                    shipmentID: "5530230041001",
                    estimated: .utc("2025-09-17T16:00:00Z")
                )
            )
        ),
        (
            "returns--request", "8410230041001", order,
            .returnRequested(Return(orderID: "6120230041042", returnID: "8410230041001", reason: "defective"))
        ),
        (
            "returns--approve", "8410230041001", order,
            .returnApproved(Return(orderID: "6120230041042", returnID: "8410230041001", reason: "defective"))
        ),
        (
            "returns--close", "8410230041001", order,
            .returnReceived(Return(orderID: "6120230041042", returnID: "8410230041001"))
        ),
        (
            "carts--create", cart, Subject(.visitor, cart),
            .cartUpdated(
                CartContents(
                    cartID: cart,
                    lines: [LineItem(product: "KH-TAS-001", quantity: 1, price: .eur(12_90))]
                )
            )
        ),
        ("carts--update", cart, Subject(.visitor, cart), .cartUpdated(CartContents(cartID: cart, lines: [cup, pot]))),
        ("carts--update.empty", cart, Subject(.visitor, cart), .cartUpdated(CartContents(cartID: cart))),
        (
            "checkouts--create", token, Subject(.visitor, cart),
            .checkoutStarted(
                Checkout(
                    checkoutID: token,
                    cartID: cart,
                    value: .eur(79_80),
                    tax: .eur(12_74),
                    lines: [cup, pot]
                )
            )
        ),
        (
            "checkouts--update", token, greta,
            .checkoutUpdated(
                Checkout(
                    checkoutID: token,
                    cartID: cart,
                    value: .eur(84_70),
                    shipping: .eur(4_90),
                    tax: .eur(13_52),
                    lines: [cup, pot]
                )
            )
        ),
        (
            "checkouts--delete", "39880230041042", Subject(.visitor, cart),
            .checkoutDeleted(Checkout(checkoutID: "39880230041042", cartID: cart))
        ),
    ]

    private static let tomasz = Subject(.customer, "7301550010058")
    private static let profile = Profile(country: "DE", since: .utc("2025-09-14T08:15:29Z"))

    private static let people: [(String, String, Subject, Event.Body)] = [
        ("customers--create", greta.id, greta, .customerIdentified(profile)),
        ("customers--update", greta.id, greta, .profileUpdated(profile)),
        ("customers--enable", greta.id, greta, .customerEnabled(AccountChange())),
        ("customers--disable", tomasz.id, tomasz, .customerDisabled(AccountChange())),
        ("customers--delete", tomasz.id, tomasz, .customerDeleted(AccountChange())),
        (
            "customers--merge", "7301550009987", greta,
            .identityMerged(IdentityMerge(previous: Subject(.customer, "7301550009987")))
        ),
        (
            "customers--purchasing_summary", greta.id, greta,
            .customerSummarized(PurchaseSummary(orders: 1, spent: .eur(76_72), lastOrderID: "6120230041042"))
        ),
        ("customer.tags_added", greta.id, greta, .customerTagged(Tags(tags: ["Stammkunde", "Kobalt"]))),
        ("customer.tags_removed", greta.id, greta, .customerUntagged(Tags(tags: ["Neukunde"]))),
        (
            "customer.joined_segment", "7301550010041/612300410044", greta,
            .customerJoinedSegment(SegmentMembership(segment: "612300410044"))
        ),
        (
            "customer.left_segment", "7301550010041/612300410044", greta,
            .customerLeftSegment(SegmentMembership(segment: "612300410044"))
        ),
        (
            "customers_email_marketing_consent--update", greta.id, greta,
            .consentGranted(Consent(channel: "email", purpose: "marketing", isConfirmed: true))
        ),
        (
            "customers_email_marketing_consent--update.unsubscribed", tomasz.id, tomasz,
            .consentWithdrawn(Consent(channel: "email", purpose: "marketing"))
        ),
        (
            "customers_marketing_consent--update", greta.id, greta,
            .consentGranted(Consent(channel: "sms", purpose: "marketing", source: "SHOPIFY", isConfirmed: false))
        ),
        (
            "customers--data_request", "9120041", greta,
            .privacyDataRequested(PrivacyRequest(requestID: "9120041", orders: ["6120230041042", "6120230041044"]))
        ),
        (
            "customers--redact", tomasz.id, tomasz,
            .privacyErasureRequested(PrivacyRequest(orders: ["6120230041043"]))
        ),
        (
            "shop--redact", "kachelhaus.myshopify.com", Subject(.shop, "kachelhaus.myshopify.com"),
            .privacyShopErasureRequested(PrivacyRequest())
        ),
    ]

    private static func stock(
        _ name: String,
        _ item: String,
        _ available: Int64
    ) -> (String, String, Subject, Event.Body) {
        let level = StockLevel(available: available, location: "88210040017")
        return (name, "\(item)/88210040017", Subject(.product, item), .stockChanged(level))
    }

    private static let goods: [(String, String, Subject, Event.Body)] = [
        (
            "products--create", "8811230040001", Subject(.product, "8811230040001"),
            .productPublished(
                Product(
                    name: "Tasse Elbe",
                    category: "Tassen",
                    brand: "Kachelhaus",
                    variants: [
                        LineItem(product: "KH-TAS-001", quantity: 1), LineItem(product: "KH-TAS-001-B", quantity: 1),
                    ]
                )
            )
        ),
        ("products--delete", "8811230040007", Subject(.product, "8811230040007"), .productWithdrawn(Product())),
        Self.stock("inventory_levels--update", "48720230040001", 38),
        Self.stock("inventory_levels--update.sold-out", "48720230040004", 0),
        Self.stock("inventory_levels--connect", "48720230040001", 40),
        Self.stock("inventory_levels--disconnect", "48720230040007", 0),
    ]

    private static let left: [(String, String)] = [
        ("orders--create.test", "shopify.test-order"), ("orders--edited", "shopify.order-edit"),
        ("customers--merge.failed", "shopify.merge-not-done"),
    ]

    @Test(arguments: Self.expected.indices)
    func `given an example webhook, when it is decoded, then the event says the same`(index: Int) throws {
        let (name, resource, subject, body) = Self.expected[index]
        let hook = try Hook(name)
        let topic = try #require(hook.header("X-Shopify-Topic"))
        let action = try #require(hook.header("X-Shopify-Event-Id"))
        let time = try #require(hook.header("X-Shopify-Triggered-At"))
        let event = try #require(hook.event(), "\(name): \(hook.decoded())")
        #expect(event.body == body, "\(name)")
        #expect(event.id == "\(topic)/\(action)/\(resource)")
        #expect(event.subject == subject)
        #expect(event.time == .utc(String(time.prefix(23)) + "Z"))
        #expect(event.origin == Hook.place)
        #expect(!event.isLetter)
    }

    @Test(arguments: Self.left)
    func `given a webhook that tells no fact, when it is decoded, then it is left out with its reason`(
        name: String,
        code: String
    ) throws {
        #expect(try Hook(name).decoded().ignored == code)
    }

    @Test func `given the request to erase a mere address, when it is decoded, then it is refused for a person`() throws
    {
        let rejection = try #require(Hook("customers--redact.email-only").decoded().rejection)
        #expect(rejection.reason == "shopify.no-customer-id")
        #expect(rejection.pointer == "/customer/id")
    }

    @Test func `given all examples, when they are counted, then none is without an expectation`() {
        let covered =
            Self.expected.map(\.0) + Self.left.map(\.0) + ["customers--redact.email-only", "products--update"]
        #expect(Set(covered) == Set(Hook.names))
        #expect(covered.count == Hook.names.count)
    }

    @Test func `given all examples, when they are decoded, then each event has an id of its own`() throws {
        let ids = try Hook.names.compactMap { try Hook($0).event()?.id }
        #expect(Set(ids).count == ids.count)
        #expect(ids.count == Hook.names.count - 4)
    }
}
