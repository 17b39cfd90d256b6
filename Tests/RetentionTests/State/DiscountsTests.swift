import Retention
import TestKit
import Testing

@Suite struct DiscountsTests {
    private func discounts(_ facts: Fact...) -> Discounts { Shopping.after(facts).discounts }

    private func applied(_ coupon: String, at time: Timestamp) -> Fact {
        Fact(.couponApplied(CouponUse(coupon: coupon)), at: time)
    }

    @Test func `orders count with a code or at full price`() {
        let discounts = self.discounts(
            .bought("o-1", [:], coupon: "TEN", at: start),
            .bought("o-2", [:], at: start + .days(1)),
            .bought("o-3", [:], at: start + .days(2))
        )
        #expect(discounts.ordersWithCoupon == 1 && discounts.ordersAtFullPrice == 2 && discounts.lastCoupon == "TEN")
    }

    @Test func `an order counts once, also when a version came before it`() {
        let discounts = self.discounts(
            .version("o-1", placed: start, at: start),
            .bought("o-1", [:], coupon: "TEN", at: start),
            .bought("o-1", [:], at: start + tick)
        )
        #expect(discounts.ordersWithCoupon == 1 && discounts.ordersAtFullPrice == 0)
    }

    @Test func `codes accepted and refused are counted, and the latest one used is known`() {
        let discounts = self.discounts(
            self.applied("B", at: start + .days(2)),
            self.applied("A", at: start),
            Fact(.couponDenied(CouponUse(coupon: "C")), at: start + .days(3)),
            .bought("o-1", [:], coupon: "A", at: start + .days(1))
        )
        #expect(discounts.couponsApplied == 2 && discounts.couponsDenied == 1 && discounts.lastCoupon == "B")
    }

    @Test func `orders are counted by channel, those beyond six names together`() {
        let orders = (0..<20).map { Fact.bought("o-\($0)", [:], channel: "c-\($0 % 8)", at: start + .days($0)) }
        let discounts = Shopping.after(orders + [.bought("o-x", [:], at: start)]).discounts
        #expect(discounts.channels.map(\.name) == (0..<6).map { "c-\($0)" })
        #expect(discounts.orders(in: "c-0") == 3 && discounts.orders(in: "c-5") == 2 && discounts.ordersElsewhere == 4)
        #expect(discounts.orders(in: "c-7") == 0)
    }
}
