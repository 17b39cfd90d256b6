public import Journal
import JSON
public import Retention

/// Decodes raw records of every accepted format into events.
///
/// Unless the settings name a format, it is told by the record itself. Everything is checked before anything is kept; a
/// record that can't be taken comes back as a rejection with the place of the fault, never with its contents. One thread
/// may use it at a time; no record changes how the next one is read. It blocks while it fetches a schema.
public final class RawDecoder: RecordDecoder {
    /// Used by one record at a time, as the decoder is: the check whether it is in use already would find nothing.
    @exclusivity(unchecked) private var reader: RecordReader
    private let defaults: Source
    private let topics: [String: Source]
    /// The topic of the record before, which is mostly that of this one.
    private var latest: (name: String, source: Source)

    /// Makes a decoder.
    public init(_ settings: IntakeSettings = IntakeSettings()) {
        self.defaults = Source(settings.defaults)
        self.topics = settings.topics.mapValues { Source($0) }
        self.latest = ("", self.topics[""] ?? self.defaults)
        let all = [settings.defaults] + settings.topics.values
        var limits = settings.defaults.limits
        limits.record = all.map(\.limits.record).max() ?? limits.record
        limits.depth = all.map(\.limits.depth).max() ?? limits.depth
        unsafe self.reader = RecordReader(limits: limits, registry: settings.registry)
    }

    /// Makes a decoder that only knows what amounts are in that name no currency.
    public convenience init(currency: Currency?) {
        self.init(IntakeSettings(defaults: SourceSettings(defaults: Defaults(currency: currency))))
    }

    /// Decodes a line of a file: a record without key, headers and timestamp.
    public func decode(line: Span<UInt8>, at origin: Origin) -> DecodedRecord {
        let empty = Span<UInt8>()
        let epoch = Timestamp(milliseconds: 0)
        return self.decode(LogRecord(offset: origin.offset, timestamp: epoch, key: empty, value: line), at: origin)
    }

    /// Decodes one raw record; never throws, never keeps the bytes.
    public func decode(_ record: borrowing LogRecord, at origin: Origin) -> DecodedRecord {
        if origin.source != self.latest.name {
            self.latest = (origin.source, self.topics[origin.source] ?? self.defaults)
        }
        let source = self.latest.source
        guard record.value.count <= source.limits.record else {
            return .rejected(
                Rejection(
                    reason: "limit.record",
                    message: "the record is longer than \(source.limits.record) bytes"
                )
            )
        }
        guard let past = source.past else { return unsafe self.reader.read(record, at: origin, source) }
        return unsafe self.reader.read(record, at: origin, source).refusing(before: past, record.timestamp)
    }
}

extension DecodedRecord {
    /// The record, refused when it is an event that happened longer than `past` before its record was written.
    fileprivate func refusing(before past: TimeSpan, _ written: Timestamp) -> DecodedRecord {
        guard case .event(let event) = self, written.milliseconds > 0, event.time < written - past else { return self }
        return .rejected(
            Rejection(
                reason: "time.too-old",
                message: "the event happened longer before its record was written than `past` allows"
            )
        )
    }
}

extension DecodedRecord {
    /// A record of a type or event that is not known.
    static var unknownType: DecodedRecord { .ignored("type.unknown") }
}
