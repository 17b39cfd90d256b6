import Glibc
import JSON
import Testing

/// What a parse of `text` fails with, or `nil`.
func failure(_ bytes: [UInt8], limits: JSONParser.Limits = .init()) -> JSONError? {
    var parser = JSONParser(limits: limits)
    do throws(JSONError) {
        _ = try parser.parse(bytes.span).kind
        return nil
    } catch { return error }
}

func failure(_ text: String, limits: JSONParser.Limits = .init()) -> JSONError? {
    failure(Array(text.utf8), limits: limits)
}

@Suite struct JSONParserTests {
    @Test func readsAnOrderEvent() throws {
        let text = #"""
            {"type":"track","event":"Order Completed","a":1,"timestamp":"2025-03-04T05:06:07.089Z","properties":{"total":239.97,
            "text":"12.50","empty":{},"none":[],"ok":true,"no":false,"nil":null,"products":[{"sku":"A","price":1.25e1},{"sku":"B\n\u00e9\ud83d\ude00"}]}}
            """#
        let bytes = Array(text.utf8)
        var parser = JSONParser()
        let root = try parser.parse(bytes.span)
        expect(root.kind == .object)
        expect(root.count == 5)
        expect(root["type"].equals("track"))
        expect(!root["type"].equals("trac"))
        expect(!root["type"].equals("tracl"))
        expect(root["event"].equals("Order Completed"))
        expect(root["a"].integer == 1)
        expect(root["timestamp"].timestamp == 1_741_064_767_089)
        let properties = root["properties"]
        expect(properties["total"].decimal(scale: 2) == 23_997)
        expect(properties["total"].integer == nil)
        expect(properties["text"].decimal(scale: 2) == 1_250)
        expect(properties["empty"].count == 0)
        expect(properties["empty"]["x"].exists == false)
        expect(properties["none"][0].exists == false)
        expect(properties["ok"].boolean == true)
        expect(properties["no"].boolean == false)
        expect(properties["nil"].boolean == nil)
        expect(properties["nil"].isNullOrMissing)
        expect(properties["nil"].exists)
        expect(properties["products"][0]["price"].decimal(scale: 2) == 1_250)
        expect(properties["products"][1]["sku"].string == "B\né😀")
        expect(properties["products"][2].kind == .missing)
        expect(root["missing"]["path"][3]["x"].string == nil)
    }

    @Test func theFirstOfRepeatedKeysCounts() throws {
        let bytes = Array(#"{"a":1,"a":2,"\u0061":3}"#.utf8)
        var parser = JSONParser()
        let root = try parser.parse(bytes.span)
        expect(root["a"].integer == 1)
        var seen: [Int64] = []
        var members = root.members
        while let member = members.next() {
            expect(member.key.equals("a"))
            if let value = member.value.integer { seen.append(value) }
        }
        #expect(seen == [1, 2, 3])
    }

    @Test func keysOfEveryLengthAreFound() throws {
        var keys: [String] = []
        for length in 0...40 {
            let stem = String(repeating: "k", count: length)
            keys.append(stem)
            if length > 0 { keys.append(String(stem.dropLast()) + "z") }
            if length > 5 { keys.append(String(stem.prefix(4)) + "y" + String(stem.dropFirst(5))) }
        }
        let text = "{" + keys.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",") + "}"
        let bytes = Array(text.utf8)
        var parser = JSONParser()
        let root = try parser.parse(bytes.span)
        for (i, key) in keys.enumerated() {
            let name = Array(key.utf8)
            let found = root.member(named: name.span)
            expect(found.integer == Int64(i))
        }
        expect(root["kkkkkkkkz"].exists)
        expect(!root["kkkkkkkkq"].exists)
        expect(root[""].integer == 0)
    }

    @Test func literalKeysAreToldFromThoseThatDifferInOneByte() throws {
        let keys: [StaticString] = [
            "a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghij",
            "abcdefghijk", "abcdefghijkl", "abcdefghijklm", "abcdefghijklmn", "abcdefghijklmnopqrstuvwxyz",
        ]
        func number(under key: StaticString, in text: String) throws -> Int64? {
            let bytes = Array(text.utf8)
            var parser = JSONParser()
            return try parser.parse(bytes.span)[key].integer
        }
        for key in keys {
            for place in 0..<key.utf8CodeUnitCount {
                var near = Array("\(key)")
                near[place] = "Z"
                #expect(try number(under: key, in: "{\"\(String(near))\":1,\"\(key)\":2}") == 2)
                #expect(try number(under: key, in: "{\"\(String(near))\":1}") == nil)
            }
        }
    }

    @Test func stringsOfEveryLengthAreCopied() throws {
        var parser = JSONParser()
        for length in 0...40 {
            for place in 0...length {
                let ascii = String("abcdefghijklmnopqrstuvwxyz0123456789ABCD".prefix(length))
                let accented = String(ascii.prefix(place)) + "é" + String(ascii.dropFirst(place))
                let bytes = Array("[\"\(ascii)\",\"\(accented)\"]".utf8)
                let root = try parser.parse(bytes.span)
                expect(root[0].string == ascii)
                expect(root[1].string == accented)
                // It is hashed and compared much faster then.
                expect(root[0].string?.utf8Span.isKnownASCII == true)
            }
        }
    }

    @Test func escapedKeysAreFound() throws {
        let bytes = Array(#"{"\u0061bcdefgh":1,"x\ty":2,"é":3}"#.utf8)
        var parser = JSONParser()
        let root = try parser.parse(bytes.span)
        expect(root["abcdefgh"].integer == 1)
        expect(root["x\ty"].integer == 2)
        expect(root["é"].integer == 3)
    }

    @Test func scalarsMayBeDocuments() throws {
        for (text, kind) in [
            ("1", JSONKind.number), (" true ", .true), ("\tfalse\r\n", .false), ("null", .null), ("\"\"", .string),
            ("[]", .array), (" {} ", .object), ("-0.0e-0", .number), ("\"\\u0000\"", .string),
        ] {
            let bytes = Array(text.utf8)
            var parser = JSONParser()
            let root = try parser.parse(bytes.span)
            expect(root.kind == kind)
        }
    }

    static let malformed: [String] = [
        "", "   ", "{", "}", "[", "]", "{]", "[}", "[1,]", "[,1]", "[1 2]", "[1,,2]", "{\"a\"}", "{\"a\":}",
        "{\"a\":1,}",
        "{,\"a\":1}", "{\"a\" 1}", "{a:1}", "{1:2}", "{\"a\":1 \"b\":2}", "{\"a\"::1}", "{\"a\":1}}", "[]]", "1 2",
        "{}{}",
        "nul", "nulll", "tru", "True", "NaN", "Infinity", "-Infinity", "-", "+1", "01", "-01", "00", "1.", ".5", "1.e1",
        "1e",
        "1e+", "0x10", "1_000", "1a", "--1", "1.2.3", "\"", "\"abc", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800x\"", "\"a\u{1}b\"", "\"a\nb\"", "\"a\tb\"",
        "'a'",
        "\"a\"b", "\"a\"\"b\"", "true false", "truefalse", "[true", "{\"a\":[1}", "[\"a\":1]", "/* c */ 1", "1 // c",
        "\u{FEFF}1",
        "\u{0}", "1\u{0}", "[1\u{C}]", "[\u{B}1]", ":", ",", "{\"a\":1]", "[1:2]", "{\"a\",1}", "{\"a\":\"b\"c}",
        "[1}]", "{{}}",
        "[\\n]", "\\", "[1,2", "{\"a\":nul}", "[-]", "[1e5,-e]", "\u{1A}", "[\u{1A}]",
    ]

    @Test(arguments: malformed) func malformedDocumentsAreRefused(_ text: String) {
        let error = failure(text)
        #expect(error != nil)
        if let offset = error?.offset { #expect(offset >= 0 && offset <= text.utf8.count) }
    }

    @Test(
        arguments: [
            [0x22, 0x80, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xE2, 0x82, 0x22],
            [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22],
            [0x22, 0xFF, 0x22], [0x22, 0xE0, 0x80, 0x80, 0x22], [0x22, 0xF0, 0x80, 0x80, 0x80, 0x22], [0x22, 0xC3],
            [0xFE],
        ] as [[UInt8]]
    ) func invalidUTF8IsRefused(_ bytes: [UInt8]) {
        #expect(failure(bytes) != nil)
        #expect(failure(Array("[1,\"ok\",".utf8) + bytes + Array("]".utf8)) != nil)
    }

    @Test func errorsNameTheirKindAndPlace() {
        #expect(failure("")?.code == .empty)
        #expect(failure("[1,01]") == failure("[2,07]"))
        #expect(failure("[1,01]")?.code == .invalidNumber)
        #expect(failure("[1,01]")?.offset == 3)
        #expect(failure("[1] x")?.code == .trailingContent)
        #expect(failure("[1] x")?.offset == 4)
        #expect(failure("[\"a\\q\"]")?.code == .invalidEscape)
        #expect(failure("[\"a\\q\"]")?.offset == 3)
        #expect(failure("[\"\\ud800\"]")?.code == .loneSurrogate)
        #expect(failure("[\"a\u{1}\"]")?.code == .controlCharacter)
        #expect(failure("[\"a\u{1}\"]")?.offset == 3)
        #expect(failure("[\"abc")?.code == .unclosedString)
        #expect(failure("[\"abc")?.offset == 1)
        #expect(failure("[1")?.code == .unexpectedEnd)
        #expect(failure("[yes]")?.code == .invalidLiteral)
        #expect(failure([0x5B, 0x22, 0x61, 0xFF, 0x22, 0x5D])?.code == .invalidUTF8)
        #expect(failure([0x5B, 0x22, 0x61, 0xFF, 0x22, 0x5D])?.offset == 3)
        #expect(failure("[1] secret").map { !$0.description.contains("secret") } == true)
    }

    @Test func limitsHold() {
        let limits = JSONParser.Limits(bytes: 100, depth: 3, tokens: 5)
        #expect(failure("[[[1]]]", limits: limits) == nil)
        #expect(failure("[[[[1]]]]", limits: limits)?.code == .tooDeep)
        #expect(failure("[1,2,3,4]", limits: limits) == nil)
        #expect(failure("[1,2,3,4,5]", limits: limits)?.code == .tooManyTokens)
        #expect(failure("{\"a\":1,\"b\":2}", limits: limits) == nil)
        #expect(failure("{\"a\":1,\"b\":2,\"c\":3}", limits: limits)?.code == .tooManyTokens)
        #expect(failure("\"" + String(repeating: "a", count: 98) + "\"", limits: limits) == nil)
        #expect(failure("\"" + String(repeating: "a", count: 99) + "\"", limits: limits)?.code == .tooLarge)
        #expect(failure(String(repeating: "[", count: 100_000))?.code == .tooDeep)
        let deep = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        #expect(failure(deep) == nil)
        #expect(failure("[" + deep + "]")?.code == .tooDeep)
    }

    @Test func aParserGoesOnAfterAFailure() throws {
        var parser = JSONParser()
        let good = Array("[1,\"a\\nb\"]".utf8)
        let bad = Array("[1,\"a\\n".utf8)
        for _ in 0..<100 {
            #expect(throws: JSONError.self) { _ = try parser.parse(bad.span).kind }
            let root = try parser.parse(good.span)
            expect(root[1].string == "a\nb")
        }
        var large = "["
        for i in 0..<20_000 { large += "\"x\\t\(i)\"," }
        let bytes = Array((large + "0]").utf8)
        let root = try parser.parse(bytes.span)
        expect(root.count == 20_001)
        expect(root[19_999].string == "x\t19999")
    }

    @Test func everyPrefixOfADocumentIsRefused() {
        let text =
            #"{"a":[1,-2.5e+10,"x\n\ud83d\ude00é",true,false,null,{}],"b":{"c":"\u00e9","d":[[]]},"e":"12345678901234567"}"#
        let bytes = Array(text.utf8)
        #expect(failure(bytes) == nil)
        for length in 0..<bytes.count { #expect(failure(Array(bytes[0..<length])) != nil) }
    }

    @Test func changedBytesNeverCrash() {
        var random = SplitMix(state: 7)
        let text =
            #"{"a":[1,-2.5e+10,"x\n\ud83d\ude00é",true,false,null,{}],"b":{"c":"\u00e9","d":[[]]},"e":"12345678901234567"}"#
        let bytes = Array(text.utf8)
        let palette = Array("{}[]:,\"\\/0123456789-+.eEtrufalsn \n\u{1}".utf8) + [0x80, 0xC3, 0xED, 0xF0, 0xFF, 0]
        var parser = JSONParser()
        for _ in 0..<100_000 {
            var changed = bytes
            for _ in 0...Int(random.next() % 3) {
                changed[Int(random.next() % UInt64(changed.count))] =
                    palette[Int(random.next() % UInt64(palette.count))]
            }
            if random.next() % 4 == 0 { changed.removeLast(Int(random.next() % UInt64(changed.count))) }
            do throws(JSONError) {
                let root = try parser.parse(changed.span)
                _ = Tree(root)
            } catch {}
        }
    }

    /// Members without white space and escapes are taken in fewer steps; a document with an escape takes all of them.
    @Test func theShortWayEndsAsTheLongOneDoes() {
        var random = SplitMix(state: 11)
        let bytes = Array(
            #"{"id":"a1","":1,"n":-0.5,"k":12.75,"z":0,"list":[{"sku":"x","price":10},{}],"t":true,"o":{"e":1e3,"s":""}}"#
                .utf8
        )
        let palette = Array("{}[]:,\"0123456789-+.eEtrue \n".utf8)
        var parser = JSONParser()
        func outcome(_ first: String, _ changed: [UInt8]) -> (JSONError?, Tree?) {
            let document = Array("[\"\(first)\",".utf8) + changed + Array("]".utf8)
            do throws(JSONError) {
                return (nil, Tree(try parser.parse(document.span)[1]))
            } catch {
                return (error, nil)
            }
        }
        var taken = 0
        for _ in 0..<100_000 {
            var changed = bytes
            for _ in 0..<Int(random.next() % 3) {
                let place = Int(random.next() % UInt64(changed.count))
                let byte = palette[Int(random.next() % UInt64(palette.count))]
                if random.next() % 2 == 0 { changed[place] = byte } else { changed.insert(byte, at: place) }
            }
            let short = outcome("nn", changed)
            let long = outcome(#"\n"#, changed)
            #expect(short.0 == long.0)
            #expect(short.1 == long.1)
            if short.0 == nil { taken += 1 }
        }
        #expect(taken > 10_000 && taken < 90_000)
    }

    @Test func noByteBehindTheDocumentIsRead() throws {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let memory = try #require(
            mmap(nil, page * 2, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        )
        mprotect(memory + page, page, PROT_NONE)
        defer { munmap(memory, page * 2) }
        var parser = JSONParser()
        for text in [
            #"{"a":"b","k":[1,2,{"x":"12345678"}]}"#, "1", "\"a\"", "[1.5e3]", "\"abc\\n\"", "true", "{\"a\":tr", "\"é",
            #"{"":1}"#, #"{"":1"#, #"{"":"#, #"{"a":1,"#, #"{"a":"b","":""#, #"{"a":"b","c""#,
        ] {
            for pad in 0..<70 {
                let bytes = Array((String(repeating: " ", count: pad) + text).utf8)
                let start = memory + (page - bytes.count)
                start.copyMemory(from: bytes, byteCount: bytes.count)
                do throws(JSONError) {
                    let root = try parser.parse(UnsafeRawBufferPointer(start: start, count: bytes.count))
                    _ = root["k"][2]["x"].string
                    _ = root["k"][2]["x"].equals("12345678")
                } catch {}
            }
        }
    }
}
