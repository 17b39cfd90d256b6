import Retention
import TestKit
import Testing

/// What a customer wants to hear.
@Suite struct ContactPreferencesTests {
    @Test func `each field counts as it was said last, in every order of arrival`() {
        let facts = [
            Preferences(
                topics: ["b", "a"],
                channels: ["sms", "email"],
                maxPerWeek: 3,
                quietFrom: 1_320,
                quietUntil: 420
            ),
            Preferences(topics: ["c"]), Preferences(maxPerWeek: 1, quietUntil: 0),
        ]
        let events = facts.enumerated().map { index, fact in
            Event.consent("\(index)", .preferencesUpdated(fact), start + .hours(Int64(index)))
        }
        for events in events.permutations {
            var fold = ConsentFold()
            for event in events { fold.fold(event) }
            let known = fold.state.preferences
            #expect(known.topics == ["c"] && known.channels == ["sms", "email"] && known.maxPerWeek == 1)
            #expect(known.quietFrom == 1_320 && known.quietUntil == 0)
        }
    }

    @Test func `numbers out of range say nothing, the limits do`() {
        var fold = ConsentFold()
        fold.fold("1", .preferencesUpdated(Preferences(maxPerWeek: 1_001, quietFrom: 1_440, quietUntil: -1)), start)
        #expect(fold.state.isInitial)
        fold.fold("2", .preferencesUpdated(Preferences(maxPerWeek: 1_000, quietFrom: 1_439, quietUntil: 0)), start)
        let known = fold.state.preferences
        #expect(known.maxPerWeek == 1_000 && known.quietFrom == 1_439 && known.quietUntil == 0)
    }

    @Test func `what was said at one instant comes to the same in either order`() {
        let events = [
            Event.consent("1", .preferencesUpdated(Preferences(topics: ["a"], maxPerWeek: 5)), start),
            .consent("2", .preferencesUpdated(Preferences(topics: ["a", "b"], maxPerWeek: 2)), start),
            .consent("3", .preferencesUpdated(Preferences(topics: ["b"])), start),
        ]
        for events in events.permutations {
            var fold = ConsentFold()
            for event in events { fold.fold(event) }
            #expect(fold.state.preferences.topics == ["a"] && fold.state.preferences.maxPerWeek == 2)
        }
    }

    @Test func `lists are kept up to a length`() {
        var fold = ConsentFold()
        fold.fold("1", .preferencesUpdated(Preferences(topics: [""] + (0..<99).map { "\($0)" })), start)
        #expect(fold.state.preferences.topics == (0..<ContactPreferences.keptNames).map { "\($0)" })
    }
}
