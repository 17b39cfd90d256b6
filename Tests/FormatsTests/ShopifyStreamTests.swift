import Formats
import Journal
import Playbook
import Retention
import TestKit
import Testing

@Suite struct ShopifyStreamTests {
    private static let lateness = TimeSpan.minutes(10)
    /// Shops of each test; every test has its own.
    private static let seeds: UInt64 = 150

    private static let playbook: CompiledPlaybook = {
        let yaml = """
            playbook: shop
            version: 1
            rules:
              first_order: { reaches: customer.orders, at: [1], emit: milestones/milestone.first_order }
              first_order_thanks: { on: order.completed, if: customer.orders == 1, per: event.order_id, wait: 2h,
                cancel: [order.cancelled, order.refunded], emit: triggers/first_purchase.thanked.due }
              order_count: { reaches: customer.orders, at: [2, 3], emit: milestones/milestone.order_count }
              revenue: { reaches: customer.revenue, at: [50 EUR, 200 EUR], emit: milestones/milestone.revenue }
              anniversary: { yearly: customer.first_order, years: [1], emit: milestones/milestone.anniversary }
              cart_abandoned: { since: customer.cart.changed, after: [20m, 4h], emit: triggers/cart.abandoned,
                goal: { on: order.completed, within: 24h, emit: triggers/cart.recovered } }
              churn_risk: { since: customer.last_order, after: "longest(days(12), times(customer.order_gap, 2))",
                missed: now, emit: churn-risk/churn_risk.raised,
                goal: { on: order.completed, emit: churn-risk/churn_risk.cleared } }
              winback: { since: customer.last_order, after: [10d, 30d], emit: triggers/winback.due,
                goal: { on: order.completed, emit: triggers/winback.succeeded } }
            """
        do throws(PlaybookError) {
            return try PlaybookFile.load(yaml: yaml, named: "shop.yaml")
        } catch { preconditionFailure("\(error)") }
    }()

    /// What came of a stream: the signals by time and id, and everybody's purchases.
    private struct Outcome: Equatable {
        var signals: [Signal] = []
        var purchases: [Subject: Purchases] = [:]
    }

    private static func fold(_ records: [ShopifyShop.Record]) throws -> Outcome {
        let decoder = RawDecoder()
        var replay = Replay(Self.playbook, lateness: Self.lateness + .minutes(1))
        var outcome = Outcome()
        for record in records {
            var headers = RecordHeaders()
            for (name, value) in record.headers { headers.append(name, value) }
            let bytes = Array(record.body.utf8)
            let origin = Origin(source: "shopify", partition: 0, offset: record.offset)
            let decoded = decoder.decode(
                LogRecord(
                    offset: record.offset,
                    timestamp: record.time,
                    key: Span(),
                    value: bytes.span,
                    headers: headers.bytes.span
                ),
                at: origin
            )
            switch decoded {
            case .event(let event): try replay.add(event, source: 0) { outcome.signals.append($0) }
            case .unavailable(let reason): Issue.record("waits for \(reason)")
            case .ignored(let code): #expect(code == "shopify.order-edit")
            case .rejected(let rejection): Issue.record("\(rejection): \(record.body)")
            }
        }
        let end = ShopifyShop.start + .days(400)
        try replay.finish(at: end) { outcome.signals.append($0) }
        outcome.signals.sort { ($0.time, $0.id) < ($1.time, $1.id) }
        replay.fold.forEachSubject { subject, state in
            if subject.kind == .customer || subject.kind == .visitor { outcome.purchases[subject] = state.purchases }
        }
        return outcome
    }

    /// The records as a bridge may deliver them: a third twice, all out of order by no more than the lateness.
    private static func disordered(
        _ records: [ShopifyShop.Record],
        _ random: inout SeededRandom
    ) -> [ShopifyShop.Record] {
        var all = records
        for record in records where random.oneIn(3) {
            var copy = record
            copy.headers[3].1 = "again"
            all.append(copy)
        }
        let keyed = all.map { record in
            (record.time.milliseconds + Int64(random.below(Int(Self.lateness.milliseconds))), random.next(), record)
        }
        return keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }

