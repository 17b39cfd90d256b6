import enum CEL.Nearest
package import Retention
import Yams

/// The types of the settings.
extension Value {
    /// A word or text, quoted or not.
    package func text(_ expected: String) -> String? {
        guard let scalar = self.node.scalar, !self.isNull else {
            return self.reject(.wrongType, "expected \(expected), found \(self.sight)")
        }
        return scalar.string
    }

    /// The digits of a number; a quoted one is a text.
    private func number(_ expected: String) -> String? {
        guard let text = self.text(expected) else { return nil }
        guard self.node.scalar?.style == .plain else {
            return self.reject(.wrongType, "expected \(expected), found the text \(self.sight); take the quotes away")
        }
        return text
    }

    /// Reads by `parse` and reports what it throws.
    private func parsed<Result>(_ parse: () throws(Misspelling) -> Result) -> Result? {
        do throws(Misspelling) { return try parse() } catch { return self.reject(error.code, error.message) }
    }

    /// A name of small letters, digits and hyphens.
    func name() -> String? {
        guard let text = self.text("a name of small letters, digits and hyphens") else { return nil }
        let isName = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (48...57).contains(byte)
                || byte == UInt8(ascii: "-")
        }
        guard isName, (1...64).contains(text.utf8.count) else {
            return self.reject(
                .malformed,
                "expected 1 to 64 small letters, digits and hyphens, found \(self.sight)"
            )
        }
        return text
    }

    /// A whole number.
    package func count(in range: ClosedRange<Int>) -> Int? {
        guard let text = self.number("a whole number") else { return nil }
        guard let count = self.parsed({ () throws(Misspelling) in try Spelling.integer(text) }) else { return nil }
        guard range.contains(count) else {
            return self.reject(
                .outOfRange,
                "expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(count)"
            )
        }
        return count
    }

    /// A length of time, more than zero unless `zeroAllowed`.
    package func span(zeroAllowed: Bool = false) -> TimeSpan? {
        guard let text = self.text("a length of time such as 30m or 7d") else { return nil }
        guard let span = self.parsed({ () throws(Misspelling) in try Spelling.span(text) }) else { return nil }
        guard zeroAllowed || span.milliseconds > 0 else {
            return self.reject(.outOfRange, "expected a length of time above zero, found \(self.sight)")
        }
        return span
    }

    /// A decimal number of at most six places, in millionths.
    func decimal() -> Int64? {
        guard let text = self.number("a number such as 3 or 2.5") else { return nil }
        return self.parsed { () throws(Misspelling) in try Spelling.decimal(text, places: 6) }
    }

    /// The code of a currency.
    package func currency() -> Currency? {
        guard let text = self.text("the code of a currency such as EUR") else { return nil }
        return self.parsed { () throws(Misspelling) in try Spelling.currency(text) }
    }

    /// One of the words that `Choice` knows.
    package func choice<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type) -> Choice? {
        let known = Choice.allCases.map(\.rawValue)
        guard let text = self.text("one of \(known.joined(separator: ", "))") else { return nil }
        return Choice(rawValue: text)
            ?? self.reject(.unknownValue, "unknown value \(Quote.code(text))\(Nearest.hint(text, known))")
    }

    /// A list in which each item is more than the one before.
    func ascending<Item: Comparable>(_ read: (Value) -> Item?) -> [Item]? {
        guard let items = self.items() else { return nil }
        var list: [Item] = []
        for item in items {
            guard let next = read(item) else { continue }
            if let last = list.last, next <= last { item.rejectOrder() } else { list.append(next) }
        }
        return list.count == items.count ? list : nil
    }

    /// A list of amounts, each more than the one before of its currency.
    func amounts() -> [Money]? {
        guard let items = self.items() else { return nil }
        var list: [Money] = []
        for item in items {
            guard let next = item.amount() else { continue }
            let last = list.last { $0.currency == next.currency }
            if let last, next.minor <= last.minor { item.rejectOrder() } else { list.append(next) }
        }
        return list.count == items.count ? list : nil
    }

    private func amount() -> Money? {
        guard let text = self.text("an amount such as 100.00 EUR") else { return nil }
        return self.parsed { () throws(Misspelling) in try Spelling.amount(text) }
    }

    private func rejectOrder() {
        let _: Never? = self.reject(.notAscending, "expected more than the item before it, found \(self.sight)")
    }
}
