import Journal
import Retention
import TestKit
import Testing

@Suite struct MemoryClusterTests {
    private let cluster = MemoryCluster()
    private let place = TopicPartition("in", 0)

    init() {
        self.cluster.createTopic("in", partitions: 4)
        self.cluster.createTopic("out", partitions: 2)
    }

    private func join(_ delivery: Delivery = .transactional(name: "n"), instance: String? = nil) throws -> MemoryLog {
        let log = self.cluster.join("g", topics: ["in"], delivery: delivery, instance: instance)
        try self.serve([log])
        return log
    }

    private func serve(_ logs: [MemoryLog]) throws {
        for _ in 0..<8 {
            for log in logs { for change in try log.poll() { try log.accept(change, startingAt: [:]) } }
        }
    }

    private func batch(_ values: ClosedRange<UInt8> = 1...4) -> OutputBatch {
        var batch = OutputBatch()
        for value in values {
            batch.append(to: "out", partition: Int32(value % 2), key: .none, timestamp: Timestamp(milliseconds: 1)) {
                $0.append(value)
            }
        }
        return batch
    }

    private var values: [UInt8] { self.cluster.records(of: "out").flatMap(\.value) }
    private var offset: Int64? { self.cluster.committedOffset("g", self.place) }

    // MARK: Faults

