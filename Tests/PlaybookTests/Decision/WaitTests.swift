import Playbook
import Retention
import Testing

/// Rules that decide some time after an event.
@Suite struct WaitTests {
    static let cart = """
        rules:
          cart:
            on: product.added
            wait: 1h
            while: customer.cart.items > 0
            cancel: order.completed
            emit: triggers/cart.left
            with: { product: event.sku, pieces: customer.cart.items }
        """

    @Test func theWaitEndsAtItsInstantAndIsCausedByItsEvent() throws {
        let spec = try PlaybookSpec(Self.cart).when(.added(at: "2027-03-01T10:00", id: "a")).thenNothing()
            .thenNext("2027-03-01T11:00")
        spec.whenClock("2027-03-01T11:00").thenNothing()
        let fired = spec.whenClock("2027-03-01T11:00:00.001").then("2027-03-01T11:00 cart.left product=sku pieces=1")
        #expect(fired.signals.map(\.cause.eventID) == ["a"])
        fired.thenNext(nil).whenClock("2030-01-01").thenNothing()
    }

    @Test func anEventAtTheVeryEndStillCancels() throws {
        let spec = try PlaybookSpec(Self.cart).given(.added(at: "2027-03-01T10:00"))
        spec.when(.order("o", at: "2027-03-01T11:00")).thenNothing().whenClock("2028-01-01").thenNothing()
        spec.when(.order("o", at: "2027-03-01T11:00:00.001")).then("2027-03-01T11:00 cart.left")
    }

    @Test func aLateCancelFromBeforeTheTriggerEndsNothing() throws {
        let spec = try PlaybookSpec(Self.cart).given(.added(at: "2027-03-01T10:00"))
        spec.given(.order("o", at: "2027-03-01T09:59")).whenClock("2027-03-02").then("2027-03-01T11:00 cart.left")
    }

    @Test func whileIsAskedWhenTheWaitIsOver() throws {
        let spec = try PlaybookSpec(Self.cart).given(
            .added(at: "2027-03-01T10:00"),
            Fact(.productRemoved(CartChange(product: "sku")), at: "2027-03-01T10:30")
        )
        spec.whenClock("2027-03-02").thenNothing()
    }

    @Test func theConditionIsAskedAtTheEventAlone() throws {
        let spec = try PlaybookSpec(
            "rules: { r: { on: product.added, if: customer.cart.items == 1, wait: 1h, emit: triggers/r } }"
        )
        let first = spec.given(.added(at: "2027-03-01T10:00"))
        // The second event does not meet the condition: it neither decides nor begins the wait anew.
        first.given(.added(at: "2027-03-01T10:30")).whenClock("2027-03-02").then("2027-03-01T11:00 r")
    }

    @Test func reentryRestartsIgnoresOrWaitsForEach() throws {
        let facts: [Fact] = [.viewed("a", at: "2027-03-01T10:00"), .viewed("b", at: "2027-03-01T10:30")]
        let expected = [
            "restart": ["2027-03-01T11:30 r product=b"], "ignore": ["2027-03-01T11:00 r product=a"],
            "each": ["2027-03-01T11:00 r product=a", "2027-03-01T11:30 r product=b"],
        ]
        for (reentry, signals) in expected {
            let spec = try PlaybookSpec(
                """
                rules: { r: { on: product.viewed, wait: 1h, reentry: \(reentry), emit: triggers/r,
                  with: { product: event.sku } } }
                """
            )
            let come = spec.given(facts).whenClock("2027-03-02").signals
            #expect(come.count == signals.count && zip(come, signals).allSatisfy { $0.isMeant(by: $1) }, "\(reentry)")
        }
    }

    @Test func ignoredEventsWaitAgainAfterTheDecision() throws {
        let spec = try PlaybookSpec("rules: { r: { on: product.viewed, wait: 1h, reentry: ignore, emit: triggers/r } }")
            .given(.viewed(at: "2027-03-01T10:00"))
        spec.when(.viewed(at: "2027-03-01T11:00")).thenNothing().whenClock("2027-03-02").then("2027-03-01T11:00 r")
        spec.given(.viewed(at: "2027-03-01T11:00:00.001")).whenClock("2027-03-02")
            .then("2027-03-01T12:00:00.001 r")
    }

