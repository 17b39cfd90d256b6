extension Customer.Memory {
    var presence: Presence {
        var presence = Presence()
        presence.note(self.isThanked)
        presence.note(self.isAtRisk)
        presence.note(self.isWinningBack)
        presence.note(self.highestCount != 0)
        presence.note(!self.revenuePassed.sums.isEmpty)
        presence.note(self.riskRaised != nil)
        presence.note(self.cartStage != 0)
        presence.note(self.cartReminded != nil)
        presence.note(self.winBackStage != 0)
        presence.note(self.winBackDue != nil)
        presence.note(self.anniversary != 0)
        presence.note(self.recoveredService != nil)
        presence.note(self.testified != nil)
        return presence
    }

    func write(_ presence: Presence, to writer: inout StateWriter) {
        writer.write(presence)
        if self.highestCount != 0 { writer.write(signed: self.highestCount) }
        if !self.revenuePassed.sums.isEmpty { writer.write(self.revenuePassed) }
        if let riskRaised { writer.write(riskRaised) }
        if self.cartStage != 0 { writer.write(signed: self.cartStage) }
        if let cartReminded { writer.write(cartReminded) }
        if self.winBackStage != 0 { writer.write(signed: self.winBackStage) }
        if let winBackDue { writer.write(winBackDue) }
        if self.anniversary != 0 { writer.write(signed: self.anniversary) }
        if let recoveredService { writer.write(recoveredService) }
        if let testified { writer.write(testified) }
    }

    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var presence = try reader.presence(of: 13)
        self.isThanked = presence.take()
        self.isAtRisk = presence.take()
        self.isWinningBack = presence.take()
        if presence.take() { self.highestCount = try reader.nonzero() }
        if presence.take() { self.revenuePassed = try reader.sums() }
        if presence.take() { self.riskRaised = try reader.instant() }
        if presence.take() { self.cartStage = try reader.nonzero() }
        if presence.take() { self.cartReminded = try reader.instant() }
        if presence.take() { self.winBackStage = try reader.nonzero() }
        if presence.take() { self.winBackDue = try reader.instant() }
        if presence.take() { self.anniversary = try reader.nonzero() }
        if presence.take() { self.recoveredService = try reader.instant() }
        if presence.take() { self.testified = try reader.instant() }
    }
}

extension StateWriter {
    mutating func write(_ sums: MoneyByCurrency) {
        let sums = sums.sums.span
        self.write(varint: UInt64(sums.count))
        for index in sums.indices { self.write(sums[index]) }
    }
}

extension StateReader {
    /// Reads sums, at least one unless `mayBeEmpty`, in the order of their currencies.
    mutating func sums(mayBeEmpty: Bool = false) throws(MalformedState) -> MoneyByCurrency {
        var last: Currency?
        let count = try self.count(upTo: .max, size: 3)
        guard count > 0 || mayBeEmpty else { throw MalformedState() }
        var sums = MoneyByCurrency()
        sums.sums = try self.array(count) { reader throws(MalformedState) in
            let sum = try reader.money()
            if let last, last >= sum.currency { throw MalformedState() }
            last = sum.currency
            return sum
        }
        return sums
    }
}
