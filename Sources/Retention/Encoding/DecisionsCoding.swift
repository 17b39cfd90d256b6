extension Decisions: StatePart {
    private var presence: Presence {
        var presence = Presence()
        presence.note(!self.memories.isEmpty)
        presence.note(!self.deferred.isEmpty)
        presence.note(!self.contacts.isEmpty)
        presence.note(!self.outcomes.isEmpty)
        presence.note(!self.vouchers.isEmpty)
        return presence
    }

    func write(to writer: inout StateWriter) {
        var presence = self.presence
        writer.write(presence)
        if presence.take() { writer.write(self.memories) { $0.write(to: &$1) } }
        if presence.take() { writer.write(self.deferred) { $0.write(to: &$1) } }
        if presence.take() { writer.write(self.contacts) { $0.write(to: &$1) } }
        if presence.take() { writer.write(self.outcomes) { $0.write(to: &$1) } }
        if presence.take() { writer.write(self.vouchers) { $0.write(to: &$1) } }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 5)
        if presence.take() {
            self.memories = try reader.list(upTo: .max, size: 3) { (reader) throws(MalformedState) in
                try RuleMemory(from: &reader)
            }
            for (earlier, later) in zip(self.memories, self.memories.dropFirst())
            where (earlier.rule, earlier.key) >= (later.rule, later.key) { throw MalformedState() }
            for (earlier, later) in zip(self.memories, self.memories.dropFirst(Self.keptKeys))
            where earlier.rule == later.rule { throw MalformedState() }
        }
        if presence.take() {
            self.deferred = try reader.list(upTo: Self.keptDeferred, size: 29) { (reader) throws(MalformedState) in
                try DeferredContact(from: &reader)
            }
        }
        if presence.take() {
            self.contacts = try reader.list(upTo: Self.keptContacts, size: 3) { (reader) throws(MalformedState) in
                try MadeContact(from: &reader)
            }
        }
        if presence.take() {
            self.outcomes = try reader.list(upTo: Self.keptOutcomes, size: 4) { (reader) throws(MalformedState) in
                try ContactOutcome(from: &reader)
            }
        }
        if presence.take() {
            self.vouchers = try reader.list(upTo: Self.keptVouchers, size: 6) { (reader) throws(MalformedState) in
                try Voucher(from: &reader)
            }
        }
    }
}

