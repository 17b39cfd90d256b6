import Retention
import TestKit
import Testing

@Suite struct CartTests {
    private let spec = CustomerSpec(.plain)
    private let totals = CustomerSpec(.with { $0.state.cartRemovals = .total })

    @Test func `pieces and their prices add up, by product`() {
        let cart = self.spec.given(
            .added("a", 2, price: 3_00, cart: "cart-1", at: start),
            .added("b", 1, price: 1_50, at: start + tick),
            .added("a", 1, price: 3_00, at: start + .minutes(1))
        ).state.cart
        #expect(cart.items == 4 && cart.value == .eur(10_50) && cart.id == "cart-1" && cart.isOpen)
        #expect(cart.lines.map(\.product) == ["a", "b"] && cart.lines.map(\.quantity) == [3, 1])
        #expect(cart.lastChange == start + .minutes(1))
    }

    @Test func `prices in a second currency are left out of the value`() {
        let cart = self.spec.given(
            .added("a", price: 3_00, .usd, at: start),
            .added("b", price: 5_00, .eur, at: start + tick)
        ).state.cart
        #expect(cart.items == 2 && cart.value == .usd(3_00))
    }

    @Test func `a late change counts and does not move the latest change back`() {
        let cart = self.spec.given(.added("a", at: start), .added("b", at: start - .minutes(1))).state
            .cart
        #expect(cart.items == 2 && cart.lastChange == start)
    }

    @Test func `the last piece taken out closes the cart`() {
        let cart = self.spec.given(
            .added("a", 2, price: 3_00, cart: "cart-1", at: start),
            .removed("a", 2, price: 3_00, at: start + tick)
        ).state.cart
        #expect(!cart.isOpen && cart.items == 0 && cart.value == nil && cart.lines.isEmpty && cart.id == nil)
    }

    @Test func `by line, no more is taken than the line holds, at the price of the line`() {
        let cart = self.spec.given(
            .added("a", 2, price: 3_00, at: start),
            .added("b", 1, price: 5_00, at: start + tick),
            .removed("a", 9, price: 1_00, at: start + .minutes(1))
        ).state.cart
        #expect(cart.items == 1 && cart.value == .eur(5_00) && cart.lines.map(\.product) == ["b"])
    }

    @Test func `by line, a product that is not in the cart changes nothing`() {
        let before = self.spec.given(.added("a", 2, price: 3_00, at: start))
        let after = before.given(.removed("b", 1, price: 1_00, at: start + tick))
        #expect(after.state.cart == before.state.cart)
    }

    @Test func `by line, a piece that had no price takes nothing off the value`() {
        let cart = self.spec.given(
            .added("gift", at: start),
            .added("b", price: 5_00, at: start + tick),
            .removed("gift", price: 2_00, at: start + .minutes(1))
        ).state.cart
        #expect(cart.items == 1 && cart.value == .eur(5_00))
    }

    @Test func `by total, a removal takes pieces whatever product it names`() {
        let cart = self.totals.given(
            .added("a", 3, price: 3_00, at: start),
            .removed("b", 1, price: 1_00, at: start + tick)
        ).state.cart
        #expect(cart.items == 2 && cart.value == .eur(8_00) && cart.lastChange == start + tick)
    }

    @Test func `by total, neither pieces nor value fall below zero`() {
        let cheap = self.totals.given(
            .added("a", 3, price: 1_00, at: start),
            .removed("b", 1, price: 9_00, at: start + tick)
        )
        #expect(cheap.state.cart.items == 2 && cheap.state.cart.value == .eur(0))
        #expect(!cheap.given(.removed("a", 9, at: start + .minutes(1))).state.cart.isOpen)
    }

    @Test(arguments: Cart.Removals.allCases)
    func `a removal from an empty cart changes nothing`(removals: Cart.Removals) {
        let cart = CustomerSpec(.with { $0.state.cartRemovals = removals }).given(.removed("a", at: start)).state.cart
        #expect(cart == Cart())
    }

    @Test func `lines are bounded, while pieces and value go on counting`() {
        let facts = (0..<40).map { Fact.added("sku-\($0)", price: 1_00, at: start + .minutes($0)) }
        let cart = self.spec.given(facts).state.cart
        #expect(cart.lines.count == 32 && cart.items == 40 && cart.value == .eur(40_00))
    }

    @Test func `by line, a cart beyond its lines is emptied by removing all of it, in any order`() {
        let added = (0..<40).map { Fact.added("sku-\($0)", price: 1_00, at: start + .minutes($0)) }
        let removed = (0..<40).map { Fact.removed("sku-\($0)", price: 1_00, at: start + .minutes(40 + $0)) }
        #expect(!self.spec.given(added + removed).state.cart.isOpen)
        #expect(!self.spec.given(added + removed.reversed()).state.cart.isOpen)
    }

    @Test func `by line, an unlisted product takes no pieces off the listed ones`() {
        let added = (0..<33).map { Fact.added("sku-\($0)", price: 1_00, at: start + .minutes($0)) }
        let spec = self.spec.given(added).given(.removed("sku-32", 5, price: 1_00, at: start + .hours(1)))
        #expect(spec.state.cart.items == 32 && spec.state.cart.value == .eur(32_00))
        let again = spec.given(.removed("sku-32", 1, price: 1_00, at: start + .hours(2)))
        #expect(again.state.cart == spec.state.cart)
    }

    @Test func `a change up to the latest order belongs to the cart that it took`() {
        let spec = self.spec.given(.order("o-1", at: start))
        #expect(!spec.given(.added(at: start - .minutes(1))).state.cart.isOpen)
        #expect(!spec.given(.added(at: start)).state.cart.isOpen)
        #expect(spec.given(.added(at: start + tick)).state.cart.isOpen)
    }

    @Test func `an order closes a cart whose latest change is not after it`() {
        let spec = self.spec.given(.added(at: start))
        #expect(spec.given(.order("o-1", at: start - tick)).state.cart.isOpen)
        #expect(!spec.given(.order("o-1", at: start)).state.cart.isOpen)
        #expect(!spec.given(.order("o-1", at: start + .days(9))).state.cart.isOpen)
    }

    @Test func `an order that does not count closes no cart`() {
        let spec = self.spec.given(.cancelled("o-1", at: start), .added(at: start))
        #expect(spec.given(.order("o-1", at: start + tick)).state.cart.isOpen)
    }

    @Test func `huge quantities stay at the limit of 64 bits`() {
        let cart = self.spec.given(
            .added("a", .max, price: .max, at: start),
            .added("a", .max, price: 1, at: start + tick)
        ).state.cart
        #expect(cart.items == .max && cart.value == .eur(.max) && cart.lines.first?.quantity == .max)
        let full = self.spec.given((0..<33).map { Fact.added("sku-\($0)", .max, at: start + .minutes($0)) })
        #expect(full.given(.removed("sku-32", 1, at: start + .hours(1))).state.cart.isOpen)
    }
}
