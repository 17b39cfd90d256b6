import JSON
import Retention

extension JSONWriter {
    /// Writes the currency of the amounts that follow, where one is known.
    mutating func currency(_ currency: Currency?) {
        guard let currency else { return }
        self.key("currency")
        self.string(currency.description)
    }

    /// Writes an amount as a string, so that no reader takes it through a binary float.
    mutating func amount(_ money: Money) { self.decimalString(money.minor, scale: money.currency.decimals) }

    /// Writes a number that is kept in millionths, with as few decimals as it needs.
    mutating func millionths(_ value: Int64) {
        if value % 1_000_000 == 0 {
            self.integer(value / 1_000_000)
        } else if value % 10_000 == 0 {
            self.decimal(value / 10_000, scale: 2)
        } else {
            self.decimal(value, scale: 6)
        }
    }
}
