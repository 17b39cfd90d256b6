/// A currency by its three-letter ISO 4217 code.
public struct Currency: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The three ASCII letters, the first in the highest of the low 24 bits: sorts as the text does.
    public let packed: UInt32

    /// Makes a currency from three ASCII letters, taking small letters as capitals; `nil` for anything else.
    public init?(_ code: some StringProtocol) {
        var packed: UInt32 = 0
        var count = 0
        for byte in code.utf8 {
            let upper = byte & 0xDF
            guard count < 3, upper >= UInt8(ascii: "A"), upper <= UInt8(ascii: "Z") else { return nil }
            packed = packed << 8 | UInt32(upper)
            count += 1
        }
        guard count == 3 else { return nil }
        self.packed = packed
    }

    /// Makes a currency from three ASCII letters as bytes, taking small letters as capitals; `nil` for anything else.
    public init?(utf8 code: Span<UInt8>) {
        guard code.count == 3 else { return nil }
        var packed: UInt32 = 0
        for index in 0..<3 {
            let upper = code[index] & 0xDF
            guard upper >= UInt8(ascii: "A"), upper <= UInt8(ascii: "Z") else { return nil }
            packed = packed << 8 | UInt32(upper)
        }
        self.packed = packed
    }

    /// Makes a currency from its packed form; `nil` unless it holds three capital letters.
    public init?(packed: UInt32) {
        for shift in [0, 8, 16] as [UInt32] {
            let letter = UInt8(truncatingIfNeeded: packed >> shift)
            guard letter >= UInt8(ascii: "A"), letter <= UInt8(ascii: "Z") else { return nil }
        }
        guard packed >> 24 == 0 else { return nil }
        self.packed = packed
    }

    /// No currency: ISO 4217 keeps `XXX` for it.
    static let none = Currency(letters: 0x58_58_58)

    private init(letters: UInt32) { self.packed = letters }

    /// How many decimal places the minor unit has: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217).
    public var decimals: Int {
        switch self.packed {
        // The three that most amounts are in, first.
        case 0x45_55_52, 0x55_53_44, 0x47_42_50: return 2
        default: break
        }
        for (packed, decimals) in Self.unusual where packed == self.packed { return decimals }
        return 2
    }

    /// Currencies whose minor unit has not two decimal places.
    private static let unusual: [(packed: UInt32, decimals: Int)] = [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"), (4, "CLF UYW"),
    ].flatMap { decimals, codes in
        codes.split(separator: " ").compactMap { Currency($0) }.map { ($0.packed, decimals) }
    }

    /// The three letters as bytes.
    package var letters: InlineArray<3, UInt8> {
        [
            UInt8(truncatingIfNeeded: self.packed >> 16), UInt8(truncatingIfNeeded: self.packed >> 8),
            UInt8(truncatingIfNeeded: self.packed),
        ]
    }

    /// The three letters.
    public var description: String {
        let letters = self.letters
        return unsafe letters.span.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Compares in the natural order.
    public static func < (left: Currency, right: Currency) -> Bool { left.packed < right.packed }
}

/// An amount in the minor units of a currency: 1250 EUR is 12.50 euros, 1250 JPY is 1,250 yen.
public struct Money: Hashable, Sendable {
    /// The amount in minor units; negative for what is owed back.
    public var minor: Int64
    /// The currency of the amount.
    public var currency: Currency

    /// Makes an amount from minor units.
    public init(minor: Int64, _ currency: Currency) {
        self.minor = minor
        self.currency = currency
    }

    /// An amount that is still to be read.
    static let none = Money(minor: 0, .none)

    /// The same amount the other way; the smallest number becomes the largest.
    var negated: Money { Money(minor: self.minor == .min ? .max : -self.minor, self.currency) }
}

/// Sums of money kept apart by currency, in the order of the codes; never converted, never mixed.
public struct MoneyByCurrency: Hashable, Sendable {
    /// The sums, at most one for each currency, sorted by currency.
    public internal(set) var sums: [Money] = []

    /// Makes an empty collection.
    public init() {}

    /// Makes a collection from sums.
    public init(_ sums: [Money]) { for sum in sums { self.add(sum) } }

    /// The sum in `currency`; zero when nothing was added.
    public func amount(in currency: Currency) -> Money {
        self.sums.first { $0.currency == currency } ?? Money(minor: 0, currency)
    }

    /// Adds `amount` to the sum of its currency; saturates at the limits of 64 bits.
    public mutating func add(_ amount: Money) {
        for index in self.sums.indices where self.sums[index].currency == amount.currency {
            self.sums[index].minor = self.sums[index].minor.saturatingAdding(amount.minor)
            return
        }
        let place = self.sums.firstIndex { amount.currency < $0.currency } ?? self.sums.endIndex
        self.sums.insert(amount, at: place)
    }
}

extension Int64 {
    func saturatingAdding(_ other: Int64) -> Int64 {
        let (sum, overflow) = self.addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }

    func saturatingMultiplied(by other: Int64) -> Int64 {
        let (product, overflow) = self.multipliedReportingOverflow(by: other)
        return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
    }
}
