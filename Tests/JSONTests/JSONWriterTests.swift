import JSON
import Testing

@Suite struct JSONWriterTests {
    @Test func randomDocumentsSurviveARoundTrip() throws {
        var random = SplitMix(state: 42)
        var parser = JSONParser()
        var writer = JSONWriter(capacity: 1)
        for _ in 0..<3_000 {
            let tree = Tree.random(&random)
            writer.reset()
            tree.write(&writer)
            let bytes = writer.array()
            #expect(try Tree(parsing: bytes, with: &parser) == tree)
            let spelled = Array(tree.spelled(&random).utf8)
            #expect(try Tree(parsing: spelled, with: &parser) == tree)
        }
    }

    @Test func writesEveryKindOfValue() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("s")
        writer.string("a\"\\\n\r\t\u{8}\u{C}\u{1}é/")
        writer.key("i")
        writer.beginArray()
        for value in [0, -1, 9, 10, 99, 100, .max, .min] as [Int64] { writer.integer(value) }
        writer.endArray()
        writer.key("d")
        writer.beginArray()
        writer.decimal(1_250, scale: 2)
        writer.decimal(-5, scale: 2)
        writer.decimal(7, scale: 0)
        writer.decimal(.min, scale: 18)
        writer.decimal(0, scale: 3)
        writer.decimalString(1_250, scale: 2)
        writer.endArray()
        writer.key("t")
        writer.timestamp(1_735_689_600_123)
        writer.key("b")
        writer.boolean(true)
        writer.key("n")
        writer.null()
        writer.key("o")
        writer.beginObject()
        writer.endObject()
        writer.key("raw")
        writer.json(Array("[1]".utf8).span)
        expect(!writer.isComplete)
        writer.endObject()
        expect(writer.isComplete)
        writer.newline()
        writer.integer(1)
        let text = String(decoding: writer.array(), as: UTF8.self)
        #expect(
            text == #"{"s":"a\"\\\n\r\t\b\f\u0001é/","i":[0,-1,9,10,99,100,9223372036854775807,-9223372036854775808],"#
                + #""d":[12.50,-0.05,7,-9.223372036854775808,0.000,"12.50"],"t":"2025-01-01T00:00:00.123Z","b":true,"n":null,"#
                + #""o":{},"raw":[1]}"# + "\n1"
        )
        let span = writer.span
        #expect(span.count == text.utf8.count)
    }

    @Test func stringsOfEveryLengthAndEscapePlaceAreWritten() throws {
        var writer = JSONWriter()
        var parser = JSONParser()
        for length in 0..<40 {
            for place in 0...length {
                for special in ["\"", "\\", "\u{0}", "\u{1F}", " ", "\u{7F}", "é"] {
                    let text =
                        String(repeating: "a", count: place) + special + String(repeating: "b", count: length - place)
                    writer.reset()
                    writer.string(utf8: Array(text.utf8).span)
                    let bytes = writer.array()
                    let root = try parser.parse(bytes.span)
                    expect(root.string == text)
                }
            }
        }
    }

    @Test func membersThatAreJSONAlreadyStandAmongOthers() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.members(json: #""a":1,"b":[2]"#)
        writer.key("c")
        writer.integer(3)
        writer.members(json: Array(#""d":{}"#.utf8).span)
        writer.endObject()
        #expect(String(decoding: writer.array(), as: UTF8.self) == #"{"a":1,"b":[2],"c":3,"d":{}}"#)
    }

    @Test func keysOfEveryLengthAreWrittenIntoABufferOfAnySize() {
        let letters = String(repeating: "abcdefghij", count: 5)
        for length in 0...50 {
            for room in 64...130 {
                let (key, filler) = (String(letters.prefix(length)), String(letters.prefix(room % 50)))
                var writer = JSONWriter(capacity: room)
                writer.beginObject()
                for name in [filler, key] {
                    writer.key(named: name)
                    writer.string(key)
                }
                writer.key("thirteen long")
                writer.boolean(true)
                writer.endObject()
                let text = String(decoding: writer.array(), as: UTF8.self)
                #expect(text == #"{"\#(filler)":"\#(key)","\#(key)":"\#(key)","thirteen long":true}"#)
            }
        }
    }

    @Test func aValueWithoutAKeyTraps() async {
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.beginObject()
            writer.integer(1)
        }
    }
}
