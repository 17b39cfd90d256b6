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

/// `a, b and c`.
func spelledList(_ items: [String], _ conjunction: String) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return "\(items.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
}

/// Days from two days on, hours below: nobody says one day for a reminder after 24 hours.
func spelled(_ span: TimeSpan) -> String {
    var rest = span.milliseconds
    var parts: [String] = []
    for (name, size) in [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000), ("ms", 1)]
        as [(String, Int64)]
    {
        if name == "d", span < .days(2) { continue }
        if rest >= size { parts.append("\(rest / size) \(name)") }
        rest %= size
    }
    return parts.isEmpty ? "0 s" : parts.joined(separator: " ")
}

func spelled(_ amount: Money) -> String {
    let places = amount.currency.decimals
    return "\(spelledDecimal(amount.minor, places: places, keepsZeros: true)) \(amount.currency)"
}

/// `number` / 10 to the power of `places` as text.
func spelledDecimal(_ number: Int64, places: Int, keepsZeros: Bool = false) -> String {
    var digits = String(number.magnitude)
    digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    var fraction = digits.suffix(places)
    if !keepsZeros { while fraction.last == "0" { fraction.removeLast() } }
    let whole = digits.dropLast(places)
    return (number < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
}
