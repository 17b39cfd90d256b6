import Journal
import Retention
import TestKit

/// A small shop whose webhooks are made up from a seed, and what is true of it.
struct ShopifyShop {
    /// A webhook, with the place of the action that it tells.
    struct Record {
        var headers: [(String, String)]
        var body: String
        var time: Timestamp
        var offset: Int64
        /// The order of an `orders/create`.
        var created: String?
        /// The order of an `orders/updated`.
        var updated: String?
    }

    /// What a person bought in the end.
    struct Truth: Equatable {
        var orders = 0
        var revenue: Int64 = 0
    }

    static let start = Timestamp.utc("2025-03-01T08:00:00Z")

    private(set) var records: [Record] = []
    private(set) var truth: [Subject: Truth] = [:]
    private var random: SeededRandom
    private var now: Int64 = 0
    private var serial = 0

    init(seed: UInt64) {
        self.random = SeededRandom(seed: seed)
        for person in 0..<(2 + self.random.below(3)) {
            let isGuest = self.random.oneIn(3)
            for visit in 0..<(isGuest ? 1 : 1 + self.random.below(4)) {
                self.visit(person: person, visit: visit, isGuest: isGuest)
            }
        }
        self.records.sort { ($0.time, $0.offset) < ($1.time, $1.offset) }
    }

    // MARK: A visit

    private mutating func visit(person: Int, visit: Int, isGuest: Bool) {
        self.now = Self.start.milliseconds + Int64(visit) * 86_400_000 * 20 + Int64(self.random.below(86_400_000 * 15))
        var order = ShopifyOrder(
            id: 6_120_000_000_000 + Int64(person * 100 + visit),
            customer: isGuest ? nil : 7_301_000_000_000 + Int64(person),
            cart: "cart\(person)x\(visit)"
        )
        for _ in 0...self.random.below(3) { order.lines.append(self.line()) }
        order.shipping = self.random.oneIn(3) ? 0 : 490
        self.cart(order)
        if self.random.oneIn(3) { self.consent(order) }
        guard !self.random.oneIn(5) else { return }
        order.placed = self.now / 1_000
        self.tell("orders/create", order, after: self.pause())
        self.tell("orders/updated", order, after: self.pause())
        for _ in 0..<self.random.below(7) { self.happen(to: &order) }
        var truth = self.truth[order.subject] ?? Truth()
        if !order.isCancelled {
            truth.orders += 1
            truth.revenue += order.due - order.refunds.reduce(0) { $0 + $1.money }
        }
        self.truth[order.subject] = truth
    }

    private mutating func line() -> ShopifyOrder.Line {
        let price = Int64(100 + self.random.below(5_000))
        return .init(sku: "sku-\(self.random.below(20))", price: price, quantity: Int64(1 + self.random.below(3)))
    }

    private mutating func cart(_ order: ShopifyOrder) {
        for (index, lines) in [Array(order.lines.prefix(1)), [], order.lines].enumerated()
        where index != 1 || self.random.oneIn(4) {
            let lines = lines.map(\.json).joined(separator: ",")
            let body = """
                {"id":"\(order.cart)","token":"\(order.cart)","line_items":[\(lines)],\
                "updated_at":"\(self.second)","created_at":"\(self.second)"}
                """
            self.put(index == 0 ? "carts/create" : "carts/update", body, after: self.pause())
        }
    }

    private mutating func consent(_ order: ShopifyOrder) {
        guard let customer = order.customer else { return }
        let body = """
            {"customer_id":\(customer),"email_address":"someone@example.org","email_marketing_consent":\
            {"state":"subscribed","opt_in_level":"single_opt_in","consent_updated_at":"\(self.second)"}}
            """
        self.put("customers_email_marketing_consent/update", body, after: self.pause())
    }

