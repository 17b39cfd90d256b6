import Formats
import JSON
import Playbook
import Retention

/// The explanation for machines.
extension Explanation {
    /// One object; with `shown`, so many entries of each rule's history are in it.
    func json(_ shown: Int?) -> String {
        var writer = JSONWriter()
        let coding = CloudEventSignals(playbook: self.playbook.playbook, version: self.playbook.version)
        writer.beginObject()
        writer.member("subject", self.subject.description)
        writer.member("at", self.instant)
        writer.member("playbook", self.playbook.playbook)
        writer.key("playbook_version")
        writer.integer(Int64(self.playbook.version))
        writer.list("rules", self.rules) { rule, writer in rule.write(to: &writer, shown, coding) }
        writer.endObject()
        return String(decoding: writer.array(), as: UTF8.self).harmlessJSON
    }
}

extension Explanation.Case {
    fileprivate func write(to writer: inout JSONWriter, _ shown: Int?, _ coding: CloudEventSignals) {
        writer.beginObject()
        writer.member("rule", self.standing.rule)
        writer.key("idle")
        writer.boolean(self.isIdle)
        self.standing.write(to: &writer)
        if let idle = self.standing.idle {
            writer.key("because")
            writer.beginObject()
            idle.write(to: &writer)
            writer.endObject()
        }
        for (name, entry) in [("decided", self.decided), ("not", self.stopped)] {
            guard let entry else { continue }
            writer.key(named: name)
            entry.write(to: &writer, coding)
        }
        if let shown { writer.list("history", self.history.suffix(shown)) { $0.write(to: &$1, coding) } }
        writer.endObject()
    }
}

extension RuleStanding {
    fileprivate func write(to writer: inout JSONWriter) {
        if !self.events.isEmpty { writer.list("events", self.events) { $1.string($0) } }
        writer.list("waits", self.waits) { wait, writer in
            writer.beginObject()
            writer.member("until", wait.until)
            writer.key("stage")
            writer.integer(Int64(wait.stage.number))
            writer.key("stages")
            writer.integer(Int64(wait.stage.count))
            writer.member("since", wait.since)
            writer.member("event", wait.event)
            writer.endObject()
        }
        writer.list("deferred", self.deferred) { contact, writer in
            writer.beginObject()
            writer.member("until", contact.until)
            writer.member("wanted", contact.wanted)
            writer.member("signal_id", contact.id.description)
            writer.endObject()
        }
        if let goal = self.goals.first {
            writer.key("goal")
            writer.beginObject()
            writer.member("until", goal == .never ? nil : goal)
            writer.endObject()
        }
        writer.member("label", self.label)
        writer.member("cools_until", self.coolsUntil)
        if self.isDone {
            writer.key("done")
            writer.boolean(true)
        }
    }
}

extension Explanation.Entry {
    fileprivate func write(to writer: inout JSONWriter, _ coding: CloudEventSignals) {
        writer.beginObject()
        writer.member("time", self.time)
        writer.member("event", self.event)
        if let reason { reason.write(to: &writer) } else { writer.member("what", "also") }
        if let because {
            writer.key("because")
            writer.beginObject()
            because.write(to: &writer)
            writer.endObject()
        }
        if let signal {
            writer.key("signal")
            writer.signal(signal, coding)
        }
        writer.endObject()
    }
}

extension Trace.Reason {
    /// Writes the members that tell a reason.
    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .emitted: writer.member("what", "emitted")
        case .deferred(let until): writer.member("what", "deferred", until: until)
        case .suppressed(let reason):
            writer.member("what", "suppressed")
            writer.member("reason", reason)
        case .obstacle(let obstacle): obstacle.write(to: &writer)
        case .condition(let part, let text, let came, let read):
            writer.member("what", "condition")
            writer.member("part", part)
            writer.member("text", text)
            writer.member("came", came)
            writer.readings(read)
        case .once: writer.member("what", "once")
        case .noKey: writer.member("what", "no_key")
        case .coolingDown(let until): writer.member("what", "cooling_down", until: until)
        case .waiting(let until): writer.member("what", "waiting", until: until)
        case .cancelled: writer.member("what", "cancelled")
        case .uncancelled(let text, let read):
            writer.member("what", "uncancelled")
            writer.member("text", text)
            writer.readings(read)
        case .outdated(let latest):
            writer.member("what", "outdated")
            writer.member("by", latest)
        case .ignored(let until): writer.member("what", "ignored", until: until)
        case .missed(let due):
            writer.member("what", "missed")
            writer.member("due", due)
        case .unknown(let part, let text, let read):
            writer.member("what", "unknown")
            writer.member("part", part)
            writer.member("text", text)
            writer.readings(read)
        case .below(let text, let value, let next):
            writer.member("what", "below")
            writer.member("text", text)
            writer.key("value")
            writer.value(value)
            writer.key("next")
            writer.value(next)
        case .unchanged(let label, let read):
            writer.member("what", "unchanged")
            writer.member("label", label)
            writer.readings(read)
        }
    }
}

