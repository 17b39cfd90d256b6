import Journal
import JSON
import Retention
import SchemaRegistry

/// Finds out what a record is and has it read.
struct RecordReader: ~Copyable {
    private var parser: JSONParser
    private var protobuf = EventReader()
    private let mapped: MappedDecoder
    private let rewriter = Rewriter()
    private let wire: WireDecoder?
    /// JSON that was made from a record: by its schema, or by a rewriting.
    private var made: [UInt8] = []

    init(limits: Limits, registry: RegistryOptions?) {
        self.parser = JSONParser(limits: limits.parser)
        self.mapped = MappedDecoder(limits: limits)
        // What a schema leaves out because it is zero was said all the same.
        self.wire = registry.map { WireDecoder(source: RegistryClient($0), printsDefaults: true) }
    }

    /// Reads a record; what is wrong with it comes back as a rejection.
    ///
    /// Nothing is thrown on the way of most records, so that an event is not copied from one function to the next.
    @inline(__always)
    mutating func read(_ record: borrowing LogRecord, at origin: Origin, _ source: Source) -> DecodedRecord {
        let value = record.value
        if value.count > 0, value[0] != 0, source.format != .protobuf {
            return self.readText(record, value.withoutByteOrderMark, at: origin, source)
        }
        do throws(Rejection) {
            return try self.readBinary(record, at: origin, source)
        } catch {
            return .rejected(error)
        }
    }

    /// Reads a record that is no text: one without bytes, one in Protobuf, or one that names its schema.
    private mutating func readBinary(
        _ record: borrowing LogRecord,
        at origin: Origin,
        _ source: Source
    ) throws(Rejection) -> DecodedRecord {
        if record.value.isEmpty, HeaderReader.value(of: "ce_type", in: record.headers) == nil {
            // A tombstone: it takes back a record of a compacted topic, and says nothing of anybody.
            return .ignored("record.empty")
        }
        if source.format == .protobuf { return .event(try self.protobuf(record.value, at: origin, source)) }
        // No JSON begins with a zero byte: the record names its schema.
        guard record.value.count > 0 else { return self.readText(record, record.value, at: origin, source) }
        guard let wire = self.wire else {
            throw Rejection(
                reason: "wire.no-registry",
                message: "the record names a schema of a registry; set `registry` in the mapping file"
            )
        }
        do throws(WireError) {
            try wire.decode(record.value, into: &self.made)
        } catch {
            switch error {
            case .unreachable(let message): return .unavailable(message)
            case .refused(let reason, let message): throw Rejection(reason: reason, message: message)
            }
        }
        let made = self.made
        return self.readText(record, made.span, at: origin, source)
    }

    /// Reads a record as JSON that stands in `text`.
    @inline(__always)
    private mutating func readText(
        _ record: borrowing LogRecord,
        _ text: Span<UInt8>,
        at origin: Origin,
        _ source: Source
    ) -> DecodedRecord {
        let mayTell = !record.headers.isEmpty && (source.format == .auto || source.format == .cloudEvents)
        if !mayTell, source.rewriting.isEmpty { return self.json(record, text, at: origin, source, source.format) }
        do throws(Rejection) {
            guard !source.rewriting.isEmpty else { return try self.readByHeaders(record, text, at: origin, source) }
            var rewritten: [UInt8] = []
            try self.rewrite(text, source, into: &rewritten)
            return try self.readByHeaders(record, rewritten.span, at: origin, source)
        } catch {
            return .rejected(error)
        }
    }

    private mutating func rewrite(
        _ text: Span<UInt8>,
        _ source: Source,
        into bytes: inout [UInt8]
    ) throws(Rejection) {
        let rewriter = self.rewriter
        do {
            let root = try self.parser.parse(text)
            rewriter.rewrite(root, source.rewriting, into: &bytes)
        } catch {
            throw Rejection(error)
        }
    }

