import Journal
import Retention

/// A member of a group that a check drives.
final class ContractMember {
    let log: any EventLog
    private(set) var owned: Set<TopicPartition> = []
    /// Every change that was accepted, in order.
    private(set) var history: [Membership] = []
    /// A change that was told and not yet accepted.
    private(set) var pending: Membership?
    /// Where partitions are read from; the log decides about others.
    var starts: [TopicPartition: Int64] = [:]
    /// Whether a revocation waits until the check accepts it.
    var holdsRevocations = false

    init(_ log: any EventLog) { self.log = log }

    /// Whether the first assignment has come, empty or not.
    var hasJoined: Bool { self.history.contains { if case .assigned = $0 { true } else { false } } }

    /// Polls once, and accepts what came.
    func serve() throws(LogError) {
        for change in try self.log.poll() where self.pending == nil { self.pending = change }
        if case .revoked = self.pending, self.holdsRevocations { return }
        try self.acceptPending()
    }

    func acceptPending() throws(LogError) {
        guard let change = self.pending else { return }
        try self.log.accept(change, startingAt: self.starts.filter { change.partitions.contains($0.key) })
        self.pending = nil
        self.history.append(change)
        switch change {
        case .assigned(let places): self.owned.formUnion(places)
        case .revoked(let places), .lost(let places): self.owned.subtract(places)
        }
    }
}

/// What the checks share: a site with members, and ways to wait, to read and to compare.
final class ContractBench {
    let site: any EventLogSite
    private var logs: [any EventLog] = []
    private var lastName = 0

    init(_ site: any EventLogSite) { self.site = site }

    func closeAll() {
        for log in self.logs { self.site.close(log) }
        self.logs.removeAll()
    }

    // MARK: Logs

    /// A member that is not served yet.
    func member(
        _ group: String,
        _ topics: [String],
        _ delivery: Delivery? = nil,
        instance: String? = nil,
        isCooperative: Bool = false
    ) throws(LogError) -> ContractMember {
        self.lastName += 1
        var request = EventLogRequest(
            group: self.site.groupName(group),
            topics: topics,
            delivery: delivery ?? .transactional(name: "lane-\(self.lastName)"),
            instance: instance
        )
        request.isCooperative = isCooperative
        let log = try self.site.makeLog(request)
        self.logs.append(log)
        return ContractMember(log)
    }

    /// A member alone in its group that has every partition.
    func owner(
        _ group: String,
        _ topic: String,
        _ partitions: Int32,
        _ delivery: Delivery? = nil,
        starts: [TopicPartition: Int64] = [:]
    ) throws -> ContractMember {
        let member = try self.member(group, [topic], delivery)
        member.starts = starts
        try self.wait(for: "the first member is given all partitions", [member]) { member.owned.count == partitions }
        return member
    }

    func close(_ member: ContractMember) {
        self.forget(member)
        self.site.close(member.log)
    }

    func kill(_ member: ContractMember) {
        self.forget(member)
        self.site.kill(member.log)
    }

    private func forget(_ member: ContractMember) { self.logs.removeAll { $0 === member.log } }

    // MARK: Waiting

    /// Serves the members until a condition holds.
    func wait(for what: String, _ members: [ContractMember], until isDone: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + self.site.patience
        var turn = 0
        while turn < 60 || ContinuousClock.now < deadline {
            for member in members { try member.serve() }
            if try isDone() { return }
            for member in members { member.log.wait(upTo: TimeSpan(milliseconds: 20)) }
            turn += 1
        }
        throw ContractViolation("in vain waited for: \(what)")
    }

    // MARK: Reading

    /// Reads an assigned partition up to its end.
    func drain(_ member: ContractMember, _ place: TopicPartition) throws -> (values: [[UInt8]], end: Int64) {
        var values: [[UInt8]] = []
        var end: Int64?
        try self.wait(for: "the end of \(place)", [member]) {
            let outcome = try member.log.read(place, maximum: 1_000) { values.append([UInt8](copying: $0.value)) }
            end = outcome.end
            return end != nil
        }
        return (values, end ?? 0)
    }

    /// Reads a partition up to its end, outside any group.
    func drain(_ place: TopicPartition, from offset: Int64 = 0) throws -> (values: [[UInt8]], end: Int64) {
        let reader = try self.site.source().openReader(place, from: offset)
        return try self.drain(reader, place)
    }

    func drain(_ reader: any LogReader, _ place: TopicPartition) throws -> (values: [[UInt8]], end: Int64) {
        var values: [[UInt8]] = []
        let deadline = ContinuousClock.now + self.site.patience
        var turn = 0
        while turn < 60 || ContinuousClock.now < deadline {
            let outcome = try reader.read(maximum: 1_000, wait: TimeSpan(milliseconds: 100)) {
                values.append([UInt8](copying: $0.value))
            }
            if let end = outcome.end { return (values, end) }
            turn += 1
        }
        throw ContractViolation("in vain waited for: the end of \(place)")
    }

    // MARK: Writing

    func append(_ values: [UInt8], to place: TopicPartition) throws {
        for value in values {
            try self.site.append(to: place, key: nil, value: [value], timestamp: Self.time)
        }
    }

    static let time = Timestamp(milliseconds: 1_700_000_000_000)

    /// Commits one record a value, and offsets.
    func commit(
        _ log: any EventLog,
        _ values: [UInt8],
        to place: TopicPartition,
        _ offsets: [TopicPartition: GroupOffset] = [:]
    ) throws(LogError) {
        try log.commit(Self.batch(values, to: place), consumed: offsets)
    }

    static func batch(_ values: [UInt8], to place: TopicPartition) -> OutputBatch {
        var batch = OutputBatch()
        for value in values {
            batch.append(to: place.topic, partition: place.partition, key: .none, timestamp: Self.time) {
                $0.append(value)
            }
        }
        return batch
    }

    // MARK: Comparing

    func expect<Value: Equatable>(_ seen: Value, _ expected: Value, _ what: @autoclosure () -> String) throws {
        guard seen != expected else { return }
        throw ContractViolation("\(what()): expected \(expected), saw \(seen)")
    }

    func expect(_ isTrue: Bool, _ what: @autoclosure () -> String) throws {
        if !isTrue { throw ContractViolation("not so: \(what())") }
    }

    /// Expects an error that asks to join again.
    func expectRejoin(_ what: @autoclosure () -> String, _ body: () throws(LogError) -> Void) throws {
        do throws(LogError) { try body() } catch {
            return try self.expect(error.remedy, .rejoin, "remedy of: \(error)")
        }
        throw ContractViolation("no error: \(what())")
    }
}
