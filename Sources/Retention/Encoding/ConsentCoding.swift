/// The persisted form of what a customer has agreed to: written as the other parts of a customer are.
extension Permissions: StatePart {
    /// Appends the bytes of all that is kept; equal values have equal bytes.
    ///
    /// O(size of what is kept).
    public func encode(to bytes: inout [UInt8]) {
        var writer = StateWriter()
        self.write(to: &writer)
        writer.copy(to: &bytes)
    }

    /// Reads what `encode` wrote; `nil` for bytes that it can't have written.
    ///
    /// O(number of bytes), in time and memory, whatever they say.
    public init?(_ bytes: Span<UInt8>) {
        var reader = StateReader(bytes)
        self.init()
        do { try self.read(from: &reader, mayBeEmpty: true) } catch { return nil }
        guard reader.isAtEnd else { return nil }
    }

    private var presence: Presence {
        var presence = Presence()
        presence.note(!self.agreements.isEmpty)
        presence.note(self.allWithdrawn != nil)
        presence.note(self.categories != nil)
        presence.note(!self.preferences.presence.isEmpty)
        presence.note(self.nextDeadline != .never)
        return presence
    }

    func write(to writer: inout StateWriter) {
        var presence = self.presence
        writer.write(presence)
        if presence.take() {
            writer.write(varint: UInt64(self.agreements.count))
            for agreement in self.agreements { agreement.write(to: &writer) }
        }
        if presence.take() { self.allWithdrawn?.write(to: &writer) }
        if presence.take() { self.categories?.write(to: &writer) }
        if presence.take() { self.preferences.write(self.preferences.presence, to: &writer) }
        if presence.take() { writer.write(self.nextDeadline) }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        try self.read(from: &reader, mayBeEmpty: false)
    }

    private mutating func read(from reader: inout StateReader, mayBeEmpty: Bool) throws(MalformedState) {
        var presence = try reader.presence(of: 5, mayBeEmpty: mayBeEmpty)
        if presence.take() {
            var last: ConsentScope?
            let count = try reader.nonzeroCount(upTo: Self.keptScopes, size: Agreement.shortestCode)
            self.agreements = try reader.array(count) { reader throws(MalformedState) in
                let agreement = try Agreement(from: &reader)
                if let last, last >= agreement.scope { throw MalformedState() }
                last = agreement.scope
                return agreement
            }
        }
        if presence.take() { self.allWithdrawn = try ConsentWithdrawal(from: &reader) }
        if presence.take() { self.categories = try ConsentCategories(from: &reader) }
        if presence.take() { try self.preferences.read(from: &reader) }
        if presence.take() { self.nextDeadline = try reader.deadline() }
    }
}

extension Agreement {
    fileprivate static let shortestCode = 2

    fileprivate func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(self.scope.purpose != nil)
        presence.note(self.withdrawal != nil)
        presence.note(self.grant != nil)
        presence.note(!self.requests.isEmpty)
        presence.note(!self.confirmations.isEmpty)
        presence.note(self.lost != nil)
        presence.note(self.expiryTold != nil)
        presence.note(self.reconsentTold != nil)
        writer.write(presence)
        writer.write(self.scope.channel)
        if let purpose = self.scope.purpose { writer.write(purpose) }
        self.withdrawal?.write(to: &writer)
        self.grant?.write(to: &writer)
        if !self.requests.isEmpty {
            writer.write(varint: UInt64(self.requests.count))
            for request in self.requests { request.write(to: &writer) }
        }
        if !self.confirmations.isEmpty {
            writer.write(varint: UInt64(self.confirmations.count))
            for confirmation in self.confirmations { confirmation.write(to: &writer) }
        }
        if let lost {
            writer.write(lost.until)
            writer.write(lost.ends)
        }
        if let expiryTold { writer.write(expiryTold) }
        if let reconsentTold { writer.write(reconsentTold) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 8, mayBeEmpty: true)
        let channel = try reader.text()
        self.init(ConsentScope(channel: channel, purpose: presence.take() ? try reader.text() : nil))
        if presence.take() { self.withdrawal = try ConsentWithdrawal(from: &reader) }
        if presence.take() { self.grant = try ConsentStep(from: &reader) }
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptSteps, size: ConsentRequest.shortestCode)
            self.requests = try reader.array(count) { reader throws(MalformedState) in
                try ConsentRequest(from: &reader)
            }
        }
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptSteps, size: ConsentStep.shortestCode)
            self.confirmations = try reader.array(count) { reader throws(MalformedState) in
                try ConsentStep(from: &reader)
            }
        }
        if presence.take() { self.lost = Lost(until: try reader.instant(), ends: try reader.instant()) }
        if presence.take() { self.expiryTold = try reader.instant() }
        if presence.take() { self.reconsentTold = try reader.instant() }
    }
}

