import ArgumentParser
import Retention

/// What commands about one customer have in common: whose story it is, and where it is read.
struct SubjectOptions: ParsableArguments {
    @OptionGroup var cluster: ClusterOptions

    @Argument(help: "The customer's id.")
    var customer: String

    @Option(help: "With --input: the playbook that decides. (TREUE_PLAYBOOK)")
    var playbook: String?

    @Option(help: "The file that says how raw topics are read. (TREUE_MAPPING)")
    var mapping: String?

    @Option(parsing: .upToNextOption, help: "Event files instead of Kafka.")
    var input: [String] = []

    @Flag(help: "Print one JSON object.")
    var json = false

    /// The subject that was named: `kind/id`, or a customer's id alone.
    var subject: Subject { Subject(self.customer) ?? Subject(.customer, self.customer) }

    func settings() throws -> Settings {
        var flags: [String: String] = [:]
        flags["playbook"] = self.playbook
        flags["mapping"] = self.mapping
        return try Settings.resolve(self.cluster, flags: flags)
    }
}
