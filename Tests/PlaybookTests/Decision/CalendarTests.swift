import Playbook
import Retention
import Testing

/// Rules that decide on days of the year or of the calendar.
@Suite struct CalendarTests {
    static func birthday(_ more: String = "") -> String {
        "time_zone: Europe/Berlin\nrules: { b: { yearly: birthday, at: \"09:00\", emit: triggers/b\(more) } }"
    }

    @Test func aBirthdayComesEveryYearInTheMorning() throws {
        let spec = try PlaybookSpec(Self.birthday()).given(.born("1984-07-01", at: "2027-03-01"))
        spec.whenClock("2029-01-01").then("2027-07-01T07:00 b", "2028-07-01T07:00 b")
    }

    @Test(arguments: [("2027-07-01T07:00", "2027-07-01T07:00"), ("2027-07-01T07:00:00.001", "2028-07-01T07:00")])
    func aBirthdayThatIsLearnedOnTheDayCountsUntilItsHour(_ learned: String, _ next: String) throws {
        try PlaybookSpec(Self.birthday()).given(.born("1984-07-01", at: learned)).thenNext(next)
    }

    @Test func theLastDayOfFebruaryIsKeptAsTheRuleSays() throws {
        let early = try PlaybookSpec(Self.birthday()).given(.born("1984-02-29", at: "2027-01-01"))
        early.whenClock("2028-12-01").then("2027-02-28T08:00 b", "2028-02-29T08:00 b")
        let late = try PlaybookSpec(Self.birthday(", leap_day: mar_1")).given(.born("1984-02-29", at: "2027-01-01"))
        late.whenClock("2028-12-01").then("2027-03-01T08:00 b", "2028-02-29T08:00 b")
    }

    @Test func theCustomersZoneCountsAndMayChange() throws {
        let spec = try PlaybookSpec(Self.birthday())
            .given(.born("1984-07-01", zone: "Asia/Tokyo", at: "2027-03-01")).thenNext("2027-07-01T00:00")
        spec.given(.zone("America/New_York", at: "2027-04-01")).thenNext("2027-07-01T13:00")
    }

    @Test func whoMovesWestOnTheDayIsNotWishedTwice() throws {
        let spec = try PlaybookSpec(Self.birthday())
            .given(.born("1984-07-01", zone: "Asia/Tokyo", at: "2027-03-01")).givenClock("2027-07-01T02:00")
        spec.when(.zone("America/New_York", at: "2027-07-01T03:00")).thenNothing().thenNext("2028-07-01T13:00")
    }

    @Test func aDateThatIsCorrectedIsNotKeptTwiceInAYear() throws {
        let spec = try PlaybookSpec(Self.birthday()).given(.born("1984-07-01", at: "2027-03-01"))
        spec.givenClock("2027-07-02").given(.born("1984-08-01", at: "2027-07-02")).whenClock("2029-01-01")
            .then("2028-08-01T07:00 b")
        spec.givenClock("2027-06-01").given(.born("1984-05-01", at: "2027-06-01")).whenClock("2029-01-01")
            .then("2028-05-01T07:00 b")
        spec.givenClock("2027-06-01").given(.born("1984-08-01", at: "2027-06-01")).whenClock("2028-01-01")
            .then("2027-08-01T07:00 b")
    }

    @Test func daysBeforeAreDaysOfTheCalendar() throws {
        // Between the two mornings the clocks go forward.
        try PlaybookSpec(Self.birthday(", days_before: 7")).given(.born("1984-04-01", at: "2027-01-01"))
            .thenNext("2027-03-25T08:00")
    }

    @Test func daysBeforeMayReachIntoTheYearBefore() throws {
        let spec = try PlaybookSpec(Self.birthday(", days_before: 10")).given(.born("1984-01-05", at: "2027-03-01"))
        spec.whenClock("2029-02-01").then("2027-12-26T08:00 b", "2028-12-26T08:00 b")
    }

    @Test func theConditionIsAskedOnTheDay() throws {
        let spec = try PlaybookSpec(Self.birthday(", if: customer.age >= 44, with: { age: customer.age }"))
            .given(.born("1984-07-01", at: "2027-03-01"))
        spec.whenClock("2029-01-01").then("2028-07-01T07:00 b age=44")
    }

    // MARK: Anniversaries

    static func anniversary(_ more: String = "") -> String {
        "time_zone: Europe/Berlin\nrules: { a: { yearly: customer.first_order, emit: triggers/a\(more) } }"
    }

    @Test func anAnniversaryCountsItsYears() throws {
        let spec = try PlaybookSpec(Self.anniversary()).given(.order("o", at: "2027-03-01T10:30:15.250"))
        spec.whenClock("2029-12-01")
            .then("2028-03-01T10:30:15.250 a years=1", "2029-03-01T10:30:15.250 a years=2")
    }

