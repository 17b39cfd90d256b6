import Retention

extension Rule {
    /// What the rule does, in one line.
    var sentence: String {
        var parts = [self.when]
        if let condition { parts.append("if \(condition.text)") }
        if let stillHolds { parts.append("while \(stillHolds.text)") }
        if self.isOnce { parts.append(self.key == nil ? "once" : "once for each \(self.key?.text ?? "")") }
        if let coolDown { parts.append("at most once in \(spelled(coolDown))") }
        let target = self.contact.map { " (\($0.purpose))" } ?? ""
        return "\(self.name): \(parts.joined(separator: ", ")) → \(self.signal.name)\(target)"
    }

    private var when: String {
        switch self.trigger {
        case .event(let kinds, let wait):
            let names = spelledList(Event.Kind.allCases.filter { kinds.contains($0) }.map(\.name), "or")
            return switch wait {
            case nil: "at \(names)"
            case .stages(let lengths): "\(Self.words(lengths)) after \(names)"
            case .until(let formula): "at \(formula.text) after \(names)"
            }
        case .since(let anchor, let lengths, _): return "\(Self.words(around: lengths)) \(anchor.text)"
        case .yearly(let yearly): return yearly.words
        case .dates(let days, _): return "on \(spelledList(days.map(\.description), "and"))"
        case .reaches(let formula, let thresholds):
            return "when \(formula.text) first reaches \(spelledList(thresholds.map(\.words), "or"))"
        case .changes(let formula, _): return "when \(formula.text) changes"
        case .stages(let labels, _): return "when a customer becomes \(spelledList(labels.map(\.name), "or"))"
        case .segment(let label, _): return "when \(label.condition.text) begins to hold"
        }
    }

    private static func words(around lengths: [Length]) -> String {
        guard case .fixed(let first)? = lengths.first, first < .seconds(0) else {
            return "\(self.words(lengths)) after"
        }
        let before = lengths.map { length -> Length in
            guard case .fixed(let span) = length else { return length }
            return .fixed(TimeSpan(milliseconds: -span.milliseconds))
        }
        return "\(self.words(before)) before"
    }

    private static func words(_ lengths: [Length]) -> String {
        spelledList(
            lengths.map { length in
                switch length {
                case .fixed(let span): spelled(span)
                case .computed(let formula): formula.text
                }
            },
            "and"
        )
    }
}

extension Rule.Yearly {
    fileprivate var words: String {
        let day =
            switch self.day {
            case .birthday: "on the birthday"
            case .anniversary(let formula): "each year after \(formula.text)"
            }
        return self.daysBefore == 0 ? day : "\(self.daysBefore) days before, \(day)"
    }
}

extension Rule.Threshold {
    fileprivate var words: String {
        self.currency.map { spelled(Money(minor: self.value, $0)) } ?? spelledDecimal(self.value, places: 6)
    }
}
