import Foundation
import SchemaRegistry
import Testing

@Suite struct ProtobufHostileTests {
    /// The order's file as `protoc` compiles it.
    static let descriptor = bytes(
        """
        0a0b6f726465722e70726f746f120473686f701a1073686f702f6d6f6e65792e70726f746f1a1f676f6f676c652f70726f74\
        6f6275662f74696d657374616d702e70726f746f1a1e676f6f676c652f70726f746f6275662f77726170706572732e70726f\
        746f22e2050a054f7264657212190a086f726465725f696418012001280952076f72646572496412210a05746f74616c1802\
        2001280b320b2e73686f702e4d6f6e65795205746f74616c12370a09706c616365645f617418032001280b321a2e676f6f67\
        6c652e70726f746f6275662e54696d657374616d705208706c61636564417412160a05656d61696c18042001280948005205\
        656d61696c12160a0570686f6e651805200128094800520570686f6e65122f0a06636f756e747318062003280b32172e7368\
        6f702e4f726465722e436f756e7473456e7472795206636f756e747312260a056c696e657318072003280b32102e73686f70\
        2e4f726465722e4c696e6552056c696e657312340a0677656967687418082001280b321c2e676f6f676c652e70726f746f62\
        75662e446f75626c6556616c7565520677656967687412140a05746f6b656e18092001280c5205746f6b656e12240a046b69\
        6e64180a2001280e32102e73686f702e4f726465722e4b696e6452046b696e6412120a0470616964180b2001280852047061\
        6964121b0a06706f696e7473180c2001280548015206706f696e74738801011a390a0b436f756e7473456e74727912100a03\
        6b657918012001280952036b657912140a0576616c7565180220012805520576616c75653a0238011a8e010a044c696e6512\
        100a03736b751801200128095203736b7512310a076f7074696f6e7318022003280b32172e73686f702e4f726465722e4c69\
        6e652e4f7074696f6e52076f7074696f6e7312230a06706172656e7418032001280b320b2e73686f702e4f72646572520670\
        6172656e741a1c0a064f7074696f6e12120a046e616d6518012001280952046e616d651a1a0a044e6f746512120a04746578\
        741801200128095204746578741a1c0a044c61737412140a0576616c7565180120012801520576616c7565221a0a044b696e\
        6412080a044e4f4e45100012080a0447494654100142090a07636f6e7461637442090a075f706f696e747322250a06526566\
        756e64121b0a09726566756e645f69641801200128095208726566756e644964620670726f746f33
        """
    )

    func decoder(_ text: String) -> WireDecoder { WireDecoder(RegisteredSchema(language: .protobuf, text: text)) }

    @Test func `given thousands of damaged schemas in binary form, when records name them, then nothing breaks`() {
        var random = Random(state: 12)
        var usable = 0
        for _ in 0..<5_000 {
            let text = Data(random.damaged(Self.descriptor)).base64EncodedString()
            let schema = RegisteredSchema(language: .protobuf, text: text, references: ProtobufTests.schema.references)
            let decoder = WireDecoder(schema)
            if decoder.payloadReason([0] + ProtobufTests.datum).hasPrefix("decoded: ") { usable += 1 }
            _ = decoder.payloadReason([0] + random.damaged(ProtobufTests.datum))
        }
        #expect(usable > 50)
    }

    @Test func `given every prefix and thousands of damaged messages, when decoded, then nothing breaks`() {
        let decoder = WireDecoder(ProtobufTests.schema)
        for length in 0..<ProtobufTests.datum.count { _ = decoder.payloadReason([0] + ProtobufTests.datum[..<length]) }
        var random = Random(state: 4)
        var json: [UInt8] = []
        var decoded = 0
        for _ in 0..<8_000 {
            let record = header(1) + [0] + random.damaged(ProtobufTests.datum)
            do throws(WireError) {
                try decoder.decode(record.span, into: &json)
                decoded += 1
                #expect(isJSON(json))
            } catch {
                guard case .refused(let reason, _) = error else {
                    Issue.record("unreachable")
                    continue
                }
                #expect(reason == "protobuf.malformed" || reason == "protobuf.limit")
            }
        }
        #expect(decoded > 500)
    }

    @Test func `given messages nested too deeply or swollen, when decoded, then they are refused`() {
        let deep = decoder(#"syntax = "proto3"; message M { M m = 1; repeated M n = 2; }"#)
        func nested(_ levels: Int) -> [UInt8] {
            var out: [UInt8] = []
            for _ in 1..<levels { out = [0x0A] + length(out.count) + out }
            return out
        }
        #expect(deep.payloadReason([0] + nested(32)).hasPrefix("decoded: "))
        #expect(deep.payloadReason([0] + nested(65)) == "protobuf.limit")
        #expect(deep.payloadReason([0] + nested(10_000)) == "protobuf.limit")
        // Groups nest by two bytes a level, known or not.
        #expect(deep.payloadReason([0] + [UInt8](repeating: 0x1B, count: 100_000)) == "protobuf.limit")
        // Two bytes on the wire, hundreds in memory each.
        let swollen = (0..<1_000_000).flatMap { _ in [0x12, 0] as [UInt8] }
        #expect(deep.payloadReason([0] + swollen) == "protobuf.limit")
        // One byte on the wire, a long name in JSON each.
        let name = String(repeating: "N", count: 200)
        let enums = decoder(#"syntax = "proto3"; enum E { \#(name) = 0; } message M { repeated E e = 1; }"#)
        let values = [UInt8](repeating: 0, count: 100_000)
        #expect(enums.payloadReason([0, 0x0A] + length(values.count) + values) == "protobuf.limit")
    }

    @Test func `given an invalid schema, when a record names it, then the schema is refused`() {
        let nested = String(repeating: "message A {", count: 20_000)
        let aggregate = "option (x) = " + String(repeating: "{ a ", count: 20_000)
        let texts = [
            "nonsense", "message", #"syntax = "proto9";"#, #"syntax = "proto3"; message M { Missing m = 1; }"#,
            #"syntax = "proto3"; import "missing.proto"; message M {}"#, nested,
            nested + String(repeating: "}", count: 20_000), aggregate,
            #"syntax = "proto3"; message M { string a = 1; string b = 1; }"#, "\u{0}", "\"", "/*",
        ]
        for text in texts { #expect(decoder(text).payloadReason([0]) == "schema.invalid", "\(text.prefix(60))") }
        var random = Random(state: 99)
        for _ in 0..<1_000 {
            let text = String(decoding: random.damaged(Array(ProtobufTests.order.utf8)), as: UTF8.self)
            let schema = RegisteredSchema(language: .protobuf, text: text, references: ProtobufTests.schema.references)
            _ = WireDecoder(schema).payloadReason([0] + ProtobufTests.datum)
        }
    }

    private func length(_ value: Int) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 127 | 128)] + length(value >> 7)
    }
}
