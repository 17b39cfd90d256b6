import Testing
import Zones

@Suite struct NextTests {
    @Test func `given a time of the day, when the next one is asked for again and again, then each day has it once`()
        throws
    {
        let berlin = try #require(Zone.named("Europe/Berlin"))
        let time = try #require(LocalTime("02:30")).secondOfDay
        var instant = try utc(2026, 3, 27, 12) * 1_000
        var seen: [String] = []
        for _ in 0..<3 {
            instant = berlin.next(secondOfDay: time, after: instant)
            seen.append(shown(berlin, instant))
        }
        #expect(seen == ["2026-03-28 02:30", "2026-03-29 03:00", "2026-03-30 02:30"])
        // On the day of two, that after the first is on the next day, also between both.
        let first = berlin.next(secondOfDay: time, after: try utc(2026, 10, 24, 12) * 1_000)
        #expect(first == (try utc(2026, 10, 25, 0, 30)) * 1_000)
        let next = (try utc(2026, 10, 26, 1, 30)) * 1_000
        #expect(berlin.next(secondOfDay: time, after: first) == next)
        #expect(berlin.next(secondOfDay: time, after: first + 1_800_000) == next)
        #expect(berlin.next(secondOfDay: time, after: first - 1) == first)
        #expect(berlin.next(secondOfDay: time, after: next - 1) == next)
    }

    @Test func `given clocks that went back over midnight, when the next time is asked for, then no day has it twice`()
        throws
    {
        let johns = try #require(Zone.named("America/St_Johns"))
        let change: Int64 = 972_786_660_000
        // 00:00 of the 29th, a minute before clocks go back to 23:01 of the 28th.
        let first = johns.next(secondOfDay: 0, after: change - 3_600_000)
        #expect(first == change - 60_000)
        #expect(shown(johns, johns.next(secondOfDay: 0, after: first)) == "2000-10-30 00:00")
        #expect(shown(johns, johns.next(secondOfDay: 0, after: change + 60_000)) == "2000-10-30 00:00")
        #expect(shown(johns, johns.next(secondOfDay: 84_600, after: change)) == "2000-10-29 23:30")
    }

    @Test(arguments: [
        (2_027, Zone.LeapDay.february28, "2027-02-28 09:00"), (2_027, .march1, "2027-03-01 09:00"),
        (2_028, .february28, "2028-02-29 09:00"), (2_028, .march1, "2028-02-29 09:00"),
        (2_100, .february28, "2100-02-28 09:00"), (2_100, .march1, "2100-03-01 09:00"),
        (2_000, .february28, "2000-02-29 09:00"),
    ])
    func `given a birthday on 29 February, when a year has none, then it is on the day that was chosen`(
        _ year: Int,
        _ leapDay: Zone.LeapDay,
        _ expected: String
    ) throws {
        let zone = try #require(Zone.named("Pacific/Auckland"))
        let instant = zone.yearly(month: 2, day: 29, secondOfDay: 32_400, year: year, leapDay: leapDay)
        #expect(shown(zone, instant) == expected)
    }

    @Test func `given dates that no year has, when they are asked for, then they are the nearest`() {
        let zone = Zone.utc
        func date(_ month: Int, _ day: Int, _ year: Int = 2026) -> String {
            shown(zone, zone.yearly(month: month, day: day, secondOfDay: 0, year: year, leapDay: .march1))
        }
        #expect(date(4, 31) == "2026-04-30 00:00")
        #expect(date(2, 30) == "2026-02-28 00:00")
        #expect(date(2, 31, 2028) == "2028-02-29 00:00")
        #expect(date(13, 0) == "2026-12-01 00:00")
        #expect(date(Int.min, Int.max) == "2026-01-31 00:00")
    }

    @Test func `given the ends of 64 bits, when they are asked for, then nothing overflows`() throws {
        for zone in [try #require(Zone.named("America/New_York")), .utc, .fixed(seconds: .max), .fixed(seconds: .min)] {
            #expect(zone.instant(day: .max, secondOfDay: .max) == .max)
            #expect(zone.instant(day: .min, secondOfDay: .min) == .min)
            #expect(zone.startOfDay(.max) == .max)
            #expect(zone.yearly(month: 1, day: 1, secondOfDay: 0, year: .max, leapDay: .march1) == .max)
            #expect(zone.yearly(month: 1, day: 1, secondOfDay: 0, year: .min, leapDay: .march1) == .min)
            #expect(zone.next(secondOfDay: 1, after: .max) == .max)
            #expect(zone.next(secondOfDay: .max, after: .min) > .min)
            for instant in [Int64.min, .max] {
                #expect((0..<86_400_000).contains(zone.local(instant).millisecond))
                #expect(abs(zone.offset(at: instant)) < 94_000)
            }
        }
        #expect(LocalDate(dayNumber: .max).year == LocalDate.years.upperBound)
        #expect(LocalDate(dayNumber: .min).year == LocalDate.years.lowerBound)
    }
}
