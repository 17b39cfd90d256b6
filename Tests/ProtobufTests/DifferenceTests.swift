import Formats
import Journal
import Retention
import SwiftProtobuf
import TestKit
import Testing

/// The same message by hand: what both read alike though it is unusual, and what the fast path alone refuses.
@Suite struct DifferenceTests {
    private static let id = WireField(1, text: "i")
    private static let subject = WireField(2, [WireField(1, varint: 1), WireField(2, text: "s")])
    private static let time = WireField(4, varint: wireSigned(7))
    private static let head = [id, subject, time]
    private static let view = WireField(13, [WireField(1, text: "p")])

    private static func ours(_ fields: [WireField]) -> Event? {
        let bytes = fields.wireBytes
        guard case .event(let event) = CanonicalEvents().decode(bytes.span) else { return nil }
        return event
    }

    private static func theirs(_ fields: [WireField]) throws -> Treue_V1_Event {
        try Treue_V1_Event(serializedBytes: fields.wireBytes)
    }

    private static func mention(_ sentiment: Int64) -> WireField {
        WireField(16, [WireField(1, text: "n"), WireField(2, varint: wireSigned(sentiment))])
    }

    private static func order(_ total: [WireField]...) -> [WireField] {
        Self.head + [WireField(10, [WireField(1, text: "o")] + total.map { WireField(2, $0) })]
    }

    // MARK: Alike

    @Test func `given pieces of messages, when they are whole together, then both put them together`() throws {
        let pieces = [
            WireField(2, [WireField(1, varint: 1)]),
            WireField(10, [WireField(2, [WireField(1, varint: wireSigned(5))])]),
            Self.id, Self.time, WireField(10, [WireField(2, [WireField(2, text: "EUR")])]),
            WireField(2, [WireField(2, text: "s")]), WireField(10, [WireField(1, text: "o")]),
        ]
        let event = try #require(Self.ours(pieces))
        #expect(event.subject == Subject(.customer, "s"))
        #expect(event.body == .orderCompleted(Order(id: "o", total: Money(minor: 5, .eur))))
        #expect(try Self.theirs(pieces).orderCompleted.total.minor == 5)
    }

    @Test func `given a body that is not whole, when another one replaces it, then it does not matter`() throws {
        let fields = Self.head + [WireField(10, [WireField(5, text: "c")]), Self.view]
        #expect(try #require(Self.ours(fields)).body == .productViewed(ProductView(product: "p")))
        #expect(try Self.theirs(fields).productViewed.product == "p")
    }

    @Test func `given a value that is none, when another one follows it, then both take the last`() throws {
        let kinds =
            Self.head + [WireField(2, [WireField(1, varint: 99)]), WireField(2, [WireField(1, varint: 3)]), Self.view]
        #expect(try #require(Self.ours(kinds)).subject.kind == .order)
        #expect(try Self.theirs(kinds).subject.kind == .order)
        let totals = Self.order([WireField(2, text: "euro")], [WireField(2, text: "EUR")])
        #expect(try #require(Self.ours(totals)).body == .orderCompleted(Order(id: "o", total: Money(minor: 0, .eur))))
        #expect(try Self.theirs(totals).orderCompleted.total.currency == "EUR")
    }

    @Test func `given an origin without a source, when another event was read before, then its source is not taken`() {
        let coding = CanonicalEvents()
        let before = (Self.head + [WireField(5, [WireField(1, text: "topic")]), Self.view]).wireBytes
        let after = (Self.head + [WireField(5, [WireField(2, varint: 3)]), Self.view]).wireBytes
        let refused = [Self.time, WireField(31, [WireField(1, text: "reason")])].wireBytes
        guard case .event(let first) = coding.decode(before.span), case .event(let second) = coding.decode(after.span),
            case .event = coding.decode(before.span), case .refused(let record) = coding.decode(refused.span)
        else {
            Issue.record("not read")
            return
        }
        #expect(first.origin.source == "topic")
        #expect(second.origin == Origin(source: "", partition: 3, offset: 0))
        #expect(record.origin.source.isEmpty)
    }

