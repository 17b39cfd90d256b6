import CEL
import Retention
import Yams

extension RuleReader {
    /// Reads what makes a rule decide.
    func trigger(
        _ kind: String,
        _ kinds: [Event.Kind],
        _ section: Section,
        _ words: Vocabulary.Words
    ) -> Rule.Trigger? {
        switch kind {
        case "on": return self.event(kinds, section, words)
        case "since":
            let missed = section.optional("missed") { $0.choice(Rule.Missed.self) } ?? .skip
            let anchor = section.required("since") { $0.formula(words, .timestamp) }
            let lengths = self.lengths(section, words)
            guard let anchor, let lengths else { return nil }
            return .since(anchor, after: lengths, missed: missed)
        case "yearly": return self.yearly(section, words)
        case "dates":
            let days = section.required("dates") { $0.days() }
            let second = section.required("at") { $0.secondOfDay() }
            guard let days, let second else { return nil }
            return .dates(days, secondOfDay: second)
        case "reaches":
            let formula = section.required("reaches") { $0.formula(words, of: [.int, .double], "a number") }
            let thresholds = section.required("at") { $0.thresholds(formula) }
            guard let formula, let thresholds else { return nil }
            return .reaches(formula, thresholds)
        case "changes": return self.changes(section, words)
        default: return self.labels(kind, section, words)
        }
    }

    /// How long after an instant of the state, or before it.
    private func lengths(_ section: Section, _ words: Vocabulary.Words) -> [Rule.Length]? {
        guard let before = section.values["before"] else { return section.required("after") { $0.lengths(words) } }
        let _: Never? = section.values["after"]?.rejectKeyHere("a rule has `after` or `before`, not both")
        var last: TimeSpan?
        return before.listed { value -> Rule.Length? in
            guard let span = value.span() else { return nil }
            if let last, span >= last {
                return value.reject(.notAscending, "expected less than the item before it, found \(value.sight)")
            }
            last = span
            return .fixed(TimeSpan(milliseconds: -span.milliseconds))
        }
    }

    private func changes(_ section: Section, _ words: Vocabulary.Words) -> Rule.Trigger? {
        let recheck = section.optional("recheck") { $0.listed { $0.formula(words, .timestamp) } } ?? []
        let formula = section.required("changes") {
            $0.formula(words, of: [.string, .int, .bool], "a text, a whole number, or true or false")
        }
        guard let formula else { return nil }
        self.demandRecheck(section, "changes", formula.readsNow)
        return .changes(formula, recheck: recheck)
    }

    /// Reports that what changes with time alone has to say when.
    private func demandRecheck(_ section: Section, _ kind: String, _ readsNow: Bool) {
        guard readsNow, section.values["recheck"] == nil else { return }
        section.values[kind]?.rejectMissing(
            "recheck",
            "expected the instants at which the \(kind == "changes" ? "value" : "condition") changes with time alone, "
                + "such as [customer.last_order + days(90)], since it reads `now`"
        )
    }

    private func event(_ kinds: [Event.Kind], _ section: Section, _ words: Vocabulary.Words) -> Rule.Trigger? {
        if let until = section.values["until"] {
            let _: Never? = section.values["wait"]?.rejectKeyHere("a rule has `wait` or `until`, not both")
            guard let formula = until.formula(words, .timestamp) else { return nil }
            return .event(KindSet(kinds), wait: .until(formula))
        }
        guard let wait = section.values["wait"] else { return .event(KindSet(kinds), wait: nil) }
        // Lengths are computed when a stage begins, where no event is at hand any more.
        guard let lengths = wait.lengths(self.vocabulary.words) else { return nil }
        return .event(KindSet(kinds), wait: .stages(lengths))
    }

    private func yearly(_ section: Section, _ words: Vocabulary.Words) -> Rule.Trigger? {
        let day: Rule.Yearly.Day? = section.required("yearly") { value in
            if value.node.scalar?.string == "birthday" { return value.checkKept(.profile, words) ? .birthday : nil }
            return value.formula(words, .timestamp).map { .anniversary($0) }
        }
        var yearly = day.map { Rule.Yearly(day: $0) }
        yearly?.years = section.optional("years") { $0.ascending { $0.count(in: 1...200) } } ?? []
        yearly?.secondOfDay = section.optional("at") { $0.secondOfDay() }
        yearly?.daysBefore = section.optional("days_before") { $0.count(in: 0...364) } ?? 0
        if let leapDay = section.optional("leap_day", { $0.choice(Rule.Yearly.LeapDay.self) }) {
            yearly?.leapDay = leapDay
        }
        if case .birthday? = day {
            let _: Never? = section.values["years"]?.rejectKeyHere("belongs to anniversaries, not to birthdays")
            if section.values["at"] == nil {
                section.values["yearly"]?.rejectMissing("at", "expected the time of day, such as at: \"09:00\"")
            }
        }
        return yearly.map { .yearly($0) }
    }

