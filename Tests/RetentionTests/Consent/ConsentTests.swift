import Retention
import TestKit
import Testing

/// Requests, confirmations, grants, withdrawals and ends of consent, each to the millisecond.
@Suite struct ConsentTests {
    private let week = TimeSpan.days(7)

    @Test func `of somebody who said nothing there is no consent`() {
        let fold = ConsentFold()
        #expect(fold.status(at: start) == .missing && fold.state.nextDeadline == .never && fold.state.isInitial)
        #expect(!fold.state.allows(channel: "email", purpose: nil, at: start))
    }

    @Test func `a request is pending until it lapses, to the millisecond`() {
        var fold = ConsentFold()
        fold.fold("r", .consentRequested(.email("id")), start)
        #expect(fold.state.nextDeadline == start + self.week)
        #expect(fold.status(at: start) == .pending)
        #expect(fold.status(at: start + self.week - tick) == .pending)
        #expect(fold.status(at: start + self.week) == .missing)
        #expect(fold.signals.isEmpty)
        fold.advance(to: start + self.week + tick)
        #expect(fold.types == [.consentRequestExpired] && fold.signals[0].time == start + self.week)
        #expect(fold.signals[0].cause.eventID == "r" && fold.state.nextDeadline == .never)
    }

    @Test(arguments: [0, 1, 604_799_999])
    func `a confirmation in time gives consent at its instant`(after: Int64) {
        var fold = ConsentFold()
        fold.fold("r", .newsletterSubscribed(.email("id")), start)
        let confirmed = start + .milliseconds(after)
        fold.fold("c", .newsletterConfirmed(.email("id")), confirmed)
        #expect(fold.status(at: confirmed) == .granted(since: confirmed))
        #expect(fold.types == [.consentGranted] && fold.signals[0].time == confirmed)
        fold.advance(to: start + .days(4_000))
        #expect(fold.types == [.consentGranted])
    }

    @Test func `a confirmation too late or too early gives none`() {
        for time in [start + self.week, start + self.week + tick, start - tick] {
            var fold = ConsentFold()
            fold.fold("r", .consentRequested(.email("id")), start)
            fold.fold("c", .consentConfirmed(.email("id")), time)
            #expect(fold.status(at: start + .days(9)) == .missing && !fold.types.contains(.consentGranted))
        }
    }

    @Test func `only a confirmation of the same request or of none confirms`() {
        for (asked, confirmed, isGranted) in [
            ("a", "a", true), ("a", nil, true), ("a", "b", false), (nil, nil, true), (nil, "b", false),
        ] as [(String?, String?, Bool)] {
            for order in [0, 1] {
                var fold = ConsentFold()
                let events = [
                    Event.consent("r", .consentRequested(.email(asked)), start),
                    Event.consent("c", .consentConfirmed(.email(confirmed)), start + tick),
                ]
                for event in order == 0 ? events : events.reversed() { fold.fold(event) }
                #expect((fold.status(at: start + tick) == .granted(since: start + tick)) == isGranted)
            }
        }
    }

    @Test func `a confirmation without a purpose confirms what was asked for, and one of another purpose nothing`() {
        for (purpose, isGranted) in [(nil, true), ("weekly", true), ("marketing", false)] as [(String?, Bool)] {
            var fold = ConsentFold()
            fold.fold("c", .newsletterConfirmed(.email("id", purpose: purpose)), start + tick)
            fold.fold("r", .newsletterSubscribed(.email("id", purpose: "weekly")), start)
            #expect(fold.state.allows(channel: "email", purpose: "weekly", at: start + tick) == isGranted)
            #expect(!fold.state.allows(channel: "email", purpose: "marketing", at: start + tick))
            #expect(!fold.state.allows(channel: "email", purpose: nil, at: start + tick))
        }
    }

    @Test func `a second click neither moves the instant nor tells anything`() {
        var fold = ConsentFold()
        fold.fold("r", .consentRequested(.email("id")), start)
        fold.fold("c1", .consentConfirmed(.email("id")), start + .hours(1))
        fold.fold("c2", .consentConfirmed(.email("id")), start + .hours(2))
        #expect(fold.status(at: start + .hours(3)) == .granted(since: start + .hours(1)))
        #expect(fold.types == [.consentGranted])
    }

