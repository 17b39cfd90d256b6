extension Shopping: StatePart {
    var presence: Presence {
        var presence = Presence()
        presence.note(!self.deliveries.isInitial)
        presence.note(!self.checkout.presence.isEmpty)
        presence.note(!self.products.presence.isEmpty)
        presence.note(!self.interests.presence.isEmpty)
        presence.note(!self.discounts.presence.isEmpty)
        return presence
    }

    /// Whether nothing is known yet; it is not written then.
    public var isInitial: Bool { self.presence.isEmpty }

    func write(to writer: inout StateWriter) {
        var presence = self.presence
        writer.write(presence)
        if presence.take() { self.deliveries.write(to: &writer) }
        if presence.take() { self.checkout.write(to: &writer) }
        if presence.take() { self.products.write(to: &writer) }
        if presence.take() { self.interests.write(to: &writer) }
        if presence.take() { self.discounts.write(to: &writer) }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 5)
        if presence.take() { try self.deliveries.read(from: &reader) }
        if presence.take() { try self.checkout.read(from: &reader) }
        if presence.take() { try self.products.read(from: &reader) }
        if presence.take() { try self.interests.read(from: &reader) }
        if presence.take() { try self.discounts.read(from: &reader) }
    }

    /// The bytes of the record alone, with instants counted from `base`.
    ///
    /// O(size of the record).
    package func encoded(base: Timestamp) -> [UInt8] {
        var writer = StateWriter()
        writer.base = base
        self.write(to: &writer)
        var bytes: [UInt8] = []
        writer.copy(to: &bytes)
        return bytes
    }

    /// Reads what `encoded` made; `nil` for bytes that it can't have made of a record that is not initial.
    ///
    /// O(number of bytes), in time and memory, whatever they say.
    package init?(encoded bytes: Span<UInt8>, base: Timestamp) {
        var reader = StateReader(bytes)
        reader.base = base
        self.init()
        do { try self.read(from: &reader) } catch { return nil }
        guard reader.isAtEnd else { return nil }
    }

    /// Bytes it takes outside its own inline storage, about.
    package var heapBytes: Int {
        self.deliveries.heapBytes + self.checkout.heapBytes + self.products.heapBytes + self.interests.heapBytes
            + self.discounts.heapBytes
    }
}

extension StateReader {
    /// Reads pieces that would not be there if there were none.
    mutating func pieces() throws(MalformedState) -> Int64 {
        let pieces = try self.signed()
        guard pieces > 0 else { throw MalformedState() }
        return pieces
    }

    /// Reads how often something happened that would not be there if it never had.
    mutating func times() throws(MalformedState) -> Int {
        let times: Int = try self.number()
        guard times > 0 else { throw MalformedState() }
        return times
    }
}
