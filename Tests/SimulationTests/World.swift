import Formats
import Foundation
import Journal
import Retention
import TestKit

/// A cluster with some workers over it, to whom everything happens by a seed: every step, who works next and what fails
/// are drawn from one generator, so that a seed is a run.
final class World {
    /// A process: an intake lane, a fold lane and a disk.
    final class Worker {
        let name: String
        let storage = MemoryStorage()
        var intake: (lane: IntakeLane, log: MemoryLog)?
        var fold: (lane: FoldLane<Chain>, log: MemoryLog)?

        init(_ name: String) { self.name = name }
    }

    /// What a run had in it.
    struct Tally {
        var crashes = 0
        var errors = 0
        var restored: [String: Int] = [:]
        var faults: [FaultPoint: Int] = [:]
        /// Worlds, and changes of the way in them, by how many topics were folded in place then.
        var ways: [Int: Int] = [:]
    }

    let cluster = MemoryCluster()
    let topics = Topics(prefix: "s.")
    let clock = ManualClock(History.start)
    let history: History
    private(set) var workers: [Worker]
    private(set) var tally = Tally()
    /// The first thing that no worker may meet.
    private(set) var failure: String?

    private var random: SeededRandom
    private var settings: LaneSettings
    private let isStatic: Bool
    /// How the raw topics come to the fold; drawn anew when all workers are deployed anew.
    private var inPlace: [String] = []
    private var isCalm = true
    private var number = 0
    private let counts = WorkerCounts()

    /// Lays a world out by a seed; without one, the plainest there is.
    init(_ history: History, seed: UInt64?) {
        var random = SeededRandom(seed: seed ?? 0)
        self.history = history
        let isPlain = seed == nil
        self.workers = (0..<(isPlain ? 1 : 1 + random.below(3))).map { Worker("w\($0)") }
        self.isStatic = !isPlain && random.oneIn(2)
        let clock = self.clock
        self.settings = LaneSettings { clock.now }
        self.settings.lateness = .minutes(1)
        self.settings.future = .days(1_000)
        self.settings.present = .fixed(history.present)
        self.settings.clockInterval = TimeSpan(milliseconds: 300)
        self.settings.report = { line in if Self.isTraced { print("  \(line)") } }
        self.settings.checkpointInterval = TimeSpan(milliseconds: 700)
        self.settings.stateInterval = isPlain ? nil : random.oneIn(4) ? nil : TimeSpan(milliseconds: 1_500)
        self.settings.statesPerStep = 1 + random.below(3)
        self.settings.stateBytesPerTransaction = 1 + random.below(150)
        self.settings.bytesPerTransaction = isPlain ? 8 << 20 : 100 << random.below(8)
        self.settings.heldPerPartition = isPlain ? 256 : 2 << random.below(6)
        if !isPlain, random.oneIn(3) { self.settings.stateBudget = 400 + random.below(3_000) }
        let partitions = isPlain ? 1 : Int32(1 + random.below(3))
        self.mayFoldInPlace = !isPlain && partitions == 2
        self.cluster.createTopics(self.topics, partitions: partitions)
        for topic in History.topics { self.cluster.createTopic(topic, partitions: 2) }
        if !isPlain, random.oneIn(2) { self.cluster.cooperativeGroups = ["fold"] }
        self.cluster.refusesOffsetsOfAskedMembers = !isPlain && random.oneIn(2)
        self.random = random
        self.chooseWay()
        self.trace { "\(self.workers.count) workers, \(partitions) partitions, \(self.settings)" }
        self.cluster.whenWaiting = { [unowned self] in self.letTimePass() }
        self.cluster.faults = { [unowned self] point, log in self.fault(point, log) }
        self.cluster.prefixes = { [unowned self] _, count in self.random.below(count + 1) }
        History.append(history.first, to: self.cluster)
    }

