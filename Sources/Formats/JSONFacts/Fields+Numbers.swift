import Journal
import JSON
import Retention

extension Fields {
    // MARK: Times

    /// An instant that must be there.
    func time(_ keys: [StaticString]) throws(Rejection) -> Timestamp {
        guard let time = try self.optionalTime(keys) else {
            throw self.fault(keys[0], "field.missing", "is missing; an RFC 3339 time is needed")
        }
        return time
    }

    /// An instant that must be there.
    func time(_ key: StaticString) throws(Rejection) -> Timestamp {
        guard let time = try self.optionalTime(key) else {
            throw self.fault(key, "field.missing", "is missing; an RFC 3339 time is needed")
        }
        return time
    }

    /// The first of several instants, when one is there.
    func optionalTime(_ keys: [StaticString]) throws(Rejection) -> Timestamp? {
        for key in keys { if let time = try self.optionalTime(key) { return time } }
        return nil
    }

    /// An instant, when it is there.
    @inline(__always)
    func optionalTime(_ key: StaticString) throws(Rejection) -> Timestamp? {
        let value = self.object[key]
        guard !value.isNullOrMissing else { return nil }
        return try self.time(of: value, key)
    }

    private func time(of value: borrowing JSONValue, _ key: StaticString) throws(Rejection) -> Timestamp {
        guard let milliseconds = value.timestamp ?? self.settings.local(value) else {
            throw self.fault(key, "time.invalid", "must be an RFC 3339 time from 1970 on")
        }
        return Timestamp(milliseconds: milliseconds)
    }

    /// The first of several days, when one is there; a time of day behind it is left out.
    func optionalDate(_ keys: [StaticString]) throws(Rejection) -> CalendarDay? {
        for key in keys {
            guard let text = try self.optionalText(key) else { continue }
            guard let day = CalendarDay(text) else {
                throw self.fault(key, "date.invalid", "must be a date such as 1984-02-29")
            }
            return day
        }
        return nil
    }

    // MARK: Numbers

    /// A quantity of pieces; 1 when it is missing.
    @inline(__always)
    func quantity(_ key: StaticString) throws(Rejection) -> Int64 {
        let value = self.object[key]
        guard !value.isNullOrMissing else { return 1 }
        return try self.quantity(of: value, key)
    }

    private func quantity(of value: borrowing JSONValue, _ key: StaticString) throws(Rejection) -> Int64 {
        guard let quantity = value.decimal(scale: 0, rounding: .refuse) else {
            throw self.fault(key, "number.invalid", "must be a whole number")
        }
        guard (1...Self.largestQuantity).contains(quantity) else {
            throw self.fault(key, "number.range", "must be from 1 to \(Self.largestQuantity)")
        }
        return quantity
    }

