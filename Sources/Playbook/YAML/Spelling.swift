import enum CEL.Nearest
package import Retention

/// Why a text is not the value it should be.
package struct Misspelling: Error {
    package let code: PlaybookError.Code
    package let message: String
}

/// How the values of a playbook are written; exact, never by way of a binary float.
package enum Spelling {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]

    /// 100 years of 365.25 days.
    package static let longest = TimeSpan.days(36_525)

    /// A length of time: whole numbers with units, large before small, as in `1h30m`.
    package static func span(_ text: String) throws(Misspelling) -> TimeSpan {
        var rest = text.utf8[...]
        var total: Int64 = 0
        var smallest = -1
        guard !rest.isEmpty else { throw self.badSpan(text) }
        while !rest.isEmpty {
            let digits = rest.prefix { (48...57).contains($0) }
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { !(48...57).contains($0) }
            rest = rest.dropFirst(letters.count)
            let unit = self.units.firstIndex { $0.name.utf8.elementsEqual(letters) }
            guard !digits.isEmpty, let unit else { throw self.badSpan(text) }
            guard unit > smallest else {
                throw Misspelling(
                    code: .malformed,
                    message: "expected each unit once, large before small, found \(Quote.code(text))"
                )
            }
            smallest = unit
            let (part, isTooMuch) = self.number(digits).multipliedReportingOverflow(by: self.units[unit].milliseconds)
            let (sum, isTooLong) = total.addingReportingOverflow(part)
            guard !isTooMuch, !isTooLong, sum <= self.longest.milliseconds else {
                throw Misspelling(code: .outOfRange, message: "expected at most 100 years, found \(Quote.code(text))")
            }
            total = sum
        }
        return TimeSpan(milliseconds: total)
    }

    private static func badSpan(_ text: String) -> Misspelling {
        Misspelling(
            code: .malformed,
            message: "expected whole numbers with units (ms, s, m, h, d, w) such as 30m, 7d or 1h30m, "
                + "found \(Quote.code(text))"
        )
    }

    /// A whole number without a leading zero.
    package static func integer(_ text: String) throws(Misspelling) -> Int {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
        guard text.utf8.count - digits.count <= 1, !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) }),
            digits.count == 1 || digits.first != 48
        else {
            throw Misspelling(code: .malformed, message: "expected a whole number, found \(Quote.code(text))")
        }
        guard let number = Int(text) else {
            throw Misspelling(code: .outOfRange, message: "the number \(Quote.code(text)) is too large")
        }
        return number
    }

    /// A decimal number in units of 10 to the power of -`places`.
    package static func decimal(_ text: String, places: Int) throws(Misspelling) -> Int64 {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let parts = text.utf8.dropFirst(isNegative ? 1 : 0)
            .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } })
        else {
            throw Misspelling(
                code: .malformed,
                message: "expected a decimal number such as 2.5 or 3, found \(Quote.code(text))"
            )
        }
        let fraction = parts.count == 2 ? parts[1].count : 0
        guard fraction <= places else {
            let limit = places == 0 ? "no decimals" : "at most \(places) decimals"
            throw Misspelling(code: .malformed, message: "expected \(limit), found \(Quote.code(text))")
        }
        let zeros = Array(repeating: UInt8(ascii: "0"), count: places - fraction)
        let number = self.number(parts.joined() + zeros)
        guard number < .max else {
            throw Misspelling(code: .outOfRange, message: "the number \(Quote.code(text)) is too large")
        }
        return isNegative ? -number : number
    }

    /// The code of a currency: three capital letters.
    package static func currency(_ text: String) throws(Misspelling) -> Currency {
        if let currency = Currency(text) {
            if currency.description == text { return currency }
            throw Misspelling(
                code: .malformed,
                message: "expected a currency in capitals, found \(Quote.code(text)); did you mean `\(currency)`?"
            )
        }
        throw Misspelling(
            code: .malformed,
            message: "expected a currency as three capital letters such as EUR, found \(Quote.code(text))"
        )
    }

    /// An amount above zero with its currency, as in `100.00 EUR`.
    package static func amount(_ text: String) throws(Misspelling) -> Money {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw Misspelling(
                code: .malformed,
                message: "expected a number, a space and a currency such as 100.00 EUR, found \(Quote.code(text))"
            )
        }
        let currency = try self.currency(String(parts[1]))
        let minor: Int64
        do throws(Misspelling) {
            minor = try self.decimal(String(parts[0]), places: currency.decimals)
        } catch {
            throw Misspelling(code: error.code, message: "\(error.message), in \(currency)")
        }
        guard minor > 0 else {
            throw Misspelling(code: .outOfRange, message: "expected an amount above zero, found \(Quote.code(text))")
        }
        return Money(minor: minor, currency)
    }

    /// The value of decimal digits; the largest number when it does not fit.
    private static func number(_ digits: some Sequence<UInt8>) -> Int64 {
        var number: Int64 = 0
        for digit in digits {
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (next, isPast) = tens.addingReportingOverflow(Int64(digit) - 48)
            if isTooLarge || isPast { return .max }
            number = next
        }
        return number
    }
}

/// Text of a file in a message: short, and without what a terminal would obey.
enum Quote {
    static func plain(_ text: String) -> String {
        let kept = text.unicodeScalars.prefix(40).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: "?"
            default: String(scalar)
            }
        }
        return kept.joined() + (text.unicodeScalars.count > 40 ? "…" : "")
    }

    static func code(_ text: String) -> String { "`\(self.plain(text))`" }
}

extension Nearest {
    /// The end of a message about `name`, where the known names are too many to list: the nearest one, if any is near.
    static func near(_ name: String, _ known: [String]) -> String {
        self.name(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
    }

    /// The end of a message about `name`: the nearest known name, or all of them when none is near.
    static func hint(_ name: String, _ known: [String]) -> String {
        if let near = self.name(to: name, among: known) { return "; did you mean `\(near)`?" }
        return known.isEmpty ? "; nothing is set here" : "; expected one of \(known.joined(separator: ", "))"
    }
}
