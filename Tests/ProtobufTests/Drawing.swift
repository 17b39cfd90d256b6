import Formats
import Journal
import Retention
import SwiftProtobuf
import TestKit

/// An event of a kind, with values at and between the limits of their types.
func drawEvent(_ kind: Event.Kind, _ random: inout SeededRandom) -> Event {
    var facts = FactRandom(seed: random.next())
    return Event(
        id: drawText(&random),
        subject: Subject(facts.subject().kind, drawText(&random)),
        time: Timestamp(milliseconds: drawNumber(&random)),
        origin: Origin(
            source: random.oneIn(4) ? "" : drawText(&random),
            partition: Int32(truncatingIfNeeded: drawNumber(&random)),
            offset: drawNumber(&random)
        ),
        body: .random(kind, &facts),
        isLetter: random.oneIn(4)
    )
}

/// A record that was refused.
func drawRefused(_ random: inout SeededRandom) -> RefusedRecord {
    var headers = RecordHeaders()
    for _ in 0..<random.below(4) { headers.append(drawText(&random), drawBytes(&random).span) }
    return RefusedRecord(
        rejection: Rejection(reason: drawText(&random), message: drawText(&random), pointer: "/a/\(random.below(9))"),
        origin: Origin(source: drawText(&random), partition: Int32(random.below(9)), offset: drawNumber(&random)),
        timestamp: Timestamp(milliseconds: drawNumber(&random)),
        key: drawBytes(&random),
        value: drawBytes(&random),
        headers: headers
    )
}

func drawNumber(_ random: inout SeededRandom) -> Int64 {
    if random.oneIn(16) { return 0 }
    // The smallest number stands for a missing time.
    return max(Int64(bitPattern: random.next()) >> Int64(random.below(64)), .min + 1)
}

func drawText(_ random: inout SeededRandom) -> String {
    let letters = ["a", "ß", "😀", "\u{0}", "\n", "/", "0", "日"]
    return (0...random.below(random.oneIn(20) ? 200 : 8)).map { _ in letters[random.below(8)] }.joined()
}

func drawBytes(_ random: inout SeededRandom) -> [UInt8] {
    (0..<random.below(12)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
}

extension CanonicalEvents {
    /// The bytes of an event.
    func bytes(_ event: Event) -> [UInt8] {
        var bytes: [UInt8] = []
        self.encode(event, to: &bytes)
        return bytes
    }

    /// The bytes of a record.
    func bytes(_ record: RefusedRecord) -> [UInt8] {
        var bytes: [UInt8] = []
        self.encode(record, to: &bytes)
        return bytes
    }
}

extension Treue_V1_Event {
    /// Reads a message, without what nobody knows.
    init(known bytes: [UInt8]) throws {
        var options = BinaryDecodingOptions()
        options.discardUnknownFields = true
        try self.init(serializedBytes: bytes, options: options)
    }

    /// The message in the one form that SwiftProtobuf gives it.
    var canonicalBytes: [UInt8] { get throws { try self.serializedBytes() } }
}