/// A request opens with its step; of its end the distance from the step and whether it was looked at make one varint
/// each.
extension ConsentRequest {
    fileprivate static let shortestCode = ConsentStep.shortestCode + 2

    fileprivate func write(to writer: inout StateWriter) {
        self.step.write(to: &writer)
        writer.write(signed: self.openUntil.milliseconds &- self.step.time.milliseconds)
        writer.write(byte: self.isLapsed ? 1 : 0)
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let step = try ConsentStep(from: &reader)
        let length = try reader.signed()
        self.init(step: step, openUntil: Timestamp(milliseconds: step.time.milliseconds &+ length))
        let isLapsed = try reader.byte()
        guard isLapsed <= 1 else { throw MalformedState() }
        self.isLapsed = isLapsed == 1
    }
}

extension ConsentStep {
    /// Presence, time, and a cause without texts.
    fileprivate static let shortestCode = 6

    fileprivate func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(self.isIncentivised)
        presence.note(self.isConfirmed)
        presence.note(self.textVersion != nil)
        presence.note(self.source != nil)
        presence.note(self.ip != nil)
        presence.note(self.userAgent != nil)
        presence.note(self.requestID != nil)
        presence.note(self.ends != .never)
        writer.write(presence)
        writer.write(self.time)
        self.cause.write(to: &writer)
        if let textVersion { writer.write(textVersion) }
        if let source { writer.write(source) }
        if let ip { writer.write(ip) }
        if let userAgent { writer.write(userAgent) }
        if let requestID { writer.write(requestID) }
        if self.ends != .never { writer.write(self.ends) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 8, mayBeEmpty: true)
        self.init(time: try reader.instant(), cause: try Cause(from: &reader))
        self.isIncentivised = presence.take()
        self.isConfirmed = presence.take()
        if presence.take() { self.textVersion = try reader.text() }
        if presence.take() { self.source = try reader.text() }
        if presence.take() { self.ip = try reader.text() }
        if presence.take() { self.userAgent = try reader.text() }
        if presence.take() { self.requestID = try reader.text() }
        if presence.take() { self.ends = try reader.deadline() }
    }
}

extension ConsentWithdrawal {
    fileprivate func write(to writer: inout StateWriter) {
        writer.write(self.time)
        self.cause.write(to: &writer)
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        self.init(time: try reader.instant(), cause: try Cause(from: &reader))
    }
}

extension ConsentCategories {
    fileprivate func write(to writer: inout StateWriter) {
        self.step.write(to: &writer)
        writer.write(self.granted)
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let step = try ConsentStep(from: &reader)
        self.init(step: step, granted: try reader.texts(upTo: Self.keptNames))
        guard zip(self.granted, self.granted.dropFirst()).allSatisfy({ $0 < $1 }) else { throw MalformedState() }
    }
}

extension ContactPreferences {
    fileprivate var presence: Presence {
        var presence = Presence()
        presence.note(!self.topics.isEmpty)
        presence.note(!self.channels.isEmpty)
        presence.note(self.weekly != nil)
        presence.note(self.quietBegin != nil)
        presence.note(self.quietEnd != nil)
        return presence
    }

    fileprivate func write(_ presence: Presence, to writer: inout StateWriter) {
        writer.write(presence)
        for names in [self.wantedTopics, self.wantedChannels] where !names.value.isEmpty {
            writer.write(names.value)
            writer.write(names.time)
        }
        for number in [self.weekly, self.quietBegin, self.quietEnd] {
            guard let number else { continue }
            writer.write(signed: number.value)
            writer.write(number.time)
        }
    }

    fileprivate mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 5)
        if presence.take() { self.wantedTopics = try Self.names(from: &reader) }
        if presence.take() { self.wantedChannels = try Self.names(from: &reader) }
        if presence.take() { self.weekly = try Self.number(from: &reader) }
        if presence.take() { self.quietBegin = try Self.number(from: &reader) }
        if presence.take() { self.quietEnd = try Self.number(from: &reader) }
    }

    private static func names(from reader: inout StateReader) throws(MalformedState) -> Latest<[String]> {
        let names = try reader.texts(upTo: Self.keptNames)
        guard !names.isEmpty else { throw MalformedState() }
        return Latest(value: names, time: try reader.instant())
    }

    private static func number(from reader: inout StateReader) throws(MalformedState) -> Latest<Int64> {
        Latest(value: try reader.signed(), time: try reader.instant())
    }
}

extension StateWriter {
    fileprivate mutating func write(_ texts: [String]) {
        self.write(varint: UInt64(texts.count))
        for text in texts { self.write(text) }
    }
}

extension StateReader {
    fileprivate mutating func texts(upTo limit: Int) throws(MalformedState) -> [String] {
        let count = try self.count(upTo: limit, size: 1)
        return try self.array(count) { reader throws(MalformedState) in try reader.text() }
    }
}
