import Retention
import TestKit
import Testing

@Suite struct CheckoutProgressTests {
    private func checkout(_ facts: Fact...) -> CheckoutProgress { Shopping.after(facts).checkout }

    private func shown(
        _ value: Int64?,
        _ id: String? = "c-1",
        shipping: Int64? = nil,
        coupon: String? = nil,
        isUpdate: Bool = true,
        at time: Timestamp
    ) -> Fact {
        let checkout = Checkout(
            checkoutID: id,
            value: value.map { .eur($0) },
            shipping: shipping.map { .eur($0) },
            coupon: coupon
        )
        return Fact(isUpdate ? .checkoutUpdated(checkout) : .checkoutStarted(checkout), at: time)
    }

    private func step(_ step: Int64?, _ id: String? = "c-1", at time: Timestamp) -> Fact {
        Fact(.checkoutStepViewed(CheckoutStep(checkoutID: id, step: step)), at: time)
    }

    @Test func `a checkout is open from its first event, and shows what it stands at`() {
        let checkout = self.checkout(
            self.shown(50_00, isUpdate: false, at: start),
            self.step(2, at: start + .minutes(1)),
            self.shown(56_90, shipping: 6_90, coupon: "TEN", at: start + .minutes(2))
        )
        #expect(checkout.isOpen && checkout.id == "c-1" && checkout.started == start)
        #expect(checkout.lastChange == start + .minutes(2) && checkout.step == 2 && checkout.coupon == "TEN")
        #expect(checkout.firstValue == .eur(50_00) && checkout.value == .eur(56_90) && checkout.shipping == .eur(6_90))
        #expect(checkout.feeRise == .eur(6_90))
    }

    @Test func `no rise is told of a total that fell or is in another currency`() {
        #expect(self.checkout(self.shown(5, at: start), self.shown(4, at: start + tick)).feeRise == nil)
        let dollars = Fact(.checkoutUpdated(Checkout(checkoutID: "c-1", value: .usd(90))), at: start + tick)
        #expect(self.checkout(self.shown(5, at: start), dollars).feeRise == nil)
        #expect(self.checkout(self.shown(.min, at: start), self.shown(.max, at: start + tick)).feeRise == .eur(.max))
    }

    @Test func `what is older does not replace what is newer, and shows what came first`() {
        let checkout = self.checkout(
            self.shown(60_00, at: start + .minutes(5)),
            self.step(3, at: start + .minutes(4)),
            self.shown(50_00, coupon: "OLD", at: start),
            self.step(1, at: start + .minutes(1))
        )
        #expect(checkout.value == .eur(60_00) && checkout.coupon == nil && checkout.step == 3)
        #expect(checkout.firstValue == .eur(50_00) && checkout.started == start)
        #expect(checkout.lastChange == start + .minutes(5))
    }

    @Test func `an order closes what came before it, and late events of it do not open it again`() {
        let order = Fact.order("o-1", at: start + .hours(1))
        let closed = self.checkout(self.shown(5, at: start), order)
        #expect(!closed.isOpen && closed.value == nil && closed.id == nil && closed.started == nil)
        #expect(self.checkout(order, self.shown(5, at: start)) == closed)
        #expect(self.checkout(order, self.shown(5, at: start + .hours(2))).isOpen)
    }

    @Test func `the order of a checkout closes it for good`() {
        let order = Fact.bought("o-1", [:], checkout: "c-1", at: start + .hours(1))
        let late = self.shown(5, at: start + .hours(2))
        #expect(!self.checkout(order, late).isOpen && !self.checkout(late, order).isOpen)
        let byOrder = Fact(.checkoutUpdated(Checkout(orderID: "o-2")), at: start + .hours(2))
        #expect(!self.checkout(byOrder, .order("o-2", at: start + .hours(1))).isOpen)
        #expect(!self.checkout(.order("o-2", at: start + .hours(1)), byOrder).isOpen)
    }

    @Test func `a removal closes the checkout it names and no other`() {
        let removal = Fact(.checkoutDeleted(Checkout(checkoutID: "c-1")), at: start + .hours(1))
        #expect(!self.checkout(self.shown(5, at: start), removal).isOpen)
        #expect(!self.checkout(removal, self.shown(5, at: start)).isOpen)
        #expect(self.checkout(self.shown(5, "c-2", at: start), removal).isOpen)
        #expect(!self.checkout(self.shown(5, nil, at: start), removal).isOpen)
        let nameless = Fact(.checkoutDeleted(Checkout()), at: start + .hours(1))
        #expect(!self.checkout(self.shown(5, at: start), nameless).isOpen)
    }

    @Test func `a newer checkout takes the place of an older one, not the other way`() {
        let (old, new) = (self.shown(5, at: start), self.shown(7, "c-2", at: start + .hours(1)))
        let checkout = self.checkout(old, new)
        #expect(checkout.id == "c-2" && checkout.started == start + .hours(1) && checkout.firstValue == .eur(7))
        #expect(self.checkout(new, old) == checkout)
    }

    @Test func `an event without an id belongs to the checkout there is`() {
        let checkout = self.checkout(self.step(1, nil, at: start), self.shown(5, at: start + tick))
        #expect(checkout.id == "c-1" && checkout.started == start && checkout.step == 1)
    }

    @Test func `a late order between two events leaves what is newer`() {
        let checkout = self.checkout(
            self.shown(5, at: start),
            self.step(1, at: start + .minutes(1)),
            self.shown(9, at: start + .hours(2)),
            .order("o-1", at: start + .hours(1))
        )
        #expect(checkout.isOpen && checkout.started == start + .hours(2) && checkout.step == nil)
        #expect(checkout.firstValue == .eur(9) && checkout.feeRise == nil)
    }
}
