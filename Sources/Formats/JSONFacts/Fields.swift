import Journal
import JSON
public import Retention

/// What records mean that do not say it.
public struct Defaults: Hashable, Sendable {
    /// The currency of amounts that name none; without it such amounts are refused.
    public var currency: Currency?

    /// Makes defaults.
    public init(currency: Currency? = nil) { self.currency = currency }
}

/// How fields are read.
final class FieldSettings: Sendable {
    let limits: Limits
    /// The zone of times that name none; without one such times are refused.
    let zone: LocalZone?

    init(limits: Limits, zone: LocalZone?) {
        self.limits = limits
        self.zone = zone
    }

    /// The instant of a time that names no zone; `nil` for anything else.
    func local(_ value: borrowing JSONValue) -> Int64? {
        guard let zone = self.zone, value.kind == .string, (10...32).contains(value.bytes.count) else {
            return nil
        }
        var text = [UInt8](copying: value.bytes)
        // Seconds are often left out, and so is the time of day.
        if text.count == 10 { text += Array("T00:00:00".utf8) }
        if text.count == 16 { text += Array(":00".utf8) }
        text.append(UInt8(ascii: "Z"))
        return RFC3339.parse(text.span).map { max(0, zone.instant(ofLocal: $0)) }
    }
}

/// Reads typed fields of a JSON object and says exactly which one is at fault.
///
/// Amounts are at most 10¹⁵ minor units, quantities at most 10⁶: enough for any shop, and small enough that sums of them
/// can't overflow.
///
/// What is looked up under a key is inlined, since most of it isn't there and the compiler knows the key; what is then
/// read of a value is not.
@safe
struct Fields: ~Escapable {
    let object: JSONValue
    /// Fields are made of every object that is looked into, so they count no reference: the record's source holds the
    /// settings for as long as the record is read.
    unowned(unsafe) private let source: FieldSettings
    var settings: FieldSettings { unsafe self.source }
    var limits: Limits { self.settings.limits }

    static let largestAmount: Int64 = 1_000_000_000_000_000
    static let largestQuantity: Int64 = 1_000_000

    @_lifetime(copy object)
    init(_ object: borrowing JSONValue, _ settings: FieldSettings) {
        self.object = copy object
        unsafe self.source = settings
    }

    @inline(never)
    func fault(_ key: StaticString, _ reason: String, _ message: String) -> Rejection {
        Rejection(reason: reason, message: "\(key): \(message)", pointer: "\(self.object.pointer)/\(key)")
    }

    // MARK: Structure

    /// An object that must be there.
    @_lifetime(copy self)
    func child(_ key: StaticString) throws(Rejection) -> Fields {
        let value = self.object[key]
        guard value.kind == .object else {
            throw self.fault(key, value.exists ? "field.type" : "field.missing", "must be an object")
        }
        return Fields(value, self.settings)
    }

    /// An object, when it is there; anything else that stands there counts as an object without members.
    @_lifetime(copy self)
    func optionalChild(_ key: StaticString) -> Fields { Fields(self.object[key], self.settings) }

    /// Calls `body` with each object of an array, when there is one.
    func forEach(_ key: StaticString, _ body: (borrowing Fields) throws(Rejection) -> Void) throws(Rejection) {
        let array = self.object[key]
        guard !array.isNullOrMissing else { return }
        try self.forEach(array, key, body)
    }

    /// Calls `body` with each object of an array that stands under a key.
    @inline(__always)
    func forEach(
        _ array: borrowing JSONValue,
        _ key: StaticString,
        _ body: (borrowing Fields) throws(Rejection) -> Void
    ) throws(Rejection) {
        try self.check(array, key)
        var elements = array.elements
        while let element = elements.next() {
            guard element.kind == .object else { throw Self.noObject(element, key) }
            try body(Fields(element, self.settings))
        }
    }

    private func check(_ array: borrowing JSONValue, _ key: StaticString) throws(Rejection) {
        guard array.kind == .array else { throw self.fault(key, "field.type", "must be an array") }
        guard array.count <= self.limits.items else {
            throw self.fault(key, "limit.items", "has more than \(self.limits.items) elements")
        }
    }

    private static func noObject(_ element: borrowing JSONValue, _ key: StaticString) -> Rejection {
        Rejection(reason: "field.type", message: "each of \(key) must be an object", pointer: element.pointer)
    }

    // MARK: Texts

    /// A text that must be there; a whole number is taken as its digits, since ids are often numbers.
    @inline(__always)
    func text(_ key: StaticString) throws(Rejection) -> String {
        guard let text = try self.optionalText(key) else { throw self.missingText(key) }
        return text
    }

    private func missingText(_ key: StaticString) -> Rejection {
        self.fault(key, "field.missing", "is missing; a text that is not empty is needed")
    }

    /// The id of an event, which must be there as a text does.
    func eventID(_ key: StaticString) throws(Rejection) -> EventID {
        let value = self.object[key]
        // Nothing is wrong with a UUID, whatever is asked of texts, but that it may be too long.
        if value.kind == .string, self.limits.text >= value.byteCount, let id = EventID(uuid: value.bytes) { return id }
        return EventID(try self.text(key))
    }

