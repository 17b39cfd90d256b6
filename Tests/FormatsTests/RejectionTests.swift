import Formats
import Journal
import Retention
import TestKit
import Testing

/// A record that can't be taken, and what is said of it.
struct Fault: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let reason: String
    let pointer: String

    init(_ text: String, _ reason: String, _ pointer: String = "") {
        self.bytes = Array(text.utf8)
        self.reason = reason
        self.pointer = pointer
    }

    init(bytes: [UInt8], _ reason: String) {
        self.bytes = bytes
        self.reason = reason
        self.pointer = ""
    }

    var testDescription: String { "\(self.reason) at \(self.pointer)" }
}

@Suite struct RejectionTests {
    private static let secret = "geheim4711"
    private static let long = String(repeating: secret, count: 60)

    private static func order(_ properties: String) -> String { track("Order Completed", properties) }

    static let syntax: [Fault] = [
        Fault("  \n", "json.empty"), Fault("\u{FEFF}", "json.empty"),
        Fault(#"{"userId":"\#(secret)""#, "json.unexpected-end"),
        Fault(#"{"userId":"\#(secret)"#, "json.unclosed-string"),
        Fault(#"{"userId":"\#(secret)"} x"#, "json.trailing-content"),
        Fault(#"{"userId":"\#(secret)",}"#, "json.unexpected-character"),
        Fault(#"{"userId":"\#(secret)","n":01}"#, "json.invalid-number"),
        Fault(#"{"userId":"\#(secret)","n":NaN}"#, "json.invalid-literal"),
        Fault(#"{"userId":"\#(secret)\x"}"#, "json.invalid-escape"),
        Fault(#"{"userId":"\#(secret)\ud800"}"#, "json.lone-surrogate"),
        Fault("{\"userId\":\"\(secret)\u{1}\"}", "json.control-character"),
        Fault(bytes: Array(#"{"userId":"\#(secret)"#.utf8) + [0xFF, 0x22, 0x7D], "json.invalid-utf8"),
        Fault(String(repeating: "[", count: 40) + String(repeating: "]", count: 40), "json.too-deep"),
        Fault("[" + String(repeating: " ", count: 1 << 20) + "]", "limit.record"),
        Fault("[" + String(repeating: "0,", count: 140_000) + "0]", "json.too-many-tokens"),
        Fault(#"["\#(secret)"]"#, "json.not-an-object"), Fault(#""\#(secret)""#, "json.not-an-object"),
        Fault("null", "json.not-an-object"),
    ]

    static let envelope: [Fault] = [
        Fault("{}", "field.missing", "/type"), Fault(#"{"type":true}"#, "field.type", "/type"),
        Fault(#"{"type":"track"}"#, "field.missing", "/event"),
        Fault(#"{"type":"track","event":["\#(secret)"]}"#, "field.type", "/event"),
        Fault(#"{"type":"track","event":"Order Completed"}"#, "field.missing", "/messageId"),
        Fault(
            #"{"type":"track","event":"Order Completed","messageId":"\#(long)"}"#,
            "field.too-long",
            "/messageId"
        ),
        Fault(track("Order Completed", "", time: #""x":1"#), "field.missing", "/timestamp"),
        Fault(track("Order Completed", "", time: #""timestamp":"\#(secret)""#), "time.invalid", "/timestamp"),
        Fault(track("Order Completed", "", time: #""sentAt":1700000000"#), "time.invalid", "/sentAt"),
        Fault(track("Order Completed", "", time: #""timestamp":"1969-12-31""#), "time.invalid", "/timestamp"),
        Fault(track("Order Completed", "", time: #""timestamp":"2023-02-29""#), "time.invalid", "/timestamp"),
        Fault(track("Order Completed", "", user: #""user":"\#(secret)""#), "field.missing", "/userId"),
        Fault(track("Order Completed", "", user: #""userId":{"id":"\#(secret)"}"#), "field.type", "/userId"),
        Fault(track("Order Completed", "", user: #""userId":1.5"#), "field.type", "/userId"),
        Fault(
            #"{"type":"track","event":"Order Completed","messageId":"1","userId":"u","timestamp":"2024-01-01"}"#,
            "field.missing",
            "/properties"
        ),
        Fault(
            #"{"type":"track","event":"Order Completed","messageId":"1","userId":"u","timestamp":"2024-01-01","#
                + #""properties":["\#(secret)"]}"#,
            "field.type",
            "/properties"
        ),
        Fault(cloudEvent("product.viewed", #""sku":"s""#, subject: secret), "subject.invalid", "/subject"),
        Fault(cloudEvent("product.viewed", #""sku":"s""#, subject: "dog/\(secret)"), "subject.invalid", "/subject"),
        Fault(cloudEvent("product.viewed", #""sku":"s""#, subject: "customer/"), "subject.invalid", "/subject"),
        Fault(#"{"specversion":"1.0"}"#, "field.missing", "/type"),
        Fault(#"{"specversion":"1.0","type":"product.viewed"}"#, "field.missing", "/id"),
        Fault(#"{"specversion":"1.0","type":"product.viewed","id":"1"}"#, "field.missing", "/subject"),
        Fault(
            #"{"specversion":"1.0","type":"product.viewed","id":"1","subject":"customer/1"}"#,
            "field.missing",
            "/time"
        ),
        Fault(
            #"{"specversion":"1.0","type":"product.viewed","id":"1","subject":"customer/1","time":"2024-01-01"}"#,
            "field.missing",
            "/data"
        ),
    ]

    static let bodies: [Fault] = [
        Fault(order(#""total":5,"currency":"EUR""#), "field.missing", "/properties/order_id"),
        Fault(order(#""order_id":"1""#), "field.missing", "/properties/total"),
        Fault(order(#""order_id":"1","total":5"#), "currency.missing", "/properties/currency"),
        Fault(order(#""order_id":"1","total":5,"currency":"EURO""#), "currency.invalid", "/properties/currency"),
        Fault(order(#""order_id":"1","total":5,"currency":978"#), "currency.invalid", "/properties/currency"),
        Fault(order(#""order_id":"1","total":"\#(secret)","currency":"EUR""#), "number.invalid", "/properties/total"),
        Fault(order(#""order_id":"1","total":"1,50","currency":"EUR""#), "number.invalid", "/properties/total"),
        Fault(order(#""order_id":"1","total":true,"currency":"EUR""#), "number.invalid", "/properties/total"),
        Fault(order(#""order_id":"1","total":-5,"currency":"EUR""#), "number.range", "/properties/total"),
        Fault(order(#""order_id":"1","total":1e14,"currency":"EUR""#), "number.range", "/properties/total"),
        Fault(order(#""order_id":"1","revenue":1,"tax":"x","currency":"EUR""#), "number.invalid", "/properties/tax"),
        Fault(order(#""order_id":"1","products":"\#(secret)""#), "field.type", "/properties/products"),
        Fault(
            order(#""order_id":"1","products":[{"sku":"a"},"\#(secret)"]"#),
            "field.type",
            "/properties/products/1"
        ),
        Fault(
            order(#""order_id":"1","products":[{"sku":"a"},{"title":"\#(secret)"}]"#),
            "field.missing",
            "/properties/products/1/sku"
        ),
        Fault(
            order(#""order_id":"1","products":[{"sku":"a","quantity":0}]"#),
            "number.range",
            "/properties/products/0/quantity"
        ),
        Fault(
            order(#""order_id":"1","products":[{"sku":"a","quantity":1.5}]"#),
            "number.invalid",
            "/properties/products/0/quantity"
        ),
        Fault(
            order(#""order_id":"1","products":[{"sku":"a","quantity":1.0001}]"#),
            "number.invalid",
            "/properties/products/0/quantity"
        ),
        Fault(
            order(#""order_id":"1","products":[{"sku":"a","quantity":2000000}]"#),
            "number.range",
            "/properties/products/0/quantity"
        ),
        Fault(
            order(#""order_id":"1","currency":"EUR","products":[{"sku":"a","price":-1}]"#),
            "number.range",
            "/properties/products/0/price"
        ),
        Fault(
            order(#""order_id":"1","currency":"JPY","products":[{"sku":"a","price":1e15,"quantity":1000000}]"#),
            "number.range",
            "/properties/products"
        ),
        Fault(
            order(#""order_id":"1","total":1,"currency":"EUR","coupon":{"\#(secret)":1}"#),
            "field.type",
            "/properties/coupon"
        ),
        Fault(track("Order Cancelled", ""), "field.missing", "/properties/order_id"),
        Fault(track("Order Refunded", #""order_id":"1","total":1"#), "currency.missing", "/properties/currency"),
        Fault(track("Product Viewed", #""category":"\#(secret)""#), "field.missing", "/properties/sku"),
        Fault(track("Product Added", #""sku":"s","quantity":-1"#), "number.range", "/properties/quantity"),
        Fault(track("Social Mentioned", #""sentiment":"\#(secret)""#), "number.invalid", "/properties/sentiment"),
        Fault(track("Social Mentioned", #""sentiment":1.5"#), "number.range", "/properties/sentiment"),
        Fault(track("Social Mentioned", #""network":[]"#), "field.type", "/properties/network"),
        Fault(cloudEvent("order.completed", #""order_id":"1""#), "field.missing", "/data/total"),
        Fault(cloudEvent("social.mentioned", #""sentiment":-2"#), "number.range", "/data/sentiment"),
    ]

    @Test(arguments: syntax + envelope + bodies)
    func aRecordThatCanNotBeTakenIsRejectedWithReasonAndPlaceAndWithoutItsContents(fault: Fault) throws {
        let found = rejection(fault.bytes)
        let told = try #require(found)
        #expect(told.reason == fault.reason)
        #expect(told.pointer == fault.pointer)
        #expect(!told.message.isEmpty)
        #expect(!"\(told)".contains(Self.secret))
    }

    @Test func `given a record without a value, when it is read, then it is left out and not refused`() {
        guard case .ignored("record.empty") = decoded([]) else {
            Issue.record("it was not left out")
            return
        }
    }

    @Test func `given a byte order mark before a record, when it is read, then it does not matter`() throws {
        let order = Self.order(#""order_id":"1","total":1,"currency":"EUR""#)
        let event = try #require(decodedEvent(order))
        #expect(decodedEvent("\u{FEFF}" + order) == event)
    }

    @Test func theKindsOfFaultAreMoreThanThirty() {
        let kinds = Set((Self.syntax + Self.envelope + Self.bodies).map { "\($0.reason) \($0.pointer)" })
        #expect(kinds.count > 30)
    }

    @Test(arguments: 0..<100)
    func truncatedAndMutatedRecordsNeverCrash(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let text = track(
            "Order Completed",
            #""order_id":"1","currency":"EUR","total":5,"products":[{"sku":"a","price":"1.5","quantity":2}]"#
        )
        let bytes = Array(text.utf8)
        let decoder = RawDecoder()
        for length in 1..<bytes.count {
            let shorter = Array(bytes[..<length])
            guard case .rejected = decoder.decode(line: shorter.span, at: place) else {
                Issue.record("\(length) bytes were taken")
                return
            }
        }
        for _ in 0..<100 {
            var mutated = bytes
            for _ in 0...random.below(3) {
                mutated[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
            }
            _ = decoder.decode(line: mutated.span, at: place)
        }
    }
}