    private func labels(_ kind: String, _ section: Section, _ words: Vocabulary.Words) -> Rule.Trigger? {
        let recheck = section.optional("recheck") { $0.listed { $0.formula(words, .timestamp) } } ?? []
        var labels: [Rule.Label] = []
        if kind == "segment" {
            let formula = section.required("segment") { $0.formula(words, .bool) }
            if let formula { labels = [Rule.Label(name: "in", condition: formula)] }
        } else {
            for (name, value) in section.values["stages"]?.entries("stages with their conditions") ?? [] {
                guard Self.isName(name) else {
                    let _: Never? = value.reject(.malformed, "expected a name of small letters, digits and underscores")
                    continue
                }
                if let formula = value.formula(words, .bool) {
                    labels.append(Rule.Label(name: name, condition: formula))
                }
            }
        }
        guard !labels.isEmpty else { return nil }
        self.demandRecheck(section, kind, labels.contains { $0.condition.readsNow })
        if kind == "segment", let label = labels.first { return .segment(label, recheck: recheck) }
        return .stages(labels, recheck: recheck)
    }
}

extension Value {
    /// A list, or one item that stands for a list of itself.
    func listed<Item>(_ read: (Value) -> Item?) -> [Item]? {
        guard self.node.sequence != nil else { return read(self).map { [$0] } }
        guard let items = self.items() else { return nil }
        let list = items.compactMap(read)
        return list.count == items.count ? list : nil
    }

    /// One type of event or several.
    func eventTypes() -> [Event.Kind]? {
        self.listed { value in
            guard let text = value.text("a type of event such as order.completed") else { return nil }
            if let kind = Event.Kind(name: text) { return kind }
            return value.reject(
                .unknownValue,
                "unknown type of event \(Quote.code(text))\(Nearest.near(text, Event.Kind.allCases.map(\.name)))"
            )
        }
    }

