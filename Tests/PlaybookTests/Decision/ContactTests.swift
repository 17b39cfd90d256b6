import Playbook
import Retention
import Testing

/// What becomes of contacts that rules want: the gates, one after the other.
@Suite struct ContactTests {
    /// A rule that wants a contact at every look at a product.
    static func playbook(_ contacts: String = "", _ contact: String = "", _ rule: String = "") -> String {
        """
        time_zone: Europe/Berlin
        contacts: { \(contacts) }
        rules: { r: { on: product.viewed, emit: triggers/r, contact: { \(contact) }\(rule) } }
        """
    }

    static func spec(
        _ contacts: String = "",
        _ contact: String = "",
        _ rule: String = "",
        consents: Bool = true
    ) throws -> PlaybookSpec {
        let spec = try PlaybookSpec(self.playbook(contacts, contact, rule))
        return consents ? spec.given(.consents(at: "2027-01-01")) : spec
    }

    // MARK: Consent

    @Test func withoutConsentNothingGoesOut() throws {
        let spec = try Self.spec(consents: false)
        spec.when(.viewed(at: "2027-03-01")).then("2027-03-01T00:00 contact.suppressed reason=consent_missing signal=r")
        spec.given(.asked(at: "2027-02-27")).when(.viewed(at: "2027-03-01"))
            .then("2027-03-01T00:00 contact.suppressed reason=consent_pending")
        spec.given(.consents(at: "2027-02-27")).when(.viewed(at: "2027-03-01"))
            .then("2027-03-01T00:00 r channel=email purpose=marketing -wanted")
        spec.given(.consents(at: "2027-02-27"), .withdrew(at: "2027-02-28")).when(.viewed(at: "2027-03-01"))
            .then("2027-03-01T00:00 contact.suppressed reason=consent_revoked")
    }

    @Test func consentEndsAtItsInstant() throws {
        let spec = try Self.spec(consents: false).given(.consents(until: "2027-03-01T10:00", at: "2027-01-01"))
        let before = spec.when(.viewed(at: "2027-03-01T09:59:59.999")).signals
        #expect(before.map(\.type.name) == ["r"])
        let after = spec.when(.viewed(at: "2027-03-01T10:00")).signals.filter { $0.type.topic == .outcomes }
        #expect(after.map { $0.text("reason") } == ["consent_expired"])
    }

    @Test func consentIsOfAChannelAndAPurpose() throws {
        let channels = try Self.spec("", "channels: [sms, email]")
        channels.when(.viewed(at: "2027-03-01")).then("2027-03-01T00:00 r channel=email")
        channels.given(.consents("sms", at: "2027-02-01")).when(.viewed(at: "2027-03-01"))
            .then("2027-03-01T00:00 r channel=sms")
        let survey = try Self.spec("purposes: { survey: {} }", "purpose: survey")
        survey.when(.viewed(at: "2027-03-01")).then("2027-03-01T00:00 contact.suppressed reason=consent_missing")
    }

    @Test func aPurposeMayDoWithoutConsent() throws {
        let spec = try Self.spec("purposes: { service: { consent: false } }", "purpose: service", consents: false)
        spec.when(.viewed(at: "2027-03-01")).then("2027-03-01T00:00 r channel=email purpose=service")
    }

    // MARK: Preferences

    @Test func topicsChannelsAndFrequencyThatAreWishedForCount() throws {
        let spec = try Self.spec("", "channels: [email, sms], topic: news").given(.consents("sms", at: "2027-01-01"))
        func come(_ preferences: Preferences) -> [Signal] {
            spec.given(.prefers(preferences, at: "2027-02-01")).when(.viewed(at: "2027-03-01")).signals
        }
        #expect(come(Preferences(topics: ["offers"])).map { $0.text("reason") } == ["preference_topic"])
        #expect(come(Preferences(topics: ["offers", "news"])).map { $0.text("topic") } == ["news"])
        #expect(come(Preferences(channels: ["post"])).map { $0.text("reason") } == ["preference_channel"])
        #expect(come(Preferences(channels: ["sms", "email"])).map { $0.text("channel") } == ["sms"])
        #expect(come(Preferences(maxPerWeek: 0)).map { $0.text("reason") } == ["preference_frequency"])
        let weekly = spec.given(.prefers(Preferences(maxPerWeek: 1), at: "2027-02-01")).given(.viewed(at: "2027-03-01"))
        weekly.when(.viewed(at: "2027-03-07T23:59:59.999"))
            .then("2027-03-07T23:59:59.999 contact.suppressed reason=preference_frequency")
        weekly.when(.viewed(at: "2027-03-08")).then("2027-03-08T00:00 r channel=email")
    }

    @Test func aPurposeMayPassOverWishes() throws {
        let spec = try Self.spec("purposes: { service: { preferences: false, consent: false } }", "purpose: service")
            .given(.prefers(Preferences(channels: ["post"], maxPerWeek: 0), at: "2027-02-01"))
        spec.when(.viewed(at: "2027-03-01")).then("2027-03-01T00:00 r channel=email")
    }

    // MARK: Caps

