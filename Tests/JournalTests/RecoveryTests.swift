import Formats
import Journal
import Retention
import TestKit
import Testing

@Suite struct RecoveryTests {
    private static let history = Shop.history(seed: 11, customers: 8, count: 200)

    private func loadedSite(_ way: Way = .intake, partitions: Int32 = 3) throws -> (Worksite, Worksite.Intake) {
        let site = Worksite(way, partitions: partitions)
        site.append(Self.history)
        let intake = site.makeIntake()
        try site.settle([intake], [])
        return (site, intake)
    }

    @Test(arguments: Way.alike, 0..<60)
    func aLaneKilledInAnyRoundLosesNothingAndRepeatsNothing(way: Way, round: Int) throws {
        let (site, intake) = try self.loadedSite(way)
        let fold = try site.makeFold()
        fold.log.recordsPerRead = 5
        for _ in 0...round {
            // Every third round or so commits, so that the lane dies with and without open work.
            site.clock.advance(by: .milliseconds(40))
            _ = try fold.lane.round()
        }
        let before = site.emitted
        site.cluster.crash(fold.log)
        try site.settle([intake], [try site.makeFold()])
        let emitted = site.emitted
        #expect(Set(before).isSubset(of: emitted))
        let isSame = emitted == site.expected()
        #expect(isSame)
    }

    @Test(arguments: Way.alike)
    func aNewLaneRefoldsByTheJournalWithoutEmitting(way: Way) throws {
        let (site, intake) = try self.loadedSite(way)
        let fold = try site.makeFold()
        try site.settle([intake], [fold])
        let before = site.emitted
        let journal = try site.journal()
        site.cluster.crash(fold.log)
        let next = try site.makeFold()
        _ = try next.lane.round()
        #expect(site.counts.snapshot.refolded == journal.events)
        try site.settle([intake], [next])
        #expect(site.emitted == before)
        #expect(try site.journal() == journal)
    }

    @Test(arguments: Way.alike, 0..<60)
    func aFailedCommitIsMadeGoodByTheNextLane(way: Way, seed: Int) throws {
        let (site, intake) = try self.loadedSite(way)
        var random = SeededRandom(seed: UInt64(seed))
        var fold = try site.makeFold()
        var failures = 0
        for _ in 0..<60 {
            fold.log.recordsPerRead = way == .intake ? 6 : 2
            site.clock.advance(by: .milliseconds(60))
            if random.oneIn(3) { fold.log.commitFailures = [random.oneIn(2) ? .aborted : .committed] }
            do throws(LogError) { _ = try fold.lane.round() } catch {
                #expect(error.remedy == .rejoin)
                failures += 1
                site.cluster.crash(fold.log)
                fold = try site.makeFold()
            }
        }
        #expect(failures > 3)
        fold.log.commitFailures = []
        try site.settle([intake], [fold])
        let isSame = site.emitted == site.expected()
        #expect(isSame)
    }

    @Test(arguments: Way.alike, 0..<40)
    func partitionsMoveBetweenLanesThatComeAndGo(way: Way, seed: Int) throws {
        let (site, intake) = try self.loadedSite(way, partitions: 4)
        var random = SeededRandom(seed: UInt64(seed))
        var folds = [try site.makeFold(0)]
        for step in 1..<80 {
            site.clock.advance(by: .milliseconds(Int64(random.below(120))))
            if random.oneIn(8), folds.count < 4 { folds.append(try site.makeFold(step)) }
            if random.oneIn(8), folds.count > 1 {
                let leaver = folds.remove(at: random.below(folds.count))
                if random.oneIn(2) { try leaver.lane.finish() }
                site.cluster.crash(leaver.log)
            }
            for fold in folds {
                fold.log.recordsPerRead = 4
                _ = try fold.lane.round()
            }
        }
        try site.settle([intake], folds)
        let isSame = site.emitted == site.expected()
        #expect(isSame)
    }

