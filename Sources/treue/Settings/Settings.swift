import ArgumentParser
import Configuration
import Foundation
import Journal
import Kafka
import Logging
import Playbook
import Retention

/// What every command that talks to Kafka is told.
struct ClusterOptions: ParsableArguments {
    @Option(help: "The brokers to begin with, as host:port,host:port. (TREUE_BROKERS; default: localhost:9092)")
    var brokers: String?

    @Option(help: "What the names of the engine's topics and groups begin with. (TREUE_PREFIX; default: treue.)")
    var prefix: String?

    @Option(help: "The raw topics to read, as a,b,c. (TREUE_INPUTS)")
    var inputs: String?

    @Option(
        name: .customLong("kafka-property"),
        help: "A librdkafka property as name=value; may be repeated. (TREUE_KAFKA_PROPERTIES)"
    )
    var kafkaProperties: [String] = []

    @Option(help: "A YAML file with settings. (default: treue.yaml when it is there)")
    var config: String?
}

/// How a worker belongs to its groups.
enum Membership: String, CaseIterable {
    /// The group keeps a worker's partitions for it while it restarts (Kafka's static membership).
    case fixed = "static"
    /// A worker that stops gives its partitions to the others at once.
    case dynamic
}

/// A number of bytes as people write it: `64MiB`, `4GiB`, `500MB`, `1048576`.
struct ByteCount {
    let value: Int

    /// `nil` for less than 1 MiB, for more than 1,024 TiB and for what is no number of bytes.
    init?(_ text: String) {
        let units = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("MB", 1_000_000), ("GB", 1_000_000_000)]
        let unit = units.first { text.hasSuffix($0.0) }
        guard let number = Int(text.dropLast(unit?.0.count ?? 0).trimmingCharacters(in: .whitespaces)), number > 0
        else {
            return nil
        }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit?.1 ?? 1)
        guard !overflow, (1 << 20...1 << 50).contains(bytes) else { return nil }
        self.value = bytes
    }
}

/// The settings of a command, put together from flags, environment, file and defaults.
struct Settings {
    var brokers: String
    var prefix: String
    var inputs: [String]
    var playbook: String?
    /// The file that says how raw topics are read.
    var mapping: String?
    /// Which raw topics are folded in place.
    var inPlace: Placement.Wish
    var worker: String
    var lanes: Int
    var partitions: Int
    var replication: Int?
    var commitInterval: TimeSpan
    /// The folder of checkpoints and health, for all workers on this machine; `nil` for none.
    var data: String?
    var checkpointInterval: TimeSpan
    /// How often the `state` topic is brought up to date; `nil` for never.
    var stateInterval: TimeSpan?
    /// Bytes of states in memory, for the worker; `nil` for no limit.
    var stateBudget: Int?
    var membership: Membership
    var rebalance: Rebalance
    /// How long to wait for the cluster at start; `nil` for as long as it takes.
    var wait: TimeSpan?
    var stopTimeout: TimeSpan
    var kafkaProperties: [String: String]

    static let keys = [
        "brokers", "prefix", "inputs", "playbook", "mapping", "in_place", "worker", "lanes", "partitions",
        "replication",
        "commit_interval",
        "data", "checkpoint_interval", "state_interval", "state_budget", "membership", "rebalance", "wait",
        "stop_timeout", "kafka_properties",
    ]

    /// Puts the settings together and checks them; every fault is reported at once.
    static func resolve(_ options: ClusterOptions, flags: [String: String] = [:]) throws -> Settings {
        var given = flags
        given["brokers"] = options.brokers
        given["prefix"] = options.prefix
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (key, value) in given { values[AbsoluteConfigKey([key])] = ConfigValue(.string(value), isSecret: false) }
        if let inputs = options.inputs {
            values["inputs"] = ConfigValue(.stringArray(self.list(inputs)), isSecret: false)
        }
        if !options.kafkaProperties.isEmpty {
            values["kafka_properties"] = ConfigValue(.stringArray(options.kafkaProperties), isSecret: true)
        }
        var providers: [any ConfigProvider] = [
            InMemoryProvider(values: values), EnvironmentVariablesProvider().prefixKeys(with: "treue"),
        ]
        let usual = "treue.yaml"
        if let path = options.config ?? (FileManager.default.fileExists(atPath: usual) ? usual : nil) {
            providers.append(InMemoryProvider(values: try SettingsFile.values(of: path, knowing: self.keys)))
        }
        return try Settings(ConfigReader(providers: providers))
    }

