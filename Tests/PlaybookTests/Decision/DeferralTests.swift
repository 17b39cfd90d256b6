import Playbook
import Retention
import Testing

/// Contacts that wait for the end of quiet hours.
@Suite struct DeferralTests {
    static let quiet = "quiet_hours: { from: \"22:00\", until: \"08:00\" }"

    static func spec(_ more: String = "", _ rule: String = "", consents: Bool = true) throws -> PlaybookSpec {
        try ContactTests.spec(self.quiet + more, "", rule, consents: consents)
    }

    // In March Berlin is an hour ahead of UTC, in summer two.
    @Test(
        arguments: [
            ("2027-03-01T20:59:59.999", nil), ("2027-03-01T21:00", "2027-03-02T07:00"),
            ("2027-03-01T23:30", "2027-03-02T07:00"), ("2027-03-02T06:59:59.999", "2027-03-02T07:00"),
            ("2027-03-02T07:00", nil),
            // The night in which an hour is missing, and the one in which an hour comes twice.
            ("2027-03-27T21:00", "2027-03-28T06:00"), ("2027-03-28T00:30", "2027-03-28T06:00"),
            ("2027-03-28T01:30", "2027-03-28T06:00"), ("2027-10-30T20:00", "2027-10-31T07:00"),
            ("2027-10-31T00:30", "2027-10-31T07:00"), ("2027-10-31T01:30", "2027-10-31T07:00"),
        ] as [(String, String?)]
    )
    func quietHoursGoOverMidnight(_ time: String, _ until: String?) throws {
        let spec = try Self.spec().when(.viewed(at: time))
        guard let until else {
            spec.then("\(time) r")
            return
        }
        spec.then("\(time) contact.deferred until=\(until) signal=r").thenNext(until)
            .whenClock("2028-01-01").then("\(until) r wanted=\(time)").thenNext(nil)
    }

    @Test func quietHoursMayLieWithinADay() throws {
        let spec = try ContactTests.spec("quiet_hours: { from: \"12:00\", until: \"14:30\" }")
        spec.when(.viewed(at: "2027-03-01T10:59:59")).then("2027-03-01T10:59:59 r")
        spec.when(.viewed(at: "2027-03-01T11:00")).then("2027-03-01T11:00 contact.deferred until=2027-03-01T13:30")
        spec.when(.viewed(at: "2027-03-01T13:30")).then("2027-03-01T13:30 r")
    }

    /// Half past two does not come on 28 March, and comes twice on 31 October.
    @Test(
        arguments: [
            ("2027-03-28T00:30", "2027-03-28T00:30"), ("2027-03-27T22:30", "2027-03-28T01:30"),
            ("2027-10-30T23:30", "2027-10-31T00:30"), ("2027-10-31T01:15", "2027-10-31T01:30"),
        ]
    )
    func quietHoursMayEndInTheHourThatIsMissingOrComesTwice(_ time: String, _ until: String) throws {
        let spec = try ContactTests.spec("quiet_hours: { from: \"23:00\", until: \"02:30\" }").when(.viewed(at: time))
        let end = spec.whenClock("2028-01-01")
        end.thenNext(nil)
        let sent = end.signals.filter { $0.type.name == "r" }
        #expect(sent.count == 1)
        // Not in the quiet hours, and not hours after them.
        let moment = try #require(sent.first?.time)
        #expect(moment >= at(time) && moment <= max(at(until), at(time)) + .hours(1), "\(moment.text)")
    }

    @Test func theCustomersZoneAndHoursCount() throws {
        let spec = try Self.spec().given(.zone("America/New_York", at: "2027-01-01"))
        spec.when(.viewed(at: "2027-03-01T21:00")).then("2027-03-01T21:00 r")
        spec.when(.viewed(at: "2027-03-02T04:00")).then("2027-03-02T04:00 contact.deferred until=2027-03-02T13:00")
        let own = try Self.spec().given(.prefers(Preferences(quietFrom: 600, quietUntil: 660), at: "2027-01-01"))
        own.when(.viewed(at: "2027-03-01T09:00")).then("2027-03-01T09:00 contact.deferred until=2027-03-01T10:00")
        own.when(.viewed(at: "2027-03-01T21:00")).then("2027-03-01T21:00 r")
    }

    @Test func aPurposeMayPassOverQuietHours() throws {
        let spec = try ContactTests.spec(
            Self.quiet + ", purposes: { service: { quiet_hours: false, consent: false } }",
            "purpose: service"
        )
        spec.when(.viewed(at: "2027-03-01T23:00")).then("2027-03-01T23:00 r")
    }

    @Test func everyGateIsAskedAgainWhenTheHourHasCome() throws {
        let spec = try Self.spec(
            ", blocked_while: { complaint: customer.complaints.open > 0 }, caps: { at_most: 1, per: 1d }"
        )
        .given(.viewed(at: "2027-03-01T23:00"))
        spec.given(.withdrew(at: "2027-03-02T01:00")).whenClock("2027-03-03")
            .then("2027-03-02T07:00 contact.suppressed reason=consent_revoked signal=r")
        spec.given(.complained(at: "2027-03-02T01:00")).whenClock("2027-03-03")
            .then("2027-03-02T07:00 contact.suppressed reason=complaint")
        spec.given(.viewed(at: "2027-03-02T01:00")).whenClock("2027-03-03")
            .then(
                "2027-03-02T07:00 r wanted=2027-03-01T23:00",
                "2027-03-02T07:00 contact.suppressed reason=frequency_cap"
            )
        spec.given(.zone("America/New_York", at: "2027-03-02T01:00")).whenClock("2027-03-03")
            .then(
                "2027-03-02T07:00 contact.deferred until=2027-03-02T13:00",
                "2027-03-02T13:00 r wanted=2027-03-01T23:00"
            )
    }

