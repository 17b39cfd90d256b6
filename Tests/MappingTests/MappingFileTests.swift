import Formats
import Journal
import Mapping
import Playbook
import Retention
import SchemaRegistry
import TestKit
import Testing

/// How raw topics of a shop's own shape become events.
@Suite struct MappingFileTests {
    private static let yaml = """
        mapping: 1
        defaults: { currency: EUR, time_zone: Europe/Berlin }
        topics:
          tills:
            format: json
            events:
              - type: order.completed
                when: { /kind: [sale, web-sale], /ok: "true" }
                id: /receipt
                time: /at
                subject: { customer: /buyer/no, visitor: /session }
                data:
                  order_id: /receipt
                  total: [/sums/gross, /sums/net]
                  products: { each: /rows, sku: /article, quantity: /pieces, price: /unit }
                  channel: { is: till }
              - type: nps.answered
                when: { /kind: nps }
                time: /unix
                time_as: seconds
                subject: { customer: /buyer/no }
                data: { score: /score }
          calls:
            format: segment
            currency: USD
            rename: { /properties/orderNo: order_id }
            constants: { /properties/affiliation: web, /type: track }
        """

    private static func settings(_ yaml: String) throws(PlaybookError) -> IntakeSettings {
        try MappingFile.load(yaml: yaml, named: "m.yaml", currency: nil) { $0 == "SECRET" ? "s3cret" : nil }
    }

    private static func decode(_ text: String, _ topic: String = "tills") throws -> DecodedRecord {
        let decoder = RawDecoder(try self.settings(self.yaml))
        return decoder.decode(line: Array(text.utf8).span, at: Origin(source: topic, partition: 2, offset: 7))
    }

    private static func sale(_ changes: String = "") -> String {
        """
        {"kind":"sale","ok":true,"receipt":"R-1","at":"2026-03-01 10:30","buyer":{"no":42},"sums":{"gross":"19.90"},\
        "rows":[{"article":"CUP","pieces":2,"unit":9.95}]\(changes)}
        """
    }

    @Test
    func `given a record to which a mapping applies, when it is read, then it is the event that the mapping says`()
        throws
    {
        guard case .event(let event) = try Self.decode(Self.sale()) else {
            Issue.record("no event")
            return
        }
        #expect(event.id == "R-1")
        #expect(event.subject == Subject(.customer, "42"))
        // Half past ten in Berlin, where clocks stand an hour before UTC's in winter.
        #expect(event.time == Timestamp(milliseconds: 1_772_357_400_000))
        let line = LineItem(product: "CUP", quantity: 2, price: .eur(995))
        #expect(event.body == .orderCompleted(Order(id: "R-1", total: .eur(1990), lines: [line], channel: "till")))
    }

    @Test func `given no id, when a record is read, then its place gives one, also when it was put back`() throws {
        let text = #"{"kind":"nps","unix":1772357400,"buyer":{"no":"42"},"score":9}"#
        guard case .event(let event) = try Self.decode(text) else {
            Issue.record("no event")
            return
        }
        #expect(event.id == "tills/2/7")
        #expect(event.time == Timestamp(milliseconds: 1_772_357_400_000))
        var headers = RecordHeaders()
        headers.append("treue.retry-of", "tills/1/3")
        let decoder = RawDecoder(try Self.settings(Self.yaml))
        let bytes = Array(text.utf8)
        let record = LogRecord(
            offset: 9,
            timestamp: event.time,
            key: Span(),
            value: bytes.span,
            headers: headers.bytes.span
        )
        guard case .event(let again) = decoder.decode(record, at: Origin(source: "tills", partition: 1, offset: 9))
        else {
            Issue.record("no event")
            return
        }
        #expect(again.id == "tills/1/3")
    }