    private init(_ config: ConfigReader) throws {
        var faults: [String] = []
        func number(_ key: ConfigKey, _ fallback: Int, _ range: ClosedRange<Int>) -> Int {
            guard let text = config.string(forKey: key) else { return fallback }
            guard let value = Int(text), range.contains(value) else {
                faults.append("\(key): must be a whole number from \(range.lowerBound) to \(range.upperBound)")
                return fallback
            }
            return value
        }
        self.brokers = config.string(forKey: "brokers", default: "localhost:9092")
        self.prefix = config.string(forKey: "prefix", default: "treue.")
        self.inputs = config.stringArray(forKey: "inputs", default: [])
        self.playbook = config.string(forKey: "playbook")
        self.mapping = config.string(forKey: "mapping")
        self.inPlace = Placement.Wish(config.string(forKey: "in_place", default: "auto"))
        self.worker = config.string(forKey: "worker", default: ProcessInfo.processInfo.hostName)
        self.lanes = number("lanes", ProcessInfo.processInfo.activeProcessorCount, 1...256)
        self.partitions = number("partitions", 6, 1...10_000)
        let replication = number("replication", 0, 1...32)
        self.replication = replication > 0 ? replication : nil
        func span(
            _ key: ConfigKey,
            _ fallback: TimeSpan?,
            _ range: ClosedRange<TimeSpan>,
            off: String? = nil
        ) -> TimeSpan? {
            guard let text = config.string(forKey: key) else { return fallback }
            if let off, text == off { return nil }
            if let span = try? Spelling.span(text), range.contains(span) { return span }
            let word = off.map { ", or '\($0)'" } ?? ""
            faults.append("\(key): must be a time up to \(range.upperBound.milliseconds / 1_000)s, such as 10s\(word)")
            return fallback
        }
        let tick = TimeSpan(milliseconds: 1)
        self.commitInterval =
            span("commit_interval", TimeSpan(milliseconds: 100), tick...(.minutes(1))) ?? TimeSpan(milliseconds: 100)
        let data = config.string(forKey: "data", default: "treue-data")
        self.data = data == "none" ? nil : data
        self.checkpointInterval = span("checkpoint_interval", .seconds(10), tick...(.hours(1))) ?? .seconds(10)
        self.stateInterval = span("state_interval", .minutes(1), tick...(.days(1)), off: "never")
        self.stateBudget = nil
        if let text = config.string(forKey: "state_budget") {
            if let bytes = ByteCount(text) {
                self.stateBudget = bytes.value
            } else {
                faults.append("state_budget: must be whole KiB, MiB or GiB, 1MiB or more, such as 512MiB")
            }
        }
        self.membership = Self.choice(config, "membership", .fixed, &faults)
        self.rebalance = Self.choice(config, "rebalance", .eager, &faults)
        self.wait = span("wait", nil, TimeSpan(milliseconds: 0)...(.days(1)), off: "forever")
        self.stopTimeout = span("stop_timeout", .seconds(25), tick...(.minutes(10))) ?? .seconds(25)
        self.kafkaProperties = [:]
        for property in config.stringArray(forKey: "kafka_properties", isSecret: true, default: []) {
            let name = property.prefix { $0 != "=" }
            // What is no name may hold a password, and is not told.
            guard !name.isEmpty, name.endIndex < property.endIndex, name.utf8.allSatisfy(Self.isTopicByte) else {
                faults.append("kafka_properties: each must be name=value, such as security.protocol=ssl")
                continue
            }
            self.kafkaProperties[String(name)] = String(property.dropFirst(name.count + 1))
        }
        faults += self.faultsInNames
        guard faults.isEmpty else { throw Failure(.input, "settings: " + faults.joined(separator: "\nsettings: ")) }
    }

