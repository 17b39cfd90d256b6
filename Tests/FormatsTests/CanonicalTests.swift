import Formats
import Journal
import Retention
import TestKit
import Testing

@Suite struct CanonicalTests {
    private static func bytes(_ event: Event) -> [UInt8] {
        var bytes: [UInt8] = []
        CanonicalEvents().encode(event, to: &bytes)
        return bytes
    }

    private static func event(_ bytes: [UInt8]) -> Event? {
        if case .event(let event) = CanonicalEvents().decode(bytes.span) { event } else { nil }
    }

    @Test(arguments: 0..<500)
    func everyEventComesBackFromItsBytes(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let event = Self.event(&random)
        #expect(Self.event(Self.bytes(event)) == event)
    }

    @Test func oneCodecWritesAndReadsManyEventsInTurn() {
        var random = SeededRandom(seed: 1)
        let coding = CanonicalEvents()
        for _ in 0..<200 {
            let event = Self.event(&random)
            var bytes: [UInt8] = []
            coding.encode(event, to: &bytes)
            let read = coding.decode(bytes.span)
            #expect(read == .event(event))
        }
    }

    @Test(arguments: 0..<100)
    func unknownFieldsArePassedOver(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let event = Self.event(&random)
        let unknown: [[UInt8]] = [
            [0xF8, 0x07, 0xFF, 0x01], [0xF9, 0x07] + [UInt8](repeating: 7, count: 8), [0xFA, 0x07, 2, 0xFF, 0xFE],
            [0xFD, 0x07, 1, 2, 3, 4],
        ]
        let before = unknown[random.below(4)]
        let after = unknown[random.below(4)]
        #expect(Self.event(before + Self.bytes(event) + after) == event)
    }

    @Test(arguments: 0..<100)
    func everyTruncationIsRefused(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let bytes = Self.bytes(Self.event(&random))
        for length in 0..<bytes.count { #expect(Self.event(Array(bytes[..<length])) == nil) }
    }

    @Test(arguments: 0..<200)
    func mutatedBytesNeverCrashAndWhatIsReadCanBeWritten(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let bytes = Self.bytes(Self.event(&random))
        for _ in 0..<100 {
            var mutated = bytes
            for _ in 0...random.below(4) {
                mutated[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
            }
            guard let read = Self.event(mutated) else { continue }
            #expect(Self.event(Self.bytes(read)) == read)
        }
    }

    @Test func missingPartsWrongWireTypesAndUnknownKindsAreRefused() {
        let event = Event(
            id: "i",
            subject: Subject(.customer, "s"),
            time: noon,
            origin: place,
            body: .productViewed(ProductView(product: "p"))
        )
        let bytes = Self.bytes(event)
        #expect(Self.event([]) == nil)
        // Field 1 is the id, field 2 the kind.
        #expect(Array(bytes[0..<5]) == [0x0A, 1, UInt8(ascii: "i"), 0x10, 1])
        #expect(Self.event(Array(bytes[3...])) == nil)
        #expect(Self.event([0x08, 1] + bytes) == nil)
        #expect(Self.event(bytes[0..<3] + [0x10, 3] + bytes[5...]) == nil)
        #expect(Self.event(bytes[0..<3] + [0x10, 0x81, 0x02] + bytes[5...]) == nil)
        #expect(Self.event([0x0A, 1, 0xFF] + bytes[3...]) == nil)
        #expect(Self.event(bytes + [0x0B]) == nil)
    }

    @Test func theBytesAreTheStorageFormat() {
        let event = Event(
            id: "i",
            subject: Subject(.visitor, "v"),
            time: Timestamp(milliseconds: 1),
            origin: Origin(source: "o", partition: 2, offset: 3),
            body: .orderRefunded(OrderReversal(orderID: "x", amount: money(150, "EUR")))
        )
        let currency: [UInt8] = [0x10, 0xD2, 0xAA, 0x95, 0x02]
        let amount: [UInt8] = [0x12, 8, 0x08, 0xAC, 0x02] + currency
        let expected: [UInt8] =
            [0x0A, 1, 0x69, 0x10, 2, 0x1A, 1, 0x76, 0x20, 2, 0x2A, 1, 0x6F, 0x30, 2, 0x38, 6]
            + [0x62, 13, 0x0A, 1, 0x78] + amount
        #expect(Self.bytes(event) == expected)
    }

    @Test func anOrderOfManyLinesIsReadInOnePass() {
        let lines = (0..<20_000).map { Order.Line(product: "p\($0)", quantity: 1) }
        let event = Event(
            id: "i",
            subject: Subject(.customer, "s"),
            time: noon,
            origin: place,
            body: .orderCompleted(Order(id: "o", total: money(1, "EUR"), lines: lines))
        )
        let isSame = Self.event(Self.bytes(event)) == event
        #expect(isSame)
    }

    private static func event(_ random: inout SeededRandom) -> Event {
        Event(
            id: self.text(&random),
            subject: Subject(random.oneIn(2) ? .customer : .visitor, self.text(&random)),
            time: Timestamp(milliseconds: self.number(&random)),
            origin: Origin(
                source: self.text(&random),
                partition: Int32(truncatingIfNeeded: self.number(&random)),
                offset: self.number(&random)
            ),
            body: self.body(&random)
        )
    }

    private static func body(_ random: inout SeededRandom) -> Event.Body {
        let amount = random.oneIn(2) ? self.amount(&random) : nil
        let reversal = OrderReversal(orderID: self.text(&random), amount: amount)
        let change = CartChange(
            cartID: random.oneIn(2) ? self.text(&random) : nil,
            product: self.text(&random),
            quantity: self.number(&random),
            price: amount
        )
        switch random.below(7) {
        case 0:
            let lines = (0..<random.below(5)).map { _ in
                Order.Line(product: self.text(&random), quantity: self.number(&random), price: amount)
            }
            let coupon = random.oneIn(2) ? self.text(&random) : nil
            return .orderCompleted(
                Order(id: self.text(&random), total: self.amount(&random), lines: lines, coupon: coupon)
            )
        case 1: return .orderCancelled(reversal)
        case 2: return .orderRefunded(reversal)
        case 3:
            let category = random.oneIn(2) ? self.text(&random) : nil
            return .productViewed(ProductView(product: self.text(&random), category: category))
        case 4: return .productAdded(change)
        case 5: return .productRemoved(change)
        default:
            let sentiment = random.oneIn(3) ? nil : Sentiment(millionths: Int64(random.below(2_000_001)) - 1_000_000)
            return .socialMentioned(Mention(network: self.text(&random), sentiment: sentiment))
        }
    }

    private static func number(_ random: inout SeededRandom) -> Int64 {
        Int64(bitPattern: random.next()) >> Int64(random.below(64))
    }

    private static func amount(_ random: inout SeededRandom) -> Money {
        money(self.number(&random), ["EUR", "JPY", "KWD", "AAA", "ZZZ"][random.below(5)])
    }

    private static func text(_ random: inout SeededRandom) -> String {
        let letters = ["a", "ß", "😀", "\u{0}", "\n", "/", "0", "日"]
        return (0..<random.below(random.oneIn(10) ? 300 : 12)).map { _ in letters[random.below(8)] }.joined()
    }
}
