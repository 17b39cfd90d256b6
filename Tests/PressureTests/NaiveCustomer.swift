import Foundation
import Retention

/// What holds of a customer at an instant, told the plain way: all facts up to it, one after the other.
///
/// It shares nothing with the engine but the facts: consent, blocks, preferences and the clock on the customer's wall
/// are worked out here once more, without bounds on memory, the zones by Foundation.
struct NaiveCustomer {
    static let blocks = ["complaint_open", "dispute_open", "dissatisfied", "detractor", "account_closed"]

    private let house: HouseRules
    private var consents: [String: Consents] = [:]
    private var zone: TimeZone
    private var openComplaints: Set<String> = []
    private var lastResolved: Timestamp?
    private var satisfaction: Int64?
    private var answer: (score: Int64, time: Timestamp)?
    private var disputes = 0
    private var closings = 0
    private var wish = Preferences()
    /// Marketing messages that went out.
    private(set) var sent: [(time: Timestamp, channel: String)] = []

    init(_ house: HouseRules) { (self.house, self.zone) = (house, house.zone) }

    // MARK: Facts

    mutating func take(_ event: Event) {
        self.takeConsent(event)
        switch event.body {
        case .profileUpdated(let profile), .customerIdentified(let profile):
            // A name that no map knows is where the shop is.
            if let name = profile.timeZone { self.zone = TimeZone(identifier: name) ?? self.house.zone }
        case .preferencesUpdated(let told):
            if !told.topics.isEmpty { self.wish.topics = told.topics }
            if !told.channels.isEmpty { self.wish.channels = told.channels }
            self.wish.maxPerWeek = told.maxPerWeek ?? self.wish.maxPerWeek
            self.wish.quietFrom = told.quietFrom ?? self.wish.quietFrom
            self.wish.quietUntil = told.quietUntil ?? self.wish.quietUntil
        case .complaintOpened(let ticket): self.openComplaints.insert(ticket.ticketID)
        case .complaintAnswered(let ticket): self.satisfaction = ticket.satisfaction ?? self.satisfaction
        case .complaintResolved(let ticket):
            self.openComplaints.remove(ticket.ticketID)
            self.satisfaction = ticket.satisfaction ?? self.satisfaction
            self.lastResolved = event.time
        case .npsAnswered(let answer): self.answer = (answer.score, event.time)
        case .disputeOpened: self.disputes += 1
        case .disputeClosed: self.disputes -= 1
        case .customerDisabled: self.closings += 1
        case .customerEnabled: self.closings -= 1
        default: break
        }
    }

    mutating func noteSent(_ channel: String, _ time: Timestamp) { self.sent.append((time, channel)) }

    private mutating func takeConsent(_ event: Event) {
        let time = event.time
        func isMarketing(_ fact: Consent) -> Bool { fact.purpose == nil || fact.purpose == "marketing" }
        switch event.body {
        case .consentRequested(let fact) where isMarketing(fact),
            .newsletterSubscribed(let fact) where isMarketing(fact):
            self.consents[fact.channel, default: Consents()].ask(fact, time)
        case .consentGranted(let fact) where isMarketing(fact):
            // Mail wants a second step.
            if fact.channel == "email", fact.isConfirmed != true {
                self.consents[fact.channel, default: Consents()].ask(fact, time)
            } else {
                self.consents[fact.channel, default: Consents()].given = fact.expires ?? .never
            }
        case .consentConfirmed(let fact) where isMarketing(fact),
            .newsletterConfirmed(let fact) where isMarketing(fact):
            self.consents[fact.channel, default: Consents()].confirm(fact, time)
        case .consentWithdrawn(let fact) where isMarketing(fact): self.consents[fact.channel] = nil
        case .newsletterUnsubscribed, .emailUnsubscribed: self.consents["email"] = nil
        case .channelUnsubscribed(let fact): self.consents[fact.channel ?? ""] = nil
        case .customerDeleted: self.consents = [:]
        default: break
        }
    }

    /// How it stands with marketing on one channel.
    private struct Consents {
        var asked: [(id: String?, until: Timestamp, ends: Timestamp)] = []
        /// Until when it is given.
        var given: Timestamp?

        mutating func ask(_ fact: Consent, _ time: Timestamp) {
            let ends = fact.expires ?? .never
            self.asked.append((fact.requestID, min(time + .days(7), ends), ends))
        }

        mutating func confirm(_ fact: Consent, _ time: Timestamp) {
            for request in self.asked where time < request.until {
                if fact.requestID == nil || fact.requestID == request.id { self.given = request.ends }
            }
            self.asked.removeAll { fact.requestID == nil || fact.requestID == $0.id }
        }
    }

    // MARK: Judgements

    func consents(to channel: String, at time: Timestamp) -> Bool {
        self.consents[channel]?.given.map { time < $0 } ?? false
    }

    /// The blocks that hold.
    func blocks(at time: Timestamp) -> Set<String> {
        var blocks: Set<String> = []
        if !self.openComplaints.isEmpty { blocks.insert("complaint_open") }
        if self.disputes > 0 { blocks.insert("dispute_open") }
        if self.closings > 0 { blocks.insert("account_closed") }
        if let satisfaction, let lastResolved, satisfaction <= 3, time < lastResolved + .days(14) {
            blocks.insert("dissatisfied")
        }
        if let answer, answer.score <= 6, time < answer.time + .days(30) { blocks.insert("detractor") }
        return blocks
    }

    /// The minute of the day on the customer's wall.
    func minute(at time: Timestamp) -> Int {
        let offset = self.zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.milliseconds) / 1_000))
        return Int((time.milliseconds / 1_000 + Int64(offset)) % 86_400) / 60
    }

    /// The quiet hours that apply: the customer's own, else those of the house.
    var quiet: (from: Int, until: Int) {
        guard let from = self.wish.quietFrom, let until = self.wish.quietUntil else { return self.house.quiet }
        return (Int(from), Int(until))
    }

    func isQuiet(at time: Timestamp) -> Bool {
        let (from, until) = self.quiet
        let minute = self.minute(at: time)
        return from <= until ? minute >= from && minute < until : minute >= from || minute < until
    }

    /// The caps that leave no room for one more on a channel.
    func fullCaps(for channel: String, at time: Timestamp) -> [HouseRules.Cap] {
        self.house.caps.filter { cap in
            guard cap.channel == nil || cap.channel == channel else { return false }
            return self.sent.count { $0.time + cap.per > time && (cap.channel ?? $0.channel) == $0.channel }
                >= cap.atMost
        }
    }

    /// What the customer's own wishes have against a message; `nil` when nothing.
    func objection(to rule: HouseRules.Rule, on channel: String?, at time: Timestamp) -> String? {
        if let topic = rule.topic, !self.wish.topics.isEmpty, !self.wish.topics.contains(topic) {
            return "preference_topic"
        }
        if let channel, !self.wish.channels.isEmpty, !self.wish.channels.contains(channel) {
            return "preference_channel"
        }
        if channel == nil, !self.wish.channels.isEmpty, Set(self.wish.channels).isDisjoint(with: rule.channels) {
            return "preference_channel"
        }
        if let most = self.wish.maxPerWeek, self.sent.count(where: { $0.time + .days(7) > time }) >= most {
            return "preference_frequency"
        }
        return nil
    }

    /// The channels on which a rule's message could go.
    func open(to rule: HouseRules.Rule, at time: Timestamp) -> [String] {
        let channels =
            self.wish.channels.isEmpty ? rule.channels : self.wish.channels.filter { rule.channels.contains($0) }
        return channels.filter { self.consents(to: $0, at: time) }
    }
}
