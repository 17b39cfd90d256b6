import Journal
import Retention
import TestKit
import Testing

/// Topics that were deleted, made anew or cut by retention under a worker: it must stop and say so, never go on with gaps.
@Suite struct DeletionTests {
    private static let history = Shop.history(seed: 12, customers: 6, count: 120)

    private func workedSite(_ storage: MemoryStorage? = nil) throws -> Worksite {
        let site = Worksite(partitions: 1)
        site.settings.checkpoints = storage
        site.append(Self.history)
        let intake = site.makeIntake()
        let fold = try site.makeFold()
        try site.settle([intake], [fold])
        try fold.lane.finish()
        site.cluster.leave(intake.log)
        site.cluster.leave(fold.log)
        return site
    }

    private func error(_ body: () throws(LogError) -> Void) -> LogError? {
        do throws(LogError) { try body() } catch { return error }
        return nil
    }

    @Test func `given records deleted before they were read, when intake begins, then it names the gap`() throws {
        let site = try self.workedSite()
        let place = TopicPartition("orders", 0)
        let read = site.cluster.appendedEnd(of: place)
        site.append(Self.history)
        site.cluster.deleteRecords(before: read + 2, in: place)
        let intake = site.makeIntake()
        let error = self.error { () throws(LogError) in _ = try intake.lane.round() }
        #expect(error?.remedy == .fatal)
        let gap = "orders/0 begins at offset \(read + 2), but was read only up to \(read)"
        #expect(error?.message.contains(gap) == true)
    }

    @Test func `given raw records deleted that were read, when intake begins, then it goes on`() throws {
        let site = try self.workedSite()
        let place = TopicPartition("orders", 0)
        site.cluster.deleteRecords(before: site.cluster.appendedEnd(of: place), in: place)
        try site.settle([site.makeIntake()], [try site.makeFold()])
    }

    @Test(arguments: ["events", "journal"])
    func `given a topic made anew, when a fold lane begins, then it stops before it emits`(name: String) throws {
        let site = try self.workedSite(MemoryStorage())
        let before = site.emitted
        site.cluster.deleteTopic(site.topics.prefix + name)
        site.cluster.createTopic(site.topics.prefix + name, partitions: 1)
        let fold = try site.makeFold()
        let error = self.error { () throws(LogError) in for _ in 0..<5 { _ = try fold.lane.round() } }
        #expect(error?.remedy == .fatal)
        #expect(error?.message.contains("\(site.topics.prefix + name)/0 ends at offset") == true)
        #expect(site.emitted == before)
    }

    @Test func `given a store that the journal does not continue, when a lane begins, then it is set aside`() throws {
        let storage = MemoryStorage()
        _ = try self.workedSite(storage)
        // The same cluster set back to before that, on which another history took its course.
        let other = Worksite(partitions: 1)
        other.append(Shop.history(seed: 13, customers: 9, count: 300))
        let intake = other.makeIntake()
        let first = try other.makeFold()
        first.log.recordsPerRead = 7
        try other.settle([intake], [first])
        other.cluster.leave(first.log)
        other.settings.checkpoints = storage
        let second = try other.makeFold()
        let error = self.error { () throws(LogError) in for _ in 0..<5 { _ = try second.lane.round() } }
        #expect(error?.remedy == .rejoin)
        #expect(error?.message.contains("the local store does not fit the topics") == true)
        #expect(storage.aside.count == 1)
        other.cluster.leave(second.log)
        try other.settle([intake], [try other.makeFold()])
        #expect(other.emitted == other.expected())
    }

    @Test func `given a lane without partitions, then it is finished only when the others are`() throws {
        let site = Worksite(partitions: 1)
        site.append(Self.history)
        let intake = site.makeIntake()
        let working = try site.makeFold(0)
        let idle = try site.makeFold(1)
        working.log.recordsPerRead = 3
        var isIdleFirst = true
        for _ in 0..<400 where !site.counts.snapshot.finishedLanes.contains(1) {
            site.clock.advance(by: .milliseconds(500))
            _ = try intake.lane.round()
            _ = try idle.lane.round()
            isIdleFirst = !site.counts.snapshot.finishedLanes.contains(0)
            if site.counts.snapshot.finishedLanes.contains(1) { break }
            _ = try working.lane.round()
        }
        #expect(site.counts.snapshot.finishedLanes == [0, 1])
        #expect(!isIdleFirst)
        #expect(site.emitted == site.expected())
    }
}
