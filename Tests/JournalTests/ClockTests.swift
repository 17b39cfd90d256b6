import Formats
import Journal
import Playbook
import Retention
import TestKit
import Testing

@Suite struct ClockTests {
    /// Two customers on different raw partitions of two.
    private static let names: (zero: String, one: String) = {
        let names = (0..<100).map { "c\($0)" }
        guard let zero = names.first(where: { KeyPartitioner.partition(of: $0, count: 2) == 0 }),
            let one = names.first(where: { KeyPartitioner.partition(of: $0, count: 2) == 1 })
        else { preconditionFailure("both partitions have customers") }
        return (zero, one)
    }()

    private func liveSite() -> Worksite {
        let site = Worksite(partitions: 2, present: .wallClock)
        site.clock.now = Shop.start
        return site
    }

    private func turn(_ intakes: [Worksite.Intake], _ folds: [Worksite.Fold], _ site: Worksite) throws {
        for _ in 0..<6 {
            site.clock.advance(by: .milliseconds(500))
            for intake in intakes { _ = try intake.lane.round() }
            for fold in folds { _ = try fold.lane.round() }
        }
    }

    @Test func silenceIsNoticedByTheWallClockLessTheLateness() throws {
        let site = self.liveSite()
        site.append([Shop.order("1", Self.names.zero, Shop.start)])
        let intakes = [site.makeIntake()]
        let folds = [try site.makeFold()]
        try self.turn(intakes, folds, site)
        #expect(site.emitted.map(\.topic) == ["milestones"])
        site.clock.now = Shop.start + .minutes(30) + Shop.lateness - .seconds(4)
        try self.turn(intakes, folds, site)
        #expect(site.emitted.count == 1)
        site.clock.advance(by: .seconds(4))
        try self.turn(intakes, folds, site)
        let thanked = site.emitted.filter { $0.topic == "triggers" }
        #expect(thanked.map(\.time) == [Shop.start + .minutes(30)])
        let clocks = try site.journal().clocks
        #expect(clocks.allSatisfy { $0 <= site.clock.now - Shop.lateness })
        #expect(clocks.allSatisfy { $0 > Shop.start + .minutes(30) })
    }

    @Test func noTimerFiresEarlyWhileOneRawPartitionLags() throws {
        let site = self.liveSite()
        let slow = TopicPartition("orders", 1)
        let intake = site.makeIntake("a")
        let helper = site.makeIntake("b")
        let folds = [try site.makeFold()]
        try self.turn([intake, helper], folds, site)
        site.append([Shop.order("1", Self.names.one, Shop.start), Shop.order("2", Self.names.zero, Shop.start)])
        try self.turn([intake, helper], folds, site)
        // The cancellation is in the raw topic, and nobody can read it for an hour.
        for log in [intake.log, helper.log] { log.stalled = [slow] }
        let cancelled = Event.Body.orderCancelled(OrderReversal(orderID: "o-1"))
        site.clock.advance(by: .minutes(10))
        site.append([Shop.event("3", Self.names.one, Shop.start + .minutes(10), cancelled)])
        // A lane whose source is full of news does not take it for silent.
        for minute in 11..<60 {
            site.clock.now = Shop.start + .minutes(Int64(minute))
            site.append([Shop.view("v\(minute)", Self.names.zero, site.clock.now)])
        }
        site.cluster.crash(intake.log)
        site.cluster.crash(helper.log)
        let late = site.makeIntake("c")
        late.log.stalled = [slow]
        site.clock.advance(by: .hours(1))
        try self.turn([late], folds, site)
        #expect(site.emitted.filter { $0.topic == "triggers" }.isEmpty)
        late.log.stalled = []
        try self.turn([late], folds, site)
        let thanked = site.emitted.filter { $0.topic == "triggers" }
        #expect(thanked.map(\.key) == [Self.names.zero])
        #expect(site.counts.snapshot.folds.late == 0)
    }

    @Test func aRawPartitionWithoutAWatermarkHoldsTheClock() throws {
        let site = self.liveSite()
        site.append([Shop.order("1", Self.names.zero, Shop.start)])
        let intake = site.makeIntake()
        let fold = try site.makeFold()
        intake.log.stalled = [TopicPartition("browse", 1)]
        site.clock.advance(by: .hours(2))
        try self.turn([intake], [fold], site)
        // Merging waits for it, and no clock moves.
        #expect(site.cluster.records(of: site.topics.events).isEmpty)
        #expect(try site.journal().clocks == [.distantPast, .distantPast])
        intake.log.stalled = []
        try self.turn([intake], [fold], site)
        #expect(site.emitted.count == 2)
    }