    /// A whole number, when it is there.
    func optionalNumber(_ key: StaticString, in range: ClosedRange<Int64>) throws(Rejection) -> Int64? {
        let value = self.object[key]
        guard !value.isNullOrMissing else { return nil }
        guard let number = value.decimal(scale: 0, rounding: .refuse) else {
            throw self.fault(key, "number.invalid", "must be a whole number")
        }
        guard range.contains(number) else {
            throw self.fault(key, "number.range", "must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A whole number that must be there.
    func number(_ key: StaticString, in range: ClosedRange<Int64>) throws(Rejection) -> Int64 {
        guard let number = try self.optionalNumber(key, in: range) else {
            throw self.fault(key, "field.missing", "is missing; a whole number is needed")
        }
        return number
    }

    /// A decimal number in millionths, when it is there.
    func optionalMillionths(_ key: StaticString, in range: ClosedRange<Int64>) throws(Rejection) -> Int64? {
        let value = self.object[key]
        guard !value.isNullOrMissing else { return nil }
        guard let millionths = value.decimal(scale: 6) else {
            throw self.fault(key, "number.invalid", "must be a number")
        }
        let (low, high) = (range.lowerBound * 1_000_000, range.upperBound * 1_000_000)
        guard (low...high).contains(millionths) else {
            throw self.fault(key, "number.range", "must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return millionths
    }

    /// A sentiment, when it is there.
    func optionalSentiment(_ key: StaticString) throws(Rejection) -> Sentiment? {
        try self.optionalMillionths(key, in: -1...1).flatMap { Sentiment(millionths: $0) }
    }

    /// A truth, when it is there.
    @inline(__always)
    func optionalFlag(_ key: StaticString) throws(Rejection) -> Bool? {
        let value = self.object[key]
        guard !value.isNullOrMissing else { return nil }
        return try self.flag(of: value, key)
    }

    private func flag(of value: borrowing JSONValue, _ key: StaticString) throws(Rejection) -> Bool {
        guard let flag = value.boolean else { throw self.fault(key, "field.type", "must be true or false") }
        return flag
    }

    // MARK: Money

    /// The currency of the amounts in this object: its own, else `outer`; `nil` when neither is there.
    func currency(else outer: Currency?) throws(Rejection) -> Currency? {
        let value = self.object["currency"]
        guard !value.isNullOrMissing, value.byteCount > 0 else { return outer }
        guard value.kind == .string, let currency = Currency(utf8: value.bytes) else {
            throw self.fault("currency", "currency.invalid", "must be three letters of ISO 4217")
        }
        return currency
    }

    /// An amount from 0 on that must be there.
    func amount(_ key: StaticString, in currency: Currency?) throws(Rejection) -> Money {
        guard let amount = try self.optionalAmount(key, in: currency) else {
            throw self.fault(key, "field.missing", "is missing; an amount is needed")
        }
        return amount
    }

    /// The first of several amounts, when one is there.
    func optionalAmount(_ keys: [StaticString], in currency: Currency?) throws(Rejection) -> Money? {
        for key in keys { if let amount = try self.optionalAmount(key, in: currency) { return amount } }
        return nil
    }

    /// An amount from 0 on, when it is there.
    ///
    /// Exact: never through a binary float.
    @inline(__always)
    func optionalAmount(_ key: StaticString, in currency: Currency?) throws(Rejection) -> Money? {
        let value = self.object[key]
        guard !value.isNullOrMissing else { return nil }
        return try self.amount(of: value, key, in: currency)
    }

    private func amount(
        of value: borrowing JSONValue,
        _ key: StaticString,
        in currency: Currency?
    ) throws(Rejection) -> Money {
        guard let currency else {
            throw self.fault("currency", "currency.missing", "is missing, and no default is configured")
        }
        guard let minor = value.decimal(scale: currency.decimals) else {
            throw self.fault(key, "number.invalid", "must be a decimal number")
        }
        guard (0...Self.largestAmount).contains(minor) else {
            throw self.fault(key, "number.range", "must be from 0 to 10^15 minor units")
        }
        return Money(minor: minor, currency)
    }

    /// What the customer pays: `total`; else `revenue` with `shipping` and `tax`, which it leaves out; else `value`; else
    /// the sum of the lines.
    func total(_ lines: [LineItem], in currency: Currency?) throws(Rejection) -> Money {
        if let total = try self.optionalAmount("total", in: currency) { return total }
        if var revenue = try self.optionalAmount("revenue", in: currency) {
            revenue.minor += try self.optionalAmount("shipping", in: currency)?.minor ?? 0
            revenue.minor += try self.optionalAmount("tax", in: currency)?.minor ?? 0
            guard revenue.minor <= Self.largestAmount else {
                throw self.fault("revenue", "number.range", "is more than 10^15 minor units with shipping and tax")
            }
            return revenue
        }
        if let value = try self.optionalAmount("value", in: currency) { return value }
        guard let currency, !lines.isEmpty, lines.allSatisfy({ $0.price?.currency == currency }) else {
            throw self.fault(
                "total",
                "field.missing",
                "is missing, and neither revenue nor products priced in its currency tell it"
            )
        }
        return Money(minor: try self.sum(of: lines, currency), currency)
    }

    /// What lines of one currency cost: exact to a ten-thousandth of the minor unit, and rounded once.
    private func sum(of lines: [LineItem], _ currency: Currency) throws(Rejection) -> Int64 {
        let finer: Int64 = 10_000
        let largest = Self.largestAmount * 9_000
        var sum: Int64 = 0
        var elements = self.object["products"].elements
        for line in lines {
            let price = elements.next()?["price"].decimal(scale: currency.decimals + 4) ?? .max
            let (product, overflow) = price.multipliedReportingOverflow(by: line.quantity)
            guard !overflow, product <= largest, sum <= largest - product else {
                throw self.fault("products", "number.range", "add up to more than 9 × 10^14 minor units")
            }
            sum += product
        }
        let (whole, rest) = sum.quotientAndRemainder(dividingBy: finer)
        let isUp = rest * 2 > finer || (rest * 2 == finer && whole & 1 == 1)
        return whole + (isUp ? 1 : 0)
    }

    /// Products, none when there is no such array.
    func lines(_ key: StaticString, in currency: Currency?) throws(Rejection) -> [LineItem] {
        let array = self.object[key]
        guard !array.isNullOrMissing else { return [] }
        var lines: [LineItem] = []
        lines.reserveCapacity(min(array.count, self.limits.items))
        let defaults = Defaults(currency: currency)
        try self.forEach(array, key) { fields throws(Rejection) in
            lines.append(try LineItem.read(fields, defaults))
        }
        return lines
    }
}
