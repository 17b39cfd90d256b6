import Retention
import TestKit
import Testing

/// Random settings and a random life of a customer, both by the seed alone.
///
/// Times lie on half hours, so that events, deadlines and each other's instants often coincide. At most sixteen order
/// ids occur, so that the state knows the fate of each.
struct RandomStory {
    let settings: FoldSettings
    let events: [Event]

    static let orderIDs = 14

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        self.settings = Self.settings(&random)
        var events: [Event] = []
        var now = start + .hours(random.number(-20_000...20_000))
        for index in 0..<Int(random.number(1...60)) {
            now = now + Self.step(&random)
            let isLate = random.chance(15)
            let time = isLate ? now - Self.step(&random) : now
            events.append(
                Event(
                    id: "e-\(index)",
                    subject: Subject(.customer, "c-1"),
                    time: time,
                    origin: Origin(source: "story", partition: 0, offset: Int64(index)),
                    body: Self.body(&random)
                )
            )
        }
        self.events = events
    }

    /// A fold of nothing yet, with the story's settings.
    var fold: SubjectFold<CustomerProjection> {
        SubjectFold(CustomerProjection(settings: self.settings), playbook: "story", subject: Subject(.customer, "c-1"))
    }

    /// The fold after all events, in their order.
    var folded: SubjectFold<CustomerProjection> {
        var fold = self.fold
        for event in self.events { fold.fold(event) }
        return fold
    }

    /// The fold after all events and all deadlines.
    var lived: SubjectFold<CustomerProjection> {
        var fold = self.folded
        fold.advance(to: Self.end)
        return fold
    }

    /// An instant after all that can still be due.
    static let end = Timestamp.utc("2400-01-01")

    private static func step(_ random: inout SeededRandom) -> TimeSpan {
        switch random.number(0...9) {
        case 0: .milliseconds(0)
        case 1...4: .minutes(30 * random.number(0...6))
        case 5...7: .hours(random.number(0...72))
        default: .days(random.number(0...100))
        }
    }

    private static func settings(_ random: inout SeededRandom) -> FoldSettings {
        var settings = FoldSettings(playbook: "story", version: 1)
        settings.state.cartRemovals = random.pick(Cart.Removals.allCases)
        settings.state.cartLifetime = random.pick([nil, .minutes(30), .hours(2), .days(7)])
        return settings
    }

    private static func body(_ random: inout SeededRandom) -> Event.Body {
        let order = "o-\(random.number(1...Int64(self.orderIDs)))"
        let money = Money(minor: random.number(0...40), random.chance(80) ? .eur : .usd)
        let change = CartChange(
            product: "sku-\(random.number(1...5))",
            quantity: random.number(1...3),
            price: random.chance(80) ? money : nil
        )
        let score = random.chance(80) ? Sentiment(millionths: random.number(-4...4) * 250_000) : nil
        switch random.number(0...99) {
        case 0..<35: return .orderCompleted(Order(id: order, total: money))
        case 35..<45: return .orderCancelled(OrderReversal(orderID: order))
        case 45..<55: return .orderRefunded(OrderReversal(orderID: order, amount: random.chance(70) ? money : nil))
        case 55..<65: return .productViewed(ProductView(product: "sku"))
        case 65..<80: return .productAdded(change)
        case 80..<90: return .productRemoved(change)
        default: return .socialMentioned(Mention(network: "mastodon", sentiment: score))
        }
    }
}

/// The seeds of one test case: many short stories in a row.
struct Seeds: Sendable, CustomTestStringConvertible {
    let first: UInt64
    static let count: UInt64 = 1_000
    static let blocks = (0..<4).map { Seeds(first: $0 * Seeds.count) }

    var testDescription: String { "seeds \(self.first)..<\(self.first + Self.count)" }

    /// Expects `broken` to find nothing in any story; names the seed of the first five in which it does.
    func hold(
        sourceLocation: SourceLocation = #_sourceLocation,
        _ broken: (RandomStory, inout SeededRandom) -> String?
    ) {
        var failures = 0
        for seed in self.first..<self.first + Self.count where failures < 5 {
            var random = SeededRandom(seed: ~seed)
            guard let reason = broken(RandomStory(seed: seed), &random) else { continue }
            Issue.record("seed \(seed): \(reason)", sourceLocation: sourceLocation)
            failures += 1
        }
    }
}
