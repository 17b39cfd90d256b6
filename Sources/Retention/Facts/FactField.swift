/// A field of a fact, as rules name it.
///
/// `Event.Kind.fields` lists those of a type of event; `Event.Body.value(of:)` reads one by its place in that list.
public struct FactField: Hashable, Sendable {
    /// What a field holds.
    public enum Kind: Hashable, Sendable, CaseIterable {
        /// A text; a choice is the name of what was chosen, in small letters, such as `in_transit`.
        case text
        /// A whole number.
        case whole
        /// Whether something holds.
        case flag
        /// An amount in a currency.
        case money
        /// An instant.
        case time
        /// A decimal number, counted in millionths.
        case decimal
        /// A calendar day.
        case day
        /// Whatever keeps state, as `customer/42`.
        case subject
        /// Texts in their order.
        case texts
        /// Products with their pieces and prices.
        case lines
    }

    /// The name in JSON, in small letters with underscores: the first one where the field has several.
    public let name: String
    /// What its values are, unless they are missing.
    public let type: Kind

    /// Makes a field.
    public init(name: String, type: Kind) {
        self.name = name
        self.type = type
    }
}

/// The value of a field of a fact.
public enum FactValue: Hashable, Sendable {
    /// The fact does not tell.
    case missing
    /// A text; a choice is the name of what was chosen, in small letters, such as `in_transit`.
    case text(String)
    /// A whole number.
    case whole(Int64)
    /// Whether something holds.
    case flag(Bool)
    /// An amount in a currency.
    case money(Money)
    /// An instant.
    case time(Timestamp)
    /// Millionths: 1,500,000 is 1.5.
    case decimal(Int64)
    /// A calendar day.
    case day(CalendarDay)
    /// Whatever keeps state, as `customer/42`.
    case subject(String)
    /// Texts in their order; none when the fact names none.
    case texts([String])
    /// Products with their pieces and prices; none when the fact names none.
    case lines([LineItem])
}
