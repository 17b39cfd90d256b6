/// A decimal number: coefficient × 10^exponent.
///
/// The form is canonical: the coefficient doesn't end in a zero, and zero is 0 × 10⁰. Two decimals are therefore equal
/// exactly when the numbers are.
public struct JSONDecimal: Hashable, Sendable {
    /// What to do with digits that the wanted scale has no place for.
    public enum Rounding: Hashable, Sendable {
        /// Answer nothing, unless they are all zeros.
        case refuse
        /// Round to the nearest, ties to the even neighbour.
        case halfEven
    }

    /// The digits, with the sign.
    public let coefficient: Int64
    /// The power of ten.
    public let exponent: Int

    /// The exact number that a text in JSON's number form holds, or `nil` when it is in another form or needs more than
    /// 64 bits.
    public init?(_ text: Span<UInt8>) {
        let parsed: JSONDecimal? = unsafe text.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return nil }
            return unsafe DecimalText(start, buffer.count)?.canonical()
        }
        guard let parsed else { return nil }
        self = parsed
    }

    init(coefficient: Int64, exponent: Int) {
        self.coefficient = coefficient
        self.exponent = exponent
    }

    /// The number that a text in JSON's number form holds, in units of 10⁻ˢᶜᵃˡᵉ; see
    /// ``JSONValue/decimal(scale:rounding:)``.
    public static func scaled(_ text: Span<UInt8>, scale: Int, rounding: Rounding = .halfEven) -> Int64? {
        unsafe text.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return nil }
            return unsafe DecimalText(start, buffer.count)?.scaled(scale, rounding)
        }
    }
}

/// A number's text, taken apart but not yet computed.
///
/// Lives only while the bytes do.
@safe
struct DecimalText {
    private let start: UnsafePointer<UInt8>
    private let isNegative: Bool
    /// Integer digits are `start[0..<integers]`; fraction digits follow after one point.
    private let integers: Int
    private let fractions: Int
    /// Kept within ±`exponentLimit`; beyond it only zero can be represented anyway.
    private let exponent: Int

    private static let exponentLimit = 1_000_000_000

    /// Checks JSON's number grammar.
    init?(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        var i = 0
        func isDigit(_ i: Int) -> Bool { unsafe i < count && bytes[i] &- 48 < 10 }
        let negative = unsafe count > 0 && bytes[0] == UInt8(ascii: "-")
        if negative { i = 1 }
        let first = i
        while isDigit(i) { i &+= 1 }
        guard i > first, unsafe i == first &+ 1 || bytes[first] != 48 else { return nil }
        unsafe start = bytes + first
        integers = i &- first
        isNegative = negative
        var fractionDigits = 0
        if i < count, unsafe bytes[i] == UInt8(ascii: ".") {
            let point = i
            i &+= 1
            while isDigit(i) { i &+= 1 }
            fractionDigits = i &- point &- 1
            guard fractionDigits > 0 else { return nil }
        }
        fractions = fractionDigits
        var power = 0
        if i < count, unsafe bytes[i] | 0x20 == UInt8(ascii: "e") {
            i &+= 1
            var sign = 1
            if i < count, unsafe bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "+") {
                if unsafe bytes[i] == UInt8(ascii: "-") { sign = -1 }
                i &+= 1
            }
            guard isDigit(i) else { return nil }
            while isDigit(i) {
                unsafe power = min(power &* 10 &+ Int(bytes[i] &- 48), Self.exponentLimit)
                i &+= 1
            }
            power *= sign
        }
        exponent = power
        guard i == count else { return nil }
    }

    /// The number in units of 10^-scale when it is written as most are: up to 18 digits in all, without sign and exponent,
    /// and no more of them behind the point than the scale has; `nil` for all else.
    @inline(__always)
    static func plain(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ scale: Int) -> Int64? {
        guard count > 0, scale >= 0, count &+ scale <= 18 else { return nil }
        var value: Int64 = 0
        var i = 0
        while i < count {
            let digit = unsafe bytes[i] &- 48
            guard digit < 10 else { break }
            value = value &* 10 &+ Int64(digit)
            i &+= 1
        }
        guard i > 0, unsafe i == 1 || bytes[0] != 48 else { return nil }
        var places = 0
        if i < count {
            places = count &- i &- 1
            guard unsafe bytes[i] == UInt8(ascii: "."), places > 0, places <= scale else { return nil }
            i &+= 1
            while i < count {
                let digit = unsafe bytes[i] &- 48
                guard digit < 10 else { return nil }
                value = value &* 10 &+ Int64(digit)
                i &+= 1
            }
        }
        while places < scale {
            value &*= 10
            places &+= 1
        }
        return value
    }

    private func digit(_ i: Int) -> UInt64 { unsafe UInt64(start[i < integers ? i : i &+ 1] &- 48) }

    /// Appends `digit` to `value`; false on overflow.
    @inline(__always)
    private static func append(_ digit: UInt64, to value: inout UInt64) -> Bool {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(digit)
        value = sum
        return !overflow && !carry
    }

    private func signed(_ magnitude: UInt64) -> Int64? {
        if isNegative { return magnitude <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil }
        return Int64(exactly: magnitude)
    }

    /// The number in units of 10^-scale.
    func scaled(_ scale: Int, _ rounding: JSONDecimal.Rounding) -> Int64? {
        precondition(scale >= 0 && scale <= 18, "a scale has from 0 to 18 decimal places")
        let digits = integers + fractions
        let kept = integers + exponent + scale
        var value: UInt64 = 0
        for i in 0..<max(0, min(kept, digits)) {
            guard Self.append(digit(i), to: &value) else { return nil }
        }
        if kept >= digits {
            guard value != 0 else { return 0 }
            guard kept - digits < 20 else { return nil }
            for _ in digits..<kept { guard Self.append(0, to: &value) else { return nil } }
            return signed(value)
        }
        // The first digit that is dropped decides; the others only break a tie.
        let next = kept >= 0 ? digit(kept) : 0
        var rest = false
        for i in max(0, kept + 1)..<digits where digit(i) != 0 { rest = true }
        guard next != 0 || rest else { return signed(value) }
        guard rounding == .halfEven else { return nil }
        if next > 5 || (next == 5 && (rest || value & 1 == 1)) {
            let (sum, carry) = value.addingReportingOverflow(1)
            guard !carry else { return nil }
            value = sum
        }
        return signed(value)
    }

    /// The number without trailing zeros.
    func canonical() -> JSONDecimal? {
        let digits = integers + fractions
        var significant = digits
        while significant > 0, digit(significant &- 1) == 0 { significant &-= 1 }
        var value: UInt64 = 0
        for i in 0..<significant {
            guard Self.append(digit(i), to: &value) else { return nil }
        }
        guard value != 0 else { return JSONDecimal(coefficient: 0, exponent: 0) }
        guard abs(exponent) < Self.exponentLimit, let coefficient = signed(value) else { return nil }
        return JSONDecimal(coefficient: coefficient, exponent: exponent - fractions + (digits - significant))
    }

    /// The value of a validated number text without fraction or exponent, or `nil` on overflow.
    static func integer(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
        let negative = unsafe bytes[0] == UInt8(ascii: "-")
        var value: Int64 = 0
        for i in (negative ? 1 : 0)..<count {
            let digit = unsafe Int64(bytes[i] &- 48)
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            // Toward the sign, so that the smallest number needs no special case.
            let (sum, carry) =
                negative
                ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }
}
