import Playbook
import Retention
import Testing

@Suite struct SpellingTests {
    @Test(
        arguments: [
            ("0s", 0), ("1ms", 1), ("90s", 90_000), ("1h30m", 5_400_000), ("2w1d", 1_296_000_000),
            ("1w1d1h1m1s1ms", 694_861_001), ("36525d", 3_155_760_000_000), ("007s", 7_000),
        ] as [(String, Int64)]
    )
    func aSpanIsExact(_ text: String, _ milliseconds: Int64) throws {
        #expect(try Spelling.span(text).milliseconds == milliseconds)
    }

    @Test(arguments: ["", "5", "h", "1.5h", "-1h", "1 h", "1H", "1y", "1h 30m", "1h30", "٣h", "1h\u{0301}"])
    func aSpanThatIsNoneIsRefused(_ text: String) throws {
        let error = try #require(throws: Misspelling.self) { try Spelling.span(text) }
        #expect(error.code == .malformed)
    }

    @Test(arguments: ["30m1h", "1h1h", "1ms1s"]) func unitsComeOnceLargeBeforeSmall(_ text: String) throws {
        let error = try #require(throws: Misspelling.self) { try Spelling.span(text) }
        #expect(error.message.contains("large before small"))
    }

    @Test(arguments: [
        "36525d1ms", "5218w", "9223372036854775807ms", "9223372036854775808ms", "99999999999999999999999w",
        "36525d9223372036854775807ms",
    ])
    func aSpanOverAHundredYearsIsRefused(_ text: String) throws {
        let error = try #require(throws: Misspelling.self) { try Spelling.span(text) }
        #expect(error.code == .outOfRange)
    }

    @Test(
        arguments: [
            ("0", 0), ("-0.5", -500_000), ("0.000001", 1), ("1", 1_000_000), ("-1.000000", -1_000_000),
            ("0.1", 100_000),
        ] as [(String, Int64)]
    )
    func aDecimalIsExact(_ text: String, _ millionths: Int64) throws {
        #expect(try Spelling.decimal(text, places: 6) == millionths)
    }

    @Test(arguments: ["", "-", ".5", "5.", "1.2.3", "1e3", "+1", "--1", "0x1", "1_000", "NaN", ".inf", "0.0000001"])
    func aDecimalThatIsNoneIsRefused(_ text: String) throws {
        let error = try #require(throws: Misspelling.self) { try Spelling.decimal(text, places: 6) }
        #expect(error.code == .malformed)
    }

    @Test(arguments: ["9223372036854775807", "-9223372036854775808", "99999999999999999999999999.1"])
    func aDecimalThatOverflowsIsRefused(_ text: String) throws {
        let error = try #require(throws: Misspelling.self) { try Spelling.decimal(text, places: 6) }
        #expect(error.code == .outOfRange)
    }

    @Test(
        arguments: [
            ("100.00 EUR", 10_000, "EUR"), ("1000 USD", 100_000, "USD"), ("0.1 GBP", 10, "GBP"),
            ("500 JPY", 500, "JPY"),
            ("1.234 KWD", 1_234, "KWD"), ("90071992547409.93 EUR", 9_007_199_254_740_993, "EUR"),
        ] as [(String, Int64, String)]
    )
    func anAmountIsInMinorUnits(_ text: String, _ minor: Int64, _ code: String) throws {
        let currency = try #require(Currency(code))
        #expect(try Spelling.amount(text) == Money(minor: minor, currency))
    }

    @Test(arguments: ["1.5 JPY", "1.001 EUR", "1.0000 KWD", "1", "EUR", "1EUR", "1  EUR", "1 EUR ", "-1 EUR", "1 eur"])
    func anAmountThatIsNoneIsRefused(_ text: String) {
        #expect(throws: Misspelling.self) { try Spelling.amount(text) }
    }
}
