import ArgumentParser
import Foundation
import Journal
import JSON
import Kafka
import Logging
import Playbook
import Retention
import ServiceLifecycle
import UnixSignals

/// Runs a stream worker.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a worker: raw topics in, decisions out, exactly once.",
        discussion: """
            Takes the raw topics in, folds them into the state of each customer, and emits
            decisions. Start more workers, each with a --worker name of its own, to spread
            the work; a worker keeps its name over restarts. SIGTERM or Ctrl-C commits
            what is open and ends it.

            With --until it works through history: everything there is, with TIME as the
            present, and ends by itself.

            EXAMPLES
              treue run --inputs orders,browse,mentions --playbook playbook.yaml
              treue run --config treue.yaml --worker b
              treue run --inputs orders --playbook p.yaml --until 1998-07-01 --summary
            """
    )

    @OptionGroup var cluster: ClusterOptions

    @Option(help: "The playbook to decide by. (TREUE_PLAYBOOK)")
    var playbook: String?

    @Option(
        help:
            "This worker's name; the same over restarts, different between workers. (TREUE_WORKER; default: host name)"
    )
    var worker: String?

    @Option(help: "Intake lanes and fold lanes, a thread each. (TREUE_LANES; default: one a core)")
    var lanes: Int?

    @Option(
        name: .customLong("commit-interval"),
        help: "How long a transaction gathers. (TREUE_COMMIT_INTERVAL; default: 100ms)"
    )
    var commitInterval: String?

    @Option(help: "Fold everything there is, take TIME for the present, and end (RFC 3339).")
    var until: InstantArgument?

    @Flag(help: "Print a summary at the end.")
    var summary = false

    @Flag(help: "Print the summary as one JSON object.")
    var json = false

    func run() async throws {
        try await reporting {
            var flags: [String: String] = [:]
            flags["playbook"] = self.playbook
            flags["worker"] = self.worker
            flags["lanes"] = self.lanes.map(String.init)
            flags["commit_interval"] = self.commitInterval
            let settings = try await Settings.resolve(self.cluster, flags: flags)
            try settings.requireInputs()
            let compiled = try settings.requirePlaybook()
            let partitions = try self.checkTopics(settings)
            let worker = Worker(settings: self.workerSettings(settings, compiled, partitions), logger: Self.logger)
            let service = WorkerService(worker: worker, endsByItself: self.until != nil)
            let group = ServiceGroup(
                configuration: .init(
                    services: [
                        .init(
                            service: service,
                            successTerminationBehavior: .gracefullyShutdownGroup,
                            failureTerminationBehavior: .gracefullyShutdownGroup
                        )
                    ],
                    gracefulShutdownSignals: [.sigterm, .sigint],
                    logger: Self.quiet
                )
            )
            try await group.run()
            if self.summary || self.json {
                RunSummary(counts: worker.counts.snapshot, seconds: service.seconds, prefix: settings.prefix)
                    .print(asJSON: self.json)
            }
            if let failure = worker.failure { throw Failure(.work, failure.description) }
            if self.until != nil, !worker.isFinished { throw Failure(.interrupted, "interrupted before the end") }
        }
    }

    private static var logger: Logger {
        var logger = Logger(label: "treue.worker") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return logger
    }

    private static var quiet: Logger { Logger(label: "treue.services", factory: { _ in SwiftLogNoOpLogHandler() }) }

    /// Makes sure that everything is there before any lane starts; returns how many partitions `events` has.
    private func checkTopics(_ settings: Settings) throws -> Int {
        let admin = try Admin(settings.client("admin"))
        try admin.checkReachable()
        let present = try admin.topics()
        let missing = settings.wantedTopics.map(\.name).filter { name in !present.contains { $0.name == name } }
        guard missing.isEmpty else {
            throw Failure(
                .unavailable,
                "topics are missing: \(missing.joined(separator: ", ")). Create them with: treue topics create "
                    + "--brokers \(settings.brokers) --prefix \(settings.prefix) --inputs "
                    + settings.inputs.joined(separator: ",")
            )
        }
        let counts = [settings.topics.events, settings.topics.journal].map { name in
            present.first { $0.name == name }?.partitionCount ?? 0
        }
        guard counts[0] == counts[1] else {
            throw Failure(
                .input,
                "\(settings.topics.events) has \(counts[0]) partitions and \(settings.topics.journal) has "
                    + "\(counts[1]); they must have as many"
            )
        }
        return Int(counts[0])
    }

    private func workerSettings(_ settings: Settings, _ compiled: CompiledPlaybook, _ partitions: Int) -> WorkerSettings
    {
        var lane = LaneSettings { Timestamp(milliseconds: Clocks.wall()) }
        lane.commitInterval = settings.commitInterval
        lane.lateness = compiled.lateness
        lane.future = compiled.future
        if let until = self.until {
            lane.present = .fixed(until.timestamp)
            // History has an end to be noticed soon; live topics need no more than one look a second.
            lane.clockInterval = TimeSpan(milliseconds: 200)
        }
        return WorkerSettings(
            name: settings.worker,
            client: settings.client("worker"),
            topics: settings.topics,
            inputs: settings.inputs,
            intakeGroup: settings.intakeGroup,
            foldGroup: settings.foldGroup,
            lanes: min(settings.lanes, partitions),
            playbook: compiled,
            lane: lane
        )
    }
}