    /// A topic and a type of signal, as in `triggers/cart.abandoned`.
    func signalType() -> SignalType? {
        guard let text = self.text("a topic and a signal such as triggers/cart.abandoned") else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            return self.reject(
                .malformed,
                "expected a topic, a slash and a signal such as triggers/cart.abandoned, found \(self.sight)"
            )
        }
        let topics = SignalType.Topic.allCases.filter { $0 != .outcomes && $0 != .consents }
        guard let topic = topics.first(where: { $0.rawValue == parts[0] }) else {
            let known = topics.map(\.rawValue)
            return self.reject(.unknownValue, "unknown topic \(Quote.code(parts[0]))\(Nearest.hint(parts[0], known))")
        }
        let isName = parts[1].split(separator: ".", omittingEmptySubsequences: false)
            .allSatisfy { RuleReader.isName(String($0)) }
        guard isName, parts[1].utf8.count <= 64 else {
            return self.reject(
                .malformed,
                "expected a signal of small letters, digits, underscores and dots, found \(Quote.code(parts[1]))"
            )
        }
        if let known = SignalType.all.first(where: { $0.name == parts[1] }), known.topic != topic {
            return self.reject(.unknownValue, "\(parts[1]) goes to the topic \(known.topic.rawValue)")
        }
        return SignalType(name: parts[1], topic: topic)
    }

    /// An expression; of one type, where one is given.
    func formula(_ words: Vocabulary.Words, _ type: CEL.`Type`?) -> Formula? {
        guard let text = self.text("an expression") else { return nil }
        do throws(Diagnostics) {
            let formula = try Formula(text, words.environment, words.events)
            guard self.checkKept(formula, words) else { return nil }
            guard let type, formula.program.type != type, formula.program.type != .dyn else { return formula }
            // Where any number will do.
            if type == .double, formula.program.type == .int { return formula }
            return self.reject(
                .wrongType,
                "expected an expression that comes to \(type.inWords), and this comes to \(formula.program.type.inWords)"
            )
        } catch {
            for diagnostic in error.all { self.report(diagnostic) }
            return nil
        }
    }

    /// Reports that a setting needs facts that the playbook does not keep.
    func checkKept(_ group: FactGroup, _ words: Vocabulary.Words) -> Bool {
        guard !words.kept.contains(group) else { return true }
        let _: Never? = self.reject(.expression, "this needs `\(group.rawValue)`, which `state.keeps` does not name")
        return false
    }

    /// Reports the variables that a formula reads of facts that the playbook does not keep.
    private func checkKept(_ formula: Formula, _ words: Vocabulary.Words) -> Bool {
        let missing = formula.read.filter { variable in variable.group.map { !words.kept.contains($0) } ?? false }
        for variable in missing {
            guard let group = variable.group else { continue }
            let message = "`\(variable.name)` is not kept; add `\(group.rawValue)` to `state.keeps`"
            self.report(Diagnostic(message, of: variable.name, in: formula.text))
        }
        return missing.isEmpty
    }

    /// What to do about an expression that YAML has cut off at a comma.
    private func hint() -> String {
        guard let scalar = self.node.scalar, scalar.style == .plain else { return "" }
        let text = scalar.string
        return text.count { $0 == "(" } > text.count { $0 == ")" }
            ? "; between [ ] or { } an expression with a comma needs quotes" : ""
    }

    /// An expression of one of several types.
    func formula(_ words: Vocabulary.Words, of types: [CEL.`Type`], _ expected: String) -> Formula? {
        guard let formula = self.formula(words, nil) else { return nil }
        guard formula.program.type != .dyn, !types.contains(formula.program.type) else { return formula }
        return self.reject(
            .wrongType,
            "expected an expression that comes to \(expected), and this comes to \(formula.program.type.inWords)"
        )
    }

    /// Reports what is wrong inside an expression, at its own place where the text stands in the file as it is.
    private func report(_ diagnostic: Diagnostic) {
        var place = self.place
        switch self.node.scalar?.style {
        case .plain where diagnostic.line == 1: place.column += diagnostic.column - 1
        case .singleQuoted where diagnostic.line == 1, .doubleQuoted where diagnostic.line == 1:
            place.column += diagnostic.column
        case .literal, .folded: place.line += diagnostic.line
        default: break
        }
        self.reject(.expression, diagnostic.message + self.hint(), at: place)
    }

    /// Lengths of time, ascending where they are fixed.
    func lengths(_ words: Vocabulary.Words) -> [Rule.Length]? {
        var last: TimeSpan?
        return self.listed { value -> Rule.Length? in
            guard let text = value.text("a length of time such as 7d, or an expression") else { return nil }
            guard let first = text.utf8.first, (0x30...0x39).contains(first) else {
                return value.formula(words, .duration).map { .computed($0) }
            }
            guard let span = value.span(zeroAllowed: true) else { return nil }
            if let last, span <= last {
                return value.reject(.notAscending, "expected more than the item before it, found \(value.sight)")
            }
            last = span
            return .fixed(span)
        }
    }

    /// Days of the calendar, ascending.
    func days() -> [CalendarDay]? {
        self.ascending { value -> CalendarDay? in
            guard let text = value.text("a date such as 2026-12-06") else { return nil }
            guard text.utf8.count == 10, let day = CalendarDay(text) else {
                return value.reject(.malformed, "expected a date such as 2026-12-06, found \(value.sight)")
            }
            return day
        }
    }

    /// A time of day such as `09:00`, in seconds.
    func secondOfDay() -> Int? {
        guard let text = self.text("a time of day such as \"09:00\"") else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        guard (2...3).contains(parts.count), (0...23).contains(parts[0]), (0...59).contains(parts[1]),
            parts.count == 2 || (0...59).contains(parts[2]), text.utf8.count == parts.count * 3 - 1
        else {
            return self.reject(.malformed, "expected a time of day such as \"09:00\", found \(self.sight)")
        }
        return parts[0] * 3_600 + parts[1] * 60 + (parts.count == 3 ? parts[2] : 0)
    }

    /// Numbers, or amounts of money where the value is one.
    func thresholds(_ formula: Formula?) -> [Rule.Threshold]? {
        let isMoney = formula?.variable.map { variable in
            variable < CustomerVariables.all.count
                && [.money, .sums].contains(CustomerVariables.all[variable].kind)
        }
        if isMoney ?? false {
            return self.amounts()?.map { Rule.Threshold(value: $0.minor, currency: $0.currency) }
        }
        return self.ascending { value -> Int64? in
            guard let number = value.decimal() else { return nil }
            guard number > 0 else { return value.reject(.outOfRange, "expected more than 0, found \(value.sight)") }
            return number
        }?.map { Rule.Threshold(value: $0, currency: nil) }
    }

    /// Whether something holds.
    func flag() -> Bool? {
        guard let text = self.text("true or false") else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default: return self.reject(.wrongType, "expected true or false, found \(self.sight)")
        }
    }

    /// Named values with the expressions that they come from.
    func payload(_ words: Vocabulary.Words) -> [Rule.Payload]? {
        let reserved = ["rule", "playbook", "playbook_version", "cause"]
        return self.entries("values with their expressions, such as { orders: customer.orders }")?.compactMap {
            name,
            value in
            guard RuleReader.isName(name), !reserved.contains(name) else {
                return value.reject(
                    .malformed,
                    "expected a name of small letters, digits and underscores, other than \(reserved.joined(separator: ", "))"
                )
            }
            return value.formula(words, nil).map { Rule.Payload(name: name, formula: $0) }
        }
    }
}

extension CEL.`Type` {
    /// The type in a message.
    fileprivate var inWords: String {
        switch self {
        case .bool: "true or false"
        case .timestamp: "an instant"
        case .duration: "a length of time"
        case .int, .uint, .double: "a number"
        case .string: "a text"
        case .list: "a list"
        case .null: "nothing"
        default: "\(self)"
        }
    }
}
