import Simulation
import Testing

@Suite struct BrowsingSimulationTests {
    struct Order {
        var customer: String
        var time: Int64
    }

    /// Orders of many customers over half a year, some of them in the same minute or instant, sorted by time.
    static func orders(customers: Int = 800) -> [Order] {
        var state: UInt64 = 11
        func draw(_ bound: UInt64) -> Int64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64((state >> 33) % bound)
        }
        var orders: [Order] = []
        for customer in 0..<customers {
            var time = newYear + draw(UInt64(120 * day))
            for _ in 0...draw(8) where time < newYear + 180 * day {
                orders.append(Order(customer: "shop \"\(customer)\"", time: time))
                time += [0, 45_000, 3 * 3_600_000, 9 * day, 30 * day][Int(draw(5))] + draw(2) * draw(100_000)
            }
        }
        return orders.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    func run(_ orders: [Order], seed: UInt64 = 1, foresee: Bool = true, mentioning: Double = 0.04) throws -> [Line] {
        var configuration = BrowsingConfiguration(seed: seed)
        configuration.mentioningShare = mentioning
        var simulation = try BrowsingSimulation(configuration: configuration)
        if foresee {
            for order in orders { try simulation.foresee(customer: Array(order.customer.utf8).span, time: order.time) }
        }
        var lines: [Line] = []
        var bytes: [UInt8] = []
        func drain() {
            while let topic = simulation.next(into: &bytes) {
                lines.append(Line(topic: topic, text: String(decoding: bytes, as: UTF8.self)))
            }
        }
        for order in orders {
            try simulation.offer(customer: Array(order.customer.utf8).span, time: order.time)
            drain()
            #expect(simulation.pendingEvents <= 3 * simulation.customerCount + orders.count)
        }
        simulation.finish()
        drain()
        #expect(simulation.next(into: &bytes) == nil)
        return lines
    }

    /// The id inside the JSON text, whose quotes are escaped.
    func user(_ line: Line) -> String {
        let start = line.text.firstRange(of: "\"userId\":\"")
        let end = line.text.firstRange(of: "\",\"timestamp\"")
        guard let start, let end else { return "" }
        return String(line.text[start.upperBound..<end.lowerBound].replacing("\\\"", with: "\""))
    }

    @Test func `the same orders and seed give the same lines`() throws {
        let orders = BrowsingSimulationTests.orders(customers: 200)
        let first = try run(orders).map(\.text)
        #expect(try run(orders).map(\.text) == first)
        #expect(try run(orders, seed: 2).map(\.text) != first)
        var print = Fingerprint()
        for text in first { print.add(Array(text.utf8)) }
        #expect(print.value == 12_245_723_665_065_406_435)
    }

    @Test func `all lines are of customers of the orders, marked, in order of time and before the last order`() throws {
        let orders = BrowsingSimulationTests.orders()
        let customers = Set(orders.map(\.customer))
        let lastOrder = orders.map(\.time).max() ?? 0
        var last: Int64 = 0
        var ids: Set<String> = []
        let lines = try run(orders)
        #expect(lines.count > 5_000)
        for line in lines {
            #expect(line.topic != .orders)
            #expect(customers.contains(user(line)))
            #expect(line.text.contains("\"context\":{\"simulated\":true}"))
            let id = try #require(line.value("messageId"))
            #expect(id.hasPrefix("sim-") && ids.insert(id).inserted)
            let time = instant(line.time)
            #expect(time >= last && time <= lastOrder)
            last = time
        }
    }

    @Test func `nothing of a customer is at the same millisecond as an order or another event`() throws {
        let orders = BrowsingSimulationTests.orders()
        var taken: Set<String> = Set(orders.map { "\($0.customer) \($0.time)" })
        for line in try run(orders, mentioning: 1) {
            #expect(taken.insert("\(user(line)) \(instant(line.time))").inserted)
        }
    }

