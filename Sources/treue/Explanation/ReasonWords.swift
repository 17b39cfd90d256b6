import Formats
import Playbook
import Retention

extension Trace.Reason {
    /// What happened, in one word.
    var verb: String {
        switch self {
        case .emitted: "emitted"
        case .deferred: "deferred"
        case .suppressed: "suppressed"
        case .waiting: "waits"
        case .cancelled: "cancelled"
        case .uncancelled: "goes on"
        default: "not"
        }
    }

    /// What happened and why, as one line.
    var spoken: String { self.verb == self.explanation ? self.verb : "\(self.verb): \(self.explanation)" }

    /// Why, for people.
    var explanation: String {
        switch self {
        case .emitted: return "the signal went out"
        case .deferred(let until): return "until \(CustomerReport.show(until))"
        case .suppressed(let reason): return reason
        case .obstacle(let obstacle): return obstacle.words
        case .condition(let part, let text, let came, let read):
            let fault = came == "false" ? "" : " (it came to \(came))"
            return "\(part) \(text)" + Self.list(read) + fault
        case .once: return "it decides once, and has"
        case .noKey: return "what it decides for is not known"
        case .coolingDown(let until): return "cooling down until \(CustomerReport.show(until))"
        case .waiting(.never): return "for an instant that is not known"
        case .waiting(let until): return "until \(CustomerReport.show(until))"
        case .cancelled: return "what it waited for was called off"
        case .uncancelled(let text, let read): return "would be called off if \(text)" + Self.list(read)
        case .outdated(let latest): return "the event is older than that of \(CustomerReport.show(latest))"
        case .ignored(.never): return "it waits for an earlier event"
        case .ignored(let until): return "it waits for an earlier event, until \(CustomerReport.show(until))"
        case .missed(let due): return "due \(CustomerReport.show(due)), which had passed already"
        case .unknown(_, "birthday", []): return "the day of birth is not known"
        case .unknown(let part, let text, let read):
            let isItself = read.count == 1 && read[0].name == text
            return isItself ? "\(part) \(text) is not known" : "\(part) \(text) has no value" + Self.list(read)
        case .below(let text, let value, let next):
            let value = value?.words ?? "not known"
            return "\(text) is \(value), " + (next.map { "next is \($0.words)" } ?? "and every threshold was reached")
        case .unchanged(let label, let read):
            return (label.map { "still \($0)" } ?? "no condition holds") + Self.list(read)
        }
    }

    fileprivate static func list(_ read: [Trace.Reading]) -> String {
        guard !read.isEmpty else { return "" }
        return ": " + read.map { "\($0.name) is \($0.value?.words ?? "not known")" }.joined(separator: ", ")
    }
}

extension Trace.Obstacle {
    /// What stands in the way, for people.
    var words: String {
        switch self {
        case .heldOut(let experiment, let share):
            "among the \(Self.percent(share)) whom experiment '\(experiment)' leaves alone"
        case .blocked(let text, let read): "\(text) holds" + Trace.Reason.list(read)
        case .owned(let product): "the customer has \(product)"
        case .topics(let chosen, let topic):
            "the customer wants to hear of \(chosen.joined(separator: ", ")), not of \(topic)"
        case .channels(let chosen, let wanted):
            "the customer wants \(chosen.joined(separator: ", ")), the rule \(wanted.joined(separator: ", "))"
        case .consent(let channels):
            channels.map { "\($0.channel) for \($0.purpose): \($0.verdict.words)" }.joined(separator: "; ")
        case .cap(let count, let per, let channel, let contacts):
            "at most \(count) in \(per.short)" + (channel.map { " on \($0)" } ?? "") + Self.list(contacts)
        case .perWeek(let count, let contacts): "the customer wants at most \(count) in 7d" + Self.list(contacts)
        case .quiet(let from, let until, let zone, let isOwn):
            "quiet from \(Self.clock(from)) until \(Self.clock(until)) in \(zone)"
                + (isOwn ? ", as the customer wishes" : "")
        case .outranked(let rule, let group): "\(rule) goes first in group \(group)"
        }
    }

    private static func list(_ contacts: [Trace.Contact]) -> String {
        guard !contacts.isEmpty else { return "" }
        let words = contacts.map { contact in
            "\(contact.rule ?? "a rule that is gone")" + (contact.channel.map { " by \($0)" } ?? "")
                + " at \(CustomerReport.show(contact.time))"
        }
        return ": " + words.joined(separator: ", ")
    }

    /// `12.5%`, of hundredths of a percent.
    private static func percent(_ share: Int) -> String {
        let (whole, rest) = share.quotientAndRemainder(dividingBy: 100)
        guard rest > 0 else { return "\(whole)%" }
        return "\(whole).\(rest < 10 ? "0" : "")\(rest % 10 == 0 ? rest / 10 : rest)%"
    }

    /// `08:00`.
    static func clock(_ second: Int) -> String {
        let (hour, minute) = (second / 3_600, second / 60 % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}

extension Verdict {
    /// How it stands, for people.
    var words: String {
        switch self {
        case .granted(let since): "given at \(CustomerReport.show(since))"
        case .missing: "consent was never given"
        case .pending: "consent was asked for and not confirmed"
        case .expired(let time): "consent ended at \(CustomerReport.show(time))"
        case .revoked(let time): "consent was taken back at \(CustomerReport.show(time))"
        }
    }

    /// How it stands, for machines, and since when.
    var state: (name: String, time: Timestamp?) {
        switch self {
        case .granted(let since): ("granted", since)
        case .missing: ("missing", nil)
        case .pending: ("pending", nil)
        case .expired(let time): ("expired", time)
        case .revoked(let time): ("revoked", time)
        }
    }
}

extension TimeSpan {
    /// The length as a playbook writes it, such as `1d12h`.
    var short: String {
        var rest = self.milliseconds
        var text = ""
        for (name, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)]
            as [(String, Int64)] where rest >= size
        {
            text += "\(rest / size)\(name)"
            rest %= size
        }
        return text.isEmpty ? "0s" : text
    }
}
