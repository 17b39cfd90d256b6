import Formats
import Journal
import Retention
import TestKit
import Testing

@Suite struct ShopifyTrapTests {
    private static let euro = SourceSettings(defaults: Defaults(currency: .eur))

    private func version(_ hook: Hook) -> OrderVersion? {
        if case .orderUpdated(let version) = hook.event()?.body { version } else { nil }
    }

    private func refund(_ hook: Hook, _ settings: SourceSettings = SourceSettings()) -> OrderReversal? {
        if case .orderRefunded(let refund) = hook.event(settings)?.body { refund } else { nil }
    }

    // MARK: Headers

    @Test func `given headers in small letters, when the webhook is decoded, then the event is the same`() throws {
        let hook = try Hook("orders--create")
        let small = Hook(headers: hook.headers.map { ($0.0.lowercased(), $0.1) }, body: hook.body)
        #expect(small.event() == hook.event())
        #expect(hook.event() != nil)
    }

    @Test func `given two deliveries of one event, when they are decoded, then they are the same event`() throws {
        let hook = try Hook("refunds--create")
        #expect(hook.with(header: "X-Shopify-Webhook-Id", "another").event() == hook.event())
    }

    @Test func `given no topic in the headers, when one is configured, then headers still tell id and time`() throws {
        let hook = try Hook("orders--paid")
        let settings = SourceSettings(format: .shopify, shopifyTopic: "orders/paid")
        #expect(hook.with(header: "X-Shopify-Topic", nil).event(settings) == hook.event())
        let bare = Hook(headers: [], body: hook.body).event(settings)
        #expect(bare?.id == "orders/paid/6120230041042/2025-09-14T08:19:30.000Z")
        #expect(bare?.time == .utc("2025-09-14T08:19:30Z"))
    }

    @Test func `given no topic at all, when the webhook is decoded, then it is refused`() throws {
        let hook = try Hook("orders--paid").with(header: "X-Shopify-Topic", nil)
        #expect(hook.decoded(SourceSettings(format: .shopify)).rejection?.reason == "shopify.topic-missing")
    }

    @Test func `given no event id in the headers, when the webhook is decoded, then the version stands in`() throws {
        let hook = try Hook("orders--updated").with(header: "X-Shopify-Event-Id", nil)
        #expect(hook.event()?.id == "orders/updated/6120230041042/2025-09-22T09:02:38.000Z")
        let timeless = try Hook("customers--merge").with(header: "X-Shopify-Event-Id", nil)
        #expect(timeless.event()?.id == "customers/merge/7301550009987/2025-09-23T12:11:30.733Z")
    }

    @Test func `given no time at all, when the webhook is decoded, then it is refused`() throws {
        let hook = try Hook("orders--delete").with(header: "X-Shopify-Triggered-At", nil)
        #expect(hook.decoded().rejection?.reason == "shopify.time-missing")
    }

    @Test(arguments: ["yesterday", "1969-12-31T23:59:59Z", "2025-13-01T00:00:00Z"])
    func `given a time that is none, when the webhook is decoded, then it is refused`(time: String) throws {
        let hook = try Hook("orders--paid").with(header: "X-Shopify-Triggered-At", time)
        #expect(hook.decoded().rejection?.reason == "shopify.header-invalid")
    }

    @Test(arguments: ["themes/publish", "orders/risk_assessment_changed", "returns/reopen", "customers", "x", "a/b/c"])
    func `given a topic that is not known, when the webhook is decoded, then it is left out`(topic: String) throws {
        #expect(try Hook("orders--create").with(header: "X-Shopify-Topic", topic).decoded().ignored == "type.unknown")
    }

    // MARK: Who

    @Test func `given an id that a bridge rounded, when the gid differs, then the gid counts`() throws {
        let hook = try Hook("orders--create.test").with("test", .flag(false))
            .with("id", .number("820230041982911900"))
            .with("customer/id", .number("9007199254740992"))
            .with("customer/admin_graphql_api_id", .text("gid://shopify/Customer/9007199254740993"))
        let event = try #require(hook.event())
        #expect(event.subject == Subject(.customer, "9007199254740993"))
        #expect(event.id.hasSuffix("/820230041982911946"))
    }

    @Test func `given an id above 2⁵³ without a gid, when it is decoded, then it stays exact`() throws {
        let hook = try Hook("refunds--create").with("order_id", .number("9007199254740993"))
        #expect(hook.event()?.subject == Subject(.order, "9007199254740993"))
    }

