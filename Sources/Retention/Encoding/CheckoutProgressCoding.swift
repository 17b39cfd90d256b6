extension CheckoutProgress {
    var presence: Presence {
        var presence = Presence()
        presence.note(self.id != nil)
        presence.note(self.started != nil)
        presence.note(self.lastChange != nil)
        presence.note(self.firstValue != nil)
        presence.note(self.value != nil)
        presence.note(self.shipping != nil)
        presence.note(self.tax != nil)
        presence.note(self.coupon != nil)
        presence.note(self.step != nil)
        presence.note(self.firstTold != nil)
        presence.note(self.told != nil)
        presence.note(self.stepTold != nil)
        presence.note(self.barrier != nil)
        presence.note(self.closedID != nil)
        presence.note(self.closed != nil)
        return presence
    }

    func write(to writer: inout StateWriter) {
        writer.write(self.presence)
        if let id { writer.write(id) }
        if let started { writer.write(started) }
        if let lastChange { writer.write(lastChange) }
        if let firstValue { writer.write(firstValue) }
        if let value { writer.write(value) }
        if let shipping { writer.write(shipping) }
        if let tax { writer.write(tax) }
        if let coupon { writer.write(coupon) }
        if let step { writer.write(signed: step) }
        if let firstTold { writer.write(firstTold) }
        if let told { writer.write(told) }
        if let stepTold { writer.write(stepTold) }
        if let barrier { writer.write(barrier) }
        if let closedID { writer.write(closedID) }
        if let closed { writer.write(closed) }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 15)
        if presence.take() { self.id = try reader.text() }
        if presence.take() { self.started = try reader.instant() }
        if presence.take() { self.lastChange = try reader.instant() }
        if presence.take() { self.firstValue = try reader.money() }
        if presence.take() { self.value = try reader.money() }
        if presence.take() { self.shipping = try reader.money() }
        if presence.take() { self.tax = try reader.money() }
        if presence.take() { self.coupon = try reader.text() }
        if presence.take() { self.step = try reader.signed() }
        if presence.take() { self.firstTold = try reader.instant() }
        if presence.take() { self.told = try reader.instant() }
        if presence.take() { self.stepTold = try reader.instant() }
        if presence.take() { self.barrier = try reader.instant() }
        if presence.take() { self.closedID = try reader.text() }
        if presence.take() { self.closed = try reader.instant() }
    }

    var heapBytes: Int {
        (self.id?.heapBytes ?? 0) + (self.coupon?.heapBytes ?? 0) + (self.closedID?.heapBytes ?? 0)
    }
}
