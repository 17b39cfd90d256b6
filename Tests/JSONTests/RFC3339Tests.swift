import JSON
import Testing

@Suite struct RFC3339Tests {
    func parse(_ text: String) -> Int64? { RFC3339.parse(Array(text.utf8).span) }

    @Test func everyDayAgreesWithACountOfDays() {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let common = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var day: Int64 = 0
        var random = SplitMix(state: 3)
        var wrong = 0
        for year in 1970...9999 {
            let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            for month in 1...12 {
                let last = common[month - 1] + (leap && month == 2 ? 1 : 0)
                // All days of some centuries, the ends of the months of the others.
                let dense = year < 2110 || (year > 2390 && year < 2410) || year > 9990
                for date in 1...last {
                    if dense || date == 1 || date == last {
                        let text = "\(year)-\(two(month))-\(two(date))"
                        let clock = Int64.random(in: 0..<86_400_000, using: &random)
                        if parse(text) != day * 86_400_000 { wrong += 1 }
                        let full = RFC3339.format(day * 86_400_000 + clock)
                        if !full.hasPrefix(text + "T") || parse(full) != day * 86_400_000 + clock { wrong += 1 }
                    }
                    day += 1
                }
                if parse("\(year)-\(two(month))-\(two(last + 1))") != nil { wrong += 1 }
                if parse("\(year)-\(two(month))-00") != nil { wrong += 1 }
            }
        }
        #expect(wrong == 0)
        #expect(day * 86_400_000 - 1 == RFC3339.maximum)
    }

    @Test(
        arguments: [
            ("2025-01-01T00:00:00.123Z", 1_735_689_600_123), ("2025-01-01t00:00:00z", 1_735_689_600_000),
            ("2025-01-01 00:00:00Z", 1_735_689_600_000), ("2025-01-01", 1_735_689_600_000),
            ("2025-01-01T02:00:00+02:00", 1_735_689_600_000), ("2024-12-31T19:30:00-04:30", 1_735_689_600_000),
            ("2025-01-01T00:00:00.1Z", 1_735_689_600_100), ("2025-01-01T00:00:00.1239999999999999Z", 1_735_689_600_123),
            ("2025-01-01T00:00:00.12+00:00", 1_735_689_600_120), ("2016-12-31T23:59:60Z", 1_483_228_799_999),
            ("2016-12-31T23:59:60.5Z", 1_483_228_799_999), ("1970-01-01T00:00:00Z", 0),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999), ("2024-02-29", 1_709_164_800_000),
        ] as [(String, Int64)]
    ) func readsEveryForm(_ text: String, _ expected: Int64) {
        #expect(parse(text) == expected)
    }

    @Test(arguments: [
        "", "2025", "2025-01", "2025-1-01", "2025-13-01", "2025-00-01", "2025-02-29", "2025-04-31", "2100-02-29",
        "1969-12-31",
        "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2025-01-01T",
        "2025-01-01T00:00",
        "2025-01-01T00:00Z", "2025-01-01T00:00:00", "2025-01-01T24:00:00Z", "2025-01-01T00:60:00Z",
        "2025-01-01T00:00:61Z",
        "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00.1", "2025-01-01T00:00:00+02", "2025-01-01T00:00:00+0200",
        "2025-01-01T00:00:00+24:00", "2025-01-01T00:00:00+02:60", "2025-01-01T00:00:00ZZ", "2025-01-01T00:00:00Z ",
        " 2025-01-01T00:00:00Z", "2025/01/01", "2025-01-01X00:00:00Z", "2025-01-01T00-00-00Z", "2O25-01-01",
        "2025-01-01Z",
        "2025-01-01T0a:00:00Z", "20250101T000000Z", "-025-01-01", "2025-01-01T00:00:00,5Z", "2025-01-01T00:00:00+0a:00",
        "2025-01-01T00:00:00*02:00", "2025-01-01T00:00:00Z+02:00",
    ]) func refusesEverythingElse(_ text: String) {
        #expect(parse(text) == nil)
    }

    @Test func formatsIntoABuffer() {
        let bytes = [UInt8](capacity: 30) { output in
            output.append(UInt8(ascii: ">"))
            RFC3339.format(1_735_689_600_123, into: &output)
        }
        #expect(String(decoding: bytes, as: UTF8.self) == ">2025-01-01T00:00:00.123Z")
        #expect(RFC3339.format(-5) == "1970-01-01T00:00:00.000Z")
        #expect(RFC3339.format(.max) == "9999-12-31T23:59:59.999Z")
    }

    @Test func changedBytesNeverCrash() {
        var random = SplitMix(state: 5)
        let text = Array("2025-01-01T00:00:00.123+02:00".utf8)
        for _ in 0..<100_000 {
            var changed = text
            changed[Int(random.next() % UInt64(text.count))] = UInt8(truncatingIfNeeded: random.next())
            changed.removeLast(Int(random.next() % UInt64(text.count)))
            if let instant = RFC3339.parse(changed.span) { #expect(instant >= 0 && instant <= RFC3339.maximum) }
        }
    }
}