    @Test func aLateTriggerDoesNotMoveTheWaitBack() throws {
        let spec = try PlaybookSpec("rules: { r: { on: product.viewed, wait: 1h, emit: triggers/r } }")
        spec.given(.viewed(at: "2027-03-01T10:30"), .viewed(at: "2027-03-01T10:00")).whenClock("2027-03-02")
            .then("2027-03-01T11:30 r")
    }

    @Test func anotherEventAtTheSameInstantDoesNotSayItAgain() throws {
        let spec = try PlaybookSpec("rules: { r: { on: product.viewed, wait: 1h, emit: triggers/r } }")
            .given(.viewed(at: "2027-03-01T10:00")).givenClock("2027-03-02")
        spec.when(.viewed(at: "2027-03-01T10:00")).thenNothing().whenClock("2027-03-03").thenNothing()
    }

    // MARK: Stages

    @Test func stagesComeOneAfterTheOther() throws {
        let spec = try PlaybookSpec("rules: { r: { on: product.viewed, wait: [0s, 1h, 1d], emit: triggers/r } }")
            .given(.viewed(at: "2027-03-01T10:00"))
        spec.whenClock("2027-04-01")
            .then("2027-03-01T10:00 r stage=1", "2027-03-01T11:00 r stage=2", "2027-03-02T10:00 r stage=3")
    }

    @Test func anEventBetweenStagesBeginsThemAnewOrEndsThem() throws {
        let spec = try PlaybookSpec(
            "rules: { r: { on: product.viewed, wait: [1h, 1d], cancel: order.completed, emit: triggers/r } }"
        )
        .given(.viewed(at: "2027-03-01T10:00"))
        spec.when(.viewed(at: "2027-03-01T12:00")).then("2027-03-01T11:00 r stage=1").whenClock("2027-04-01")
            .then("2027-03-01T13:00 r stage=1", "2027-03-02T12:00 r stage=2")
        spec.when(.order("o", at: "2027-03-01T12:00")).then("2027-03-01T11:00 r stage=1").whenClock("2027-04-01")
            .thenNothing()
    }

    @Test func aStageWhoseConditionFailsDoesNotEndTheLaterOnes() throws {
        let spec = try PlaybookSpec(
            """
            rules: { r: { on: product.viewed, wait: [1h, 1d], while: customer.cart.items > 0, emit: triggers/r } }
            """
        )
        spec.given(.viewed(at: "2027-03-01T10:00")).given(.added(at: "2027-03-01T20:00")).whenClock("2027-04-01")
            .then("2027-03-02T10:00 r stage=2")
    }

    @Test func lengthsAreComputedWhenTheStageBegins() throws {
        let spec = try PlaybookSpec(
            """
            rules: { r: { on: product.viewed, wait: [hours(customer.views), "days(customer.views)"],
              emit: triggers/r } }
            """
        )
        spec.given(.viewed(at: "2027-03-01T10:00"), .viewed(at: "2027-03-01T10:30")).whenClock("2027-04-01")
            .then("2027-03-01T12:30 r stage=1", "2027-03-03T10:30 r stage=2")
    }

    // MARK: Until

    @Test func untilWaitsForAnInstantOfTheEventOrTheState() throws {
        let spec = try PlaybookSpec(
            "rules: { r: { on: product.viewed, until: event.time + days(2) - hours(1), emit: triggers/r } }"
        )
        spec.given(.viewed(at: "2027-03-01T10:00")).whenClock("2027-04-01").then("2027-03-03T09:00 r")
    }

    @Test func untilAnInstantThatIsNotKnownNeverDecides() throws {
        let spec = try PlaybookSpec(
            "rules: { r: { on: product.viewed, until: customer.last_order + days(1), emit: triggers/r } }"
        )
        spec.given(.viewed(at: "2027-03-01T10:00")).thenNext(nil)
        spec.given(.order("o", at: "2027-03-01"), .viewed(at: "2027-03-01T10:00")).whenClock("2027-04-01")
            .then("2027-03-02T00:00 r")
    }

    @Test func noDecisionLiesBeforeItsEvent() throws {
        let spec = try PlaybookSpec(
            "rules: { r: { on: product.viewed, until: event.time - days(2), emit: triggers/r } }"
        )
        spec.given(.viewed(at: "2027-03-01T10:00")).whenClock("2027-04-01").then("2027-03-01T10:00 r")
    }

