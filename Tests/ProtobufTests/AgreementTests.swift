import Formats
import Journal
import Retention
import SwiftProtobuf
import TestKit
import Testing

/// What the fast path writes is what SwiftProtobuf reads, and the other way round.
@Suite struct AgreementTests {
    private static let seeds = 0..<24
    /// What proto3 does not write when it is zero or empty: fields without presence.
    private static let withoutPresence: Set<Substring> = [
        "source", "partition", "offset", "isletter", "minor", "isreference", "iscancelled", "ispartial",
        "isincentivised", "isretention", "status", "problem",
    ]

    @Test(arguments: Event.Kind.allCases)
    func `given any event, when the fast path writes it, then SwiftProtobuf reads every field under its name`(
        kind: Event.Kind
    ) throws {
        var options = JSONEncodingOptions()
        options.alwaysPrintEnumsAsInts = true
        for seed in Self.seeds {
            var random = SeededRandom(seed: UInt64(seed))
            let event = drawEvent(kind, &random)
            let message = try Treue_V1_Event(serializedBytes: CanonicalEvents().bytes(event))
            #expect(message.id == event.id)
            #expect(message.subject.kind.rawValue == Int(event.subject.kind.rawValue))
            #expect(message.time == event.time.milliseconds)
            #expect(message.isLetter == event.isLetter)
            let theirs = try leaves(json: try message.jsonUTF8Bytes(options: options))
            let ours = leaves(event).filter { path, value in
                guard theirs[path] == nil, value == "0" || value.isEmpty else { return true }
                return !Self.withoutPresence.contains(path.split(separator: ".").last ?? "")
            }
            #expect(ours == theirs)
        }
    }

    @Test(arguments: Event.Kind.allCases)
    func `given any event, when SwiftProtobuf writes what it read, then the fast path reads the same event`(
        kind: Event.Kind
    ) throws {
        let coding = CanonicalEvents()
        for seed in Self.seeds {
            var random = SeededRandom(seed: UInt64(seed))
            let event = drawEvent(kind, &random)
            let bytes = try Treue_V1_Event(serializedBytes: coding.bytes(event)).canonicalBytes
            let read = coding.decode(bytes.span)
            #expect(read == .event(event))
        }
    }

    /// The fast path differs in two ways, both of them allowed: `is_letter` stands behind the body although its number
    /// is smaller, and fields without presence are written although they are zero.
    @Test(arguments: Event.Kind.allCases)
    func `given any event, when both write it, then the bytes differ in nothing but zeros and the place of is_letter`(
        kind: Event.Kind
    ) throws {
        for seed in Self.seeds {
            var random = SeededRandom(seed: UInt64(seed))
            let event = drawEvent(kind, &random)
            let ours = CanonicalEvents().bytes(event)
            let theirs = try Treue_V1_Event(serializedBytes: ours).canonicalBytes
            var fields = try #require([WireField](wire: ours))
            if event.isLetter {
                #expect(fields.last == WireField(8, varint: 1))
                fields.insert(fields.removeLast(), at: fields.count - 1)
            }
            let others = try #require([WireField](wire: theirs))
            let zeros = try #require(Self.zeros(in: fields, besides: others))
            if zeros == 0 { #expect(fields.wireBytes == theirs) }
        }
    }

    /// How many zeros stand in `ours` alone; `nil` when anything else is different.
    private static func zeros(in ours: [WireField], besides theirs: [WireField]) -> Int? {
        var (count, place) = (0, 0)
        for field in ours {
            if place < theirs.count, field == theirs[place] {
                place += 1
            } else if place < theirs.count, field.number == theirs[place].number, field.wire == 2,
                let inner = [WireField](wire: field.payload), let other = [WireField](wire: theirs[place].payload),
                let zeros = self.zeros(in: inner, besides: other)
            {
                place += 1
                count += zeros
            } else if field.isZero {
                count += 1
            } else {
                return nil
            }
        }
        return place == theirs.count ? count : nil
    }

    @Test func `given a refused record, when each writes it, then the other one reads all of it`() throws {
        let coding = CanonicalEvents()
        for seed in 0..<500 {
            var random = SeededRandom(seed: UInt64(seed))
            let record = drawRefused(&random)
            let bytes = coding.bytes(record)
            let message = try Treue_V1_Event(serializedBytes: bytes)
            #expect(message.time == record.timestamp.milliseconds)
            #expect(message.origin.source == record.origin.source)
            #expect(message.origin.partition == record.origin.partition)
            #expect(message.origin.offset == record.origin.offset)
            #expect(message.refused.reason == record.rejection.reason)
            #expect(message.refused.message == record.rejection.message)
            #expect(message.refused.pointer == record.rejection.pointer)
            #expect([UInt8](message.refused.key) == record.key)
            #expect([UInt8](message.refused.value) == record.value)
            #expect(message.refused.headers.map(\.name) == record.headers.all.map(\.name))
            #expect(message.refused.headers.map { [UInt8]($0.value) } == record.headers.all.map(\.value))
            let again = try message.canonicalBytes
            let read = coding.decode(again.span)
            #expect(read == .refused(record))
        }
    }
}
