/// A finite number of 0 or more in decimal digits.
struct DecimalText {
    /// The digits from 0 to 9, without zeros in front; empty for 0.
    private var digits: [UInt8]
    /// How many of the digits stand before the point; less than 0 for zeros after it.
    private var point: Int

    /// The fewest digits that stand for this number and no other.
    init(shortest number: Double) {
        self.digits = []
        self.point = 0
        var (exponent, isNegative, sawPoint, inExponent) = (0, false, false, false)
        for byte in number.magnitude.description.utf8 {
            switch byte {
            case UInt8(ascii: "."): sawPoint = true
            case UInt8(ascii: "e"): inExponent = true
            case UInt8(ascii: "-"): isNegative = true
            case 0x30...0x39 where inExponent: exponent = exponent * 10 + Int(byte - 0x30)
            case 0x30...0x39:
                if !sawPoint { self.point += 1 }
                self.digits.append(byte - 0x30)
            default: break
            }
        }
        self.point += isNegative ? -exponent : exponent
        self.removeZeros()
    }

    /// All digits: a number with an exponent of 2 below 0 is one with that exponent of 10, times powers of 5.
    init(exact number: Double) {
        let (fraction, biased) = (number.significandBitPattern, Int(number.exponentBitPattern))
        let significand = biased == 0 ? fraction : fraction | 1 << 52
        let exponent = max(biased, 1) - 1075
        // Nine digits each, the lowest first.
        var limbs: [UInt64] = [significand % 1_000_000_000, significand / 1_000_000_000]
        Self.raise(&limbs, exponent < 0 ? 5 : 2, exponent.magnitude)
        self.digits = []
        for limb in limbs.reversed() {
            var unit: UInt64 = 100_000_000
            while unit > 0 {
                self.digits.append(UInt8(limb / unit % 10))
                unit /= 10
            }
        }
        self.point = self.digits.count + min(exponent, 0)
        if exponent >= 0 { self.point = self.digits.count }
        self.removeZeros()
    }

    /// Multiplies with a power of a small number.
    private static func raise(_ limbs: inout [UInt64], _ base: UInt64, _ exponent: UInt) {
        var left = exponent
        while left > 0 {
            // Up to 5 to the power of 13, so that a limb times the factor stays below 2 to the power of 62.
            let step = min(left, 13)
            let factor = (0..<step).reduce(UInt64(1)) { product, _ in product * base }
            var carry: UInt64 = 0
            for index in limbs.indices {
                let product = limbs[index] * factor + carry
                limbs[index] = product % 1_000_000_000
                carry = product / 1_000_000_000
            }
            while carry > 0 {
                limbs.append(carry % 1_000_000_000)
                carry /= 1_000_000_000
            }
            left -= step
        }
    }

    private mutating func removeZeros() {
        while self.digits.last == 0 { self.digits.removeLast() }
        let zeros = self.digits.prefix { $0 == 0 }.count
        self.digits.removeFirst(zeros)
        self.point = self.digits.isEmpty ? 0 : self.point - zeros
    }

    /// Keeps so many digits; what is exactly in the middle goes to the even one.
    private mutating func round(_ count: Int) {
        guard count < self.digits.count else { return }
        guard count >= 0 else {
            self.digits = []
            return
        }
        let rest = self.digits[count...]
        let isOdd = count > 0 && self.digits[count - 1] % 2 == 1
        let isUp = rest[count] > 5 || (rest[count] == 5 && (rest.count > 1 || isOdd))
        self.digits.removeSubrange(count...)
        guard isUp else { return }
        var index = count - 1
        while index >= 0, self.digits[index] == 9 {
            self.digits[index] = 0
            index -= 1
        }
        if index >= 0 {
            self.digits[index] += 1
        } else {
            self.digits.insert(1, at: 0)
            self.point += 1
        }
    }

    private func digit(_ index: Int) -> UInt8 {
        0x30 + (self.digits.indices.contains(index) ? self.digits[index] : 0)
    }

    /// Writes the number without an exponent; without a number of decimals with as many as there are.
    func fixed(_ decimals: Int?) -> String {
        var number = self
        if let decimals { number.round(number.point + decimals) }
        let decimals = decimals ?? max(0, number.digits.count - number.point)
        var text = (0..<max(1, number.point)).map { number.digit(number.point > 0 ? $0 : -1) }
        if decimals > 0 {
            text.append(UInt8(ascii: "."))
            for index in 0..<decimals { text.append(number.digit(number.point + index)) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Writes the number with one digit before the point and an exponent of two digits or more; without a number of
    /// decimals with as many as there are.
    func scientific(_ decimals: Int?) -> String {
        var number = self
        if let decimals { number.round(1 + decimals) }
        let decimals = decimals ?? max(0, number.digits.count - 1)
        var text = [number.digit(0)]
        if decimals > 0 {
            text.append(UInt8(ascii: "."))
            for index in 1...decimals { text.append(number.digit(index)) }
        }
        let exponent = number.digits.isEmpty ? 0 : number.point - 1
        let size = exponent.magnitude
        return String(decoding: text, as: UTF8.self) + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + "\(size)"
    }

    /// Writes the number with an exponent if it is below 0.0001 or from 1,000,000 on, and without one otherwise.
    var general: String {
        let exponent = self.digits.isEmpty ? 0 : self.point - 1
        return exponent < -4 || exponent >= 6 ? self.scientific(nil) : self.fixed(nil)
    }
}
