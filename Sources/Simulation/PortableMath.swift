/// Logarithm, exponential and square root whose every bit is the same on every machine.
///
/// The system's own functions may differ in the last bit between library versions and processors, and one such bit
/// moves an event by a millisecond. These use only IEEE 754 addition, subtraction, multiplication and division, which
/// are exactly rounded everywhere, and Swift never fuses them. The relative error is below 1e-14, far less than any
/// distribution here can show.
enum PortableMath {
    private static let ln2High = 0x1.62e42fee00000p-1
    private static let ln2Low = 0x1.a39ef35793c76p-33

    /// The natural logarithm of a positive, finite, normal number.
    static func log(_ x: Double) -> Double {
        precondition(x.isNormal && x > 0, "a logarithm needs a positive normal number")
        let bits = x.bitPattern
        var exponent = Int((bits >> 52) & 0x7ff) - 1_023
        var mantissa = Double(bitPattern: (bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000)
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa *= 0.5
            exponent += 1
        }
        // log m = 2 artanh((m - 1) / (m + 1)), and |s| <= 0.1716, so that the tenth term ends the series.
        let s = (mantissa - 1) / (mantissa + 1)
        let z = s * s
        var sum = 1.0 / 21
        var divisor = 19.0
        while divisor >= 1 {
            sum = sum * z + 1 / divisor
            divisor -= 2
        }
        let e = Double(exponent)
        return e * ln2High + (2 * s * sum + e * ln2Low)
    }

    /// The exponential of a number; 0 below -700, and arguments above 700 trap.
    static func exp(_ x: Double) -> Double {
        precondition(x <= 700, "an exponential above e^700 has no meaning here")
        if x < -700 { return 0 }
        // Converting to an integer cuts off towards zero: half away from zero makes it the nearest.
        let exponent = Int(x / (ln2High + ln2Low) + (x < 0 ? -0.5 : 0.5))
        let k = Double(exponent)
        let r = (x - k * ln2High) - k * ln2Low
        var sum = 1.0
        var divisor = 14.0
        while divisor >= 1 {
            sum = 1 + sum * r / divisor
            divisor -= 1
        }
        let scale = Double(bitPattern: UInt64(exponent + 1_023) << 52)
        return sum * scale
    }

    /// The square root of a positive normal number.
    static func root(_ x: Double) -> Double {
        exp(0.5 * log(x))
    }
}
