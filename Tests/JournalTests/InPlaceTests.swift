import Formats
import Journal
import Playbook
import Retention
import TestKit
import Testing

/// Raw topics that the fold reads itself.
@Suite struct InPlaceTests {
    private static let history = Shop.history(seed: 31, customers: 8, count: 200)

    @Test func nothingIsCopiedToTheTopicOfEvents() throws {
        let site = Worksite(.inPlace)
        site.append(Self.history)
        try site.settle([], [try site.makeFold()])
        #expect(site.cluster.records(of: site.topics.events).isEmpty)
        #expect(site.emitted.count > 20)
        let isSame = site.emitted == site.expected()
        #expect(isSame)
        #expect(site.counts.snapshot.raw.values.reduce(0, +) == Self.history.count)
    }

    @Test func theGroupKnowsHowFarEachRawPartitionIs() throws {
        let site = Worksite(.inPlace)
        site.append(Self.history)
        try site.settle([], [try site.makeFold()])
        for topic in site.inputs {
            for partition in Int32(0)..<3 {
                let place = TopicPartition(topic, partition)
                #expect(site.cluster.committedOffset("fold", place) == site.cluster.appendedEnd(of: place))
            }
        }
    }

    @Test func topicsOfBothWaysLeadToOneHistory() throws {
        let site = Worksite(.mixed)
        site.append(Self.history)
        try site.settle([site.makeIntake()], [try site.makeFold()])
        #expect(site.counts.snapshot.finishedLanes == [0])
        // The order of one customer's events over both topics is that of intake, give or take the lateness.
        let isSame =
            site.emitted.filter { $0.topic == "milestones" } == site.expected().filter { $0.topic == "milestones" }
        #expect(isSame)
    }

    @Test func whatIsInPlaceWaitsForIntakeThatLagsInABackfill() throws {
        let site = Worksite(.mixed, partitions: 1)
        site.append(Self.history)
        let fold = try site.makeFold()
        for _ in 0..<5 {
            site.clock.advance(by: .seconds(2))
            _ = try fold.lane.round()
        }
        #expect(site.counts.snapshot.folds.events == 0)
        try site.settle([site.makeIntake()], [fold])
        #expect(site.counts.snapshot.folds.events == Self.history.count)
    }

    @Test(arguments: [1, 3] as [Int32])
    func anEventThatStandsInAnotherPartitionThanItsCustomersIsSentOnOnce(partitions: Int32) throws {
        let site = Worksite(.inPlace, partitions: partitions)
        for event in Self.history {
            site.append(line: RawLine.of(event), to: "orders", key: "k", partition: 0)
        }
        var fold = try site.makeFold()
        fold.log.recordsPerRead = 7
        for round in 0..<60 {
            site.clock.advance(by: .milliseconds(60))
            _ = try fold.lane.round()
            guard round % 9 == 8 else { continue }
            site.cluster.crash(fold.log)
            fold = try site.makeFold()
            fold.log.recordsPerRead = 7
        }
        try site.settle([], [fold])
        let strays = site.cluster.records(of: site.topics.events).count
        #expect((strays > 50) == (partitions > 1))
        #expect(Set(site.emitted.map(\.id)).count == site.emitted.count)
        // Late, where the clock has gone on meanwhile: what is counted counts, what was due is not due any more.
        func counted(_ signals: [Worksite.Emitted]) -> [String] {
            signals.filter { $0.headers.contains { $0.value == "milestone.order_count" } }.map(\.id)
        }
        #expect(counted(site.emitted) == counted(site.expected()))
    }

    @Test func whatLiesTooFarAheadIsRefusedOnceAlsoByALaneThatComesLater() throws {
        let site = Worksite(.inPlace, partitions: 1, present: .wallClock)
        site.clock.now = Shop.start
        let ahead = Shop.order("2", "ann", Shop.start + .days(400))
        site.append([Shop.order("1", "ann", Shop.start), ahead, Shop.order("3", "ann", Shop.start + .seconds(1))])
        var fold = try site.makeFold()
        try self.turn(fold, site)
        #expect(site.counts.snapshot.rejected == ["time.in-future": 1])
        // A wall clock that has come there would take it; the journal says what was done.
        site.clock.now = Shop.start + .days(500)
        site.cluster.crash(fold.log)
        fold = try site.makeFold()
        try self.turn(fold, site)
        #expect(try site.journal().events == 3)
        let counts = site.emitted.filter { $0.topic == "milestones" && $0.value.contains("revenue") }
        #expect(counts.count == 1)
        #expect(site.cluster.records(of: site.topics.deadLetters).count == 1)
    }

    @Test(arguments: [[Way.intake, .inPlace], [.inPlace, .intake], [.inPlace, .intake, .inPlace]])
    func anotherWayFromOneDayToTheNextFoldsNothingTwice(ways: [Way]) throws {
        let site = Worksite(ways[0], partitions: 2)
        let share = Self.history.count / ways.count
        for (number, way) in ways.enumerated() {
            site.inPlace = way == .inPlace ? site.inputs : []
            let isLast = number == ways.count - 1
            site.append(Array(Self.history.dropFirst(number * share).prefix(isLast ? .max : share)))
            // Refused in the middle and at the end: nobody may say so twice.
            site.append(line: "{", to: "orders", key: "c1")
            site.settings.present = isLast ? .fixed(Worksite.present) : .fixed(Shop.start)
            let (intake, fold) = (site.makeIntake(), try site.makeFold())
            try site.settle(way == .intake ? [intake] : [], [fold])
            try fold.lane.finish()
            site.cluster.crash(fold.log)
            site.cluster.crash(intake.log)
        }
        #expect(site.cluster.records(of: site.topics.deadLetters).count == ways.count)
        let isSame = site.emitted == site.expected()
        #expect(isSame)
    }

    @Test func aTopicWithOtherPartitionsThanEventsIsRefused() throws {
        let site = Worksite(.inPlace, partitions: 2)
        site.cluster.createTopic("mentions", partitions: 3)
        site.inPlace = ["mentions"]
        let error = #expect(throws: LogError.self) { _ = try site.makeFold() }
        #expect(error?.remedy == .fatal)
        #expect(error?.message.contains("mentions has 3 partitions") == true)
    }

    @Test func recordsThatWereDeletedBeforeTheyWereFoldedStopTheLane() throws {
        let site = Worksite(.inPlace, partitions: 1)
        site.append(Array(Self.history.prefix(50)))
        var fold = try site.makeFold()
        try site.settle([], [fold])
        site.cluster.crash(fold.log)
        site.append(Array(Self.history.dropFirst(50)))
        for topic in site.inputs {
            let place = TopicPartition(topic, 0)
            site.cluster.deleteRecords(before: site.cluster.appendedEnd(of: place) - 1, in: place)
        }
        fold = try site.makeFold()
        let error = #expect(throws: LogError.self) { try site.settle([], [fold]) }
        #expect(error?.remedy == .fatal)
        #expect(error?.message.contains("deleted before it was folded") == true)
    }

    private func turn(_ fold: Worksite.Fold, _ site: Worksite) throws {
        for _ in 0..<6 {
            site.clock.advance(by: .milliseconds(500))
            _ = try fold.lane.round()
        }
    }
}