    /// Chaos, then calm until everything is folded; then everything starts anew, and the history goes on.
    func run(chaos steps: Int) throws(LogError) -> Outcome {
        self.isCalm = steps == 0
        for _ in 0..<steps where self.failure == nil { self.step() }
        self.settle()
        self.restartAll()
        History.append(self.history.second, to: self.cluster)
        self.settings.present = .fixed(self.history.laterPresent)
        self.settle()
        if let failure = self.failure { throw LogError(.fatal, failure) }
        self.trace { "restored: \(self.counts.snapshot.restored)" }
        for (source, count) in self.counts.snapshot.restored { self.tally.restored[source, default: 0] += count }
        self.trace { self.folded }
        return try Outcome(self.cluster, self.topics)
    }

    /// Every event as the journal folded it.
    private var folded: String {
        var lines: [String] = []
        for partition in 0..<self.cluster.partitionCount(of: self.topics.events) {
            do throws(LogError) {
                var refold = try Refold(
                    partition,
                    topics: self.topics,
                    log: self.cluster.source(),
                    coding: CanonicalEvents(),
                    projection: Chain(subjects: 0),
                    compile: Chain.compile
                )
                _ = try refold.run(observe: { (step, place, _, effects) throws(LogError) in
                    lines.append(
                        "\(partition) #\(place.record) \(Self.text(step)) \(effects.signals.map { "\($0.rule) \($0.subject.id) \($0.time.milliseconds)" })"
                    )
                    effects.removeAll()
                })
            } catch { lines.append("\(error)") }
        }
        return lines.joined(separator: "\n")
    }

    private static func text(_ step: Refold<Chain>.Step) -> String {
        switch step {
        case .event(let event):
            "\(event.isLetter ? "letter" : "fact") \(event.id) of \(event.subject.id) at \(event.time.milliseconds)"
        case .passedOver: "passed over"
        case .clock: "clock"
        }
    }

    // MARK: What happens

    private func step() {
        self.tick(Int64(self.random.below(120)))
        let worker = self.workers[self.random.below(self.workers.count)]
        let action = self.random.below(40)
        self.trace { "\(worker.name) action \(action)" }
        switch action {
        case 0: self.crash(worker)
        case 1: self.cluster.expireSessions()
        case 2: self.cluster.endOpenTransactions(committing: self.random.oneIn(2))
        case 3:
            for log in [worker.intake?.log, worker.fold?.log].compactMap({ $0 }) where self.random.oneIn(2) {
                self.cluster.expel(log, tellsIt: self.random.oneIn(2))
            }
        case 4: self.leave(worker)
        case 5: self.cluster.lostCoordinators = self.random.oneIn(2) ? [] : ["fold", "intake"]
        case 6: worker.storage.writeFailure = self.random.oneIn(2) ? nil : CheckpointError("no space left")
        case 7:
            self.cluster.topicsWithLateMarkers = self.random.oneIn(2) ? [] : [self.topics.journal, self.topics.events]
        case 8: self.cluster.writeMarkers()
        case 9: self.cluster.compact(self.topics.state)
        case 10 where self.random.oneIn(4): self.loseDisk(worker)
        case 11 where self.random.oneIn(8): for partition in Int32(0)..<3 { worker.storage.garbleHeader(of: partition) }
        case 11 where self.mayFoldInPlace && self.random.oneIn(4): self.deployAnew()
        case 12...18: self.write(worker)
        case 19...28: self.workIntake(worker)
        default: self.workFold(worker)
        }
    }

    private func tick(_ milliseconds: Int64) {
        self.clock.advance(by: TimeSpan(milliseconds: milliseconds))
        self.cluster.now = self.clock.now
        self.cluster.expireTransactions()
    }

    /// While a lane waits for something, the rest of the world goes on.
    private func letTimePass() {
        self.tick(500)
        self.cluster.endOpenTransactions(committing: self.random.oneIn(2))
        self.cluster.writeMarkers()
        for worker in self.workers { worker.storage.writeAll() }
    }

