extension Feedback: StatePart {
    /// Whether nothing is known; it is not written then.
    public var isInitial: Bool { self == Feedback() }

    var heapBytes: Int { 0 }

    func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(self.nps != nil)
        presence.note(self.previousNPS != nil)
        presence.note(self.lastReview != nil)
        presence.note(self.rating != nil)
        presence.note(self.survey != nil)
        writer.write(presence)
        if let nps { writer.write(nps) }
        if let previousNPS { writer.write(previousNPS) }
        if let lastReview {
            writer.write(varint: UInt64(self.reviewCount))
            writer.write(lastReview)
        }
        if let rating { writer.write(rating) }
        if let survey { writer.write(survey) }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 5)
        if presence.take() { self.nps = try reader.datedScore() }
        if presence.take() {
            let previous = try reader.datedScore()
            guard let nps, previous.time <= nps.time else { throw MalformedState() }
            self.previousNPS = previous
        }
        if presence.take() {
            self.reviewCount = try reader.times()
            self.lastReview = try reader.instant()
        }
        if presence.take() {
            let rating = try reader.datedNumber()
            guard let lastReview, rating.time <= lastReview else { throw MalformedState() }
            self.rating = rating
        }
        if presence.take() { self.survey = try reader.datedNumber() }
    }
}
