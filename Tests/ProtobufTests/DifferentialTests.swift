import Formats
import Journal
import Retention
import SwiftProtobuf
import TestKit
import Testing

/// Changed messages: the fast path and SwiftProtobuf read the same in them, or both read nothing.
///
/// Both readings are brought to one form: SwiftProtobuf writes what it read, without what nobody knows, and the fast
/// path reads that. `AgreementTests` sees to it that nothing gets lost this way. So it does not count as a difference
/// that the fast path takes small letters of a currency for capital ones, a number of an enum that it does not know for
/// `other`, and no quantity for one piece; nor that it wants what `(required)` asks for: it does so on both ways.
///
/// What remains is in `Difference`: bytes in which SwiftProtobuf finds an event, and the fast path does not.
@Suite struct DifferentialTests {
    /// Why the fast path refuses what SwiftProtobuf reads.
    enum Difference: CaseIterable {
        /// Groups: no version of the schema has had one, and none may.
        case group
        /// A number of more than 64 bits, of which SwiftProtobuf drops those above.
        case longVarint
        /// A day of more than 32 bits, of which SwiftProtobuf drops those above.
        case longDay
        /// A sentiment below -1 or above 1; also where a second one makes up for it.
        case sentiment
        /// A line without a product, a day or a sentiment that can't be, in a body that another one replaces.
        case replacedBody
    }

    enum Verdict: Equatable {
        case readBySame, refusedByBoth
        case known(Difference)
        case fault(String)
    }

    @Test(arguments: Event.Kind.allCases)
    func `given an event of any kind, when its bytes are changed, then both read the same event or none`(
        kind: Event.Kind
    ) throws {
        var random = SeededRandom(seed: UInt64(kind.rawValue))
        let coding = CanonicalEvents()
        let kinds = Event.Kind.allCases
        var (read, refused) = (0, 0)
        for _ in 0..<12 {
            let bytes = coding.bytes(drawEvent(kind, &random))
            let other = coding.bytes(drawEvent(kinds[random.below(kinds.count)], &random))
            let same = coding.bytes(drawEvent(kind, &random))
            let pool = ([WireField](wire: other) ?? []) + ([WireField](wire: same) ?? [])
            var mutations = Mutations(random: SeededRandom(seed: random.next()), pool: pool)
            for _ in 0..<6 {
                let mutated = mutations.mutated(bytes)
                switch try Self.verdict(mutated, coding) {
                case .readBySame: read += 1
                case .refusedByBoth: refused += 1
                case .known: break
                case .fault(let what): Issue.record("\(what): \(mutated)")
                }
            }
        }
        // Most changes must leave something to compare.
        #expect(read > 10 && refused > 1)
    }

    @Test func `given refused records, when their bytes are changed, then both read the same record or none`() throws {
        let coding = CanonicalEvents()
        for seed in 0..<400 {
            var random = SeededRandom(seed: UInt64(seed))
            let bytes = coding.bytes(drawRefused(&random))
            let other = coding.bytes(drawEvent(.orderCompleted, &random)) + coding.bytes(drawRefused(&random))
            let pool = [WireField](wire: other) ?? []
            var mutations = Mutations(random: random, pool: pool)
            for _ in 0..<4 {
                let mutated = mutations.mutated(bytes)
                if case .fault(let what) = try Self.verdict(mutated, coding) { Issue.record("\(what): \(mutated)") }
            }
        }
    }

    /// What both make of the bytes.
    ///
    /// `coding` has read other things before, which must not show.
    private static func verdict(_ bytes: [UInt8], _ coding: CanonicalEvents) throws -> Verdict {
        let ours = coding.decode(bytes.span)
        guard let message = try? Treue_V1_Event(known: bytes) else {
            return ours == nil ? .refusedByBoth : .fault("only the fast path reads this")
        }
        let canonical = try message.canonicalBytes
        let theirs = CanonicalEvents().decode(canonical.span)
        guard let ours else {
            guard theirs != nil else { return .refusedByBoth }
            if let difference = Difference.allCases.first(where: { $0.explains(bytes) }) { return .known(difference) }
            return .fault("only SwiftProtobuf reads this")
        }
        guard ours == theirs else { return .fault("they read different things in this") }
        return Self.isSame(ours, message) ? .readBySame : .fault("the parts differ in this")
    }

    /// Looks at the parts that every entry has, without a second reading by the fast path.
    private static func isSame(_ entry: EventsEntry, _ message: Treue_V1_Event) -> Bool {
        let (origin, time) =
            switch entry {
            case .event(let event): (event.origin, event.time)
            case .refused(let record): (record.origin, record.timestamp)
            }
        guard origin.source == message.origin.source, origin.partition == message.origin.partition,
            origin.offset == message.origin.offset, time.milliseconds == message.time
        else { return false }
        switch entry {
        case .event(let event):
            return event.id == message.id && event.subject.id == message.subject.id
                && Int(event.subject.kind.rawValue) == message.subject.kind.rawValue
                && event.isLetter == message.isLetter
        case .refused(let record):
            return record.rejection.reason == message.refused.reason
                && record.rejection.message == message.refused.message
                && record.value.elementsEqual(message.refused.value)
        }
    }
}

extension DifferentialTests.Difference {
    /// Whether the bytes have what only SwiftProtobuf takes.
    func explains(_ bytes: [UInt8]) -> Bool {
        guard let fields = [WireField](wire: bytes) else { return false }
        return switch self {
        case .group: Self.contains(fields) { $0.wire == 3 || $0.wire == 4 }
        case .longVarint: Self.contains(fields) { $0.wire == 0 && $0.payload.count == 10 && $0.payload[9] > 1 }
        case .longDay:
            Self.contains(fields, in: [70, 72], 1) { field in
                field.varint.map { $0 > UInt64(UInt32.max) } ?? false
            }
        case .sentiment:
            Self.contains(fields, in: [16], 2) { field in
                field.varint.map { $0 > wireSigned(1_000_000) } ?? false
            }
        case .replacedBody:
            CanonicalEvents().decode(Self.withoutReplaced(fields).wireBytes.span) != nil
        }
    }

    /// The fields without the bodies that others replace.
    private static func withoutReplaced(_ fields: [WireField]) -> [WireField] {
        let isBody = { (field: WireField) in
            field.wire == 2 && UInt16(exactly: field.number).flatMap(Event.Kind.init(rawValue:)) != nil
        }
        guard let last = fields.last(where: isBody),
            let end = fields.lastIndex(where: { isBody($0) && $0.number != last.number })
        else { return fields }
        return fields.enumerated().filter { $0.offset > end || !isBody($0.element) }.map(\.element)
    }

    private static func contains(_ fields: [WireField], _ holds: (WireField) -> Bool) -> Bool {
        fields.contains { field in
            holds(field) || (field.wire == 2 && [WireField](wire: field.payload).map { contains($0, holds) } ?? false)
        }
    }

    /// Whether it holds for a field of those messages of the body.
    private static func contains(
        _ fields: [WireField],
        in bodies: [UInt64],
        _ number: UInt64,
        _ holds: (WireField) -> Bool
    ) -> Bool {
        fields.contains { body in
            guard body.wire == 2, bodies.contains(body.number), let inner = [WireField](wire: body.payload) else {
                return false
            }
            return inner.contains { $0.number == number && holds($0) }
        }
    }
}
