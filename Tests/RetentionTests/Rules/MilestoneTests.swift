import Retention
import TestKit
import Testing

@Suite struct FirstOrderTests {
    private let spec = CustomerSpec(.only { $0.firstOrder = FirstOrderRule() })

    @Test func `the first order is noticed at its own time`() throws {
        try self.spec.given(.viewed(at: start)).when(.order("o-1", 12_50, at: start + .days(1)))
            .then([
                .signal(
                    .firstOrder,
                    at: start + .days(1),
                    ["count": .count(1), "order": .text("o-1"), "total": .money(.eur(12_50))],
                    cause: "e-2"
                )
            ])
    }

    @Test func `the second order is not the first`() throws {
        try self.spec.given(.order("o-1", at: start)).when(.order("o-2", at: start + .days(1))).thenNothing()
    }

    @Test func `the first order is noticed once, although it was cancelled and ordered again`() throws {
        try self.spec
            .given(.order("o-1", at: start), .cancelled("o-1", at: start + .minutes(1)))
            .when(.order("o-2", at: start + .days(1)))
            .thenNothing()
    }

    @Test func `a first order that was cancelled beforehand is none`() throws {
        let cancelled = self.spec.given(.cancelled("o-1", at: start))
        try cancelled.when(.order("o-1", at: start)).thenNothing()
        try cancelled.given(.order("o-1", at: start)).when(.order("o-2", at: start + .days(1)))
            .then([.signal(.firstOrder, at: start + .days(1), ["order": .text("o-2")])])
    }

    @Test func `the same event twice is noticed once`() throws {
        try self.spec.when(.order("o-1", at: start), times: 2).then([.signal(.firstOrder, at: start)])
    }

    @Test func `an earlier order that comes late does not take the place of the first`() throws {
        try self.spec.given(.order("o-2", at: start)).when(.order("o-1", at: start - .minutes(1))).thenNothing()
    }
}

@Suite struct OrderCountTests {
    private let spec = CustomerSpec(.only { $0.orderCount = OrderCountRule(counts: [1, 3, 5]) })

    private func orders(_ range: ClosedRange<Int>) -> [Fact] {
        range.map { Fact.order("o-\($0)", 10_00, at: start + .days(Int64($0))) }
    }

    @Test func `each count of the playbook is noticed at the order that reaches it`() throws {
        try self.spec.when(.order("o-1", at: start)).then([.signal(.orderCount, at: start, ["count": .count(1)])])
        try self.spec.given(self.orders(1...1)).when(self.orders(2...2)[0]).thenNothing()
        try self.spec.given(self.orders(1...2)).when(self.orders(3...3)[0])
            .then([
                .signal(
                    .orderCount,
                    at: start + .days(3),
                    ["count": .count(3), "revenue": .sums(MoneyByCurrency([.eur(30_00)]))]
                )
            ])
        try self.spec.given(self.orders(1...3)).when(self.orders(4...4)[0]).thenNothing()
        try self.spec.given(self.orders(1...4)).when(self.orders(5...5)[0])
            .then([.signal(.orderCount, at: start + .days(5), ["count": .count(5)])])
    }

    @Test func `a count reached again after a cancellation is not noticed again`() throws {
        try self.spec.given(self.orders(1...3)).given(.cancelled("o-2", at: start + .days(4)))
            .when(.order("o-9", at: start + .days(5))).thenNothing()
    }

    @Test func `a cancellation before the count is reached puts it off`() throws {
        let two = self.spec.given(self.orders(1...2)).given(.cancelled("o-2", at: start + .days(3)))
        try two.when(.order("o-3", at: start + .days(4))).thenNothing()
        try two.given(.order("o-3", at: start + .days(4))).when(.order("o-4", at: start + .days(5)))
            .then([.signal(.orderCount, at: start + .days(5), ["count": .count(3)])])
    }

    @Test func `a refund leaves the count alone`() throws {
        try self.spec.given(self.orders(1...2)).given(.refunded("o-2", at: start + .days(3)))
            .when(.order("o-3", at: start + .days(4)))
            .then([.signal(.orderCount, at: start + .days(4), ["count": .count(3)])])
    }
}

@Suite struct RevenueTests {
    private let spec = CustomerSpec(
        .only { $0.revenue = RevenueRule(amounts: [.eur(100_00), .usd(50_00), .eur(200_00), .eur(500_00)]) }
    )

    @Test func `an amount is noticed when it is reached to the cent`() throws {
        try self.spec.when(.order("o-1", 99_99, at: start)).thenNothing()
        try self.spec.given(.order("o-1", 99_99, at: start)).when(.order("o-2", 1, at: start + tick))
            .then([
                .signal(
                    .revenue,
                    at: start + tick,
                    ["reached": .money(.eur(100_00)), "revenue": .money(.eur(100_00)), "orders": .count(2)]
                )
            ])
    }

