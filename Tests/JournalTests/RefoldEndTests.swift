import Formats
import Journal
import Playbook
import Retention
import TestKit
import Testing

@Suite struct RefoldEndTests {
    private static let history = Shop.history(seed: 23, customers: 8, count: 200)

    @Test func aRefoldThatEndsAtAnInstantDecidesWhatWasDecidedBeforeIt() throws {
        let site = Worksite(partitions: 2)
        site.append(Self.history)
        try site.settle([site.makeIntake()], [try site.makeFold()])
        let emitted = site.emitted
        // On the grid of the history, so that events and deadlines lie at the end itself, and beside it.
        let ends = stride(from: 3, to: Self.history.count, by: 19).map { Self.history[$0].time }
        for end in ends + ends.map({ $0 + TimeSpan(milliseconds: 1) }) {
            let (decided, clocks) = try self.refold(site, until: end)
            #expect(decided == emitted.filter { $0.time < end }.map(\.id))
            #expect(clocks.allSatisfy { $0 == end })
        }
        let (all, _) = try self.refold(site, until: .never)
        #expect(all == emitted.map(\.id))
    }

    /// The ids of what is decided, in their own order, and where the clocks stand.
    private func refold(_ site: Worksite, until end: Timestamp) throws -> (ids: [String], clocks: [Timestamp]) {
        var ids: [String] = []
        var clocks: [Timestamp] = []
        let edition = site.edition
        for partition in 0..<site.cluster.partitionCount(of: site.topics.events) {
            var refold = try Refold(
                partition,
                topics: site.topics,
                log: site.cluster.source(),
                coding: CanonicalEvents(),
                projection: edition.projection,
                until: end,
                compile: { $0 == edition.text ? edition : nil }
            )
            _ = try refold.run(observe: { _, _, _, effects throws(LogError) in
                ids += effects.signals.map(\.id.description)
                effects.removeAll()
            })
            clocks.append(refold.fold.clock)
        }
        return (ids.sorted(), clocks)
    }
}
