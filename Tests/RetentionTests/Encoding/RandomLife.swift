import Retention
import TestKit

/// A random life of a customer that reaches the corners of the state: many orders, lines and currencies, texts of
/// every sort, numbers up to their limits; relations, shopping and consent, and what rules remember.
struct RandomLife {
    let projection: CustomerProjection
    let events: [Event]
    /// What the rules remember at the end.
    let decisions: Decisions

    static let count: UInt64 = 3_000

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let isExtreme = random.chance(30)
        var settings = Self.settings(&random)
        settings.consent = RandomConsent(seed: seed, count: 0).settings
        self.projection = CustomerProjection(settings: settings)
        self.decisions = random.chance(50) ? RandomDecisions(seed: seed).decisions : Decisions()
        var events: [Event] = []
        var now = start + .hours(random.number(-20_000...20_000))
        for index in 0..<random.pick([0, 1, 2, 3, 5, 10, 30, 90]) {
            now = now + .minutes(random.pick([0, 1, 45, 600, 3_000, 50_000, 300_000]) * random.number(0...3))
            let late = random.chance(10) ? now - .hours(random.number(0...2_000)) : now
            let extreme = Timestamp(milliseconds: random.pick([.min, .min + 1, -1, 0, 1, .max - 1, .max]))
            events.append(
                Event(
                    id: random.chance(80) ? "event-\(seed)-\(index)" : random.pick(Self.texts),
                    subject: Subject(.customer, "c-1"),
                    time: isExtreme && random.chance(10) ? extreme : late,
                    origin: Origin(
                        source: random.chance(80) ? "events" : random.pick(Self.texts),
                        partition: random.chance(80) ? 7 : random.pick([0, -1, .min, .max]),
                        offset: random.chance(80) ? Int64(index) : random.pick([0, -1, .min, .max])
                    ),
                    body: random.chance(60) ? Self.body(&random, isExtreme: isExtreme) : Self.other(&random, now)
                )
            )
        }
        self.events = events
    }

    /// The state after the events and the deadlines between them; now and then also those after them.
    var state: Customer {
        var fold = SubjectFold(self.projection, playbook: "life", subject: Subject(.customer, "c-1"))
        for event in self.events { fold.fold(event) }
        if self.events.count % 2 == 1 { fold.advance(to: fold.nextDeadline + tick) }
        var state = fold.state
        state.putDecisions(self.decisions)
        return state
    }

    static let texts = [
        "", "a", "fifteen, exactly", "just 15 letters", "\u{0}", "é", "e\u{301}", "👩‍👩‍👧", "ß\u{10FFFF}",
        "0b1c8b6e-6a6e-4c2e-9d2e-1b7a4f0c9e11", String(repeating: "日本", count: 60),
    ]

    private static func settings(_ random: inout SeededRandom) -> FoldSettings {
        var settings = FoldSettings(playbook: "life", version: 1)
        settings.state.recentEventIDs = Int(random.pick([1, 2, 6, 32, 100]))
        settings.state.cartRemovals = random.pick(Cart.Removals.allCases)
        settings.state.cartLifetime = random.pick([nil, .hours(1), .days(9)])
        return settings
    }

    private static func body(_ random: inout SeededRandom, isExtreme: Bool) -> Event.Body {
        let order = "o-\(random.number(1...random.pick([3, 60])))"
        let money = Self.money(&random, isExtreme: isExtreme)
        switch random.number(0...99) {
        case 0..<22: return .orderCompleted(Order(id: order, total: money))
        case 22..<30: return .orderUpdated(Self.version(of: order, money, &random))
        case 30..<35: return .orderCancelled(OrderReversal(orderID: order))
        case 35..<50: return .orderRefunded(OrderReversal(orderID: order, amount: random.chance(80) ? money : nil))
        case 50..<65: return .productViewed(ProductView(product: "sku"))
        case 65..<90:
            let change = CartChange(
                product: random.chance(80) ? "sku-\(random.number(1...60))" : random.pick(Self.texts),
                quantity: isExtreme && random.chance(5) ? .max : random.number(1...3),
                price: random.chance(80) ? money : nil,
                cartID: random.chance(50) ? random.pick(Self.texts) : nil
            )
            return random.chance(80) ? .productAdded(change) : .productRemoved(change)
        default:
            let score = random.chance(80) ? Sentiment(millionths: random.number(-1_000_000...1_000_000)) : nil
            return .socialMentioned(Mention(network: "mastodon", sentiment: score))
        }
    }

    /// What has stories of its own elsewhere, and any event there is.
    private static func other(_ random: inout SeededRandom, _ now: Timestamp) -> Event.Body {
        switch random.number(0...9) {
        case 0..<3: return RandomRelations.body(&random)
        case 3..<6: return RandomShopping.body(&random)
        case 6..<8: return RandomConsent.body(&random, random.pick(RandomConsent.channels), now)
        default:
            var facts = FactRandom(seed: random.next())
            return .random(random.pick(Event.Kind.allCases), &facts)
        }
    }

    private static func version(of order: String, _ total: Money, _ random: inout SeededRandom) -> OrderVersion {
        OrderVersion(
            id: order,
            total: total,
            version: start + .hours(random.number(0...9_000)),
            placed: random.chance(50) ? start + .hours(random.number(-900...900)) : nil,
            isCancelled: random.chance(10),
            refunded: random.chance(50) ? Money(minor: total.minor / 2, total.currency) : nil
        )
    }

    private static func money(_ random: inout SeededRandom, isExtreme: Bool) -> Money {
        let codes = ["EUR", "EUR", "EUR", "USD", "AAA", "ZZZ", "JPY", "AZA"]
        let minor = isExtreme && random.chance(20) ? random.pick([.min, -1, .max]) : random.number(0...5_000)
        return Money(minor: minor, Currency(random.pick(codes)) ?? Money.eur(0).currency)
    }
}

/// The encoded form of a customer, for any playbook.
func encoded(_ state: Customer) -> [UInt8] {
    var bytes: [UInt8] = []
    CustomerProjection(settings: .plain).encode(state, to: &bytes)
    return bytes
}

/// The customer of these bytes, when they are one.
func decoded(_ bytes: [UInt8]) -> Customer? { CustomerProjection(settings: .plain).decode(bytes.span) }
