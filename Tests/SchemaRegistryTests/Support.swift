import JSON
import SchemaRegistry
import Testing

/// A schema and a datum that an independent writer made by it.
struct Fixture {
    let schema: String
    let hex: String

    var bytes: [UInt8] { SchemaRegistryTests.bytes(hex) }
}

/// Bytes from hexadecimal digits; anything else is passed over.
func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap { $0.hexDigitValue.map { UInt8($0) } }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

/// A registry in memory that counts how often it is asked.
final class MemorySource: SchemaSource {
    var schemas: [UInt32: RegisteredSchema]
    var fault: RegistryError?
    private(set) var calls = 0

    init(_ schemas: [UInt32: RegisteredSchema] = [:]) {
        self.schemas = schemas
    }

    func schema(id: UInt32) throws(RegistryError) -> RegisteredSchema {
        calls += 1
        if let fault { throw fault }
        guard let schema = schemas[id] else { throw .unknownSchema(id: id) }
        return schema
    }
}

/// The magic byte and a schema's id.
func header(_ id: UInt32) -> [UInt8] {
    [0] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: id >> $0) }
}

extension WireDecoder {
    /// A decoder that knows one schema, with the id 1.
    convenience init(_ schema: RegisteredSchema) { self.init(source: MemorySource([1: schema])) }

    convenience init(avro schema: String, references: [RegisteredSchema.Part] = []) {
        self.init(RegisteredSchema(language: .avro, text: schema, references: references))
    }

    func text(_ record: [UInt8]) throws(WireError) -> String {
        var json: [UInt8] = []
        try decode(record.span, into: &json)
        return String(decoding: json, as: UTF8.self)
    }

    /// The JSON of a payload by the schema with the id 1.
    func payload(_ bytes: [UInt8]) throws(WireError) -> String { try text(header(1) + bytes) }

    /// The reason for which a record is refused, or what came of it instead.
    func reason(_ record: [UInt8]) -> String {
        do throws(WireError) {
            return "decoded: " + (try text(record))
        } catch {
            switch error {
            case .unreachable: return "unreachable"
            case .refused(let reason, _): return reason
            }
        }
    }

    func payloadReason(_ bytes: [UInt8]) -> String { reason(header(1) + bytes) }
}

/// Whether a text is one JSON document.
func isJSON(_ text: [UInt8]) -> Bool {
    var parser = JSONParser(limits: .init(bytes: 8 << 20, depth: 200, tokens: 1 << 22))
    do {
        _ = try parser.parse(text.span)
        return true
    } catch {
        return false
    }
}

/// Random numbers that are the same at every run.
struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    /// A copy of some bytes with one to four faults: changed, removed, doubled or foreign bytes, or a cut.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var out = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let at = out.isEmpty ? 0 : Int.random(in: 0..<out.count, using: &self)
            switch Int.random(in: 0..<7, using: &self) {
            case 0 where !out.isEmpty: out[at] = UInt8.random(in: 0...255, using: &self)
            case 1 where !out.isEmpty: out[at] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 2 where !out.isEmpty: out.remove(at: at)
            case 3: out.insert(contentsOf: out[at...].prefix(8), at: at)
            case 4: out.insert(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], at: at)
            case 5 where !out.isEmpty: out[at] = [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF].randomElement(using: &self) ?? 0
            default: out.removeSubrange(at...)
            }
        }
        return out
    }
}
