import Retention
import TestKit
import Testing

@Suite struct InterestsTests {
    private func interests(_ facts: Fact...) -> Interests { Shopping.after(facts).interests }

    private func viewed(_ category: String?, at time: Timestamp) -> Fact {
        Fact(.productViewed(ProductView(product: "p", category: category)), at: time)
    }

    private func carted(_ category: String, at time: Timestamp) -> Fact {
        Fact(.productAdded(CartChange(product: "p", category: category)), at: time)
    }

    private func ordered(_ id: String, _ categories: String?..., at time: Timestamp) -> Fact {
        let lines = categories.map { LineItem(product: "p", category: $0) }
        return Fact(.orderCompleted(Order(id: id, total: .eur(1), lines: lines)), at: time)
    }

    @Test func `a look weighs one, a cart three and a line of an order ten`() {
        let interests = self.interests(
            self.viewed("mugs", at: start),
            self.carted("pans", at: start),
            self.ordered("o-1", "pots", "mugs", nil, at: start),
            self.viewed(nil, at: start)
        )
        #expect(interests.weights(at: start).map(\.category) == ["mugs", "pots", "pans"])
        #expect(interests.weights(at: start).map(\.thousandths) == [11_000, 10_000, 3_000])
        #expect(interests.top == "mugs" && interests.topShare == 458)
    }

    @Test func `half is gone after thirty days, and half of the rest after thirty more`() {
        let interests = self.interests(self.ordered("o-1", "mugs", at: start))
        let weights = [0, 30, 60, 90].map { interests.weights(at: start + .days($0)).first?.thousandths }
        #expect(weights == [10_000, 5_000, 2_500, 1_250])
    }

    @Test(arguments: 0..<90 as Range<Int64>)
    func `each day a little is gone`(day: Int64) {
        let interests = self.interests(self.ordered("o-1", "mugs", at: start + .days(day)))
        for days in 0..<120 as Range<Int64> {
            let instants = [day + days, day + days + 1].map { start + .days($0) }
            let weights = instants.map { interests.weights(at: $0).first?.thousandths ?? 0 }
            // The thirtieth root of one half is 0.97716.
            let ideal = weights[0] * 97_716 / 100_000
            #expect(abs(weights[1] - ideal) <= 2 + weights[0] / 1_000)
        }
    }

    @Test func `a late event weighs what it would weigh by now`() {
        let (old, new) = (self.ordered("o-1", "mugs", at: start), self.viewed("pans", at: start + .days(30)))
        #expect(self.interests(old, new) == self.interests(new, old))
        #expect(self.interests(new, old).weights(at: start + .days(30)).map(\.thousandths) == [5_000, 1_000])
    }

    @Test func `an instant before the latest event counts as that event's`() {
        let interests = self.interests(self.viewed("mugs", at: start))
        #expect(interests.weights(at: .distantPast) == interests.weights(at: start))
        #expect(interests.weights(at: .never).map(\.thousandths) == [0])
    }

    @Test func `what is older than a year weighs nothing and is forgotten`() {
        let (old, new) = (self.viewed("mugs", at: start), self.viewed("pans", at: start + .days(400)))
        #expect(self.interests(old, new).weights(at: start).map(\.category) == ["pans"])
        #expect(self.interests(old, new) == self.interests(new, old))
    }

    @Test func `days before 1970 weigh alike`() {
        let old = Timestamp.utc("1950-03-05")
        let interests = self.interests(self.viewed("mugs", at: old), self.viewed("mugs", at: old + .days(30)))
        #expect(interests.weights(at: old + .days(30)).map(\.thousandths) == [1_500])
    }

    @Test func `a ninth category takes the place of the lightest, unless it is late and lighter still`() {
        let heavy = (0..<7).map { self.carted("c-\($0)", at: start) }
        let light = self.viewed("light", at: start)
        let ninth = Shopping.after(heavy + [light, self.viewed("new", at: start)]).interests
        let names = ninth.weights(at: start).map(\.category)
        #expect(names.count == 8 && names.contains("new") && !names.contains("light"))
        let late = Shopping.after(heavy + [light, self.viewed("old", at: start - .days(40))]).interests
        #expect(late == Shopping.after(heavy + [light]).interests)
    }

    @Test func `of two categories that weigh the same the first by name is on top`() {
        #expect(self.interests(self.viewed("b", at: start), self.viewed("a", at: start)).top == "a")
        #expect(Interests().top == nil && Interests().topShare == 0)
    }

    @Test func `the first order tells its first category, whenever it arrives`() {
        let (first, second) = (self.ordered("o-1", "a", "b", at: start), self.ordered("o-2", "c", at: start + tick))
        for facts in [[first, second], [second, first]] {
            let interests = Shopping.after(facts).interests
            #expect(interests.firstOrderCategory == "a" && interests.firstOrder == start)
        }
        #expect(self.interests(second, self.ordered("o-1", nil, at: start)).firstOrderCategory == nil)
    }

    @Test func `an order weighs once, whichever event brings it`() {
        let interests = self.interests(
            .version("o-1", ["a": 1], placed: start, at: start),
            .bought("o-1", ["a": 1], at: start),
            .bought("o-1", ["a": 1], at: start)
        )
        #expect(interests.weights(at: start).map(\.thousandths) == [10_000])
    }
}
