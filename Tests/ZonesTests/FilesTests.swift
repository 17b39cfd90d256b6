import Testing
import Zones

@Suite struct FilesTests {
    private func offset(_ footer: String, _ second: Int64) -> Int? {
        ZoneFile(footer: footer).zone?.offset(at: second)
    }

    @Test func `given rules in each form, when years are looked at, then clocks change on the days that they say`()
        throws
    {
        // The 60th day without 29 February is 1 March in each year; with it, 0 is 1 January.
        for (footer, month, day, leap) in [
            ("AAA0BBB,J60/0,J300", 3, 1, 1), ("AAA0BBB,J59/0,J300", 2, 28, 28), ("AAA0BBB,59/0,300", 3, 1, 29),
            ("AAA0BBB,M3.1.0/0,M10.5.0", 3, 1, 5), ("AAA0BBB,M2.5.0/0,M10.5.0", 2, 22, 27),
        ] {
            let common = try utc(2026, month, day)
            #expect(self.offset(footer, common - 1) == 0, "\(footer)")
            #expect(self.offset(footer, common) == 3_600, "\(footer)")
            let inLeapYear = try utc(2028, leap == 29 ? 2 : month, leap)
            #expect(self.offset(footer, inLeapYear - 1) == 0, "\(footer)")
            #expect(self.offset(footer, inLeapYear) == 3_600, "\(footer)")
        }
    }

    @Test func `given rules with long times and quoted names, when they are looked at, then they hold`() throws {
        // Thursday's 26:00 is Friday's 02:00; -1:00 is the evening before.
        #expect(self.offset("IST-2IDT,M3.4.4/26,M10.5.0", try utc(2050, 3, 25) - 1) == 7_200)
        #expect(self.offset("IST-2IDT,M3.4.4/26,M10.5.0", try utc(2050, 3, 25)) == 10_800)
        #expect(self.offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", try utc(2050, 3, 27, 1) - 1) == -7_200)
        #expect(self.offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", try utc(2050, 3, 27, 1)) == -3_600)
        // A week, both ways, over New Year.
        #expect(self.offset("AAA0BBB,0/-167,J300/0", try utc(2025, 12, 25, 1) - 1) == 0)
        #expect(self.offset("AAA0BBB,0/-167,J300/0", try utc(2025, 12, 25, 1)) == 3_600)
        #expect(self.offset("AAA0BBB,J60/0,J365/167:59:59", try utc(2026, 1, 6, 22, 59, 58)) == 3_600)
        #expect(self.offset("AAA0BBB,J60/0,J365/167:59:59", try utc(2026, 1, 6, 22, 59, 59)) == 0)
        // Always summer.
        for year in [1970, 2025, 2026, 2028, 3000] {
            #expect(self.offset("EST5EDT,0/0,J365/25", try utc(year, 1, 1, 5)) == -14_400)
            #expect(self.offset("XXX3EDT4,0/0,J365/23", try utc(year, 7, 1)) == -14_400)
        }
        #expect(self.offset("<+0530>-5:30", 0) == 19_800)
        #expect(self.offset("AAA-24:59:59", 0) == 89_999)
        #expect(self.offset("AAA24:59:59", 0) == -89_999)
        #expect(self.offset("AAA+1", 0) == -3_600)
    }

    @Test(arguments: [
        "A", "AA0", "AAA", "AAA25", "AAA0:60", "AAA0:00:60", "AAA0BBB", "AAA0BBB,", "AAA0BBB,J60", "AAA0BBB,J60,",
        "AAA0 ",
        "AAA0BBB,J0,J60", "AAA0BBB,J366,J60", "AAA0BBB,366,J60", "AAA0BBB,M0.1.0,J60", "AAA0BBB,M13.1.0,J60",
        "AAA0BBB,M1.0.0,J60", "AAA0BBB,M1.6.0,J60", "AAA0BBB,M1.1.7,J60", "AAA0BBB,M1.1,J60", "AAA0BBB,J60/168,J90",
        "AAA0BBB,J60/-168,J90", "AAA0BBB,J60/,J90", "AAA0BBB,J60,J90,", "AAA0BBB,J60,J90/2/3", "<AAA0", "<A>0", "<>0",
        "<+0>0", "<A.A>0", "1AA0", "AAA--1", "AAA0BBB25,J60,J90", "AAA0001", "AAA99999999999999999999", "AAA0:",
        "\0AA0",
        "AAA0BBB,M3..0,J60", "AAA0BBB;J60,J90", "AAA0B,J60,J90", "AAA0<BBB,J60,J90",
    ])
    func `given rules that are none, when a file has them, then it is refused`(_ footer: String) {
        #expect(ZoneFile(footer: footer).zone == nil)
    }

