import Journal
import JSON
import Retention

/// Reads typed fields of a JSON object and says exactly which one is at fault.
///
/// Texts hold at most 512 bytes, amounts at most 10¹⁵ minor units, quantities at most 10⁶: enough for any shop, and small
/// enough that sums of them can't overflow.
struct Fields: ~Escapable {
    let object: JSONValue
    /// The JSON pointer of the object.
    let pointer: String

    static let longestText = 512
    static let largestAmount: Int64 = 1_000_000_000_000_000
    static let largestQuantity: Int64 = 1_000_000

    @_lifetime(copy object)
    init(_ object: borrowing JSONValue, at pointer: String) {
        self.object = copy object
        self.pointer = pointer
    }

    func fault(_ key: StaticString, _ reason: String, _ message: String) -> Rejection {
        Rejection(reason: reason, message: "\(key): \(message)", pointer: "\(self.pointer)/\(key)")
    }

    /// A text that must be there; a whole number is taken as its digits, since ids are often numbers.
    func text(_ key: StaticString) throws(Rejection) -> String {
        guard let text = try self.optionalText(key) else {
            throw self.fault(key, "field.missing", "is missing; a text that is not empty is needed")
        }
        return text
    }

    /// A text, when it is there and not empty.
    func optionalText(_ key: StaticString) throws(Rejection) -> String? {
        let value = self.object[key]
        guard !value.isNullOrMissing else { return nil }
        guard value.bytes.count <= Self.longestText else {
            throw self.fault(key, "field.too-long", "is longer than \(Self.longestText) bytes")
        }
        if let text = value.string { return text.isEmpty ? nil : text }
        if let number = value.integer { return "\(number)" }
        throw self.fault(key, "field.type", "must be a text")
    }

    /// The first of several texts that is there.
    func firstText(_ keys: [StaticString]) throws(Rejection) -> String {
        for key in keys { if let text = try self.optionalText(key) { return text } }
        throw self.fault(keys[0], "field.missing", "is missing, and so are its substitutes")
    }

    /// An instant that must be there.
    func time(_ keys: [StaticString]) throws(Rejection) -> Timestamp {
        for key in keys {
            let value = self.object[key]
            guard !value.isNullOrMissing else { continue }
            guard let milliseconds = value.timestamp else {
                throw self.fault(key, "time.invalid", "must be an RFC 3339 time from 1970 on")
            }
            return Timestamp(milliseconds: milliseconds)
        }
        throw self.fault(keys[0], "field.missing", "is missing; an RFC 3339 time is needed")
    }

    /// A quantity of pieces; 1 when it is missing.
    func quantity(_ key: StaticString) throws(Rejection) -> Int64 {
        let value = self.object[key]
        guard !value.isNullOrMissing else { return 1 }
        guard let quantity = value.decimal(scale: 0, rounding: .refuse) else {
            throw self.fault(key, "number.invalid", "must be a whole number")
        }
        guard (1...Self.largestQuantity).contains(quantity) else {
            throw self.fault(key, "number.range", "must be from 1 to \(Self.largestQuantity)")
        }
        return quantity
    }

    /// The currency of the amounts in this object: its own, else `outer`; `nil` when neither is there.
    func currency(else outer: Currency?) throws(Rejection) -> Currency? {
        guard let code = try self.optionalText("currency") else { return outer }
        guard let currency = Currency(code) else {
            throw self.fault("currency", "currency.invalid", "must be three letters of ISO 4217")
        }
        return currency
    }

    /// An amount from 0 on, when it is there.
    ///
    /// Exact: never through a binary float.
    func amount(_ key: StaticString, in currency: Currency?) throws(Rejection) -> Money? {
        let value = self.object[key]
        guard !value.isNullOrMissing else { return nil }
        guard let currency else {
            throw self.fault("currency", "currency.missing", "is missing, and the playbook names no default")
        }
        guard let minor = value.decimal(scale: currency.decimals) else {
            throw self.fault(key, "number.invalid", "must be a decimal number")
        }
        guard (0...Self.largestAmount).contains(minor) else {
            throw self.fault(key, "number.range", "must be from 0 to 10^15 minor units")
        }
        return Money(minor: minor, currency)
    }

    /// An object that must be there.
    @_lifetime(copy self)
    func child(_ key: StaticString) throws(Rejection) -> Fields {
        let value = self.object[key]
        guard value.kind == .object else {
            throw self.fault(key, value.exists ? "field.type" : "field.missing", "must be an object")
        }
        return Fields(value, at: "\(self.pointer)/\(key)")
    }
}