    @Test func `a grant counts at once where it was confirmed or needs no confirmation`() {
        for (channel, confirmed, verdict) in [
            ("email", true, .granted(since: start)), ("email", false, .pending), ("email", nil, .pending),
            ("sms", nil, .granted(since: start)), ("sms", false, .granted(since: start)),
        ] as [(String, Bool?, Verdict)] {
            var fold = ConsentFold()
            fold.fold("g", .consentGranted(Consent(channel: channel, isConfirmed: confirmed)), start)
            #expect(fold.status(channel, at: start) == verdict)
        }
    }

    @Test func `where no second step is needed a newsletter counts at once, and a request still does not`() {
        var fold = ConsentFold { $0.doubleOptIn = [] }
        fold.fold("r", .consentRequested(.email("id", purpose: "a")), start)
        fold.fold("n", .newsletterSubscribed(Consent(channel: "")), start)
        fold.fold("c", .consentConfirmed(.email(purpose: "b")), start)
        #expect(fold.status("email", "a", at: start) == .pending)
        #expect(fold.status("email", "marketing", at: start) == .granted(since: start))
        #expect(fold.status("email", "b", at: start) == .granted(since: start))
        #expect(fold.status("email", "c", at: start) == .missing)
    }

    @Test func `consent to everything on a channel counts for each purpose, and on no other channel`() {
        var fold = ConsentFold()
        fold.fold("g", .consentGranted(Consent(channel: "sms")), start)
        for purpose in [nil, "", "marketing", "anything"] {
            #expect(fold.state.allows(channel: "sms", purpose: purpose, at: start))
            #expect(!fold.state.allows(channel: "push", purpose: purpose, at: start))
        }
        fold.fold("w", .consentWithdrawn(Consent(channel: "sms", purpose: "marketing")), start + tick)
        #expect(fold.status("sms", "marketing", at: start + tick) == .revoked(at: start + tick))
        #expect(fold.status("sms", "service", at: start + tick) == .granted(since: start))
        #expect(fold.status("sms", nil, at: start + tick) == .revoked(at: start + tick))
        #expect(fold.types == [.consentGranted, .consentProofMissing, .consentRevoked])
        #expect(fold.signals[2].values.contains(.init("purpose", .text("marketing"))))
    }

    @Test func `consent ends at the very instant that the fact names, or after its validity`() {
        for (expires, validity) in [(start + .days(3), nil), (start + .days(9), .days(3)), (nil, .days(3))]
            as [(Timestamp?, TimeSpan?)]
        {
            var fold = ConsentFold { $0.validity = validity }
            fold.fold("g", .consentGranted(.email(expires: expires, confirmed: true)), start)
            let end = start + .days(3)
            #expect(fold.state.nextDeadline == end)
            #expect(fold.status(at: end - tick) == .granted(since: start))
            #expect(fold.status(at: end) == .expired(at: end))
            fold.advance(to: end + tick)
            #expect(fold.types == [.consentGranted, .consentExpired] && fold.signals[1].time == end)
            #expect(fold.state.nextDeadline == .never)
        }
    }

    @Test func `consent is asked for again in good time, once`() {
        var fold = ConsentFold { $0.reconsentBefore = .days(30) }
        fold.fold("g", .consentGranted(.email(expires: start + .days(100), confirmed: true)), start)
        #expect(fold.state.nextDeadline == start + .days(70))
        fold.advance(to: start + .days(70) + tick)
        #expect(fold.types == [.consentGranted, .reconsentDue] && fold.signals[1].time == start + .days(70))
        #expect(fold.state.nextDeadline == start + .days(100))
        fold.fold("r", .consentRequested(.email("again")), start + .days(80))
        #expect(fold.status(at: start + .days(80)) == .granted(since: start))
        fold.fold("c", .consentConfirmed(.email("again")), start + .days(81))
        #expect(fold.status(at: start + .days(200)) == .granted(since: start + .days(81)))
        fold.advance(to: start + .days(300))
        #expect(fold.types == [.consentGranted, .reconsentDue, .consentGranted])
    }

    @Test func `consent that lasts no longer than the notice is not asked for again`() {
        var fold = ConsentFold { $0.reconsentBefore = .days(30) }
        fold.fold("g", .consentGranted(.email(expires: start + .days(30), confirmed: true)), start)
        fold.advance(to: start + .days(99))
        #expect(fold.types == [.consentGranted, .consentExpired])
    }

