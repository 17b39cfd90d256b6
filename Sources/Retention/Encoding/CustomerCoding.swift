/// The persisted form of a customer.
///
/// A part opens with a `Presence` of what follows; what equals its initial value does not follow, nor does a part that
/// has nothing else. Instants are counted from `firstSeen`, numbers are zigzag varints, hashes have eight bytes, texts a
/// length and UTF-8. Reading refuses every other way to write the same: states are equal exactly when their bytes are.
/// (Texts that differ in the Unicode form alone are equal to Swift, and differ here.)
///
/// A change by which bytes that are stored already would mean something else, or nothing, needs another `stateFormat`.
extension CustomerProjection {
    /// The second format.
    public static var stateFormat: UInt8 { 3 }

    /// Appends the bytes of a customer; after a single order these are about 120.
    ///
    /// O(size of the state).
    public func encode(_ state: Customer, to bytes: inout [UInt8]) {
        var writer = StateWriter()
        state.write(to: &writer)
        writer.copy(to: &bytes)
    }

    /// Reads a customer that `encode` wrote; `nil` for bytes that it can't have written.
    ///
    /// O(number of bytes), in time and memory, whatever they say.
    public func decode(_ bytes: Span<UInt8>) -> Customer? {
        var reader = StateReader(bytes)
        var customer = Customer()
        do { try customer.read(from: &reader) } catch { return nil }
        return reader.isAtEnd ? customer : nil
    }
}

extension Customer {
    fileprivate func write(to writer: inout StateWriter) {
        let deadlines = self.deadlines.presence
        let purchases = self.purchases.presence
        let cart = self.cart.presence
        let mentions = self.mentions.presence
        let memory = self.memory.presence
        var presence = Presence()
        presence.note(self.firstSeen != nil)
        presence.note(self.lastSeen != nil)
        presence.note(!deadlines.isEmpty)
        presence.note(!purchases.isEmpty)
        presence.note(!self.browsing.isInitial)
        presence.note(!cart.isEmpty)
        presence.note(!mentions.isEmpty)
        presence.note(!memory.isEmpty)
        presence.note(!self.relations.isAbsent)
        presence.note(!self.shopping.isAbsent)
        presence.note(!self.permissions.isAbsent)
        presence.note(!self.decisions.isAbsent)
        writer.write(presence)

        if let firstSeen {
            writer.write(firstSeen)
            writer.base = firstSeen
        }
        if let lastSeen { writer.write(lastSeen) }
        if !deadlines.isEmpty { self.deadlines.write(deadlines, to: &writer) }
        if !purchases.isEmpty { self.purchases.write(purchases, to: &writer) }
        if !self.browsing.isInitial { self.browsing.write(to: &writer) }
        if !cart.isEmpty { self.cart.write(cart, to: &writer) }
        if !mentions.isEmpty { self.mentions.write(mentions, to: &writer) }
        if !memory.isEmpty { self.memory.write(memory, to: &writer) }
        if !self.relations.isAbsent { self.relations.value.write(to: &writer) }
        if !self.shopping.isAbsent { self.shopping.value.write(to: &writer) }
        if !self.permissions.isAbsent { self.permissions.value.write(self.permissions.value.presence, to: &writer) }
        if !self.decisions.isAbsent { self.decisions.value.write(to: &writer) }
        self.recentEvents.write(to: &writer)
        // Only orders have it; it is told by there being more.
        if !self.routing.isInitial { self.routing.write(to: &writer) }
    }

    fileprivate mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 12, mayBeEmpty: true)
        if presence.take() {
            let first = try reader.instant()
            self.firstSeen = first
            reader.base = first
        }
        if presence.take() { self.lastSeen = try reader.instant() }
        if presence.take() { try self.deadlines.read(from: &reader) }
        if presence.take() { try self.purchases.read(from: &reader) }
        if presence.take() { try self.browsing.read(from: &reader) }
        if presence.take() { try self.cart.read(from: &reader) }
        if presence.take() { try self.mentions.read(from: &reader) }
        if presence.take() { try self.memory.read(from: &reader) }
        if presence.take() {
            self.relations = try reader.part { (part, reader) throws(MalformedState) in
                part = try Relations(from: &reader)
            }
        }
        if presence.take() {
            self.shopping = try reader.part { (part, reader) throws(MalformedState) in try part.read(from: &reader) }
        }
        if presence.take() {
            self.permissions = try reader.part { (part, reader) throws(MalformedState) in try part.read(from: &reader) }
        }
        if presence.take() {
            let decisions: Rare<Decisions> = try reader.part { (part, reader) throws(MalformedState) in
                try part.read(from: &reader)
            }
            self.putDecisions(decisions.value)
        }
        try self.recentEvents.read(from: &reader)
        if !reader.isAtEnd { try self.routing.read(from: &reader) }
    }
}

extension StateReader {
    /// Reads a part that would not be there if it were initial.
    fileprivate mutating func part<Part: InitiallyEmpty & Hashable & Sendable>(
        _ read: (inout Part, inout StateReader) throws(MalformedState) -> Void
    ) throws(MalformedState) -> Rare<Part> {
        var part = Part()
        try read(&part, &self)
        guard !part.isInitial else { throw MalformedState() }
        return Rare(part)
    }
}

extension Deadlines {
    fileprivate var presence: Presence {
        var presence = Presence()
        presence.note(self[.cart] != .never)
        presence.note(self[.churn] != .never)
        presence.note(self[.thanks] != .never)
        presence.note(self[.winBack] != .never)
        presence.note(self[.anniversary] != .never)
        return presence
    }

    fileprivate func write(_ presence: Presence, to writer: inout StateWriter) {
        var presence = presence
        writer.write(presence)
        if presence.take() { writer.write(self[.cart]) }
        if presence.take() { writer.write(self[.churn]) }
        if presence.take() { writer.write(self[.thanks]) }
        if presence.take() { writer.write(self[.winBack]) }
        if presence.take() { writer.write(self[.anniversary]) }
    }

    fileprivate mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 5)
        if presence.take() { self[.cart] = try reader.deadline() }
        if presence.take() { self[.churn] = try reader.deadline() }
        if presence.take() { self[.thanks] = try reader.deadline() }
        if presence.take() { self[.winBack] = try reader.deadline() }
        if presence.take() { self[.anniversary] = try reader.deadline() }
    }
}

extension RecentEvents {
    fileprivate func write(to writer: inout StateWriter) {
        let fingerprints = self.fingerprints.span
        writer.write(varint: UInt64(fingerprints.count))
        guard !fingerprints.isEmpty else { return }
        writer.write(varint: UInt64(self.oldest))
        for index in fingerprints.indices { writer.write(fixed: fingerprints[index]) }
    }

    fileprivate mutating func read(from reader: inout StateReader) throws(MalformedState) {
        let count = try reader.count(upTo: .max, size: 8)
        guard count > 0 else { return }
        let oldest = try reader.varint()
        guard oldest < UInt64(count) else { throw MalformedState() }
        self.oldest = Int(oldest)
        self.fingerprints = try reader.array(count) { reader throws(MalformedState) in try reader.fixed() }
    }
}