    /// A text, when it is there and not empty.
    @inline(__always)
    func optionalText(_ key: StaticString) throws(Rejection) -> String? {
        let value = self.object[key]
        guard !value.isNullOrMissing else { return nil }
        return try self.text(of: value, key)
    }

    /// The text at a pointer below this object.
    func text(of value: borrowing JSONValue, at place: JSONPointer) throws(Rejection) -> String? {
        guard !value.isNullOrMissing else { return nil }
        guard value.byteCount <= self.limits.text else {
            throw Rejection(
                reason: "field.too-long",
                message: "is longer than \(self.limits.text) bytes",
                pointer: place.text
            )
        }
        if let text = value.string { return text.isEmpty ? nil : text }
        if let digits = value.digits { return digits }
        throw Rejection(reason: "field.type", message: "must be a text", pointer: place.text)
    }

    private func text(
        of value: borrowing JSONValue,
        _ key: StaticString,
        room: Int = 0
    ) throws(Rejection) -> String? {
        let count = value.byteCount
        guard count <= self.limits.text + room else {
            throw self.fault(key, "field.too-long", "is longer than \(self.limits.text) bytes")
        }
        if let text = value.string { return count == 0 ? nil : text }
        if let digits = value.digits { return digits }
        throw self.fault(key, "field.type", "must be a text")
    }

    /// The text under a key, or else the first under its substitutes.
    @inline(__always)
    func text(_ key: StaticString, else others: @autoclosure () -> [StaticString]) throws(Rejection) -> String {
        if let text = try self.optionalText(key) { return text }
        guard let text = try self.firstText(others()) else {
            throw self.fault(key, "field.missing", "is missing, and so are its substitutes")
        }
        return text
    }

    /// The text under a key, or else the first under its substitutes, when one is there.
    @inline(__always)
    func optionalText(
        _ key: StaticString,
        else others: @autoclosure () -> [StaticString]
    ) throws(Rejection) -> String? {
        if let text = try self.optionalText(key) { return text }
        return try self.firstText(others())
    }

    @inline(never)
    private func firstText(_ keys: [StaticString]) throws(Rejection) -> String? {
        for key in keys { if let text = try self.optionalText(key) { return text } }
        return nil
    }

    /// Texts, at least one.
    func texts(_ key: StaticString) throws(Rejection) -> [String] {
        let texts = try self.optionalTexts(key)
        guard !texts.isEmpty else { throw self.fault(key, "field.missing", "is missing; an array of texts is needed") }
        return texts
    }

    /// Texts, none when the array is missing.
    func optionalTexts(_ key: StaticString) throws(Rejection) -> [String] {
        let array = self.object[key]
        guard !array.isNullOrMissing else { return [] }
        guard array.kind == .array else { throw self.fault(key, "field.type", "must be an array of texts") }
        guard array.count <= self.limits.items else {
            throw self.fault(key, "limit.items", "has more than \(self.limits.items) elements")
        }
        var texts: [String] = []
        var elements = array.elements
        while let element = elements.next() { if let text = try self.text(of: element, key) { texts.append(text) } }
        return texts
    }

    /// One of several words that must be there.
    func choice<Choice>(
        _ key: StaticString,
        of choices: [Choice],
        _ name: (Choice) -> String
    ) throws(Rejection) -> Choice {
        guard let choice = try self.optionalChoice(key, of: choices, name) else {
            throw self.fault(key, "field.missing", "is missing; one of \(choices.map(name).joined(separator: ", "))")
        }
        return choice
    }

    /// One of several words, when it is there.
    func optionalChoice<Choice>(
        _ key: StaticString,
        of choices: [Choice],
        _ name: (Choice) -> String
    ) throws(Rejection) -> Choice? {
        guard let text = try self.optionalText(key) else { return nil }
        guard let choice = choices.first(where: { name($0) == text }) else {
            let names = choices.map(name).joined(separator: ", ")
            throw self.fault(key, "field.choice", "must be one of \(names)")
        }
        return choice
    }

    /// A subject as kind/id; the limit of texts is one of the id alone.
    func subject(_ key: StaticString) throws(Rejection) -> Subject {
        let value = self.object[key]
        guard !value.isNullOrMissing, let text = try self.text(of: value, key, room: Subject.longestKind) else {
            throw self.fault(key, "field.missing", "is missing; a text that is not empty is needed")
        }
        guard let subject = Subject(text) else {
            throw self.fault(key, "subject.invalid", "must be a kind and an id, such as customer/42")
        }
        guard subject.id.utf8.count <= self.limits.text else {
            throw self.fault(key, "field.too-long", "has an id that is longer than \(self.limits.text) bytes")
        }
        return subject
    }
}

extension Subject {
    /// Bytes of the longest kind and the slash behind it.
    static let longestKind = 1 + (Kind.allCases.map(\.name.utf8.count).max() ?? 0)
}
