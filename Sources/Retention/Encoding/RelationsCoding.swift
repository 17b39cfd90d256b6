/// The persisted form of the relations, as a part of that of a customer: see `CustomerProjection.encode`.
extension Relations: StatePart {
    /// Whether nothing is known, and nothing is to be written.
    public var isInitial: Bool {
        self.tallies.isInitial && self.channels.isInitial && self.knownProfile.isAbsent
            && self.knownTickets.isAbsent && self.knownFeedback.isAbsent && self.knownMemberships.isAbsent
    }

    /// Bytes they take outside their own inline storage, about.
    package var heapBytes: Int {
        self.tallies.heapBytes + self.channels.heapBytes + self.knownProfile.heapBytes + self.knownTickets.heapBytes
            + self.knownFeedback.heapBytes + self.knownMemberships.heapBytes
    }

    /// Writes them; they must not be initial.
    func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(!self.tallies.isInitial)
        presence.note(!self.channels.isInitial)
        presence.note(!self.knownProfile.isAbsent)
        presence.note(!self.knownTickets.isAbsent)
        presence.note(!self.knownFeedback.isAbsent)
        presence.note(!self.knownMemberships.isAbsent)
        writer.write(presence)
        if presence.take() { self.tallies.write(to: &writer) }
        if presence.take() { self.channels.write(to: &writer) }
        self.knownProfile.write(to: &writer)
        self.knownTickets.write(to: &writer)
        self.knownFeedback.write(to: &writer)
        self.knownMemberships.write(to: &writer)
    }

    /// Reads what `write` wrote.
    init(from reader: inout StateReader) throws(MalformedState) {
        self.init()
        try self.read(from: &reader)
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 6)
        if presence.take() { try self.tallies.read(from: &reader) }
        if presence.take() { try self.channels.read(from: &reader) }
        if presence.take() { try self.knownProfile.read(from: &reader) }
        if presence.take() { try self.knownTickets.read(from: &reader) }
        if presence.take() { try self.knownFeedback.read(from: &reader) }
        if presence.take() { try self.knownMemberships.read(from: &reader) }
    }

    /// The bytes alone, with instants counted from `base`, for tests; nothing when they are initial.
    package func encoded(from base: Timestamp) -> [UInt8] {
        guard !self.isInitial else { return [] }
        var writer = StateWriter()
        writer.base = base
        self.write(to: &writer)
        var bytes: [UInt8] = []
        writer.copy(to: &bytes)
        return bytes
    }

    /// Reads what `encoded` gave for the same base; `nil` for bytes that it can't have given.
    package init?(_ bytes: Span<UInt8>, from base: Timestamp) {
        var reader = StateReader(bytes)
        reader.base = base
        do {
            self.init()
            guard !bytes.isEmpty else { return }
            self = try Relations(from: &reader)
        } catch { return nil }
        guard reader.isAtEnd else { return nil }
    }
}

extension Tallies: StatePart {
    /// Whether nothing is counted; they are not written then.
    public var isInitial: Bool { self.tallies.isEmpty }

    var heapBytes: Int { self.tallies.heapBytes }

    /// Each kind opens with how many lie between it and the one before; one that happened once has one instant.
    func write(to writer: inout StateWriter) {
        writer.write(varint: UInt64(self.tallies.count))
        var next: UInt16 = 0
        for tally in self.tallies {
            writer.write(varint: UInt64(tally.kind.rawValue - next))
            next = tally.kind.rawValue + 1
            writer.write(varint: UInt64(tally.count))
            writer.write(tally.last)
            if tally.count > 1 { writer.write(tally.first, before: tally.last) }
        }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        let count = try reader.nonzeroCount(upTo: Event.Kind.allCases.count, size: 3)
        var next: UInt64 = 0
        self.tallies = try reader.array(count) { reader throws(MalformedState) in
            let (number, isTooLarge) = next.addingReportingOverflow(try reader.varint())
            guard !isTooLarge, let number = UInt16(exactly: number), let kind = Event.Kind(rawValue: number),
                Self.includes(kind)
            else { throw MalformedState() }
            next = UInt64(number) + 1
            let count: UInt32 = try reader.times()
            let last = try reader.instant()
            let first = count > 1 ? try reader.instant(before: last) : last
            return Tally(kind: kind, count: count, first: first, last: last)
        }
    }
}

extension StateWriter {
    /// Writes an instant as how long before `later` it lies, or at the same time.
    mutating func write(_ instant: Timestamp, before later: Timestamp) {
        self.write(varint: UInt64(bitPattern: later.milliseconds &- instant.milliseconds))
    }

    mutating func write(_ number: Dated<Int64>) {
        self.write(signed: number.value)
        self.write(number.time)
    }
}

extension StateReader {
    /// Reads an instant that is not after `later`.
    mutating func instant(before later: Timestamp) throws(MalformedState) -> Timestamp {
        let between = Int64(bitPattern: try self.varint())
        let instant = Timestamp(milliseconds: later.milliseconds &- between)
        guard instant <= later else { throw MalformedState() }
        return instant
    }

    /// Reads how often something happened that would not be there if it never did.
    mutating func times() throws(MalformedState) -> UInt32 {
        guard let count = UInt32(exactly: try self.varint()), count > 0 else { throw MalformedState() }
        return count
    }

    /// Reads a text that would not be there if it were empty.
    mutating func nonemptyText() throws(MalformedState) -> String {
        let text = try self.text()
        guard !text.isEmpty else { throw MalformedState() }
        return text
    }

    mutating func datedNumber() throws(MalformedState) -> Dated<Int64> {
        let value = try self.signed()
        return Dated(value, at: try self.instant())
    }

    /// Reads a number from 0 to 10 with its instant.
    mutating func datedScore() throws(MalformedState) -> Dated<Int64> {
        let score = try self.datedNumber()
        guard (0...10).contains(score.value) else { throw MalformedState() }
        return score
    }
}
