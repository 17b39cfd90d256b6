import Retention
import TestKit
import Testing

@Suite struct CartLifetimeTests {
    private let spec = CustomerSpec(.with { $0.state.cartLifetime = .days(1) })
    private let end = start + .days(1)

    @Test func `a cart closes by itself so long after its latest change`() {
        let open = self.spec.given(.added("a", 3, price: 1_00, cart: "cart-1", at: start))
        #expect(open.fold.nextDeadline == self.end)
        #expect(open.givenClock(reached: self.end).state.cart.isOpen)
        let cart = open.givenClock(reached: self.end + tick).state.cart
        #expect(!cart.isOpen && cart.value == nil && cart.lines.isEmpty && cart.id == nil)
        #expect(cart.lastChange == start && cart.closes == .never)
    }

    @Test func `what is added afterwards begins a new one`() {
        let later = self.end + tick
        let cart = self.spec.given(.added("a", 3, price: 1_00, at: start), .added("b", price: 2_00, at: later))
            .state.cart
        #expect(cart.items == 1 && cart.value == .eur(2_00) && cart.lines.map(\.product) == ["b"])
        #expect(cart.closes == later + .days(1))
    }

    @Test func `a change moves the end, also at its very instant, and late news does not`() {
        let moved = self.spec.given(.added("a", 2, at: start), .removed("a", at: start + .hours(5)))
        #expect(moved.state.cart.closes == start + .hours(29))
        let last = self.spec.given(.added("a", at: start), .added("b", at: self.end))
        #expect(last.state.cart.items == 2 && last.state.cart.closes == self.end + .days(1))
        let late = self.spec.given(.added("a", at: start), .added("b", at: start - .hours(5)))
        #expect(late.state.cart.items == 2 && late.state.cart.closes == self.end)
    }

    @Test func `a cart that an order took or that was emptied has no end`() {
        for fact in [Fact.order("o-1", at: start + tick), .removed("a", at: start + tick)] {
            let spec = self.spec.given(.added("a", at: start), fact)
            #expect(spec.fold.nextDeadline == .never && !spec.state.cart.isOpen)
        }
        let earlier = self.spec.given(.added("a", at: start), .order("o-1", at: start - tick))
        #expect(earlier.fold.nextDeadline == self.end && earlier.state.cart.isOpen)
    }

    @Test func `without a lifetime a cart stays open`() {
        let spec = CustomerSpec(.plain).given(.added("a", at: start))
        #expect(spec.fold.nextDeadline == .never && spec.givenClock(reached: start + .days(999)).state.cart.isOpen)
    }

    @Test func `the end of a lifetime that was taken out of the playbook leaves the cart open`() {
        var state = self.spec.given(.added("a", at: start)).state
        var effects = Effects(playbook: "specs")
        let without = CustomerProjection(settings: .plain)
        without.fire(self.end, in: &state, &effects)
        #expect(state.cart.isOpen && without.nextDeadline(of: state) == .never)
    }

    @Test func `firing a state without a deadline changes nothing`() {
        let open = CustomerSpec(.plain).given(.added("a", at: start)).state
        for before in [Customer(), open] {
            var state = before
            var effects = Effects(playbook: "specs")
            CustomerProjection(settings: .with { $0.state.cartLifetime = .days(1) }).fire(start, in: &state, &effects)
            #expect(state == before && effects.signals.isEmpty)
        }
    }
}
