import Journal
import Retention
import TestKit
import Testing

/// Intake while a topic is flooded with what can't be taken.
@Suite struct FloodTests {
    @Test
    func `given a flood that does not end, when good records come, then they don't wait and no timer fires early`()
        throws
    {
        let site = Worksite(partitions: 1)
        let intake = site.makeIntake()
        let fold = try site.makeFold()
        let history = Shop.history(seed: 3, customers: 4, count: 60).filter { event in
            if case .orderCompleted = event.body { true } else { false }
        }
        site.append(history)
        for round in 0..<30 {
            // Always more than a round reads.
            for number in 0..<2_000 { site.append(line: "no event \(round) \(number)", to: "browse", key: "k") }
            site.clock.advance(by: .seconds(2))
            _ = try intake.lane.round()
            _ = try fold.lane.round()
        }
        #expect(site.counts.snapshot.raw["orders"] == history.count)
        #expect(site.counts.snapshot.folds.events == history.count)
        #expect((site.counts.snapshot.raw["browse"] ?? 0) < 60_000)
        // What the flood may still hold, nobody knows.
        #expect(site.counts.snapshot.clocks.values.allSatisfy { $0 == .distantPast })
    }

    @Test(arguments: 0..<20)
    func `given floods before and between events, when all is read, then nothing is lost or taken twice`(seed: Int)
        throws
    {
        let site = Worksite(partitions: 2)
        var random = SeededRandom(seed: UInt64(seed))
        var refused = 0
        for event in Shop.history(seed: UInt64(seed), customers: 5, count: 150) {
            site.append(event)
            guard random.oneIn(12) else { continue }
            let topic = random.oneIn(2) ? "browse" : "orders"
            let count = 200 + random.below(400)
            for number in 0..<count { site.append(line: "{\(number)", to: topic, key: "k\(number % 7)") }
            refused += count
        }
        let intake = site.makeIntake()
        let fold = try site.makeFold()
        try site.settle([intake], [fold])
        #expect(site.counts.snapshot.rejectedTotal == refused)
        #expect(site.cluster.records(of: site.topics.deadLetters).count == refused)
        #expect(site.counts.snapshot.clocks.values.allSatisfy { $0 > .distantPast })
    }
}
