import Retention
import TestKit

/// How it stands with one purpose, told the plain way: all facts in the order of their times, one after the other.
///
/// It knows no bounds. At one instant requests come first, then grants, then confirmations, and withdrawals last.
struct ConsentModel {
    private let channel: String
    private let purpose: String?
    private let settings: ConsentSettings
    private var open: [(purpose: String?, id: String?, until: Timestamp, ends: Timestamp)] = []
    private var grant: (since: Timestamp, ends: Timestamp)?
    private var revoked: Timestamp?

    init(_ events: [Event], channel: String, purpose: String?, _ settings: ConsentSettings) {
        (self.channel, self.purpose, self.settings) = (channel, purpose, settings)
        let steps = events.flatMap { event in self.steps(of: event) }
        for step in steps.sorted(by: { ($0.time, $0.rank, $0.ends) < ($1.time, $1.rank, $1.ends) }) {
            self.apply(step)
        }
    }

    func verdict(at instant: Timestamp) -> Verdict {
        if let grant, instant < grant.ends { return .granted(since: grant.since) }
        if self.open.contains(where: { instant < $0.until }) { return .pending }
        if let grant { return .expired(at: grant.ends) }
        return self.revoked.map { .revoked(at: $0) } ?? .missing
    }

    private enum Kind: Int { case request, grant, confirmation, withdrawal }

    private struct Step {
        let kind: Kind
        let time: Timestamp
        var purpose: String?
        var id: String?
        var ends = Timestamp.never
        var rank: Int { self.kind.rawValue }
    }

    private mutating func apply(_ step: Step) {
        switch step.kind {
        case .request:
            let until = min(step.time + self.settings.requestLifetime, step.ends)
            self.open.append((step.purpose, step.id, until, step.ends))
        case .grant: self.give(step.time, step.ends)
        case .confirmation:
            for request in self.open where self.matches(request.purpose, request.id, request.until, step) {
                self.give(step.time, min(step.ends, request.ends))
            }
            self.open = self.open.filter { !self.matches($0.purpose, $0.id, $0.until, step) }
        case .withdrawal:
            (self.open, self.grant, self.revoked) = ([], nil, step.time)
        }
    }

    private func matches(_ purpose: String?, _ id: String?, _ until: Timestamp, _ step: Step) -> Bool {
        step.time < until && (step.id == nil || step.id == id) && (step.purpose == nil || step.purpose == purpose)
    }

    private mutating func give(_ time: Timestamp, _ ends: Timestamp) {
        let earliest = self.grant.map { $0.since == time ? min($0.ends, ends) : ends } ?? ends
        self.grant = (time, earliest)
    }

    private func limited(_ fact: Consent, _ time: Timestamp) -> Timestamp {
        min(fact.expires ?? .never, self.settings.validity.map { time + $0 } ?? .never)
    }

    /// What an event says of the purpose.
    private func steps(of event: Event) -> [Step] {
        let time = event.time
        let withdrawal = Step(kind: .withdrawal, time: time)
        func isMeant(_ channel: String, _ purpose: String?) -> Bool {
            channel == self.channel && (purpose == nil || purpose == self.purpose)
        }
        func isBroken(_ fact: Consent) -> Bool { fact.expires.map { $0 <= time } ?? false }
        func request(_ fact: Consent, _ purpose: String?) -> [Step] {
            guard isMeant(fact.channel, purpose), !isBroken(fact) else { return [] }
            let ends = fact.expires ?? .never
            return [Step(kind: .request, time: time, purpose: purpose, id: fact.requestID, ends: ends)]
        }
        func grant(_ fact: Consent, _ purpose: String?) -> [Step] {
            if isBroken(fact) { return taking(fact.channel, purpose) }
            guard isMeant(fact.channel, purpose) else { return [] }
            return [Step(kind: .grant, time: time, ends: self.limited(fact, time))]
        }
        func confirmation(_ fact: Consent, _ granting: String?) -> [Step] {
            if isBroken(fact) { return taking(fact.channel, fact.purpose) }
            let needsRequest = self.settings.doubleOptIn.contains(fact.channel)
            guard needsRequest || (fact.purpose == nil && fact.requestID != nil) else { return grant(fact, granting) }
            guard isMeant(fact.channel, fact.purpose) else { return [] }
            let ends = self.limited(fact, time)
            return [Step(kind: .confirmation, time: time, purpose: fact.purpose, id: fact.requestID, ends: ends)]
        }
        func taking(_ channel: String, _ purpose: String?) -> [Step] {
            let isNarrower = self.purpose == nil && channel == self.channel
            return isNarrower || isMeant(channel, purpose) ? [withdrawal] : []
        }
        switch event.body {
        case .consentRequested(let fact): return request(fact, fact.purpose)
        case .newsletterSubscribed(let fact):
            let purpose = fact.purpose ?? "marketing"
            return self.settings.doubleOptIn.contains(fact.channel) ? request(fact, purpose) : grant(fact, purpose)
        case .consentGranted(let fact):
            if isBroken(fact) { return taking(fact.channel, fact.purpose) }
            let isGrant = fact.isConfirmed == true || !self.settings.doubleOptIn.contains(fact.channel)
            return isGrant ? grant(fact, fact.purpose) : request(fact, fact.purpose)
        case .consentConfirmed(let fact): return confirmation(fact, fact.purpose)
        case .newsletterConfirmed(let fact): return confirmation(fact, fact.purpose ?? "marketing")
        case .consentWithdrawn(let fact), .newsletterUnsubscribed(let fact): return taking(fact.channel, fact.purpose)
        case .emailUnsubscribed: return self.channel == "email" ? [withdrawal] : []
        case .channelUnsubscribed(let fact): return fact.channel == self.channel ? [withdrawal] : []
        case .customerDeleted: return [withdrawal]
        case .consentUpdated(let fact):
            guard self.channel == "site" else { return [] }
            let isGranted = self.purpose.map { fact.granted.contains($0) && !fact.refused.contains($0) } ?? false
            let ends = self.settings.validity.map { time + $0 } ?? .never
            return [isGranted ? Step(kind: .grant, time: time, ends: ends) : withdrawal]
        default: return []
        }
    }
}