/// Starts a worker, shows how far it is, and stops it.
private final class WorkerService: Service, Sendable {
    private let worker: Worker
    private let endsByItself: Bool
    private let started = Clocks.monotonic()

    init(worker: Worker, endsByItself: Bool) {
        self.worker = worker
        self.endsByItself = endsByItself
    }

    var seconds: Double { Clocks.monotonic() - self.started }

    func run() async throws {
        self.worker.start()
        await withGracefulShutdownHandler {
            let display = WorkerDisplay()
            while !self.worker.isStopped {
                if self.endsByItself, self.worker.isFinished { self.worker.stop.request() }
                display.show(self.worker.counts.snapshot, self.seconds)
                try? await Task.sleep(for: .milliseconds(50))
            }
            display.finish()
        } onGracefulShutdown: {
            self.worker.stop.request()
        }
    }
}

/// The live view of a worker: one line on a terminal, a line every ten seconds elsewhere.
private final class WorkerDisplay {
    private let line = ProgressLine()
    private var lastRaw = 0
    private var lastTime = 0.0
    private var rate = 0.0
    private var lastPrinted = 0.0

    func show(_ counts: WorkerCounts.Snapshot, _ seconds: Double) {
        if seconds - self.lastTime >= 0.5 {
            let now = Double(counts.folds.events - self.lastRaw) / (seconds - self.lastTime)
            self.rate = self.rate == 0 ? now : self.rate * 0.7 + now * 0.3
            self.lastRaw = counts.folds.events
            self.lastTime = seconds
        }
        self.line.update { self.text(counts) }
        guard !Terminal.isInteractive, seconds - self.lastPrinted >= 10 else { return }
        self.lastPrinted = seconds
        Terminal.complain(self.text(counts))
    }

    func finish() { self.line.finish() }

    private func text(_ counts: WorkerCounts.Snapshot) -> String {
        let clock = counts.clocks.values.min() ?? .distantPast
        let day = clock == .distantPast ? "–" : String(RFC3339.format(clock.milliseconds).prefix(16))
        let again = counts.refolded > 0 ? "  \(Spoken.count(counts.refolded)) refolded" : ""
        return "in \(Spoken.count(counts.rawTotal))  folded \(Spoken.count(counts.folds.events))  decisions "
            + "\(Spoken.count(counts.signalTotal))  dead letters \(Spoken.count(counts.rejectedTotal))\(again)  "
            + "\(Spoken.count(Int(self.rate)))/s  clock \(day)"
    }
}
