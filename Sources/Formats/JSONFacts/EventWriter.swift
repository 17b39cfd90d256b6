import JSON
public import Retention

/// Writes events as CloudEvents 1.0 in structured JSON, as `schemas/events.schema.json` has them.
///
/// What is written is read again as the same event, but for the place of the record.
public struct EventWriter: ~Copyable {
    private var writer = JSONWriter()

    /// Makes a writer, which reuses its memory.
    public init() {}

    /// Appends the event as one JSON object without white space.
    public mutating func append(_ event: Event, source: String = "treue", to bytes: inout [UInt8]) {
        self.writer.reset()
        self.writer.beginObject()
        self.writer.key("specversion")
        self.writer.string("1.0" as StaticString)
        self.writer.key("id")
        self.writer.string(event.id)
        self.writer.key("source")
        self.writer.string(source)
        self.writer.key("type")
        self.writer.string(event.body.kind.name)
        self.writer.key("subject")
        self.writer.string(event.subject.description)
        self.writer.key("time")
        self.writer.timestamp(event.time.milliseconds)
        self.writer.key("datacontenttype")
        self.writer.string("application/json" as StaticString)
        self.writer.key("data")
        event.body.write(to: &self.writer)
        self.writer.endObject()
        self.writer.append(to: &bytes)
    }
}
