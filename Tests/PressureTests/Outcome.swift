import Retention

/// What became of a wanted contact, as its signal tells it.
struct Outcome {
    enum Kind: Hashable {
        case emitted(channel: String)
        case deferred(until: Timestamp)
        case suppressed(reason: String)
    }

    /// A contact as it was wanted: rule, occasion, and the event that led to it.
    struct Want: Hashable {
        let rule: String
        let occasion: String
        let cause: String
    }

    let want: Want
    let kind: Kind
    let time: Timestamp
    let purpose: String
    /// For what waited: when it was wanted.
    let wanted: Timestamp?

    /// Reads a signal; `nil` for one that is of no contact.
    init?(_ signal: Signal, _ house: HouseRules) {
        guard let rule = house.rules[signal.rule] else { return nil }
        let occasion: String
        switch signal.type.name {
        case "contact.deferred":
            guard case .time(let until)? = signal.value("until") else { return nil }
            self.kind = .deferred(until: until)
            occasion = signal.text("signal_id") ?? ""
        case "contact.suppressed":
            self.kind = .suppressed(reason: signal.text("reason") ?? "")
            occasion = signal.text("signal_id") ?? ""
        case rule.signal:
            self.kind = .emitted(channel: signal.text("channel") ?? "")
            occasion = signal.id.description
        default: return nil
        }
        self.want = Want(rule: signal.rule, occasion: occasion, cause: signal.cause.eventID)
        self.time = signal.time
        self.purpose = signal.text("purpose") ?? rule.purpose
        if case .time(let wanted)? = signal.value("wanted") { self.wanted = wanted } else { self.wanted = nil }
    }
}

extension Signal {
    func value(_ name: String) -> Value? { self.values.first { $0.name == name }?.value }

    func text(_ name: String) -> String? {
        if case .text(let text)? = self.value(name) { text } else { nil }
    }
}
