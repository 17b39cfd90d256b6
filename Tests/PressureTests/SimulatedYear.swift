import Formats
import Journal
import Retention
import Simulation
import TestKit
import Testing

/// A year of a shop: what its customers order, look at and say, and what else happens to them.
struct SimulatedYear {
    static let from = Timestamp.utc("2026-01-01")
    static let to = Timestamp.utc("2027-01-01")

    private let shop: ShopSimulation
    /// The events of everything but shopping, in the order in which they arrive.
    private let arrivals: [(time: Timestamp, event: Event)]
    /// What the model has to know of each customer, in order of time.
    private(set) var lives: [Subject: Life] = [:]

    /// What the model knows of a customer.
    struct Life {
        var wishes: [Event] = []
        var orders: [Timestamp] = []
        /// Whether an order was ever called off or paid back.
        var hasReversals = false
    }

    init(customers: Int, seed: UInt64) throws {
        var configuration = ShopConfiguration(
            customers: customers,
            from: Self.from.milliseconds,
            to: Self.to.milliseconds,
            seed: seed
        )
        configuration.mentioningShare = 0.15
        self.shop = try ShopSimulation(configuration: configuration)
        var drawn: [Subject: Wishes] = [:]
        var lives: [Subject: Life] = [:]
        try Self.forEachEvent(of: self.shop) { event in
            let subject = event.subject
            if drawn[subject] == nil {
                let (number, year) = (drawn.count, Self.from..<Self.to)
                drawn[subject] = Wishes(subject.id, number: number, from: event.time, in: year, seed: seed)
            }
            switch event.body {
            case .orderCompleted(let order):
                lives[subject, default: Life()].orders.append(event.time)
                drawn[subject]?.follow(order.id, at: event.time)
            case .orderCancelled, .orderRefunded: lives[subject, default: Life()].hasReversals = true
            default: break
            }
        }
        var random = Chance(seed: seed, owner: -1)
        var arrivals: [(time: Timestamp, event: Event)] = []
        for (subject, wishes) in drawn.sorted(by: { $0.key.id < $1.key.id }) {
            lives[subject, default: Life()].wishes = wishes.events.sorted { $0.time < $1.time }
            for event in wishes.events {
                // Some come late, some twice.
                let late = random.happens(20) ? TimeSpan(milliseconds: random.number(1...55_000)) : .seconds(0)
                arrivals.append((event.time + late, event))
                if random.happens(3) { arrivals.append((event.time + .seconds(random.number(1...50)), event)) }
            }
        }
        self.arrivals = arrivals.sorted { ($0.time, $0.event.id) < ($1.time, $1.event.id) }
        self.lives = lives
    }

    /// All events, in the order in which they arrive.
    func forEachArrival(_ body: (Event) throws -> Void) throws {
        var next = 0
        try Self.forEachEvent(of: self.shop) { event in
            while next < self.arrivals.count, self.arrivals[next].time < event.time {
                try body(self.arrivals[next].event)
                next += 1
            }
            try body(event)
        }
        for (_, event) in self.arrivals[next...] { try body(event) }
    }

    private static func forEachEvent(of shop: ShopSimulation, _ body: (Event) throws -> Void) throws {
        var shop = shop
        let decoder = RawDecoder(currency: nil)
        var (line, offset): ([UInt8], Int64) = ([], 0)
        while let topic = shop.next(into: &line) {
            let place = Origin(source: topic.rawValue, partition: 0, offset: offset)
            guard case .event(let event) = decoder.decode(line: line.span, at: place) else {
                throw Unreadable(line: String(decoding: line, as: UTF8.self))
            }
            try body(event)
            offset += 1
        }
    }

    struct Unreadable: Error { let line: String }
}