    @Test func `given a guest's order, when tokens are missing, then the next best names the visitor`() throws {
        let guest = try Hook("orders--create.guest").with("cart_token", .null)
        #expect(guest.event()?.subject == Subject(.visitor, "2e41cb1de1905aadb9618576916148ea"))
        let bare = guest.with("checkout_token", nil).with("customer", nil)
        #expect(bare.event()?.subject == Subject(.visitor, "order-6120230041045"))
    }

    @Test func `given a checkout without a cart, when it is decoded, then its own token names the visitor`() throws {
        let hook = try Hook("checkouts--create").with("cart_token", .null)
        #expect(hook.event()?.subject == Subject(.visitor, "1d99195a460d512ab152920749cc9980"))
        #expect(hook.with("id", nil).event() == hook.event())
    }

    // MARK: Money

    @Test(arguments: ["9200", "9200.0", "9200.00"])
    func `given money without decimals, when it is written in any way, then it is the same`(amount: String) throws {
        let hook = try Hook("orders--create.jpy").with("current_total_price_set", nil)
            .with("current_total_price", .text(amount))
        guard case .orderCompleted(let order)? = hook.event()?.body else {
            Issue.record("\(hook.decoded())")
            return
        }
        #expect(order.total == Money(minor: 9_200, .jpy))
    }

    @Test func `given an order without sets, when it is decoded, then plain amounts count`() throws {
        let hook = try Hook("orders--create")
        let plain = hook.with("current_total_price_set", nil).with("total_price_set", .null)
            .with("line_items/0/price_set", nil)
        #expect(plain.event() == hook.event())
        #expect(plain.with("current_total_price", .null).event() == hook.event())
        let none = plain.with("current_total_price", .null).with("total_price", .null).decoded().rejection
        #expect(none?.reason == "field.missing")
        #expect(none?.pointer == "/total_price")
    }

    @Test func `given a gesture of goodwill, when the order is told again, then the customer pays less`() throws {
        let refund = try Hook("refunds--create.goodwill").body
        let hook = try Hook("orders--updated").with("refunds", .list([refund]))
            .with("current_total_price_set", nil).with("current_total_price", .text("76.72"))
        #expect(self.version(hook)?.total == .eur(76_72))
        #expect(self.version(hook)?.refunded == .eur(5_00))
    }

    @Test func `given a gesture of goodwill that failed, when the order is told again, then nothing changes`() throws {
        let refund = try Hook("refunds--create.goodwill").body.with("transactions/0/status", .text("failure"))
        let hook = try Hook("orders--updated").with("refunds", .list([refund]))
            .with("current_total_price_set", nil).with("current_total_price", .text("76.72"))
        #expect(self.version(hook)?.total == .eur(76_72))
        #expect(self.version(hook)?.refunded == .eur(0))
    }

    @Test func `given a cancelled order, when it is told as a whole, then the version is cancelled`() throws {
        let hook = try Hook("orders--cancelled").with(header: "X-Shopify-Topic", "orders/updated")
        #expect(self.version(hook)?.isCancelled == true)
        #expect(self.version(hook)?.lines == [])
    }

    @Test func `given goods that came back without money, when the order is told again, then it costs the same`() throws
    {
        let hook = try Hook("orders--updated").with("refunds", .list([try Hook("refunds--create.no-money").body]))
        #expect(self.version(hook)?.total == .eur(76_72))
        #expect(self.version(hook)?.refunded == .eur(0))
    }

    @Test func `given a refund under way, when the order is told again, then it counts once and for all`() throws {
        let pending = try Hook("orders--updated").with("refunds", .list([try Hook("refunds--create.pending").body]))
        #expect(self.version(pending)?.total == .eur(76_72))
        #expect(self.version(pending)?.refunded == .eur(11_61))
    }

    @Test func `given shipping in two places, when it is refunded, then it counts once`() throws {
        let refund = try Hook("refunds--create.shipping").body
        let hook = try Hook("orders--updated").with("refunds", .list([refund]))
            .with("current_total_price_set", nil).with("current_total_price", .text("23.22"))
        #expect(self.version(hook)?.total == .eur(76_72))
        #expect(self.version(hook)?.refunded == .eur(53_50))
        let pending = hook.with("refunds/0/transactions/0/status", .text("pending"))
        #expect(self.version(pending)?.total == .eur(76_72))
    }