    /// One thing that happens to a placed order, told by its own topic and by the order as a whole.
    private mutating func happen(to order: inout ShopifyOrder) {
        guard !order.isCancelled else { return }
        let action = self.action()
        switch self.random.below(10) {
        case 0: self.tell("orders/paid", order, action: action, after: self.pause())
        case 1:
            let body = """
                {"id":\(order.id + 500),"order_id":\(order.id),"status":"success","tracking_company":"DHL",\
                "line_items":[\(order.lines.map(\.json).joined(separator: ","))],"updated_at":"\(self.second)"}
                """
            self.put("fulfillments/create", body, after: self.pause())
            self.tell("orders/fulfilled", order, action: action, after: self.pause())
        case 2:
            // An edit that adds a line.
            order.lines.append(self.line())
            self.put("orders/edited", #"{"order_edit":{"order_id":\#(order.id)}}"#, after: self.pause())
        case 3:
            // An edit that removes a piece shows as a refund without money.
            guard let piece = self.piece(of: &order) else { return }
            order.refunds.append(.init(id: self.nextID(), lines: [piece], money: 0, discrepancy: 0))
        case 4:
            if self.random.oneIn(2) {
                order.isCancelled = true
                self.tell("orders/cancelled", order, action: action, after: self.pause())
            }
        default: self.refund(&order)
        }
        self.tell("orders/updated", order, action: action, after: self.pause())
        // Repeated for reasons of the shop's own.
        for _ in 0..<self.random.below(3) { self.tell("orders/updated", order, after: self.pause()) }
    }

    private mutating func piece(of order: inout ShopifyOrder) -> ShopifyOrder.Line? {
        let index = self.random.below(order.lines.count)
        guard order.lines[index].current > 0 else { return nil }
        order.lines[index].current -= 1
        return .init(sku: order.lines[index].sku, price: order.lines[index].price, quantity: 1)
    }

    private mutating func refund(_ order: inout ShopifyOrder) {
        let left = order.due - order.refunds.reduce(0) { $0 + $1.money }
        var refund = ShopifyOrder.Refund(id: self.nextID(), lines: [], money: 0, discrepancy: 0)
        switch self.random.below(5) {
        case 0:
            // A gesture of goodwill.
            guard left > 1 else { return }
            refund.money = Int64(1 + self.random.below(Int(min(left, 2_000))))
            refund.discrepancy = -refund.money
        case 1:
            // Back on the shelf, without money.
            guard let piece = self.piece(of: &order) else { return }
            refund.lines = [piece]
            refund.discrepancy = piece.price
        case 2:
            guard order.shipping > 0, left >= order.shipping else { return }
            refund.money = order.shipping
            refund.shipping = order.shipping
            order.shipping = 0
        default:
            var copy = order
            guard let piece = self.piece(of: &copy), piece.price <= left else { return }
            order = copy
            refund.lines = [piece]
            refund.money = piece.price
            refund.isPending = self.random.oneIn(3)
        }
        let body = refund.json(of: order.id, at: self.second)
        order.refunds.append(refund)
        let action = self.action()
        self.put("refunds/create", body, action: action, after: Int64(self.random.below(40)))
        self.tell("orders/updated", order, action: action, after: self.pause())
        // Most settle before the order is told again.
        if !self.random.oneIn(3) { order.refunds[order.refunds.count - 1].isPending = false }
    }

    // MARK: Telling

    private mutating func nextID() -> Int64 {
        self.serial += 1
        return 1_040_000_000_000 + Int64(self.serial)
    }

    private mutating func action() -> String {
        self.serial += 1
        return "action-\(self.serial)"
    }

    /// Milliseconds until the next action; often within the same second.
    private mutating func pause() -> Int64 {
        switch self.random.below(6) {
        case 0...2: Int64(20 + self.random.below(200))
        case 3: Int64(1_000 + self.random.below(3_000))
        case 4: Int64(60_000 + self.random.below(3_600_000))
        default: Int64(3_600_000 + self.random.below(86_400_000))
        }
    }

    /// The time as bodies tell it: by the second.
    private var second: String { Timestamp(milliseconds: self.now / 1_000 * 1_000).utcText }

    private mutating func tell(_ topic: String, _ order: ShopifyOrder, action: String? = nil, after pause: Int64) {
        self.put(topic, order.json(at: self.second), action: action, after: pause)
        if topic == "orders/create" { self.records[self.records.count - 1].created = "\(order.id)" }
        if topic == "orders/updated" { self.records[self.records.count - 1].updated = "\(order.id)" }
    }

    private mutating func put(
        _ topic: String,
        _ body: String,
        action: String? = nil,
        after pause: Int64
    ) {
        // Shopify notices late, and not in order; within a second it does notice in order.
        let delay = pause >= 1_000 ? Int64(self.random.below(3_000)) : pause / 2
        let time = Timestamp(milliseconds: self.now + delay)
        let action = action ?? self.action()
        self.records.append(
            Record(
                headers: [
                    ("x-shopify-topic", topic), ("X-Shopify-Event-Id", action),
                    ("X-Shopify-Triggered-At", String(time.utcText.dropLast()) + "123456Z"),
                    ("X-Shopify-Webhook-Id", "first"),
                ],
                body: body,
                time: time,
                offset: Int64(self.records.count)
            )
        )
        self.now += pause
    }
}

/// An order of the made-up shop.
struct ShopifyOrder {
    struct Line {
        let sku: String
        let price: Int64
        let quantity: Int64
        var current: Int64