    // MARK: Keys

    static let parcels = """
        rules:
          late:
            on: order.completed
            per: event.order_id
            wait: 3d
            cancel: order.cancelled
            while: order.is_cancelled == false
            emit: triggers/late
            with: { order: event.order_id, placed: order.placed }
        """

    @Test func eachKeyWaitsOnItsOwnAndIsCancelledOnItsOwn() throws {
        let spec = try PlaybookSpec(Self.parcels)
            .given(.order("a", at: "2027-03-01"), .order("b", at: "2027-03-02"), .order("c", at: "2027-03-02"))
            .given(.cancelled("b", at: "2027-03-03"))
        spec.whenClock("2027-04-01")
            .then(
                "2027-03-04T00:00 late order=a placed=2027-03-01T00:00",
                "2027-03-05T00:00 late order=c placed=2027-03-02T00:00"
            )
    }

    @Test func aCancelThatHasNoKeyEndsAllWaits() throws {
        let spec = try PlaybookSpec(Self.parcels.replacing("cancel: order.cancelled", with: "cancel: product.viewed"))
            .given(.order("a", at: "2027-03-01"), .order("b", at: "2027-03-02"))
        spec.given(.viewed(at: "2027-03-03")).whenClock("2027-04-01").thenNothing()
        #expect(spec.whenClock("2027-04-01").signals.count == 2)
    }

    @Test func aCancelMayHaveACondition() throws {
        let spec = try PlaybookSpec(
            """
            rules: { r: { on: product.added, wait: 1h, cancel: { on: order.completed, if: event.total >= 50.0 },
              emit: triggers/r } }
            """
        )
        .given(.added(at: "2027-03-01T10:00"))
        spec.given(.order("o", 49_99, at: "2027-03-01T10:30")).whenClock("2027-04-01").then("2027-03-01T11:00 r")
        spec.given(.order("o", 50_00, at: "2027-03-01T10:30")).whenClock("2027-04-01").thenNothing()
    }

    @Test func ofTooManyKeysTheEarliestAreForgotten() throws {
        let yaml = Self.parcels.replacing("    while: order.is_cancelled == false\n", with: "")
        var spec = try PlaybookSpec(yaml)
        for number in 0..<70 { spec = spec.given(.order("o-\(number)", at: Self.minute(number))) }
        let come = spec.whenClock("2027-04-01").signals.compactMap { $0.text("order") }
        #expect(come == (6..<70).map { "o-\($0)" })
    }

    @Test func ofTooManyWaitsForAContactEachThatGoesIsTold() throws {
        var spec = try PlaybookSpec(
            """
            contacts: { purposes: { service: { consent: false } } }
            rules: { r: { on: order.completed, per: event.order_id, wait: 3d, emit: triggers/r,
              contact: { purpose: service } } }
            """
        )
        for number in 0..<64 { spec = spec.given(.order("o-\(number)", at: Self.minute(number))) }
        spec.when(.order("one too many", at: "2027-03-02"))
            .then("2027-03-02T00:00 contact.suppressed signal=r reason=too_many_waiting")
        #expect(spec.when(.order("one too many", at: "2027-03-02")).whenClock("2027-04-01").signals.count == 64)
    }

    @Test func whatIsDecidedOnceForAKeyIsRememberedForManyKeys() throws {
        var spec = try PlaybookSpec(
            "rules: { r: { on: product.viewed, per: event.sku, once: true, emit: triggers/r } }"
        )
        for number in 0..<64 { spec = spec.given(.viewed("p-\(number)", at: Self.minute(number))) }
        for number in 0..<64 { spec.when(.viewed("p-\(number)", at: "2027-03-02")).thenNothing() }
    }

    /// So many minutes of a day.
    private static func minute(_ number: Int) -> String {
        "2027-03-01T\(10 + number / 60):\(number % 60 < 10 ? "0" : "")\(number % 60)"
    }

    @Test func whatOneEventWaitsForIsEndedByItsKeyAlsoWhenEachWaits() throws {
        let yaml = Self.parcels.replacing("wait: 3d", with: "wait: 3d\n    reentry: each")
        let error = #expect(throws: PlaybookError.self) { try PlaybookSpec(yaml) }
        #expect(error?.description.contains("`per`") ?? false)
    }
}
