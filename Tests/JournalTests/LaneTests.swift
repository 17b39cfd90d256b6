import Formats
import Journal
import Retention
import TestKit
import Testing

@Suite struct LaneTests {
    @Test(arguments: Way.alike, 0..<40)
    func lanesEmitWhatAReplayOfTheSameHistoryEmits(way: Way, seed: Int) throws {
        let site = Worksite(way)
        site.append(Shop.history(seed: UInt64(seed), customers: 8, count: 200))
        try site.settle([site.makeIntake()], [try site.makeFold()])
        let emitted = site.emitted
        #expect(emitted.count > 20)
        let isSame = emitted == site.expected()
        #expect(isSame)
        #expect(try site.journal().clocks == [Worksite.present, Worksite.present, Worksite.present])
        let counts = site.counts.snapshot
        #expect(counts.finishedLanes == [0])
        #expect(counts.signalTotal == emitted.count)
        #expect(counts.folds.events == counts.rawTotal)
        #expect(counts.folds.late == 0)
    }

    @Test(arguments: Way.alike, 0..<20)
    func twoLanesOfEachKindInSmallStepsEmitTheSame(way: Way, seed: Int) throws {
        let site = Worksite(way)
        site.settings.heldPerPartition = 3
        site.settings.bytesPerTransaction = 600
        site.append(Shop.history(seed: UInt64(seed), customers: 8, count: 150))
        let intakes = [site.makeIntake("a"), site.makeIntake("b")]
        let folds = [try site.makeFold(0), try site.makeFold(1)]
        for fold in folds { fold.log.recordsPerRead = 2 }
        for log in intakes.map(\.log) + folds.map(\.log) { log.retriesPerCommit = seed % 2 }
        try site.settle(intakes, folds)
        let isSame = site.emitted == site.expected()
        #expect(isSame)
        #expect(site.counts.snapshot.finishedLanes == [0, 1])
    }

    @Test(arguments: Way.alike)
    func moreLanesThanPartitionsLeaveSomeWithoutWorkAndFinished(way: Way) throws {
        let site = Worksite(way, partitions: 1)
        site.append(Shop.history(seed: 1, customers: 3, count: 50))
        let folds = [try site.makeFold(0), try site.makeFold(1)]
        try site.settle([site.makeIntake()], folds)
        #expect(site.counts.snapshot.finishedLanes == [0, 1])
        let isSame = site.emitted == site.expected()
        #expect(isSame)
    }