    private static func check(_ outcome: Outcome, against shop: ShopifyShop, _ seed: UInt64) {
        for (subject, truth) in shop.truth {
            let purchases = outcome.purchases[subject] ?? Purchases()
            #expect(purchases.count == truth.orders, "seed \(seed), \(subject)")
            #expect(purchases.revenue.amount(in: .eur) == .eur(truth.revenue), "seed \(seed), \(subject)")
        }
    }

    @Test func `given a shop's webhooks, when they come twice and out of order, then all decisions are the same`()
        throws
    {
        for seed in 0..<Self.seeds {
            let shop = ShopifyShop(seed: seed)
            var random = SeededRandom(seed: seed &+ 1_000_000)
            let straight = try Self.fold(shop.records)
            let disordered = try Self.fold(Self.disordered(shop.records, &random))
            Self.check(straight, against: shop, seed)
            #expect(disordered.purchases == straight.purchases, "seed \(seed)")
            #expect(disordered.signals == straight.signals, "seed \(seed)")
        }
    }

    @Test func `given a shop's webhooks, when some orders/create never come, then the totals are the same`() throws {
        for seed in Self.seeds..<(2 * Self.seeds) {
            let shop = ShopifyShop(seed: seed)
            var random = SeededRandom(seed: seed &+ 2_000_000)
            let delivered = shop.records.filter { $0.created == nil || !random.oneIn(2) }
            let straight = try Self.fold(delivered)
            let disordered = try Self.fold(Self.disordered(delivered, &random))
            Self.check(straight, against: shop, seed)
            #expect(disordered == straight, "seed \(seed)")
        }
    }

    @Test func `given lost webhooks, when the last orders/updated came, then the totals are the same`() throws {
        for seed in (2 * Self.seeds)..<(3 * Self.seeds) {
            let shop = ShopifyShop(seed: seed)
            var random = SeededRandom(seed: seed &+ 3_000_000)
            var latest: [String: Int64] = [:]
            for record in shop.records {
                if let order = record.updated { latest[order] = max(latest[order] ?? -1, record.offset) }
            }
            let delivered = shop.records.filter { record in
                !random.oneIn(3) || record.updated.map { latest[$0] == record.offset } ?? false
            }
            let straight = try Self.fold(delivered)
            Self.check(straight, against: shop, seed)
            #expect(try Self.fold(Self.disordered(delivered, &random)) == straight, "seed \(seed)")
        }
    }

    @Test func `given two versions of one second, when both came, then the later event counts`() {
        let noon = Timestamp.utc("2025-03-01T12:00:00Z")
        func version(_ total: Int64, refunded: Int64) -> Event.Body {
            .orderUpdated(
                OrderVersion(id: "o", total: .eur(total), version: noon, placed: noon, refunded: .eur(refunded))
            )
        }
        let story = CustomerSpec(Self.playbook.settings)
            .given(Fact(version(50_00, refunded: 0), at: noon + .milliseconds(100)))
            .given(Fact(version(70_00, refunded: 5_00), at: noon + .milliseconds(200)))
        #expect(story.state.purchases.revenue.amount(in: .eur) == .eur(65_00))
        let again = story.given(Fact(version(70_00, refunded: 5_00), at: noon + .milliseconds(300)))
        #expect(again.state.purchases == story.state.purchases)
    }

    @Test func `given the shops of the seeds, when they are counted, then everything that may happen does`() {
        var topics: [String: Int] = [:]
        var owners = Set<Subject.Kind>()
        var isPending = false
        for seed in 0..<Self.seeds {
            let shop = ShopifyShop(seed: seed)
            for record in shop.records {
                topics[record.headers[0].1, default: 0] += 1
                isPending = isPending || record.body.contains("pending")
            }
            for subject in shop.truth.keys { owners.insert(subject.kind) }
        }
        for topic in [
            "carts/create", "carts/update", "orders/create", "orders/updated", "orders/paid", "orders/edited",
            "orders/fulfilled", "orders/cancelled", "refunds/create", "fulfillments/create",
            "customers_email_marketing_consent/update",
        ] {
            #expect(topics[topic, default: 0] >= 50, "\(topic)")
        }
        #expect(owners == [.customer, .visitor])
        #expect(isPending)
    }
}
