import Retention
import TestKit
import Testing

@Suite struct CartAbandonedTests {
    private let spec = CustomerSpec(
        .only { $0.cartAbandoned = CartAbandonedRule(after: [.hours(1), .hours(24)], recoveredWithin: .days(7)) }
    )

    @Test func `a cart is abandoned an hour after its latest change, to the millisecond`() throws {
        let spec = self.spec.given(
            .viewed(at: start),
            .added("a", 2, price: 3_00, cart: "cart-1", at: start, id: "added")
        )
        try spec.whenClock(reaches: start + .hours(1)).thenNothing()
        try spec.whenClock(reaches: start + .hours(1) + tick)
            .then([
                .signal(
                    .cartAbandoned,
                    at: start + .hours(1),
                    [
                        "stage": .count(1), "items": .count(2), "value": .money(.eur(6_00)), "cart": .text("cart-1"),
                        "last_change": .time(start), "views_in_week": .count(1),
                    ],
                    cause: "added"
                )
            ])
    }

    @Test func `the second reminder comes a day after the latest change, and there is no third`() throws {
        try self.spec.given(.added(at: start)).whenClock(reaches: start + .days(99))
            .then([
                .signal(.cartAbandoned, at: start + .hours(1), ["stage": .count(1)]),
                .signal(.cartAbandoned, at: start + .hours(24), ["stage": .count(2)]),
            ])
    }

    @Test func `a change moves the reminder`() throws {
        let moved = start + .minutes(59)
        for change in [Fact.added("b", at: moved), .removed("a", at: moved)] {
            try self.spec.given(.added("a", 2, at: start), change).whenClock(reaches: moved + .hours(1) + tick)
                .then([.signal(.cartAbandoned, at: moved + .hours(1), ["stage": .count(1)])])
        }
    }

    @Test func `a change at the very instant of the reminder comes before it`() throws {
        try self.spec.given(.added(at: start)).when(.added(at: start + .hours(1))).thenNothing()
        try self.spec.given(.added(at: start)).when(.added(at: start + .hours(1) + tick))
            .then([.signal(.cartAbandoned, at: start + .hours(1))])
    }

    @Test func `a change after a reminder begins again at the first stage`() throws {
        let changed = start + .hours(5)
        try self.spec.given(.added(at: start), .added(at: changed)).whenClock(reaches: start + .days(9))
            .then([
                .signal(.cartAbandoned, at: changed + .hours(1), ["stage": .count(1)]),
                .signal(.cartAbandoned, at: changed + .hours(24), ["stage": .count(2)]),
            ])
    }

    @Test func `late news repeats no reminder`() throws {
        let reminded = self.spec.given(.added("a", at: start)).givenClock(reached: start + .hours(2))
        let news = reminded.given(.added("b", at: start - .minutes(5)))
        try news.whenClock(reaches: start + .hours(3)).thenNothing()
        try news.whenClock(reaches: start + .days(2))
            .then([.signal(.cartAbandoned, at: start + .hours(24), ["stage": .count(2), "items": .count(2)])])
        try self.spec.given(.added("a", at: start)).givenClock(reached: start + .days(2))
            .given(.added("b", at: start - .minutes(5))).whenClock(reaches: start + .days(9)).thenNothing()
    }

    @Test func `a removal of what is not in the cart moves nothing`() throws {
        try self.spec.given(.added("a", at: start), .removed("b", at: start + .minutes(30)))
            .whenClock(reaches: start + .hours(1) + tick).then([.signal(.cartAbandoned, at: start + .hours(1))])
    }

    @Test func `an emptied cart is not abandoned`() throws {
        try self.spec.given(.added("a", at: start), .removed("a", at: start + .minutes(30)))
            .whenClock(reaches: start + .days(9)).thenNothing()
    }

    @Test func `an order closes the cart before either reminder`() throws {
        try self.spec.given(.added(at: start), .order("o-1", at: start + .hours(1)))
            .whenClock(reaches: start + .days(9)).thenNothing()
        try self.spec.given(.added(at: start), .order("o-1", at: start + .hours(2)))
            .whenClock(reaches: start + .days(9)).thenNothing()
    }

    @Test func `an order from before the latest change leaves the cart and its reminder`() throws {
        try self.spec.given(.added(at: start), .order("o-1", at: start - tick)).whenClock(reaches: start + .hours(2))
            .then([.signal(.cartAbandoned, at: start + .hours(1))])
    }

