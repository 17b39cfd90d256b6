import ArgumentParser
import Journal

@main
struct Treue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "treue",
        abstract: "Turns what customers do into retention decisions: exact, replayable, explained.",
        discussion: """
            EXAMPLES
              treue replay --playbook playbook.yaml --input orders.ndjson --output out
              treue test specs/*.yaml
              treue topics create --inputs orders,browse,mentions
              treue run --inputs orders,browse,mentions --playbook playbook.yaml
              treue inspect 42
              treue explain 42
              treue consent 42

            SETTINGS come from flags, else from the environment (TREUE_BROKERS
            for --brokers, and so on), else from a YAML file (--config, or
            ./treue.yaml when it is there), else they have defaults.

            EXIT CODES
              0    done
              1    failed while working; the message says what to do
              64   the command line can't be read
              65   a configuration, a playbook or an input file is wrong
              69   the Kafka cluster can't be reached, or topics are missing
              130  interrupted before it was done
            """,
        version: "treue \(Version.number)",
        subcommands: [
            RunCommand.self, ReplayCommand.self, VerifyCommand.self, TopicsCommand.self, InspectCommand.self,
            ExplainCommand.self, ConsentCommand.self, HealthCommand.self, DeadLettersCommand.self, LoadCommand.self,
            SimulateCommand.self,
            CheckCommand.self, TestCommand.self, CELCommand.self, VersionCommand.self,
        ]
    )
}

/// What this build is.
enum Version {
    static let number = "0.1.0"
}

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version and the formats this build reads and writes."
    )

    func run() {
        print("treue \(Version.number)")
        print("journal format \(JournalRecord.formatVersion), playbook language 1, signals as CloudEvents 1.0")
    }
}
