import Formats
import Journal
import Playbook
import Retention

/// Playbooks as the engine decides by them.
enum Editions {
    /// The edition of a playbook that was just read.
    static func of(_ compiled: CompiledPlaybook) -> Edition<CustomerProjection> {
        Edition(
            digest: compiled.digest,
            text: compiled.text,
            name: compiled.rules.playbook,
            projection: CustomerProjection(rules: compiled.rules),
            signals: CloudEventSignals(playbook: compiled.rules.playbook, version: compiled.rules.version)
        )
    }

    /// Compiles a text from the journal or a checkpoint.
    static func compile(_ text: String) -> Edition<CustomerProjection>? {
        (try? PlaybookFile.load(yaml: text, named: "journal")).map(self.of)
    }
}
