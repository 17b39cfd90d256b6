import Simulation
import Testing

@Suite struct ShopSimulationTests {
    @Test func `the same seed gives the same bytes and another seed others`() throws {
        let first = try fingerprint(configuration(seed: 7))
        #expect(try fingerprint(configuration(seed: 7)) == first)
        #expect(try fingerprint(configuration(seed: 8)) != first)
    }

    @Test func `the bytes are those pinned for every machine`() throws {
        let free = try fingerprint(configuration(customers: 500, seed: 42))
        let aimed = try fingerprint(configuration(customers: 500, seed: 42, target: 60_000))
        #expect(free == 15_122_727_535_799_126_512)
        #expect(aimed == 3_237_533_823_245_317_852)
    }

    @Test func `events come in the order of time and never two of a customer at once`() throws {
        let lines = try allLines(configuration(target: 40_000))
        var last = ""
        var lastOfUser: [String: String] = [:]
        for line in lines {
            #expect(line.time >= last)
            #expect(line.time >= "2025-01-01T00:00:00.000Z" && line.time < "2026-01-01T00:00:00.000Z")
            #expect(lastOfUser[line.user] != line.time)
            last = line.time
            lastOfUser[line.user] = line.time
        }
    }

    @Test func `message ids are unique and every line says that it is simulated`() throws {
        let lines = try allLines(configuration())
        let ids = lines.compactMap { $0.value("messageId") }
        #expect(Set(ids).count == lines.count)
        #expect(ids.allSatisfy { $0.hasPrefix("sim-") && $0.utf8.count == 20 })
        #expect(lines.allSatisfy { $0.text.contains("\"context\":{\"simulated\":true},\"properties\":{") })
    }

    @Test func `an order has one to four lines and its total is their sum to the cent`() throws {
        let orders = try allLines(configuration()).filter { $0.event == "Order Completed" }
        #expect(orders.count > 300)
        for order in orders {
            let prices = Line.values("price", in: order.text).map { hundredths($0) }
            let quantities = Line.values("quantity", in: order.text).compactMap { Int($0) }
            #expect((1...4).contains(prices.count))
            #expect(zip(prices, quantities).reduce(0) { $0 + $1.0 * $1.1 } == hundredths(order.value("total")))
        }
    }

    @Test func `a cart never loses more than was put into it and an order holds what is left`() throws {
        var carts: [String: [String: Int]] = [:]
        var openCart: [String: String] = [:]
        for line in try allLines(configuration(customers: 200, target: 30_000)) {
            switch line.event {
            case "Product Added", "Product Removed":
                let cart = try #require(line.value("cart_id"))
                let product = try #require(line.value("product_id"))
                let sign = line.event == "Product Added" ? 1 : -1
                carts[cart, default: [:]][product, default: 0] += sign * line.integer("quantity")
                #expect(carts[cart]?[product] ?? -1 >= 0)
                openCart[line.user] = cart
            case "Order Completed":
                let last = openCart.removeValue(forKey: line.user)
                let cart = try #require(last)
                let held = carts[cart]?.filter { $0.value > 0 }
                let products = Line.values("product_id", in: line.text)
                let quantities = Line.values("quantity", in: line.text).compactMap { Int($0) }
                #expect(held == Dictionary(uniqueKeysWithValues: zip(products, quantities)))
            default: continue
            }
        }
    }

    @Test func `cancellations and refunds name an order once, later, with its total`() throws {
        var totals: [String: String] = [:]
        var reversed: Set<String> = []
        for line in try allLines(configuration(customers: 1_000)) where line.topic == .orders {
            let order = try #require(line.value("order_id"))
            if line.event == "Order Completed" {
                let former = totals.updateValue(line.value("total") ?? "", forKey: order)
                #expect(former == nil)
            } else {
                #expect(totals[order] == line.value("total"))
                let (isNew, _) = reversed.insert(order)
                #expect(isNew)
            }
        }
        let share = Double(reversed.count) / Double(totals.count)
        #expect(share > 0.04 && share < 0.1)
    }

    @Test func `mentions have a sentiment from -1 to 1 and no customer id in text or handle`() throws {
        let mentions = try allLines(configuration(customers: 2_000)).filter { $0.topic == .mentions }
        #expect(mentions.count > 100)
        for mention in mentions {
            #expect((-100...100).contains(hundredths(mention.value("sentiment"))))
            #expect(mention.value("text")?.contains(mention.user) == false)
            #expect(mention.value("author_handle")?.hasPrefix("@sim_") == true)
        }
        #expect(mentions.contains { hundredths($0.value("sentiment")) < -50 })
        #expect(mentions.contains { hundredths($0.value("sentiment")) > 50 })
    }

    @Test func `a customer's life does not depend on the number of others`() throws {
        let few = try allLines(configuration(customers: 50)).map(\.text)
        let many = try allLines(configuration(customers: 200)).filter { $0.user <= "c0000050" }.map(\.text)
        #expect(few == many)
    }

    @Test func `no more events wait than there are customers`() throws {
        var shop = try ShopSimulation(configuration: configuration(customers: 100, target: 100_000))
        var line: [UInt8] = []
        var most = 0
        while shop.next(into: &line) != nil { most = max(most, shop.pendingEvents) }
        #expect(most <= 100)
        #expect(shop.pendingEvents == 0)
    }

    @Test(arguments: [30_000, 100_000, 1_000_000]) func `the number of events is about the target`(target: Int) throws {
        var shop = try ShopSimulation(configuration: configuration(customers: 1_500, target: target))
        var line: [UInt8] = []
        while shop.next(into: &line) != nil {}
        let ratio = Double(shop.eventsTold) / Double(target)
        #expect(ratio > 0.95 && ratio < 1.05, "\(ratio)")
    }

    @Test func `impossible wishes are refused with a remedy`() throws {
        var reversed = configuration()
        reversed.to = reversed.from
        #expect(throws: SimulationError.self) { _ = try ShopSimulation(configuration: reversed) }
        do throws(SimulationError) {
            _ = try ShopSimulation(configuration: configuration(customers: 1_000, target: 10))
            Issue.record("ten events were promised for a thousand customers")
        } catch {
            #expect(error.code == .unreachableTarget)
            #expect(error.remedy == "take fewer customers")
        }
        do throws(SimulationError) {
            _ = try ShopSimulation(configuration: configuration(customers: 1, target: 1_000_000_000))
            Issue.record("a billion events were promised for one customer")
        } catch { #expect(error.code == .unreachableTarget) }
    }
}