    @Test func `a withdrawal ends consent at its instant, and a later grant begins it anew`() {
        var fold = ConsentFold()
        fold.fold("g", .consentGranted(.email(confirmed: true)), start)
        fold.fold("w", .consentWithdrawn(.email()), start + .hours(1))
        #expect(fold.status(at: start + .hours(1)) == .revoked(at: start + .hours(1)))
        fold.fold("g2", .consentGranted(.email(confirmed: true)), start + .hours(1) + tick)
        #expect(fold.status(at: start + .hours(2)) == .granted(since: start + .hours(1) + tick))
        #expect(fold.types == [.consentGranted, .consentRevoked, .consentGranted])
        #expect(fold.signals[1].time == start + .hours(1) && fold.signals[1].cause.eventID == "w")
    }

    @Test func `a withdrawal makes a request void`() {
        var fold = ConsentFold()
        fold.fold("r", .consentRequested(.email("id")), start)
        fold.fold("w", .emailUnsubscribed(EmailTouch()), start + tick)
        #expect(fold.state.nextDeadline == .never)
        fold.fold("c", .consentConfirmed(.email("id")), start + .hours(1))
        #expect(fold.status(at: start + .hours(1)) == .revoked(at: start + tick))
        fold.advance(to: start + .days(30))
        #expect(fold.types.isEmpty)
    }

    @Test func `whatever takes back takes back`() {
        let email = [
            Event.Body.emailUnsubscribed(EmailTouch()), .emailMarkedAsSpam(EmailTouch()),
            .channelUnsubscribed(Channel(channel: "email")), .newsletterUnsubscribed(Consent(channel: "")),
            .newsletterUnsubscribed(.email()), .consentWithdrawn(.email(purpose: nil)),
        ]
        let all = [
            Event.Body.customerDeleted(AccountChange()), .privacyErasureRequested(PrivacyRequest()),
            .channelUnsubscribed(Channel()), .consentWithdrawn(Consent(channel: "")),
        ]
        for body in email + all {
            var fold = ConsentFold()
            fold.fold("e", .consentGranted(.email(confirmed: true)), start)
            fold.fold("s", .consentGranted(Consent(channel: "sms", textVersion: "1", source: "app")), start)
            fold.fold("w", body, start + tick)
            #expect(fold.status(at: start + tick) == .revoked(at: start + tick))
            #expect(fold.state.allows(channel: "sms", purpose: "x", at: start + tick) == email.contains(body))
            #expect(fold.types.count { $0 == .consentRevoked } == (email.contains(body) ? 1 : 2))
        }
    }

    @Test func `facts that contradict themselves are never consent`() {
        for expires in [start, start - tick] {
            var fold = ConsentFold()
            fold.fold("g", .consentGranted(.email(confirmed: true)), start - .days(1))
            fold.fold("bad", .consentGranted(.email(expires: expires, confirmed: true)), start)
            #expect(fold.status(at: start) == .revoked(at: start))
            fold.fold("r", .consentRequested(.email("id", purpose: "b", expires: expires)), start)
            fold.fold("c", .consentConfirmed(.email("id", purpose: "b")), start)
            #expect(fold.status("email", "b", at: start) == .missing)
        }
        var fold = ConsentFold()
        fold.fold("c", .consentConfirmed(.email("id")), start)
        fold.fold("g", .consentGranted(Consent(channel: "")), start)
        #expect(fold.status(at: start) == .missing && fold.status("", at: start) == .missing)
        fold.fold("r", .consentRequested(.email("x")), start + .hours(1))
        fold.fold("no", .consentConfirmed(.email("x", confirmed: false)), start + .hours(2))
        #expect(fold.status(at: start + .hours(2)) == .pending)
    }

    @Test func `of requests made again only the last to lapse is told, and none after consent`() {
        var fold = ConsentFold()
        for day in 0..<3 { fold.fold("r\(day)", .consentRequested(.email("\(day)")), start + .days(Int64(day))) }
        fold.advance(to: start + .days(60))
        #expect(fold.types == [.consentRequestExpired] && fold.signals[0].time == start + .days(9))
        #expect(fold.fired == 3)
        fold.fold("r", .consentRequested(.email("a")), start + .days(61))
        fold.fold("s", .consentRequested(.email("b")), start + .days(61))
        fold.fold("c", .consentConfirmed(.email("b")), start + .days(62))
        fold.advance(to: start + .days(90))
        #expect(fold.types == [.consentRequestExpired, .consentGranted])
    }

