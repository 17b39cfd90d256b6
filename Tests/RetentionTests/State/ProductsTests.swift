import Retention
import TestKit
import Testing

@Suite struct ProductsTests {
    private func products(_ facts: Fact...) -> Products { Shopping.after(facts).products }

    private func cancelled(_ order: String) -> Fact { .cancelled(order, at: start + .days(900)) }

    @Test func `what was ordered is owned, once for each order`() {
        let products = self.products(
            .bought("o-1", ["a": 2, "b": 1], at: start),
            .bought("o-2", ["a": 1], at: start + .days(5))
        )
        #expect(products.owns("a") && products.owns("b") && !products.owns("c"))
        #expect(products.lastBought("a") == start + .days(5) && products.lastBought("b") == start)
        #expect(products.purchases(of: "a") == 2 && products.purchases(of: "c") == 0)
        #expect(products.nextReplenishment(of: "a") == nil && products.replenishment == nil)
    }

    @Test func `an order counts once, whichever event brings it`() {
        let products = self.products(
            .bought("o-1", ["a": 1], at: start),
            .bought("o-1", ["a": 1], at: start),
            .version("o-1", ["a": 1], at: start + tick)
        )
        #expect(products.purchases(of: "a") == 1 && products.lastBought("a") == start)
        #expect(self.products(.version("o-1", ["a": 1], placed: start, at: start + .days(1))).lastBought("a") == start)
    }

    @Test func `a cancelled order is taken back, also before it comes`() {
        let (first, second) = (
            Fact.bought("o-1", ["a": 1], at: start), Fact.bought("o-2", ["a": 1, "b": 1], at: start + .days(3))
        )
        for facts in [[first, second, self.cancelled("o-2")], [self.cancelled("o-2"), second, first]] {
            let products = Shopping.after(facts).products
            #expect(products.lastBought("a") == start && products.purchases(of: "a") == 1 && !products.owns("b"))
        }
        #expect(self.products(first, second, self.cancelled("o-1")).lastBought("a") == start + .days(3))
        #expect(!self.products(first, self.cancelled("o-1"), self.cancelled("o-1")).owns("a"))
    }

    @Test func `products that a version took off an order or put in are booked so`() {
        let products = self.products(
            .bought("o-1", ["a": 1, "b": 1], at: start),
            .version("o-1", ["b": 1, "c": 1], at: start + .days(1))
        )
        #expect(!products.owns("a") && products.owns("b") && products.lastBought("c") == start)
    }

    @Test func `an order that turns out to be older moves its purchases`() {
        let version = Fact.version("o-1", ["a": 1], placed: start - .days(2), at: start + .days(1))
        let products = self.products(.bought("o-1", ["a": 1], at: start), version)
        #expect(products.lastBought("a") == start - .days(2))
        let twice = self.products(
            .bought("o-0", ["a": 1], at: start - .days(9)),
            .bought("o-1", ["a": 1], at: start),
            version
        )
        #expect(twice.lastBought("a") == start - .days(2) && twice.purchases(of: "a") == 2)
    }

    @Test func `a product bought three times is due again one mean gap after the last`() {
        let days: [Int64] = [0, 10, 40]
        let orders = days.map { Fact.bought("o-\($0)", ["coffee": 1], at: start + .days($0)) }
        let facts = orders + [.bought("o-x", ["tea": 1], at: start)]
        for facts in [facts, facts.reversed()] {
            let products = Shopping.after(facts).products
            #expect(products.nextReplenishment(of: "coffee") == start + .days(60))
            #expect(products.replenishment?.product == "coffee")
            #expect(products.replenishment?.due == start + .days(60))
        }
        let tea = (1..<3).map { Fact.bought("t-\($0)", ["tea": 1], at: start + .days($0)) }
        let first = Shopping.after(facts + tea).products.replenishment
        #expect(first?.product == "tea" && first?.due == start + .days(3))
    }

    @Test func `three purchases at one instant are no rhythm`() {
        let orders = (0..<3).map { Fact.bought("o-\($0)", ["a": 1], at: start) }
        #expect(Shopping.after(orders).products.replenishment == nil)
    }

    @Test func `of more than sixty-four products the least recently bought goes`() {
        let orders = (0..<70).map { Fact.bought("o-\($0)", ["sku-\($0)": 1], at: start + .days($0)) }
        let products = Shopping.after(orders).products
        #expect(!products.owns("sku-5") && products.owns("sku-6") && products.owns("sku-69"))
        #expect((0..<70).count { products.owns("sku-\($0)") } == 64)
    }

    @Test func `an order of many products counts with all of them`() {
        let lines = (0..<40).map { LineItem(product: "sku-\($0 % 30)") }
        let products = self.products(Fact(.orderCompleted(Order(id: "o", total: .eur(1), lines: lines)), at: start))
        #expect((0..<30).allSatisfy { products.purchases(of: "sku-\($0)") == 1 })
    }

    private func viewed(_ product: String, _ price: Int64? = nil, at time: Timestamp) -> Fact {
        let price = price.map { Money.eur($0) }
        return Fact(.productViewed(ProductView(product: product, category: "mugs", price: price)), at: time)
    }

    @Test func `the five products looked at last are kept, the latest first`() {
        let looks = (0..<7).map { self.viewed("sku-\($0)", at: start + .hours($0)) }
        let products = Shopping.after(looks + [self.viewed("sku-4", 5, at: start + .days(1))]).products
        #expect(products.viewed.map(\.product) == ["sku-4", "sku-6", "sku-5", "sku-3", "sku-2"])
        #expect(products.lastView?.price == .eur(5) && products.lastView?.category == "mugs")
        #expect(products.lastView?.time == start + .days(1))
    }

    @Test func `a late look does not take the place of a later one`() {
        let products = self.products(self.viewed("a", 2, at: start + tick), self.viewed("a", 1, at: start))
        #expect(products.viewed.count == 1 && products.lastView?.price == .eur(2))
    }

    private func wished(_ product: String, _ price: Int64? = nil, at time: Timestamp) -> Fact {
        let price = price.map { Money.eur($0) }
        return Fact(.wishlistProductAdded(WishlistChange(product: product, price: price)), at: time)
    }

    private func unwished(_ product: String, at time: Timestamp) -> Fact {
        Fact(.wishlistProductRemoved(WishlistChange(product: product)), at: time)
    }

    @Test func `wishes are kept with the price seen, until they are taken off`() {
        let facts = [
            self.wished("a", 9, at: start), self.wished("b", at: start + .hours(1)),
            self.unwished("a", at: start + .hours(2)),
        ]
        #expect(Shopping.after(Array(facts.dropLast())).products.wishes.first?.price == .eur(9))
        for facts in [facts, facts.reversed()] {
            let products = Shopping.after(facts).products
            #expect(products.wishes.map(\.product) == ["b"])
        }
        let again = Shopping.after(facts + [self.wished("a", 8, at: start + .hours(3))]).products
        #expect(again.wishes.map(\.product) == ["b", "a"])
    }

    @Test func `of more than sixteen wishes the oldest goes`() {
        let wishes = (0..<20).map { self.wished("sku-\($0)", at: start + .hours($0)) }
        for facts in [wishes, wishes.reversed()] {
            let products = Shopping.after(facts).products
            #expect(products.wishes.map(\.product) == (4..<20).map { "sku-\($0)" })
        }
    }
}
