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

    @Test func `every day of eight centuries is written like no other and read back`() {
        let days = (-135_140...157_054).map { CalendarDay(number: $0) }
        #expect(days.first?.description == "1600-01-01" && days.last?.description == "2400-01-01")
        var last = ""
        var wrong: [String] = []
        for day in days {
            let text = day.description
            if CalendarDay(text) != day || text <= last { wrong.append(text) }
            last = text
        }
        #expect(wrong.isEmpty)
    }

    @Test func `days sort by their number`() {
        #expect(CalendarDay(number: -1) < CalendarDay(number: 0))
    }

    @Test func `instants too far away have the first or the last day there is`() {
        #expect(CalendarDay(containing: .never).number == .max)
        #expect(CalendarDay(containing: .distantPast).number == .min)
    }
}
