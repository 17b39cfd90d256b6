import Simulation
import Testing

@Suite struct TruthTests {
    /// What can be counted from the events of one customer.
    struct Recount: Equatable {
        var orders = 0
        var abandoned = 0
        var negative = 0
        var first = ""
        var lastOrder = "null"
        var lastBrowse = ""
        /// The cart of the session going on, with the pieces in it.
        var cart = ""
        var pieces = 0

        mutating func add(_ line: Line) {
            if first.isEmpty { first = line.time }
            switch line.event {
            case "Order Completed":
                orders += 1
                lastOrder = line.time
                pieces = 0
            case "Product Added", "Product Removed":
                if line.value("cart_id") != cart { closeCart() }
                cart = line.value("cart_id") ?? ""
                pieces += line.integer("quantity") * (line.event == "Product Added" ? 1 : -1)
            case "Social Mentioned":
                if hundredths(line.value("sentiment")) < -50 { negative += 1 }
            default: break
            }
            if line.event == "Order Completed" || line.topic == .browse { lastBrowse = line.time }
        }

        mutating func closeCart() {
            if pieces > 0 { abandoned += 1 }
            pieces = 0
        }
    }

    @Test func `the truth agrees with a recount of the events`() throws {
        var shop = try ShopSimulation(configuration: configuration(customers: 1_000, seed: 3, target: 60_000))
        var recounts: [String: Recount] = [:]
        for line in drain(&shop) { recounts[line.user, default: Recount()].add(line) }
        #expect(recounts.count == 1_000)
        var bytes: [UInt8] = []
        var abandoned = 0
        var negative = 0
        for index in 0..<shop.customerCount {
            let truth = shop.truth(of: index)
            truth.write(into: &bytes)
            let line = Line(topic: .orders, text: String(decoding: bytes, as: UTF8.self))
            var recount = try #require(recounts[line.value("id") ?? ""])
            recount.closeCart()
            #expect(line.integer("orders") == recount.orders && truth.orders == recount.orders)
            #expect(line.integer("abandoned_carts") == recount.abandoned)
            #expect(line.integer("mentions_negative") == recount.negative)
            #expect(line.value("last_order") == recount.lastOrder)
            #expect(line.value("arrival") == recount.first)
            let alive = try #require(line.value("alive_until"))
            #expect(alive == "null" || alive >= recount.lastBrowse)
            abandoned += recount.abandoned
            negative += recount.negative
        }
        #expect(abandoned > 500 && negative > 20)
    }

    @Test func `orders come at the rate of the truth`() throws {
        var shop = try ShopSimulation(configuration: configuration(customers: 3_000, seed: 5, target: 400_000))
        var line: [UInt8] = []
        while shop.next(into: &line) != nil {}
        var expected = 0.0
        var seen = 0
        var gone = 0
        for index in 0..<shop.customerCount {
            let truth = shop.truth(of: index)
            let end = min(truth.aliveUntil ?? .max, shop.configuration.to)
            expected += Double(end - truth.arrival) / Double(day) * Double(truth.ratePerDayMicros) / 1e6
            seen += truth.orders - 1
            if truth.aliveUntil != nil { gone += 1 }
        }
        let ratio = Double(seen) / expected
        #expect(ratio > 0.97 && ratio < 1.03, "\(ratio)")
        #expect(gone > 1_000 && gone < 2_500, "\(gone)")
    }

    @Test func `a truth line has the documented keys in their order`() throws {
        let shop = try ShopSimulation(configuration: configuration(customers: 1))
        var bytes: [UInt8] = []
        shop.truth(of: 0).write(into: &bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix("{\"id\":\"c0000001\",\"arrival\":\"2025-"))
        #expect(text.hasSuffix(",\"orders\":0,\"abandoned_carts\":0,\"mentions_negative\":0,\"last_order\":null}"))
        #expect(text.contains(",\"rate\":\"0.") && text.contains("\",\"alive_until\":"))
    }
}
