import Testing
import Zones

/// What is known of places, as Python's `zoneinfo` has it too.
@Suite struct PlacesTests {
    @Test(arguments: [
        ("Pacific/Auckland", 1_775_311_199, 46_800), ("Pacific/Auckland", 1_775_311_200, 43_200),
        ("Pacific/Auckland", 4_102_444_800, 46_800),  // 2100, by rules whose summer lies around New Year
        ("Pacific/Honolulu", 1_782_864_000, -36_000), ("Pacific/Honolulu", -820_540_800, -34_200),
        ("Pacific/Honolulu", -2_524_521_600, -37_886),  // 1890, by the sun
        ("Europe/Berlin", 1_774_745_999, 3_600), ("Europe/Berlin", 1_774_746_000, 7_200),
        ("Europe/Berlin", 1_792_889_999, 7_200), ("Europe/Berlin", 1_792_890_000, 3_600),
        ("Europe/Berlin", 4_109_878_799, 3_600), ("Europe/Berlin", 4_109_878_800, 7_200),
        ("Europe/Berlin", -2_840_140_800, 3_208),
        ("America/Sao_Paulo", 1_541_300_399, -10_800), ("America/Sao_Paulo", 1_541_300_400, -7_200),
        ("America/Sao_Paulo", 1_767_225_600, -10_800),
        ("Africa/Casablanca", 1_771_120_799, 3_600), ("Africa/Casablanca", 1_771_120_800, 0),
        ("Africa/Casablanca", 1_774_144_800, 3_600),
        ("Asia/Kathmandu", 1_767_225_600, 20_700), ("Asia/Kathmandu", 315_532_800, 19_800),
        ("Europe/Dublin", 1_767_225_600, 0), ("Europe/Dublin", 1_782_864_000, 3_600),
        ("Europe/Dublin", 7_258_118_400, 0),  // 2200: in winter, which is what is not standard time
        ("Australia/Lord_Howe", 1_775_314_799, 39_600), ("Australia/Lord_Howe", 1_775_314_800, 37_800),
        ("America/New_York", -2_717_650_801, -17_762), ("America/New_York", -2_717_650_800, -18_000),
        ("Asia/Jerusalem", 2_540_246_400, 10_800),  // a change at 26:00
        ("America/Nuuk", 2_531_869_199, -7_200), ("America/Nuuk", 2_531_955_600, -3_600),  // a change at -1:00
        ("Pacific/Apia", 1_325_239_199, -36_000), ("Pacific/Apia", 1_325_239_200, 50_400),
        ("Africa/Monrovia", 31_536_000, -2_670),
        ("America/St_Johns", 972_786_659, -9_000), ("America/St_Johns", 972_786_660, -12_600),
    ])
    func `given a place and an instant, when its clocks are asked, then they are as far ahead as known`(
        _ name: String,
        _ second: Int64,
        _ offset: Int
    ) throws {
        #expect(try #require(Zone.named(name)).offset(at: second) == offset)
    }

    @Test func `given clocks that go forward, when a skipped time is asked for, then it is the instant of the change`()
        throws
    {
        let berlin = try #require(Zone.named("Europe/Berlin"))
        let change = try utc(2026, 3, 29, 1) * 1_000
        for time in ["02:00", "02:30", "02:59:59", "03:00"] {
            let (day, second) = try wall(2026, 3, 29, time)
            #expect(berlin.instant(day: day, secondOfDay: second) == change, "\(time)")
        }
        let (day, second) = try wall(2026, 3, 29, "01:59:59")
        #expect(berlin.instant(day: day, secondOfDay: second) == change - 1_000)
        #expect(berlin.instant(day: day, secondOfDay: second + 3_601) == change)
        #expect(berlin.instant(day: day, secondOfDay: second + 3_602) == change + 1_000)
        #expect(berlin.local(change - 1).millisecond == 7_199_999)
        #expect(berlin.local(change).millisecond == 10_800_000)
    }

    @Test func `given clocks that go back, when a repeated time is asked for, then it is the first of both`() throws {
        let berlin = try #require(Zone.named("Europe/Berlin"))
        let change = try utc(2026, 10, 25, 1) * 1_000
        let (day, second) = try wall(2026, 10, 25, "02:30")
        #expect(berlin.instant(day: day, secondOfDay: second) == change - 1_800_000)
        #expect(berlin.instant(day: day, secondOfDay: 10_800) == change + 3_600_000)
        #expect(shown(berlin, change - 1) == "2026-10-25 02:59:59")
        #expect(shown(berlin, change) == "2026-10-25 02:00")
        let howe = try #require(Zone.named("Australia/Lord_Howe"))
        let half = try wall(2026, 4, 5, "01:45")
        #expect(howe.instant(day: half.day, secondOfDay: half.second) == 1_775_314_800_000 - 900_000)
        let gap = try wall(2026, 10, 4, "02:10")
        #expect(shown(howe, howe.instant(day: gap.day, secondOfDay: gap.second)) == "2026-10-04 02:30")
    }

    @Test func `given clocks that skip midnight, when the start of the day is asked for, then it is when they do`()
        throws
    {
        let place = try #require(Zone.named("America/Sao_Paulo"))
        let day = try wall(2018, 11, 4, "00:00").day
        #expect(place.startOfDay(day) == 1_541_300_400_000)
        #expect(shown(place, place.startOfDay(day)) == "2018-11-04 01:00")
        #expect(place.startOfDay(day + 1) - place.startOfDay(day) == 23 * 3_600_000)
        #expect(place.startOfDay(day) - place.startOfDay(day - 1) == 24 * 3_600_000)
        // Clocks that went back from 00:01 to 23:01 show the beginning of the day twice.
        let johns = try #require(Zone.named("America/St_Johns"))
        let twice = try wall(2000, 10, 29, "00:00").day
        #expect(johns.startOfDay(twice) == 972_786_660_000 - 60_000)
    }

    @Test
    func `given a day that was skipped, when its times are asked for, then they are the change and it has no next`()
        throws
    {
        let apia = try #require(Zone.named("Pacific/Apia"))
        let day = try wall(2011, 12, 30, "00:00").day
        let change: Int64 = 1_325_239_200_000
        #expect(apia.startOfDay(day) == change)
        #expect(apia.instant(day: day, secondOfDay: 43_200) == change)
        #expect(apia.startOfDay(day + 1) == change)
        let before = apia.next(secondOfDay: 32_400, after: change - 86_400_000)
        #expect(shown(apia, before) == "2011-12-29 09:00")
        #expect(shown(apia, apia.next(secondOfDay: 32_400, after: before)) == "2011-12-31 09:00")
        #expect(shown(apia, apia.next(secondOfDay: 0, after: before)) == "2011-12-31 00:00")
    }
}
