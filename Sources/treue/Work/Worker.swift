import Formats
import Foundation
import Journal
import Kafka
import Logging
import Playbook
import Retention
import RocksDB
import Synchronization

/// Runs the lanes of one worker, each on a thread of its own.
///
/// A lane that meets trouble which passes (fenced, partitions lost, brokers away) drops its memory and begins anew after a
/// pause that grows up to half a minute, for as long as it takes; one with a fatal error stops the worker. Stopping lets
/// every lane commit what is open.
final class Worker: Sendable {
    let counts = WorkerCounts()
    let stop = StopSignal()
    let health: Health
    let foldLanes: Int

    private let settings: WorkerSettings
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        var running = 0
        var failure: LogError?
    }

    init(settings: WorkerSettings, health: Health, logger: Logger) {
        self.settings = settings
        self.health = health
        self.logger = logger
        self.foldLanes = settings.lanes
    }

    /// The error that ended the worker, when one did.
    var failure: LogError? { self.state.withLock { $0.failure } }
    /// Whether every lane has ended.
    var isStopped: Bool { self.state.withLock { $0.running == 0 } }
    /// Whether a fixed present was asked for and every fold lane has reached it.
    var isFinished: Bool { self.counts.snapshot.finishedLanes.count == self.foldLanes }

    /// Starts the threads.
    func start() {
        for number in 0..<self.settings.lanes {
            if !self.settings.inputs.isEmpty {
                self.launch("intake-\(number)") { name throws(LogError) in try self.runIntake(name) }
            }
            self.launch("fold-\(number)") { name throws(LogError) in try self.runFold(name, number) }
        }
    }

    private func launch(_ name: String, _ body: @escaping @Sendable (String) throws(LogError) -> Void) {
        self.state.withLock { $0.running += 1 }
        self.health.note(name, .starting)
        let thread = Thread {
            self.keepRunning(name, body)
            self.health.note(name, .stopped)
            self.state.withLock { $0.running -= 1 }
        }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Runs a lane until it ends well; after trouble that passes, again with a growing pause.
    private func keepRunning(_ name: String, _ body: (String) throws(LogError) -> Void) {
        var troubles = 0
        while !self.stop.isRequested {
            let started = Clocks.monotonic()
            do throws(LogError) {
                try body(name)
                return
            } catch {
                guard error.remedy == .rejoin else {
                    self.state.withLock { $0.failure = $0.failure ?? error }
                    self.stop.request()
                    return
                }
                if Clocks.monotonic() - started > 60 { troubles = 0 }
                troubles += 1
                self.health.note(name, .waiting(error.description))
                self.logger.warning("lane begins anew", metadata: ["lane": "\(name)", "reason": "\(error)"])
                self.pause(min(30, 0.1 * Double(1 << min(troubles, 9))))
            }
        }
    }

    private func pause(_ seconds: Double) {
        let end = Clocks.monotonic() + seconds
        while !self.stop.isRequested, Clocks.monotonic() < end { Thread.sleep(forTimeInterval: 0.05) }
    }

    /// The name under which a lane joins its group, counts, and fences one before it.
    func name(of lane: String) -> String { "\(self.settings.name)-\(lane)" }

    private func runIntake(_ lane: String) throws(LogError) {
        let log = try KafkaEventLog(
            client: self.settings.client,
            group: self.settings.intakeGroup,
            instance: self.settings.isStatic ? self.name(of: lane) : nil,
            delivery: .inOrder,
            topics: self.settings.inputs,
            // Partitions of one number must stay together: a customer's orders and views are merged by time.
            options: self.settings.options(strategy: .range)
        )
        let intake = IntakeLane(
            name: self.name(of: lane),
            log: log,
            decoder: RawDecoder(self.settings.intake),
            coding: CanonicalEvents(),
            topics: self.settings.topics,
            settings: self.settings.lane,
            counts: self.counts
        )
        self.health.note(lane, .running)
        try intake.run(until: self.stop)
    }

    private func runFold(_ lane: String, _ number: Int) throws(LogError) {
        let name = self.name(of: lane)
        let log = try KafkaEventLog(
            client: self.settings.client,
            group: self.settings.foldGroup,
            instance: self.settings.isStatic ? name : nil,
            delivery: .transactional(name: name),
            topics: [self.settings.topics.events],
            options: self.settings.options(strategy: self.settings.rebalance.strategy)
        )
        let fold = try FoldLane(
            number: number,
            log: log,
            edition: Editions.of(self.settings.playbook),
            compile: Editions.compile,
            events: CanonicalEvents(),
            topics: self.settings.topics,
            inputs: self.settings.inputs,
            inPlace: self.settings.inPlace,
            settings: self.settings.lane,
            counts: self.counts
        )
        self.health.note(lane, .running)
        try fold.run(until: self.stop)
    }
}

/// How a group hands partitions from one worker to another.
enum Rebalance: String, CaseIterable {
    /// Everybody gives everything back, then it is dealt out anew.
    case eager
    /// Only what moves is given back.
    case cooperative

    var strategy: KafkaLogOptions.AssignmentStrategy {
        switch self {
        case .eager: .range
        case .cooperative: .cooperativeSticky
        }
    }
}

/// What a worker is told.
struct WorkerSettings: Sendable {
    /// Stays the same over restarts and differs between workers that run at the same time.
    let name: String
    let client: ClientConfiguration
    let topics: Journal.Topics
    /// The raw topics that go through intake.
    let inputs: [String]
    /// The raw topics that are folded in place.
    let inPlace: [String]
    let intakeGroup: String
    let foldGroup: String
    let lanes: Int
    let playbook: CompiledPlaybook
    /// How raw topics are read.
    let intake: IntakeSettings
    let lane: LaneSettings
    /// Whether the groups keep this worker's partitions for it while it restarts.
    let isStatic: Bool
    let rebalance: Rebalance
    /// How many partitions there are to be read from.
    let partitions: Int

    /// Bytes of records that all lanes together have waiting in memory: most of what a worker takes while it catches up.
    private static let queuedBytes = 160 << 20

    func options(strategy: KafkaLogOptions.AssignmentStrategy) -> KafkaLogOptions {
        var options = KafkaLogOptions()
        options.assignmentStrategy = strategy
        options.queuedBytes = min(64 << 20, max(1 << 20, Self.queuedBytes / max(1, self.partitions)))
        return options
    }
}
