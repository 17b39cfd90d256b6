import Retention
import TestKit

/// The consent of one customer, folded as the engine does it: deadlines before an event fire first.
struct ConsentFold {
    private(set) var state = Permissions()
    private(set) var effects = Effects(playbook: "specs")
    private(set) var fired = 0
    var settings: ConsentSettings

    init(_ configure: (inout ConsentSettings) -> Void = { _ in }) {
        var settings = ConsentSettings()
        configure(&settings)
        self.settings = settings
        self.effects.begin(Subject(.customer, "42"))
    }

    var signals: [Signal] { self.effects.signals }
    var types: [SignalType] { self.signals.map(\.type) }

    @discardableResult
    mutating func fold(_ event: Event) -> Bool {
        self.advance(to: event.time)
        let cause = Cause(eventID: event.id, origin: event.origin)
        return self.state.take(event, seen: cause, self.settings, &self.effects)
    }

    @discardableResult
    mutating func fold(_ id: String, _ body: Event.Body, _ time: Timestamp) -> Bool {
        self.fold(.consent(id, body, time))
    }

    /// Fires every deadline strictly before the instant.
    mutating func advance(to instant: Timestamp) {
        while self.state.nextDeadline < instant {
            let deadline = self.state.nextDeadline
            self.state.fire(deadline, self.settings, &self.effects)
            self.fired += 1
            precondition(self.state.nextDeadline > deadline, "a deadline stayed")
        }
    }

    mutating func forget() { self.effects.removeAll() }

    mutating func persist() -> Bool {
        var bytes: [UInt8] = []
        self.state.encode(to: &bytes)
        guard let back = Permissions(bytes.span), back == self.state else { return false }
        self.state = back
        return true
    }

    func status(_ channel: String = "email", _ purpose: String? = "marketing", at instant: Timestamp) -> Verdict {
        self.state.status(channel: channel, purpose: purpose, at: instant)
    }
}

extension Event {
    static func consent(_ id: String, _ body: Event.Body, _ time: Timestamp) -> Event {
        let origin = Origin(source: "consents", partition: 0, offset: 7)
        return Event(id: id, subject: Subject(.customer, "42"), time: time, origin: origin, body: body)
    }
}

extension Consent {
    /// Consent to marketing by e-mail.
    static func email(
        _ requestID: String? = nil,
        purpose: String? = "marketing",
        text: String? = "v3",
        source: String? = "checkout",
        expires: Timestamp? = nil,
        incentivised: Bool = false,
        confirmed: Bool? = nil
    ) -> Consent {
        Consent(
            channel: "email",
            purpose: purpose,
            textVersion: text,
            source: source,
            ip: "192.0.2.17",
            userAgent: "Mozilla/5.0",
            requestID: requestID,
            expires: expires,
            isIncentivised: incentivised,
            isConfirmed: confirmed
        )
    }
}

extension Array {
    /// All orders of the elements.
    var permutations: [[Element]] {
        guard self.count > 1 else { return [self] }
        return self.indices.flatMap { index in
            var rest = self
            let one = rest.remove(at: index)
            return rest.permutations.map { [one] + $0 }
        }
    }
}
