import Formats
import JSON
import Journal
import Retention
import SchemaRegistry

/// A registry in memory.
private final class MemorySource: SchemaSource {
    private let schemas: [RegisteredSchema]

    init(_ schemas: [RegisteredSchema]) { self.schemas = schemas }

    func schema(id: UInt32) throws(RegistryError) -> RegisteredSchema {
        guard id < UInt32(self.schemas.count) else { throw .unknownSchema(id: id) }
        return self.schemas[Int(id)]
    }
}

/// What comes out of a wire decoder is one JSON document, and messages hold nothing of the record.
private func decode(_ decoder: WireDecoder, _ record: [UInt8]) -> [UInt8]? {
    var json: [UInt8] = []
    do throws(WireError) {
        try decoder.decode(record.span, into: &json)
    } catch {
        guard case .refused(let reason, let message) = error else {
            broken("a registry in memory is out of reach")
        }
        // What is said of a schema may name its parts.
        let rejection = Rejection(reason: reason, message: message)
        if reason != "schema.invalid" { Leak.check(rejection, record, RecordHeaders()) }
        return nil
    }
    return json
}

private func checkJSON(_ json: [UInt8]) {
    var parser = JSONParser(limits: .init(bytes: 8 << 20, depth: 200, tokens: 1 << 23))
    do {
        _ = try parser.parse(json.span)
    } catch {
        broken("no JSON, \(error): \(String(decoding: json.prefix(2_000), as: UTF8.self))")
    }
}

/// Confluent's wire format: the first byte chooses the schema, the rest is the payload.
final class ConfluentTarget: Target {
    private let decoder = WireDecoder(source: MemorySource(ConfluentTarget.schemas), printsDefaults: true)
    private let intake = Intake(
        IntakeSettings(defaults: SourceSettings(defaults: Defaults(currency: Currency("EUR"))))
    )
    private let protobuf = Intake(IntakeSettings(defaults: SourceSettings(format: .protobuf)))

    func run(_ input: [UInt8]) {
        guard let first = input.first else { return }
        if first == 255 {
            _ = decode(self.decoder, Array(input.dropFirst()))
            return self.protobuf.run([0] + input)
        }
        let id = first % UInt8(Self.schemas.count)
        let record = [0, 0, 0, 0, id] + input.dropFirst()
        guard let json = decode(self.decoder, record) else { return }
        guard decode(self.decoder, record) == json else { broken("a record is not read alike twice") }
        // What is passed on as it is was not checked.
        if Self.schemas[Int(id)].language != .json { checkJSON(json) }
        self.intake.run(json)
    }

    private static let schemas =
        avro.map { RegisteredSchema(language: .avro, text: $0) } + [
            RegisteredSchema(language: .protobuf, text: order), RegisteredSchema(language: .protobuf, text: old),
            RegisteredSchema(language: .json, text: "{}"),
        ]

    private static let avro = [
        #"""
        {"type":"record","name":"Call","fields":[{"name":"type","type":{"type":"enum","name":"T","symbols":["track",
        "identify","page"]}},{"name":"event","type":"string"},{"name":"messageId","type":"string"},{"name":"userId",
        "type":["null","string","long"]},{"name":"timestamp","type":{"type":"long","logicalType":"timestamp-micros"}},
        {"name":"properties","type":{"type":"record","name":"P","fields":[{"name":"order_id","type":"string"},{"name":
        "total","type":{"type":"bytes","logicalType":"decimal","precision":20,"scale":2}},{"name":"currency","type":
        "string"},{"name":"products","type":{"type":"array","items":{"type":"record","name":"L","fields":[{"name":"sku",
        "type":"string"},{"name":"quantity","type":"int"},{"name":"price","type":"double"}]}}}]}}]}
        """#,
        #"""
        {"type":"record","name":"R","fields":[{"name":"n","type":"null"},{"name":"b","type":"boolean"},{"name":"i",
        "type":"int"},{"name":"l","type":"long"},{"name":"f","type":"float"},{"name":"d","type":"double"},{"name":"y",
        "type":"bytes"},{"name":"s","type":"string"},{"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}},
        {"name":"a","type":{"type":"array","items":"int"}},{"name":"m","type":{"type":"map","values":["null","string"]}},
        {"name":"x","type":{"type":"fixed","name":"F","size":3}},{"name":"u","type":["null","int","string"]}]}
        """#,
        #"""
        {"type":"record","name":"R","fields":[{"name":"a","type":{"type":"bytes","logicalType":"decimal","precision":60,
        "scale":20}},{"name":"c","type":{"type":"fixed","logicalType":"decimal","name":"D","size":6,"precision":12,
        "scale":2}},{"name":"t","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"o","type":{"type":
        "long","logicalType":"local-timestamp-micros"}},{"name":"q","type":{"type":"long","logicalType":
        "timestamp-nanos"}},{"name":"d","type":{"type":"int","logicalType":"date"}},{"name":"e","type":{"type":"int",
        "logicalType":"time-millis"}},{"name":"g","type":{"type":"long","logicalType":"time-micros"}},{"name":"h","type":
        {"type":"fixed","logicalType":"uuid","name":"U","size":16}}]}
        """#,
        #"{"type":"record","name":"Node","fields":[{"name":"v","type":"int"},{"name":"next","type":["null","Node"]}]}"#,
        #"{"type":"record","name":"T","fields":[{"name":"t","type":{"type":"array","items":["null","T"]}}]}"#,
        #"["null","string",{"type":"map","values":{"type":"array","items":"null"}}]"#,
    ]

    private static let order = """
        syntax = "proto3";
        package shop;
        import "google/protobuf/timestamp.proto";
        import "google/protobuf/duration.proto";
        import "google/protobuf/struct.proto";
        import "google/protobuf/wrappers.proto";
        import "google/protobuf/any.proto";
        import "google/protobuf/field_mask.proto";
        message Order {
          string type = 1; string event = 2; string messageId = 3; string userId = 4;
          google.protobuf.Timestamp timestamp = 5;
          Properties properties = 6;
          oneof contact { string email = 7; string phone = 8; }
          google.protobuf.Duration took = 9;
          google.protobuf.Struct more = 10;
          google.protobuf.Any any = 11;
          google.protobuf.FieldMask mask = 12;
          message Properties {
            string order_id = 1; double total = 2; string currency = 3; repeated Line products = 4;
            map<string, int32> counts = 5; google.protobuf.DoubleValue weight = 6; bytes token = 7; Kind kind = 8;
            optional int32 points = 9; Order parent = 10; map<int64, Order> orders = 11; repeated sint64 packed = 12;
          }
          message Line { string sku = 1; uint32 quantity = 2; float price = 3; }
          enum Kind { NONE = 0; GIFT = 1; }
        }
        """
    private static let old = """
        syntax = "proto2";
        message M {
          required string a = 1;
          optional group Inner = 2 { optional int32 b = 3; optional M m = 5; }
          repeated fixed64 f = 4;
        }
        """
}

/// Schemas themselves: the first byte chooses the language, then the text up to a zero byte, then a payload.
final class SchemasTarget: Target {
    func run(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let parts = input.dropFirst().split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        guard let text = String(validating: parts[0], as: UTF8.self) else { return }
        let schema = RegisteredSchema(language: first & 1 == 0 ? .avro : .protobuf, text: text)
        let decoder = WireDecoder(source: MemorySource([schema]), printsDefaults: first & 2 == 0)
        guard let json = decode(decoder, [0, 0, 0, 0, 0] + (parts.count > 1 ? Array(parts[1]) : [])) else { return }
        checkJSON(json)
    }
}
