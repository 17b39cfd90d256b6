import ArgumentParser
import Foundation
import Journal
import JSON
import Kafka
import Logging
import Playbook
import Retention
import RocksDB

/// Runs a stream worker.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a worker: raw topics in, decisions out, exactly once.",
        discussion: """
            Takes the raw topics in, folds them into the state of each customer, and emits
            decisions. Start more workers, each with a --worker name of its own, to spread
            the work; a worker keeps its name over restarts.

            States are written to checkpoints under --data and to the topic 'state', so
            that a restart takes seconds. When brokers are away the worker waits, says
            what for, and goes on where it was; 'treue health' tells.

            SIGTERM or Ctrl-C commits what is open and ends it, within --stop-timeout; a
            second signal ends it at once, and nothing is lost by that.

            With --watch-playbook a changed playbook takes effect while the worker runs, at
            one place in the journal of each partition: timers of rules that are gone are
            disarmed, those of changed rules solved again, and nothing is decided about the
            past. With --shadow FILE a second playbook decides beside it, from the states as
            they stand at the start; what it decides goes to the topic 'shadow' alone.

            With --until it works through history: everything there is, with TIME as the
            present, and ends by itself.

            EXAMPLES
              treue run --inputs orders,browse,mentions --playbook playbook.yaml
              treue run --config treue.yaml --worker b
              treue run --inputs orders --playbook p.yaml --until 1998-07-01 --summary
            """
    )

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var options: RunOptions

    @Option(help: "Fold everything there is, take TIME for the present, and end (RFC 3339).")
    var until: InstantArgument?

    @Flag(help: "Print a summary at the end.")
    var summary = false

    @Flag(help: "Print the summary as one JSON object.")
    var json = false

    func run() async throws {
        try await reporting {
            let settings = try Settings.resolve(self.cluster, flags: self.options.flags)
            try settings.requireInputs()
            let compiled = try settings.requirePlaybook()
            Interruption.watch()
            let health = Health()
            let probe = try HealthFile(settings, health)
            health.note("start", .starting)
            probe.write()
            guard let placed = try self.waitForTopics(settings, compiled, health, probe) else {
                health.noteEnd()
                probe.write(isLast: true)
                if self.until == nil { return }
                throw Failure(.interrupted, "interrupted before the beginning")
            }
            health.forget("start")
            let lookout = ClusterProbe(settings, health)
            lookout.start()
            defer { lookout.stop.request() }
            let workerSettings = try self.workerSettings(settings, compiled, placed, health)
            let watch = try self.watchPlaybook(settings, compiled, workerSettings.lane)
            defer { watch?.stop.request() }
            let worker = Worker(
                settings: workerSettings,
                health: health,
                logger: settings.logger("worker")
            )
            let attendant = Attendant(worker: worker, probe: probe, settings: settings, endsByItself: self.until != nil)
            try attendant.run()
            if self.summary || self.json {
                RunSummary(
                    counts: worker.counts.snapshot,
                    seconds: attendant.seconds,
                    prefix: settings.prefix,
                    rules: compiled.ruleSet.rules
                )
                .print(asJSON: self.json)
            }
            if let failure = worker.failure { throw Failure(.work, failure.description) }
            if self.until != nil, !worker.isFinished { throw Failure(.interrupted, "interrupted before the end") }
        }
    }

    /// Looks after changes of the playbook, when that is wanted, and reads the one that decides in its shadow.
    private func watchPlaybook(
        _ settings: Settings,
        _ compiled: CompiledPlaybook,
        _ lane: LaneSettings
    ) throws -> PlaybookWatch? {
        if let path = self.options.shadow { lane.shadows?.publish(try Playbooks.load(path).text) }
        guard self.options.watchPlaybook, let path = settings.playbook, let updates = lane.updates else { return nil }
        let watch = PlaybookWatch(path, compiled, updates, report: lane.report)
        watch.start()
        return watch
    }

    /// Makes sure that everything is there before any lane starts, and waits for a cluster that does not answer.
    ///
    /// Returns how many partitions `events` has and which topics are folded in place; `nil` when it was asked to stop
    /// meanwhile.
    private func waitForTopics(
        _ settings: Settings,
        _ compiled: CompiledPlaybook,
        _ health: Health,
        _ probe: HealthFile
    ) throws -> (partitions: Int, placement: Placement)? {
        let started = Clocks.monotonic()
        var said = -10.0
        while true {
            do {
                let partitions = try self.checkTopics(settings)
                let intake = try settings.intake(currency: compiled.defaultCurrency)
                let placement = try Placement.choose(
                    settings,
                    intake,
                    currency: compiled.defaultCurrency,
                    partitions: partitions
                )
                for line in placement.lines { health.note(line) }
                return (Int(partitions[settings.topics.events] ?? 1), placement)
            } catch let error as KafkaError where error.remedy == .retry || error.isTimeout {
                let waited = Clocks.monotonic() - started
                if let limit = settings.wait, waited >= Double(limit.milliseconds) / 1_000 { throw error }
                health.note("start", .waiting(error.message))
                if waited - said >= 10 {
                    said = waited
                    Terminal.complain("treue: waiting for the cluster: \(error.message)")
                }
                probe.write()
                for _ in 0..<20 where !Interruption.isRequested { Thread.sleep(forTimeInterval: 0.05) }
            }
            if Interruption.isRequested { return nil }
        }
    }

    /// Makes sure that all topics are there; returns how many partitions each has.
    private func checkTopics(_ settings: Settings) throws -> [String: Int32] {
        let admin = try Admin(settings.client("admin"))
        try admin.checkReachable(within: .seconds(2))
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
        let partitioned = [settings.topics.events, settings.topics.journal, settings.topics.state]
        let counts = partitioned.map { name in present.first { $0.name == name }?.partitionCount ?? 0 }
        guard Set(counts).count == 1 else {
            throw Failure(
                .input,
                zip(partitioned, counts).map { "\($0) has \($1) partitions" }.joined(separator: ", ")
                    + "; they must have as many"
            )
        }
        return Dictionary(present.map { ($0.name, $0.partitionCount) }) { first, _ in first }
    }

    private func workerSettings(
        _ settings: Settings,
        _ compiled: CompiledPlaybook,
        _ placed: (partitions: Int, placement: Placement),
        _ health: Health
    ) throws -> WorkerSettings {
        let lanes = min(settings.lanes, placed.partitions)
        var lane = LaneSettings { Timestamp(milliseconds: Clocks.wall()) }
        lane.commitInterval = settings.commitInterval
        lane.lateness = compiled.lateness
        lane.future = compiled.future
        lane.checkpointInterval = settings.checkpointInterval
        lane.stateInterval = settings.stateInterval
        lane.updates = PlaybookUpdates()
        lane.shadows = PlaybookUpdates()
        // A static member takes its own place again: joining anew costs nobody anything.
        if settings.membership == .fixed { lane.joinTimeout = .seconds(30) }
        lane.stateBudget = settings.stateBudget.map { max(1, $0 / lanes) }
        lane.checkpoints = settings.checkpointFolder.map {
            RocksStorage(directory: $0, logger: settings.logger("worker"))
        }
        lane.report = { line in
            health.note(line)
            Terminal.complain("treue: \(line)")
        }
        if let until = self.until {
            lane.present = .fixed(until.timestamp)
            // History has an end to be noticed soon; live topics need no more than one look a second.
            lane.clockInterval = TimeSpan(milliseconds: 200)
        }
        return WorkerSettings(
            name: settings.worker,
            client: settings.client("worker"),
            topics: settings.topics,
            inputs: placed.placement.throughIntake,
            inPlace: placed.placement.inPlace,
            intakeGroup: settings.intakeGroup,
            foldGroup: settings.foldGroup,
            lanes: lanes,
            playbook: compiled,
            intake: try settings.intake(currency: compiled.defaultCurrency),
            lane: lane,
            isStatic: settings.membership == .fixed,
            rebalance: settings.rebalance,
            partitions: placed.partitions * (1 + settings.inputs.count)
        )
    }
}