    @Test func theHighestWatermarkOfAPartitionCountsWhoeverPublishedIt() throws {
        let site = self.liveSite()
        let first = site.makeIntake("a")
        let fold = try site.makeFold()
        try self.turn([first], [fold], site)
        site.clock.advance(by: .hours(1))
        try self.turn([first], [fold], site)
        let clocks = try site.journal().clocks
        site.cluster.crash(first.log)
        // The wall clock of the worker that takes over is behind.
        site.clock.advance(by: .minutes(-30))
        let second = site.makeIntake("b")
        try self.turn([second], [fold], site)
        #expect(try site.journal().clocks == clocks)
        site.clock.advance(by: .hours(1))
        try self.turn([second], [fold], site)
        let later = try site.journal().clocks
        #expect(zip(later, clocks).allSatisfy { $0 > $1 })
    }

    @Test func theClockWaitsForEventsThatAnOpenTransactionHoldsBack() throws {
        let site = self.liveSite()
        let one = site.makeIntake("a")
        let two = site.makeIntake("b")
        let fold = try site.makeFold()
        try self.turn([one, two], [fold], site)
        site.append([Shop.order("1", Self.names.zero, Shop.start), Shop.order("2", Self.names.one, Shop.start)])
        try self.turn([one, two], [fold], site)
        // A producer dies with an open transaction that touches both partitions of `events`.
        site.clock.now = Shop.start + .minutes(5)
        let zombie = site.cluster.join("other", topics: [])
        zombie.commitFailures = [.leftOpen]
        var batch = OutputBatch()
        let coding = CanonicalEvents()
        for (index, name) in [Self.names.zero, Self.names.one].enumerated() {
            let event = Shop.view("z\(index)", name, Shop.start + .minutes(1))
            batch.append(to: site.topics.events, key: .text(name), timestamp: event.time) {
                coding.encode(event, to: &$0)
            }
        }
        #expect(throws: LogError.self) { try zombie.commit(batch, consumed: [:]) }
        // The others go on; what they append stands behind it, and is older than the clock they publish.
        let cancel = OrderReversal(orderID: "o-1")
        site.append([Shop.event("3", Self.names.zero, Shop.start + .minutes(6), .orderCancelled(cancel))])
        site.clock.now = Shop.start + .hours(2)
        try self.turn([one, two], [fold], site)
        #expect(site.emitted.filter { $0.topic == "triggers" }.isEmpty)
        site.cluster.endOpenTransactions(committing: true)
        try self.turn([one, two], [fold], site)
        #expect(site.emitted.filter { $0.topic == "triggers" }.map(\.key) == [Self.names.one])
        #expect(site.counts.snapshot.folds.late == 0)
    }

    @Test func theClockWaitsForEventsThatBecomeVisibleLaterThanTheClockRecord() throws {
        let site = Worksite(partitions: 1)
        site.append(Shop.history(seed: 2, customers: 3, count: 60))
        site.cluster.holdBack(TopicPartition(site.topics.events, 0))
        let intake = site.makeIntake()
        let fold = try site.makeFold()
        try site.settle([intake], [fold])
        #expect(site.emitted.isEmpty)
        #expect(try site.journal().clocks == [.distantPast])
        site.cluster.deliver(TopicPartition(site.topics.events, 0))
        try site.settle([intake], [fold])
        let isSame = site.emitted == site.expected()
        #expect(isSame)
        #expect(site.counts.snapshot.folds.late == 0)
    }

    @Test func linesOfAClockRecordThatCanNotBeReadArePassedOver() throws {
        let site = Worksite(partitions: 1)
        site.append(Shop.history(seed: 2, customers: 3, count: 60))
        for text in ["nonsense", "orders x 5\norders 0\n", "orders 0 99999999999999999999\n\n", ""] {
            site.append(line: text, to: site.topics.clock, key: "k")
        }
        try site.settle([site.makeIntake()], [try site.makeFold()])
        let isSame = site.emitted == site.expected()
        #expect(isSame)
    }
}

