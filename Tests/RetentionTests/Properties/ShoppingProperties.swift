import Retention
import TestKit
import Testing

/// What holds of shopping in whatever order the events come.
@Suite struct ShoppingProperties {
    @Test func `the same events make the same record in any order`() {
        for seed in 0..<1_000 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            let facts = Self.story(&random, withChanges: false)
            let expected = Shopping.after(facts)
            for _ in 0..<3 { #expect(Shopping.after(facts.shuffled(using: &random)) == expected, "seed \(seed)") }
        }
    }

    /// Interests weigh the lines as they were first told, so they are left out here; products are bought twice at most.
    @Test func `orders that change and are called off make the same record in any order`() {
        for seed in 0..<1_000 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            let facts = Self.story(&random, withChanges: true)
            let expected = Shopping.after(facts)
            for _ in 0..<3 {
                let shopping = Shopping.after(facts.shuffled(using: &random))
                #expect(shopping.deliveries == expected.deliveries, "seed \(seed)")
                #expect(shopping.products == expected.products, "seed \(seed)")
                #expect(shopping.checkout == expected.checkout, "seed \(seed)")
                #expect(shopping.discounts == expected.discounts, "seed \(seed)")
            }
        }
    }

    @Test func `what is said to change nothing changes nothing, and the other way`() {
        var idle = 0
        for seed in 0..<RandomShopping.count {
            var shopping = Shopping()
            for fact in RandomShopping(seed: seed).facts {
                let before = shopping
                let hasChanged = shopping.take(fact)
                if !hasChanged {
                    idle += 1
                    #expect(shopping == before, "seed \(seed)")
                } else if shopping.deliveries.orders.count < 8 {
                    #expect(shopping != before, "seed \(seed)")
                }
            }
        }
        #expect(idle > 1_000)
    }

    @Test func `events that say nothing here change nothing`() {
        var shopping = Shopping()
        let bodies: [Event.Body] = [
            .socialMentioned(Mention(network: "m")), .productRemoved(CartChange(product: "a")),
            .orderPaid(OrderStep(orderID: "o")), .orderRefunded(OrderReversal(orderID: "o")),
            .cartViewed(CartContents()), .couponEntered(CouponUse(coupon: "c")),
        ]
        for body in bodies {
            let hasChanged = shopping.take(Fact(body, at: start))
            #expect(!hasChanged)
        }
        #expect(shopping.isInitial)
    }

    @Test func `every list stays within its bound`() {
        for seed in 0..<RandomShopping.count / 2 {
            let shopping = RandomShopping(seed: seed).shopping
            #expect(shopping.deliveries.orders.count <= 8 && shopping.deliveries.openCount <= 8)
            for order in shopping.deliveries.orders {
                #expect(order.expected.count <= 16 && order.parcels.count <= 8)
                #expect(order.missingPieces >= 0 && order.wrongPieces >= 0)
            }
            #expect(shopping.products.viewed.count <= 5 && shopping.products.wishes.count <= 16)
            #expect(Set(shopping.products.viewed.map(\.product)).count == shopping.products.viewed.count)
            #expect(shopping.interests.weights(at: start).count <= 8 && shopping.discounts.channels.count <= 6)
            #expect((0...1_000).contains(shopping.interests.topShare))
        }
    }

    /// Some orders with their checkouts and parcels, each event at an instant of its own; within all bounds.
    private static func story(_ random: inout SeededRandom, withChanges: Bool) -> [Fact] {
        var facts: [Fact] = []
        var now = start + .days(random.number(-900...900))
        var pace = SeededRandom(seed: random.next())
        func tell(_ body: Event.Body) {
            now = now + .minutes(pace.number(1...9_000))
            facts.append(Fact(body, at: now))
        }
        for number in 0..<random.number(0...6) {
            let order = "o-\(number)"
            let products =
                withChanges ? ["sku-\(number)", "sku-\(number + 1)"] : ["sku-\(random.number(0...3))", "sku-x"]
            let lines = products.map {
                LineItem(product: $0, quantity: random.number(1...3), category: "category-\(random.number(0...7))")
            }
            Self.before(order, lines, &random, tell)
            let placed = Order(
                id: order,
                total: .eur(9),
                lines: lines,
                coupon: random.pick([nil, "A", "B"]),
                checkoutID: random.pick([nil, "checkout-\(order)"]),
                channel: random.pick([nil, "web", "pos"])
            )
            tell(.orderCompleted(placed))
            Self.after(order, lines, placed: now, withChanges: withChanges, &random, tell)
        }
        return facts
    }

    private static func before(
        _ order: String,
        _ lines: [LineItem],
        _ random: inout SeededRandom,
        _ tell: (Event.Body) -> Void
    ) {
        for line in lines where random.chance(70) {
            let view = ProductView(product: line.product, category: line.category, price: .eur(random.number(0...9)))
            tell(.productViewed(view))
            let wish = WishlistChange(product: line.product, price: view.price)
            if random.chance(30) { tell(.wishlistProductAdded(wish)) }
            if random.chance(10) { tell(.wishlistProductRemoved(wish)) }
            tell(.productAdded(CartChange(product: line.product, quantity: 1, category: line.category)))
        }
        let id = "checkout-\(order)"
        for step in 0..<random.number(0...3) {
            let value = random.chance(80) ? Money.eur(random.number(0...99)) : nil
            tell(.checkoutUpdated(Checkout(checkoutID: id, value: value, coupon: random.pick([nil, "A"]))))
            tell(.checkoutStepViewed(CheckoutStep(checkoutID: id, step: step)))
        }
        if random.chance(10) { tell(.couponApplied(CouponUse(coupon: "A"))) }
        if random.chance(10) { tell(.couponDenied(CouponUse(coupon: "Z"))) }
    }

    private static func after(
        _ order: String,
        _ lines: [LineItem],
        placed: Timestamp,
        withChanges: Bool,
        _ random: inout SeededRandom,
        _ tell: (Event.Body) -> Void
    ) {
        if random.chance(50) { tell(.orderPromiseSet(OrderPromise(orderID: order, latest: placed + .days(3)))) }
        for number in 0..<random.number(0...3) {
            let version = OrderVersion(
                id: order,
                total: .eur(9),
                version: placed + .hours(number),
                placed: placed,
                lines: withChanges && random.chance(50) ? Array(lines.prefix(1)) : lines,
                isCancelled: withChanges && random.chance(10)
            )
            tell(.orderUpdated(version))
        }
        for (number, line) in lines.enumerated() {
            let shipment = Shipment(
                shipmentID: "p-\(number)",
                orderID: order,
                trackingNumber: random.pick([nil, "T"]),
                lines: [line],
                isCancelled: random.chance(10)
            )
            if random.chance(80) { tell(.shipmentSent(shipment)) }
            if random.chance(30) { tell(.shipmentUpdated(shipment)) }
            for _ in 0..<random.number(0...3) {
                let id = random.chance(80) ? shipment.shipmentID : nil
                let status = random.pick(DeliveryProgress.Status.allCases)
                tell(.deliveryUpdated(DeliveryProgress(orderID: order, status: status, shipmentID: id)))
            }
        }
        if random.chance(20) { tell(.deliveryReported(DeliveryReport(orderID: order, problem: .late))) }
        if random.chance(20) { tell(.returnRequested(Return(orderID: order))) }
        if withChanges, random.chance(20) { tell(.orderCancelled(OrderReversal(orderID: order))) }
    }
}
