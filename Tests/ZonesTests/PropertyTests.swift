import Testing
import Zones

/// What holds in every zone at every instant.
@Suite struct PropertyTests {
    /// 200 places, of all continents.
    static let names = """
        Africa: Abidjan Accra Addis_Ababa Algiers Bissau Cairo Casablanca Ceuta Conakry Dakar El_Aaiun Harare Johannesburg \
        Juba Kampala Khartoum Kinshasa Lagos Lubumbashi Luanda Maputo Mogadishu Monrovia Nairobi Ndjamena Sao_Tome Tripoli \
        Tunis Windhoek
        America: Adak Anchorage Araguaina Argentina/Buenos_Aires Argentina/San_Luis Argentina/Ushuaia Asuncion Bahia Barbados \
        Belem Belize Bogota Boise Cancun Caracas Cayenne Chicago Chihuahua Costa_Rica Cuiaba Danmarkshavn Dawson Denver \
        Detroit Edmonton El_Salvador Fortaleza Glace_Bay Goose_Bay Grand_Turk Guatemala Guayaquil Guyana Halifax Havana \
        Hermosillo Indiana/Knox Indiana/Vevay Inuvik Iqaluit Jamaica Juneau La_Paz Lima Los_Angeles Managua Manaus \
        Martinique Mazatlan Menominee Merida Metlakatla Mexico_City Miquelon Moncton Monterrey Montevideo New_York Nome \
        Noronha Nuuk Panama Paramaribo Phoenix Port-au-Prince Punta_Arenas Recife Regina Resolute Rio_Branco Santiago \
        Sao_Paulo Scoresbysund Sitka St_Johns Swift_Current Tegucigalpa Thule Tijuana Toronto Vancouver Whitehorse Winnipeg
        Antarctica: Casey Davis Macquarie Mawson Palmer Troll Vostok
        Asia: Almaty Amman Anadyr Ashgabat Baghdad Baku Bangkok Beirut Colombo Damascus Dhaka Dubai Dushanbe Famagusta Gaza \
        Hebron Ho_Chi_Minh Hong_Kong Hovd Irkutsk Jakarta Jerusalem Kabul Kamchatka Karachi Kathmandu Kolkata Kuching Macau \
        Manila Nicosia Novosibirsk Omsk Pyongyang Qatar Riyadh Sakhalin Samarkand Seoul Shanghai Singapore Taipei Tashkent \
        Tbilisi Tehran Tokyo Ulaanbaatar Urumqi Vladivostok Yakutsk Yangon Yerevan
        Atlantic: Azores Bermuda Canary Cape_Verde Faroe Madeira South_Georgia Stanley
        Australia: Adelaide Brisbane Darwin Eucla Lord_Howe Melbourne Perth Sydney
        Europe: Athens Berlin Brussels Chisinau Dublin Helsinki Istanbul Kyiv Lisbon London Madrid Moscow Paris Rome Sofia \
        Vienna Volgograd Warsaw Zurich
        Pacific: Apia Auckland Chatham Easter Fiji Guam Honolulu Kiritimati Kwajalein Norfolk Pago_Pago Tongatapu
        """.split(separator: "\n").flatMap { line -> [String] in
            let parts = line.split(separator: ": ")
            return parts[1].split(separator: " ").map { "\(parts[0])/\($0)" }
        }

    @Test
    func `given 200 places, when instants become local and come back, then they are the same or the first of two`()
        throws
    {
        #expect(Self.names.count >= 200)
        var random = Seeded(1)
        for name in Self.names {
            let zone = try #require(Zone.named(name), "\(name)")
            for _ in 0..<300 {
                // From 1850 to 2500.
                let second = Int64.random(in: -3_786_825_600...16_725_225_600, using: &random)
                let (day, millisecond) = zone.local(second * 1_000)
                let back = zone.instant(day: day, secondOfDay: millisecond / 1_000)
                if back != second * 1_000 {
                    // The same was shown before, for at most a day.
                    #expect(back < second * 1_000 && back >= (second - 86_400) * 1_000, "\(name) \(second)")
                    #expect(zone.local(back) == (day, millisecond), "\(name) \(second)")
                }
            }
        }
    }

    @Test func `given 200 places, when times of days follow one another, then they rise and are what clocks show`()
        throws
    {
        var random = Seeded(2)
        for name in Self.names {
            let zone = try #require(Zone.named(name), "\(name)")
            let time = Int.random(in: 0..<86_400, using: &random)
            var instant = Int64.random(in: -3_786_825_600_000...16_725_225_600_000, using: &random)
            for _ in 0..<800 {
                let next = zone.next(secondOfDay: time, after: instant)
                #expect(next > instant && next - instant <= 4 * 86_400_000, "\(name) \(instant)")
                let (day, millisecond) = zone.local(next)
                if millisecond != time * 1_000 {
                    // Clocks skipped it: they just went forward over it.
                    let before = zone.local(next - 1_000)
                    let wall = day * 86_400 + millisecond / 1_000
                    #expect(before.day * 86_400 + before.millisecond / 1_000 < wall - 1, "\(name) \(instant)")
                    #expect(zone.offset(at: next / 1_000) > zone.offset(at: next / 1_000 - 1), "\(name) \(instant)")
                }
                instant = next
            }
        }
    }

    @Test func `given 200 places, when later times are asked for, then their instants are never earlier`() throws {
        var random = Seeded(3)
        for name in Self.names {
            let zone = try #require(Zone.named(name), "\(name)")
            var (wall, last) = (Int.random(in: -45_000...20_000, using: &random) * 86_400, Int64.min)
            for _ in 0..<1_000 {
                wall += Int.random(in: 0..<30_000, using: &random)
                let instant = zone.instant(day: 0, secondOfDay: wall)
                #expect(instant >= last, "\(name) \(wall)")
                let (day, millisecond) = zone.local(instant)
                #expect(day * 86_400 + millisecond / 1_000 >= wall, "\(name) \(wall)")
                last = instant
            }
        }
    }

    @Test func `given days, when they become dates and come back, then they are the same and follow the calendar`() {
        var random = Seeded(4)
        var last = LocalDate(dayNumber: -800_000)
        for number in -799_999...800_000 {
            let date = LocalDate(dayNumber: number)
            let isNext = date.year == last.year && date.month == last.month && date.day == last.day + 1
            let isMonth = date.day == 1 && last.day == LocalDate.days(inMonth: last.month, of: last.year)
            let isYear = date.month == 1 && last.month == 12 && date.year == last.year + 1
            let isAfter = isNext || isMonth && (isYear || date.year == last.year && date.month == last.month + 1)
            if !isAfter || date.dayNumber != number || date.weekday != last.weekday % 7 + 1 {
                Issue.record("\(date) after \(last)")
            }
            last = date
        }
        for _ in 0..<10_000 {
            let number = Int.random(in: -100_000_000_000...100_000_000_000, using: &random)
            #expect(LocalDate(dayNumber: number).dayNumber == number)
        }
    }
}
