import Retention
import TestKit
import Testing

@Suite struct TimestampTests {
    @Test func `lengths of time are whole milliseconds`() {
        #expect(TimeSpan.seconds(2) == .milliseconds(2_000))
        #expect(TimeSpan.minutes(2) == .milliseconds(120_000))
        #expect(TimeSpan.hours(2) == .milliseconds(7_200_000))
        #expect(TimeSpan.days(2) == .milliseconds(172_800_000))
        #expect(TimeSpan.days(-1) < .milliseconds(0))
    }

    @Test func `an instant and a length of time add up and take apart again`() {
        let later = start + .days(3) + .hours(1)
        #expect(later == .utc("2025-01-04T11:00:00Z"))
        #expect(later - start == .days(3) + .hours(1))
        #expect(later - .hours(1) == .utc("2025-01-04T10:00:00Z"))
        #expect(start - later == .days(-3) + .hours(-1))
    }

    @Test func `never and the distant past stay where they are`() {
        #expect(Timestamp.never + .days(-1) == .never)
        #expect(Timestamp.never - .days(1) == .never)
        #expect(Timestamp.distantPast + .days(1) == .distantPast)
        #expect(Timestamp.distantPast < start && start < .never)
    }

    @Test func `a sum beyond every instant is never, and one before every instant the distant past`() {
        #expect(Timestamp(milliseconds: .max - 1) + .milliseconds(5) == .never)
        #expect(Timestamp(milliseconds: .min + 1) - .milliseconds(5) == .distantPast)
    }
}

@Suite struct CalendarDayTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T23:59:59.999Z", 0), ("1970-01-02T00:00:00Z", 1),
            ("1969-12-31T23:59:59.999Z", -1), ("1969-12-31T00:00:00Z", -1), ("1969-12-30T23:59:59.999Z", -2),
            ("2000-02-29T12:00:00Z", 11_016), ("2025-01-01T00:00:00Z", 20_089), ("1900-03-01T00:00:00Z", -25_508),
        ] as [(String, Int32)]
    )
    func `an instant lies in its UTC day, also before 1970`(text: String, number: Int32) {
        #expect(CalendarDay(containing: .utc(text)).number == number)
    }

    @Test func `days sort by their number`() {
        #expect(CalendarDay(number: -1) < CalendarDay(number: 0))
    }

    @Test func `instants too far away have the first or the last day there is`() {
        #expect(CalendarDay(containing: .never).number == .max)
        #expect(CalendarDay(containing: .distantPast).number == .min)
    }
}

@Suite struct YearsLaterTests {
    @Test(
        arguments: [
            ("2024-01-31T23:59:59.999Z", 1, "2025-01-31T23:59:59.999Z"),
            ("2024-02-29T08:30:00Z", 1, "2025-02-28T08:30:00Z"),
            ("2024-02-29T08:30:00Z", 4, "2028-02-29T08:30:00Z"),
            ("2024-02-28T08:30:00Z", 1, "2025-02-28T08:30:00Z"),
            ("2023-02-28T08:30:00Z", 1, "2024-02-28T08:30:00Z"),
            ("2023-03-01T00:00:00Z", 1, "2024-03-01T00:00:00Z"),
            ("2096-02-29T00:00:00Z", 4, "2100-02-28T00:00:00Z"),
            ("1996-02-29T00:00:00Z", 4, "2000-02-29T00:00:00Z"),
            ("1968-02-29T01:00:00Z", 1, "1969-02-28T01:00:00Z"),
            ("1969-12-31T23:00:00Z", 1, "1970-12-31T23:00:00Z"),
            ("1900-03-01T05:00:00Z", 100, "2000-03-01T05:00:00Z"),
            ("2025-06-15T12:00:00Z", -1, "2024-06-15T12:00:00Z"),
            ("2025-06-15T12:00:00Z", 0, "2025-06-15T12:00:00Z"),
        ] as [(String, Int, String)]
    )
    func `the same date and time comes again, and 29 February is kept on the 28th`(
        from: String,
        years: Int,
        to: String
    ) {
        #expect(Timestamp.utc(from).yearsLater(years).utcText == Timestamp.utc(to).utcText)
    }

    @Test func `every day of eight centuries comes again a year later`() {
        var wrong: [String] = []
        var instant = Timestamp.utc("1600-01-01")
        while instant < .utc("2400-01-01") {
            let (from, to) = (instant.utcText, instant.yearsLater(1).utcText)
            let date = from.dropFirst(4)
            let expected = date.hasPrefix("-02-29") ? "-02-28" + date.dropFirst(6) : String(date)
            let year = Int(from.prefix(4)).map { $0 + 1 }
            if to.dropFirst(4) != expected || Int(to.prefix(4)) != year { wrong.append("\(from) to \(to)") }
            instant = instant + .days(1)
        }
        #expect(wrong.isEmpty)
    }
}