    @Test func `several amounts passed at once are noticed one by one, the least first`() throws {
        try self.spec.when(.order("o-1", 250_00, at: start))
            .then([
                .signal(.revenue, at: start, ["reached": .money(.eur(100_00)), "revenue": .money(.eur(250_00))]),
                .signal(.revenue, at: start, ["reached": .money(.eur(200_00)), "revenue": .money(.eur(250_00))]),
            ])
    }

    @Test func `each currency counts for itself`() throws {
        let spec = self.spec.given(.order("o-1", 99_00, at: start))
        try spec.when(.order("o-2", 49_99, .usd, at: start + tick)).thenNothing()
        try spec.when(.order("o-2", 50_00, .usd, at: start + tick))
            .then([.signal(.revenue, at: start + tick, ["reached": .money(.usd(50_00))])])
        try spec.when(.order("o-2", 1_000_00, .jpy, at: start + tick)).thenNothing()
    }

    @Test func `an amount passed again after a refund or a cancellation is not noticed again`() throws {
        let spec = self.spec.given(.order("o-1", 120_00, at: start))
        try spec.given(.refunded("o-1", 50_00, at: start + .days(1))).when(.order("o-2", 40_00, at: start + .days(2)))
            .thenNothing()
        try spec.given(.cancelled("o-1", at: start + .days(1))).when(.order("o-2", 150_00, at: start + .days(2)))
            .thenNothing()
        try spec.given(.cancelled("o-1", at: start + .days(1))).when(.order("o-2", 200_00, at: start + .days(2)))
            .then([.signal(.revenue, at: start + .days(2), ["reached": .money(.eur(200_00))])])
    }

    @Test func `money already given back does not help to reach an amount`() throws {
        try self.spec.given(.order("o-1", 60_00, at: start), .refunded("o-1", 20_00, at: start + tick))
            .when(.order("o-2", 59_99, at: start + .days(1))).thenNothing()
        try self.spec.given(.refunded("o-1", at: start + tick)).when(.order("o-1", 300_00, at: start)).thenNothing()
    }
}

@Suite struct AnniversaryTests {
    private let spec = CustomerSpec(.only { $0.anniversary = AnniversaryRule(years: [1, 2, 4]) })

    @Test func `the anniversary is noticed at the time of day of the first order`() throws {
        let spec = self.spec.given(
            .order("o-1", 10_00, at: start, id: "first"),
            .order("o-2", 5_00, at: start + .days(9))
        )
        let due = Timestamp.utc("2026-01-01T10:00:00Z")
        try spec.whenClock(reaches: due).thenNothing()
        try spec.whenClock(reaches: due + tick)
            .then([
                .signal(
                    .anniversary,
                    at: due,
                    [
                        "years": .count(1), "first_order": .time(start), "orders": .count(2),
                        "revenue": .sums(MoneyByCurrency([.eur(15_00)])),
                    ],
                    cause: "first"
                )
            ])
    }

    @Test func `only the years of the playbook are noticed, each once`() throws {
        try self.spec.given(.order("o-1", at: start)).whenClock(reaches: .utc("2050-01-01"))
            .then([
                .signal(.anniversary, at: .utc("2026-01-01T10:00:00Z"), ["years": .count(1)]),
                .signal(.anniversary, at: .utc("2027-01-01T10:00:00Z"), ["years": .count(2)]),
                .signal(.anniversary, at: .utc("2029-01-01T10:00:00Z"), ["years": .count(4)]),
            ])
    }

    @Test func `29 February is kept on the 28th, and on its own day in the next leap year`() throws {
        try self.spec.given(.order("o-1", at: .utc("2024-02-29T08:30:00Z"))).whenClock(reaches: .utc("2030-01-01"))
            .then([
                .signal(.anniversary, at: .utc("2025-02-28T08:30:00Z"), ["years": .count(1)]),
                .signal(.anniversary, at: .utc("2026-02-28T08:30:00Z"), ["years": .count(2)]),
                .signal(.anniversary, at: .utc("2028-02-29T08:30:00Z"), ["years": .count(4)]),
            ])
    }

    @Test func `a first order that turns out earlier moves the anniversary, and repeats none`() throws {
        let earlier = Fact.order("o-0", at: start - .days(10))
        let due = Timestamp.utc("2025-12-22T10:00:00Z")
        try self.spec.given(.order("o-1", at: start), earlier).whenClock(reaches: due + tick)
            .then([.signal(.anniversary, at: due, ["years": .count(1), "first_order": .time(start - .days(10))])])
        let noticed = self.spec.given(.order("o-1", at: start)).givenClock(reached: .utc("2026-06-01"))
        try noticed.when(earlier).thenNothing()
        try noticed.given(earlier).whenClock(reaches: .utc("2027-01-01"))
            .then([.signal(.anniversary, at: .utc("2026-12-22T10:00:00Z"), ["years": .count(2)])])
    }

