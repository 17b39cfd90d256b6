import Retention
import TestKit
import Testing

@Suite struct CurrencyTests {
    @Test func `small letters are taken as capitals`() {
        #expect(Currency("eur") == Currency("EUR"))
        #expect(Currency("uSd")?.description == "USD")
    }

    @Test(arguments: [
        "", "E", "EU", "EURO", "E R", "E1R", "€", "EU\u{301}R", "@AZ", "[AZ", "`az", "{az", "ÁÁÁ", "\0\0\0",
    ])
    func `anything but three ASCII letters is refused`(code: String) {
        #expect(Currency(code) == nil)
    }

    @Test func `a substring is read as well as a string`() {
        #expect(Currency("12.50 EUR".suffix(3)) == .eur)
    }

    @Test(
        arguments: [
            ("EUR", 2), ("USD", 2), ("GBP", 2), ("CHF", 2), ("MRU", 2), ("JPY", 0), ("KRW", 0), ("ISK", 0), ("CLP", 0),
            ("XPF", 0), ("UYI", 0), ("KWD", 3), ("BHD", 3), ("TND", 3), ("CLF", 4), ("UYW", 4),
        ] as [(String, Int)]
    )
    func `the minor unit has as many decimals as ISO 4217 says`(code: String, decimals: Int) {
        #expect(Currency(code)?.decimals == decimals)
    }

    @Test func `currencies sort as their codes do`() {
        let codes = ["ZAR", "EUR", "AED", "USD", "EUA", "JPY"]
        #expect(codes.compactMap { Currency($0) }.sorted().map(\.description) == codes.sorted())
    }

    @Test func `the packed form leads back to the currency, and nothing else does`() {
        #expect(Currency(packed: Currency.usd.packed) == .usd)
        #expect(Currency(packed: 0) == nil)
        #expect(Currency(packed: Currency.usd.packed | 0x2000) == nil)
        #expect(Currency(packed: Currency.usd.packed | 1 << 24) == nil)
    }
}

@Suite struct MoneyByCurrencyTests {
    @Test func `sums stand in the order of their currencies, whatever came first`() {
        let sums = MoneyByCurrency([.usd(1), .eur(2), Money(minor: 3, .jpy), .eur(4)])
        #expect(sums.sums == [.eur(6), Money(minor: 3, .jpy), .usd(1)])
        #expect(sums == MoneyByCurrency([.eur(6), Money(minor: 3, .jpy), .usd(1)]))
    }

    @Test func `a currency nobody paid in has the sum zero and no entry`() {
        let sums = MoneyByCurrency([.usd(1)])
        #expect(sums.amount(in: .eur) == .eur(0))
        #expect(sums.sums == [.usd(1)])
    }

    @Test func `a sum stays at the largest and smallest number instead of running over`() {
        var sums = MoneyByCurrency([.eur(.max - 1)])
        sums.add(.eur(5))
        #expect(sums.amount(in: .eur) == .eur(.max))
        sums = MoneyByCurrency([.eur(.min + 1)])
        sums.add(.eur(-5))
        #expect(sums.amount(in: .eur) == .eur(.min))
    }

    @Test func `nothing is converted and nothing cancels out across currencies`() {
        #expect(MoneyByCurrency([.eur(5), .usd(-5)]).sums == [.eur(5), .usd(-5)])
    }
}
