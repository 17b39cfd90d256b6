import ArgumentParser
import Journal
import Kafka
import Retention

/// Makes and shows the topics the engine works on.
struct TopicsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "Create the topics the engine needs, or show them.",
        subcommands: [Create.self, Describe.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create what is missing; what is there stays as it is.",
            discussion: """
                Creates the engine's topics under the prefix, and the raw topics named by
                --inputs. The partitions of 'events' settle how far the work can be spread;
                they can't be changed later without folding anew.

                EXAMPLES
                  treue topics create --inputs orders,browse,mentions --partitions 12
                """
        )

        @OptionGroup var cluster: ClusterOptions

        @Option(help: "Partitions of events, journal, signals and raw topics. (TREUE_PARTITIONS; default: 6)")
        var partitions: Int?

        @Option(help: "Copies of each partition. (TREUE_REPLICATION; default: the cluster's)")
        var replication: Int?

        func run() async throws {
            try await reporting {
                var flags: [String: String] = [:]
                flags["partitions"] = self.partitions.map(String.init)
                flags["replication"] = self.replication.map(String.init)
                let settings = try Settings.resolve(self.cluster, flags: flags)
                let admin = try Admin(settings.client("admin"))
                try admin.checkReachable()
                let outcomes = try admin.create(topics: settings.wantedTopics)
                var refused: [String] = []
                for topic in settings.wantedTopics {
                    switch outcomes[topic.name] {
                    case .created: print("\(topic.name)  created, \(topic.partitions) partitions")
                    case .alreadyExists: print("\(topic.name)  is there already")
                    case .failed(let error): refused.append("\(topic.name): \(error)")
                    case nil: refused.append("\(topic.name): the cluster did not answer")
                    }
                }
                guard refused.isEmpty else { throw Failure(.work, refused.joined(separator: "\n")) }
            }
        }
    }

    struct Describe: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show partitions, ends and how far the groups are.",
            discussion: """
                EXAMPLES
                  treue topics describe --inputs orders,browse,mentions
                """
        )

        @OptionGroup var cluster: ClusterOptions

        func run() async throws {
            try await reporting {
                let settings = try Settings.resolve(self.cluster)
                let admin = try Admin(settings.client("admin"))
                try admin.checkReachable()
                let present = try admin.topics()
                for wanted in settings.wantedTopics {
                    guard let topic = present.first(where: { $0.name == wanted.name }) else {
                        print("\(wanted.name)  MISSING; run: treue topics create")
                        continue
                    }
                    var records: Int64 = 0
                    for partition in 0..<topic.partitionCount {
                        let ends = try admin.beginningAndEnd(of: TopicPartition(topic.name, partition))
                        records += ends.end - ends.beginning
                    }
                    print("\(topic.name)  \(topic.partitionCount) partitions, \(Spoken.count(Int(records))) offsets")
                }
                for group in [settings.intakeGroup, settings.foldGroup] {
                    let lag = try admin.lag(ofGroup: group).values.reduce(0) { $0 + $1.lag }
                    print("group \(group)  \(Spoken.count(Int(lag))) offsets behind")
                }
            }
        }
    }
}

extension Settings {
    /// Every topic the engine reads or writes.
    var wantedTopics: [NewTopic] {
        func topic(_ name: String, _ partitions: Int, isCompacted: Bool = false) -> NewTopic {
            // Records carry event time, which may be years ago: retention by time would delete history as it arrives.
            NewTopic(
                name,
                partitions: Int32(partitions),
                replicationFactor: Int32(self.replication ?? -1),
                configuration: isCompacted ? ["cleanup.policy": "compact"] : ["retention.ms": "-1"]
            )
        }
        return self.inputs.map { topic($0, self.partitions) }
            + [
                topic(self.topics.events, self.partitions), topic(self.topics.journal, self.partitions),
                topic(self.topics.clock, 1, isCompacted: true),
                topic(self.topics.state, self.partitions, isCompacted: true),
            ] + SignalType.Topic.allCases.map { topic(self.topics.signals($0), self.partitions) }
            + [topic(self.topics.deadLetters, self.partitions), topic(self.topics.shadow, self.partitions)]
    }
}
