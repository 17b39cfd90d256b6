import SchemaRegistry
import Testing

@Suite struct AvroHostileTests {
    static let fixtures = [
        AvroFixtures.primitives, AvroFixtures.numbers, AvroFixtures.complex, AvroFixtures.decimals, AvroFixtures.times,
        AvroFixtures.nested, AvroFixtures.recursion3, AvroFixtures.scalar,
    ]

    @Test func `given every prefix of a datum, when decoded, then it is refused as malformed`() {
        for fixture in Self.fixtures {
            let decoder = WireDecoder(avro: fixture.schema)
            let whole = fixture.bytes
            for length in 0..<whole.count {
                let reason = decoder.payloadReason(Array(whole[..<length]))
                #expect(reason == "avro.malformed", "the first \(length) bytes of \(fixture.hex)")
            }
            #expect(decoder.payloadReason(whole + [0]) == "avro.malformed")
        }
    }

    @Test func `given thousands of damaged data, when decoded, then each is refused or gives valid JSON`() {
        var random = Random(state: 20_260_101)
        var decoded = 0
        for fixture in Self.fixtures {
            let decoder = WireDecoder(avro: fixture.schema)
            let whole = fixture.bytes
            var json: [UInt8] = []
            for _ in 0..<4_000 {
                let record = header(1) + random.damaged(whole)
                do throws(WireError) {
                    try decoder.decode(record.span, into: &json)
                    decoded += 1
                    #expect(isJSON(json))
                } catch {
                    guard case .refused(let reason, _) = error else {
                        Issue.record("unreachable")
                        continue
                    }
                    #expect(reason.hasPrefix("avro."))
                }
            }
        }
        #expect(decoded > 1_000)
    }

    @Test func `given thousands of damaged schemas, when records name them, then nothing breaks`() {
        var random = Random(state: 7)
        for fixture in Self.fixtures {
            for _ in 0..<500 {
                let schema = String(decoding: random.damaged(Array(fixture.schema.utf8)), as: UTF8.self)
                _ = WireDecoder(avro: schema).payloadReason(fixture.bytes)
            }
        }
    }

    @Test func `given lengths and counts beyond the data, when decoded, then nothing is allocated for them`() {
        let endless = zigzag(1 << 60)
        for schema in [#""string""#, #""bytes""#, #"{"type":"array","items":"long"}"#] {
            #expect(WireDecoder(avro: schema).payloadReason(endless) == "avro.malformed")
        }
        #expect(WireDecoder(avro: #""string""#).payloadReason(zigzag(-1)) == "avro.malformed")
        #expect(WireDecoder(avro: #""string""#).payloadReason(zigzag(.min)) == "avro.malformed")
        let fixed = #"{"type":"fixed","name":"F","size":2147483647}"#
        #expect(WireDecoder(avro: fixed).payloadReason([1]) == "avro.malformed")
        let array = WireDecoder(avro: #"{"type":"array","items":"int"}"#)
        #expect(array.payloadReason(zigzag(.min) + [0]) == "avro.malformed")
        #expect(array.payloadReason(zigzag(-1) + zigzag(.max) + [0]) == "avro.malformed")
    }

    @Test func `given endless values of no bytes, when decoded, then the bound on the JSON ends them`() {
        let empty = #"{"type":"record","name":"R","fields":[]}"#
        for item in [#""null""#, empty, #"{"type":"fixed","name":"F","size":0}"#] {
            let decoder = WireDecoder(avro: #"{"type":"array","items":\#(item)}"#)
            #expect(decoder.payloadReason(zigzag(1 << 60) + [0]) == "avro.limit")
        }
        // Each record holds the next one twice: 2^50 values out of nothing.
        var type = #""null""#
        for level in 0..<50 {
            let name = "R\(level)"
            let first = #"{"name":"a","type":\#(type)}"#
            let second = level == 0 ? #""null""# : #""R\#(level - 1)""#
            type = #"{"type":"record","name":"\#(name)","fields":[\#(first),{"name":"b","type":\#(second)}]}"#
        }
        #expect(WireDecoder(avro: type).payloadReason([]) == "avro.limit")
    }

    @Test func `given data nested to the bound and beyond, when decoded, then only the latter is refused`() {
        let decoder = WireDecoder(avro: AvroFixtures.recursion3.schema)
        func chain(_ length: Int) -> [UInt8] { (0..<length).flatMap { [2, $0 == length - 1 ? 0 : 2] } }
        #expect(decoder.payloadReason(chain(64)).hasPrefix("decoded: "))
        #expect(decoder.payloadReason(chain(65)) == "avro.limit")
        #expect(decoder.payloadReason(chain(100_000)) == "avro.limit")
        let arrays = WireDecoder(
            avro: #"{"type":"record","name":"T","fields":[{"name":"t","type":{"type":"array","items":"T"}}]}"#
        )
        #expect(arrays.payloadReason([UInt8](repeating: 2, count: 1_000)) == "avro.limit")
        let maps = WireDecoder(
            avro: #"{"type":"record","name":"T","fields":[{"name":"t","type":{"type":"map","values":"T"}}]}"#
        )
        #expect(maps.payloadReason([UInt8](repeating: 2, count: 1_000)) == "avro.limit")
    }

    @Test func `given values outside their type, when decoded, then they are refused`() {
        func reason(_ schema: String, _ hex: String) -> String { WireDecoder(avro: schema).payloadReason(bytes(hex)) }
        #expect(reason(#""double""#, "000000000000f87f") == "avro.value")
        #expect(reason(#""double""#, "000000000000f0ff") == "avro.value")
        #expect(reason(#""float""#, "0000807f") == "avro.value")
        #expect(reason(#""boolean""#, "02") == "avro.malformed")
        #expect(reason(#""int""#, "8080808010") == "avro.malformed")
        #expect(reason(#""long""#, "ffffffffffffffffff02") == "avro.malformed")
        #expect(reason(#""long""#, "ffffffffffffffffffff01") == "avro.malformed")
        #expect(reason(#""string""#, "02ff") == "avro.malformed")
        #expect(reason(#""string""#, "06eda080") == "avro.malformed")
        #expect(reason(#"["null","int"]"#, "04") == "avro.malformed")
        #expect(reason(#"["null","int"]"#, "01") == "avro.malformed")
        #expect(reason(#"{"type":"enum","name":"E","symbols":["A"]}"#, "02") == "avro.malformed")
        #expect(reason(#"{"type":"enum","name":"E","symbols":["A"]}"#, "01") == "avro.malformed")
        #expect(reason(#"{"type":"map","values":"int"}"#, "0202ff0200") == "avro.malformed")
        #expect(reason(#"{"type":"int","logicalType":"time-millis"}"#, "01") == "avro.value")
        #expect(reason(#"{"type":"int","logicalType":"time-millis"}"#, "80f0b252") == "avro.value")
        #expect(reason(#"{"type":"long","logicalType":"timestamp-millis"}"#, "ffffffffffffffffff01") == "avro.value")
        #expect(reason(#"{"type":"bytes","logicalType":"decimal","precision":4}"#, "00") == "avro.malformed")
        let long = [UInt8](repeating: 1, count: 1_025)
        let decimal = WireDecoder(avro: #"{"type":"bytes","logicalType":"decimal","precision":4}"#)
        #expect(decimal.payloadReason(zigzag(1_025) + long) == "avro.limit")
        #expect(decimal.payloadReason(zigzag(1_024) + long.dropLast()).hasPrefix("decoded: "))
    }
}