/// Random facts of consent, in the order in which they happened.
struct RandomConsent {
    let settings: ConsentSettings
    let events: [Event]
    var random: SeededRandom

    static let channels = ["email", "sms", "site"]
    static let purposes: [String?] = [nil, "marketing", "b"]

    init(seed: UInt64, count: Int? = nil) {
        var random = SeededRandom(seed: seed)
        var settings = ConsentSettings()
        settings.doubleOptIn = random.pick([["email"], ["email", "sms"], []])
        settings.requestLifetime = .hours(random.pick([3, 24, 200]))
        settings.validity = random.pick([nil, .hours(10), .hours(300)])
        settings.reconsentBefore = random.pick([nil, .hours(2), .hours(20)])
        var events: [Event] = []
        var now = start
        let channels = random.chance(50) ? ["email"] : Self.channels
        for index in 0..<(count ?? Int(random.number(1...12))) {
            now = now + .hours(random.pick([0, 1, 1, 2, 5, 30]))
            let body = Self.body(&random, random.pick(channels), now)
            events.append(.consent("\(index)", body, now))
        }
        (self.settings, self.events, self.random) = (settings, events, random)
    }

    static func body(_ random: inout SeededRandom, _ channel: String, _ now: Timestamp) -> Event.Body {
        let fact = Consent(
            channel: channel,
            purpose: random.pick(Self.purposes),
            textVersion: random.pick([nil, "v1", "a rather long version of the text"]),
            source: random.pick([nil, "popup"]),
            ip: random.pick([nil, "192.0.2.1"]),
            userAgent: random.pick([nil, "Mozilla/5.0 (X11; Linux x86_64)"]),
            requestID: random.pick([nil, "x", "y"]),
            expires: random.chance(30) ? now + .hours(random.pick([-1, 0, 1, 4, 50])) : nil,
            isIncentivised: random.chance(20),
            isConfirmed: random.pick([nil, true])
        )
        switch random.number(0...19) {
        case 0..<4: return .consentRequested(fact)
        case 4..<7: return .newsletterSubscribed(fact)
        case 7..<11: return .consentConfirmed(fact)
        case 11..<13: return .newsletterConfirmed(fact)
        case 13..<15: return .consentGranted(fact)
        case 15: return .consentWithdrawn(fact)
        case 16: return .newsletterUnsubscribed(fact)
        case 17:
            return random.pick([.emailUnsubscribed(EmailTouch()), .channelUnsubscribed(Channel(channel: channel))])
        case 18:
            let names = ["marketing", "b", "c"].filter { _ in random.chance(50) }
            return .consentUpdated(ConsentPreferences(granted: names, refused: random.pick([[], ["b"]])))
        default:
            return random.pick([
                .customerDeleted(AccountChange()), .preferencesUpdated(Preferences(topics: ["t"], maxPerWeek: 2)),
            ])
        }
    }

    /// The facts folded in a random order of arrival, with the deadlines in between.
    mutating func arrived() -> ConsentFold {
        var fold = ConsentFold { [settings] in $0 = settings }
        for event in self.events.shuffled(using: &self.random) { fold.fold(event) }
        return fold
    }
}
