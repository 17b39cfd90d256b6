import CEL
import Retention
import Yams
import Zones

extension Value {
    /// A constant of the playbook: a number, a truth, a length of time, a text, or a list of these.
    func constant(_ name: String) -> CEL.Value? {
        guard RuleReader.isName(name) else {
            return self.reject(.malformed, "expected a name of small letters, digits and underscores")
        }
        guard !["customer", "event", "now", "local", "true", "false", "null", "in"].contains(name) else {
            return self.reject(.malformed, "expected a name that means nothing else in expressions")
        }
        return self.constantValue()
    }

    private func constantValue() -> CEL.Value? {
        if self.node.sequence != nil {
            guard let items = self.items() else { return nil }
            return .list(items.compactMap { $0.constantValue() })
        }
        guard let text = self.text("a number, a text, a length of time, or a list of these") else { return nil }
        guard self.node.scalar?.style == .plain else { return .string(text) }
        if text == "true" || text == "false" { return .bool(text == "true") }
        if let number = Int64(text) { return .int(number) }
        if let millionths = try? Spelling.decimal(text, places: 6) { return .double(Double(millionths) / 1_000_000) }
        if let span = try? Spelling.span(text) { return .duration(Instant(span)) }
        return .string(text)
    }

    /// A time zone of the tz database.
    func zone() -> Zone? {
        guard let text = self.text("a time zone such as Europe/Berlin") else { return nil }
        return Zone.named(text)
            ?? self.reject(.unknownValue, "unknown time zone \(Quote.code(text)); expected one such as Europe/Berlin")
    }
}
