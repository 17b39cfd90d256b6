import Retention
import TestKit
import Testing

/// Facts that come in another order than they happened in, and more of them than there is room for.
@Suite struct ConsentLateTests {
    @Test func `request, confirmation, withdrawal and new request come to the same in every order`() {
        let hour = TimeSpan.hours(1)
        let events = [
            Event.consent("r", .consentRequested(.email("a")), start),
            .consent("c", .consentConfirmed(.email("a")), start + hour),
            .consent("w", .emailUnsubscribed(EmailTouch()), start + hour + hour),
            .consent("r2", .consentRequested(.email("b")), start + .hours(3)),
            .consent("c2", .consentConfirmed(.email("b")), start + .hours(4)),
        ]
        for events in events.permutations {
            var fold = ConsentFold()
            for event in events { fold.fold(event) }
            fold.advance(to: start + .days(60))
            #expect(fold.status(at: start + .hours(5)) == .granted(since: start + .hours(4)))
            #expect(Set(fold.signals.map(\.id)).count == fold.signals.count)
        }
        for events in events.dropLast(2).map(\.self).permutations {
            var fold = ConsentFold()
            for event in events { fold.fold(event) }
            #expect(fold.status(at: start + .hours(5)) == .revoked(at: start + .hours(2)))
            fold.advance(to: start + .days(60))
            let (granted, revoked) = (
                fold.types.count { $0 == .consentGranted }, fold.types.count { $0 == .consentRevoked }
            )
            #expect(granted == revoked && granted <= 1)
        }
    }

    @Test func `an older grant that comes later does not undo a withdrawal, nor one of the same instant`() {
        for granted in [start, start + .hours(1)] {
            for isLate in [true, false] {
                var fold = ConsentFold()
                let grant = Event.consent("g", .consentGranted(.email(confirmed: true)), granted)
                if !isLate { fold.fold(grant) }
                fold.fold("w", .consentWithdrawn(.email()), start + .hours(1))
                if isLate { fold.fold(grant) }
                #expect(fold.status(at: start + .hours(1)) == .revoked(at: start + .hours(1)))
                #expect(isLate == fold.signals.isEmpty)
            }
        }
    }

    @Test func `an older withdrawal that comes later does not undo a grant`() {
        var fold = ConsentFold()
        fold.fold("g", .consentGranted(.email(confirmed: true)), start)
        fold.fold("w", .customerDeleted(AccountChange()), start - tick)
        #expect(fold.status(at: start) == .granted(since: start) && fold.types == [.consentGranted])
    }

    @Test func `a late withdrawal between request and confirmation takes back what was told`() {
        var fold = ConsentFold()
        fold.fold("r", .consentRequested(.email("a")), start)
        fold.fold("c", .consentConfirmed(.email("a")), start + .hours(2))
        fold.fold("w", .consentWithdrawn(.email()), start + .hours(1))
        #expect(fold.status(at: start + .hours(2)) == .revoked(at: start + .hours(1)))
        #expect(fold.types == [.consentGranted, .consentRevoked])
    }

    @Test func `a confirmation that comes after its request was told to have lapsed still counts`() {
        var fold = ConsentFold()
        fold.fold("r", .consentRequested(.email("a")), start)
        fold.advance(to: start + .days(8))
        fold.fold("c", .consentConfirmed(.email("a")), start + .hours(1))
        #expect(fold.types == [.consentRequestExpired, .consentGranted])
        #expect(fold.status(at: start + .days(8)) == .granted(since: start + .hours(1)))
    }

    @Test func `a grant and its end tell the same in any order`() {
        let events = [
            Event.consent("1", .consentGranted(.email(expires: start + .days(9), confirmed: true)), start),
            .consent("2", .consentGranted(.email(expires: start + .days(3), confirmed: true)), start + .days(1)),
            .consent("3", .preferencesUpdated(Preferences(topics: ["a"])), start + .days(20)),
        ]
        for events in events.permutations {
            var fold = ConsentFold()
            for event in events { fold.fold(event) }
            fold.advance(to: start + .days(30))
            #expect(fold.status(at: start + .days(30)) == .expired(at: start + .days(3)))
            let ends = fold.signals.filter { $0.type == .consentExpired }.map(\.time)
            #expect(ends.contains(start + .days(3)) && Set(fold.signals.map(\.id)).count == fold.signals.count)
        }
    }

    @Test func `many requests in another's name take no consent away`() {
        var fold = ConsentFold()
        fold.fold("r", .consentRequested(.email("mine")), start)
        fold.fold("c", .consentConfirmed(.email("mine")), start + tick)
        for index in 0..<100 {
            fold.fold("x\(index)", .newsletterSubscribed(.email("x\(index)")), start + .minutes(Int64(index)))
        }
        #expect(fold.status(at: start + .hours(9)) == .granted(since: start + tick))
        fold.advance(to: start + .days(90))
        #expect(fold.types == [.consentGranted])
        #expect(fold.state.dossier(at: start).entries[0].requests.count == 8)
    }

    @Test func `more scopes than there is room for are never consent, and still take back`() {
        var fold = ConsentFold()
        fold.fold("all", .consentGranted(Consent(channel: "sms", textVersion: "1", source: "s")), start)
        for index in 0..<40 {
            fold.fold("\(index)", .consentGranted(Consent(channel: "push", purpose: "p\(index)")), start)
        }
        let granted = (0..<40).count { fold.state.allows(channel: "push", purpose: "p\($0)", at: start) }
        #expect(granted == Permissions.keptScopes - 1)
        fold.fold("w", .consentWithdrawn(Consent(channel: "sms", purpose: "unknown")), start + tick)
        #expect(!fold.state.allows(channel: "sms", purpose: "unknown", at: start + tick))
        fold.fold("c", .channelUnsubscribed(Channel(channel: "push")), start + tick)
        #expect(!(0..<40).contains { fold.state.allows(channel: "push", purpose: "p\($0)", at: start + tick) })
    }

    @Test func `a fold that discards keeps the same state and asks for nothing`() {
        var fold = ConsentFold { $0.validity = .days(3) }
        var quiet = Permissions()
        var effects = Effects(playbook: "specs", isDiscarding: true)
        for event in [
            Event.consent("r", .consentRequested(.email("a")), start),
            .consent("c", .consentConfirmed(.email("a")), start + tick),
        ] {
            fold.fold(event)
            let cause = Cause(eventID: event.id, origin: event.origin)
            _ = quiet.take(event, seen: cause, fold.settings, &effects)
        }
        #expect(quiet == fold.state && effects.signals.isEmpty && !fold.signals.isEmpty)
    }

    @Test func `the timer of settings that are gone goes away as it fires`() {
        var fold = ConsentFold { $0.reconsentBefore = .days(1) }
        fold.fold("g", .consentGranted(.email(expires: start + .days(9), confirmed: true)), start)
        fold.settings.reconsentBefore = nil
        fold.advance(to: start + .days(8) + tick)
        #expect(fold.types == [.consentGranted] && fold.state.nextDeadline == start + .days(9))
    }
}