    @Test(arguments: [(1, 1), (257, 0), (11, 0), (UInt64.max, 0), (UInt64(1) << 32 | 2, 2)] as [(UInt64, UInt8)])
    func `given a number of an enum, when nobody knows it, then it is another and never one that is known`(
        number: UInt64,
        expected: UInt8
    ) throws {
        let fields = Self.head + [WireField(112, [WireField(1, text: "o"), WireField(3, varint: number)])]
        let status = try #require(DeliveryProgress.Status(rawValue: expected))
        let progress = DeliveryProgress(orderID: "o", status: status)
        #expect(try #require(Self.ours(fields)).body == .deliveryUpdated(progress))
        let theirs = try Self.theirs(fields).deliveryUpdated.status.rawValue
        #expect(theirs == Int(expected) || expected == 0)
    }

    @Test func `given a field number above all that may be, when it is read, then both refuse`() {
        let fields = Self.head + [Self.view, WireField(1 << 29, varint: 1)]
        #expect(Self.ours(fields) == nil)
        #expect(throws: (any Error).self) { try Self.theirs(fields) }
        #expect(Self.ours(Self.head + [Self.view, WireField(1 << 29 - 1, varint: 1)]) != nil)
    }

    @Test func `given refusals in pieces, when they are read, then both put them together`() throws {
        let pieces = [
            Self.time, WireField(31, [WireField(2, text: "m")]), WireField(31, [WireField(1, text: "r")]),
            WireField(31, [WireField(3, text: "/p")]),
        ].wireBytes
        guard case .refused(let record) = CanonicalEvents().decode(pieces.span) else {
            Issue.record("not read")
            return
        }
        #expect(record.rejection == Rejection(reason: "r", message: "m", pointer: "/p"))
        #expect(try Treue_V1_Event(serializedBytes: pieces).refused.message == "m")
    }

    // MARK: Refused by the fast path alone

    /// Name and message: SwiftProtobuf reads them all, since it knows neither `(required)` nor any range.
    private static let refused: [(String, [WireField])] = [
        ("no id", [subject, time, view]),
        ("an empty id", [WireField(1, text: ""), subject, time, view]),
        ("no subject", [id, time, view]),
        ("a subject without a kind", [id, WireField(2, [WireField(2, text: "s")]), time, view]),
        ("a subject of kind 0", [id, WireField(2, [WireField(1, varint: 0), WireField(2, text: "s")]), time, view]),
        ("a subject of kind 8", [id, WireField(2, [WireField(1, varint: 8), WireField(2, text: "s")]), time, view]),
        ("a subject without an id", [id, WireField(2, [WireField(1, varint: 1)]), time, view]),
        ("no time", [id, subject, view]),
        ("the smallest time, which stands for none", [id, subject, WireField(4, varint: .max), view]),
        ("no body", head),
        ("an empty required text in the body", head + [WireField(13, [WireField(1, text: "")])]),
        ("no total", order()),
        ("an amount without a currency", order([WireField(1, varint: 2)])),
        ("a currency of four letters", order([WireField(2, text: "EURO")])),
        ("a currency of digits", order([WireField(2, text: "123")])),
        ("XXX, which stands for no currency", order([WireField(2, text: "XXX")])),
        ("a line without a product", head + [WireField(33, [WireField(2, [WireField(2, varint: 1)])])]),
        ("an owner that is no subject", head + [WireField(25, [WireField(1, text: "nobody")])]),
        ("tags without a tag", head + [WireField(76, [])]),
        ("a sentiment above 1", head + [mention(1_000_001)]),
        ("a day of more than 32 bits", head + [WireField(70, [WireField(1, varint: 1 << 33)])]),
        ("a group", head + [view, WireField(500, 3, []), WireField(500, 4, [])]),
        ("a number of more than 64 bits", head + [view, WireField(500, 0, [UInt8](repeating: 0x80, count: 9) + [2])]),
    ]

    @Test(arguments: refused.indices)
    func `given what the fast path refuses on purpose, when SwiftProtobuf reads it, then it does`(index: Int) throws {
        let (name, fields) = Self.refused[index]
        #expect(throws: Never.self, "\(name)") { try Self.theirs(fields) }
        #expect(Self.ours(fields) == nil, "\(name)")
    }

    @Test func `given a currency in small letters, when it is read, then the fast path makes them capitals`() throws {
        let fields = Self.order([WireField(2, text: "eur")])
        #expect(try #require(Self.ours(fields)).body == .orderCompleted(Order(id: "o", total: Money(minor: 0, .eur))))
        #expect(try Self.theirs(fields).orderCompleted.total.currency == "eur")
    }
}
