import Retention
import TestKit
import Testing

@Suite struct TalliesTests {
    @Test func `given page views, then how many and the first and last are known, in any order`() {
        let states = Relations.inEveryOrder([
            Fact(.pageViewed(PageView()), at: start + .days(1)),
            Fact(.pageViewed(PageView()), at: start),
            Fact(.pageViewed(PageView()), at: start + .days(3)),
            Fact(.leadCaptured(Lead()), at: start + .days(9)),
        ])
        #expect(states.count == 1)
        let tallies = states.first?.tallies
        #expect(tallies?.count(of: .pageViewed) == 3 && tallies?.first(of: .pageViewed) == start)
        #expect(tallies?.last(of: .pageViewed) == start + .days(3))
        #expect(tallies?.count(of: .leadCaptured) == 1 && tallies?.first(of: .leadCaptured) == start + .days(9))
        #expect(tallies?.count(of: .screenViewed) == 0 && tallies?.first(of: .screenViewed) == nil)
        #expect(tallies?.last(of: .screenViewed) == nil)
    }

    @Test func `every kind but eight is counted, whatever comes first`() {
        let others: Set<Event.Kind> = [
            .orderCompleted, .orderUpdated, .orderOwned, .productViewed, .productAdded, .productRemoved, .cartViewed,
            .cartUpdated,
        ]
        for seed in 0..<20 as Range<UInt64> {
            var (random, facts) = (SeededRandom(seed: seed), FactRandom(seed: seed))
            var relations = Relations()
            for (index, kind) in (Event.Kind.allCases + Event.Kind.allCases).shuffled(using: &random).enumerated() {
                _ = relations.take(Fact(.random(kind, &facts), at: start + .minutes(Int64(index))))
            }
            for kind in Event.Kind.allCases {
                #expect(relations.tallies.count(of: kind) == (others.contains(kind) ? 0 : 2), "\(kind)")
                #expect(Tallies.includes(kind) != others.contains(kind))
                if let first = relations.tallies.first(of: kind), let last = relations.tallies.last(of: kind) {
                    #expect(first < last)
                }
            }
        }
    }

    @Test func `given instants as far apart as can be, then both ends are known`() {
        let (first, last) = (Timestamp(milliseconds: .min + 1), Timestamp(milliseconds: .max))
        let far = Relations.given(
            Fact(.pageViewed(PageView()), at: last),
            Fact(.pageViewed(PageView()), at: first)
        )
        #expect(far.tallies.first(of: .pageViewed) == first && far.tallies.last(of: .pageViewed) == last)
        #expect(far == relations(far.encoded(from: start)))
    }
}
