import Formats
import Foundation
import Journal
import Kafka
import Logging
import Playbook
import Retention
import Synchronization

/// Runs the lanes of one worker, each on a thread of its own.
///
/// A lane that must rejoin (fenced, or its partitions lost) drops its memory and begins anew; one with a fatal error stops
/// the worker. Stopping lets every lane commit what is open.
final class Worker: Sendable {
    let counts = WorkerCounts()
    let stop = StopSignal()
    let foldLanes: Int

    private let settings: WorkerSettings
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        var running = 0
        var failure: LogError?
    }

    init(settings: WorkerSettings, logger: Logger) {
        self.settings = settings
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
            self.launch("intake-\(number)") { name throws(LogError) in try self.runIntake(name) }
            self.launch("fold-\(number)") { name throws(LogError) in try self.runFold(name, number) }
        }
    }

    private func launch(_ name: String, _ body: @escaping @Sendable (String) throws(LogError) -> Void) {
        self.state.withLock { $0.running += 1 }
        let thread = Thread {
            self.keepRunning(name, body)
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
                if Clocks.monotonic() - started > 60 { troubles = 0 }
                troubles += 1
                guard error.remedy == .rejoin, troubles <= 20 else {
                    self.state.withLock { $0.failure = $0.failure ?? error }
                    self.stop.request()
                    return
                }
                self.logger.warning("lane joins again", metadata: ["lane": "\(name)", "reason": "\(error)"])
                self.pause(min(10, 0.1 * Double(1 << min(troubles, 7))))
            }
        }
    }

    private func pause(_ seconds: Double) {
        let end = Clocks.monotonic() + seconds
        while !self.stop.isRequested, Clocks.monotonic() < end { Thread.sleep(forTimeInterval: 0.05) }
    }

    private func log(_ lane: String, group: String, topics: [String]) throws(LogError) -> KafkaEventLog {
        try KafkaEventLog(
            client: self.settings.client,
            group: group,
            name: "\(self.settings.name)-\(lane)",
            topics: topics,
            options: KafkaLogOptions()
        )
    }

    private func runIntake(_ lane: String) throws(LogError) {
        let log = try self.log(lane, group: self.settings.intakeGroup, topics: self.settings.inputs)
        let intake = IntakeLane(
            name: "\(self.settings.name)-\(lane)",
            log: log,
            decoder: RawDecoder(defaultCurrency: self.settings.playbook.defaultCurrency),
            coding: CanonicalEvents(),
            topics: self.settings.topics,
            settings: self.settings.lane,
            counts: self.counts
        )
        try intake.run(until: self.stop)
    }

    private func runFold(_ lane: String, _ number: Int) throws(LogError) {
        let log = try self.log(lane, group: self.settings.foldGroup, topics: [self.settings.topics.events])
        let rules = self.settings.playbook.rules
        let fold = try FoldLane(
            number: number,
            log: log,
            rules: rules,
            playbook: self.settings.playbook.digest,
            events: CanonicalEvents(),
            signals: CloudEventSignals(playbook: rules.playbook, version: rules.version),
            topics: self.settings.topics,
            inputs: self.settings.inputs,
            settings: self.settings.lane,
            counts: self.counts
        )
        try fold.run(until: self.stop)
    }
}

/// What a worker is told.
struct WorkerSettings: Sendable {
    /// Stays the same over restarts and differs between workers that run at the same time.
    let name: String
    let client: ClientConfiguration
    let topics: Journal.Topics
    let inputs: [String]
    let intakeGroup: String
    let foldGroup: String
    let lanes: Int
    let playbook: CompiledPlaybook
    let lane: LaneSettings
}