    @Test(arguments: FaultPoint.allCases, Fault.allCases)
    func aTransactionIsAllOrNothingWhereverItFails(point: FaultPoint, fault: Fault) throws {
        let log = try self.join()
        self.cluster.faults = { $0 == point && $1 === log ? fault : nil }
        var failed: LogError?
        do throws(LogError) {
            try log.commit(self.batch(), consumed: [self.place: GroupOffset(next: 1)])
        } catch {
            failed = error
        }
        let isOfACommit: Set<FaultPoint> = [
            .beforeAppend, .midAppend, .beforeOffsets, .beforeCommit, .beforeCommitMarker, .afterCommit,
        ]
        #expect((failed != nil) == isOfACommit.contains(point))
        #expect(log.isCrashed == (fault == .crash && failed != nil))
        // What is decided is committed by a successor, everything else aborted.
        let isCommitted = failed == nil || point == .beforeCommitMarker || point == .afterCommit
        if failed != nil, point != .afterCommit { #expect(self.values.isEmpty) }
        self.cluster.faults = nil
        self.cluster.leave(log)
        self.cluster.expireSessions()
        let next = try self.join()
        #expect(!self.cluster.hasOpenTransactions)
        #expect(self.values.sorted() == (isCommitted ? [1, 2, 3, 4] : []))
        #expect(self.offset == (isCommitted ? 1 : nil))
        if failed != nil { #expect(throws: LogError.self) { try log.commit(OutputBatch(), consumed: [:]) } }
        #expect(try next.committed(self.place)?.next == self.offset)
    }

    @Test(arguments: FaultPoint.allCases)
    func inOrderAPrefixStaysAndTheOffsetsComeLast(point: FaultPoint) throws {
        let log = try self.join(.inOrder)
        self.cluster.prefixes = { place, _ in place.partition == 0 ? 2 : 1 }
        self.cluster.faults = { at, _ in at == point ? .crash : nil }
        let result = Result { try log.commit(self.batch(1...6), consumed: [self.place: GroupOffset(next: 1)]) }
        let isFailed = (try? result.get()) == nil
        switch point {
        case .beforeAppend: #expect(self.values.isEmpty)
        case .midAppend: #expect(self.values == [2, 4, 1])
        default: #expect(self.values == [2, 4, 6, 1, 3, 5])
        }
        #expect(self.offset == (isFailed && point != .afterCommit ? nil : 1))
    }

    @Test func aDeadProcessIsToldNothingAndChangesNothing() throws {
        let log = try self.join()
        let reader = try log.openReader(self.place, from: 0)
        self.cluster.crash(log)
        #expect(throws: LogError.self) { _ = try log.poll() }
        #expect(throws: LogError.self) { _ = try log.committed(self.place) }
        #expect(throws: LogError.self) { _ = try log.read(self.place, maximum: 1) { _ in } }
        #expect(throws: LogError.self) { _ = try log.appendedEnd(of: self.place) }
        #expect(throws: LogError.self) { _ = try log.partitionCount(of: "in") }
        #expect(throws: LogError.self) { _ = try reader.read(maximum: 1, wait: .milliseconds(0)) { _ in } }
        #expect(throws: LogError.self) { try log.commit(self.batch(), consumed: [:]) }
        #expect(self.cluster.memberCount(of: "g") == 1)
    }

    // MARK: Transactions

    @Test func aTransactionUnderWayIsCommittedOnlyIfItsRequestArrives() throws {
        for isCommitted in [true, false] {
            let log = try self.join(.transactional(name: "n\(isCommitted)"))
            log.commitFailures = [.leftOpen]
            #expect(throws: LogError.self) { try log.commit(self.batch(1...2), consumed: [:]) }
            let before = self.values
            self.cluster.endOpenTransactions(committing: isCommitted)
            #expect(self.values.count == before.count + (isCommitted ? 2 : 0))
        }
    }

    @Test func anOldTransactionIsAbortedByTheClock() throws {
        let log = try self.join()
        self.cluster.faults = { at, _ in at == .beforeOffsets ? .crash : nil }
        #expect(throws: LogError.self) { try log.commit(self.batch(), consumed: [:]) }
        self.cluster.append(to: "out", partition: 0, value: [9])
        self.cluster.now = self.cluster.now + .milliseconds(14_999)
        self.cluster.expireTransactions()
        #expect(self.values.isEmpty)
        self.cluster.now = self.cluster.now + .milliseconds(1)
        self.cluster.expireTransactions()
        #expect(self.values == [9])
        // The marker stands in both partitions.
        #expect(self.cluster.appendedEnd(of: TopicPartition("out", 0)) == 4)
        #expect(self.cluster.appendedEnd(of: TopicPartition("out", 1)) == 3)
    }

    @Test func aLateMarkerIsWrittenBeforeTheProducerGoesOn() throws {
        self.cluster.topicsWithLateMarkers = ["out"]
        let log = try self.join()
        try log.commit(self.batch(1...2), consumed: [self.place: GroupOffset(next: 1)])
        #expect(self.values.isEmpty)
        #expect(self.offset == 1)
        try log.commit(self.batch(3...4), consumed: [:])
        #expect(self.values.sorted() == [1, 2])
        self.cluster.writeMarkers()
        #expect(self.values.sorted() == [1, 2, 3, 4])
    }

    // MARK: Groups

    @Test func aDynamicCrashHoldsTheGroupUpUntilItsSessionExpires() throws {
        let first = try self.join(.inOrder)
        self.cluster.crash(first)
        let second = try self.join(.inOrder)
        #expect(self.cluster.partitions(of: second) == [])
        self.cluster.expireSessions()
        try self.serve([second])
        #expect(self.cluster.partitions(of: second).count == 4)
    }

    @Test func aStaticSuccessorGetsThePartitionsAndFencesTheOneBefore() throws {
        let other = try self.join(.inOrder)
        let first = self.cluster.join("g", topics: ["in"], delivery: .inOrder, instance: "one")
        try self.serve([other, first, other, first])
        let share = self.cluster.partitions(of: first)
        #expect(share.count == 2)
        let second = self.cluster.join("g", topics: ["in"], delivery: .inOrder, instance: "one")
        #expect(try second.poll() == [.assigned(share)])
        #expect(throws: LogError.self) { try first.commit(OutputBatch(), consumed: [share[0]: GroupOffset(next: 1)]) }
        #expect(try other.poll() == [])
        self.cluster.crash(second)
        #expect(self.cluster.memberCount(of: "g") == 2)
        self.cluster.expireSessions()
        try self.serve([other])
        #expect(self.cluster.partitions(of: other).count == 4)
    }

    @Test func aReleasedLogLeavesUnlessItIsStatic() throws {
        var log: MemoryLog? = try self.join(.inOrder)
        #expect(log != nil && self.cluster.memberCount(of: "g") == 1)
        log = nil
        #expect(self.cluster.memberCount(of: "g") == 0)
        log = try self.join(.inOrder, instance: "one")
        log = nil
        #expect(self.cluster.memberCount(of: "g") == 1)
    }

    @Test(arguments: 0..<200, [false, true])
    func everyPartitionFindsOneOwnerHoweverMembersComeAndGo(seed: Int, isCooperative: Bool) throws {
        var random = SeededRandom(seed: UInt64(seed))
        if isCooperative { self.cluster.cooperativeGroups = ["g"] }
        var logs: [MemoryLog] = []
        for step in 0..<60 {
            switch random.below(6) {
            case 0, 1: logs.append(self.cluster.join("g", topics: ["in"], delivery: .inOrder, instance: "i\(step)"))
            case 2 where !logs.isEmpty:
                let log = logs.remove(at: random.below(logs.count))
                self.cluster.crash(log)
                if random.oneIn(2) {
                    logs.append(self.cluster.join("g", topics: ["in"], delivery: .inOrder, instance: log.instance))
                }
            case 3 where !logs.isEmpty:
                let log = logs.remove(at: random.below(logs.count))
                self.cluster.leave(log)
            case 4: self.cluster.expireSessions()
            default: break
            }
            for log in logs where random.oneIn(2) {
                for change in try log.poll() { try log.accept(change, startingAt: [:]) }
            }
            let owned = logs.flatMap { self.cluster.partitions(of: $0) }
            #expect(Set(owned).count == owned.count)
        }
        self.cluster.expireSessions()
        logs.append(self.cluster.join("g", topics: ["in"], delivery: .inOrder))
        for _ in 0..<12 { try self.serve(logs) }
        let sizes = logs.map { self.cluster.partitions(of: $0).count }
        #expect(sizes.reduce(0, +) == 4)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }

    @Test func offsetsOfAMemberThatIsAskedMayBeRefused() throws {
        self.cluster.refusesOffsetsOfAskedMembers = true
        let first = try self.join(.inOrder)
        let second = self.cluster.join("g", topics: ["in"], delivery: .inOrder)
        #expect(throws: LogError.self) { try first.commit(self.batch(), consumed: [self.place: GroupOffset(next: 1)]) }
        #expect(self.offset == nil)
        // It can still give its partitions back.
        try self.serve([first, second])
        #expect(self.cluster.partitions(of: second).count == 2)
    }

    @Test func aLostCoordinatorStopsOffsetsAndChanges() throws {
        let log = try self.join(.inOrder)
        self.cluster.lostCoordinators = ["g"]
        let second = self.cluster.join("g", topics: ["in"], delivery: .inOrder)
        #expect(try log.poll() == [])
        #expect(try second.poll() == [])
        self.cluster.whenWaiting = { [cluster = self.cluster] in cluster.lostCoordinators = [] }
        try log.commit(self.batch(), consumed: [self.place: GroupOffset(next: 1)])
        self.cluster.whenWaiting = nil
        self.cluster.lostCoordinators = ["g"]
        #expect(throws: LogError.self) { _ = try log.committed(self.place) }
    }

    // MARK: Records

    @Test func deliveryCanBeDelayedInOrder() throws {
        let log = try self.join(.inOrder)
        for value in UInt8(0)..<3 { self.cluster.append(to: "in", partition: 0, value: [value]) }
        self.cluster.holdBack(self.place)
        for value in UInt8(3)..<6 { self.cluster.append(to: "in", partition: 0, value: [value]) }
        var values: [UInt8] = []
        func read() throws -> ReadOutcome { try log.read(self.place, maximum: 10) { values.append($0.value[0]) } }
        // The end looks as it did when records were last delivered.
        #expect(try read() == ReadOutcome(count: 3, end: 3))
        #expect(try log.appendedEnd(of: self.place) == 6)
        self.cluster.deliver(self.place, count: 1)
        #expect(try read() == ReadOutcome(count: 1, end: nil))
        self.cluster.deliver(self.place)
        #expect(try read() == ReadOutcome(count: 2, end: 6))
        #expect(values == [0, 1, 2, 3, 4, 5])
    }

    @Test func compactionKeepsTheLastOfEachKeyAndTheOffsets() throws {
        for (key, value) in [("a", UInt8(1)), ("b", 2), ("a", 3), ("c", 4), ("b", 5)] {
            self.cluster.append(to: "out", partition: 0, key: key, value: [value])
        }
        self.cluster.compact("out")
        #expect(self.cluster.records(of: "out").map(\.offset) == [2, 3, 4])
        #expect(self.values == [3, 4, 5])
        self.cluster.deleteRecords(before: 3, in: TopicPartition("out", 0))
        #expect(self.values == [4, 5])
        let reader = try self.cluster.source().openReader(TopicPartition("out", 0), from: 0)
        var offsets: [Int64] = []
        _ = try reader.read(maximum: 10, wait: .milliseconds(0)) { offsets.append($0.offset) }
        #expect(offsets == [3, 4])
    }

    @Test func aSeedOfASimulationCostsLittle() throws {
        let start = ContinuousClock.now
        let seeds = 300
        for seed in 0..<seeds {
            let cluster = MemoryCluster()
            for topic in ["raw", "events", "journal"] { cluster.createTopic(topic, partitions: 4) }
            for event in 0..<100 { cluster.append(to: "raw", key: "c\((event &* 31 &+ seed) % 9)", value: [1, 2, 3]) }
            let logs = (0..<3).map { cluster.join("g", topics: ["raw"], delivery: .transactional(name: "n\($0)")) }
            for _ in 0..<30 {
                for log in logs {
                    for change in try log.poll() { try log.accept(change, startingAt: [:]) }
                    var batch = OutputBatch()
                    var offsets: [TopicPartition: GroupOffset] = [:]
                    for place in cluster.partitions(of: log) {
                        _ = try log.read(place, maximum: 4) { record in
                            batch.append(
                                to: "events",
                                key: .bytes([UInt8](copying: record.key)),
                                timestamp: record.timestamp
                            ) { $0 += [1, 2, 3] }
                            offsets[place] = GroupOffset(next: record.offset + 1)
                        }
                    }
                    if !offsets.isEmpty { try log.commit(batch, consumed: offsets) }
                }
            }
            #expect(cluster.records(of: "events").count == 100)
        }
        let perSeed = (ContinuousClock.now - start) / seeds
        // About 1 ms on an idle core; the limit is for busy ones.
        #expect(perSeed < .milliseconds(20))
    }
}
