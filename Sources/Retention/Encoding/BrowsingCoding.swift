extension Browsing {
    /// The first byte: how many days there are in three bits, then whether there are a latest one and views.
    private var head: UInt8 {
        UInt8(truncatingIfNeeded: self.knownDays)
            | (self.latestDay == nil ? 0 : Self.dayBit) | (self.views == 0 ? 0 : Self.viewsBit)
    }

    private static let (dayBit, viewsBit, daysMask): (UInt8, UInt8, UInt8) = (8, 16, 7)

    var isInitial: Bool { self.head == 0 }

    func write(to writer: inout StateWriter) {
        writer.write(byte: self.head)
        if self.views != 0 { writer.write(signed: self.views) }
        if let latestDay { writer.write(latestDay) }
        for age in 0..<self.knownDays { writer.write(varint: UInt64(self.daily[age])) }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        let head = try reader.byte()
        guard head > 0, head & ~(Self.dayBit | Self.viewsBit | Self.daysMask) == 0 else { throw MalformedState() }
        if head & Self.viewsBit != 0 { self.views = try reader.nonzero() }
        if head & Self.dayBit != 0 { self.latestDay = try reader.day() }
        let days = try reader.array(Int(head & Self.daysMask)) { reader throws(MalformedState) in
            guard let count = UInt16(exactly: try reader.varint()) else { throw MalformedState() }
            return count
        }
        self.setDays(days)
    }
}

extension Mentions {
    var presence: Presence {
        var presence = Presence()
        presence.note(self.count != 0)
        presence.note(self.negative != 0)
        presence.note(self.lastSentiment != nil)
        return presence
    }

    func write(_ presence: Presence, to writer: inout StateWriter) {
        writer.write(presence)
        if self.count != 0 { writer.write(signed: self.count) }
        if self.negative != 0 { writer.write(signed: self.negative) }
        if let lastSentiment { writer.write(signed: Int64(lastSentiment.millionths)) }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 3)
        if presence.take() { self.count = try reader.nonzero() }
        if presence.take() { self.negative = try reader.nonzero() }
        if presence.take() {
            guard let sentiment = Sentiment(millionths: try reader.signed()) else { throw MalformedState() }
            self.lastSentiment = sentiment
        }
    }
}
