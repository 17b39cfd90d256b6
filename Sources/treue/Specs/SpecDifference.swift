import enum CEL.Nearest
import Playbook
import Retention

/// Where what a test found first differs from what it expects.
struct SpecDifference {
    /// Places of the expected and the found signal side by side; `nil` where there is none.
    typealias Row = (expected: Int?, found: Int?)

    /// All signals side by side, those that are alike at the beginning and at the end beside each other.
    let rows: [Row]
    /// The first row whose signals differ.
    let first: Int
    /// What differs in it.
    let message: String

    /// `nil` when there is no difference.
    init?(_ spec: Spec, _ found: [FoundSignal]) {
        let expected = spec.expected
        func isEqual(_ left: Int, _ right: Int) -> Bool {
            Self.difference(expected[left], found[right], spec) == nil
        }
        let shorter = min(expected.count, found.count)
        let head = (0..<shorter).first { !isEqual($0, $0) } ?? shorter
        guard head < expected.count || head < found.count else { return nil }
        let tail =
            (0..<(shorter - head)).first { !isEqual(expected.count - 1 - $0, found.count - 1 - $0) } ?? (shorter - head)
        var rows: [Row] = (0..<head).map { ($0, $0) }
        let middle = max(expected.count, found.count) - tail
        for place in head..<middle {
            rows.append(
                (
                    place < expected.count - tail ? place : nil,
                    place < found.count - tail ? place : nil
                )
            )
        }
        rows += (0..<tail).reversed().map { (expected.count - 1 - $0, found.count - 1 - $0) }
        self.rows = rows
        self.first = head
        switch (rows[head].expected, rows[head].found) {
        case (let left?, let right?): self.message = Self.difference(expected[left], found[right], spec) ?? ""
        case (let left?, nil):
            self.message = "\(expected[left].signal) at \(spec.text(expected[left].time)) did not come"
        case (nil, let right?):
            let signal = found[right].signal
            self.message = "\(signal.type.name) at \(spec.text(signal.time)) came, which is not expected"
        case (nil, nil): self.message = ""
        }
    }

    /// How a signal is another one than the expected one; `nil` when it is that.
    private static func difference(_ expected: Expectation, _ found: FoundSignal, _ spec: Spec) -> String? {
        let signal = found.signal
        guard expected.signal == signal.type.name else {
            let why = found.values.first { $0.name == "reason" || $0.name == "until" }
            let reason = why.map { " (\($0.value.spelled))" } ?? ""
            return "the signal is \(signal.type.name)\(reason), not \(expected.signal)"
        }
        guard expected.time == signal.time else {
            return "\(expected.signal) comes at \(spec.text(signal.time)), not at \(spec.text(expected.time))"
        }
        guard expected.subject == signal.subject else {
            return "\(expected.signal) is about \(signal.subject), not about \(expected.subject)"
        }
        for (name, wanted) in expected.values {
            guard let value = found.values.first(where: { $0.name == name })?.value else {
                let near = Nearest.name(to: name, among: found.values.map(\.name)).map { "; it has `\($0)`" } ?? ""
                return "\(name) is missing, expected \(wanted.text)\(near)"
            }
            if !wanted.accepts(value) { return "\(name) is \(value.spelled), not \(wanted.text)" }
        }
        for name in expected.absent {
            if let value = found.values.first(where: { $0.name == name })?.value {
                return "\(name) is there, \(value.spelled), and should be absent"
            }
        }
        return nil
    }
}
