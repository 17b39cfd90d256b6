import Retention
import TestKit
import Testing

@Suite struct PurchasesTests {
    private let spec = CustomerSpec(.plain)

    @Test func `orders are counted and their totals summed by currency`() {
        let purchases = self.spec.given(
            .order("o-1", 12_50, at: start),
            .order("o-2", 5_00, .usd, at: start + .days(2)),
            .order("o-3", 2_50, at: start + .days(4))
        ).state.purchases
        #expect(purchases.count == 3)
        #expect(purchases.revenue.sums == [.eur(15_00), .usd(5_00)])
        #expect(purchases.first == start)
        #expect(purchases.last == start + .days(4))
        #expect(purchases.dayCount == 3)
    }

    @Test func `an order that comes late moves the first order and not the last`() {
        let purchases = self.spec.given(
            .order("o-2", at: start + .days(2)),
            .order("o-1", at: start)
        ).state.purchases
        #expect(purchases.first == start && purchases.last == start + .days(2))
    }

    @Test func `an order id counts once, whichever event brings it`() {
        let purchases = self.spec.given(
            .order("o-1", 5_00, at: start, id: "a"),
            .order("o-1", 9_00, at: start + .days(1), id: "b")
        ).state.purchases
        #expect(purchases.count == 1 && purchases.revenue.sums == [.eur(5_00)] && purchases.last == start)
    }

    @Test func `orders of one UTC day are one purchase day`() {
        let evening = Timestamp.utc("2025-01-01T23:59:59.999Z")
        let days = self.spec.given(
            .order("o-1", at: evening),
            .order("o-2", at: evening - .hours(20)),
            .order("o-3", at: evening + tick)
        ).state.purchases
        #expect(days.dayCount == 2)
        #expect(days.days == [CalendarDay(containing: evening), CalendarDay(containing: evening + tick)])
    }

    @Test func `many purchase days are all counted, while the latest sixteen are listed`() {
        let facts = (0..<40).map { Fact.order("o-\($0)", at: start + .days($0)) }
        let purchases = self.spec.given(facts).state.purchases
        #expect(purchases.count == 40 && purchases.dayCount == 40)
        #expect(purchases.days.count == 16 && purchases.days.last == CalendarDay(containing: start + .days(39)))
        #expect(purchases.days == purchases.days.sorted())
        #expect(purchases.recent.count == 16)
    }
}

@Suite struct CancellationTests {
    private let spec = CustomerSpec(.plain)

    @Test func `a cancelled order counts no more, and its total is taken off`() {
        let purchases = self.spec.given(
            .order("o-1", 5_00, at: start),
            .order("o-2", 7_00, at: start + .days(3)),
            .cancelled("o-2", at: start + .days(4))
        ).state.purchases
        #expect(purchases.count == 1 && purchases.cancelled == 1)
        #expect(purchases.revenue.amount(in: .eur) == .eur(5_00))
        #expect(purchases.last == start && purchases.first == start && purchases.dayCount == 1)
    }

    @Test func `a second cancellation of an order changes nothing`() {
        let purchases = self.spec.given(
            .order("o-1", 5_00, at: start),
            .order("o-2", 5_00, at: start),
            .cancelled("o-1", at: start + .days(1)),
            .cancelled("o-1", at: start + .days(2))
        ).state.purchases
        #expect(purchases.count == 1 && purchases.cancelled == 1 && purchases.revenue.sums == [.eur(5_00)])
    }

    @Test func `an order whose cancellation came first never counts`() {
        let purchases = self.spec.given(
            .cancelled("o-1", at: start + .days(1)),
            .order("o-1", 5_00, at: start)
        ).state.purchases
        #expect(purchases.count == 0 && purchases.cancelled == 1 && purchases.first == nil && purchases.last == nil)
        #expect(purchases.revenue.amount(in: .eur) == .eur(0) && purchases.dayCount == 0)
    }

    @Test func `the only order being cancelled leaves no first, no last and no purchase day`() {
        let purchases = self.spec.given(.order("o-1", at: start), .cancelled("o-1", at: start + .days(1)))
            .state.purchases
        #expect(purchases.first == nil && purchases.last == nil && purchases.days.isEmpty && purchases.dayCount == 0)
    }

    @Test func `the first order being cancelled makes the second one the first`() {
        let purchases = self.spec.given(
            .order("o-1", at: start),
            .order("o-2", at: start + .days(5)),
            .order("o-3", at: start + .days(9)),
            .cancelled("o-1", at: start + .days(10))
        ).state.purchases
        #expect(purchases.first == start + .days(5) && purchases.last == start + .days(9))
    }

    @Test func `an older order being cancelled leaves the latest one alone, although the list forgot it`() {
        let newest = Fact.order("o-new", at: start + .days(400))
        let older = (0..<16).map { Fact.order("o-\($0)", at: start + .days($0)) }
        let purchases = self.spec.given([newest] + older + [.cancelled("o-3", at: start + .days(401))])
            .state.purchases
        #expect(purchases.count == 16 && purchases.last == start + .days(400))
    }

    @Test func `an order older than those listed is cancelled with the amount the event names`() {
        let orders = (0..<20).map { Fact.order("o-\($0)", 1_00, at: start + .days($0)) }
        let cancellation = Event.Body.orderCancelled(OrderReversal(orderID: "o-0", amount: .eur(1_00)))
        let purchases = self.spec.given(orders + [Fact(cancellation, at: start + .days(30))]).state.purchases
        #expect(purchases.count == 19 && purchases.cancelled == 1 && purchases.revenue.sums == [.eur(19_00)])
    }

