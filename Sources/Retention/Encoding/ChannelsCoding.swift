extension Channels: StatePart {
    /// Whether nothing is known; they are not written then.
    public var isInitial: Bool { self.known.isEmpty }

    var heapBytes: Int { self.known.reduce(self.known.heapBytes) { $0 + $1.name.heapBytes } }

    func write(to writer: inout StateWriter) {
        writer.write(varint: UInt64(self.known.count))
        for link in self.known { link.write(to: &writer) }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        let count = try reader.nonzeroCount(upTo: Self.kept, size: Link.shortestCode)
        var previous: String?
        self.known = try reader.array(count) { reader throws(MalformedState) in
            let link = try Link(from: &reader)
            if let previous, previous >= link.name { throw MalformedState() }
            previous = link.name
            return link
        }
    }
}

extension Channels.Link {
    fileprivate static let shortestCode = 4

    fileprivate func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(self.isOpen)
        presence.note(self.changed != nil)
        presence.note(self.lastEngaged != nil)
        presence.note(self.bounced != nil)
        writer.write(presence)
        writer.write(self.name)
        if let changed { writer.write(changed) }
        if let lastEngaged {
            writer.write(varint: UInt64(self.engagementCount))
            writer.write(lastEngaged)
        }
        if let bounced { writer.write(bounced) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 4)
        self.init(name: try reader.nonemptyText())
        self.isOpen = presence.take()
        if presence.take() { self.changed = try reader.instant() }
        guard self.changed != nil || !self.isOpen else { throw MalformedState() }
        if presence.take() {
            self.engagementCount = try reader.times()
            self.lastEngaged = try reader.instant()
        }
        if presence.take() { self.bounced = try reader.instant() }
    }
}