    @Test func `given an edit that took a line out, when the order is told again, then the line is not paid`() throws {
        let edit = try Hook("refunds--create.no-money").body.with("order_adjustments", .list([]))
        let hook = try Hook("orders--updated").with("refunds", .list([edit]))
        #expect(self.version(hook)?.total == .eur(65_11))
        #expect(self.version(hook)?.refunded == .eur(0))
    }

    @Test func `given a refund that failed, when it is decoded, then no money went back`() throws {
        for status in ["failure", "error"] {
            let hook = try Hook("refunds--create").with("transactions/0/status", .text(status))
            #expect(self.refund(hook)?.amount == .eur(0))
        }
        let sale = try Hook("refunds--create").with("transactions/0/kind", .text("sale"))
        #expect(self.refund(sale)?.amount == .eur(0))
    }

    @Test func `given the buyer's currency, when taxes are on top, then the lines tell the shop's money with them`()
        throws
    {
        let hook = try Hook("refunds--create.multi-currency").with("transactions/0/amount", .text("254.02"))
        #expect(self.refund(hook)?.amount == .eur(22_68))
    }

    @Test func `given the buyer's currency, when nothing fits, then the refund's own rate converts`() throws {
        let hook = try Hook("refunds--create.multi-currency").with("transactions/0/amount", .text("105.84"))
        #expect(self.refund(hook)?.amount == .eur(9_45))
    }

    @Test func `given the buyer's currency, when the refund is under way, then its lines announce it`() throws {
        let hook = try Hook("refunds--create.multi-currency").with("transactions/0/status", .text("pending"))
        #expect(self.refund(hook)?.amount == .eur(18_90))
    }

    @Test func `given a goodwill in the buyer's currency, when it is decoded, then the shop's money is the gap`() throws
    {
        let hook = try Hook("refunds--create.goodwill").with("transactions/0/currency", .text("SEK"))
            .with("transactions/0/amount", .text("56.00"))
            .with("order_adjustments/0/amount_set/presentment_money/amount", .text("-56.00"))
            .with("order_adjustments/0/amount_set/presentment_money/currency_code", .text("SEK"))
            .with("order_adjustments/0/tax_amount_set/presentment_money/currency_code", .text("SEK"))
        #expect(self.refund(hook)?.amount == .eur(5_00))
    }

    @Test func `given no currency of a transaction, when it is decoded, then it is the shop's`() throws {
        let hook = try Hook("refunds--create").with("transactions/0/currency", .null)
        #expect(self.refund(hook)?.amount == .eur(11_61))
    }

    @Test func `given amounts beyond all reason, when a refund is decoded, then it is refused`() throws {
        let hook = try Hook("refunds--create").with("transactions/0/amount", .text("9000000000000.00"))
        guard let transaction = hook.body["transactions"]?["0"] else { return }
        let rejection = hook.with("transactions", .list([transaction, transaction])).decoded().rejection
        #expect(rejection?.reason == "number.range")
        #expect(rejection?.pointer == "/transactions")
    }

    @Test func `given amounts of two shop currencies, when a refund is decoded, then it is refused`() throws {
        let hook = try Hook("orders--updated")
            .with("refunds/0/refund_line_items/0/subtotal_set/shop_money/currency_code", .text("USD"))
        let rejection = hook.decoded().rejection
        #expect(rejection?.reason == "currency.mixed")
        #expect(rejection?.pointer == "/refunds/0/refund_line_items/0/subtotal_set/shop_money/currency_code")
    }

    @Test func `given a refund without any currency, when none is configured, then it is refused`() throws {
        let hook = try Hook("refunds--create.no-money").with("total_duties_set", nil)
            .with("order_adjustments", nil).with("refund_line_items/0/subtotal_set", nil)
        #expect(hook.decoded().rejection?.reason == "currency.missing")
        #expect(self.refund(hook, Self.euro)?.amount == .eur(0))
    }

    // MARK: Lines, carts and checkouts

    @Test func `given a line without a SKU, when it is decoded, then variant, product or line name it`() throws {
        var hook = try Hook("carts--update").with("line_items/0/sku", .text(""))
        #expect(self.product(hook) == "46610230040001")
        hook = hook.with("line_items/0/variant_id", .null)
        #expect(self.product(hook) == "8811230040001")
        hook = hook.with("line_items/0/product_id", nil).with("line_items/0/id", .number("17"))
        #expect(self.product(hook) == "17")
    }

    private func product(_ hook: Hook) -> String? {
        if case .cartUpdated(let cart)? = hook.event()?.body { cart.lines.first?.product } else { nil }
    }

