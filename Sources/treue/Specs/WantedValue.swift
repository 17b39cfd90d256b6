import Formats
import JSON
import Playbook
import Retention

/// A value that a signal must carry, as a file of tests writes it.
indirect enum WantedValue {
    /// A number, truth or text; `instant` is what `+9h` comes to.
    case scalar(String, isQuoted: Bool, instant: Timestamp?)
    case list([WantedValue])
    case members([(name: String, value: WantedValue)])

    /// Whether a value of a signal is this one.
    func accepts(_ found: JSONTree) -> Bool {
        if let text = self.money, found.isMoney(text) { return true }
        switch (self, found) {
        case (.scalar(let text, let isQuoted, let instant), _):
            return found.isScalar(text, isQuoted: isQuoted) || found.isInstant(text, instant) || found.isMoney(text)
        case (.list(let values), .list(let others)):
            return values.count == others.count && zip(values, others).allSatisfy { $0.accepts($1) }
        case (.members(let members), .members(let others)):
            guard members.count == others.count else { return false }
            return members.allSatisfy { member in
                others.contains { $0.name == member.name && member.value.accepts($0.value) }
            }
        default: return false
        }
    }

    /// An amount written as an object, as text.
    private var money: String? {
        guard case .members(let members) = self, members.count == 2,
            case .scalar(let amount, _, _)? = members.first(where: { $0.name == "amount" })?.value,
            case .scalar(let currency, _, _)? = members.first(where: { $0.name == "currency" })?.value
        else { return nil }
        return "\(amount) \(currency)"
    }

    /// The value for people.
    var text: String {
        switch self {
        case .scalar(let text, _, _): text
        case .list(let values): "[" + values.map(\.text).joined(separator: ", ") + "]"
        case .members(let members):
            self.money ?? "{" + members.map { "\($0.name): \($0.value.text)" }.joined(separator: ", ") + "}"
        }
    }
}

/// A value of a signal's JSON.
indirect enum JSONTree {
    case null
    case flag(Bool)
    case number(String)
    case text(String)
    case list([JSONTree])
    case members([(name: String, value: JSONTree)])

    init(_ json: borrowing JSONValue) {
        switch json.kind {
        case .true, .false: self = .flag(json.kind == .true)
        case .string: self = .text(json.string ?? "")
        case .array:
            var list: [JSONTree] = []
            var elements = json.elements
            while let element = elements.next() { list.append(JSONTree(element)) }
            self = .list(list)
        case .object:
            var list: [(name: String, value: JSONTree)] = []
            var members = json.members
            while let member = members.next() { list.append((member.key.string ?? "", JSONTree(member.value))) }
            self = .members(list)
        case .null, .missing: self = .null
        default: self = .number(String(decoding: [UInt8](copying: json.bytes), as: UTF8.self))
        }
    }

    fileprivate func isScalar(_ text: String, isQuoted: Bool) -> Bool {
        switch self {
        // Ids are often written as numbers.
        case .text(let found): found == text
        case .number(let found): !isQuoted && JSONDecimal(text) != nil && JSONDecimal(text) == JSONDecimal(found)
        case .flag(let found): !isQuoted && text == "\(found)"
        case .null, .list, .members: false
        }
    }

    /// Whether this is an instant or a length of time that is written in another way.
    fileprivate func isInstant(_ text: String, _ instant: Timestamp?) -> Bool {
        guard case .text(let found) = self else { return false }
        if let instant, found == RFC3339.format(instant.milliseconds) { return true }
        if let known = Timestamp(rfc3339: found), known == Timestamp(rfc3339: text) { return true }
        return (try? Spelling.span(text))?.iso8601 == found
    }

    /// Whether this is the amount of `12.50 EUR`, or the only one of a list.
    fileprivate func isMoney(_ text: String) -> Bool {
        if case .list(let amounts) = self, amounts.count == 1 { return amounts[0].isMoney(text) }
        guard let found = self.money, let (amount, currency) = Self.money(text) else { return false }
        return found.currency == currency && JSONDecimal(found.amount) == amount
    }

    private var money: (amount: String, currency: String)? {
        guard case .members(let members) = self, members.count == 2,
            case .text(let amount)? = members.first(where: { $0.name == "amount" })?.value,
            case .text(let currency)? = members.first(where: { $0.name == "currency" })?.value
        else { return nil }
        return (amount, currency)
    }

    private static func money(_ text: String) -> (JSONDecimal, String)? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let amount = JSONDecimal(String(parts[0])) else { return nil }
        return (amount, String(parts[1]))
    }

    /// The value for people.
    var spelled: String {
        switch self {
        case .null: "null"
        case .flag(let flag): "\(flag)"
        case .number(let text), .text(let text): text
        case .list(let list): "[" + list.map(\.spelled).joined(separator: ", ") + "]"
        case .members(let members):
            self.money.map { "\($0.amount) \($0.currency)" }
                ?? "{" + members.map { "\($0.name): \($0.value.spelled)" }.joined(separator: ", ") + "}"
        }
    }
}

extension JSONDecimal {
    init?(_ text: String) { self.init(Array(text.utf8).span) }
}

extension Timestamp {
    /// Reads an instant from 1970 on.
    init?(rfc3339 text: String) {
        guard let milliseconds = RFC3339.parse(Array(text.utf8).span) else { return nil }
        self.init(milliseconds: milliseconds)
    }
}