    private func write(_ worker: Worker) {
        let pending = worker.storage.partitionsWithPendingBatches
        guard !pending.isEmpty else { return }
        worker.storage.writeNext(pending[self.random.below(pending.count)])
    }

    private func fault(_ point: FaultPoint, _ log: MemoryLog) -> Fault? {
        guard !self.isCalm, self.random.oneIn(point == .onRead || point == .onPoll ? 400 : 60) else { return nil }
        self.tally.faults[point, default: 0] += 1
        return self.random.oneIn(2) ? .crash : .error
    }

    // MARK: Processes

    private func workIntake(_ worker: Worker) {
        if worker.intake == nil {
            let log = self.cluster.join(
                "intake",
                topics: History.topics.filter { !self.inPlace.contains($0) },
                delivery: .inOrder,
                instance: self.isStatic ? worker.name : nil
            )
            let lane = IntakeLane(
                name: worker.name,
                log: log,
                decoder: PlainDecoder(),
                coding: CanonicalEvents(),
                topics: self.topics,
                settings: self.settings,
                counts: self.counts
            )
            worker.intake = (lane, log)
        }
        guard let (lane, log) = worker.intake else { return }
        log.recordsPerRead = self.isCalm ? .max : 1 + self.random.below(9)
        do throws(LogError) { _ = try lane.round() } catch { self.ended(worker, log, error) }
    }

    private func workFold(_ worker: Worker) {
        do throws(LogError) {
            if worker.fold == nil { worker.fold = try self.makeFold(worker) }
            guard let (lane, log) = worker.fold else { return }
            log.recordsPerRead = self.isCalm ? .max : 1 + self.random.below(9)
            log.retriesPerCommit = self.isCalm ? 0 : self.random.below(2)
            let before = self.counts.snapshot.restored
            _ = try lane.round()
            let after = self.counts.snapshot.restored
            if after != before {
                self.trace {
                    "\(worker.name) restored \(log.id): \(after), ends \(self.ends) owns \(self.cluster.partitions(of: log))"
                }
            }
        } catch { self.ended(worker, worker.fold?.log, error) }
    }

    private func makeFold(_ worker: Worker) throws(LogError) -> (lane: FoldLane<Chain>, log: MemoryLog) {
        self.number += 1
        let log = self.cluster.join(
            "fold",
            topics: [self.topics.events],
            delivery: .transactional(name: worker.name),
            instance: self.isStatic ? worker.name : nil
        )
        var settings = self.settings
        settings.checkpoints = worker.storage
        let lane = try FoldLane(
            number: self.number,
            log: log,
            edition: Chain.edition(History.subjects),
            compile: Chain.compile,
            events: CanonicalEvents(),
            topics: self.topics,
            inputs: History.topics.filter { !self.inPlace.contains($0) },
            inPlace: self.inPlace,
            settings: settings,
            counts: self.counts
        )
        return (lane, log)
    }

    /// A lane has met trouble: it drops its memory, or its process has died.
    private func ended(_ worker: Worker, _ log: MemoryLog?, _ error: LogError) {
        self.trace { "\(worker.name) \(log?.group ?? "?"): \(error)" }
        if error.remedy == .fatal { self.failure = self.failure ?? error.message }
        if log?.isCrashed ?? false {
            self.crash(worker)
        } else if let log, log === worker.intake?.log {
            self.tally.errors += 1
            self.cluster.leave(log)
            worker.intake = nil
        } else {
            self.tally.errors += 1
            if let log { self.cluster.leave(log) }
            worker.fold = nil
        }
    }

    /// What happened, for whoever follows a single seed.
    private func trace(_ line: () -> String) {
        if Self.isTraced { print("\(self.clock.now.milliseconds - History.start.milliseconds) ms  \(line())") }
    }

    private static let isTraced = ProcessInfo.processInfo.environment["TREUE_TRACE"] != nil

