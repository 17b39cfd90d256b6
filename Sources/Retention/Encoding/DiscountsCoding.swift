extension Discounts {
    var presence: Presence {
        var presence = Presence()
        presence.note(self.ordersWithCoupon != 0)
        presence.note(self.ordersAtFullPrice != 0)
        presence.note(self.couponsApplied != 0)
        presence.note(self.couponsDenied != 0)
        presence.note(self.ordersElsewhere != 0)
        presence.note(self.lastCoupon != nil)
        presence.note(self.couponUsed != nil)
        presence.note(!self.channels.isEmpty)
        return presence
    }

    func write(to writer: inout StateWriter) {
        writer.write(self.presence)
        for count in [
            self.ordersWithCoupon, self.ordersAtFullPrice, self.couponsApplied, self.couponsDenied,
            self.ordersElsewhere,
        ] where count != 0 { writer.write(signed: count) }
        if let lastCoupon { writer.write(lastCoupon) }
        if let couponUsed { writer.write(couponUsed) }
        guard !self.channels.isEmpty else { return }
        writer.write(varint: UInt64(self.channels.count))
        for channel in self.channels {
            writer.write(channel.name)
            writer.write(signed: channel.orders)
        }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 8)
        if presence.take() { self.ordersWithCoupon = try reader.times() }
        if presence.take() { self.ordersAtFullPrice = try reader.times() }
        if presence.take() { self.couponsApplied = try reader.times() }
        if presence.take() { self.couponsDenied = try reader.times() }
        if presence.take() { self.ordersElsewhere = try reader.times() }
        if presence.take() { self.lastCoupon = try reader.text() }
        if presence.take() { self.couponUsed = try reader.instant() }
        if presence.take() {
            let count = try reader.nonzeroCount(upTo: Self.keptChannels, size: 2)
            self.channels = try reader.array(count) { reader throws(MalformedState) in
                Channel(name: try reader.text(), orders: try reader.times())
            }
        }
    }

    var heapBytes: Int {
        var bytes = self.channels.heapBytes + (self.lastCoupon?.heapBytes ?? 0)
        for channel in self.channels { bytes += channel.name.heapBytes }
        return bytes
    }
}
