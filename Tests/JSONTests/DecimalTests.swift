import JSON
import Testing

/// A number as digits and a power of ten, computed on by string arithmetic only.
struct Reference {
    var negative: Bool
    var digits: [Int]
    /// The value is 0.d₁d₂d₃… × 10^point.
    var point: Int

    func scaled(_ scale: Int, halfEven: Bool) -> Int64? {
        let kept = point + scale
        var head: [Int] = []
        if kept > 0 {
            if kept > digits.count + 400 { return digits.allSatisfy { $0 == 0 } ? 0 : nil }
            head = (0..<kept).map { $0 < digits.count ? digits[$0] : 0 }
        }
        var tail = kept < digits.count ? Array(digits[max(0, kept)...]) : []
        if kept < 0 { tail = [0] + tail }
        if tail.contains(where: { $0 != 0 }) {
            guard halfEven else { return nil }
            let half = [5] + Array(repeating: 0, count: tail.count - 1)
            let odd = (head.last ?? 0) % 2 == 1
            if half.lexicographicallyPrecedes(tail) || (tail == half && odd) {
                var i = head.count - 1
                while i >= 0, head[i] == 9 {
                    head[i] = 0
                    i -= 1
                }
                if i >= 0 { head[i] += 1 } else { head.insert(1, at: 0) }
            }
        }
        let text = String(head.drop { $0 == 0 }.map { Character(String($0)) })
        return text.isEmpty ? 0 : Int64((negative ? "-" : "") + text)
    }
}

@Suite struct DecimalTests {
    func scaled(_ text: String, _ scale: Int, _ rounding: JSONDecimal.Rounding = .halfEven) -> Int64? {
        JSONDecimal.scaled(Array(text.utf8).span, scale: scale, rounding: rounding)
    }

    func decimal(_ text: String) -> JSONDecimal? { JSONDecimal(Array(text.utf8).span) }

    @Test func knownNumbers() {
        #expect(scaled("12.50", 2) == 1250)
        #expect(scaled("1.25e1", 2) == 1250)
        #expect(scaled("125E-1", 2) == 1250)
        #expect(scaled("0.125", 2) == 12)
        #expect(scaled("0.135", 2) == 14)
        #expect(scaled("0.1250000001", 2) == 13)
        #expect(scaled("-0.125", 2) == -12)
        #expect(scaled("59.989999999999995", 2) == 5999)
        #expect(scaled("0.125", 2, .refuse) == nil)
        #expect(scaled("0.12000", 2, .refuse) == 12)
        #expect(scaled("92233720368547758.07", 2) == .max)
        #expect(scaled("-92233720368547758.08", 2) == .min)
        #expect(scaled("92233720368547758.08", 2) == nil)
        #expect(scaled("1e400", 2) == nil)
        #expect(scaled("1e-400", 2) == 0)
        #expect(scaled("0e99999999999999999999", 2) == 0)
        #expect(scaled("1e99999999999999999999", 2) == nil)
        #expect(scaled("1e-99999999999999999999", 2) == 0)
        #expect(scaled("9.5", 0) == 10)
        #expect(scaled("0.5", 0) == 0)
        #expect(scaled("0.05", 0) == 0)
        #expect(scaled("0.95", 0) == 1)
        for text in [
            "", "-", "+1", ".5", "1.", "01", " 1", "1 ", "1e", "1e+", "NaN", "1,5", "١", "0x1", "1.5.2", "--1",
        ] {
            #expect(scaled(text, 2) == nil)
            #expect(decimal(text) == nil)
        }
    }

    @Test func equalNumbersAreEqualDecimals() {
        #expect(decimal("12.50") == decimal("1.25e1"))
        #expect(decimal("12.50") == decimal("125E-1"))
        #expect(decimal("100")?.coefficient == 1)
        #expect(decimal("100")?.exponent == 2)
        #expect(decimal("-0.0") == decimal("0"))
        #expect(decimal("0e5")?.exponent == 0)
        #expect(decimal("1.0000000000000000000000000000000")?.coefficient == 1)
        #expect(decimal("9223372036854775807")?.coefficient == .max)
        #expect(decimal("-9223372036854775808")?.coefficient == .min)
        #expect(decimal("9223372036854775808") == nil)
        #expect(decimal("12.51") != decimal("12.5"))
    }

    @Test func integersAreExactAndPlain() throws {
        var parser = JSONParser()
        for (text, value) in [
            ("0", 0), ("-0", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9223372036854775808", nil),
            ("-9223372036854775809", nil), ("3.0", nil), ("3e0", nil), ("\"3\"", nil), ("123456789", 123_456_789),
            ("99999999999999999999999", nil),
        ] as [(String, Int64?)] {
            let bytes = Array(text.utf8)
            let root = try parser.parse(bytes.span)
            expect(root.integer == value)
        }
    }

    @Test func agreesWithStringArithmetic() {
        var random = SplitMix(state: 11)
        for _ in 0..<60_000 {
            let whole =
                Int.random(in: 0..<5, using: &random) == 0
                ? [0]
                : [Int.random(in: 1...9, using: &random)]
                    + (0..<Int.random(in: 0..<20, using: &random)).map { _ in Int.random(in: 0...9, using: &random) }
            let nines = Int.random(in: 0..<6, using: &random)
            let part = (0..<Int.random(in: 0..<24, using: &random)).map { _ in
                nines == 0
                    ? 9
                    : nines == 1
                        ? 0
                        : nines == 2
                            ? [0, 5].randomElement(using: &random) ?? 0
                            : Int.random(in: 0...9, using: &random)
            }
            let exponent = Bool.random(using: &random) ? 0 : Int.random(in: -30...30, using: &random)
            let negative = Bool.random(using: &random)
            var text = (negative ? "-" : "") + whole.map(String.init).joined()
            if !part.isEmpty { text += "." + part.map(String.init).joined() }
            if exponent != 0 || Bool.random(using: &random) {
                text += ["e", "E"].randomElement(using: &random) ?? "e"
                text += exponent < 0 ? "-" : Bool.random(using: &random) ? "+" : ""
                text += String(abs(exponent))
            }
            let reference = Reference(negative: negative, digits: whole + part, point: whole.count + exponent)
            let scale = Int.random(in: 0...18, using: &random)
            #expect(scaled(text, scale) == reference.scaled(scale, halfEven: true), "\(text) at \(scale)")
            #expect(scaled(text, scale, .refuse) == reference.scaled(scale, halfEven: false), "\(text) at \(scale)")
            if let value = decimal(text) {
                let again = "\(value.coefficient)e\(value.exponent)"
                #expect(scaled(again, scale) == scaled(text, scale), "\(text) as \(again)")
                #expect(value.coefficient == 0 || value.coefficient % 10 != 0)
            }
        }
    }
}
