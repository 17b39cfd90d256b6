extension Tickets: StatePart {
    /// Whether nothing is known; it is not written then.
    public var isInitial: Bool { self == Tickets() }

    var heapBytes: Int {
        var bytes = self.open.heapBytes + self.settled.heapBytes
        for ticket in self.open { bytes += ticket.id.heapBytes + (ticket.topic?.heapBytes ?? 0) }
        return bytes
    }

    func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(!self.open.isEmpty)
        presence.note(!self.settled.isEmpty)
        presence.note(self.lastResolved != nil)
        presence.note(self.satisfaction != nil)
        writer.write(presence)
        if !self.open.isEmpty {
            writer.write(varint: UInt64(self.open.count))
            for ticket in self.open { ticket.write(to: &writer) }
        }
        if !self.settled.isEmpty {
            writer.write(varint: UInt64(self.settled.count))
            for ticket in self.settled { ticket.write(to: &writer) }
        }
        if let lastResolved { writer.write(lastResolved) }
        if let satisfaction { writer.write(satisfaction) }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 4)
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptOpen, size: Open.shortestCode)
            self.open = try reader.array(count) { reader throws(MalformedState) in try Open(from: &reader) }
            for index in 1..<count {
                let ticket = self.open[index]
                guard self.open[index - 1].isBefore(ticket),
                    !self.open[..<index].contains(where: { $0.id == ticket.id })
                else { throw MalformedState() }
            }
        }
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptSettled, size: Settled.shortestCode)
            self.settled = try reader.array(count) { reader throws(MalformedState) in try Settled(from: &reader) }
            for index in 1..<count {
                let ticket = self.settled[index]
                guard self.settled[index - 1].isBefore(ticket),
                    !self.settled[..<index].contains(where: { $0.key == ticket.key })
                else { throw MalformedState() }
            }
        }
        if presence.take() { self.lastResolved = try reader.instant() }
        if presence.take() { self.satisfaction = try reader.datedScore() }
    }
}

/// An open ticket opens with its kind in two bits, then whether there are a topic, an answer and a resolution.
extension Tickets.Open {
    fileprivate static let shortestCode = 3
    private static let (topicBit, answerBit, endBit, kindMask): (UInt8, UInt8, UInt8, UInt8) = (4, 8, 16, 3)

    fileprivate func write(to writer: inout StateWriter) {
        let topicBit = self.topic == nil ? 0 : Self.topicBit
        let answerBit = self.answered == nil ? 0 : Self.answerBit
        let endBit = self.resolved == nil ? 0 : Self.endBit
        writer.write(byte: self.kind.rawValue | topicBit | answerBit | endBit)
        writer.write(self.id)
        if let topic { writer.write(topic) }
        writer.write(self.opened)
        if let answered { writer.write(self.opened, before: answered) }
        if let resolved { writer.write(resolved, before: self.opened) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let head = try reader.byte()
        guard head & ~(Self.topicBit | Self.answerBit | Self.endBit | Self.kindMask) == 0,
            let kind = Tickets.Kind(rawValue: head & Self.kindMask)
        else { throw MalformedState() }
        let id = try reader.text()
        let topic = head & Self.topicBit == 0 ? nil : try reader.text()
        self.init(id: id, kind: kind, topic: topic, opened: try reader.instant())
        if head & Self.answerBit != 0 {
            // An answered question is not open.
            guard kind != .question else { throw MalformedState() }
            self.answered = try reader.instant(after: self.opened)
        }
        if head & Self.endBit != 0 {
            let resolved = try reader.instant(before: self.opened)
            // What was settled at the instant of its opening is not open.
            guard resolved < self.opened else { throw MalformedState() }
            self.resolved = resolved
        }
    }
}

extension Tickets.Settled {
    fileprivate static let shortestCode = 10

    fileprivate func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(self.answered != nil)
        presence.note(self.resolved != nil)
        writer.write(presence)
        writer.write(fixed: self.key)
        if let answered { writer.write(answered) }
        if let resolved { writer.write(resolved) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 2)
        self.init(key: try reader.fixed())
        if presence.take() { self.answered = try reader.instant() }
        if presence.take() { self.resolved = try reader.instant() }
        if let answered, let resolved, answered <= resolved { throw MalformedState() }
    }
}

extension StateReader {
    /// Reads an instant that is not before `earlier`, by how long it lies after that.
    fileprivate mutating func instant(after earlier: Timestamp) throws(MalformedState) -> Timestamp {
        let between = Int64(bitPattern: try self.varint())
        let instant = Timestamp(milliseconds: earlier.milliseconds &+ between)
        guard instant >= earlier else { throw MalformedState() }
        return instant
    }
}
