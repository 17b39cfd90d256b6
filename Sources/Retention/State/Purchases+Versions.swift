/// Orders as a shop shows them again after each change: what differs is booked, never the whole once more.
extension Purchases {
    /// Takes note of a version; `false` for one that is older than what is known, and for orders long forgotten.
    ///
    /// Shops tell versions by the second, and two changes fit into one. So of equal versions the later event counts; one
    /// that says the same books nothing.
    mutating func accept(_ version: OrderVersion) -> Bool {
        guard self.contains(version.id) || self.known <= Self.keptOrders else { return false }
        let index = self.place(of: version.id)
        if let known = self.recent[index].version, known > version.version { return false }
        self.recent[index].version = version.version
        return true
    }

    /// Whether the order's placing is known.
    func isPlaced(_ orderID: String) -> Bool {
        let key = Self.key(of: orderID)
        return self.recent.contains { $0.key == key && $0.placed != nil }
    }

    /// Books how total and refunds of a standing order differ from what was known.
    mutating func settle(_ version: OrderVersion) {
        let index = self.place(of: version.id)
        guard self.recent[index].stands, let known = self.recent[index].total,
            known.currency == version.total.currency
        else { return }
        self.recent[index].total = version.total
        self.revenue.add(Money(minor: version.total.minor.saturatingAdding(known.negated.minor), known.currency))
        guard let told = version.refunded, told.currency == known.currency else { return }
        let booked = self.recent[index].refunded.amount(in: told.currency)
        let extra = told.minor.saturatingAdding(booked.negated.minor)
        guard extra > 0 else { return }
        self.recent[index].announced = self.recent[index].announced.saturatingAdding(extra)
        self.giveBack(Money(minor: extra, told.currency), of: version.total, at: index)
    }

    /// What is left to book of a refund after what a version has told of it already.
    mutating func unannounced(_ amount: Money?, of total: Money, at index: Int) -> Money? {
        guard var amount, amount.currency == total.currency else { return amount }
        let known = max(0, min(amount.minor, self.recent[index].announced))
        self.recent[index].announced -= known
        amount.minor -= known
        return amount
    }
}
