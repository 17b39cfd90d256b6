import SchemaRegistry
import Testing

@Suite struct WireDecoderTests {
    static let string = RegisteredSchema(language: .avro, text: #""string""#)

    @Test func `given bytes without the header, when decoded, then they are refused`() {
        let decoder = WireDecoder(Self.string)
        for record: [UInt8] in [[], [0], [0, 0, 0, 0], [1, 0, 0, 0, 1, 2, 65], Array(#"{"a":1}"#.utf8)] {
            #expect(decoder.reason(record) == "wire.malformed")
        }
    }

    @Test func `given a JSON payload, when decoded, then it is passed on as it is`() throws {
        let decoder = WireDecoder(RegisteredSchema(language: .json, text: "{}"))
        #expect(try decoder.payload(Array(#"{ "a": 1 }"#.utf8)) == #"{ "a": 1 }"#)
        #expect(decoder.payloadReason([UInt8](repeating: 32, count: WireDecoder.limit)) == "wire.limit")
    }

    @Test func `given many records of one schema, when decoded, then the registry is asked once`() throws {
        let source = MemorySource([70_000: Self.string])
        let decoder = WireDecoder(source: source)
        for _ in 0..<10 { #expect(try decoder.text(header(70_000) + [2, 65]) == #""A""#) }
        #expect(source.calls == 1)
    }

    @Test func `given more schemas than the cache holds, when decoded, then the least used one is fetched again`() {
        let source = MemorySource([1: Self.string, 2: Self.string, 3: Self.string])
        let decoder = WireDecoder(source: source, capacity: 2)
        for id: UInt32 in [1, 2, 1, 3, 1] { #expect(decoder.reason(header(id) + [2, 65]) == #"decoded: "A""#) }
        #expect(source.calls == 3)
        _ = decoder.reason(header(2) + [2, 65])
        #expect(source.calls == 4)
    }

    @Test func `given an unknown schema, when asked again, then it is refused at once and looked up later`() {
        let source = MemorySource()
        let patient = WireDecoder(source: source)
        #expect(patient.reason(header(9)) == "schema.unknown")
        #expect(patient.reason(header(9)) == "schema.unknown")
        #expect(source.calls == 1)
        let hasty = WireDecoder(source: source, unknownLifetime: .zero)
        #expect(hasty.reason(header(9)) == "schema.unknown")
        source.schemas[9] = Self.string
        #expect(hasty.reason(header(9) + [2, 65]) == #"decoded: "A""#)
    }

    @Test func `given a registry out of reach, when it comes back, then the same record is decoded`() {
        let source = MemorySource([1: Self.string])
        source.fault = .unreachable(message: "no")
        let decoder = WireDecoder(source: source)
        #expect(decoder.payloadReason([2, 65]) == "unreachable")
        source.fault = nil
        #expect(decoder.payloadReason([2, 65]) == #"decoded: "A""#)
    }

    @Test func `given a refused record, when the error is shown, then nothing of the record is in it`() {
        let decoder = WireDecoder(Self.string)
        let secret = Array("secret".utf8)
        do throws(WireError) {
            _ = try decoder.payload([14] + secret + [0xFF])
            Issue.record("it was decoded")
        } catch {
            #expect(!error.description.contains("secret"))
            #expect(error.description.hasPrefix("avro.malformed: "))
        }
    }
}