    @Test func aCapHoldsUntilItsSpanIsOver() throws {
        let spec = try Self.spec("caps: { at_most: 2, per: 7d }")
            .given(.viewed(at: "2027-03-01"), .viewed(at: "2027-03-02"))
        spec.when(.viewed(at: "2027-03-07T23:59:59.999"))
            .then("2027-03-07T23:59:59.999 contact.suppressed reason=frequency_cap")
        spec.when(.viewed(at: "2027-03-08")).then("2027-03-08T00:00 r")
    }

    @Test func aCapMayBeOfAChannel() throws {
        let spec = try Self.spec("caps: [{ at_most: 1, per: 7d, channel: sms }]", "channels: [sms, email]")
            .given(.consents("sms", at: "2027-01-01"), .viewed(at: "2027-03-01"))
        spec.when(.viewed(at: "2027-03-02")).then("2027-03-02T00:00 contact.suppressed reason=frequency_cap")
        spec.given(.withdrew("sms", at: "2027-03-01T12:00")).when(.viewed(at: "2027-03-02"))
            .then("2027-03-02T00:00 r channel=email")
    }

    @Test func whatWasSuppressedCountsForNoCap() throws {
        let spec = try Self.spec("caps: { at_most: 1, per: 7d }", consents: false).given(.viewed(at: "2027-03-01"))
        spec.given(.consents(at: "2027-03-02")).when(.viewed(at: "2027-03-03")).then("2027-03-03T00:00 r")
    }

    @Test func twoContactsOfOneStepKeepTheCapTogether() throws {
        let spec = try PlaybookSpec(
            """
            contacts: { caps: { at_most: 1, per: 1d } }
            rules:
              low: { on: product.viewed, emit: triggers/low, contact: { priority: 1 } }
              high: { on: product.viewed, emit: triggers/high, contact: { priority: 2 } }
            """
        )
        .given(.consents(at: "2027-01-01"))
        spec.when(.viewed(at: "2027-03-01"))
            .then("2027-03-01T00:00 high", "2027-03-01T00:00 contact.suppressed signal=low reason=frequency_cap")
    }

    // MARK: Blocks and products

    @Test func nothingGoesOutWhileSomethingIsWrong() throws {
        let spec = try Self.spec("blocked_while: { complaint: customer.complaints.open > 0 }")
            .given(.complained(at: "2027-02-01"))
        spec.when(.viewed(at: "2027-03-01")).then("2027-03-01T00:00 contact.suppressed reason=complaint")
        spec.given(.answered(at: "2027-02-02")).when(.viewed(at: "2027-03-01")).then("2027-03-01T00:00 r")
        let service = try Self.spec(
            "blocked_while: { complaint: customer.complaints.open > 0 }, purposes: { service: { blocks: false } }",
            "purpose: service"
        )
        service.given(.complained(at: "2027-02-01"), .consents(to: "service", at: "2027-02-01"))
            .when(.viewed(at: "2027-03-01")).then("2027-03-01T00:00 r")
    }

    @Test func whoOwnsTheProductIsNotBothered() throws {
        let spec = try Self.spec("", "product: 'customer.viewed[0]'")
            .given(.order("o", products: ["kettle"], at: "2027-02-01"))
        spec.when(.viewed("kettle", at: "2027-03-01")).then("2027-03-01T00:00 contact.suppressed reason=owned_product")
        spec.when(.viewed("pan", at: "2027-03-01")).then("2027-03-01T00:00 r")
    }

    // MARK: Groups

    static let group = """
        contacts: { blocked_while: { complaint: customer.complaints.open > 0 } }
        rules:
          low: { on: product.viewed, emit: triggers/low, contact: { group: g, priority: -1 } }
          other: { on: product.viewed, emit: triggers/other, contact: { group: h } }
          high: { on: product.viewed, emit: triggers/high, contact: { group: g, priority: 5, channels: [sms] } }
          even: { on: product.viewed, emit: triggers/even, contact: { group: g, priority: -1 } }
        """

    @Test func onlyTheBestOfAGroupGoesOut() throws {
        let spec = try PlaybookSpec(Self.group).given(.consents(at: "2027-01-01"), .consents("sms", at: "2027-01-01"))
        spec.when(.viewed(at: "2027-03-01"))
            .then(
                "2027-03-01T00:00 high",
                "2027-03-01T00:00 other",
                "2027-03-01T00:00 contact.suppressed signal=low reason=lower_priority",
                "2027-03-01T00:00 contact.suppressed signal=even reason=lower_priority"
            )
    }

    @Test func theNextOfAGroupTakesTheTurnOfOneThatMayNot() throws {
        let spec = try PlaybookSpec(Self.group).given(.consents(at: "2027-01-01"))
        spec.when(.viewed(at: "2027-03-01"))
            .then(
                "2027-03-01T00:00 contact.suppressed signal=high reason=consent_missing",
                "2027-03-01T00:00 other",
                "2027-03-01T00:00 low",
                "2027-03-01T00:00 contact.suppressed signal=even reason=lower_priority"
            )
    }

    @Test func everyOutcomeNamesItsSignal() throws {
        let spec = try PlaybookSpec(Self.group).given(.consents(at: "2027-01-01"))
        let signals = spec.when(.viewed(at: "2027-03-01")).signals
        let ids = signals.map { $0.text("signal_id") ?? $0.id.description }
        #expect(Set(ids).count == 4)
        #expect(Set(signals.map(\.id)).count == 4)
    }
}
