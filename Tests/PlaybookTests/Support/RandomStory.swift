import Playbook
import Retention

extension SeededRandom {
    /// A number of the range.
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// Whether something of this many percent happens.
    mutating func chance(_ percent: Int) -> Bool { self.number(1...100) <= percent }

    /// One of the items; the list must not be empty.
    mutating func pick<Item>(_ items: [Item]) -> Item { items[self.number(0...items.count - 1)] }
}

/// A random playbook, another one that takes its place, and a random life of a customer, by the seed alone.
///
/// Times lie on half hours, so that events, deadlines and each other's instants often coincide. Events come late by up
/// to three days, and some come twice.
struct RandomStory {
    /// The playbook.
    let yaml: String
    /// The playbook that takes its place in the middle; `nil` when none does.
    let later: String?
    let facts: [Fact]
    let cap: (count: Int, days: Int)
    /// Seconds of the day, in Tokyo.
    let quiet: (from: Int, until: Int)

    static let start = at("2027-03-01")
    static let end = at("2035-01-01")
    static let zoneOffset: Int64 = 9 * 3_600_000

    init(seed: UInt64, isAdopting: Bool) {
        var random = SeededRandom(state: seed)
        self.cap = (random.number(1...3), random.pick([1, 3]))
        let hours = random.pick([(22, 8), (0, 6), (12, 13), (20, 19)])
        self.quiet = (hours.0 * 3_600, hours.1 * 3_600)
        let head = """
            state: { recent_event_ids: 1024 }
            time_zone: Asia/Tokyo
            money: { currency: EUR }
            contacts:
              quiet_hours: { from: "\(Self.clock(hours.0))", until: "\(Self.clock(hours.1))" }
              caps: [{ at_most: \(self.cap.count), per: \(self.cap.days)d }]
              blocked_while: { complaint: customer.complaints.open > 0 }
              purposes: { service: {} }
            rules:
            """
        self.yaml = Self.playbook(head, &random)
        self.later = isAdopting ? Self.playbook(head, &random) : nil
        self.facts = Self.facts(&random)
    }

    private static func clock(_ hour: Int) -> String { hour < 10 ? "0\(hour):00" : "\(hour):00" }

    private static func playbook(_ head: String, _ random: inout SeededRandom) -> String {
        var text = head + "\n"
        var isEmpty = true
        for rule in self.rules where random.chance(50) {
            isEmpty = false
            text += "  " + rule.replacing("\n", with: " ") + "\n"
        }
        return isEmpty ? text + "  " + self.rules[0] + "\n" : text
    }

    static let rules = [
        "views: { on: product.viewed, emit: triggers/views, contact: { channels: [email, sms] } }",
        """
        cart: { on: product.added, wait: [30m, 1d], while: customer.cart.items > 0, cancel: order.completed,
          emit: triggers/cart, with: { sku: event.sku, value: customer.cart.value },
          contact: { group: g, priority: 3, product: "customer.cart.products[0]" },
          incentive: { reward: 5%, valid_for: 3d, warn_before: 1d, at_most: 2, per: 30d },
          goal: { on: order.completed, within: 7d, emit: triggers/cart.reached, missed: triggers/cart.missed } }
        """,
        """
        parcel: { on: order.completed, per: event.order_id, wait: 3d, cancel: order.cancelled, reentry: ignore,
          once: true, emit: service/parcel, with: { order: event.order_id, placed: order.placed } }
        """,
        """
        each: { on: product.viewed, wait: 1d, reentry: each, emit: triggers/each,
          contact: { purpose: service, group: g } }
        """,
        """
        until: { on: [nps.answered, order.cancelled], until: customer.last_order + days(2), emit: triggers/until,
          cool_down: 3d, contact: { channels: [sms] } }
        """,
        """
        silent: { since: customer.last_order, after: [1d, 7d, 30d], missed: now, emit: churn-risk/silent,
          contact: { group: g, priority: 1 },
          goal: { on: order.completed, within: 9d, emit: churn-risk/back, missed: churn-risk/lost } }
        """,
        """
        gap: { since: customer.last_order, after: ["times(customer.order_gap, 2)", "times(customer.order_gap, 4)"],
          if: customer.orders > 1, emit: triggers/gap }
        """,
        "year: { yearly: customer.first_order, years: [1, 2, 5], emit: milestones/year, contact: {} }",
        "birthday: { yearly: birthday, at: \"09:00\", days_before: 3, emit: triggers/birthday, contact: {} }",
        "day: { dates: [2027-03-10, 2027-04-01, 2027-12-06], at: \"23:30\", emit: triggers/day, contact: {} }",
        "count: { reaches: customer.orders, at: [1, 3, 5], emit: milestones/count, contact: { priority: 9 } }",
        """
        revenue: { reaches: customer.revenue, at: [10 EUR, 20 EUR, 100 EUR], once: true, emit: milestones/revenue,
          contact: {} }
        """,
        """
        tier: { stages: { gold: customer.orders >= 3, new: now - customer.first_seen < days(10),
          rest: customer.views > 2 }, recheck: [customer.first_seen + days(10)], emit: segments/tier }
        """,
        """
        busy: { changes: customer.orders, if: customer.orders != 2, emit: segments/busy, contact: { priority: 2 } }
        """,
        """
        quiet: { changes: now - customer.last_order >= days(3), recheck: [customer.last_order + days(3)],
          emit: segments/quiet }
        """,
        "term: { since: customer.last_order + days(20), before: [10d, 2d], missed: now, emit: triggers/term }",
        """
        lapsed: { segment: now - customer.last_order >= days(5), recheck: [customer.last_order + days(5)],
          emit: segments/lapsed, leave: segments/lapsed.left, contact: { group: g, priority: 2 } }
        """,
        "first: { on: product.viewed, once: true, emit: triggers/first, contact: { group: g } }",
        """
        trial: { on: product.added, cool_down: 2d, emit: triggers/trial, contact: { purpose: service },
          experiment: { hold_out: 30%, arms: { a: 40% } },
          goal: { on: order.completed, if: event.total >= 5.0, within: 2d, emit: triggers/trial.reached } }
        """,
    ]