    @Test func `a cancelled first order hands the anniversary to the next one, or to none`() throws {
        let cancellation = Fact.cancelled("o-1", at: start + .days(20))
        try self.spec.given(.order("o-1", at: start), cancellation).whenClock(reaches: .utc("2050-01-01")).thenNothing()
        try self.spec.given(.order("o-1", at: start), .order("o-2", at: start + .days(5)), cancellation)
            .whenClock(reaches: .utc("2026-06-01"))
            .then([.signal(.anniversary, at: .utc("2026-01-06T10:00:00Z"), ["years": .count(1)])])
    }
}

@Suite struct FirstOrderThanksTests {
    private let spec = CustomerSpec(.only { $0.firstOrderThanks = FirstOrderThanksRule(after: .minutes(30)) })
    private let due = start + .minutes(30)

    @Test func `thanks are due exactly thirty minutes after the first order`() throws {
        let spec = self.spec.given(.order("o-1", 12_50, at: start))
        try spec.whenClock(reaches: self.due).thenNothing()
        try spec.whenClock(reaches: self.due + tick)
            .then([
                .signal(
                    .firstPurchaseThanks,
                    at: self.due,
                    [
                        "ordered": .time(start), "orders": .count(1),
                        "revenue": .sums(MoneyByCurrency([.eur(12_50)])),
                    ],
                    cause: "e-1"
                )
            ])
    }

    @Test func `thanks are due before the customer's own later event, at their own time`() throws {
        try self.spec.given(.order("o-1", at: start)).when(.viewed(at: self.due)).thenNothing()
        try self.spec.given(.order("o-1", at: start)).when(.viewed(at: self.due + tick))
            .then([.signal(.firstPurchaseThanks, at: self.due)])
    }

    @Test(arguments: [TimeSpan.milliseconds(0), .minutes(1), .minutes(30)])
    func `a cancellation or a refund up to that instant suppresses the thanks`(after: TimeSpan) throws {
        let spec = self.spec.given(.order("o-1", 5_00, at: start))
        for reversal in [
            Fact.cancelled("o-1", at: start + after), .refunded("o-1", at: start + after),
            .refunded("o-1", 1, at: start + after),
        ] {
            try spec.when(reversal).thenNothing()
            try spec.given(reversal).whenClock(reaches: start + .days(1)).thenNothing()
        }
    }

    @Test func `a cancellation a millisecond later comes too late`() throws {
        try self.spec.given(.order("o-1", at: start)).when(.cancelled("o-1", at: self.due + tick))
            .then([.signal(.firstPurchaseThanks, at: self.due)])
    }

    @Test func `a reversal of another order does not suppress the thanks`() throws {
        try self.spec
            .given(
                .order("o-1", at: start),
                .order("o-2", at: start + .minutes(5)),
                .cancelled("o-2", at: start + .minutes(6)),
                .refunded("o-3", 1, at: start + .minutes(7))
            )
            .whenClock(reaches: start + .days(1)).then([.signal(.firstPurchaseThanks, at: self.due)])
    }

    @Test func `a reversal that came before its order suppresses the thanks`() throws {
        for reversal in [
            Fact.cancelled("o-1", at: start), .refunded("o-1", at: start), .refunded("o-1", 1, at: start),
        ] {
            try self.spec.given(reversal, .order("o-1", at: start)).whenClock(reaches: start + .days(1)).thenNothing()
        }
    }

    @Test func `a refund of nothing gives no money back and suppresses nothing`() throws {
        try self.spec.given(.order("o-1", at: start), .refunded("o-1", 0, at: start + tick))
            .whenClock(reaches: start + .days(1)).then([.signal(.firstPurchaseThanks, at: self.due)])
    }

    @Test func `the order after a cancelled first one is thanked for, and only one is`() throws {
        let again = self.spec.given(
            .order("o-1", at: start),
            .cancelled("o-1", at: start + .minutes(1)),
            .order("o-2", at: start + .days(1))
        )
        let thanks = start + .days(1) + .minutes(30)
        try again.whenClock(reaches: start + .days(9))
            .then([.signal(.firstPurchaseThanks, at: thanks, ["ordered": .time(start + .days(1))])])
        try again.givenClock(reached: start + .days(9))
            .given(.cancelled("o-2", at: start + .days(9)), .order("o-3", at: start + .days(10)))
            .whenClock(reaches: start + .days(20)).thenNothing()
    }
}
