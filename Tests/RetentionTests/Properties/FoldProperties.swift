import Retention
import TestKit
import Testing

/// What holds of every life of a customer, by every playbook.
@Suite struct FoldProperties {
    @Test(arguments: Seeds.blocks)
    func `no signal id is ever emitted twice for a customer`(seeds: Seeds) {
        seeds.hold { story, _ in
            var seen: Set<SignalID> = []
            let twice = story.lived.signals.first { !seen.insert($0.id).inserted }
            return twice.map { "\($0.type.name) at \($0.time.utcText) came twice" }
        }
    }

    @Test(arguments: Seeds.blocks)
    func `repeating events changes neither state nor signals`(seeds: Seeds) {
        seeds.hold { story, random in
            var (once, often) = (story.fold, story.fold)
            let window = Int64(story.rules.state.recentEventIDs - 1)
            for (index, event) in story.events.enumerated() {
                once.fold(event)
                often.fold(event)
                for _ in 0..<random.number(0...3) {
                    often.fold(story.events[index - Int(random.number(0...min(Int64(index), window)))])
                }
            }
            return once.state == often.state && once.signals == often.signals ? nil : "a repetition changed something"
        }
    }

    @Test(arguments: Seeds.blocks)
    func `a clock that moves between the events, never past the next one, changes no signal`(seeds: Seeds) {
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
            guard still.state == moved.state, still.fired == moved.fired else { return "another end" }
            return still.signals == moved.signals ? nil : "other signals"
        }
    }

    @Test(arguments: Seeds.blocks)
    func `after firing no deadline lies before the clock, and few fire at once`(seeds: Seeds) {
        seeds.hold { story, _ in
            // Between two events at most three carts, one flag, three win-backs, one thanks and three anniversaries.
            let limit = 11
            var fold = story.fold
            for event in story.events {
                let before = fold.fired.count
                fold.fold(event)
                guard fold.fired.count - before <= limit else { return "too many deadlines before \(event.id)" }
                var later = fold
                let due = fold.nextDeadline == .never ? event.time : max(fold.nextDeadline, event.time)
                later.advance(to: due + tick)
                guard later.nextDeadline >= later.clock else { return "a deadline stays after \(event.id)" }
                guard later.fired.count - fold.fired.count <= limit else { return "too many deadlines" }
            }
            fold.advance(to: RandomStory.end)
            return fold.nextDeadline == .never && fold.stuck == nil ? nil : "a deadline stays at the end"
        }
    }

    @Test(arguments: Seeds.blocks)
    func `the flag goes up and down in turn, each time later than before`(seeds: Seeds) {
        seeds.hold { story, _ in
            let lived = story.lived
            var raised: Timestamp?
            var isUp = false
            for signal in lived.signals {
                switch signal.type {
                case .churnRiskRaised:
                    guard !isUp, raised.map({ $0 < signal.time }) ?? true else { return "up at \(signal.time.utcText)" }
                    (isUp, raised) = (true, signal.time)
                case .churnRiskCleared:
                    guard isUp, let raised, raised <= signal.time else { return "down at \(signal.time.utcText)" }
                    isUp = false
                default: break
                }
            }
            return lived.state.memory.isAtRisk == isUp ? nil : "the state knows another flag"
        }
    }

    @Test(arguments: Seeds.blocks)
    func `a winning back succeeds only after a stage was due, and once`(seeds: Seeds) {
        seeds.hold { story, _ in
            var due: Timestamp?
            for signal in story.lived.signals {
                if signal.type == .winBackDue { due = signal.time }
                guard signal.type == .winBackSucceeded else { continue }
                guard let stage = due, stage <= signal.time else { return "a success at \(signal.time.utcText)" }
                due = nil
            }
            return nil
        }
    }

    @Test func `the same seed tells the same story`() {
        let (one, two) = (RandomStory(seed: 42), RandomStory(seed: 42))
        #expect(one.events == two.events && one.rules == two.rules)
        #expect(one.lived.signals == two.lived.signals)
    }

    @Test func `the stories reach every kind of signal often`() {
        var counts: [SignalType: Int] = [:]
        for seed in 0..<Seeds.count {
            for signal in RandomStory(seed: seed).lived.signals { counts[signal.type, default: 0] += 1 }
        }
        // Consent has stories of its own, and contacts and codes come from rules that are written out.
        let others: [SignalType] = [.incentiveGranted, .incentiveExpiring, .incentiveExpired, .incentiveRedeemed]
        for type in SignalType.all where ![.consents, .outcomes].contains(type.topic) && !others.contains(type) {
            #expect(counts[type, default: 0] >= 50, "\(type.name)")
        }
    }
}