    @Test func `a grant without text or source lacks proof`() {
        for (text, source, isMissing) in [("v", "s", false), (nil, "s", true), ("v", nil, true), ("", "s", true)]
            as [(String?, String?, Bool)]
        {
            var fold = ConsentFold()
            fold.fold("r", .consentRequested(.email("id", text: text, source: source)), start)
            fold.fold("c", .consentConfirmed(.email("id", text: nil, source: nil)), start + tick)
            #expect(fold.types == (isMissing ? [.consentGranted, .consentProofMissing] : [.consentGranted]))
        }
    }

    @Test func `signals carry the proof, and neither address nor browser`() {
        var fold = ConsentFold { $0.validity = .days(700) }
        fold.fold("r", .consentRequested(.email("id", incentivised: true)), start)
        fold.fold("c", .consentConfirmed(.email("id")), start + .hours(1))
        let end = start + .hours(1) + .days(700)
        #expect(
            fold.signals[0].values == [
                .init("channel", .text("email")), .init("purpose", .text("marketing")),
                .init("opt_in", .text("double")), .init("requested", .time(start)),
                .init("granted", .time(start + .hours(1))), .init("expires", .time(end)),
                .init("text_version", .text("v3")), .init("source", .text("checkout")), .init("request", .text("id")),
                .init("incentivised", .count(1)),
            ]
        )
        #expect(fold.signals[0].rule == "consent")
    }

    @Test func `categories stand as they were stated last, on a channel of their own`() {
        var fold = ConsentFold()
        fold.fold("e", .consentGranted(.email(confirmed: true)), start)
        fold.forget()
        fold.fold("1", .consentUpdated(ConsentPreferences(granted: ["ads", "stats"], refused: ["x"])), start)
        fold.fold("2", .consentUpdated(ConsentPreferences(granted: ["stats"], refused: ["marketing"])), start + tick)
        #expect(fold.status("site", "ads", at: start + tick) == .revoked(at: start + tick))
        #expect(fold.status("site", "stats", at: start + tick) == .granted(since: start + tick))
        #expect(fold.status("site", "never named", at: start + tick) == .revoked(at: start + tick))
        #expect(fold.status("site", nil, at: start + tick) == .revoked(at: start + tick))
        #expect(fold.status(at: start + tick) == .granted(since: start))
        #expect(fold.types.count { $0 == .consentRevoked } == 1)
        fold.fold("3", .consentUpdated(ConsentPreferences(granted: ["a"], refused: ["a"])), start + .hours(1))
        #expect(!fold.state.allows(channel: "site", purpose: "a", at: start + .hours(1)))
    }

    @Test func `of two statements of one instant only what both grant counts, in either order`() {
        let events = [
            Event.consent("1", .consentUpdated(ConsentPreferences(granted: ["a", "b"])), start),
            Event.consent("2", .consentUpdated(ConsentPreferences(granted: ["b", "c"])), start),
        ]
        for events in events.permutations {
            var fold = ConsentFold()
            for event in events { fold.fold(event) }
            let granted = ["a", "b", "c"].filter { fold.state.allows(channel: "site", purpose: $0, at: start) }
            #expect(granted == ["b"])
        }
    }

    @Test func `the dossier has both steps with all that proves them`() throws {
        var fold = ConsentFold()
        fold.fold("r", .consentRequested(.email("id", incentivised: true)), start)
        fold.fold("c", .consentConfirmed(.email("id")), start + tick)
        fold.fold("w", .customerDeleted(AccountChange()), start + .days(1))
        let dossier = fold.state.dossier(at: start + .hours(1))
        let entry = try #require(dossier.entries.first)
        #expect(dossier.entries.count == 1 && entry.scope == ConsentScope(channel: "email", purpose: "marketing"))
        #expect(entry.verdict == .revoked(at: start + .days(1)) && entry.grant == nil)
        #expect(entry.requests[0].step.ip == "192.0.2.17" && entry.requests[0].step.isIncentivised)
        #expect(entry.confirmations[0].userAgent == "Mozilla/5.0" && entry.confirmations[0].cause.eventID == "c")
        #expect(dossier.allWithdrawn?.cause.eventID == "w" && entry.withdrawal == dossier.allWithdrawn)
    }

    @Test func `other facts change nothing`() {
        var fold = ConsentFold()
        let isOurs = fold.fold("p", .productViewed(ProductView(product: "sku")), start)
        #expect(!isOurs && fold.state.isInitial)
    }
}
