import Formats
import Journal
import Retention
import SchemaRegistry
import TestKit
import Testing

/// CloudEvents in Kafka's binary mode, and raw records in Protobuf.
@Suite struct BinaryFormatTests {
    private static func headers(_ pairs: [(String, String)]) -> RecordHeaders {
        var headers = RecordHeaders()
        for (name, value) in pairs { headers.append(name, value) }
        return headers
    }

    private static let attributes = [
        ("ce_specversion", "1.0"), ("ce_id", "m1"), ("ce_source", "/shop"), ("ce_type", "nps.answered"),
        ("ce_subject", "customer/u1"), ("ce_time", "2024-02-29T12:00:00.250Z"),
    ]
    private static let answer = Event(
        id: "m1",
        subject: Subject(.customer, "u1"),
        time: noon,
        origin: place,
        body: .npsAnswered(NPSAnswer(score: 9))
    )

    private static func decode(
        _ value: [UInt8],
        _ headers: [(String, String)],
        _ settings: SourceSettings = SourceSettings()
    ) -> DecodedRecord {
        let packed = self.headers(headers)
        let record = LogRecord(
            offset: place.offset,
            timestamp: noon,
            key: Span(),
            value: value.span,
            headers: packed.bytes.span
        )
        return RawDecoder(IntakeSettings(defaults: settings)).decode(record, at: place)
    }

    private static func event(_ decoded: DecodedRecord) -> Event? {
        if case .event(let event) = decoded { event } else { nil }
    }

    private static func reason(_ decoded: DecodedRecord) -> String? {
        if case .rejected(let rejection) = decoded { rejection.reason } else { nil }
    }

    private static func protobuf(_ event: Event) -> [UInt8] {
        var bytes: [UInt8] = []
        CanonicalEvents().encode(event, to: &bytes)
        return bytes
    }

    @Test func `given attributes in headers, when the data is JSON or Protobuf, then the event is the same`() {
        let json = Self.attributes + [("content-type", "application/json")]
        #expect(Self.event(Self.decode(Array(#"{"score":9}"#.utf8), json)) == Self.answer)
        let binary = Self.attributes + [("Content-Type", "application/protobuf")]
        #expect(Self.event(Self.decode([0x08, 9], binary)) == Self.answer)
    }

    @Test(
        arguments: [
            ("ce_id", nil, "field.missing"), ("ce_subject", nil, "field.missing"), ("ce_time", nil, "field.missing"),
            ("ce_subject", "somebody", "subject.invalid"), ("ce_time", "soon", "time.invalid"),
            ("ce_id", String(repeating: "x", count: 600), "field.too-long"),
        ] as [(String, String?, String)]
    )
    func `given a header that is missing or wrong, when the record is read, then the reason says so`(
        name: String,
        value: String?,
        reason: String
    ) {
        let headers = Self.attributes.compactMap { $0.0 == name ? value.map { (name, $0) } : $0 }
        #expect(Self.reason(Self.decode(Array(#"{"score":9}"#.utf8), headers)) == reason)
    }

    @Test func `given an unknown type in the headers, when the record is read, then it is left out`() {
        let headers = Self.attributes.map { $0.0 == "ce_type" ? ("ce_type", "parcel.lost") : $0 }
        guard case .ignored("type.unknown") = Self.decode([1, 2, 3], headers) else {
            Issue.record("it was not left out")
            return
        }
    }

    @Test
    func
        `given a raw message, when headers or settings say it is Protobuf, then it is read, wherever it says it stands`()
    {
        var event = Self.answer
        event.origin = Origin(source: "forged", partition: 9, offset: 1)
        event.isLetter = true
        let bytes = Self.protobuf(event)
        #expect(Self.event(Self.decode(bytes, [("content-type", "application/x-protobuf")])) == Self.answer)
        let settings = SourceSettings(format: .protobuf)
        #expect(Self.event(Self.decode(bytes, [], settings)) == Self.answer)
        // As a registry's serializer frames it: the first message of the schema.
        #expect(Self.event(Self.decode([0, 0, 0, 0, 7, 0] + bytes, [], settings)) == Self.answer)
    }

    @Test(
        arguments: [
            (.npsAnswered(NPSAnswer(score: 11)), "number.range"),
            (.orderCompleted(Order(id: "o", total: .eur(-1))), "number.range"),
            (.orderCompleted(Order(id: "o", total: .eur(1_000_000_000_000_001))), "number.range"),
            (.productAdded(CartChange(product: "p", quantity: 0)), "number.range"),
            (.orderCompleted(Order(id: String(repeating: "o", count: 513), total: .eur(1))), "field.too-long"),
            (.cartViewed(CartContents(lines: Array(repeating: LineItem(product: "p"), count: 1_001))), "limit.items"),
            (.cartViewed(CartContents(lines: [LineItem(product: "p", price: .eur(-5))])), "number.range"),
            (
                .orderUpdated(OrderVersion(id: "o", total: .eur(1), version: noon, refunded: .usd(1))), "currency.mixed"
            ),
        ] as [(Event.Body, String)]
    )
    func `given Protobuf that no reader of JSON would take, when it is read, then it is refused alike`(
        body: Event.Body,
        reason: String
    ) {
        var event = Self.answer
        event.body = body
        let decoded = Self.decode(Self.protobuf(event), [], SourceSettings(format: .protobuf))
        #expect(Self.reason(decoded) == reason)
    }

    @Test func `given no registry, when a record names a schema, then the reason says what to set`() {
        #expect(Self.reason(Self.decode([0, 0, 0, 0, 1, 2, 3], [])) == "wire.no-registry")
    }

    @Test func `given a registry that does not answer, when a record names a schema, then it waits and is not refused`()
    {
        var settings = IntakeSettings()
        settings.registry = RegistryOptions(addresses: ["http://127.0.0.1:9"])
        let decoder = RawDecoder(settings)
        let bytes: [UInt8] = [0, 0, 0, 0, 1, 2, 3]
        guard case .unavailable(let reason) = decoder.decode(line: bytes.span, at: place) else {
            Issue.record("it does not wait")
            return
        }
        #expect(reason.contains("127.0.0.1:9"))
    }

    @Test func `given limits of a topic, when a record goes beyond one, then the reason is that limit's`() {
        var settings = SourceSettings()
        settings.limits = Limits(record: 2_000, depth: 5, text: 20, items: 2)
        settings.past = .days(30)
        func reason(_ text: String) -> String? { Self.reason(Self.decode(Array(text.utf8), [], settings)) }
        #expect(
            reason(cloudEvent("nps.answered", #""score":9,"survey_id":"\#(String(repeating: "s", count: 21))""#))
                == "field.too-long"
        )
        let lines = #""products":[{"sku":"a"},{"sku":"b"},{"sku":"c"}]"#
        #expect(reason(cloudEvent("cart.viewed", lines)) == "limit.items")
        #expect(reason(cloudEvent("cart.viewed", #""x":[[[[[1]]]]]"#)) == "json.too-deep")
        #expect(reason(String(repeating: " ", count: 2_001)) == "limit.record")
        let old = cloudEvent("nps.answered", #""score":9"#).replacing("2024-02-29", with: "2024-01-01")
        #expect(reason(old) == "time.too-old")
        #expect(reason(cloudEvent("nps.answered", #""score":9"#)) == nil)
    }
}
