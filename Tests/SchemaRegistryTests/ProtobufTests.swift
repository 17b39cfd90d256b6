import SchemaRegistry
import Testing

@Suite struct ProtobufTests {
    static let money = """
        syntax = "proto3";
        package shop;
        message Money {
          int64 units = 1;
          string currency = 2;
        }
        """
    static let order = """
        syntax = "proto3";
        package shop;
        import "shop/money.proto";
        import "google/protobuf/timestamp.proto";
        import "google/protobuf/wrappers.proto";
        message Order {
          string order_id = 1;
          Money total = 2;
          google.protobuf.Timestamp placed_at = 3;
          oneof contact { string email = 4; string phone = 5; }
          map<string, int32> counts = 6;
          repeated Line lines = 7;
          google.protobuf.DoubleValue weight = 8;
          bytes token = 9;
          Kind kind = 10;
          bool paid = 11;
          optional int32 points = 12;
          message Line {
            string sku = 1;
            message Option { string name = 1; }
            repeated Option options = 2;
            Order parent = 3;
          }
          message Note { string text = 1; }
          message Last { double value = 1; }
          enum Kind { NONE = 0; GIFT = 1; }
        }
        message Refund {
          string refund_id = 1;
        }
        """
    static let datum = bytes(
        """
        0a026f31120808e20912034555521a0c08a584d8bb061080eba5c302220361406232050a017810023a100a027331\
        12050a037265641a030a0170420909000000000000e03f4a0200ff500158016000
        """
    )
    static let schema = RegisteredSchema(
        language: .protobuf,
        text: order,
        references: [.init(name: "shop/money.proto", text: money)]
    )

    func decoder(_ text: String) -> WireDecoder { WireDecoder(RegisteredSchema(language: .protobuf, text: text)) }