    @Test func `most orders are preceded by an addition minutes before and no cart spans an order`() throws {
        let orders = BrowsingSimulationTests.orders()
        var additions: [String: [Int64]] = [:]
        var spans: [String: (user: String, first: Int64, last: Int64)] = [:]
        for line in try run(orders) where line.value("cart_id") != nil {
            let time = instant(line.time)
            if line.event == "Product Added" { additions[user(line), default: []].append(time) }
            let cart = line.value("cart_id") ?? ""
            spans[cart] = (user(line), spans[cart]?.first ?? time, time)
        }
        let preceded = orders.count { order in
            additions[order.customer]?.contains { $0 < order.time && $0 > order.time - 3_600_000 } ?? false
        }
        // A fifth of the orders follow within a minute on another one, hence have no room for a visit.
        #expect(Double(preceded) / Double(orders.count) > 0.6)
        let times = Dictionary(grouping: orders, by: \.customer).mapValues { $0.map(\.time) }
        var abandoned = 0
        for (user, first, last) in spans.values {
            #expect(times[user]?.contains { $0 > first && $0 < last } == false)
            if times[user]?.contains(where: { $0 > last && $0 < last + 3_600_000 }) == false { abandoned += 1 }
        }
        #expect(abandoned > 300)
    }

    @Test func `removals never exceed additions`() throws {
        var held: [String: Int] = [:]
        for line in try run(BrowsingSimulationTests.orders(customers: 300)) {
            guard let cart = line.value("cart_id"), let product = line.value("product_id") else { continue }
            held[cart + product, default: 0] += line.integer("quantity") * (line.event == "Product Added" ? 1 : -1)
            #expect(held[cart + product] ?? -1 >= 0)
        }
    }

    @Test func `mentions after a last order that was foreseen are more negative than others`() throws {
        let orders = BrowsingSimulationTests.orders()
        let lastOrder = Dictionary(grouping: orders, by: \.customer).mapValues { $0.map(\.time).max() ?? 0 }
        let end = orders.map(\.time).max() ?? 0
        var gone: [Int] = []
        var others: [Int] = []
        for line in try run(orders, mentioning: 0.5) where line.topic == .mentions {
            let last = lastOrder[user(line)] ?? 0
            let sentiment = hundredths(line.value("sentiment"))
            if instant(line.time) > last, end - last >= 60 * day {
                gone.append(sentiment)
            } else {
                others.append(sentiment)
            }
        }
        #expect(gone.count > 50 && others.count > 50)
        #expect(Double(gone.reduce(0, +)) / Double(gone.count) < -30)
        #expect(Double(others.reduce(0, +)) / Double(others.count) > 10)
    }

    @Test func `browsing between two orders far apart is told although no other order comes between`() throws {
        let orders = (0..<400).flatMap { customer -> [Order] in
            [0, 90 * day].map { Order(customer: "\(customer)", time: newYear + Int64(customer) + $0) }
        }.sorted { $0.time < $1.time }
        let between = try run(orders).count { line in
            let time = instant(line.time)
            return time > newYear + 1_000 && time < newYear + 88 * day
        }
        #expect(between > 1_000)
    }

    @Test func `only the events before the look-ahead are told before the end`() throws {
        var simulation = try BrowsingSimulation(configuration: BrowsingConfiguration(seed: 1))
        var line: [UInt8] = []
        try simulation.offer(customer: [65].span, time: newYear)
        #expect(simulation.next(into: &line) == nil)
        try simulation.offer(customer: [66].span, time: newYear + 47 * 3_600_000)
        #expect(simulation.next(into: &line) == nil)
        try simulation.offer(customer: [66].span, time: newYear + 49 * 3_600_000)
        #expect(simulation.next(into: &line) == .browse)
    }

    @Test func `orders that go back in time are refused`() throws {
        var simulation = try BrowsingSimulation(configuration: BrowsingConfiguration(seed: 1))
        var line: [UInt8] = []
        try simulation.offer(customer: [65].span, time: newYear)
        #expect(simulation.next(into: &line) == nil)
        #expect(throws: SimulationError.self) { try simulation.offer(customer: [65].span, time: newYear - 1) }
        #expect(throws: SimulationError.self) { try simulation.foresee(customer: [65].span, time: newYear) }
    }

    @Test func `an order offered before the events were taken is a programmer's error`() async {
        await #expect(processExitsWith: .failure) {
            var simulation = try BrowsingSimulation(configuration: BrowsingConfiguration(seed: 1))
            try simulation.offer(customer: [65].span, time: newYear)
            try simulation.offer(customer: [65].span, time: newYear + 1)
        }
    }
}