    @Test func `given a file with changes, when it is read, then they hold from their second on, and then the rules`()
        throws
    {
        var file = ZoneFile(changes: [(-100, 1), (0, 0), (1_000, 2)], offsets: [60, 120, 3_600], footer: "AAA-1")
        let zone = try #require(file.zone)
        #expect(
            [-101, -100, -1, 0, 999, 1_000, 1 << 62].map { zone.offset(at: $0) } == [
                60, 120, 120, 60, 60, 3_600, 3_600,
            ]
        )
        #expect(zone.offset(at: -1 << 62) == 60)
        file.footer = ""
        #expect(file.zone?.offset(at: 1 << 40) == 3_600)
        // Without changes the rules have always held.
        let rules = try #require(ZoneFile(footer: "CET-1CEST,M3.5.0,M10.5.0/3").zone)
        #expect(rules.offset(at: try utc(1600, 7, 1)) == 7_200)
        #expect(rules.offset(at: try utc(-99_999, 1, 1)) == 3_600)
        #expect(rules.offset(at: try utc(99_999, 7, 1)) == 7_200)
        // 400 years later it is the same, also where the table has ended.
        let berlin = try #require(Zone.named("Europe/Berlin"))
        for day in stride(from: 30_000, to: 200_000, by: 37) {
            let second = Int64(day) * 86_400 + 3_599
            for cycles in [1, 2, 50] as [Int64] {
                #expect(berlin.offset(at: second) == berlin.offset(at: second + cycles * 146_097 * 86_400))
            }
        }
    }

    @Test func `given a file that breaks a rule, when it is read, then it is refused`() {
        #expect(ZoneFile().zone != nil)
        #expect(ZoneFile(version: 0).zone == nil)
        #expect(ZoneFile(version: UInt8(ascii: "4")).zone != nil)
        #expect(ZoneFile(changes: [(0, 1)]).zone == nil)
        #expect(ZoneFile(changes: [(0, 0), (0, 0)]).zone == nil)
        #expect(ZoneFile(changes: [(1, 0), (0, 0)]).zone == nil)
        #expect(ZoneFile(changes: [(.min, 0)]).zone == nil)
        #expect(ZoneFile(changes: [(.max, 0)]).zone == nil)
        #expect(ZoneFile(offsets: []).zone == nil)
        #expect(ZoneFile(offsets: [100_000]).zone == nil)
        #expect(ZoneFile(offsets: [.min]).zone == nil)
        #expect(ZoneFile(leaps: 1).zone == nil)
        #expect(ZoneFile(changes: (0..<10_001).map { (Int64($0), 0) }).zone == nil)
        #expect(ZoneFile(changes: (0..<10_000).map { (Int64($0), 0) }).zone != nil)
    }

    @Test func `given changes that are wild, when times are asked for, then each has its first instant`() throws {
        var random = Seeded(5)
        for _ in 0..<300 {
            let origins: [Int64] = [0, -1 << 59, -1 << 34, 1 << 35, (1 << 59) - 4_000_000]
            let origin = origins.randomElement(using: &random) ?? 0
            let seconds = Set((0..<40).map { _ in origin + Int64.random(in: 0..<4_000_000, using: &random) }).sorted()
            let offsets = (0..<5).map { _ in Int32.random(in: -93_599...93_599, using: &random) }
            let changes = seconds.map { ($0, UInt8.random(in: 0..<5, using: &random)) }
            let zone = try #require(ZoneFile(changes: changes, offsets: offsets, footer: "").zone)
            for _ in 0..<50 {
                let second = origin + Int64.random(in: -100_000..<4_100_000, using: &random)
                let index = changes.lastIndex { $0.0 <= second }
                let offset = Int(offsets[index.map { Int(changes[$0].1) } ?? 0])
                #expect(zone.offset(at: second) == offset)
                guard abs(origin) < 1 << 40 else { continue }
                let wall = Int(second) + offset
                let first = zone.instant(day: 0, secondOfDay: wall) / 1_000
                #expect(first <= second && Int(first) + zone.offset(at: first) >= wall)
                #expect(Int(first) - 1 + zone.offset(at: first - 1) < wall)
                #expect(zone.next(secondOfDay: 43_200, after: second * 1_000) > second * 1_000)
            }
        }
    }

    @Test func `given files cut short or damaged, when they are read, then they are refused or answer`() throws {
        let whole = ZoneFile(
            changes: [(-2_000_000_000, 1), (0, 2), (1_700_000_000, 1)],
            offsets: [3_208, 3_600, 7_200],
            footer: "CET-1CEST,M3.5.0,M10.5.0/3"
        ).bytes
        #expect(Zone(name: "A", file: whole) != nil)
        #expect(Zone(name: "A", file: whole + [1, 2, 3]) != nil)
        for count in whole.indices { #expect(Zone(name: "A", file: Array(whole[..<count])) == nil) }
        var random = Seeded(6)
        var read = 0
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 2: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            guard let zone = Zone(name: "A", file: bytes) else { continue }
            read += 1
            for second in [Int64.min, -3_000_000_000, 0, 1_700_000_000, 1 << 40, .max] {
                #expect(abs(zone.offset(at: second)) < 94_000)
                let day = Int(second.clamped(to: -1 << 40...1 << 40) / 86_400)
                #expect(zone.local(zone.startOfDay(day)).day >= day)
                _ = zone.next(secondOfDay: 7, after: second)
            }
        }
        #expect(read > 1_000)
    }
}

extension Int64 {
    fileprivate func clamped(to range: ClosedRange<Int64>) -> Int64 {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