    /// Everything at once: lanes of both kinds crash, are expelled, join, leave and fail.
    @Test(arguments: Way.alike, 0..<150)
    func nothingIsLostOrRepeatedWhateverHappens(way: Way, seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) + 1_000)
        // All raw records are there from the start: with a fixed present the clock leaps to it at their end.
        let site = Worksite(way, partitions: Int32(1 + random.below(4)))
        site.append(Shop.history(seed: UInt64(seed), customers: 8, count: 160))
        var chaos = Chaos(site: site, random: random)
        try chaos.run(steps: 150)
        try site.settle(chaos.intakes, chaos.folds)
        let isSame = site.emitted == site.expected()
        #expect(isSame, "seed \(seed)")
        #expect(Set(site.emitted.map(\.id)).count == site.emitted.count)
    }

    @Test func aLaneThatLostItsPartitionsUnnoticedCanNotCommitAMoveOfTheClock() throws {
        let site = Worksite(partitions: 1, present: .wallClock)
        site.clock.now = Shop.start
        site.append([Shop.order("1", "ann", Shop.start)])
        let intake = site.makeIntake()
        let zombie = try site.makeFold(0)
        try site.settle([intake], [zombie])
        let places = [TopicPartition("orders", 0), TopicPartition(site.topics.events, 0)]

        site.cluster.expel(zombie.log)
        let heir = try site.makeFold(1)
        site.clock.advance(by: .hours(1))
        try site.settle([intake], [heir])
        let thanked = site.emitted.filter { $0.topic == "triggers" }
        #expect(thanked.count == 1)
        // The one that was expelled adopts the same clock, and fires the same timer, with no event to fold.
        #expect(throws: LogError.self) { try site.settle([], [zombie]) }
        #expect(site.emitted.filter { $0.topic == "triggers" } == thanked)

        // The same for an intake lane that publishes a watermark of a partition that others read now.
        site.cluster.expel(intake.log)
        let clocks = site.cluster.records(of: site.topics.clock).count
        // The group refuses its offsets, and so it publishes nothing.
        try site.settle([intake], [])
        #expect(site.cluster.records(of: site.topics.clock).count == clocks)
        #expect(site.cluster.committedOffset("intake", places[0]) == 1)
        #expect(site.cluster.committedOffset("fold", places[1]) == 1)
    }

    @Test(arguments: Way.alike)
    func lostPartitionsEndTheLaneAndNothingOfItsOpenWorkIsCommitted(way: Way) throws {
        let (site, _) = try self.loadedSite(way)
        let fold = try site.makeFold()
        site.settings.commitInterval = .hours(1)
        _ = try fold.lane.round()
        site.cluster.expel(fold.log, tellsIt: true)
        let error = #expect(throws: LogError.self) { _ = try fold.lane.round() }
        #expect(error?.remedy == .rejoin)
        #expect(site.emitted.isEmpty)
        #expect(site.counts.snapshot.clocks.isEmpty)
        #expect(fold.log.commits == 0)
    }

    @Test(arguments: [true, false])
    func aLaneWaitsForTheTransactionThatItsPredecessorLeftOpen(isCommitted: Bool) throws {
        let (site, intake) = try self.loadedSite(partitions: 1)
        let fold = try site.makeFold()
        fold.log.recordsPerRead = 40
        site.clock.advance(by: .seconds(1))
        _ = try fold.lane.round()
        fold.log.commitFailures = [.leftOpen]
        site.clock.advance(by: .seconds(1))
        #expect(throws: LogError.self) { _ = try fold.lane.round() }
        site.cluster.crash(fold.log)

        let early = try site.makeFold()
        let error = #expect(throws: LogError.self) { _ = try early.lane.round() }
        #expect(error?.remedy == .rejoin)
        site.cluster.crash(early.log)

        let heir = try site.makeFold()
        site.cluster.whenWaiting = { site.cluster.endOpenTransactions(committing: isCommitted) }
        try site.settle([intake], [heir])
        let isSame = site.emitted == site.expected()
        #expect(isSame)
    }

    @Test(arguments: [true, false])
    func aJournalRecordIsNotMissedWhoseEndBecomesVisibleLaterThanTheOffset(isClockMove: Bool) throws {
        let (site, intake) = try self.loadedSite(partitions: 1)
        let fold = try site.makeFold()
        if isClockMove { try site.settle([], [fold]) }
        site.cluster.topicsWithLateMarkers = [site.topics.journal]
        if isClockMove {
            // Later than the present that every history ends with, so that only the clock has something to do.
            site.settings.present = .fixed(Worksite.present + .days(1))
            site.cluster.crash(intake.log)
            try site.settle([site.makeIntake("b")], [fold])
        } else {
            fold.log.recordsPerRead = 40
            site.clock.advance(by: .seconds(1))
            _ = try fold.lane.round()
        }
        let before = site.emitted
        site.cluster.crash(fold.log)
        site.cluster.whenWaiting = { site.cluster.writeMarkers() }
        let heir = try site.makeFold()
        site.clock.advance(by: .seconds(1))
        _ = try heir.lane.round()
        site.cluster.topicsWithLateMarkers = []
        site.cluster.writeMarkers()
        if isClockMove {
            #expect(try site.journal().clocks == [Worksite.present + .days(1)])
        }
        try site.settle([], [heir])
        #expect(Set(before).isSubset(of: site.emitted))
        #expect(Set(site.emitted.map(\.id)).count == site.emitted.count)
    }
}