        init(sku: String, price: Int64, quantity: Int64) {
            (self.sku, self.price, self.quantity, self.current) = (sku, price, quantity, quantity)
        }

        var json: String {
            """
            {"id":1,"sku":"\(self.sku)","quantity":\(self.quantity),"current_quantity":\(self.current),\
            "price":"\(euros(self.price))","price_set":\(set(self.price))}
            """
        }
    }

    struct Refund {
        let id: Int64
        var lines: [Line]
        var money: Int64
        var discrepancy: Int64
        var shipping: Int64 = 0
        var isPending = false

        func json(of order: Int64, at second: String) -> String {
            let lines = self.lines.map {
                """
                {"quantity":1,"subtotal":\(euros($0.price)),"subtotal_set":\(set($0.price)),"line_item":\($0.json)}
                """
            }
            // Of a refund under way, the money that is still to go stands as a discrepancy.
            let discrepancy = self.isPending ? self.money : self.discrepancy
            var adjustments: [String] = []
            if discrepancy != 0 {
                adjustments.append(#"{"kind":"refund_discrepancy","amount_set":\#(set(discrepancy))}"#)
            }
            if self.shipping != 0 {
                adjustments.append(#"{"kind":"shipping_refund","amount_set":\#(set(-self.shipping))}"#)
            }
            let status = self.isPending ? "pending" : "success"
            let transaction = """
                {"kind":"refund","status":"\(status)","currency":"EUR","amount":"\(euros(self.money))"}
                """
            return """
                {"id":\(self.id),"order_id":\(order),"created_at":"\(second)","total_duties_set":\(set(0)),\
                "refund_line_items":[\(lines.joined(separator: ","))],\
                "order_adjustments":[\(adjustments.joined(separator: ","))],\
                "transactions":[\(self.money > 0 ? transaction : "")]}
                """
        }
    }

    let id: Int64
    let customer: Int64?
    let cart: String
    var placed: Int64 = 0
    var lines: [Line] = []
    var shipping: Int64 = 0
    var refunds: [Refund] = []
    var isCancelled = false

    init(id: Int64, customer: Int64?, cart: String) { (self.id, self.customer, self.cart) = (id, customer, cart) }

    var subject: Subject { self.customer.map { Subject(.customer, "\($0)") } ?? Subject(.visitor, self.cart) }

    /// What is to be paid before any money goes back: all pieces and shipping, but for pieces that an edit removed.
    var due: Int64 {
        let goods = self.lines.reduce(0) { $0 + $1.price * $1.quantity }
        let removed = self.refunds.filter { $0.money == 0 && $0.discrepancy == 0 }.flatMap(\.lines).reduce(0) {
            $0 + $1.price
        }
        return goods - removed + self.shipping + self.refunds.reduce(0) { $0 + $1.shipping }
    }

    /// The total as Shopify shows it: what is left of goods and shipping.
    private var current: Int64 {
        self.isCancelled ? 0 : self.lines.reduce(self.shipping) { $0 + $1.price * $1.current }
    }

    func json(at second: String) -> String {
        let customer = self.customer.map { #"{"id":\#($0),"email":"someone@example.org"}"# } ?? "null"
        let placed = Timestamp(milliseconds: self.placed * 1_000).utcText
        return """
            {"id":\(self.id),"customer":\(customer),"cart_token":"\(self.cart)","currency":"EUR","test":false,\
            "created_at":"\(placed)","processed_at":"\(placed)","updated_at":"\(second)","source_name":"web",\
            "cancelled_at":\(self.isCancelled ? "\"\(second)\"" : "null"),"taxes_included":true,\
            "current_total_price":"\(euros(self.current))",\
            "line_items":[\(self.lines.map(\.json).joined(separator: ","))],\
            "refunds":[\(self.refunds.map { $0.json(of: self.id, at: second) }.joined(separator: ","))]}
            """
    }
}

private func euros(_ cents: Int64) -> String {
    let digits = "\(abs(cents) % 100)"
    return "\(cents < 0 ? "-" : "")\(abs(cents) / 100).\(digits.count < 2 ? "0" : "")\(digits)"
}

private func set(_ cents: Int64) -> String {
    let money = #"{"amount":"\#(euros(cents))","currency_code":"EUR"}"#
    return #"{"shop_money":\#(money),"presentment_money":\#(money)}"#
}
