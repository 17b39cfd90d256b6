import enum CEL.Nearest
import Playbook
import Retention
import Yams

/// Reads what a test expects.
struct ExpectationReader {
    private static let keys = ["at", "signal", "suppressed", "deferred_until", "subject", "with", "absent"]
    private static let most = 1_000
    private static let deepest = 8

    let start: Timestamp?
    let subject: Subject
    let playbook: KnownPlaybook?
    let allowance: ValueAllowance

    /// Reads the list; `nil` when something in it is wrong, since its order matters.
    func read(_ value: Value) -> [Expectation]? {
        guard !value.isNull else {
            return value.reject(.wrongType, "expected a list of signals, or [] for none, found nothing")
        }
        guard let items = value.list(atMost: Self.most) else { return nil }
        let expected = items.compactMap { self.expectation($0) }
        return expected.count == items.count ? expected : nil
    }

    private func expectation(_ value: Value) -> Expectation? {
        guard let section = value.section(knowing: Self.keys) else { return nil }
        let time = section.required("at") { SpecInstant.read($0, self.start) }
        let kinds = ["signal", "suppressed", "deferred_until"].filter { section.values[$0] != nil }
        guard kinds.count == 1 else {
            return value.reject(
                kinds.isEmpty ? .missingKey : .misplaced,
                "expected exactly one of `signal`, `suppressed` and `deferred_until`"
                    + (kinds.isEmpty ? "" : ", found \(kinds.joined(separator: " and "))")
            )
        }
        var values = self.values(section)
        let signal: String?
        switch kinds[0] {
        case "suppressed":
            signal = SignalType.contactSuppressed.name
            guard let reason = section.required("suppressed", { $0.text("a reason such as frequency_cap") }) else {
                return nil
            }
            values?.append(("reason", .scalar(reason, isQuoted: true, instant: nil)))
        case "deferred_until":
            signal = SignalType.contactDeferred.name
            guard let until = section.required("deferred_until", { SpecInstant.read($0, self.start) }) else {
                return nil
            }
            values?.append(("until", .scalar(until.text, isQuoted: true, instant: until)))
        default: signal = section.required("signal") { self.signal($0) }
        }
        let subject = section.values["subject"].map { GivenReader.subject($0) } ?? self.subject
        let absent = section.values["absent"].map { self.names($0) } ?? []
        guard let time, let signal, let subject, let values, let absent else { return nil }
        return Expectation(
            line: value.line,
            time: time,
            subject: subject,
            signal: signal,
            values: values,
            absent: absent
        )
    }

    private func signal(_ value: Value) -> String? {
        guard let name = value.text("the type of a signal such as cart.abandoned") else { return nil }
        guard let playbook, !playbook.signals.contains(name) else { return name }
        let hint = Nearest.name(to: name, among: playbook.signals).map { "; did you mean `\($0)`?" } ?? ""
        return value.reject(.unknownValue, "the playbook has no signal of that type\(hint)")
    }

    private func names(_ value: Value) -> [String]? {
        guard value.node.sequence != nil else { return value.text("a name").map { [$0] } }
        let names = value.list(atMost: 64)?.map { $0.text("a name") }
        guard let names, !names.contains(nil) else { return nil }
        return names.compactMap(\.self)
    }

    // MARK: Values

    private func values(_ section: Section) -> [(name: String, value: WantedValue)]? {
        guard let value = section.values["with"], !value.isNull else { return [] }
        return self.members(value, depth: 0)
    }

    private func members(_ value: Value, depth: Int) -> [(name: String, value: WantedValue)]? {
        guard let entries = value.entries("names with values") else { return nil }
        var members: [(name: String, value: WantedValue)] = []
        for (name, part) in entries {
            guard let wanted = self.wanted(part, depth: depth + 1) else { continue }
            members.append((name, wanted))
        }
        return members.count == entries.count ? members : nil
    }

    private func wanted(_ value: Value, depth: Int) -> WantedValue? {
        guard depth < Self.deepest else { return value.reject(.limit, "expected at most \(Self.deepest) levels") }
        guard self.allowance.take() else {
            guard self.allowance.isFirstTooMuch else { return nil }
            return value.reject(.limit, "expected at most \(ValueAllowance.most) values in a file")
        }
        if value.node.mapping != nil { return self.members(value, depth: depth).map { .members($0) } }
        if value.node.sequence != nil {
            guard let items = value.list(atMost: 256) else { return nil }
            let list = items.compactMap { self.wanted($0, depth: depth + 1) }
            return list.count == items.count ? .list(list) : nil
        }
        guard !value.isNull, let scalar = value.node.scalar else {
            return value.reject(.wrongType, "expected a value; to have it that there is none, name it in `absent`")
        }
        var instant: Timestamp?
        if scalar.string.first == "+", let span = try? Spelling.span(String(scalar.string.dropFirst())) {
            instant = SpecInstant.after(span).resolved(self.start)
        }
        return .scalar(scalar.string, isQuoted: scalar.style != .plain, instant: instant)
    }
}

/// How many expected values a file may still have: aliases could make a small file hold any number of them.
final class ValueAllowance {
    static let most = 20_000
    private var rest = ValueAllowance.most

    /// Whether the value that was asked for last is the first one too much, which is told of all.
    var isFirstTooMuch: Bool { self.rest == -1 }

    /// Takes one; `false` when there is none left.
    func take() -> Bool {
        self.rest -= 1
        return self.rest >= 0
    }
}
