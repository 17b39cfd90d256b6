import JSON
import Playbook
import Retention

/// An instant as a file of tests writes it.
enum SpecInstant {
    case at(Timestamp)
    /// So long after the start of the test.
    case after(TimeSpan)

    /// Reads `2026-03-02T10:00:00Z` or `+30m`.
    static func parse(_ value: Value) -> SpecInstant? {
        let expected = "an instant such as 2026-03-02T10:00:00Z, or +30m for so long after `start`"
        guard let text = value.text(expected) else { return nil }
        if text.first == "+" {
            do throws(Misspelling) {
                return .after(try Spelling.span(String(text.dropFirst())))
            } catch {
                return value.reject(error.code, error.message)
            }
        }
        return Timestamp(rfc3339: text).map { .at($0) }
            ?? value.reject(.malformed, "expected \(expected), found \(value.sight)")
    }

    /// The instant in a test with such a start; `nil` without the start that it counts from, and after the year 9999.
    func resolved(_ start: Timestamp?) -> Timestamp? {
        switch self {
        case .at(let instant): return instant
        case .after(let span):
            guard let instant = start.map({ $0 + span }), instant.milliseconds <= RFC3339.maximum else { return nil }
            return instant
        }
    }

    /// Reads an instant of a test with such a start.
    static func read(_ value: Value, _ start: Timestamp?) -> Timestamp? {
        guard let instant = Self.parse(value) else { return nil }
        return instant.resolved(start) ?? value.reject(.outOfRange, self.reason(start))
    }

    /// Why a relative time comes to no instant.
    static func reason(_ start: Timestamp?) -> String {
        start == nil
            ? "this counts from `start`, which is missing; set it for the test or at the top of the file"
            : "expected an instant before the year 10000"
    }

    /// Reads an instant that can't be relative.
    static func absolute(_ value: Value) -> Timestamp? {
        let expected = "an instant such as 2026-03-02T10:00:00Z"
        guard let text = value.text(expected) else { return nil }
        return Timestamp(rfc3339: text) ?? value.reject(.malformed, "expected \(expected), found \(value.sight)")
    }
}
