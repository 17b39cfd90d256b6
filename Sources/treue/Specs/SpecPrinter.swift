import Playbook
import Retention

/// Prints what tests came to, for people.
struct SpecPrinter {
    /// More rows and reasons than these help nobody.
    private static let mostRows = 12
    private static let mostNotes = 16
    private static let widest = 60

    func print(_ outcome: SpecOutcome) {
        guard let difference = outcome.difference else {
            return Swift.print("\(Terminal.green("✓")) \(outcome.spec.name.harmless)")
        }
        let spec = outcome.spec
        Swift.print("\(Terminal.red("✗")) \(Terminal.bold(spec.name.harmless)) (\(spec.place.harmless))")
        self.print(difference, outcome)
        Swift.print("    first difference: \(difference.message)".harmless)
        self.printNotes(outcome, difference)
        Swift.print("")
    }

    // MARK: Side by side

    private func print(_ difference: SpecDifference, _ outcome: SpecOutcome) {
        let begin = max(0, difference.first - 2)
        let end = min(difference.rows.count, begin + Self.mostRows)
        let blocks = difference.rows[begin..<end].enumerated().map { offset, row in
            let isFirst = begin + offset == difference.first
            return (
                isFirst: isFirst,
                expected: row.expected.map { self.lines(outcome.spec.expected[$0], outcome.spec) } ?? ["—"],
                found: row.found.map { place in
                    let names = row.expected.map { outcome.spec.expected[$0].values.map(\.name) } ?? []
                    let isWhole = begin + offset >= difference.first
                    return self.lines(outcome.found[place], outcome.spec, naming: isWhole ? nil : names)
                } ?? ["—"]
            )
        }
        let longest = blocks.flatMap(\.expected).map(\.count).max() ?? 0
        let width = min(Self.widest, max(longest, "expected".count))
        Swift.print("    \(Self.padded("expected", width))   found")
        if begin > 0 { Swift.print("    … \(begin) alike") }
        for block in blocks {
            for line in 0..<max(block.expected.count, block.found.count) {
                let left = Self.padded(line < block.expected.count ? block.expected[line].harmless : "", width)
                let right = line < block.found.count ? block.found[line].harmless : ""
                let mark = block.isFirst && line == 0 ? Terminal.red(">") : " "
                let text = right.isEmpty ? "\(left) │" : "\(left) │ \(right)"
                Swift.print("  \(mark) \(block.isFirst ? Terminal.red(text) : text)")
            }
        }
        if end < difference.rows.count { Swift.print("    … \(difference.rows.count - end) more") }
    }

    private func lines(_ expected: Expectation, _ spec: Spec) -> [String] {
        let about = expected.subject == spec.subject ? "" : " of \(expected.subject)"
        let first = "\(spec.text(expected.time)) \(expected.signal)\(about)"
        let absent = expected.absent.isEmpty ? [] : ["  absent: \(expected.absent.joined(separator: ", "))"]
        return [first] + expected.values.map { "  \($0.name): \($0.value.text)" } + absent
    }

    private func lines(_ found: FoundSignal, _ spec: Spec, naming names: [String]?) -> [String] {
        let signal = found.signal
        let about = signal.subject == spec.subject ? "" : " of \(signal.subject)"
        var hidden = ["playbook", "playbook_version", "cause", "signal_id"]
        if spec.rules.count == 1 { hidden.append("rule") }
        let shown = found.values.filter { names?.contains($0.name) ?? !hidden.contains($0.name) }
        return ["\(spec.text(signal.time)) \(signal.type.name)\(about)"]
            + shown.map { "  \($0.name): \($0.value.spelled)" }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        let count = text.count
        guard count > width else { return text + String(repeating: " ", count: width - count) }
        return text.prefix(width - 1) + "…"
    }

    // MARK: Reasons

    private func printNotes(_ outcome: SpecOutcome, _ difference: SpecDifference) {
        let notes = outcome.notes
        guard !notes.isEmpty else {
            if outcome.isNoted { Swift.print("    no rule noted anything: nothing that it waits for has happened") }
            return
        }
        Swift.print("    what the \(outcome.spec.rules.count == 1 ? "rule" : "rules") noted:")
        // Those up to the instant of the difference tell most.
        let row = difference.rows[difference.first]
        let times = [
            row.expected.map { outcome.spec.expected[$0].time }, row.found.map { outcome.found[$0].signal.time },
        ]
        let instant = times.compactMap(\.self).max() ?? .never
        let end = max(min(Self.mostNotes, notes.count), (notes.lastIndex { $0.time <= instant } ?? -1) + 1)
        let begin = max(0, end - Self.mostNotes)
        if begin > 0 { Swift.print("      … \(begin) before") }
        for note in notes[begin..<end] {
            let rule = outcome.spec.rules.count == 1 ? "" : "\(note.rule): "
            let reason = note.reason.spoken
            Swift.print("      \(outcome.spec.text(note.time)) \(rule)\(reason)".harmless)
        }
        if end < notes.count { Swift.print("      … \(notes.count - end) after") }
    }
}
