import Retention
import TestKit
import Testing

/// Orders that a shop shows again after each change.
@Suite struct OrderVersionTests {
    private static func version(
        _ hours: Int64,
        _ total: Int64,
        refunded: Int64? = nil,
        cancelled: Bool = false
    ) -> Event.Body {
        .orderUpdated(
            OrderVersion(
                id: "o-1",
                total: .eur(total),
                version: start + .hours(hours),
                placed: start,
                isCancelled: cancelled,
                refunded: refunded.map { .eur($0) }
            )
        )
    }

    private static let placed = Event.Body.orderCompleted(Order(id: "o-1", total: .eur(100)))

    private static func refund(_ amount: Int64) -> Event.Body {
        .orderRefunded(OrderReversal(orderID: "o-1", amount: .eur(amount)))
    }

    private static func folded(_ bodies: [Event.Body]) -> Purchases {
        var fold = SubjectFold(CustomerProjection(settings: .plain), playbook: "", subject: Subject(.customer, "1"))
        for (index, body) in bodies.enumerated() {
            fold.fold(
                Event(
                    id: "e\(index)",
                    subject: Subject(.customer, "1"),
                    time: start + .hours(Int64(index)),
                    origin: Origin(source: "s", partition: 0, offset: Int64(index)),
                    body: body
                )
            )
        }
        return fold.state.purchases
    }

    private static func revenue(_ bodies: [Event.Body]) -> Int64 {
        self.folded(bodies).revenue.amount(in: .eur).minor
    }

    @Test func `given an order, when it is shown again and again, then it counts once, at its latest total`() {
        let purchases = Self.folded([Self.placed, Self.version(1, 100), Self.version(2, 120), Self.version(3, 120)])
        #expect(purchases.count == 1)
        #expect(purchases.revenue.amount(in: .eur) == .eur(120))
    }

    @Test func `given a newer version, when an older one comes late, then it changes nothing`() {
        #expect(Self.revenue([Self.placed, Self.version(5, 80), Self.version(2, 120)]) == 80)
    }

    @Test func `given no placing, when a version comes, then the order is placed when the shop says it was`() {
        let purchases = Self.folded([Self.version(3, 100), Self.placed])
        #expect(purchases.count == 1)
        #expect(purchases.first == start)
    }

    @Test(arguments: [
        [refund(30), version(1, 100, refunded: 30)], [version(1, 100, refunded: 30), refund(30)],
        [refund(30), version(1, 100, refunded: 30), version(2, 100, refunded: 50), refund(20)],
        [version(1, 100, refunded: 30), version(2, 100, refunded: 50), refund(30), refund(20)],
    ])
    func `given refunds that are named and told, when both come in any order, then money goes back once`(
        bodies: [Event.Body]
    ) {
        let told = bodies.count == 2 ? 30 : 50
        #expect(Self.revenue([Self.placed] + bodies) == Int64(100 - told))
    }

    @Test
    func `given a version that is cancelled, when it comes, then the order counts no more, whoever says it again`() {
        let bodies = [
            Self.placed, Self.version(1, 100, cancelled: true), .orderCancelled(OrderReversal(orderID: "o-1")),
        ]
        let purchases = Self.folded(bodies)
        #expect((purchases.count, purchases.cancelled) == (0, 1))
        #expect(purchases.revenue.amount(in: .eur) == .eur(0))
    }
}
