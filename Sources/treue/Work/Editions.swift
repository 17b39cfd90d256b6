import Formats
import Journal
import Playbook
import Retention

/// Playbooks as the engine decides by them.
enum Editions {
    /// The edition of a playbook that was just read.
    static func of(_ compiled: CompiledPlaybook) -> Edition<PlaybookProjection> {
        self.of(compiled, PlaybookProjection(compiled))
    }

    /// The edition of a playbook with a fold of its own.
    static func of(_ compiled: CompiledPlaybook, _ projection: PlaybookProjection) -> Edition<PlaybookProjection> {
        Edition(
            digest: compiled.digest,
            text: compiled.text,
            name: compiled.settings.playbook,
            projection: projection,
            signals: CloudEventSignals(playbook: compiled.settings.playbook, version: compiled.settings.version),
            decoder: RawDecoder(currency: compiled.defaultCurrency),
            reading: compiled.defaultCurrency?.description ?? ""
        )
    }

    /// Compiles a text from the journal or a checkpoint.
    static func compile(_ text: String) -> Edition<PlaybookProjection>? {
        (try? PlaybookFile.load(yaml: text, named: "journal")).map(self.of)
    }
}
