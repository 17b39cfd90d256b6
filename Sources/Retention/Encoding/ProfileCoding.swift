extension KnownProfile: StatePart {
    /// Whether nothing is known; it is not written then.
    ///
    /// There is nothing in it without an event that told something.
    public var isInitial: Bool { self.updated == nil }

    var heapBytes: Int {
        func bytes(of text: String?) -> Int { text?.heapBytes ?? 0 }
        return bytes(of: self.timeZone) + bytes(of: self.locale) + bytes(of: self.country) + bytes(of: self.region)
            + bytes(of: self.postalCode) + bytes(of: self.gender) + bytes(of: self.handle) + bytes(of: self.visitor)
    }

    func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(self.birthDate != nil)
        presence.note(self.timeZone != nil)
        presence.note(self.locale != nil)
        presence.note(self.country != nil)
        presence.note(self.region != nil)
        presence.note(self.postalCode != nil)
        presence.note(self.gender != nil)
        presence.note(self.since != nil)
        presence.note(self.handle != nil)
        presence.note(self.visitor != nil)
        presence.note(self.birthdayChanged != nil)
        writer.write(presence)
        let updated = self.updated ?? .epoch
        writer.write(updated)
        if let birthDate { writer.write(signed: Int64(birthDate.number)) }
        if let timeZone { writer.write(timeZone) }
        if let locale { writer.write(locale) }
        if let country { writer.write(country) }
        if let region { writer.write(region) }
        if let postalCode { writer.write(postalCode) }
        if let gender { writer.write(gender) }
        if let since { writer.write(since) }
        if let handle { writer.write(handle) }
        if let visitor { writer.write(visitor) }
        if let birthdayChanged { writer.write(birthdayChanged, before: updated) }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 11)
        let updated = try reader.instant()
        self.updated = updated
        if presence.take() { self.birthDate = CalendarDay(number: try reader.number()) }
        if presence.take() { self.timeZone = try reader.nonemptyText() }
        if presence.take() { self.locale = try reader.nonemptyText() }
        if presence.take() { self.country = try reader.nonemptyText() }
        if presence.take() { self.region = try reader.nonemptyText() }
        if presence.take() { self.postalCode = try reader.nonemptyText() }
        if presence.take() { self.gender = try reader.nonemptyText() }
        if presence.take() { self.since = try reader.instant() }
        if presence.take() { self.handle = try reader.nonemptyText() }
        if presence.take() { self.visitor = try reader.nonemptyText() }
        if presence.take() { self.birthdayChanged = try reader.instant(before: updated) }
        // A date can't have changed that is not known.
        guard self.birthdayChanged == nil || self.birthDate != nil else { throw MalformedState() }
    }
}