    /// Reads a record whose headers may tell what it is.
    private mutating func readByHeaders(
        _ record: borrowing LogRecord,
        _ text: Span<UInt8>,
        at origin: Origin,
        _ source: Source
    ) throws(Rejection) -> DecodedRecord {
        guard !record.headers.isEmpty, source.format == .auto || source.format == .cloudEvents else {
            return self.json(record, text, at: origin, source, source.format)
        }
        if let type = HeaderReader.value(of: "ce_type", in: record.headers) {
            let found = try CloudEventDecoder.attributes(record.headers, type: type, at: origin, source.limits)
            guard let attributes = found else { return .unknownType }
            let body = try self.data(record, text, attributes.kind, source)
            return .event(attributes.event(body, at: origin))
        }
        guard source.format == .auto else { return self.json(record, text, at: origin, source, source.format) }
        if Self.isProtobuf(record.headers) { return .event(try self.protobuf(record.value, at: origin, source)) }
        let isShopify = HeaderReader.value(of: "x-shopify-topic", in: record.headers) != nil
        return self.json(record, text, at: origin, source, isShopify ? .shopify : .auto)
    }

    /// Reads the data of a CloudEvent in binary mode.
    private mutating func data(
        _ record: borrowing LogRecord,
        _ text: Span<UInt8>,
        _ kind: Event.Kind,
        _ source: Source
    ) throws(Rejection) -> Event.Body {
        if Self.isProtobuf(record.headers) {
            guard let body = Event.Body(kind, protobuf: record.value) else { throw Self.malformedProtobuf }
            try body.check(source.limits)
            return body
        }
        do {
            let root = try self.parser.parse(text)
            return try Event.Body.read(kind, Fields(try Self.object(root), source.fields), source.defaults)
        } catch {
            throw Rejection(error)
        }
    }

    private mutating func json(
        _ record: borrowing LogRecord,
        _ text: Span<UInt8>,
        at origin: Origin,
        _ source: Source,
        _ format: SourceSettings.Format
    ) -> DecodedRecord {
        if format == .json { return self.shopJSON(record, text, at: origin, source) }
        do {
            let root = try Self.object(try self.parser.parse(text))
            if format == .shopify {
                return try ShopifyDecoder.event(root, headers: record.headers, at: origin, source)
            }
            if format == .cloudEvents || (format == .auto && Self.isCloudEvent(root)) {
                return try CloudEventDecoder.event(root, at: origin, source)
            }
            return try SegmentDecoder.event(root, at: origin, source)
        } catch {
            return .rejected(Rejection(error))
        }
    }

    private static func isCloudEvent(_ root: borrowing JSONValue) -> Bool {
        root["specversion"].exists || (root["data"].exists && root["subject"].exists)
    }

    /// Reads JSON of the shop's own shape.
    private mutating func shopJSON(
        _ record: borrowing LogRecord,
        _ text: Span<UInt8>,
        at origin: Origin,
        _ source: Source
    ) -> DecodedRecord {
        let mapped = self.mapped
        do {
            let root = try Self.object(try self.parser.parse(text))
            return try mapped.event(root, record, at: origin, source)
        } catch {
            return .rejected(Rejection(error))
        }
    }

    @_lifetime(copy root)
    private static func object(_ root: JSONValue) throws(Rejection) -> JSONValue {
        guard root.kind == .object else {
            throw Rejection(reason: "json.not-an-object", message: "a record must be a JSON object")
        }
        return root
    }

    private mutating func protobuf(
        _ bytes: Span<UInt8>,
        at origin: Origin,
        _ source: Source
    ) throws(Rejection) -> Event {
        var message = bytes
        // A message never begins with zero; a registry's framing does.
        if bytes.count > 0, bytes[0] == 0, let start = WireDecoder.messageStart(bytes) {
            message = bytes.extracting(start..<bytes.count)
        }
        var reader = WireReader(message)
        // Who puts raw records in does not say where they stand.
        let event = self.protobuf.read(&reader, placed: origin) { tag, reader in reader.skip(tag) }
        guard let event else { throw Self.malformedProtobuf }
        try event.check(source.limits)
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

extension Span<UInt8> {
    /// The text itself; tools that write files put a mark before it that JSON does not know.
    fileprivate var withoutByteOrderMark: Span<UInt8> {
        @_lifetime(copy self)
        get {
            guard self.count >= 3, self[0] == 0xEF, self[1] == 0xBB, self[2] == 0xBF else { return self }
            return self.extracting(droppingFirst: 3)
        }
    }
}

extension Rejection {
    /// The rejection behind an error of reading.
    fileprivate init(_ error: any Error) {
        switch error {
        case let rejection as Rejection: self = rejection
        case let fault as JSONError:
            self.init(reason: "json.\(fault.code.kebab)", message: "the record is no valid JSON: \(fault)")
        default: self.init(reason: "json.unknown", message: "the record could not be read")
        }
    }
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
