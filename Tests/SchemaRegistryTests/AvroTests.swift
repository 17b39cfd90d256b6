import SchemaRegistry
import Testing

@Suite struct AvroTests {
    func json(_ fixture: Fixture) throws -> String {
        try WireDecoder(avro: fixture.schema).payload(fixture.bytes)
    }

    @Test func `given every primitive type, when decoded, then extremes and escapes are kept`() throws {
        #expect(
            try json(AvroFixtures.primitives)
                == #"{"n":null,"b":true,"i":-2147483648,"l":9223372036854775807,"f":0.1,"d":5e-324,"#
                + #""y":"AP8QQQ==","s":"né\"\\\n"}"#
        )
    }

    @Test func `given floating numbers, when decoded, then the shortest exact text is written`() throws {
        #expect(try json(AvroFixtures.numbers) == #"{"a":100,"b":1e+300,"c":-1.5,"d":0.30000000000000004,"e":-1}"#)
    }

    @Test func `given an enum, array, map, fixed and unions, when decoded, then unions are bare values`() throws {
        #expect(
            try json(AvroFixtures.complex)
                == #"{"e":"C","a":[1,-2,300],"m":{"k":"v","z":null},"x":"YWJj","u":"hi","v":null}"#
        )
    }

    @Test func `given decimals of any size, when decoded, then they are strings of exact digits`() throws {
        #expect(
            try json(AvroFixtures.decimals)
                == #"{"a":"12.5000","b":"-0.0001","c":"-1234567.89","#
                + #""d":"-1234567890123456789012345678901234567.00000000000000000001","e":"0","#
                + #""g":"-79228162514264337593543950.3360"}"#
        )
    }

    @Test func `given decimals at the edges of a word, when decoded, then no digit is lost`() throws {
        func decimal(_ hex: String, _ scale: Int) throws -> String {
            let type = #"{"type":"bytes","logicalType":"decimal","precision":400,"scale":\#(scale)}"#
            let value = bytes(hex)
            return try WireDecoder(avro: type).payload([UInt8(value.count * 2)] + value)
        }
        #expect(try decimal("8000000000000000", 0) == #""-9223372036854775808""#)
        #expect(try decimal("ff8000000000000000", 0) == #""-9223372036854775808""#)
        #expect(try decimal("ff0000000000000000", 0) == #""-18446744073709551616""#)
        #expect(try decimal("00ffffffffffffffff", 2) == #""184467440737095516.15""#)
        #expect(try decimal("010000000000000000", 0) == #""18446744073709551616""#)
        #expect(try decimal("00000000000000000000", 3) == #""0.000""#)
        #expect(try decimal("ff", 20) == #""-0.00000000000000000001""#)
        #expect(try decimal("ff00000000000000000000000000000000", 0) == #""-340282366920938463463374607431768211456""#)
        #expect(try decimal("ffffffffffffffffff", 0) == #""-1""#)
    }

    @Test func `given every logical type of time, when decoded, then ISO text is written`() throws {
        #expect(
            try json(AvroFixtures.times)
                == #"{"a":"2025-01-02T03:04:05.678Z","b":"2025-01-02T03:04:05.678Z","c":"2025-01-02T03:04:05.000Z","#
                + #""d":"2024-02-29","e":"23:59:59.999","g":"01:02:03.000004","#
                + #""h":"123e4567-e89b-12d3-a456-426614174000","i":"1953-07-04","j":"1969-12-31T23:59:59.999Z","#
                + #""k":"0001-01-01"}"#
        )
    }

    @Test func `given days over ten thousand years, when decoded, then they agree with counting`() throws {
        let decoder = WireDecoder(avro: #"{"type":"int","logicalType":"date"}"#)
        var (year, month, day) = (1, 1, 1)
        for days in -719_162...2_932_896 {
            if days % 61 == 0 || (month == 2 && day > 27 && year % 20 == 0) {
                func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
                let wanted = "\"\(two(year / 100))\(two(year % 100))-\(two(month))-\(two(day))\""
                let found = try decoder.payload(zigzag(Int64(days)))
                if found != wanted { Issue.record("day \(days) is \(wanted), not \(found)") }
            }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
            day += 1
            if day > length { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(decoder.payloadReason(zigzag(-719_163)) == "avro.value")
        #expect(decoder.payloadReason(zigzag(2_932_897)) == "avro.value")
    }

    @Test func `given a UUID in sixteen bytes, when decoded, then its text is written`() throws {
        let decoder = WireDecoder(avro: #"{"type":"fixed","name":"U","size":16,"logicalType":"uuid"}"#)
        #expect(
            try decoder.payload(bytes("123e4567e89b12d3a456426614174000"))
                == #""123e4567-e89b-12d3-a456-426614174000""#
        )
    }

    @Test func `given nested records in namespaces, when decoded, then names are found`() throws {
        #expect(
            try json(AvroFixtures.nested)
                == #"{"id":"o1","customer":{"email":"a@b","home":{"city":"Köln"}},"#
                + #""other":{"email":null,"home":{"city":"Bonn"}},"lines":[{"sku":"x","n":1},{"sku":"y","n":2}]}"#
        )
    }

    @Test func `given a type that holds itself, when decoded, then it ends with the data`() throws {
        #expect(
            try json(AvroFixtures.recursion3) == #"{"v":1,"next":{"v":2,"next":{"v":3,"next":null}}}"#
        )
    }

    @Test func `given a schema that is a name only, when decoded, then the value stands alone`() throws {
        #expect(try json(AvroFixtures.scalar) == #""text""#)
    }

    @Test func `given types in schemas referred to, when decoded, then they are found by their names`() throws {
        let money = #"""
            {"type":"record","name":"shop.Money","fields":[{"name":"amount","type":{"type":"bytes",\#
            "logicalType":"decimal","precision":30,"scale":4}},{"name":"currency","type":"string"}]}
            """#
        let decoder = WireDecoder(
            avro: AvroFixtures.reference.schema,
            references: [.init(name: "shop.Money", text: money)]
        )
        #expect(
            try decoder.payload(AvroFixtures.reference.bytes)
                == #"{"total":{"amount":"1.5000","currency":"EUR"},"fee":null}"#
        )
    }

    @Test func `given blocks with their sizes, when decoded, then the items are read`() throws {
        let decoder = WireDecoder(avro: #"{"type":"array","items":"int"}"#)
        #expect(try decoder.payload([3, 4, 2, 4, 2, 6, 0]) == "[1,2,3]")
    }

    @Test func `given a logical type that does not fit, when decoded, then the plain type counts`() throws {
        #expect(try WireDecoder(avro: #"{"type":"int","logicalType":"timestamp-millis"}"#).payload([2]) == "1")
        #expect(
            try WireDecoder(avro: #"{"type":"bytes","logicalType":"decimal","precision":2,"scale":3}"#)
                .payload([2, 65]) == #""QQ==""#
        )
    }

    @Test func `given a schema nested to the bound, when decoded, then it is compiled`() throws {
        let nested = String(repeating: #"{"type":"#, count: 255) + #""int""# + String(repeating: "}", count: 255)
        #expect(try WireDecoder(avro: nested).payload([2]) == "1")
        let records = (0..<63).reversed().reduce(#""int""#) { inner, level in
            #"{"type":"record","name":"R\#(level)","fields":[{"name":"a","type":\#(inner)}]}"#
        }
        #expect(try WireDecoder(avro: records).payload([2]).hasSuffix(":1" + String(repeating: "}", count: 63)))
    }

    @Test func `given an invalid schema, when a record names it, then the schema is refused`() {
        let schemas = [
            "", "{", "1", "null", "[]", "{}", #""nope""#, #"{"type":"record"}"#, #"{"type":"record","name":"R"}"#,
            #"{"type":"record","name":"R","fields":[{"name":"a"}]}"#, #"{"type":"enum","name":"E"}"#,
            #"{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"a","type":"int"}]}"#,
            #"{"type":"array"}"#, #"{"type":"fixed","name":"F","size":-1}"#, #"{"type":"fixed","name":"F"}"#,
            #"["int",["int"]]"#, #"{"type":"enum","name":"E","symbols":[]}"#,
            #"{"type":"enum","name":"E","symbols":[1]}"#,
            #"[{"type":"fixed","name":"F","size":1},{"type":"fixed","name":"F","size":1}]"#,
            String(repeating: #"{"type":"#, count: 5_000), String(repeating: "[", count: 5_000),
            String(repeating: #"{"type":"#, count: 200) + #""int""# + String(repeating: "}", count: 200) + "x",
        ]
        for schema in schemas {
            #expect(WireDecoder(avro: schema).payloadReason([0]) == "schema.invalid", "\(schema.prefix(80))")
        }
    }
}

/// An Avro long.
func zigzag(_ value: Int64) -> [UInt8] {
    var raw = UInt64(bitPattern: value << 1 ^ value >> 63)
    var out: [UInt8] = []
    while raw > 127 {
        out.append(UInt8(raw & 127 | 128))
        raw >>= 7
    }
    return out + [UInt8(raw)]
}
