import Formats
import JSON
import Journal
import Retention
import Testing

/// What fuzzing found; the inputs are in Fuzz/corpus too.
@Suite struct FuzzFindingTests {
    private static func bytes(_ event: Event) -> [UInt8] {
        var bytes: [UInt8] = []
        CanonicalEvents().encode(event, to: &bytes)
        return bytes
    }

    private static func again(_ event: Event) -> Event? {
        var writer = EventWriter()
        var json: [UInt8] = []
        writer.append(event, to: &json)
        if case .event(let again) = decoded(json) { return again }
        return nil
    }

    @Test(arguments: ["\u{301}x", "\u{200D}", "/\u{301}"])
    func `given an id that begins with what Unicode joins to a slash, when it is written, then it is read again`(
        id: String
    ) throws {
        #expect(Subject("customer/\(id)") == Subject(.customer, id))
        let call =
            #"{"type":"alias","messageId":"m","userId":"\#(id)","previousId":"\#(id)","timestamp":"2024-02-29T12:00:00Z"}"#
        let event = try #require(decodedEvent(call))
        #expect(Self.again(event) == event)
        let encoded = Self.bytes(event)
        #expect(CanonicalEvents().decode(encoded.span) == .event(event))
    }

    @Test func `given an id as long as a text may be, when it is written with its kind, then it is read again`() throws
    {
        let longest = String(repeating: "u", count: 512)
        let event = try #require(decodedEvent(track("Product Viewed", #""sku":"s""#, user: #""userId":"\#(longest)""#)))
        #expect(Self.again(event) == event)
        #expect(
            rejection(Array(cloudEvent("nps.answered", #""score":9"#, subject: "customer/u\(longest)").utf8))?.reason
                == "field.too-long"
        )
    }

    @Test func `given revenue, shipping and tax that add up to too much, when they are read, then they are refused`() {
        let text = track(
            "Order Completed",
            #""order_id":"A","currency":"EUR","revenue":"9000000000000","shipping":"9000000000000""#
        )
        #expect(rejection(Array(text.utf8))?.reason == "number.range")
    }

    @Test func `given a place that names no source, when one came before, then it has none`() {
        let event = Event(
            id: "i",
            subject: Subject(.visitor, "v"),
            time: noon,
            origin: Origin(source: "o", partition: 2, offset: 3),
            body: .productViewed(ProductView(product: "p"))
        )
        let whole = Self.bytes(event)
        let place: [UInt8] = [0x2A, 7, 0x0A, 1, 0x6F, 0x10, 2, 0x18, 6]
        let nameless = Array(whole.replacing(place, with: [0x2A, 4, 0x10, 2, 0x18, 6]))
        #expect(nameless.count == whole.count - 3)
        let coding = CanonicalEvents()
        #expect(coding.decode(whole.span) == .event(event))
        guard case .event(let read) = coding.decode(nameless.span) else {
            Issue.record("it is not read")
            return
        }
        #expect(read.origin == Origin(source: "", partition: 2, offset: 3))
    }

    @Test func `given a key with an accent behind a slash, when a pointer names it, then the slash is escaped`() {
        #expect(JSONPointer("/a~1\u{301}")?.steps == ["a/\u{301}"])
        #expect(JSONPointer("/\u{301}")?.steps == ["\u{301}"])
        #expect(JSONPointer("/a~1\u{301}")?.text.utf8.elementsEqual("/a~1\u{301}".utf8) == true)
    }
}
