import Playbook
import Retention
import TestKit

/// A playbook, events and histories for the tests of the engine.
enum Shop {
    static let eur: Currency = {
        guard let currency = Currency("EUR") else { preconditionFailure("EUR is a currency") }
        return currency
    }()

    static let start = Timestamp(milliseconds: 1_700_000_000_000)
    static let lateness = TimeSpan.minutes(1)

    static func sentiment(_ hundredths: Int64) -> Sentiment {
        guard let sentiment = Sentiment(millionths: hundredths * 10_000) else { preconditionFailure("out of range") }
        return sentiment
    }

    /// Rules of every sort, with spans of minutes and hours, so that short histories meet all of them.
    static let rules = [
        "first_order: { reaches: customer.orders, at: [1], emit: milestones/milestone.first_order }",
        """
        first_order_thanks: { on: order.completed, if: customer.orders == 1, per: event.order_id, wait: 30m,
            cancel: [order.cancelled, order.refunded], emit: triggers/first_purchase.thanked.due }
        """,
        """
        order_count: { reaches: customer.orders, at: [2, 3, 5], emit: milestones/milestone.order_count,
            with: { revenue: customer.revenue } }
        """,
        "revenue: { reaches: customer.revenue, at: [50 EUR, 200 EUR], emit: milestones/milestone.revenue }",
        "anniversary: { yearly: customer.first_order, years: [1], emit: milestones/milestone.anniversary }",
        """
        cart_abandoned: { since: customer.cart.changed, after: [20m, 2h], emit: triggers/cart.abandoned,
            with: { items: customer.cart.items, value: customer.cart.value },
            goal: { on: order.completed, within: 3h, emit: triggers/cart.recovered } }
        """,
        """
        churn_risk: { since: customer.last_order, after: "longest(hours(3), times(customer.order_gap, 2))",
            missed: now, emit: churn-risk/churn_risk.raised, with: { last_order: customer.last_order },
            goal: { on: order.completed, emit: churn-risk/churn_risk.cleared } }
        """,
        """
        winback: { since: customer.last_order, after: [4h, 8h], emit: triggers/winback.due,
            goal: { on: order.completed, emit: triggers/winback.succeeded } }
        """,
        """
        mention_negative: { on: social.mentioned, if: event.sentiment < -0.2, emit: service/mention.negative,
            with: { sentiment: event.sentiment, network: event.network } }
        """,
        """
        service_recovery: { on: social.mentioned, if: event.sentiment < -0.5, cool_down: 1h,
            emit: service/service.recovery.due }
        """,
        """
        testimonial: { on: social.mentioned, if: event.sentiment >= 0.6 && customer.orders > 0, cool_down: 1h,
            emit: triggers/testimonial.candidate }
        """,
    ]

    /// A playbook of all the rules.
    static let playbook = Shop.playbook(version: 3, rules)

    /// A playbook of some rules.
    static func playbook(version: Int, _ rules: [String]) -> CompiledPlaybook {
        let head = "playbook: test\nversion: \(version)\nstate: { cart_lifetime: 2h }\nrules:\n"
        do throws(PlaybookError) {
            return try PlaybookFile.load(yaml: head + rules.map { "  \($0)\n" }.joined(), named: "test.yaml")
        } catch { preconditionFailure("\(error)") }
    }

    static func customer(_ name: String) -> Subject { Subject(.customer, name) }

    static func event(
        _ id: String,
        _ customer: String,
        _ time: Timestamp,
        offset: Int64 = 0,
        _ body: Event.Body
    ) -> Event {
        Event(
            id: id,
            subject: self.customer(customer),
            time: time,
            origin: Origin(source: "history", partition: 0, offset: offset),
            body: body
        )
    }

    static func order(
        _ id: String,
        _ customer: String,
        _ time: Timestamp,
        offset: Int64 = 0,
        minor: Int64 = 1_000
    ) -> Event {
        self.event(
            id,
            customer,
            time,
            offset: offset,
            .orderCompleted(Order(id: "o-\(id)", total: Money(minor: minor, self.eur)))
        )
    }

    static func added(_ id: String, _ customer: String, _ time: Timestamp, offset: Int64 = 0) -> Event {
        self.event(id, customer, time, offset: offset, .productAdded(CartChange(product: "p", quantity: 1)))
    }

    static func view(_ id: String, _ customer: String, _ time: Timestamp, offset: Int64 = 0) -> Event {
        self.event(id, customer, time, offset: offset, .productViewed(ProductView(product: "p")))
    }

    /// A history in order of time, without two events of one customer at one instant; customers share instants.
    ///
    /// Instants lie on a grid of ten minutes, so that events and deadlines of all customers meet.
    static func history(seed: UInt64, customers: Int, count: Int) -> [Event] {
        var random = SeededRandom(seed: seed)
        var events: [Event] = []
        var now = self.start
        var taken: Set<String> = []
        for index in 0..<count {
            if random.below(3) > 0 { now = now + .minutes(10 * Int64(1 + random.below(random.oneIn(8) ? 60 : 4))) }
            let customer = "c\(random.below(customers))"
            guard taken.insert("\(customer) \(now.milliseconds)").inserted else { continue }
            events.append(
                self.event("e\(index)", customer, now, offset: Int64(index), self.body(index, &random))
            )
        }
        return events
    }

    private static func body(_ index: Int, _ random: inout SeededRandom) -> Event.Body {
        let earlier = "o-e\(max(0, index - 1 - random.below(12)))"
        let product = "p\(random.below(3))"
        let quantity = Int64(1 + random.below(3))
        switch random.below(12) {
        case 0...3:
            let total = Money(minor: Int64(100 * (1 + random.below(60))), self.eur)
            return .orderCompleted(Order(id: "o-e\(index)", total: total))
        case 4: return .orderCancelled(OrderReversal(orderID: earlier))
        case 5: return .orderRefunded(OrderReversal(orderID: earlier, amount: Money(minor: 50, self.eur)))
        case 6: return .productViewed(ProductView(product: product, category: "shoes"))
        case 7, 8:
            return .productAdded(
                CartChange(product: product, quantity: quantity, price: Money(minor: 199, self.eur), cartID: "k")
            )
        case 9: return .productRemoved(CartChange(product: product, quantity: quantity))
        default:
            return .socialMentioned(
                Mention(network: "x", sentiment: self.sentiment(Int64(random.below(201) - 100)))
            )
        }
    }

    /// The same events with positions that fit their order, as a reader of a file would give them.
    static func renumbered(_ events: [Event]) -> [Event] {
        events.enumerated().map { index, event in
            var event = event
            event.origin.offset = Int64(index)
            return event
        }
    }

    /// The events in an order in which none comes more than `lateness` after a later one.
    static func shuffled(_ events: [Event], within lateness: TimeSpan, _ random: inout SeededRandom) -> [Event] {
        let keyed = events.map { event in
            (event.time.milliseconds + Int64(random.below(Int(lateness.milliseconds) + 1)), random.next(), event)
        }
        return self.renumbered(keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2))
    }
}
