extension Purchases {
    var presence: Presence {
        var presence = Presence()
        presence.note(self.count != 0)
        presence.note(self.cancelled != 0)
        presence.note(self.dayCount != 0)
        presence.note(self.known != 0)
        presence.note(!self.revenue.sums.isEmpty)
        presence.note(self.first != nil)
        presence.note(self.last != nil)
        presence.note(!self.days.isEmpty)
        presence.note(!self.recent.isEmpty)
        return presence
    }

    func write(_ presence: Presence, to writer: inout StateWriter) {
        var presence = presence
        writer.write(presence)
        if presence.take() { writer.write(signed: self.count) }
        if presence.take() { writer.write(signed: self.cancelled) }
        if presence.take() { writer.write(signed: self.dayCount) }
        if presence.take() { writer.write(signed: self.known) }
        if presence.take() { writer.write(self.revenue) }
        if presence.take(), let first { writer.write(first) }
        if presence.take(), let last { writer.write(last) }
        if presence.take() { self.writeDays(to: &writer) }
        if presence.take() {
            writer.write(varint: UInt64(self.recent.count))
            let orders = self.recent.span
            for index in orders.indices { orders[index].write(to: &writer) }
        }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 9)
        if presence.take() { self.count = try reader.nonzero() }
        if presence.take() { self.cancelled = try reader.nonzero() }
        if presence.take() { self.dayCount = try reader.nonzero() }
        if presence.take() { self.known = try reader.nonzero() }
        if presence.take() { self.revenue = try reader.sums() }
        if presence.take() { self.first = try reader.instant() }
        if presence.take() { self.last = try reader.instant() }
        if presence.take() { try self.readDays(from: &reader) }
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptOrders, size: KnownOrder.shortestCode)
            self.recent = try reader.array(count) { reader throws(MalformedState) in try KnownOrder(from: &reader) }
        }
    }

    /// Writes the first day, then how many days lie between each and the next.
    private func writeDays(to writer: inout StateWriter) {
        let days = self.days.span
        writer.write(varint: UInt64(days.count))
        guard !days.isEmpty else { return }
        writer.write(days[0])
        for index in 1..<days.count {
            let between = days[index].number &- days[index - 1].number &- 1
            writer.write(varint: UInt64(UInt32(bitPattern: between)))
        }
    }

    private mutating func readDays(from reader: inout StateReader) throws(MalformedState) {
        let count = try reader.nonzeroCount(upTo: Self.keptDays, size: 1)
        var previous: CalendarDay?
        self.days = try reader.array(count) { reader throws(MalformedState) in
            let day = if let earlier = previous { try reader.day(after: earlier) } else { try reader.day() }
            previous = day
            return day
        }
    }
}

extension Purchases.KnownOrder {
    fileprivate static let shortestCode = 9

    fileprivate func write(to writer: inout StateWriter) {
        var presence = Presence()
        presence.note(self.isCancelled)
        presence.note(self.isRefundedInFull)
        presence.note(self.placed != nil)
        presence.note(self.total != nil)
        let (refunded, version, announced) = (self.refunded, self.version, self.announced)
        presence.note(!refunded.sums.isEmpty)
        presence.note(version != nil)
        presence.note(announced != 0)
        writer.write(presence)
        writer.write(fixed: self.key)
        if let placed { writer.write(placed) }
        if let total { writer.write(total) }
        if !refunded.sums.isEmpty { writer.write(refunded) }
        if let version { writer.write(version) }
        if announced != 0 { writer.write(signed: announced) }
    }

    fileprivate init(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 7, mayBeEmpty: true)
        self.init(key: try reader.fixed())
        self.isCancelled = presence.take()
        self.isRefundedInFull = presence.take()
        if presence.take() {
            self.placed = try reader.past()
        }
        if presence.take() { self.total = try reader.money() }
        if presence.take() { self.refunded = try reader.sums() }
        if presence.take() { self.version = try reader.instant() }
        if presence.take() { self.announced = try reader.nonzero() }
    }
}
