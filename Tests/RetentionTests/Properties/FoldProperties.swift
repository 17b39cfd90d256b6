import Retention
import TestKit
import Testing

/// What holds of every life of a customer, with all settings.
@Suite struct FoldProperties {
    @Test(arguments: Seeds.blocks)
    func `repeating events does not change the state`(seeds: Seeds) {
        seeds.hold { story, random in
            var (once, often) = (story.fold, story.fold)
            let window = Int64(story.settings.state.recentEventIDs - 1)
            for (index, event) in story.events.enumerated() {
                once.fold(event)
                often.fold(event)
                for _ in 0..<random.number(0...3) {
                    often.fold(story.events[index - Int(random.number(0...min(Int64(index), window)))])
                }
            }
            return once.state == often.state ? nil : "a repetition changed something"
        }
    }

    @Test(arguments: Seeds.blocks)
    func `a clock that moves between the events, never past the next one, changes nothing`(seeds: Seeds) {
        seeds.hold { story, random in
            var (still, moved) = (story.fold, story.fold)
            for event in story.events {
                for _ in 0..<random.number(0...3) {
                    moved.advance(to: event.time - .minutes(random.pick([0, 0, 1, 30, 600, 100_000])))
                }
                still.fold(event)
                moved.fold(event)
                guard still.state == moved.state else { return "another state after \(event.id)" }
            }
            still.advance(to: RandomStory.end)
            moved.advance(to: RandomStory.end)
            return still.state == moved.state && still.fired == moved.fired ? nil : "another end"
        }
    }

    @Test(arguments: Seeds.blocks)
    func `after firing no deadline lies before the clock, and one fires at most`(seeds: Seeds) {
        seeds.hold { story, _ in
            var fold = story.fold
            for event in story.events {
                let before = fold.fired.count
                fold.fold(event)
                guard fold.fired.count - before <= 1 else { return "too many deadlines before \(event.id)" }
                var later = fold
                let due = fold.nextDeadline == .never ? event.time : max(fold.nextDeadline, event.time)
                later.advance(to: due + tick)
                guard later.nextDeadline >= later.clock else { return "a deadline stays after \(event.id)" }
                guard later.fired.count - fold.fired.count <= 1 else { return "too many deadlines" }
            }
            fold.advance(to: RandomStory.end)
            return fold.nextDeadline == .never && fold.stuck == nil ? nil : "a deadline stays at the end"
        }
    }

    @Test func `the same seed tells the same story`() {
        let (one, two) = (RandomStory(seed: 42), RandomStory(seed: 42))
        #expect(one.events == two.events && one.settings == two.settings)
        #expect(one.lived.state == two.lived.state)
    }

    @Test func `the stories close many carts by their lifetime`() {
        let closed = (0..<Seeds.count).reduce(0) { $0 + RandomStory(seed: $1).lived.fired.count }
        #expect(closed > 1_000)
    }
}