    @Test(arguments: Way.alike)
    func aRecordThatCanNotBeTakenGoesToDeadLettersUntouchedWithReasonAndPlace(way: Way) throws {
        let site = Worksite(way, partitions: 2)
        site.append(Shop.history(seed: 3, customers: 3, count: 40))
        let bytes: [UInt8] = Array(#"{"type":"track","event":"Order Completed","messageId":"#.utf8) + [0xFF, 0x00]
        site.cluster.append(to: "orders", partition: 1, key: "c1", value: bytes, timestamp: Shop.start)
        let badTime = #"{"id":"x","type":"product.viewed","subject":"customer/c1","time":"soon","data":{"sku":"s"}}"#
        let place = site.cluster.append(to: "browse", partition: 0, value: Array(badTime.utf8), timestamp: Shop.start)
        site.append(line: #"{"type":"group","userId":"c1"}"#, to: "browse", key: "c1")
        try site.settle([site.makeIntake()], [try site.makeFold()])

        let letters = site.cluster.records(of: site.topics.deadLetters)
        #expect(letters.count == 2)
        let first = try #require(letters.first { $0.header("treue.topic") == "orders" })
        #expect(first.value == bytes)
        #expect(first.key == Array("c1".utf8))
        #expect(first.timestamp == Shop.start)
        #expect(first.header("treue.reason")?.hasPrefix("json.") == true)
        #expect(first.header("treue.partition") == "1")
        let second = try #require(letters.first { $0.header("treue.topic") == "browse" })
        #expect(second.value == Array(badTime.utf8))
        #expect(second.key == nil)
        #expect(second.header("treue.reason") == "time.invalid")
        #expect(second.header("treue.pointer") == "/time")
        #expect(second.header("treue.message")?.contains("soon") == false)
        #expect(second.header("treue.partition") == "0")
        #expect(second.header("treue.offset") == "\(place.offset)")

        let isSame = site.emitted == site.expected()
        #expect(isSame)
        let counts = site.counts.snapshot
        #expect(counts.rejectedTotal == 2)
        #expect(counts.ignored == ["type.unknown": 1])
    }

    @Test func eachRawRecordLeadsToOneEventHoweverTheIntakeFares() throws {
        let site = Worksite()
        let history = Shop.history(seed: 5, customers: 6, count: 150)
        site.append(history)
        site.settings.bytesPerTransaction = 900
        var random = SeededRandom(seed: 5)
        var intake = site.makeIntake()
        for round in 0..<200 {
            site.clock.advance(by: TimeSpan(milliseconds: 60))
            if random.oneIn(4) {
                intake.log.commitFailures = [[.aborted, .committed, nil][random.below(3)]]
            }
            do throws(LogError) { _ = try intake.lane.round() } catch {
                #expect(error.remedy == .rejoin)
                site.cluster.crash(intake.log)
                intake = site.makeIntake()
                continue
            }
            if round % 7 == 0 {
                site.cluster.crash(intake.log)
                intake = site.makeIntake()
            }
        }
        try site.settle([intake], [])
        let coding = CanonicalEvents()
        var ids: [String] = []
        for record in site.cluster.records(of: site.topics.events) {
            if case .event(let event) = coding.decode(record.value.span) { ids.append(event.id) }
        }
        #expect(Set(ids) == Set(history.map(\.id)))
        try site.settle([intake], [try site.makeFold()])
        let isSame = site.emitted == site.expected()
        #expect(isSame)
    }

    @Test func aMalformedCanonicalEventGoesToDeadLettersAndTheFoldGoesOn() throws {
        let site = Worksite(partitions: 1)
        let history = Shop.history(seed: 7, customers: 3, count: 60)
        site.append(Array(history.prefix(30)))
        let intake = site.makeIntake()
        try site.settle([intake], [])
        let bytes: [UInt8] = [0x0A, 0x05, 1]
        let bad = site.cluster.append(
            to: site.topics.events,
            partition: 0,
            key: "c0",
            value: bytes,
            timestamp: Shop.start
        )
        site.append(Array(history.dropFirst(30)))
        let fold = try site.makeFold()
        try site.settle([intake], [fold])

        let letters = site.cluster.records(of: site.topics.deadLetters)
        #expect(letters.map(\.value) == [bytes])
        #expect(letters.first?.key == Array("c0".utf8))
        #expect(letters.first?.header("treue.reason") == "events.malformed")
        #expect(letters.first?.header("treue.topic") == site.topics.events)
        #expect(letters.first?.header("treue.offset") == "\(bad.offset)")
        #expect(site.counts.snapshot.rejected == ["events.malformed": 1])

        // A new lane passes it over in the same place, and says nothing of it again.
        site.cluster.crash(fold.log)
        try site.settle([intake], [try site.makeFold()])
        #expect(site.cluster.records(of: site.topics.deadLetters).count == 1)
        let isSame = site.emitted == site.expected()
        #expect(isSame)
    }

    @Test func aLaneThatWasAskedToStopCommitsWhatIsOpen() throws {
        let site = Worksite(partitions: 1)
        site.append([Shop.order("1", "ann", Shop.start)])
        try site.settle([site.makeIntake()], [])
        site.settings.commitInterval = .hours(10)
        let fold = try site.makeFold()
        _ = try fold.lane.round()
        #expect(site.emitted.isEmpty)
        let stop = StopSignal()
        stop.request()
        try fold.lane.run(until: stop)
        let isSame = site.emitted == site.expected()
        #expect(isSame)
        let committed = site.cluster.committedOffset("fold", TopicPartition(site.topics.events, 0))
        #expect(committed == 1)
    }

    /// Rounds of a fold lane over so many orders that wait for it, 30 ms apart, until something is committed.
    private func rounds(toCommit count: Int, settings: (inout LaneSettings) -> Void) throws -> Int {
        let site = Worksite(partitions: 1)
        site.append((0..<count).map { Shop.order("\($0)", "c-\($0)", Shop.start + .seconds(Int64($0))) })
        try site.settle([site.makeIntake()], [])
        settings(&site.settings)
        let fold = try site.makeFold()
        for round in 1...20 {
            _ = try fold.lane.round()
            if !site.emitted.isEmpty { return round }
            site.clock.advance(by: .milliseconds(30))
        }
        return 0
    }

    @Test func `given a lane that keeps up, when it has something to say, then it gathers for a fifth of the interval`()
        throws
    {
        let rounds = try self.rounds(toCommit: 1) { $0.commitInterval = .milliseconds(300) }
        #expect(rounds == 3)
    }

    @Test func `given a lane that is behind, when it has something to say, then it gathers for the whole interval`()
        throws
    {
        let rounds = try self.rounds(toCommit: 400) {
            $0.commitInterval = .milliseconds(300)
            $0.heldPerPartition = 20
        }
        #expect(rounds == 11)
    }

    @Test func commitsGoOnWhenTheWallClockIsPutBack() throws {
        let site = Worksite(partitions: 1)
        site.append([Shop.order("1", "ann", Shop.start)])
        let intake = site.makeIntake()
        let fold = try site.makeFold()
        _ = try intake.lane.round()
        _ = try fold.lane.round()
        site.clock.advance(by: .hours(-2))
        for _ in 0..<6 {
            site.clock.advance(by: .milliseconds(300))
            _ = try intake.lane.round()
            _ = try fold.lane.round()
        }
        #expect(site.emitted.contains { $0.topic == "milestones" })
    }
}

extension TimeSpan {
    static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) }
}