    private var faultsInNames: [String] {
        var faults = Self.faults(inPrefix: self.prefix).map { "prefix: \($0)" }
        faults += Self.faults(inTopics: self.inputs).map { "inputs: \($0)" }
        faults += Self.faults(inSources: self.inputs, under: self.prefix).map { "inputs: \($0)" }
        if case .these(let topics) = self.inPlace {
            let unknown = topics.filter { !self.inputs.contains($0) }
            faults += unknown.map { "in_place: '\($0)' is none of the inputs; name them, or 'auto', or 'never'" }
        }
        if !Self.isName(self.worker) {
            faults.append("worker: must be 1 to 100 letters, digits, '.', '_' and '-', and not begin with a dot")
        }
        if let data = self.data, data.isEmpty { faults.append("data: must name a folder, or be 'none'") }
        if self.brokers.isEmpty { faults.append("brokers: must name a broker, such as localhost:9092") }
        return faults
    }

    private static func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ config: ConfigReader,
        _ key: ConfigKey,
        _ fallback: Choice,
        _ faults: inout [String]
    ) -> Choice {
        guard let text = config.string(forKey: key) else { return fallback }
        if let choice = Choice(rawValue: text) { return choice }
        faults.append("\(key): must be one of " + Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", "))
        return fallback
    }

    /// The names of topics may hold letters, digits, `.`, `_` and `-`, and up to 249 of them.
    static func faults(inTopics topics: [String]) -> [String] {
        topics.filter { $0.isEmpty || $0.utf8.count > 249 || !$0.utf8.allSatisfy(self.isTopicByte) }
            .map { "'\($0)' is no name of a topic" }
            + (Set(topics).count < topics.count ? ["a topic is named twice"] : [])
    }

    /// The engine's own topics are no raw ones: it would read what it writes.
    static func faults(inSources topics: [String], under prefix: String) -> [String] {
        let own = Set(Journal.Topics(prefix: prefix).names)
        return topics.filter(own.contains).map { "'\($0)' is one of the engine's own topics" }
    }

    static func faults(inPrefix prefix: String) -> [String] {
        prefix.utf8.count <= 200 && prefix.utf8.allSatisfy(self.isTopicByte)
            ? [] : ["may hold letters, digits, '.', '_' and '-', and up to 200 of them"]
    }

    private static func isName(_ name: String) -> Bool {
        (1...100).contains(name.utf8.count) && name.utf8.first != UInt8(ascii: ".")
            && name.utf8.allSatisfy(self.isTopicByte)
    }

    private static func isTopicByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    var topics: Journal.Topics { Journal.Topics(prefix: self.prefix) }
    var intakeGroup: String { self.prefix + "intake" }
    var foldGroup: String { self.prefix + "fold" }

    func requireInputs() throws {
        guard !self.inputs.isEmpty else {
            throw Failure(.input, "no raw topics are named; use --inputs orders,browse,mentions or TREUE_INPUTS")
        }
    }

    func requirePlaybook() throws -> CompiledPlaybook {
        guard let path = self.playbook else {
            throw Failure(.input, "no playbook is named; use --playbook FILE or TREUE_PLAYBOOK")
        }
        return try Playbooks.load(path)
    }

    /// Writes warnings to standard error; everything when librdkafka was asked for its `debug` output.
    func logger(_ name: String) -> Logger {
        var logger = Logger(label: "treue.\(name)") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = self.kafkaProperties["debug"] == nil ? .warning : .debug
        return logger
    }

    func client(_ name: String) -> ClientConfiguration {
        ClientConfiguration(
            brokers: self.brokers,
            clientID: "treue-\(name)",
            properties: self.kafkaProperties,
            logger: self.logger(name)
        )
    }
}