    private func crash(_ worker: Worker) {
        self.trace { "\(worker.name) dies" }
        self.tally.crashes += 1
        for log in [worker.intake?.log, worker.fold?.log].compactMap({ $0 }) { self.cluster.crash(log) }
        worker.storage.crash(tornEntries: [0: self.random.below(3), 1: self.random.below(3)])
        worker.intake = nil
        worker.fold = nil
    }

    /// Stops in good order, as on SIGTERM.
    private func leave(_ worker: Worker) {
        if let (lane, log) = worker.fold {
            do throws(LogError) { try lane.finish() } catch { return self.ended(worker, log, error) }
            self.cluster.leave(log)
            worker.fold = nil
        }
    }

    private func loseDisk(_ worker: Worker) {
        self.crash(worker)
        for partition in Int32(0)..<3 { worker.storage.removeContents(of: partition) }
    }

    // MARK: Ways

    /// Whether the raw topics have as many partitions as `events`.
    private let mayFoldInPlace: Bool

    private func chooseWay() {
        guard self.mayFoldInPlace else { return }
        self.inPlace = [[], History.topics][self.random.below(2)]
        if self.history.isSorted, self.random.oneIn(2) { self.inPlace = [History.topics[self.random.below(2)]] }
        self.tally.ways[self.inPlace.count, default: 0] += 1
    }

    /// Other settings take effect in all workers.
    private func deployAnew() {
        for worker in self.workers { self.crash(worker) }
        self.cluster.expireSessions()
        self.chooseWay()
        self.trace { "in place from here on: \(self.inPlace)" }
    }

    // MARK: Calm

    private func restartAll() {
        if self.mayFoldInPlace, self.random.oneIn(2) { self.deployAnew() }
        for worker in self.workers {
            if self.random.oneIn(4) {
                self.loseDisk(worker)
            } else if self.random.oneIn(2) {
                self.leave(worker)
                self.crash(worker)
            } else {
                self.crash(worker)
            }
        }
        self.cluster.expireSessions()
    }

    /// Nothing fails any more; everybody works until nothing moves.
    private func settle() {
        let wasCalm = self.isCalm
        self.isCalm = true
        self.cluster.lostCoordinators = []
        self.cluster.topicsWithLateMarkers = []
        for worker in self.workers {
            worker.storage.writeFailure = nil
            // Whoever has lost partitions without knowing it is told so by starting anew.
            if !wasCalm { self.crash(worker) }
        }
        self.cluster.expireSessions()
        self.cluster.writeMarkers()
        self.cluster.endOpenTransactions(committing: true)
        var quiet = 0
        var ends: [Int64] = []
        // A lane over its budget waits until its states are written, some at a time.
        let rest = self.settings.stateBudget == nil ? 4 : 16
        for _ in 0..<400 where quiet < rest && self.failure == nil {
            self.tick(400)
            for worker in self.workers {
                self.workIntake(worker)
                self.workFold(worker)
                worker.storage.writeAll()
            }
            let now = self.ends
            quiet = now == ends && self.isFinished ? quiet + 1 : 0
            ends = now
        }
        if quiet < rest, self.failure == nil {
            self.failure = "the workers never came to rest: clocks \(self.counts.snapshot.clocks), ends \(self.ends)"
        }
    }

    private var isFinished: Bool {
        guard case .fixed(let present) = self.settings.present else { return false }
        let clocks = self.counts.snapshot.clocks
        return clocks.count == Int(self.cluster.partitionCount(of: self.topics.events))
            && clocks.values.allSatisfy { $0 >= present }
    }

    /// How far events and journal reach.
    private var ends: [Int64] {
        (0..<self.cluster.partitionCount(of: self.topics.events)).flatMap { partition in
            [self.topics.events, self.topics.journal].map {
                self.cluster.appendedEnd(of: TopicPartition($0, partition))
            }
        }
    }
}
