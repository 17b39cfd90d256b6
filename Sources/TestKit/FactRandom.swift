public import Retention

/// Draws the parts of random facts from a seed.
public struct FactRandom: Sendable {
    private var random: SeededRandom

    /// Makes a source; the same seed gives the same facts.
    public init(seed: UInt64) { self.random = SeededRandom(seed: seed) }

    mutating func currency() -> Currency { [.eur, .usd, .jpy][self.random.below(3)] }

    mutating func text() -> String {
        let words = [
            "a", "Tasse", "SKU-1", "größe", "x/y~z", "1042", "a \"quoted\" word", "😀", "a rather long text of a shop",
        ]
        return words[self.random.below(words.count)] + (self.flag() ? "\(self.random.below(1_000))" : "")
    }

    mutating func flag() -> Bool { self.random.below(2) == 0 }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
        switch self.random.below(4) {
        case 0: range.lowerBound
        case 1: range.upperBound
        default: range.lowerBound + Int64(self.random.next() % UInt64(range.upperBound - range.lowerBound + 1))
        }
    }

    /// From 1970 to 9999, as JSON can tell it.
    mutating func time() -> Timestamp { Timestamp(milliseconds: self.number(0...253_402_300_799_999)) }

    mutating func day() -> CalendarDay { CalendarDay(number: Int32(self.number(-40_000...40_000))) }

    mutating func sentiment() -> Sentiment? { Sentiment(millionths: self.number(-1_000_000...1_000_000)) }

    mutating func money(_ currency: Currency) -> Money {
        Money(minor: self.number(0...1_000_000_000_000_000), currency)
    }

    mutating func choice<Choice>(_ choices: [Choice]) -> Choice { choices[self.random.below(choices.count)] }

    /// A random subject.
    public mutating func subject() -> Subject { Subject(self.choice(Subject.Kind.allCases), self.text()) }

    mutating func list<Element>(atLeast least: Int = 0, _ element: (inout FactRandom) -> Element) -> [Element] {
        (0..<least + self.random.below(4)).map { _ in element(&self) }
    }
}
