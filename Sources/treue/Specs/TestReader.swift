import enum CEL.Nearest
import Playbook
import Retention
import Yams

/// Reads the tests of a file.
struct TestReader {
    let path: String
    /// The start of the file.
    let start: Timestamp?
    /// Whether the file has a start, readable or not.
    let hasStart: Bool
    let subject: Subject
    /// `nil` when it can't be read, so that no names can be checked.
    let playbook: KnownPlaybook?
    let given: GivenReader
    let background: [GivenEvent]
    let allowance = ValueAllowance()

    /// Reads one test.
    func test(_ test: Section, _ value: Value, _ names: inout Set<String>) -> Spec? {
        let name = test.required("test") { self.name($0, &names) }
        let rules = test.values["rule"].flatMap { $0.isNull ? nil : self.rules($0) } ?? []
        let start = test.optional("start") { SpecInstant.absolute($0) } ?? self.start
        let subject = test.optional("subject") { GivenReader.subject($0) } ?? self.subject
        let isAlone = test.optional("alone") { self.truth($0) } ?? false
        let hasStart = self.hasStart || test.values["start"] != nil
        // Where the start can't be read, that alone is worth telling.
        let events = self.given.events(test.values["given"], ids: "given")
        guard start != nil || !hasStart else { return nil }
        let until = test.values["until"].flatMap { SpecInstant.read($0, start) }
        let expectations = ExpectationReader(
            start: start,
            subject: subject,
            playbook: self.playbook,
            allowance: self.allowance
        )
        let expected = test.required("expect") { expectations.read($0) }
        let own = self.resolve(events, start, subject, until: until)
        let last = max(own.map(\.time).max() ?? .distantPast, expected?.map(\.time).max() ?? .distantPast)
        var all: [Event] = []
        if !isAlone { all = self.resolveBackground(value, start, subject) }
        let end = until ?? max(last, all.map(\.time).max() ?? .distantPast)
        if let until, let expected { self.check(expected, until, test) }
        guard let name, let expected else { return nil }
        all = all.filter { $0.time <= end } + own
        return Spec(
            place: "\(self.path):\(value.line)",
            file: self.path,
            line: value.line,
            name: name,
            rules: rules,
            start: start,
            subject: subject,
            events: all.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
                .map(\.element),
            until: end,
            expected: expected
        )
    }

    private func name(_ value: Value, _ names: inout Set<String>) -> String? {
        guard let text = value.text("a sentence that says what is tested") else { return nil }
        guard !text.isEmpty, text.utf8.count <= 500 else {
            return value.reject(.outOfRange, "expected a sentence of at most 500 bytes")
        }
        guard names.insert(text).inserted else {
            return value.reject(.duplicateKey, "another test of this file has the same name; tell them apart")
        }
        return text
    }

    private func truth(_ value: Value) -> Bool? {
        guard let text = value.text("true or false") else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default: return value.reject(.wrongType, "expected true or false, found \(value.sight)")
        }
    }

    private func rules(_ value: Value) -> [String]? {
        guard value.node.sequence != nil else { return self.rule(value).map { [$0] } }
        return value.items()?.compactMap { self.rule($0) }
    }

    private func rule(_ value: Value) -> String? {
        guard let name = value.text("the name of a rule") else { return nil }
        guard let playbook, !playbook.allRules.contains(name) else { return name }
        let near = Nearest.name(to: name, among: playbook.allRules)
        let hint = near.map { "did you mean `\($0)`?" } ?? "it has \(playbook.rules.joined(separator: ", "))"
        return value.reject(.unknownValue, "the playbook has no rule of that name; \(hint)")
    }

    // MARK: Events

    private func resolve(
        _ given: [GivenEvent],
        _ start: Timestamp?,
        _ subject: Subject,
        until: Timestamp?
    ) -> [Event] {
        given.compactMap { given in
            let at = given.value.part(at: ["at"])
            guard let time = given.instant.resolved(start) else {
                return at.reject(.outOfRange, SpecInstant.reason(start))
            }
            if let until, time > until {
                return at.reject(.outOfRange, "the event comes after `until`, at which the test ends")
            }
            return given.event(time, subject)
        }
    }

    /// The events that stand before every test; the test is what is at fault where they come to no instant.
    private func resolveBackground(_ value: Value, _ start: Timestamp?, _ subject: Subject) -> [Event] {
        let events = self.background.map { given in given.instant.resolved(start).map { given.event($0, subject) } }
        if events.contains(where: { $0 == nil }) {
            let _: Never? = value.reject(
                .missingKey,
                start == nil
                    ? "an event of the file's `given` counts from `start`, and this test has none"
                    : "an event of the file's `given` comes after the year 9999 by this start"
            )
        }
        return events.compactMap(\.self)
    }

    private func check(_ expected: [Expectation], _ until: Timestamp, _ test: Section) {
        guard let list = test.values["expect"] else { return }
        for (index, expectation) in expected.enumerated() where expectation.time > until {
            let _: Never? = list.part(at: ["\(index)", "at"]).reject(
                .outOfRange,
                "nothing is decided after `until`, at which the test ends"
            )
        }
    }
}