@Suite struct JournalGapTests {
    private func settledSite() throws -> (Worksite, TopicPartition) {
        let site = Worksite(partitions: 1)
        site.append(Shop.history(seed: 4, customers: 3, count: 60))
        let fold = try site.makeFold()
        try site.settle([site.makeIntake()], [fold])
        site.cluster.crash(fold.log)
        return (site, TopicPartition(site.topics.events, 0))
    }

    private func failure(_ site: Worksite) throws -> LogError? {
        let fold = try site.makeFold()
        return #expect(throws: LogError.self) { _ = try fold.lane.round() }
    }

    @Test func aDeletedBeginningOfEventsIsAFatalErrorThatSaysSo() throws {
        let (site, place) = try self.settledSite()
        site.cluster.deleteRecords(before: 5, in: place)
        let error = try self.failure(site)
        #expect(error?.remedy == .fatal)
        #expect(error?.message.contains("deleted") == true)
        #expect(error?.message.contains("offset 0") == true)
    }

    @Test func eventsThatAreAllGoneAreAFatalErrorThatSaysSo() throws {
        let (site, place) = try self.settledSite()
        site.cluster.deleteRecords(before: .max, in: place)
        let error = try self.failure(site)
        #expect(error?.remedy == .fatal)
        #expect(error?.message.contains("Were some deleted?") == true)
    }

    @Test func aDeletedJournalIsAFatalErrorThatSaysSo() throws {
        let (site, place) = try self.settledSite()
        site.cluster.deleteRecords(before: .max, in: TopicPartition(site.topics.journal, 0))
        let error = try self.failure(site)
        #expect(error?.remedy == .fatal)
        #expect(error?.message.contains("Was the journal deleted?") == true)
        // With the offset reset, as the message says, everything is folded again.
        site.cluster.setCommittedOffset("fold", place, to: nil)
        let fold = try site.makeFold()
        _ = try fold.lane.round()
    }

    @Test func aForeignRecordInTheJournalIsAFatalErrorThatSaysSo() throws {
        let (site, _) = try self.settledSite()
        site.append(line: "hello", to: site.topics.journal, key: "k")
        let error = try self.failure(site)
        #expect(error?.remedy == .fatal)
        #expect(error?.message.contains("another format") == true)
    }

    @Test func aTransactionThatNeverEndsMakesTheLaneJoinAgain() throws {
        let (site, _) = try self.settledSite()
        let other = site.cluster.join("other", topics: [])
        other.commitFailures = [.leftOpen]
        var batch = OutputBatch()
        batch.append(to: site.topics.journal, partition: 0, key: .none, timestamp: Shop.start) { $0 += [1] }
        #expect(throws: LogError.self) { try other.commit(batch, consumed: [:]) }
        let error = try self.failure(site)
        #expect(error?.remedy == .rejoin)
        #expect(error?.message.contains("still open") == true)
    }

    @Test func offsetsThatTheGroupForgotAreMadeGoodByTheJournal() throws {
        let (site, place) = try self.settledSite()
        let before = site.emitted
        site.cluster.setCommittedOffset("fold", place, to: nil)
        let fold = try site.makeFold()
        try site.settle([], [fold])
        #expect(site.emitted == before)
    }

    @Test func aRefoldFromOutsideShowsEachStepAndTheSameStates() throws {
        let (site, _) = try self.settledSite()
        let edition = site.edition
        var refold = try Refold(
            0,
            topics: site.topics,
            log: site.cluster.source(),
            coding: CanonicalEvents(),
            projection: edition.projection,
            compile: { $0 == edition.text ? edition : nil }
        )
        var ids: [String] = []
        var moves = 0
        var signals: [String] = []
        let position = try refold.run(observe: { step, _, _, effects throws(LogError) in
            switch step {
            case .event(let event): ids.append(event.id)
            case .clock: moves += 1
            case .passedOver: break
            }
            #expect(effects.letters.isEmpty)
            signals += effects.signals.map(\.id.description)
            effects.removeAll()
        })
        #expect(ids.count == position.events)
        #expect(moves > 0)
        #expect(position.playbook == edition.digest)
        #expect(position.next == site.cluster.committedOffset("fold", TopicPartition(site.topics.events, 0)))
        #expect(signals.sorted() == site.emitted.map(\.id))
    }
}