    @Test func onlyTheYearsThatAreNamedAreNoticed() throws {
        let spec = try PlaybookSpec(Self.anniversary(", years: [1, 3], at: \"08:00\", days_before: 1"))
            .given(.order("o", at: "2027-03-01T10:30"))
        spec.whenClock("2040-01-01").then("2028-02-29T07:00 a years=1", "2030-02-28T07:00 a years=3").thenNext(nil)
    }

    @Test func anAnniversaryAtTheTurnOfTheYearIsThatOfTheCustomersCalendar() throws {
        // In Berlin it is the first of January already.
        let spec = try PlaybookSpec(Self.anniversary(", at: \"08:00\"")).given(.order("o", at: "2026-12-31T23:30"))
        spec.whenClock("2028-12-01").then("2028-01-01T07:00 a years=1")
    }

    @Test func aZoneThatChangesMovesTheAnniversary() throws {
        let spec = try PlaybookSpec(Self.anniversary(", at: \"08:00\"")).given(.order("o", at: "2027-03-01T10:30"))
            .thenNext("2028-03-01T07:00")
        spec.given(.zone("Asia/Tokyo", at: "2027-04-01")).thenNext("2028-02-29T23:00")
    }

    @Test func anAnniversaryVanishesWithItsInstant() throws {
        let spec = try PlaybookSpec(Self.anniversary()).given(.order("o", at: "2027-03-01"))
        spec.given(.cancelled("o", at: "2027-03-02")).thenNext(nil)
    }

    @Test func anEarlierFirstOrderDoesNotRepeatAYear() throws {
        let spec = try PlaybookSpec(Self.anniversary()).given(.order("b", at: "2027-03-10")).givenClock("2028-03-11")
        spec.given(.order("a", at: "2027-03-05")).thenNext("2029-03-05T00:00")
    }

    @Test func aMembershipThatBeginsAnewCountsItsYearsAnew() throws {
        let spec = try PlaybookSpec(Self.anniversary()).given(.order("a", at: "2020-03-01")).givenClock("2024-03-02")
        spec.given(.order("b", at: "2024-04-01"), .cancelled("a", at: "2024-04-02")).thenNext("2025-04-01T00:00")
    }

    @Test func theYearsOfWhatBeginsAnewAreOtherOnesThanThoseBefore() throws {
        let first = try PlaybookSpec(Self.anniversary()).given(.order("a", at: "2020-03-01")).whenClock("2021-03-02")
        first.then("2021-03-01T00:00 a years=1")
        let anew = first.given(.order("b", at: "2021-04-01"), .cancelled("a", at: "2021-04-02")).whenClock("2022-04-02")
        anew.then("2022-04-01T00:00 a years=1")
        #expect(first.signals.map(\.id) != anew.signals.map(\.id))
    }

    @Test func anInstantThatIsPutRightIsNoticedOnceAYear() throws {
        let spec = try PlaybookSpec(Self.anniversary()).given(.order("a", at: "2020-03-01")).givenClock("2021-03-02")
        spec.given(.order("b", at: "2020-03-05"), .cancelled("a", at: "2021-03-03")).thenNext("2022-03-05T00:00")
    }

    // MARK: Dates

    static let saintNicholas = """
        time_zone: Europe/Berlin
        rules: { d: { dates: [2026-12-06, 2027-12-06], at: "08:00", emit: triggers/d } }
        """

    @Test func datesComeForEverybodyWhoIsKnown() throws {
        let spec = try PlaybookSpec(Self.saintNicholas).given(.viewed(at: "2026-11-01"))
        spec.whenClock("2030-01-01").then("2026-12-06T07:00 d", "2027-12-06T07:00 d").thenNext(nil)
    }

    @Test(arguments: [("2026-12-06T07:00", "2026-12-06T07:00"), ("2026-12-06T07:00:00.001", "2027-12-06T07:00")])
    func whoIsFirstSeenOnTheDayStillHasItUntilItsHour(_ seen: String, _ next: String) throws {
        try PlaybookSpec(Self.saintNicholas).given(.viewed(at: seen)).thenNext(next)
    }

    @Test func whoMovesWestAfterTheDayDoesNotHaveItTwice() throws {
        let spec = try PlaybookSpec(Self.saintNicholas).given(.zone("Asia/Tokyo", at: "2026-11-01"))
            .whenClock("2026-12-06T01:00").then("2026-12-05T23:00 d")
        spec.when(.zone("America/New_York", at: "2026-12-06T02:00")).thenNothing().thenNext("2027-12-06T13:00")
    }
}
