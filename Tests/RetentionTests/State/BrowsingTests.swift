import Retention
import TestKit
import Testing

@Suite struct BrowsingTests {
    private func browsing(_ times: Timestamp...) -> Browsing {
        CustomerSpec(.plain).given(times.map { Fact.viewed(at: $0) }).state.browsing
    }

    @Test func `a customer who looked at nothing has no latest day`() {
        #expect(self.browsing().views == 0 && self.browsing().latestDay == nil)
        #expect(self.browsing().viewsInLatestWeek == 0)
    }

    @Test func `the latest week is the latest day and the six before it`() {
        let browsing = self.browsing(start, start + .days(6), start + .days(6) + .hours(1))
        #expect(browsing.views == 3 && browsing.viewsInLatestWeek == 3)
        let later = self.browsing(start, start + .days(6), start + .days(7))
        #expect(later.views == 3 && later.viewsInLatestWeek == 2)
        #expect(later.latestDay == CalendarDay(containing: start + .days(7)))
    }

    @Test func `a view after a long time is alone in its week`() {
        #expect(self.browsing(start, start, start + .days(1_000)).viewsInLatestWeek == 1)
    }

    @Test func `a late view counts in its own day, while that lies in the latest week`() {
        let browsing = self.browsing(start, start - .days(6))
        #expect(browsing.viewsInLatestWeek == 2 && browsing.latestDay == CalendarDay(containing: start))
        let older = self.browsing(start, start - .days(7))
        #expect(older.views == 2 && older.viewsInLatestWeek == 1)
        #expect(self.browsing(start, start - .days(6), start + .days(1)).viewsInLatestWeek == 2)
    }

    @Test func `views before 1970 are counted by day as well`() {
        let day = Timestamp.utc("1969-12-31T23:00:00Z")
        #expect(self.browsing(day - .days(6), day, day + .hours(2)).viewsInLatestWeek == 2)
    }

    @Test func `instants as far apart as can be do not trap`() {
        let far = self.browsing(Timestamp(milliseconds: .min + 1), Timestamp(milliseconds: .max - 1))
        #expect(far.viewsInLatestWeek == 1 && far.views == 2)
    }

    @Test func `counts of mentions know the negative ones and the sentiment that arrived last`() {
        let mentions = CustomerSpec(.plain).given(
            .mentioned(-0.1, at: start),
            .mentioned(0, at: start),
            .mentioned(0.4, at: start + tick),
            .mentioned(at: start)
        ).state.mentions
        #expect(mentions.count == 4 && mentions.negative == 1 && mentions.lastSentiment == .scored(0.4))
    }
}
