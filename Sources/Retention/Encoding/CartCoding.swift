extension Cart {
    var presence: Presence {
        var presence = Presence()
        presence.note(self.items != 0)
        presence.note(self.value != nil)
        presence.note(self.lastChange != nil)
        presence.note(self.id != nil)
        presence.note(self.closes != .never)
        presence.note(!self.lines.isEmpty)
        return presence
    }

    func write(_ presence: Presence, to writer: inout StateWriter) {
        var presence = presence
        writer.write(presence)
        if presence.take() { writer.write(signed: self.items) }
        if presence.take(), let value { writer.write(value) }
        if presence.take(), let lastChange { writer.write(lastChange) }
        if presence.take(), let id { writer.write(id) }
        if presence.take() { writer.write(self.closes) }
        if presence.take() {
            writer.write(varint: UInt64(self.lines.count))
            let lines = self.lines.span
            for index in lines.indices { lines[index].write(to: &writer) }
        }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 6)
        if presence.take() { self.items = try reader.nonzero() }
        if presence.take() { self.value = try reader.money() }
        if presence.take() { self.lastChange = try reader.instant() }
        if presence.take() { self.id = try reader.text() }
        if presence.take() { self.closes = try reader.deadline() }
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptLines, size: Line.shortestCode)
            self.lines = try reader.array(count) { reader throws(MalformedState) in try Line(from: &reader) }
        }
    }
}

/// A line opens with a varint: the length of the product's name, and in the lowest bit whether there is a price.
extension Cart.Line {
    fileprivate static let shortestCode = 2

    fileprivate func write(to writer: inout StateWriter) {
        writer.write(varint: UInt64(self.product.utf8.count) << 1 | (self.price == nil ? 0 : 1))
        writer.write(utf8Of: self.product)
        writer.write(signed: self.quantity)
        if let price { writer.write(price) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        let head = try reader.varint()
        self.init(product: try reader.text(length: head >> 1), quantity: try reader.signed())
        if head & 1 != 0 { self.price = try reader.money() }
    }
}