    @Test(
        arguments: [
            (#"{"kind":"refund"}"#, nil, ""),
            (sale().replacing("\"19.90\"", with: "\"much\""), "number.invalid", "/sums/gross"),
            (sale().replacing("\"pieces\":2", with: "\"pieces\":2.5"), "number.invalid", "/rows/0/pieces"),
            (sale().replacing("\"no\":42", with: "\"no\":null"), "field.missing", "/buyer/no"),
            (sale().replacing("2026-03-01 10:30", with: "soon"), "time.invalid", "/at"),
        ] as [(String, String?, String)]
    )
    func `given a record that does not fit, when it is read, then the fault is told with its place in the record`(
        text: String,
        reason: String?,
        pointer: String
    ) throws {
        switch try Self.decode(text) {
        case .ignored(let code): #expect(reason == nil && code == "mapping.none")
        case .rejected(let rejection):
            #expect(rejection.reason == reason)
            #expect(rejection.pointer == pointer)
        default: Issue.record("it was taken")
        }
    }

    @Test func `given names and constants of a topic, when a call is read, then they stand where its own are missing`()
        throws
    {
        let text =
            #"{"event":"Order Completed","messageId":"m","userId":"1","timestamp":"2026-01-01","#
            + #""properties":{"orderNo":"A","total":5}}"#
        guard case .event(let event) = try Self.decode(text, "calls") else {
            Issue.record("no event")
            return
        }
        #expect(event.body == .orderCompleted(Order(id: "A", total: .usd(500))))
    }

    @Test(arguments: [
        ("topics: []", "2:1", "mapping"), ("topics: { a: { format: sgment } }", "1:", "did you mean `segment`?"),
        ("topics: { a: { format: json } }", "1:", "needs `events`"),
        ("topics: { a: { rename: { x: y } } }", "1:", "JSON pointer"),
        ("defaults: { time_zone: Europe/Berln }", "1:", "tz database"),
        ("defaults: { currency: euro }", "1:", "currency"),
        ("registry: { addresses: [localhost:8081] }", "1:", "http://"),
        ("registry: { addresses: ['http://r'], user: u }", "1:", "password_from"),
        ("registry: { addresses: ['http://r'], token_from: NOBODY }", "1:", "environment"),
        (
            "topics: { a: { format: json, events: [{ type: order.complete, subject: { customer: /c }, data: {} }] } }",
            "1:",
            "did you mean `order.completed`?"
        ),
        (
            "topics: { a: { format: json, events: [{ type: nps.answered, subject: { man: /c }, data: {} }] } }", "1:",
            "customer"
        ),
    ])
    func `given a fault in the file, when it is loaded, then it is told with its place and with what helps`(
        text: String,
        place: String,
        words: String
    ) {
        let error = #expect(throws: PlaybookError.self) {
            _ = try Self.settings("mapping: 1\n\(text)".replacing("mapping: 1\ntopics: []", with: "topics: []"))
        }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.description.hasPrefix("m.yaml:") == true)
    }

    /// A mapping of one topic whose only event has this type and this data, which stands in line 8.
    private static func problems(of type: String, _ data: String) -> [String] {
        let yaml = """
            mapping: 1
            topics:
              tills:
                format: json
                events:
                  - type: \(type)
                    subject: { customer: /c }
                    data: { \(data) }
            """
        let error = #expect(throws: PlaybookError.self) { _ = try Self.settings(yaml) }
        return error?.problems.map(\.description) ?? []
    }

    @Test(arguments: [
        (
            "order.completed", "order_idd: /a, total: /b",
            "data.order_idd: order.completed has nothing of that name; did"
        ),
        ("order.completed", "order_idd: /a, total: /b", "8:9: topics.tills.events[0].data.order_id: order.completed"),
        ("order.completed", "order_idd: /a, total: /b", "orderId would do too"),
        ("order.completed", "order_id: /a", "data.total: order.completed needs this"),
        (
            "order.completed", "order_id: /a, products: { each: /rows, sku: /s }",
            "revenue, value, products/price would do too"
        ),
        (
            "order.completed", "order_id: /a, products: { each: /rows, articel: /a, price: /p }",
            "data.products.articel: each of products has nothing of that name"
        ),
        (
            "order.completed", "order_id: /a, products: { each: /rows, price: /p }",
            "data.products.sku: each of products needs this"
        ),
        (
            "order.completed", "order_id: { each: /a, x: /b }, total: /b",
            "data.order_id: expected a pointer or a constant"
        ),
        ("order.completed", "order_id: /a, products: { is: 7 }", "data.products: expected a pointer to an array"),
        ("nps.answered", "scor: /s", "did you mean `score`?"),
    ])
    func `given data that its event does not know or lacks, when it is loaded, then it is told with its place`(
        type: String,
        data: String,
        words: String
    ) {
        let problems = Self.problems(of: type, data)
        #expect(problems.contains { $0.hasPrefix("m.yaml:8:") && $0.contains(words) }, "\(problems)")
    }

    @Test(arguments: [
        "products: { each: /rows, sku: /s, price: /p }", "products: /rows", "value: /v", "revenue: [/net, /gross]",
    ])
    func `given an order whose total something else tells, when it is loaded, then it is taken`(data: String) throws {
        let yaml = """
            mapping: 1
            topics:
              t:
                format: json
                events: [{ type: order.completed, subject: { customer: /c }, data: { order_id: /o, \(data) } }]
            """
        #expect(try Self.settings(yaml).topics["t"]?.mappings.count == 1)
    }

    @Test(arguments: Event.Kind.allCases)
    func `given every name that an event needs, when it is loaded, then it is taken`(kind: Event.Kind) throws {
        let data = kind.names.required.map { "\($0[0]): /x" }.joined(separator: ", ")
        let yaml = """
            mapping: 1
            topics:
              t: { format: json, events: [{ type: \(kind.name), subject: { customer: /c }, data: { \(data) } }] }
            """
        #expect(try Self.settings(yaml).topics["t"]?.mappings.count == 1)
    }

    @Test(arguments: [
        "https://me:s3cret@r:8081", "https://s3cret@r:8081", "http://r/?key=s3cret", "http://r/#s3cret",
    ])
    func `given an address with a secret in it, when it is loaded, then it is refused, not shown, and told what to do`(
        address: String
    ) {
        let error = #expect(throws: PlaybookError.self) {
            _ = try Self.settings("mapping: 1\nregistry:\n  addresses: ['\(address)']")
        }
        let text = error?.description ?? ""
        #expect(text.hasPrefix("m.yaml:3:15: registry.addresses[0]: "), "\(text)")
        #expect(text.contains("password_from") || text.contains("token_from"))
        #expect(!text.contains("s3cret"))
    }

    @Test(arguments: [
        ("", "expected a mapping file"), ("mapping: 2", "version 2 of mapping files is not known here, only 1"),
        ("mapping: 1\ntopics: { a: { format: avro } }", "need `registry`"),
        ("mapping: 1\ntopics: { a: { format: Confluent } }", "need `registry`"),
    ])
    func `given a file that is meant otherwise, when it is loaded, then it is told what is known`(
        yaml: String,
        words: String
    ) {
        let error = #expect(throws: PlaybookError.self) { _ = try Self.settings(yaml) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.problems.count == 1)
    }

    @Test(arguments: [("http://r", 1), ("http://me@r", 2)])
    func `given a secret that is not there, when it is loaded, then it is told once, beside what else is wrong`(
        address: String,
        count: Int
    ) {
        let error = #expect(throws: PlaybookError.self) {
            _ = try Self.settings("mapping: 1\nregistry: { addresses: ['\(address)'], user: u, password_from: NOBODY }")
        }
        #expect(error?.problems.count == count)
        #expect(error?.problems.count { $0.message == "the environment has no variable of that name" } == 1)
    }

    @Test func `given a record without a subject, when it is read, then every place is told where one was looked for`()
        throws
    {
        let text = Self.sale().replacing("\"no\":42", with: "\"no\":null")
        guard case .rejected(let rejection) = try Self.decode(text) else {
            Issue.record("it was taken")
            return
        }
        #expect(rejection.message.contains("/buyer/no or /session"))
    }

    @Test func `given a registry, when its secret is in the environment, then it is used and never shown`() throws {
        let yaml = "mapping: 1\nregistry: { addresses: ['http://r:1'], user: u, password_from: SECRET }"
        let settings = try Self.settings(yaml)
        #expect(settings.registry?.credentials.description == "basic")
        #expect(!"\(settings)".contains("s3cret"))
    }
}
