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
