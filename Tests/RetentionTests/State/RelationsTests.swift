import Retention
import TestKit
import Testing

@Suite struct RelationsTests {
    @Test func `given nobody, then nothing is known and nothing is kept`() {
        let relations = Relations()
        #expect(relations.isInitial && relations.heapBytes == 0)
        #expect(relations.profile == KnownProfile() && relations.tickets == Tickets())
        #expect(relations.feedback == Feedback() && relations.memberships == Memberships())
        #expect(MemoryLayout<Relations>.size == 6 * MemoryLayout<Int>.size)
    }

    @Test func `given orders, product views and carts, then nothing changes`() {
        var relations = Relations()
        for fact in [Fact.order("o", at: start), .viewed(at: start), .added(at: start), .removed(at: start)] {
            let isChanged = relations.take(fact)
            #expect(!isChanged)
        }
        #expect(relations.isInitial)
    }

    @Test func `given what says nothing, then it is counted and kept nowhere else`() {
        let relations = Relations.given(
            Fact(.customerIdentified(Profile(country: "")), at: start),
            Fact(.npsAnswered(NPSAnswer(score: 11)), at: start),
            Fact(.surveyAnswered(SurveyAnswer(surveyID: "s", choice: "red")), at: start),
            Fact(.channelSubscribed(Channel(channel: "")), at: start)
        )
        #expect(relations.tallies.count(of: .customerIdentified) == 1)
        #expect(relations.profile == KnownProfile() && relations.feedback == Feedback())
        #expect(relations.channels == Channels())
        // No part but the tallies takes any memory.
        let counted = Relations.given(
            Fact(.pageViewed(PageView()), at: start),
            Fact(.screenViewed(PageView()), at: start),
            Fact(.cartShared(Share()), at: start),
            Fact(.emailDelivered(EmailTouch()), at: start)
        )
        // An array may have 16 bytes of room more than it was made with, when malloc had no smaller piece at hand.
        #expect(abs(relations.heapBytes - counted.heapBytes) < 32)
    }

    @Test func `given facts of all parts within the bounds, when they come in any order, then the state is the same`() {
        for seed in 0..<RandomRelations.count {
            let facts = RandomRelations(seed: seed).facts
            var random = SeededRandom(seed: ~seed)
            let relations = Relations(after: facts)
            for _ in 0..<4 {
                #expect(Relations(after: facts.shuffled(using: &random)) == relations, "seed \(seed)")
            }
            #expect(Relations(after: facts.reversed()) == relations, "seed \(seed)")
        }
    }

    @Test func `given any facts, when one is taken, then it is said truly whether the state changed`() {
        for seed in 0..<RandomRelations.count {
            var random = SeededRandom(seed: ~seed)
            var relations = Relations()
            for fact in RandomRelations(seed: seed).facts.shuffled(using: &random) {
                let before = relations
                let isChanged = relations.take(fact)
                #expect(isChanged == (relations != before), "seed \(seed)")
            }
        }
    }
}
