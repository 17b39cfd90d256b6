extension Memberships: StatePart {
    /// Whether nothing is known; it is not written then.
    public var isInitial: Bool { self == Memberships() }

    var heapBytes: Int {
        var bytes = self.paid.heapBytes + self.subscriptions.heapBytes + self.bookings.heapBytes
        for contract in self.paid { bytes += contract.heapBytes }
        for contract in self.subscriptions { bytes += contract.heapBytes }
        return bytes + (self.loyalty?.heapBytes ?? 0)
    }

    func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(self.loyalty != nil)
        presence.note(!self.paid.isEmpty)
        presence.note(!self.subscriptions.isEmpty)
        presence.note(!self.bookings.isEmpty)
        writer.write(presence)
        self.loyalty?.write(to: &writer)
        if !self.paid.isEmpty { writer.write(self.paid) }
        if !self.subscriptions.isEmpty { writer.write(self.subscriptions) }
        if !self.bookings.isEmpty { self.writeBookings(to: &writer) }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 4)
        if presence.take() { self.loyalty = try Loyalty(from: &reader) }
        if presence.take() { self.paid = try reader.contracts() }
        if presence.take() { self.subscriptions = try reader.contracts() }
        if presence.take() { try self.readBookings(from: &reader) }
    }

    /// Writes the latest, then how long before each the next one lies.
    private func writeBookings(to writer: inout StateWriter) {
        writer.write(varint: UInt64(self.bookings.count))
        var later: Timestamp?
        for booking in self.bookings.reversed() {
            if let later { writer.write(booking, before: later) } else { writer.write(booking) }
            later = booking
        }
    }

    private mutating func readBookings(from reader: inout StateReader) throws(MalformedState) {
        let count = try reader.nonzeroCount(upTo: Self.keptBookings, size: 1)
        var last: Timestamp?
        let bookings = try reader.array(count) { reader throws(MalformedState) in
            let booking = if let later = last { try reader.instant(before: later) } else { try reader.instant() }
            last = booking
            return booking
        }
        self.bookings = bookings.reversed()
    }
}

extension Loyalty {
    fileprivate var heapBytes: Int {
        (self.programme?.heapBytes ?? 0) + (self.tier?.heapBytes ?? 0) + (self.leftProgramme?.heapBytes ?? 0)
    }

    fileprivate func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(self.enrolled != nil)
        presence.note(self.programme != nil)
        presence.note(self.tier != nil)
        presence.note(self.left != nil)
        presence.note(self.leftProgramme != nil)
        writer.write(presence)
        if let enrolled { writer.write(enrolled) }
        if let programme { writer.write(programme) }
        if let tier { writer.write(tier) }
        if let left { writer.write(left) }
        if let leftProgramme { writer.write(leftProgramme) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        self.init()
        var presence = try reader.presence(of: 5)
        if presence.take() { self.enrolled = try reader.instant() }
        if presence.take() { self.programme = try reader.text() }
        if presence.take() { self.tier = try reader.text() }
        guard self.enrolled != nil || (self.programme == nil && self.tier == nil) else { throw MalformedState() }
        if presence.take() { self.left = try reader.instant() }
        if presence.take() { self.leftProgramme = try reader.text() }
        guard self.left != nil || self.leftProgramme == nil else { throw MalformedState() }
    }
}

/// Instants are counted back from the latest event, the end of a term and of a pause apart.
extension Contract {
    fileprivate static let shortestCode = 3

    fileprivate var heapBytes: Int { self.id.heapBytes + (self.plan?.heapBytes ?? 0) }

    fileprivate func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(self.toldPlan != nil)
        presence.note(self.toldPrice != nil)
        presence.note(self.toldUntil != nil)
        presence.note(self.toldInterval != nil)
        presence.note(self.started != nil)
        presence.note(self.changed != nil)
        presence.note(self.pausedUntil != nil)
        presence.note(self.skippedCount != 0)
        writer.write(presence)
        writer.write(self.id)
        writer.write(self.updated)
        if let toldPlan {
            writer.write(toldPlan.value)
            writer.write(toldPlan.time, before: self.updated)
        }
        if let toldPrice {
            writer.write(toldPrice.value)
            writer.write(toldPrice.time, before: self.updated)
        }
        if let toldUntil {
            writer.write(toldUntil.value)
            writer.write(toldUntil.time, before: self.updated)
        }
        if let toldInterval {
            writer.write(signed: toldInterval.value)
            writer.write(toldInterval.time, before: self.updated)
        }
        if let started { writer.write(started, before: self.updated) }
        if let changed {
            writer.write(byte: self.state.rawValue)
            writer.write(changed, before: self.updated)
        }
        if let pausedUntil { writer.write(pausedUntil) }
        if self.skippedCount != 0 { writer.write(varint: UInt64(self.skippedCount)) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 8)
        let id = try reader.text()
        let updated = try reader.instant()
        self.init(id: id, updated: updated)
        if presence.take() {
            let value = try reader.text()
            self.toldPlan = Dated(value, at: try reader.instant(before: updated))
        }
        if presence.take() {
            let value = try reader.money()
            self.toldPrice = Dated(value, at: try reader.instant(before: updated))
        }
        if presence.take() {
            let value = try reader.instant()
            self.toldUntil = Dated(value, at: try reader.instant(before: updated))
        }
        if presence.take() {
            let value = try reader.signed()
            self.toldInterval = Dated(value, at: try reader.instant(before: updated))
        }
        if presence.take() { self.started = try reader.instant(before: updated) }
        if presence.take() {
            guard let state = State(rawValue: try reader.byte()) else { throw MalformedState() }
            self.state = state
            self.changed = try reader.instant(before: updated)
        }
        if presence.take() {
            guard self.state == .paused else { throw MalformedState() }
            self.pausedUntil = try reader.instant()
        }
        if presence.take() { self.skippedCount = try reader.times() }
    }
}

extension StateWriter {
    fileprivate mutating func write(_ contracts: [Contract]) {
        self.write(varint: UInt64(contracts.count))
        for contract in contracts { contract.write(to: &self) }
    }
}

extension StateReader {
    /// Reads contracts, at least one, in the order of their ids.
    fileprivate mutating func contracts() throws(MalformedState) -> [Contract] {
        let count = try self.nonzeroCount(upTo: Memberships.keptContracts, size: Contract.shortestCode)
        var previous: String?
        return try self.array(count) { reader throws(MalformedState) in
            let contract = try Contract(from: &reader)
            if let previous, previous >= contract.id { throw MalformedState() }
            previous = contract.id
            return contract
        }
    }
}
