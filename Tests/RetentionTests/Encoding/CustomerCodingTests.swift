import Retention
import TestKit
import Testing

/// The persisted form, byte by byte.
@Suite struct CustomerCodingTests {
    @Test func `a customer of whom nothing is known takes three bytes`() {
        #expect(encoded(Customer()) == [0, 0, 0])
        #expect(decoded([0, 0, 0]) == Customer())
    }

    @Test func `the form of a format never changes`() {
        // Stored states are read by it: a difference here wants another stateFormat.
        var fold = SubjectFold(
            CustomerProjection(rules: CustomerProjectionTests.all),
            playbook: "specs",
            subject: Subject(.customer, "1")
        )
        let events: [Event.Body] = [
            .productViewed(ProductView(product: "s")),
            .productAdded(CartChange(product: "s", quantity: 2, price: .eur(5))),
            .orderCompleted(Order(id: "o-1", total: .eur(10_00))), .socialMentioned(Mention(network: "m")),
            .complaintOpened(Ticket(ticketID: "t")), .consentRequested(.email("r")),
        ]
        for (index, body) in events.enumerated() {
            let origin = Origin(source: "events", partition: 3, offset: Int64(index))
            let time = start + .minutes(Int64(index))
            fold.fold(Event(id: "e-\(index)", subject: fold.subject, time: time, origin: origin, body: body))
        }
        var state = fold.state
        state.putDecisions(Self.decisions)
        #expect(CustomerProjection.stateFormat == 3)
        let hexadecimal = encoded(state).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let known =
            "ff0f80b4f6948465c0cf241e80f384a81380b0ea0180f384a813808398fbea01fd0d02020201d00f911280d30e80d30e"
            + "03652d32066576656e747306040100010c120a0355f0bac91980d30ed00f91121902000114c0a90703652d3106657665"
            + "6e74730602010218000201d00f911209031001c0fc154901c0cf24330180a61d010100017480a61d1701010900036f2d"
            + "3180d30e80d30e007080d30e036f2d3180d30e0201047300020211010905656d61696c096d61726b6574696e67017cc0"
            + "cf2403652d35066576656e7473060a02763308636865636b6f75740a3139322e302e322e31370b4d6f7a696c6c612f35"
            + "2e3001728090e4c00400c0df88c1041f0105410180bab703090000000000000002016108060162090201780179010172"
            + "090000000000000080f4ee0600d513e68f66f5c3c6c7e72bb37b1a6f4200010163010a91120105060001050200036361"
            + "70010354454e050080e0e5a40180f0b2520006001b7fa88e01ecfc738dae7aa381fc41a8e949e9d23f20178a62ef0242"
            + "78d2cc6af820545df33a7b74d4e3686c233eed9b"
        #expect(hexadecimal == known)
        #expect(decoded(encoded(state)) == state)
    }

    /// One of each.
    private static var decisions: Decisions {
        var decisions = Decisions()
        let place = decisions.makePlace(of: 5, 9)
        decisions.memories[place].due = start + .hours(1)
        decisions.memories[place].captured = [Signal.Field("a", .decimal(3)), Signal.Field("b", .texts(["x", "y"]))]
        let id = SignalID(playbook: "p", rule: "r", type: .revenue, subject: Subject(.customer, "1"), occasion: .once)
        decisions.deferred = [
            DeferredContact(
                rule: "r",
                key: 9,
                until: start + .hours(2),
                wanted: start,
                id: id,
                cause: nil,
                values: [Signal.Field("c", .money(.eur(5)))]
            )
        ]
        decisions.contacts = [MadeContact(rule: 5, channel: 6, time: start)]
        decisions.outcomes = [ContactOutcome(rule: 5, kind: .suppressed, time: start, reason: "cap")]
        decisions.vouchers = [
            Voucher(code: "TEN", rule: 5, granted: start, expires: start + .days(2), due: start + .days(1))
        ]
        return decisions
    }

