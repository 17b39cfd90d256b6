import Playbook
import Retention
import Testing

/// Reminders of a cart that was left alone, and the orders that recover it.
@Suite struct CartTests {
    static let rule = """
        state: { cart_lifetime: 24h }
        rules:
          cart:
            since: customer.cart.changed
            after: [1h, 24h]
            emit: triggers/abandoned
            with:
              items: customer.cart.items
              value: customer.cart.value
              cart: customer.cart.id
              changed: customer.cart.changed
            goal: { on: order.completed, within: 7d, emit: triggers/recovered }
        """

    static func filled() throws -> PlaybookSpec {
        try PlaybookSpec(self.rule).given(.added("a", at: "2027-03-01T10:00", id: "added"))
    }

    @Test func aCartIsAbandonedExactlyAnHourAndADayAfterItsLatestChange() throws {
        let spec = try Self.filled()
        spec.whenClock("2027-03-01T11:00").thenNothing()
        let first = spec.whenClock("2027-03-01T11:00:00.001")
            .then("2027-03-01T11:00 abandoned stage=1 items=1 value=1000EUR changed=2027-03-01T10:00 -cart")
        #expect(first.signals.map(\.cause.eventID) == ["added"])
        first.whenClock("2027-06-01").then("2027-03-02T10:00 abandoned stage=2 items=1 value=1000EUR").thenNext(nil)
    }

    @Test func aChangeMovesTheReminderAlsoAtItsVeryInstant() throws {
        let spec = try PlaybookSpec(Self.rule).given(
            .added("a", at: "2027-03-01T10:00"),
            .added("b", at: "2027-03-01T10:01")
        )
        for change in [Fact.added("c", at: "2027-03-01T11:01"), .removed("b", at: "2027-03-01T11:01")] {
            spec.when(change).thenNothing().thenNext("2027-03-01T12:01")
        }
        spec.when(.added("c", at: "2027-03-01T11:01:00.001")).then("2027-03-01T11:01 abandoned stage=1")
    }

    @Test func aChangeAfterAReminderBeginsAtTheFirstStageAgain() throws {
        try Self.filled().given(.added("b", at: "2027-03-01T15:00")).whenClock("2027-06-01")
            .then("2027-03-01T16:00 abandoned stage=1 items=2", "2027-03-02T15:00 abandoned stage=2")
    }

    @Test func lateNewsRepeatsNoReminder() throws {
        let spec = try Self.filled().givenClock("2027-03-01T12:00")
        spec.when(.added("b", at: "2027-03-01T09:55")).thenNothing().whenClock("2027-06-01")
            .then("2027-03-02T10:00 abandoned stage=2 items=2")
    }

    @Test func aRemovalOfWhatIsNotInTheCartMovesNothing() throws {
        try Self.filled().given(.removed("b", at: "2027-03-01T10:30")).thenNext("2027-03-01T11:00")
    }

    @Test(
        arguments: [
            .removed("a", at: "2027-03-01T10:30"), .order("o", at: "2027-03-01T11:00"),
        ] as [Fact]
    )
    func anEmptiedCartAndOneThatAnOrderTookAreNotAbandoned(_ fact: Fact) throws {
        try Self.filled().when(fact).thenNothing().whenClock("2027-06-01").thenNothing()
    }

    @Test func anOrderAfterTheFirstReminderEndsTheSecond() throws {
        try Self.filled().given(.order("o", at: "2027-03-01T12:00")).thenNext(nil)
    }

    @Test func anOrderFromBeforeTheLatestChangeLeavesTheCart() throws {
        try Self.filled().given(.order("o", at: "2027-03-01T09:59")).thenNext("2027-03-01T11:00")
    }

    @Test func whatIsAddedAfterAnOrderOrAfterTheLastReminderBeginsANewCart() throws {
        for spec in [try Self.filled().given(.order("o", at: "2027-03-01T12:00")), try Self.filled()] {
            spec.given(.added("b", cents: 2_00, at: "2027-03-03T10:00")).whenClock("2027-03-03T12:00")
                .then("2027-03-03T11:00 abandoned stage=1 items=1 value=200EUR")
        }
    }

    // MARK: Recovery

    @Test func anOrderUpToAWeekAfterTheLatestReminderRecoversTheCart() throws {
        let once = try Self.filled().givenClock("2027-03-01T12:00")
        once.when(.order("o", at: "2027-03-01T13:00"))
            .then("2027-03-01T13:00 recovered decided=2027-03-01T11:00")
            .when(.order("p", at: "2027-03-01T14:00")).thenNothing()
        let twice = once.givenClock("2027-03-03")
        twice.when(.order("o", at: "2027-03-09T10:00")).then("2027-03-09T10:00 recovered decided=2027-03-02T10:00")
        twice.when(.order("o", at: "2027-03-09T10:00:00.001")).thenNothing()
    }

    @Test func aLateOrderFromBeforeTheReminderRecoversNothing() throws {
        let spec = try Self.filled().givenClock("2027-03-01T12:00")
        for time in ["2027-03-01T09:30", "2027-03-01T10:30"] {
            spec.when(.order("o", at: time)).thenNothing()
        }
        spec.given(.order("o", at: "2027-03-01T09:30")).when(.order("p", at: "2027-03-01T15:00"))
            .then("2027-03-01T15:00 recovered")
    }

    @Test func recoveriesOfTwoOrdersNeverShareAnID() throws {
        // The first order is called off, and late news makes a second cart due.
        let first = try Self.filled().givenClock("2027-03-02T11:00").when(.order("o", at: "2027-03-02T12:00"))
            .then("2027-03-02T12:00 recovered")
        let second = first.given(
            .cancelled("o", at: "2027-03-02T13:00"),
            .added("b", at: "2027-03-02T09:00"),
            .viewed(at: "2027-03-02T14:00")
        )
        .when(.order("p", at: "2027-03-02T15:00"))
        #expect(Set(first.signals.map(\.id)).isDisjoint(with: second.signals.map(\.id)))
    }
}