    @Test func theConditionIsAskedAgain() throws {
        let spec = try Self.spec("", ", if: customer.cart.items > 0")
            .given(.added(at: "2027-03-01T22:00"), .viewed(at: "2027-03-01T23:00"))
        spec.given(.order("o", at: "2027-03-02T01:00")).whenClock("2027-03-03")
            .then("2027-03-02T07:00 contact.suppressed reason=no_longer_applies")
        spec.whenClock("2027-03-03").then("2027-03-02T07:00 r")
    }

    static func reminder(_ goal: String = "") -> String {
        """
        contacts: { \(DeferralTests.quiet) }
        rules:
          r:
            on: product.added
            wait: 1h
            cancel: order.completed
            emit: triggers/r
            contact: {}
            \(goal)
        """
    }

    @Test func aCancelTakesBackWhatWaits() throws {
        let spec = try PlaybookSpec(Self.reminder()).given(.consents(at: "2027-01-01"), .added(at: "2027-03-01T21:30"))
            .whenClock("2027-03-01T23:00").then("2027-03-01T22:30 contact.deferred until=2027-03-02T08:00")
        spec.when(.order("o", at: "2027-03-01T23:30")).then("2027-03-01T23:30 contact.suppressed reason=cancelled")
            .whenClock("2027-04-01").thenNothing()
        // It was before the cart was filled.
        spec.when(.order("o", at: "2027-03-01T21:00")).thenNothing().whenClock("2027-04-01").then("2027-03-02T08:00 r")
    }

    static let goal = "goal: { on: product.viewed, within: 7d, emit: triggers/r.reached, missed: triggers/r.missed }"

    @Test func aGoalThatIsReachedTakesBackWhatWaits() throws {
        let spec = try PlaybookSpec(Self.reminder(Self.goal))
            .given(.consents(at: "2027-01-01"), .added(at: "2027-03-01T21:30")).givenClock("2027-03-01T23:00")
        spec.when(.viewed(at: "2027-03-01T23:30")).then("2027-03-01T23:30 contact.suppressed reason=goal_reached")
            .whenClock("2028-01-01").thenNothing()
    }

    @Test func theGoalOfAContactThatDidNotGoOutIsGivenUp() throws {
        let spec = try PlaybookSpec(Self.reminder(Self.goal))
            .given(.consents(at: "2027-01-01"), .added(at: "2027-03-01T21:30")).givenClock("2027-03-01T23:00")
        spec.given(.withdrew(at: "2027-03-02T01:00")).whenClock("2028-01-01")
            .then("2027-03-02T08:00 contact.suppressed reason=consent_revoked")
    }

    @Test(arguments: ["once: true", "cool_down: 30d"])
    func aContactThatDidNotGoOutMayBeWantedAgain(_ limit: String) throws {
        let spec = try Self.spec(", blocked_while: { complaint: customer.complaints.open > 0 }", ", \(limit)")
            .given(.viewed(at: "2027-03-01T23:00"))
        spec.when(.viewed(at: "2027-03-01T23:10")).thenNothing()
        spec.given(.complained(at: "2027-03-02T01:00"), .answered(at: "2027-03-03")).when(
            .viewed(at: "2027-03-03T12:00")
        )
        .then("2027-03-03T12:00 r")
        spec.givenClock("2027-03-03").when(.viewed(at: "2027-03-03T12:00")).thenNothing()
    }

    @Test func whatWaitsTogetherContestsInItsGroup() throws {
        let spec = try PlaybookSpec(
            """
            contacts: { \(Self.quiet) }
            rules:
              low: { on: product.viewed, emit: triggers/low, contact: { group: g } }
              high: { on: product.added, emit: triggers/high, contact: { group: g, priority: 1 } }
            """
        )
        .given(.consents(at: "2027-01-01"), .viewed(at: "2027-03-01T23:00"), .added(at: "2027-03-02T01:00"))
        spec.whenClock("2028-01-01")
            .then(
                "2027-03-02T08:00 high wanted=2027-03-02T01:00",
                "2027-03-02T08:00 contact.suppressed signal=low reason=lower_priority"
            )
    }

    @Test func theOneThatWaitedLongestGoesFirst() throws {
        var spec = try PlaybookSpec(
            """
            contacts: { \(Self.quiet), caps: [{ at_most: 1, per: 1d }] }
            rules: { r: { on: product.viewed, reentry: each, wait: 1m, emit: triggers/r, contact: {},
              with: { seen: event.time } } }
            """
        )
        .given(.consents(at: "2027-01-01"))
        for minute in 10..<20 { spec = spec.given(.viewed(at: "2027-03-01T23:\(minute)")) }
        let sent = spec.whenClock("2027-03-02T12:00").signals.filter { $0.type.name == "r" }
        #expect(sent.map { $0.text("seen") } == ["2027-03-01T23:10"])
    }

    @Test func onlySoManyWait() throws {
        var spec = try Self.spec()
        for minute in 10..<27 { spec = spec.when(.viewed(at: "2027-03-01T23:\(minute)")) }
        spec.then("2027-03-01T23:26 contact.suppressed reason=too_many_waiting")
        #expect(spec.whenClock("2028-01-01").signals.count == 16)
    }

    @Test func theSignalHasTheIdItWasDeferredWith() throws {
        let deferred = try Self.spec().when(.viewed(at: "2027-03-01T23:00"))
        let sent = deferred.whenClock("2028-01-01")
        #expect(deferred.signals.first?.text("signal_id") == sent.signals.first?.id.description)
        #expect(sent.signals.first?.cause == deferred.signals.first?.cause)
    }
}
