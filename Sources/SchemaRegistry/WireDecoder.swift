internal import JSON

/// Turns records in Confluent's wire format into JSON text, whatever their schema.
///
/// Schemas are fetched once, compiled and kept. A decoder is used by one thread at a time, and blocks it while a schema
/// is fetched.
///
/// Avro unions become the bare value of their branch; bytes, fixed and durations base64 text; decimals strings of exact
/// digits; timestamps RFC 3339 text to the millisecond, local ones as if they were UTC; dates `YYYY-MM-DD`; times
/// `HH:MM:SS` with a fraction of three or six digits; enums their symbol; maps objects. Protobuf messages become what
/// Protocol Buffers define as their JSON form, under the field names of the schema: 64-bit integers are strings, and
/// fields without presence that hold their default are left out unless asked for. JSON payloads are passed on as they are,
/// unchecked.
public final class WireDecoder {
    /// The largest payload, and the largest JSON text, in bytes.
    public static let limit = 4 << 20

    private let source: any SchemaSource
    private let capacity: Int
    private let clock = ContinuousClock()
    private let unknownLifetime: Duration
    private let invalidLifetime: Duration
    private let printsDefaults: Bool
    private var entries: [UInt32: Entry] = [:]
    private var uses: UInt64 = 0
    /// The schema of the last record, when it never expires.
    private var latest: (id: UInt32, compiled: Compiled)?
    private var writer = JSONWriter(capacity: 4_096)

    /// Makes a decoder.
    ///
    /// - Parameters:
    ///   - source: Where schemas come from.
    ///   - capacity: How many schemas are kept; the one used longest ago goes first.
    ///   - unknownLifetime: How long the registry is not asked again for an id that it doesn't know.
    ///   - invalidLifetime: How long it is not asked again for a schema that can't be used.
    ///   - printsDefaults: Whether Protobuf fields without presence are written even when they hold their default,
    ///     which the wire format leaves out: zero, `false`, an empty string or list.
    public init(
        source: any SchemaSource,
        capacity: Int = 1_000,
        unknownLifetime: Duration = .seconds(5),
        invalidLifetime: Duration = .seconds(60),
        printsDefaults: Bool = false
    ) {
        self.source = source
        self.capacity = max(1, capacity)
        self.unknownLifetime = unknownLifetime
        self.invalidLifetime = invalidLifetime
        self.printsDefaults = printsDefaults
    }

    /// Decodes one record and replaces what `json` held with its JSON text.
    ///
    /// After an error `json` holds nothing of use. No bytes crash the decoder; time and memory are bounded by the
    /// limits on the payload and on the JSON text, and by 64 levels of nesting.
    ///
    /// - Throws: ``WireError/unreachable(message:)`` when the schema can't be fetched now, and
    ///   ``WireError/refused(reason:message:)`` when the record can't be decoded.
    public func decode(_ bytes: Span<UInt8>, into json: inout [UInt8]) throws(WireError) {
        let header = try WireHeader(bytes)
        guard bytes.count <= Self.limit else {
            throw .refused(reason: "wire.limit", message: "it is larger than 4 MiB")
        }
        switch try compiled(header.schema) {
        case .avro(let schema):
            writer.reset()
            do {
                var walker = AvroWalker(bytes.extracting(droppingFirst: WireHeader.size), schema, limit: Self.limit)
                try walker.run(root: schema.root, &writer)
            } catch {
                throw Self.refusal(error)
            }
            Self.copy(writer, into: &json)
        case .protobuf(let schema):
            var position = WireHeader.size
            let indexes = try WireHeader.messageIndexes(bytes, &position)
            try schema.decode(indexes, bytes.extracting(droppingFirst: position), into: &json)
        case .json: Self.copy(bytes.extracting(droppingFirst: WireHeader.size), into: &json)
        case .refused(let error): throw error
        }
    }

    /// Where the message begins in a Protobuf record of the wire format; `nil` when its framing is malformed.
    public static func messageStart(_ bytes: Span<UInt8>) -> Int? {
        var position = WireHeader.size
        guard (try? WireHeader(bytes)) != nil, (try? WireHeader.messageIndexes(bytes, &position)) != nil else {
            return nil
        }
        return position
    }

    private static func copy(_ writer: borrowing JSONWriter, into json: inout [UInt8]) {
        copy(writer.span, into: &json)
    }

    private static func copy(_ text: Span<UInt8>, into json: inout [UInt8]) {
        json.removeAll(keepingCapacity: true)
        unsafe text.withUnsafeBufferPointer { unsafe json.append(contentsOf: $0) }
    }

    private static func refusal(_ fault: AvroFault) -> WireError {
        switch fault {
        case .malformed(let text): .refused(reason: "avro.malformed", message: "\(text)")
        case .value(let text): .refused(reason: "avro.value", message: "\(text)")
        case .limit(let text): .refused(reason: "avro.limit", message: "\(text)")
        }
    }
}

extension WireDecoder {
    private enum Compiled {
        case avro(AvroSchema)
        case protobuf(ProtobufSchema)
        case json
        case refused(WireError)
    }

    private struct Entry {
        let compiled: Compiled
        /// When the registry is asked again; never for a schema that compiled, which can't change.
        var expiry: ContinuousClock.Instant?
        var lastUse: UInt64
    }

    private func compiled(_ id: UInt32) throws(WireError) -> Compiled {
        // Topics mostly hold one schema for long. Its age in the cache counts from the last time that it came anew.
        if let latest, latest.id == id { return latest.compiled }
        uses &+= 1
        if let index = entries.index(forKey: id) {
            entries.values[index].lastUse = uses
            let entry = entries.values[index]
            guard let expiry = entry.expiry else {
                latest = (id, entry.compiled)
                return entry.compiled
            }
            if clock.now < expiry { return entry.compiled }
        }
        var lifetime: Duration?
        let compiled: Compiled
        do {
            compiled = try compile(try source.schema(id: id), id)
        } catch {
            switch error {
            case .unreachable(let message): throw .unreachable(message: message)
            case .unknownSchema:
                lifetime = unknownLifetime
                compiled = .refused(.refused(reason: "schema.unknown", message: error.description))
            case .invalidSchema:
                lifetime = invalidLifetime
                compiled = .refused(.refused(reason: "schema.invalid", message: error.description))
            }
        }
        if entries.count >= capacity, entries[id] == nil {
            let oldest = entries.min { $0.value.lastUse < $1.value.lastUse }
            if let oldest { entries[oldest.key] = nil }
        }
        entries[id] = Entry(compiled: compiled, expiry: lifetime.map { clock.now + $0 }, lastUse: uses)
        return compiled
    }

    private func compile(_ schema: RegisteredSchema, _ id: UInt32) throws(RegistryError) -> Compiled {
        do {
            switch schema.language {
            case .avro: return .avro(try AvroSchemaReader.compile(schema))
            case .protobuf: return .protobuf(try ProtobufSchema(schema, printsDefaults: printsDefaults))
            case .json: return .json
            }
        } catch {
            throw .invalidSchema(id: id, message: error.message)
        }
    }
}