    private static func facts(_ random: inout SeededRandom) -> [Fact] {
        var facts: [Fact] = []
        var now = self.start
        for index in 0..<random.number(1...50) {
            switch random.number(0...9) {
            case 0: break
            case 1...5: now = now + .minutes(Int64(30 * random.number(0...6)))
            case 6...8: now = now + .hours(Int64(random.number(0...72)))
            default: now = now + .days(Int64(random.number(0...40)))
            }
            if !facts.isEmpty, random.chance(8) {
                facts.append(random.pick(facts))
                continue
            }
            let time = random.chance(15) ? now - .minutes(Int64(30 * random.number(0...144))) : now
            facts.append(Fact(self.body(&random, time), time, id: "f-\(index)"))
        }
        return facts
    }

    private static func body(_ random: inout SeededRandom, _ time: Timestamp) -> Event.Body {
        let order = "o-\(random.number(1...8))"
        let sku = random.pick(["a", "b", "c"])
        let price = Money(minor: Int64(random.number(1...20) * 100), Currency(known: "EUR"))
        let channel = random.pick(["email", "email", "sms"])
        let purpose = random.pick(["marketing", "service"])
        let expires = random.chance(30) ? time + .hours(Int64(random.number(1...200))) : nil
        switch random.number(0...99) {
        case 0..<20: return .orderCompleted(Order(id: order, total: price, lines: [LineItem(product: sku)]))
        case 20..<25: return .orderCancelled(OrderReversal(orderID: order))
        case 25..<42: return .productViewed(ProductView(product: sku))
        case 42..<57: return .productAdded(CartChange(product: sku, price: price))
        case 57..<61: return .productRemoved(CartChange(product: sku))
        case 61..<80:
            return .consentGranted(Consent(channel: channel, purpose: purpose, expires: expires, isConfirmed: true))
        case 80..<84: return .consentWithdrawn(Consent(channel: channel, purpose: random.chance(50) ? purpose : nil))
        case 84..<88: return .preferencesUpdated(Preferences(maxPerWeek: Int64(random.number(0...4))))
        case 88..<90: return .complaintOpened(Ticket(ticketID: "t-\(random.number(1...2))"))
        case 90..<94: return .complaintResolved(Ticket(ticketID: "t-\(random.number(1...2))"))
        case 94..<97: return .npsAnswered(NPSAnswer(score: Int64(random.number(0...10))))
        default:
            return .profileUpdated(
                Profile(birthDate: CalendarDay("1984-0\(random.number(3...9))-1\(random.number(0...9))"))
            )
        }
    }

    /// The life under the playbooks of the story.
    func lived(_ prepare: (inout PlaybookSpec) -> Void = { _ in }) throws -> PlaybookSpec {
        var spec = try PlaybookSpec(self.yaml)
        prepare(&spec)
        let middle = self.facts.count / 2
        for (index, fact) in self.facts.enumerated() {
            if index == middle, let later {
                let latest = self.facts[...middle].map(\.time).max() ?? fact.time
                spec.adopt(try PlaybookSpec.load(later), at: latest)
            }
            spec.take(fact)
        }
        spec.fire(before: Self.end)
        return spec
    }
}