extension RuleMemory {
    fileprivate func write(to writer: inout StateWriter) {
        writer.write(varint: UInt64(self.rule))
        var presence = Presence()
        presence.note(self.due != .never)
        presence.note(self.anchor != nil)
        presence.note(self.fired != nil)
        presence.note(self.value != 0)
        presence.note(self.cause != nil)
        presence.note(self.isSet)
        presence.note(self.key != 0)
        presence.note(self.goalUntil != .never)
        presence.note(!self.captured.isEmpty)
        presence.note(self.goalFrom != nil)
        presence.note(self.passed != nil)
        writer.write(presence)
        if presence.take() { writer.write(self.due) }
        if presence.take(), let anchor { writer.write(anchor) }
        if presence.take(), let fired { writer.write(fired) }
        if presence.take() { writer.write(signed: self.value) }
        if presence.take() { self.cause?.write(to: &writer) }
        _ = presence.take()
        if presence.take() { writer.write(fixed: self.key) }
        if presence.take() { writer.write(self.goalUntil) }
        if presence.take() { writer.write(self.captured) { $0.write(to: &$1) } }
        if presence.take(), let goalFrom { writer.write(goalFrom) }
        if presence.take(), let passed { writer.write(passed) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let rule = try reader.hash()
        var presence = try reader.presence(of: 11, mayBeEmpty: true)
        let due = presence.take() ? try reader.deadline() : .never
        let anchor = presence.take() ? try reader.past() : nil
        let fired = presence.take() ? try reader.past() : nil
        let value: Int64 = presence.take() ? try reader.nonzero() : 0
        let cause = presence.take() ? try Cause(from: &reader) : nil
        let isSet = presence.take()
        var key: UInt64 = 0
        if presence.take() {
            key = try reader.fixed()
            if key == 0 { throw MalformedState() }
        }
        self.init(rule: rule, key: key)
        (self.due, self.anchor, self.fired, self.value, self.cause, self.isSet) = (
            due, anchor, fired, value, cause, isSet
        )
        if presence.take() { self.goalUntil = try reader.deadline() }
        if presence.take() {
            self.captured = try reader.list(upTo: .max, size: 3) { (reader) throws(MalformedState) in
                try Signal.Field(from: &reader)
            }
        }
        if presence.take() { self.goalFrom = try reader.past() }
        if presence.take() { self.passed = try reader.past() }
    }
}

extension DeferredContact {
    fileprivate func write(to writer: inout StateWriter) {
        writer.write(self.rule)
        writer.write(fixed: self.key)
        writer.write(self.until)
        writer.write(self.wanted)
        writer.write(fixed: self.id.hash.high)
        writer.write(fixed: self.id.hash.low)
        writer.write(byte: self.cause == nil ? 0 : 1)
        self.cause?.write(to: &writer)
        writer.write(varint: UInt64(self.values.count))
        for value in self.values { value.write(to: &writer) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let rule = try reader.text()
        let key = try reader.fixed()
        let until = try reader.instant()
        let wanted = try reader.instant()
        let high = try reader.fixed()
        let id = SignalID(hash: StableHash(high: high, low: try reader.fixed()))
        let cause = try reader.flag() ? try Cause(from: &reader) : nil
        let count = try reader.count(upTo: .max, size: 3)
        let values = try reader.array(count) { (reader) throws(MalformedState) in try Signal.Field(from: &reader) }
        self.init(rule: rule, key: key, until: until, wanted: wanted, id: id, cause: cause, values: values)
    }
}

extension MadeContact {
    fileprivate func write(to writer: inout StateWriter) {
        writer.write(varint: UInt64(self.rule))
        writer.write(varint: UInt64(self.channel))
        writer.write(self.time)
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let rule = try reader.hash()
        let channel = try reader.hash()
        self.init(rule: rule, channel: channel, time: try reader.instant())
    }
}

extension ContactOutcome {
    fileprivate func write(to writer: inout StateWriter) {
        writer.write(varint: UInt64(self.rule))
        writer.write(byte: self.kind.rawValue)
        writer.write(self.time)
        writer.write(self.reason)
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let rule = try reader.hash()
        guard let kind = Kind(rawValue: try reader.byte()) else { throw MalformedState() }
        let time = try reader.instant()
        self.init(rule: rule, kind: kind, time: time, reason: try reader.text())
    }
}

extension Voucher {
    fileprivate func write(to writer: inout StateWriter) {
        writer.write(self.code)
        writer.write(varint: UInt64(self.rule))
        writer.write(self.granted)
        writer.write(self.expires)
        writer.write(self.due)
        writer.write(byte: self.redeemed == nil ? 0 : 1)
        if let redeemed { writer.write(redeemed) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let code = try reader.text()
        let rule = try reader.hash()
        let granted = try reader.instant()
        let expires = try reader.instant()
        self.init(code: code, rule: rule, granted: granted, expires: expires, due: try reader.instant())
        if try reader.flag() { self.redeemed = try reader.instant() }
    }
}

extension Signal.Field {
    fileprivate func write(to writer: inout StateWriter) {
        writer.write(self.name)
        switch self.value {
        case .count(let count): writer.write(tag: 0) { $0.write(signed: count) }
        case .money(let money): writer.write(tag: 1) { $0.write(money) }
        case .time(let time): writer.write(tag: 2) { $0.write(time) }
        case .span(let span): writer.write(tag: 3) { $0.write(signed: span.milliseconds) }
        case .sentiment(let sentiment): writer.write(tag: 4) { $0.write(signed: Int64(sentiment.millionths)) }
        case .text(let text): writer.write(tag: 5) { $0.write(text) }
        case .sums(let sums): writer.write(tag: 6) { $0.write(sums) }
        case .flag(let flag): writer.write(tag: 7) { $0.write(byte: flag ? 1 : 0) }
        case .decimal(let decimal): writer.write(tag: 8) { $0.write(signed: decimal) }
        case .texts(let texts):
            writer.write(tag: 9) {
                $0.write(varint: UInt64(texts.count))
                for text in texts { $0.write(text) }
            }
        }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let name = try reader.text()
        let value: Signal.Value
        switch try reader.byte() {
        case 0: value = .count(try reader.signed())
        case 1: value = .money(try reader.money())
        case 2: value = .time(try reader.instant())
        case 3: value = .span(TimeSpan(milliseconds: try reader.signed()))
        case 4:
            guard let sentiment = Sentiment(millionths: try reader.signed()) else { throw MalformedState() }
            value = .sentiment(sentiment)
        case 5: value = .text(try reader.text())
        case 6: value = .sums(try reader.sums(mayBeEmpty: true))
        case 7: value = .flag(try reader.flag())
        case 8: value = .decimal(try reader.signed())
        case 9:
            let count = try reader.count(upTo: .max, size: 1)
            value = .texts(try reader.array(count) { (reader) throws(MalformedState) in try reader.text() })
        default: throw MalformedState()
        }
        self.init(name, value)
    }
}

extension StateWriter {
    /// Writes a list that has at least one element.
    fileprivate mutating func write<Element>(_ list: [Element], _ element: (Element, inout StateWriter) -> Void) {
        self.write(varint: UInt64(list.count))
        for each in list { element(each, &self) }
    }

    fileprivate mutating func write(tag: UInt8, _ content: (inout StateWriter) -> Void) {
        self.write(byte: tag)
        content(&self)
    }
}

extension StateReader {
    /// Reads a list that has one to `limit` elements, each of `size` bytes or more.
    fileprivate mutating func list<Element>(
        upTo limit: Int,
        size: Int,
        _ element: (inout StateReader) throws(MalformedState) -> Element
    ) throws(MalformedState) -> [Element] {
        let count = try self.nonzeroCount(upTo: limit, size: size)
        return try self.array(count, element)
    }

    fileprivate mutating func hash() throws(MalformedState) -> UInt32 {
        guard let hash = UInt32(exactly: try self.varint()) else { throw MalformedState() }
        return hash
    }

    fileprivate mutating func flag() throws(MalformedState) -> Bool {
        switch try self.byte() {
        case 0: false
        case 1: true
        default: throw MalformedState()
        }
    }
}