    @Test func `given a checkout with lists for objects, when it is decoded, then they are passed over`() throws {
        let hook = try Hook("checkouts--update").with("shipping_address", .list([])).with("customer", nil)
        #expect(hook.event()?.subject == Subject(.visitor, "hWN25d9a16f035e85b8286b1"))
    }

    @Test func `given a checkout in the buyer's currency, when it is decoded, then it has no amounts`() throws {
        let hook = try Hook("checkouts--update").with("presentment_currency", .text("SEK"))
        guard case .checkoutUpdated(let checkout)? = hook.event()?.body else {
            Issue.record("\(hook.decoded())")
            return
        }
        #expect(checkout.value == nil)
        #expect(checkout.lines.map(\.price) == [nil, nil])
    }

    // MARK: Parcels, people and goods

    @Test(
        arguments: [
            ("attempted_delivery", .attempted), ("confirmed", .confirmed), ("delayed", .delayed), ("failure", .failed),
            ("label_printed", .other), ("out_for_delivery", .outForDelivery), ("ready_for_pickup", .readyForPickup),
            ("picked_up", .pickedUp), ("carrier_picked_up", .inTransit), ("beamed_up", .other),
            ("DELIVERED", .delivered),
        ] as [(String, DeliveryProgress.Status)]
    )
    func `given a status of a carrier, when it is decoded, then it has its name here`(
        word: String,
        status: DeliveryProgress.Status
    ) throws {
        let hook = try Hook("fulfillment_events--create").with("status", .text(word))
        guard case .deliveryUpdated(let progress)? = hook.event()?.body else {
            Issue.record("\(hook.decoded())")
            return
        }
        #expect(progress.status == status)
    }

    @Test(
        arguments: [
            ("PENDING", .consentRequested), ("not_subscribed", .consentWithdrawn), ("redacted", .consentWithdrawn),
            ("invalid", .consentWithdrawn), ("subscribed", .consentGranted),
        ] as [(String, Event.Kind)]
    )
    func `given a state of consent, when it is decoded, then it is asked for, granted or withdrawn`(
        state: String,
        kind: Event.Kind
    ) throws {
        let hook = try Hook("customers_email_marketing_consent--update")
            .with("email_marketing_consent/state", .text(state))
            .with("email_marketing_consent/consent_updated_at", .null)
        #expect(hook.event()?.body.kind == kind)
    }

    @Test func `given an unknown state of consent, when it is decoded, then it is refused`() throws {
        let hook = try Hook("customers_marketing_consent--update").with("sms_marketing_consent/state", .text("maybe"))
        #expect(hook.decoded().rejection?.pointer == "/sms_marketing_consent/state")
    }

    @Test(arguments: ["failed", "in_progress", "REQUESTED"])
    func `given a merge that is not done, when it is decoded, then nobody is merged`(status: String) throws {
        #expect(
            try Hook("customers--merge").with("status", .text(status)).decoded().ignored == "shopify.merge-not-done"
        )
    }

    @Test func `given a product, when a currency is configured, then its variants have prices`() throws {
        let event = try Hook("products--update").event(Self.euro)
        #expect(event?.subject == Subject(.product, "8811230040001"))
        #expect(
            event?.body
                == .productUpdated(
                    Product(
                        name: "Tasse Elbe",
                        category: "Tassen",
                        brand: "Kachelhaus",
                        variants: [
                            LineItem(product: "KH-TAS-001", quantity: 1, price: .eur(10_90)),
                            LineItem(product: "KH-TAS-001-B", quantity: 1, price: .eur(12_90)),
                        ]
                    )
                )
        )
    }

    @Test func `given a product of one variant, when it is decoded, then price and stock number are the product's`()
        throws
    {
        guard
            case .productPublished(let product)? = try Hook("products--create").with("variants/1", nil)
                .event(Self.euro)?.body
        else {
            Issue.record("not published")
            return
        }
        #expect(product.price == .eur(12_90))
        #expect(product.inventoryID == "48720230040001")
    }

    @Test func `given a draft or an archived product, when it is decoded, then it is not in the catalogue`() throws {
        #expect(try Hook("products--create").with("status", .text("draft")).event()?.body.kind == .productUpdated)
        #expect(try Hook("products--update").with("status", .text("archived")).event()?.body.kind == .productWithdrawn)
    }

    @Test func `given stock that nobody counts, when it is decoded, then it is left out`() throws {
        let hook = try Hook("inventory_levels--update").with("available", .null)
        #expect(hook.decoded().ignored == "shopify.stock-untracked")
    }
}
