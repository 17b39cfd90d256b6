import Retention

extension Rules {
    /// What each active rule does, in plain English.
    var sentences: [String] {
        [
            self.firstOrder.map { "\($0.name): at a customer's first order" },
            self.firstOrderThanks.map {
                "\($0.name): \(spelled($0.after)) after the first order, unless it was cancelled or refunded"
            },
            self.orderCount.map {
                "\($0.name): at a customer's order number \(spelledList($0.counts.map(String.init), "or"))"
            },
            self.revenue.map {
                "\($0.name): when a customer's revenue first reaches \(spelledList($0.amounts.map { spelled($0) }, "or"))"
            },
            self.anniversary.map { rule in
                let years = spelledList(rule.years.map(String.init), "and")
                return "\(rule.name): \(years) \(rule.years == [1] ? "year" : "years") after the first order"
            },
            self.cartAbandoned?.sentence, self.churnRisk?.sentence,
            self.winBack.map {
                "\($0.name): \(spelledList($0.after.map { spelled($0) }, "and")) after the latest order"
            },
            self.mentionNegative.map { "\($0.name): at a mention with a sentiment below \(words($0.below))" },
            self.serviceRecovery.map {
                "\($0.name): at a mention with a sentiment below \(words($0.below)), at most once in "
                    + spelled($0.coolDown)
            },
            self.testimonial.map {
                "\($0.name): at a buyer's mention with a sentiment of at least \(words($0.atLeast)), "
                    + "at most once in \(spelled($0.coolDown))"
            },
        ].compactMap(\.self)
    }
}

extension CartAbandonedRule {
    fileprivate var sentence: String {
        "\(self.name): \(spelledList(self.after.map { spelled($0) }, "and")) after the last change of an open cart"
            + (self.recoveredWithin.map { "; recovered within \(spelled($0))" } ?? "")
    }
}

extension ChurnRiskRule {
    fileprivate var sentence: String {
        guard let cadence = self.cadence else { return "\(self.name): after \(spelled(self.hiatus)) without an order" }
        let unit = cadence.unit == .orders ? "orders" : "purchase days"
        return "\(self.name): after \(spelled(self.hiatus)) without an order, or "
            + "\(spelledDecimal(cadence.thousandths, places: 3)) times the customer's own mean gap between \(unit), "
            + "whichever is longer"
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

private func words(_ sentiment: Sentiment) -> String { spelledDecimal(Int64(sentiment.millionths), places: 6) }

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
