extension Routing {
    func write(to writer: inout StateWriter) {
        writer.write(self.owner?.description ?? "")
        let waiting = self.waiting
        writer.write(varint: UInt64(waiting.count))
        var event = WireWriter()
        for each in waiting {
            event.reset()
            each.write(to: &event)
            var bytes: [UInt8] = []
            event.copy(to: &bytes)
            writer.write(bytes)
        }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        let owner = try reader.text()
        if !owner.isEmpty {
            guard let subject = Subject(owner), subject.description == owner else { throw MalformedState() }
            self.owner = subject
        }
        let count = try reader.count(upTo: Self.keptEvents, size: 1)
        guard count > 0 || !owner.isEmpty else { throw MalformedState() }
        for _ in 0..<count { self.keep(try Self.event(try reader.blob())) }
    }

    /// Reads an event, in the one form in which it is written.
    private static func event(_ bytes: [UInt8]) throws(MalformedState) -> Event {
        var reader = WireReader(bytes.span)
        var events = EventReader()
        guard let event = events.read(&reader, other: { tag, reader in reader.skip(tag) }) else {
            throw MalformedState()
        }
        var writer = WireWriter()
        event.write(to: &writer)
        var again: [UInt8] = []
        writer.copy(to: &again)
        guard again == bytes else { throw MalformedState() }
        return event
    }
}