/// How a worker runs.
struct RunOptions: ParsableArguments {
    @Option(help: "The playbook to decide by. (TREUE_PLAYBOOK)")
    var playbook: String?

    @Flag(help: "Take up changes of the playbook's file while running; a faulty one is told, and the old one goes on.")
    var watchPlaybook = false

    @Option(help: "A playbook that decides beside the other one, with its signals on the topic 'shadow'.")
    var shadow: String?

    @Option(help: "The file that says how raw topics are read. (TREUE_MAPPING)")
    var mapping: String?

    @Option(
        help: """
            Which raw topics the fold reads itself: 'auto' for those that allow it (treue check --cluster says which), \
            'never', or a list. (TREUE_IN_PLACE; default: auto)
            """
    )
    var inPlace: String?

    @Option(
        help:
            "This worker's name; the same over restarts, different between workers. (TREUE_WORKER; default: host name)"
    )
    var worker: String?

    @Option(help: "Intake lanes and fold lanes, a thread each. (TREUE_LANES; default: one a core)")
    var lanes: Int?

    @Option(
        help: """
            How long a transaction gathers; a fifth of it where there is something to say and no backlog. \
            (TREUE_COMMIT_INTERVAL; default: 100ms)
            """
    )
    var commitInterval: String?

    @Option(help: "The folder of checkpoints and health; 'none' for none. (TREUE_DATA; default: treue-data)")
    var data: String?

    @Option(help: "How often changed states go to the local checkpoint. (TREUE_CHECKPOINT_INTERVAL; default: 10s)")
    var checkpointInterval: String?

    @Option(help: "How often changed states go to the topic 'state', or 'never'. (TREUE_STATE_INTERVAL; default: 1m)")
    var stateInterval: String?

    @Option(
        help: """
            Bytes of states in memory, from 1MiB on; beyond it those that rest are packed, then left to --data. \
            (TREUE_STATE_BUDGET)
            """
    )
    var stateBudget: String?

    @Option(
        help:
            "'static': the groups wait for this worker while it restarts; 'dynamic'. (TREUE_MEMBERSHIP; default: static)"
    )
    var membership: String?

    @Option(help: "How fold lanes hand partitions over: 'eager' or 'cooperative'. (TREUE_REBALANCE; default: eager)")
    var rebalance: String?

    @Option(help: "How long to wait for the cluster at start, or 'forever'. (TREUE_WAIT; default: forever)")
    var wait: String?

    @Option(help: "How long a stop may take. (TREUE_STOP_TIMEOUT; default: 25s)")
    var stopTimeout: String?

    var flags: [String: String] {
        var flags: [String: String] = [:]
        flags["playbook"] = self.playbook
        flags["mapping"] = self.mapping
        flags["in_place"] = self.inPlace
        flags["worker"] = self.worker
        flags["lanes"] = self.lanes.map(String.init)
        flags["commit_interval"] = self.commitInterval
        flags["data"] = self.data
        flags["checkpoint_interval"] = self.checkpointInterval
        flags["state_interval"] = self.stateInterval
        flags["state_budget"] = self.stateBudget
        flags["membership"] = self.membership
        flags["rebalance"] = self.rebalance
        flags["wait"] = self.wait
        flags["stop_timeout"] = self.stopTimeout
        return flags
    }
}
