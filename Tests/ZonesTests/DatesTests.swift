import Testing
import Zones

@Suite struct DatesTests {
    @Test func `given dates, when they are made, then only those that the calendar has are`() throws {
        #expect(LocalDate(year: 2026, month: 2, day: 29) == nil)
        #expect(LocalDate(year: 1900, month: 2, day: 29) == nil)
        #expect(LocalDate(year: 2026, month: 13, day: 1) == nil)
        #expect(LocalDate(year: 2026, month: 0, day: 1) == nil)
        #expect(LocalDate(year: 2026, month: 4, day: 31) == nil)
        #expect(LocalDate(year: 2026, month: 4, day: 0) == nil)
        #expect(LocalDate(year: .max, month: 1, day: 1) == nil)
        let leapDay = try #require(LocalDate(year: 2000, month: 2, day: 29))
        #expect(leapDay.dayNumber == 11_016)
        #expect(leapDay.weekday == 2)
        #expect(leapDay.description == "2000-02-29")
        #expect(LocalDate(dayNumber: 0).description == "1970-01-01")
        #expect(LocalDate(dayNumber: 0).weekday == 4)
        #expect(LocalDate(dayNumber: -719_529).description == "-0001-12-31")
        #expect(LocalDate(dayNumber: 2_932_897).description == "+10000-01-01")
        #expect(LocalDate(dayNumber: 0) < leapDay)
    }

    @Test(arguments: [
        ("00:00", 0), ("21:30", 77_400), ("23:59:59", 86_399), ("02:00:01", 7_201), ("24:00", nil), ("1:00", nil),
        ("12:60", nil), ("12:30:60", nil), ("12-30", nil), ("", nil), ("12:3a", nil), ("12:30:", nil), ("+1:00", nil),
        ("12:30:5", nil), ("12:30:59:00", nil), ("１2:30", nil),
    ])
    func `given a text, when it is read as a time of the day, then it is one or none`(_ text: String, _ second: Int?) {
        #expect(LocalTime(text)?.secondOfDay == second)
        if second != nil { #expect(LocalTime(text)?.description == text) }
    }

    @Test func `given times, when they are made of their parts, then they have them`() throws {
        let time = try #require(LocalTime(hour: 21, minute: 5, second: 7))
        #expect((time.hour, time.minute, time.second) == (21, 5, 7))
        #expect(LocalTime(hour: 24, minute: 0) == nil)
        #expect(LocalTime(hour: 0, minute: 60) == nil)
        #expect(LocalTime(hour: 0, minute: 0, second: -1) == nil)
        #expect(LocalTime(secondOfDay: 86_400) == nil)
        #expect(LocalTime.midnight < time)
    }
}