/// Lanes to which everything happens, by a seed.
private struct Chaos {
    let site: Worksite
    var random: SeededRandom
    var intakes: [Worksite.Intake] = []
    var folds: [Worksite.Fold] = []

    init(site: Worksite, random: SeededRandom) {
        self.site = site
        self.random = random
    }

    mutating func run(steps: Int) throws(LogError) {
        for step in 0..<steps {
            self.site.clock.advance(by: .milliseconds(Int64(self.random.below(400))))
            if self.intakes.isEmpty || self.random.oneIn(25) && self.intakes.count < 3 {
                self.intakes.append(self.site.makeIntake("intake-\(step)"))
            }
            if self.folds.isEmpty || self.random.oneIn(20) && self.folds.count < 3 {
                self.folds.append(try self.site.makeFold(step))
            }
            if self.random.oneIn(10) { self.site.cluster.endOpenTransactions(committing: self.random.oneIn(2)) }
            try self.workIntakes()
            try self.workFolds()
        }
        self.site.cluster.endOpenTransactions(committing: true)
        for log in self.intakes.map(\.log) + self.folds.map(\.log) { log.commitFailures = [] }
        // What still holds on to partitions that others have by now is told so, and replaced.
        for intake in self.intakes { self.site.cluster.crash(intake.log) }
        for fold in self.folds { self.site.cluster.crash(fold.log) }
        self.intakes = [self.site.makeIntake()]
        self.folds = [try self.site.makeFold()]
    }

    private mutating func workIntakes() throws(LogError) {
        for index in self.intakes.indices.reversed() {
            let intake = self.intakes[index]
            self.disturb(intake.log)
            do throws(LogError) { _ = try intake.lane.round() } catch {
                guard error.remedy == .rejoin else { throw error }
                self.site.cluster.crash(intake.log)
                self.intakes.remove(at: index)
            }
        }
    }

    private mutating func workFolds() throws(LogError) {
        for index in self.folds.indices.reversed() {
            let fold = self.folds[index]
            self.disturb(fold.log)
            do throws(LogError) { _ = try fold.lane.round() } catch {
                guard error.remedy == .rejoin else { throw error }
                self.site.cluster.crash(fold.log)
                self.folds.remove(at: index)
            }
        }
    }

    private mutating func disturb(_ log: MemoryLog) {
        log.recordsPerRead = 1 + self.random.below(12)
        log.retriesPerCommit = self.random.below(2)
        switch self.random.below(40) {
        case 0: self.site.cluster.crash(log)
        case 1: self.site.cluster.expel(log, tellsIt: self.random.oneIn(2))
        case 2: log.commitFailures = [.aborted]
        case 3: log.commitFailures = [.committed]
        case 4: log.commitFailures = [.leftOpen]
        default: break
        }
    }
}
