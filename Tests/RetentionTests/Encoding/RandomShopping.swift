import Retention
import TestKit

/// A random life of a shopper, by the seed alone.
struct RandomShopping {
    let facts: [Fact]

    static let count: UInt64 = 2_000

    /// Orders, parcels, categories and so on of which more occur than are kept, at any times.
    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var facts: [Fact] = []
        for _ in 0..<random.pick([0, 1, 2, 5, 20, 60, 200]) {
            let usual = start + .minutes(random.number(-300_000...300_000))
            let extreme = Timestamp(milliseconds: random.pick([.min, .min + 1, -1, 0, .max - 1, .max]))
            facts.append(Fact(Self.body(&random), at: random.chance(2) ? extreme : usual))
        }
        self.facts = facts
    }

    var shopping: Shopping { .after(self.facts) }

    private static let texts = [
        "", "a", "fifteen, exactly", "\u{0}", "é", "👩‍👩‍👧", "ß\u{10FFFF}", "0b1c8b6e-6a6e-4c2e-9d2e-1b7a4f0c9e11",
    ]

    private static func text(_ random: inout SeededRandom, _ name: String, _ count: Int64) -> String {
        random.chance(95) ? "\(name)-\(random.number(1...count))" : random.pick(self.texts)
    }

    private static func money(_ random: inout SeededRandom) -> Money? {
        guard random.chance(80) else { return nil }
        return Money(minor: random.chance(98) ? random.number(0...99_00) : .min, random.chance(80) ? .eur : .usd)
    }

    private static func lines(_ random: inout SeededRandom) -> [LineItem] {
        let count = random.pick([0, 1, 1, 2, 3, 20, 40])
        return (0..<count).map { _ in
            LineItem(
                product: self.text(&random, "sku", random.pick([4, 90])),
                quantity: random.chance(98) ? random.number(0...3) : .max,
                category: random.chance(80) ? self.text(&random, "category", 10) : nil
            )
        }
    }

    static func body(_ random: inout SeededRandom) -> Event.Body {
        let order = self.text(&random, "o", random.pick([1, 12]))
        switch random.number(0...99) {
        case 0..<15: return .orderCompleted(self.order(order, &random))
        case 15..<22:
            return .orderUpdated(
                OrderVersion(
                    id: order,
                    total: .eur(5),
                    version: start + .hours(random.number(0...99)),
                    placed: random.chance(50) ? start + .hours(random.number(0...99)) : nil,
                    lines: self.lines(&random),
                    isCancelled: random.chance(10)
                )
            )
        case 22..<25: return .orderCancelled(OrderReversal(orderID: order))
        case 25: return .orderDeleted(OrderStep(orderID: order))
        case 26..<29: return .orderFulfilled(OrderStep(orderID: order, isPartial: random.chance(50)))
        case 29..<33: return .orderPromiseSet(OrderPromise(orderID: order, latest: start + .days(random.number(0...9))))
        case 33..<43: return self.parcel(order, &random)
        case 43..<50:
            let parcel = random.chance(70) ? self.text(&random, "p", 3) : nil
            let status = random.pick(DeliveryProgress.Status.allCases)
            return .deliveryUpdated(DeliveryProgress(orderID: order, status: status, shipmentID: parcel))
        case 50..<53:
            let problem = random.pick(DeliveryReport.Problem.allCases)
            return .deliveryReported(DeliveryReport(orderID: order, problem: problem))
        case 53: return .returnRequested(Return(orderID: order))
        case 54..<68: return self.checkout(order, &random)
        case 68..<73: return .couponApplied(CouponUse(coupon: self.text(&random, "code", 3)))
        case 73: return .couponDenied(CouponUse(coupon: "X"))
        default: return self.look(&random)
        }
    }

    private static func order(_ id: String, _ random: inout SeededRandom) -> Order {
        Order(
            id: id,
            total: .eur(5),
            lines: self.lines(&random),
            coupon: random.chance(30) ? self.text(&random, "code", 3) : nil,
            checkoutID: random.chance(50) ? self.text(&random, "checkout", 3) : nil,
            channel: random.chance(80) ? self.text(&random, "channel", 8) : nil
        )
    }

    private static func parcel(_ order: String, _ random: inout SeededRandom) -> Event.Body {
        let shipment = Shipment(
            shipmentID: self.text(&random, "p", random.pick([2, 12, 40])),
            orderID: order,
            trackingNumber: random.chance(50) ? "T" : nil,
            lines: self.lines(&random),
            mode: random.pick([nil, "pickup", "shipping"]),
            isCancelled: random.chance(20)
        )
        return random.chance(50) ? .shipmentSent(shipment) : .shipmentUpdated(shipment)
    }

    private static func checkout(_ order: String, _ random: inout SeededRandom) -> Event.Body {
        let id = random.chance(80) ? self.text(&random, "checkout", 3) : nil
        let checkout = Checkout(
            checkoutID: id,
            orderID: random.chance(20) ? order : nil,
            value: self.money(&random),
            shipping: self.money(&random),
            tax: self.money(&random),
            coupon: random.chance(20) ? random.pick(["TEN", "FIVE"]) : nil
        )
        let step = CheckoutStep(checkoutID: id, step: random.chance(80) ? random.number(0...5) : nil)
        return random.pick([
            .checkoutStarted(checkout), .checkoutUpdated(checkout), .checkoutUpdated(checkout),
            .checkoutDeleted(checkout), .checkoutStepViewed(step), .checkoutStepCompleted(step),
            .paymentInfoEntered(step),
        ])
    }

    private static func look(_ random: inout SeededRandom) -> Event.Body {
        let product = self.text(&random, "sku", 30)
        let category = random.chance(80) ? self.text(&random, "category", 10) : nil
        let wish = WishlistChange(product: product, price: self.money(&random))
        switch random.number(0...9) {
        case 0..<4: return .productViewed(ProductView(product: product, category: category, price: self.money(&random)))
        case 4..<6: return .productAdded(CartChange(product: product, quantity: 1, category: category))
        case 6..<9: return .wishlistProductAdded(wish)
        default: return .wishlistProductRemoved(wish)
        }
    }
}
