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

    @Test(arguments: Event.Kind.allCases)
    func `events of every type come back from their bytes`(kind: Event.Kind) {
        for seed in 0..<50 {
            var random = SeededRandom(seed: UInt64(seed))
            let event = Self.event(kind, &random)
            #expect(Self.event(Self.bytes(event)) == event)
        }
    }

    @Test func `a message that comes in pieces is put together, and of repeated values the last one counts`() {
        let event = Event(
            id: "i",
            subject: Subject(.customer, "s"),
            time: noon,
            origin: place,
            body: .productViewed(ProductView(product: "p"))
        )
        let category: [UInt8] = [13 << 3 | 2, 3, 0x12, 1, UInt8(ascii: "c")]
        #expect(
            Self.event(Self.bytes(event) + category)?.body == .productViewed(ProductView(product: "p", category: "c"))
        )
        #expect(Self.event(Self.bytes(event) + [0x0A, 1, UInt8(ascii: "j")])?.id == "j")
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
        // Field 1 is the id, field 2 the subject: its kind and id.
        #expect(Array(bytes[0..<10]) == [0x0A, 1, UInt8(ascii: "i"), 0x12, 5, 0x08, 1, 0x12, 1, UInt8(ascii: "s")])
        #expect(Self.event(Array(bytes[3...])) == nil)
        // A field of another wire type is one that nobody knows.
        #expect(Self.event([0x08, 1] + bytes[3...]) == nil)
        #expect(Self.event(bytes[0..<5] + [0x08, 9] + bytes[7...]) == nil)
        #expect(Self.event(bytes[0..<4] + [6, 0x08, 0x81, 0x02] + bytes[7...]) == nil)
        #expect(Self.event([0x0A, 1, 0xFF] + bytes[3...]) == nil)
        #expect(Self.event(bytes + [0x0B]) == nil)
        #expect(Self.event(bytes + [0x00, 0x00]) == nil)
    }

    @Test func theBytesAreTheStorageFormat() {
        let event = Event(
            id: "i",
            subject: Subject(.visitor, "v"),
            time: Timestamp(milliseconds: 1),
            origin: Origin(source: "o", partition: 2, offset: 3),
            body: .orderRefunded(OrderReversal(orderID: "x", amount: money(150, "EUR")))
        )
        let subject: [UInt8] = [0x12, 5, 0x08, 2, 0x12, 1, 0x76]
        let origin: [UInt8] = [0x2A, 7, 0x0A, 1, 0x6F, 0x10, 2, 0x18, 6]
        let amount: [UInt8] = [0x12, 8, 0x08, 0xAC, 0x02, 0x12, 3, 0x45, 0x55, 0x52]
        let expected: [UInt8] =
            [0x0A, 1, 0x69] + subject + [0x20, 2] + origin + [0x62, 13, 0x0A, 1, 0x78] + amount
        #expect(Self.bytes(event) == expected)
    }

    @Test func anOrderOfManyLinesIsReadInOnePass() {
        let lines = (0..<20_000).map { LineItem(product: "p\($0)", quantity: 1) }
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
        let kind = Event.Kind.allCases[random.below(Event.Kind.allCases.count)]
        return self.event(kind, &random)
    }

    private static func event(_ kind: Event.Kind, _ random: inout SeededRandom) -> Event {
        var facts = FactRandom(seed: random.next())
        return Event(
            id: self.text(&random),
            subject: Subject(facts.subject().kind, self.text(&random)),
            time: Timestamp(milliseconds: self.number(&random)),
            origin: Origin(
                source: self.text(&random),
                partition: Int32(truncatingIfNeeded: self.number(&random)),
                offset: self.number(&random)
            ),
            body: .random(kind, &facts)
        )
    }

    private static func number(_ random: inout SeededRandom) -> Int64 {
        Int64(bitPattern: random.next()) >> Int64(random.below(64))
    }

    private static func text(_ random: inout SeededRandom) -> String {
        let letters = ["a", "ß", "😀", "\u{0}", "\n", "/", "0", "日"]
        return (0...random.below(random.oneIn(10) ? 300 : 12)).map { _ in letters[random.below(8)] }.joined()
    }
}