    @Test func `given imports, oneof, maps, time and nesting, when decoded, then it is Protobuf's JSON`() throws {
        #expect(
            try WireDecoder(Self.schema).payload([0] + Self.datum)
                == #"{"order_id":"o1","total":{"units":"1250","currency":"EUR"},"#
                + #""placed_at":"2025-01-02T03:04:05.678Z","email":"a@b","counts":{"x":2},"#
                + #""lines":[{"sku":"s1","options":[{"name":"red"}],"parent":{"order_id":"p"}}],"#
                + #""weight":0.5,"token":"AP8=","kind":"GIFT","paid":true,"points":0}"#
        )
    }

    @Test func `given message indexes, when decoded, then they lead to top-level and nested messages`() throws {
        let decoder = WireDecoder(Self.schema)
        #expect(try decoder.payload([2, 0] + bytes("0a026f31")) == #"{"order_id":"o1"}"#)
        #expect(try decoder.payload([2, 2] + bytes("0a027231")) == #"{"refund_id":"r1"}"#)
        #expect(try decoder.payload([4, 0, 4] + bytes("0a0161")) == #"{"text":"a"}"#)
        #expect(try decoder.payload([4, 0, 6] + bytes("09000000000000f83f")) == #"{"value":1.5}"#)
        #expect(try decoder.payload([6, 0, 2, 0] + bytes("0a0161")) == #"{"name":"a"}"#)
        for indexes: [UInt8] in [[2, 4], [4, 0, 40], [4, 2, 0]] {
            #expect(decoder.payloadReason(indexes) == "protobuf.malformed")
        }
        let cut: [[UInt8]] = [[], [1], [2], [4, 0], [2, 1], [0x80], [0xFE, 0xFF, 0xFF, 0xFF, 0x0F], [66]]
        for indexes in cut { #expect(decoder.payloadReason(indexes) == "wire.malformed", "\(indexes)") }
    }

    @Test func `given fields out of order and twice, when decoded, then each stands once`() throws {
        let text = #"syntax = "proto3"; message M { string a = 1; repeated int32 n = 2; M m = 3; }"#
        let value = bytes("1001 0a0178 1002 1a030a0131 0a0179 1a021003")
        #expect(
            try decoder(text).payload([0] + value) == #"{"a":"y","n":[1,2],"m":{"a":"1","n":[3]}}"#
        )
    }

    @Test func `given proto2, groups and map entries spelled out, when decoded, then they are understood`() throws {
        let text = """
            syntax = "proto2";
            message M {
              required string a = 1;
              optional group Inner = 2 { optional int32 b = 3; }
              repeated NamesEntry names = 4;
              message NamesEntry {
                option map_entry = true;
                optional string key = 1;
                optional string value = 2;
              }
            }
            """
        let decoder = decoder(text)
        #expect(try decoder.payload([0] + bytes("0a0178 13 1805 14")).contains(#""a":"x""#))
        #expect(try decoder.payload([0] + bytes("0a0178 22060a016b120176")) == #"{"a":"x","names":{"k":"v"}}"#)
        #expect(decoder.payloadReason([0] + bytes("13 1805 14")) == "protobuf.malformed")
    }

    @Test func `given fields that hold their default, when asked for, then they are written`() throws {
        let text = """
            syntax = "proto3";
            message M {
              string a = 1; int64 b = 2; bool c = 3; repeated int32 d = 4; E e = 5;
              optional int32 f = 6; oneof o { int32 g = 7; } M m = 8;
              enum E { ZERO = 0; }
            }
            """
        let source = MemorySource([1: RegisteredSchema(language: .protobuf, text: text)])
        #expect(try WireDecoder(source: source).payload([0]) == "{}")
        #expect(
            try WireDecoder(source: source, printsDefaults: true).payload([0])
                == #"{"a":"","b":"0","c":false,"d":[],"e":"ZERO"}"#
        )
    }

    @Test func `given a schema in its binary form, when decoded, then it counts like its text`() throws {
        // file { name: "x" package: "p" message { name: "M" field { name: "a" number: 1 optional string } } }
        let decoder = decoder("CgF4EgFwIg4KAU0SCQoBYRgBIAEoCWIGcHJvdG8z")
        #expect(try decoder.payload([0] + bytes("0a0178")) == #"{"a":"x"}"#)
    }

    @Test func `given text that is not UTF-8, when decoded, then no invalid JSON comes out`() throws {
        let proto3 = decoder(#"syntax = "proto3"; message M { string a = 1; }"#)
        #expect(proto3.payloadReason([0] + bytes("0a02c328")) == "protobuf.malformed")
        var json: [UInt8] = []
        let proto2 = decoder(#"syntax = "proto2"; message M { optional string a = 1; }"#)
        for hex in ["0a02c328", "0a01ff", "0a03eda080", "0a04f4908080"] {
            do throws(WireError) {
                try proto2.decode((header(1) + [0] + bytes(hex)).span, into: &json)
                #expect(isJSON(json))
            } catch {
                #expect(error.description.hasPrefix("protobuf.malformed"))
            }
        }
    }

    @Test func `given empty messages of well-known types, when decoded, then it is JSON or refused`() {
        for name in ["Value", "Struct", "ListValue", "Timestamp", "Duration", "Any", "FieldMask", "StringValue"] {
            let text = """
                syntax = "proto3";
                import "google/protobuf/struct.proto"; import "google/protobuf/timestamp.proto";
                import "google/protobuf/duration.proto"; import "google/protobuf/any.proto";
                import "google/protobuf/field_mask.proto"; import "google/protobuf/wrappers.proto";
                message M { google.protobuf.\(name) a = 1; repeated google.protobuf.\(name) b = 2; }
                """
            let decoder = decoder(text)
            for hex in ["", "0a00", "1200", "0a001200", "12001200", "0a020801", "0a03080110ff"] {
                var json: [UInt8] = []
                do throws(WireError) {
                    try decoder.decode((header(1) + [0] + bytes(hex)).span, into: &json)
                    #expect(isJSON(json), "\(name) \(hex) \(String(decoding: json, as: UTF8.self))")
                } catch {
                    #expect(error.description.hasPrefix("protobuf.malformed"))
                }
            }
        }
    }

    @Test func `given what Confluent's serializers import unasked, when decoded, then it is there`() throws {
        let text = """
            syntax = "proto3";
            import "confluent/meta.proto";
            import "confluent/type/decimal.proto";
            message M {
              option (confluent.message_meta).doc = "text";
              confluent.type.Decimal d = 1 [(confluent.field_meta) = { params: [{ key: "precision", value: "8" }] }];
            }
            """
        #expect(try decoder(text).payload([0] + bytes("0a060a0204e21802")) == #"{"d":{"value":"BOI=","scale":2}}"#)
    }
}