extension Trace.Obstacle {
    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .heldOut(let experiment, let share):
            writer.member("what", "hold_out")
            writer.member("experiment", experiment)
            writer.key("percent")
            writer.decimal(Int64(share), scale: 2)
        case .blocked(let text, let read):
            writer.member("what", "blocked")
            writer.member("text", text)
            writer.readings(read)
        case .owned(let product):
            writer.member("what", "owned")
            writer.member("product", product)
        case .topics(let chosen, let topic):
            writer.member("what", "topics")
            writer.list("chosen", chosen) { $1.string($0) }
            writer.member("topic", topic)
        case .channels(let chosen, let wanted):
            writer.member("what", "channels")
            writer.list("chosen", chosen) { $1.string($0) }
            writer.list("wanted", wanted) { $1.string($0) }
        case .consent(let channels):
            writer.member("what", "consent")
            writer.list("channels", channels) { consent, writer in
                writer.beginObject()
                writer.member("channel", consent.channel)
                writer.member("purpose", consent.purpose)
                writer.member("state", consent.verdict.state.name)
                writer.member("time", consent.verdict.state.time)
                writer.endObject()
            }
        case .cap(let count, let per, let channel, let contacts):
            writer.member("what", "cap")
            writer.cap(count, per, channel, contacts)
        case .perWeek(let count, let contacts):
            writer.member("what", "per_week")
            writer.cap(count, .days(7), nil, contacts)
        case .quiet(let from, let until, let zone, let isOwn):
            writer.member("what", "quiet_hours")
            writer.member("from", Self.clock(from))
            writer.member("until", Self.clock(until))
            writer.member("zone", zone)
            writer.key("own")
            writer.boolean(isOwn)
        case .outranked(let rule, let group):
            writer.member("what", "outranked")
            writer.member("by", rule)
            writer.member("group", group)
        }
    }
}

extension JSONWriter {
    mutating func member(_ name: String, _ value: String?) {
        guard let value else { return }
        self.key(named: name)
        self.string(value)
    }

    mutating func member(_ name: String, _ time: Timestamp?) {
        guard let time, time != .never, time != .distantPast else { return }
        self.key(named: name)
        self.timestamp(time.milliseconds)
    }

    fileprivate mutating func member(_ name: String, _ value: String, until: Timestamp) {
        self.member(name, value)
        self.member("until", until)
    }

    mutating func list<Elements: Sequence>(
        _ name: String,
        _ elements: Elements,
        _ write: (Elements.Element, inout JSONWriter) -> Void
    ) {
        self.key(named: name)
        self.beginArray()
        for element in elements { write(element, &self) }
        self.endArray()
    }

    /// What a condition read, by name.
    fileprivate mutating func readings(_ read: [Trace.Reading]) {
        self.key("read")
        self.beginObject()
        for reading in read {
            self.key(named: reading.name)
            self.value(reading.value)
        }
        self.endObject()
    }

    fileprivate mutating func cap(
        _ count: Int,
        _ per: TimeSpan,
        _ channel: String?,
        _ contacts: [Trace.Contact]
    ) {
        self.key("at_most")
        self.integer(Int64(count))
        self.member("per", per.iso8601)
        self.member("channel", channel)
        self.list("contacts", contacts) { contact, writer in
            writer.beginObject()
            writer.member("rule", contact.rule)
            writer.member("channel", contact.channel)
            writer.member("time", contact.time)
            writer.endObject()
        }
    }

    fileprivate mutating func signal(_ signal: Signal, _ coding: CloudEventSignals) {
        var bytes: [UInt8] = []
        coding.encodeLine(signal, to: &bytes)
        bytes.removeLast()
        self.json(bytes.span)
    }

    /// A value as signals write it.
    fileprivate mutating func value(_ value: Signal.Value?) {
        switch value {
        case .count(let count): self.integer(count)
        case .flag(let flag): self.boolean(flag)
        case .decimal(let millionths): self.decimal(millionths, scale: 6)
        case .sentiment(let sentiment): self.decimal(Int64(sentiment.millionths), scale: 6)
        case .text(let text): self.string(text)
        case .time(let time): self.timestamp(time.milliseconds)
        case .span(let span): self.string(span.iso8601)
        case .money(let money): self.money(money)
        case .texts(let texts):
            self.beginArray()
            for text in texts { self.string(text) }
            self.endArray()
        case .sums(let sums):
            self.beginArray()
            for sum in sums.sums { self.money(sum) }
            self.endArray()
        case nil: self.null()
        }
    }

    private mutating func money(_ money: Money) {
        self.beginObject()
        self.key("amount")
        self.decimalString(money.minor, scale: money.currency.decimals)
        self.key("currency")
        self.string(money.currency.description)
        self.endObject()
    }
}
