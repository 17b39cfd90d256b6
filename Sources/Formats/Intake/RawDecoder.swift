public import Journal
import JSON
public import Retention

/// Decodes raw records of every accepted format into events.
///
/// Unless the settings name a format, it is told by the record itself. Everything is checked before anything is kept; a
/// record that can't be taken comes back as a rejection with the place of the fault, never with its contents. One thread
/// may use it at a time; no record changes how the next one is read.
public final class RawDecoder: RecordDecoder {
    private let settings: SourceSettings
    private var reader: RecordReader

    /// Makes a decoder.
    public init(_ settings: SourceSettings = SourceSettings()) {
        self.settings = settings
        self.reader = RecordReader(parser: JSONParser(limits: settings.limits.parser))
    }

    /// Makes a decoder that only knows what amounts are in that name no currency.
    public convenience init(currency: Currency?) {
        self.init(SourceSettings(defaults: Defaults(currency: currency)))
    }

    /// Decodes a line of a file: a record without key, headers and timestamp.
    public func decode(line: Span<UInt8>, at origin: Origin) -> DecodedRecord {
        let empty = Span<UInt8>()
        let epoch = Timestamp(milliseconds: 0)
        return self.decode(LogRecord(offset: origin.offset, timestamp: epoch, key: empty, value: line), at: origin)
    }

    /// Decodes one raw record; never throws, never keeps the bytes.
    public func decode(_ record: borrowing LogRecord, at origin: Origin) -> DecodedRecord {
        do throws(Rejection) {
            guard record.value.count <= self.settings.limits.record else {
                throw Rejection(
                    reason: "limit.record",
                    message: "the record is longer than \(self.settings.limits.record) bytes"
                )
            }
            return try self.reader.read(record, at: origin, self.settings)
        } catch {
            return .rejected(error)
        }
    }
}

private struct RecordReader: ~Copyable {
    var parser: JSONParser
    var protobuf = EventReader()

    init(parser: consuming JSONParser) { self.parser = parser }

    mutating func read(
        _ record: borrowing LogRecord,
        at origin: Origin,
        _ source: SourceSettings
    ) throws(Rejection) -> DecodedRecord {
        if source.format == .protobuf { return .event(try self.protobuf(record.value, at: origin)) }
        guard record.headers.isEmpty else { return try self.withHeaders(record, at: origin, source) }
        return try self.json(record.value, at: origin, source)
    }

    /// Reads a record whose headers may tell what it is.
    private mutating func withHeaders(
        _ record: borrowing LogRecord,
        at origin: Origin,
        _ source: SourceSettings
    ) throws(Rejection) -> DecodedRecord {
        if source.format == .auto || source.format == .shopify,
            HeaderReader.value(of: "x-shopify-topic", in: record.headers) != nil
        {
            return try self.parse(record.value) { root throws(Rejection) in
                try ShopifyDecoder.event(root, headers: record.headers, at: origin, source)
            }
        }
        if source.format == .auto || source.format == .cloudEvents,
            let type = HeaderReader.value(of: "ce_type", in: record.headers)
        {
            let attributes = try CloudEventDecoder.attributes(
                record.headers,
                type: type,
                at: origin,
                source.limits
            )
            guard let attributes else { return .unknownType }
            let body = try self.data(record, attributes.kind, source)
            return .event(
                Event(
                    id: attributes.id,
                    subject: attributes.subject,
                    time: attributes.time,
                    origin: origin,
                    body: body
                )
            )
        }
        if source.format == .auto, Self.isProtobuf(record.headers) {
            return .event(try self.protobuf(record.value, at: origin))
        }
        return try self.json(record.value, at: origin, source)
    }

    /// Reads the data of a CloudEvent in binary mode.
    private mutating func data(
        _ record: borrowing LogRecord,
        _ kind: Event.Kind,
        _ source: SourceSettings
    ) throws(Rejection) -> Event.Body {
        if Self.isProtobuf(record.headers) {
            guard let body = Event.Body(kind, protobuf: record.value) else { throw Self.malformedProtobuf }
            return body
        }
        return try self.parse(record.value) { root throws(Rejection) in
            try Event.Body.read(kind, Fields(root, source.limits), source.defaults)
        }
    }

    private mutating func json(
        _ bytes: Span<UInt8>,
        at origin: Origin,
        _ source: SourceSettings
    ) throws(Rejection) -> DecodedRecord {
        try self.parse(bytes) { root throws(Rejection) in
            switch source.format {
            case .segment: return try SegmentDecoder.event(root, at: origin, source)
            case .cloudEvents: return try CloudEventDecoder.event(root, at: origin, source)
            case .shopify: return try ShopifyDecoder.event(root, headers: Span(), at: origin, source)
            default:
                let isCloudEvent = root["specversion"].exists || (root["data"].exists && root["subject"].exists)
                return isCloudEvent
                    ? try CloudEventDecoder.event(root, at: origin, source)
                    : try SegmentDecoder.event(root, at: origin, source)
            }
        }
    }

    /// Parses a JSON object and lends it to `body`.
    private mutating func parse<Result>(
        _ bytes: Span<UInt8>,
        _ body: (borrowing JSONValue) throws(Rejection) -> Result
    ) throws(Rejection) -> Result {
        do {
            let root = try self.parser.parse(bytes)
            guard root.kind == .object else {
                throw Rejection(reason: "json.not-an-object", message: "a record must be a JSON object")
            }
            return try body(root)
        } catch let rejection as Rejection {
            throw rejection
        } catch let error as JSONError {
            throw Rejection(reason: "json.\(error.code.kebab)", message: "the record is no valid JSON: \(error)")
        } catch {
            throw Rejection(reason: "json.unknown", message: "the record could not be read")
        }
    }

    private mutating func protobuf(_ bytes: Span<UInt8>, at origin: Origin) throws(Rejection) -> Event {
        var reader = WireReader(bytes)
        guard var event = self.protobuf.read(&reader, other: { tag, reader in reader.skip(tag) }) else {
            throw Self.malformedProtobuf
        }
        // Who puts raw records in does not say where they stand.
        event.origin = origin
        event.isLetter = false
        return event
    }

    private static var malformedProtobuf: Rejection {
        Rejection(
            reason: "protobuf.malformed",
            message: "the record is no message of schemas/treue/v1/events.proto, or a required field of it is missing"
        )
    }

    private static func isProtobuf(_ headers: Span<UInt8>) -> Bool {
        guard let type = HeaderReader.value(of: "content-type", in: headers) else { return false }
        let text = unsafe type.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        return text.hasPrefix("application/protobuf") || text.hasPrefix("application/x-protobuf")
    }
}

extension DecodedRecord {
    /// A record of a type or event that is not known.
    static var unknownType: DecodedRecord { .ignored("type.unknown") }
}

extension JSONError.Code {
    /// The code as the reasons of rejections are written, such as `unexpected-end`.
    fileprivate var kebab: String {
        if self == .invalidUTF8 { return "invalid-utf8" }
        return self.description.reduce(into: "") { text, letter in
            if letter.isUppercase { text += "-" }
            text += letter.lowercased()
        }
    }
}