    @Test func `after one order a customer takes less than 170 bytes`() {
        var fold = SubjectFold(
            CustomerProjection(rules: CustomerProjectionTests.all),
            playbook: "specs",
            subject: Subject(.customer, "1")
        )
        fold.fold(
            Event(
                id: "0b1c8b6e-6a6e-4c2e-9d2e-1b7a4f0c9e11",
                subject: fold.subject,
                time: start,
                origin: Origin(source: "shop.orders", partition: 11, offset: 123_456_789),
                body: .orderCompleted(Order(id: "10001", total: .eur(49_90)))
            )
        )
        #expect(encoded(fold.state).count < 170)
    }

    @Test(arguments: Form.accepted)
    func `the longest and the oddest there can be is read`(form: Form) throws {
        let state = try #require(decoded(form.bytes))
        #expect(encoded(state) == form.bytes)
    }

    @Test(arguments: Form.refused)
    func `what can't have been written is refused`(form: Form) {
        #expect(decoded(form.bytes) == nil)
    }
}

/// Bytes with a word of what they are.
struct Form: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]

    var testDescription: String { self.name }

    init(_ name: String, _ bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }

    /// A customer with one order of these parts, and no recent events.
    private static func purchases(_ name: String, _ presence: UInt16, _ parts: [UInt8]) -> Form {
        Form(name, [0x08, 0, UInt8(presence & 0xFF) | 1, UInt8(presence >> 8), 2] + parts + [0])
    }

    private static func cart(_ name: String, _ presence: UInt8, _ parts: [UInt8]) -> Form {
        Form(name, [0x20, 0, presence] + parts + [0])
    }

    private static func repeated(_ count: UInt8, _ element: [UInt8]) -> [UInt8] {
        [count] + (0..<count).flatMap { _ in element }
    }

    private static let order: [UInt8] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
    private static let cause: [UInt8] = [2, 0x65, 0x31, 0, 6, 2]
    private static let longest = [UInt8](repeating: 0xFF, count: 9) + [1]
    private static let firstDay: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]

    static let accepted = [
        Form("the lowest number", [0x01, 0] + Self.longest + [0]),
        Self.purchases("16 days", 0x400, [16] + [UInt8](repeating: 0, count: 16)),
        Self.purchases("the first and the last day", 0x400, [2] + Self.firstDay + [0xFE, 0xFF, 0xFF, 0xFF, 0x0F]),
        Self.purchases("16 orders", 0x800, Self.repeated(16, Self.order)),
        Self.purchases("sums in order", 0x010, [2, 0, 0, 0, 0, 1, 0]),
        Self.purchases("the last currency", 0x010, [1, 0, 0x39, 0x67]),
        Self.purchases("a first cause", 0x080, Self.cause),
        Self.purchases("one cause for both", 0x180, Self.cause),
        Self.purchases("a last cause only", 0x200, Self.cause),
        Self.cart("32 lines", 0x20, Self.repeated(32, [2, 0x61, 2])),
        Self.cart("an empty id", 0x08, [0]),
        Form("views of seven days", [0x10, 0, 0x17, 2] + [UInt8](repeating: 0, count: 7) + [0]),
        Form("the worst sentiment", [0x40, 0, 4, 0xFF, 0x88, 0x7A, 0]),
        Form("two recent events", [0, 0, 2, 1] + [UInt8](repeating: 9, count: 16)),
    ]

    static let refused = [
        Form("nothing", []),
        Form("one byte of two", [0]),
        Form("an unknown part", [0, 0x10, 0]),
        Form("relations of nothing", [0, 0x01, 0, 0]),
        Form("shopping of nothing", [0, 0x02, 0, 0]),
        Form("permissions of nothing", [0, 0x04, 0, 0]),
        Form("decisions of nothing", [0, 0x08, 0, 0]),
        Form("an overlong zero", [0, 0, 0x80, 0]),
        Form("an overlong number", [0x01, 0, 0x82, 0x80, 0, 0]),
        Form("a number of more than 64 bits", [0x01, 0] + [UInt8](repeating: 0xFF, count: 9) + [2, 0]),
        Form("a number of eleven bytes", [0x01, 0] + [UInt8](repeating: 0xFF, count: 10) + [1, 0]),
        Form("more recent events than bytes", [0, 0] + Self.longest + [0]),
        Form("the oldest event beyond the window", [0, 0, 1, 1] + [UInt8](repeating: 9, count: 8)),
        Form("no deadline in a part of deadlines", [0x04, 0, 0, 0]),
        Form("a deadline of an unknown kind", [0x04, 0, 0x20, 2, 0]),
        Form("a deadline of never", [0x04, 0, 0x01, 0xFE] + [UInt8](repeating: 0xFF, count: 8) + [1, 0]),
        Form("orders that never were", [0x08, 0, 0, 0, 0]),
        Form("zero orders", [0x08, 0, 1, 0, 0, 0]),
        Form("an unknown part of orders", [0x08, 0, 1, 0x10, 2, 0]),
        Form("views that never were", [0x10, 0, 0, 0]),
        Form("zero views", [0x10, 0, 0x10, 0, 0]),
        Form("an unknown part of views", [0x10, 0, 0x30, 2, 0]),
        Form("mentions that never were", [0x40, 0, 0, 0]),
        Form("zero mentions", [0x40, 0, 1, 0, 0]),
        Form("nothing to remember", [0x80, 0, 0, 0, 0]),
        Form("a memory of zero orders", [0x80, 0, 0x08, 0, 0, 0]),
        Form("an unknown memory", [0x80, 0, 0, 0x20, 0]),
        Form("too many views for a day", [0x10, 0, 0x11, 2, 0x80, 0x80, 0x04, 0]),
        Form("a sentiment below the worst", [0x40, 0, 4, 0x81, 0x89, 0x7A, 0]),
        Self.purchases("no days in a part of days", 0x400, [0]),
        Self.purchases("17 days", 0x400, [17] + [UInt8](repeating: 0, count: 17)),
        Self.purchases("a day after the last", 0x400, [2] + Self.firstDay + [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]),
        Self.purchases("a day before the first", 0x400, [1, 0x81, 0x80, 0x80, 0x80, 0x10]),
        Self.purchases("no orders in a part of orders", 0x800, [0]),
        Self.purchases("17 orders", 0x800, Self.repeated(17, Self.order)),
        Self.purchases("an order of an unknown sort", 0x800, [1, 0x20, 1, 2, 3, 4, 5, 6, 7, 8]),
        Self.purchases("no sum in a part of sums", 0x010, [0]),
        Self.purchases("two sums of a currency", 0x010, [2, 0, 1, 0, 0, 1, 0]),
        Self.purchases("sums out of order", 0x010, [2, 0, 1, 0, 0, 0, 0]),
        Self.purchases("a currency with a 27th letter", 0x010, [1, 0, 0x1A, 0]),
        Self.purchases("a currency of sixteen bits", 0x010, [1, 0, 0, 0x80]),
        Self.purchases("the same cause twice", 0x280, Self.cause + Self.cause),
        Self.purchases("the first cause again, without it", 0x100, []),
        Self.purchases("two last causes", 0x380, Self.cause + [1, 0x65, 0, 0, 0]),
        Self.purchases("text that is no UTF-8", 0x080, [2, 0xC3, 0x28, 0, 6, 2]),
        Self.purchases("a surrogate in UTF-8", 0x080, [3, 0xED, 0xA0, 0x80, 0, 6, 2]),
        Self.purchases("text longer than the bytes", 0x080, Self.longest + [0, 6, 2]),
        Self.purchases("a partition of more than 32 bits", 0x080, [0, 0, 0x80, 0x80, 0x80, 0x80, 0x10, 2]),
        Self.cart("no cart in a part of carts", 0, []),
        Self.cart("a cart with an unknown part", 0x40, []),
        Self.cart("zero items", 0x01, [0]),
        Self.cart("no lines in a part of lines", 0x20, [0]),
        Self.cart("33 lines", 0x20, Self.repeated(33, [2, 0x61, 2])),
    ]
}