    @Test func `a cart filled after an order has its own reminders`() throws {
        let second = start + .days(2)
        try self.spec.given(.added(at: start), .order("o-1", at: start + .hours(2)), .added("b", at: second))
            .whenClock(reaches: second + .hours(2))
            .then([.signal(.cartAbandoned, at: second + .hours(1), ["stage": .count(1), "items": .count(1)])])
    }

    @Test func `what is added after the last reminder begins a new cart`() throws {
        let second = start + .days(2)
        try self.spec.given(.added("a", 3, price: 1_00, at: start), .added("b", price: 2_00, at: second))
            .whenClock(reaches: second + .hours(2))
            .then([.signal(.cartAbandoned, at: second + .hours(1), ["items": .count(1), "value": .money(.eur(2_00))])])
    }

    @Test func `a cart without prices and without an id says nothing of them`() throws {
        let signals = self.spec.given(.added(at: start)).whenClock(reaches: start + .hours(2)).signals
        #expect(signals.first?.values.map(\.name) == ["stage", "items", "last_change", "views_in_week"])
    }
}

@Suite struct CartRecoveredTests {
    private let spec = CustomerSpec(
        .only { $0.cartAbandoned = CartAbandonedRule(after: [.hours(1), .hours(24)], recoveredWithin: .days(7)) }
    ).given(.added(at: start))
    private let reminded = start + .hours(1)
    private let remindedAgain = start + .hours(24)

    @Test func `an order soon after a reminder recovers the cart`() throws {
        try self.spec.givenClock(reached: start + .hours(2)).when(.order("o-1", at: start + .hours(3), id: "order"))
            .then([.signal(.cartRecovered, at: start + .hours(3), ["reminded": .time(self.reminded)], cause: "order")])
    }

    @Test func `it is the latest reminder that counts, up to the end of the window`() throws {
        let spec = self.spec.givenClock(reached: start + .days(2))
        try spec.when(.order("o-1", at: self.remindedAgain + .days(7)))
            .then([
                .signal(
                    .cartRecovered,
                    at: self.remindedAgain + .days(7),
                    ["reminded": .time(self.remindedAgain)]
                )
            ])
        try spec.when(.order("o-1", at: self.remindedAgain + .days(7) + tick)).thenNothing()
    }

    @Test func `an order at the very instant of the reminder needed none`() throws {
        try self.spec.when(.order("o-1", at: self.reminded)).thenNothing()
    }

    @Test func `one reminder is followed by one recovery`() throws {
        try self.spec.givenClock(reached: start + .hours(2)).given(.order("o-1", at: start + .hours(3)))
            .when(.order("o-2", at: start + .hours(4))).thenNothing()
    }

    @Test func `a late order that took the cart before the reminder recovers nothing, then or later`() throws {
        let spec = self.spec.givenClock(reached: start + .hours(2))
        try spec.when(.order("o-1", at: start + .minutes(30))).thenNothing()
        try spec.given(.order("o-1", at: start + .minutes(30))).when(.order("o-2", at: start + .hours(5))).thenNothing()
    }

    @Test func `a late order from before the cart leaves its recovery to the next one`() throws {
        try self.spec.givenClock(reached: start + .hours(2)).given(.order("o-1", at: start - .minutes(30)))
            .when(.order("o-2", at: start + .hours(5))).then([.signal(.cartRecovered, at: start + .hours(5))])
    }

    @Test func `recoveries of two orders never share an id`() {
        // The first recovering order is cancelled, and late news makes a second cart due at the same instant.
        let first = self.spec.givenClock(reached: start + .hours(25)).when(.order("o-1", at: start + .hours(26)))
        let second = first.given(
            .cancelled("o-1", at: start + .hours(27)),
            .added(at: start + .hours(23)),
            .viewed(at: start + .hours(28))
        ).when(.order("o-2", at: start + .hours(29)))
        #expect(first.types == [.cartRecovered] && second.types == [.cartRecovered])
        #expect(first.signals.first?.id != second.signals.first?.id)
    }

    @Test func `without a window nothing is recovered`() throws {
        try CustomerSpec(.only { $0.cartAbandoned = CartAbandonedRule(after: [.hours(1)]) })
            .given(.added(at: start)).givenClock(reached: start + .hours(2)).when(.order("o-1", at: start + .hours(3)))
            .thenNothing()
    }
}