    @Test func `a customer all of whose many orders are cancelled has no first and no last order`() {
        let orders = (0..<17).map { Fact.order("o-\($0)", at: start + .days($0)) }
        let listedFirst = (1..<17).map { Fact.cancelled("o-\($0)", at: start + .days(20)) }
        let purchases = self.spec.given(orders + listedFirst + [.cancelled("o-0", at: start + .days(21))])
            .state.purchases
        #expect(purchases.count == 0 && purchases.first == nil && purchases.last == nil && purchases.dayCount == 0)
    }
}

@Suite struct RefundTests {
    private let spec = CustomerSpec(.plain)

    private func revenue(_ facts: Fact...) -> [Money] { self.spec.given(facts).state.purchases.revenue.sums }

    @Test func `a partial refund takes its amount off and leaves the order standing`() {
        let purchases = self.spec.given(.order("o-1", 9_00, at: start), .refunded("o-1", 4_00, at: start + tick))
            .state.purchases
        #expect(purchases.revenue.sums == [.eur(5_00)] && purchases.count == 1 && purchases.last == start)
    }

    @Test func `a refund without an amount gives all that is left of the order back`() {
        let order = Fact.order("o-1", 9_00, at: start)
        #expect(self.revenue(order, .refunded("o-1", at: start + tick)) == [.eur(0)])
        #expect(
            self.revenue(order, .refunded("o-1", 4_00, at: start + tick), .refunded("o-1", at: start + .days(1)))
                == [.eur(0)]
        )
    }

    @Test func `refunds of more than the total take off the total and no more`() {
        let order = Fact.order("o-1", 9_00, at: start)
        #expect(self.revenue(order, .refunded("o-1", 20_00, at: start + tick)) == [.eur(0)])
        #expect(
            self.revenue(order, .refunded("o-1", 6_00, at: start + tick), .refunded("o-1", 6_00, at: start + .days(1)))
                == [.eur(0)]
        )
    }

    @Test func `a refund of an order that has not arrived is taken off at once, and once only`() {
        let refund = Fact.refunded("o-1", 4_00, at: start + tick)
        #expect(self.revenue(refund) == [.eur(-4_00)])
        #expect(self.revenue(refund, .order("o-1", 9_00, at: start)) == [.eur(5_00)])
    }

    @Test func `a full refund of an order that has not arrived is taken off when it arrives`() {
        #expect(self.revenue(.refunded("o-1", at: start + tick), .order("o-1", 9_00, at: start)) == [.eur(0)])
        #expect(
            self.revenue(
                .refunded("o-1", 4_00, at: start + tick),
                .refunded("o-1", at: start + .days(1)),
                .order("o-1", 9_00, at: start)
            ) == [.eur(0)]
        )
    }

    @Test func `a refund of more than the total before the order arrives takes off the total and no more`() {
        #expect(self.revenue(.refunded("o-1", 20_00, at: start + tick), .order("o-1", 9_00, at: start)) == [.eur(0)])
    }

    @Test func `a cancelled order that was refunded before is taken off once`() {
        let order = Fact.order("o-1", 9_00, at: start)
        let (refund, cancellation) = (
            Fact.refunded("o-1", 4_00, at: start + tick), Fact.cancelled("o-1", at: start + .days(1))
        )
        #expect(self.revenue(order, refund, cancellation) == [.eur(0)])
        #expect(self.revenue(order, cancellation, refund) == [.eur(0)])
    }

    @Test func `refund and cancellation that both come before the order leave no trace in the revenue`() {
        let order = Fact.order("o-1", 9_00, at: start)
        let (refund, cancellation) = (
            Fact.refunded("o-1", 4_00, at: start + tick), Fact.cancelled("o-1", at: start + .days(1))
        )
        #expect(self.revenue(refund, cancellation, order).allSatisfy { $0.minor == 0 })
        #expect(self.revenue(cancellation, refund, order).allSatisfy { $0.minor == 0 })
    }

    @Test func `a refund in another currency is taken off the sum of its own currency`() {
        let order = Fact.order("o-1", 9_00, .usd, at: start)
        #expect(self.revenue(order, .refunded("o-1", 10_00, .eur, at: start + tick)) == [.eur(-10_00), .usd(9_00)])
        #expect(
            self.revenue(order, .refunded("o-1", 10_00, .eur, at: start + tick), .refunded("o-1", at: start + .days(1)))
                == [.eur(-10_00), .usd(0)]
        )
        #expect(
            self.revenue(
                order,
                .refunded("o-1", 10_00, .eur, at: start + tick),
                .cancelled("o-1", at: start + .days(1))
            )
                == [.eur(0), .usd(0)]
        )
    }

    @Test func `a refund of an order older than those listed takes off the amount it names`() {
        let orders = (0..<20).map { Fact.order("o-\($0)", 1_00, at: start + .days($0)) }
        let purchases = self.spec.given(orders + [.refunded("o-0", 40, at: start + .days(30))]).state.purchases
        #expect(purchases.revenue.sums == [.eur(19_60)] && purchases.count == 20)
    }

    @Test func `sums at the limits of 64 bits stay there and do not trap`() {
        let refunds = [Fact.refunded("o-1", .max, at: start), .refunded("o-1", .max, at: start + tick)]
        #expect(self.spec.given(refunds).state.purchases.revenue.sums == [.eur(.min)])
        #expect(self.revenue(refunds[0], .order("o-1", 9_00, at: start + tick)) == [.eur(0)])
        #expect(
            self.revenue(.order("o-1", .min, at: start), .cancelled("o-1", at: start + tick)).first?.minor == -1
        )
    }
}
