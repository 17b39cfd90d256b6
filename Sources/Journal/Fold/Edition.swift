public import Retention

/// One text of a playbook, ready to decide.
///
/// Editions follow each other in a partition; the journal holds the text of each where it took effect, so that a refold
/// decides every event by the text that decided it first.
public struct Edition<P: Projection> {
    /// The digest of the text.
    public let digest: StableHash
    /// The text, as the journal keeps it.
    public let text: String
    /// The playbook's name, part of every signal's id.
    public let name: String
    /// The fold by its rules.
    public let projection: P
    /// How its signals are written.
    public let signals: any SignalCoding
    /// How raw records are read that are folded in place.
    public let decoder: any RecordDecoder
    /// What the decoder depends on: editions that say the same read raw records alike.
    public let reading: String

    /// Describes a text.
    public init(
        digest: StableHash,
        text: String,
        name: String,
        projection: P,
        signals: any SignalCoding,
        decoder: any RecordDecoder,
        reading: String = ""
    ) {
        self.digest = digest
        self.text = text
        self.name = name
        self.projection = projection
        self.signals = signals
        self.decoder = decoder
        self.reading = reading
    }
}

/// Compiles the text of a playbook; `nil` when this version of the engine can't.
public typealias EditionCompiler<P: Projection> = (_ text: String) -> Edition<P>?
