import CEL
import Retention
import Zones

/// What a trace is told; called only when there is one.
extension Step {
    /// A value that the rule goes by is not known.
    func unknown(_ part: String, _ formula: Formula) -> Trace.Reason {
        .unknown(part: part, text: formula.text, read: formula.readings(self.sight))
    }

    /// The end of a wait is not known.
    func unknownEnd(_ wait: Rule.Wait) -> Trace.Reason {
        switch wait {
        case .until(let formula): return self.unknown("until", formula)
        case .stages(let lengths):
            guard case .computed(let formula)? = lengths.first else { return .waiting(.never) }
            return self.unknown("wait", formula)
        }
    }

    /// The day that a rule keeps is not known.
    func unknownDay(_ yearly: Rule.Yearly) -> Trace.Reason {
        switch yearly.day {
        case .birthday: .unknown(part: "yearly", text: "birthday", read: [])
        case .anniversary(let formula): self.unknown("yearly", formula)
        }
    }

    /// A number has not reached the next of some thresholds.
    static func below(_ formula: Formula, _ value: Signal.Value, _ thresholds: [Rule.Threshold]) -> Trace.Reason {
        let next = thresholds.first { value.reached($0) == nil }
        return .below(
            text: formula.text,
            value: value,
            next: next.map { threshold in
                if let currency = threshold.currency { return .money(Money(minor: threshold.value, currency)) }
                let (whole, rest) = threshold.value.quotientAndRemainder(dividingBy: 1_000_000)
                return rest == 0 ? .count(whole) : .decimal(threshold.value)
            }
        )
    }

    /// The first label that holds is the one that held before.
    func unchanged(_ labels: [Rule.Label]) -> Trace.Reason {
        var read: [Trace.Reading] = []
        var held: String?
        for label in labels {
            for reading in label.condition.readings(self.sight) where !read.contains(reading) { read.append(reading) }
            guard self.calculator.holds(label.condition, self.sight) else { continue }
            held = label.name
            break
        }
        return .unchanged(label: held, read: read)
    }

    // MARK: Contacts

    func obstacle(_ block: ContactPolicy.Block) -> Trace.Obstacle {
        .blocked(text: block.condition.text, read: block.condition.readings(self.sight))
    }

    func obstacle(_ cap: ContactPolicy.Cap) -> Trace.Obstacle {
        let made = self.made(within: cap.per, on: cap.channel)
        return .cap(count: cap.count, per: cap.per, channel: cap.channel, contacts: made)
    }

    func obstacle(_ channels: [String], _ purpose: String) -> Trace.Obstacle {
        .consent(
            channels.map { channel in
                Trace.ChannelConsent(
                    channel: channel,
                    purpose: purpose,
                    verdict: self.sight.consent(channel: channel, purpose: purpose)
                )
            }
        )
    }

    func obstacle(_ quiet: ContactPolicy.QuietHours) -> Trace.Obstacle {
        .quiet(
            from: quiet.from,
            until: quiet.until,
            zone: self.sight.moment.zone.name,
            isOwn: self.sight.preferences?.quietHours != nil
        )
    }

    /// The contacts that went out lately, the oldest first.
    func made(within span: TimeSpan, on channel: String?) -> [Trace.Contact] {
        let hash = channel.map { Rule.id(of: $0) }
        let names = Dictionary(
            self.set.channels(self.sight).map { (Rule.id(of: $0), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return self.decisions.contacts.filter { $0.time + span > self.now && (hash == nil || $0.channel == hash) }
            .map { made in
                Trace.Contact(
                    rule: self.set.entry(made.rule)?.rule.name,
                    channel: names[made.channel],
                    time: made.time
                )
            }
    }
}

extension RuleSet {
    /// The names of all channels that contacts may go out on.
    fileprivate func channels(_ sight: Sight) -> [String] {
        self.policy.channels + self.entries.flatMap { $0.rule.contact?.channels ?? [] }
            + self.policy.caps.compactMap(\.channel) + (sight.preferences?.channels ?? [])
    }
}
