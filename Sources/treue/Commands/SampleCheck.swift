import Files
import Formats
import Foundation
import Journal
import JSON
import Retention
import SchemaRegistry
import Synchronization

/// Shows what the records of a sample file become.
struct SampleCheck {
    let path: String
    let topic: String
    let headers: RecordHeaders
    let asJSON: Bool
    /// How long a schema registry may be silent, in seconds.
    let patience: Double
    /// The latest time that an event may have.
    let latest: Timestamp
    private let denial = Denial()

    init(path: String, topic: String, headers: [String], asJSON: Bool, patience: Double, future: TimeSpan) {
        self.path = path
        self.topic = topic
        var packed = RecordHeaders()
        for header in headers {
            let parts = header.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            packed.append(String(parts[0]), String(parts[parts.count - 1]))
        }
        self.headers = packed
        self.asJSON = asJSON
        self.patience = patience
        self.latest = Timestamp(milliseconds: Clocks.wall()) + future
    }

    /// Reads and prints every record; returns whether none was refused.
    func run(_ intake: IntakeSettings) throws -> Bool {
        var intake = intake
        intake.registry?.noteDenial = { [denial] in denial.flag.store(true, ordering: .relaxed) }
        let decoder = RawDecoder(intake)
        let hasLines = ["ndjson", "jsonl", "gz", "zst"].contains { self.path.hasSuffix(".\($0)") } || self.path == "-"
        let tally = hasLines ? try self.readLines(decoder) : try self.readWhole(decoder)
        guard tally.records + tally.tombstones > 0 else {
            throw Failure(.input, "\(self.path): the file is empty: there is no record in it")
        }
        if tally.tombstones > 0 {
            Terminal.complain(
                "treue: \(tally.tombstones) × null left out: so tools print records without a value, which a worker "
                    + "leaves out as well"
            )
        }
        return tally.refused == 0
    }

    /// What the records came to.
    private struct Tally {
        var records = 0
        var refused = 0
        var tombstones = 0
    }

    private func readLines(_ decoder: RawDecoder) throws -> Tally {
        var tally = Tally()
        var reader = try LineReader(path: self.path)
        while true {
            let step = try reader.advance()
            let number = Int64(reader.lineNumber)
            switch step {
            case .end: return tally
            case .tooLong:
                let longest = reader.maximumLineLength
                self.print(
                    Rejection(reason: "record.too-long", message: "the line is longer than \(longest) bytes"),
                    number
                )
                tally.records += 1
                tally.refused += 1
            case .line:
                if tally.records == 0 { try self.checkEncoding(reader.line) }
                try self.show(reader.line, number, decoder, &tally)
            }
        }
    }

    private func readWhole(_ decoder: RawDecoder) throws -> Tally {
        var tally = Tally()
        let bytes = try TextFile.bytes(of: self.path, "sample")
        guard !bytes.isEmpty else { return tally }
        try self.checkEncoding(bytes.span)
        try self.show(bytes.span, 1, decoder, &tally)
        return tally
    }

    private func checkEncoding(_ bytes: Span<UInt8>) throws {
        guard bytes.count > 1, (bytes[0], bytes[1]) == (0xFF, 0xFE) || (bytes[0], bytes[1]) == (0xFE, 0xFF) else {
            return
        }
        throw Failure(.input, "\(self.path): the text is UTF-16, and records are UTF-8; write the file as UTF-8")
    }

    private func show(
        _ value: Span<UInt8>,
        _ number: Int64,
        _ decoder: RawDecoder,
        _ tally: inout Tally
    ) throws {
        if Self.isNull(value) {
            tally.tombstones += 1
            return
        }
        let record = LogRecord(
            offset: number - 1,
            timestamp: Timestamp(milliseconds: 0),
            key: Span(),
            value: value,
            headers: self.headers.bytes.span
        )
        let origin = Origin(source: self.topic, partition: 0, offset: number - 1)
        let denial = self.denial
        let decoded = decoder.decodePatiently(record, at: origin, limit: self.patience) {
            denial.flag.load(ordering: .relaxed)
        }
        tally.records += 1
        switch decoded.refusing(after: self.latest) {
        case .event(let event): self.print(event, number)
        case .ignored(let reason):
            Swift.print(
                self.asJSON ? Self.object(number, "left_out", reason, "", "") : "\(number): left out: \(reason)"
            )
        case .rejected(let rejection):
            self.print(rejection, number)
            tally.refused += 1
        case .unavailable(let reason):
            let advice =
                denial.flag.load(ordering: .relaxed)
                ? "; to wait would not help" : "; see that it answers, or wait longer with --registry-wait"
            throw Failure(.unavailable, "\(self.path):\(number): \(reason)\(advice)")
        }
    }

    private static func isNull(_ value: Span<UInt8>) -> Bool {
        var text = value
        while text.count > 4, [0x20, 0x09, 0x0A, 0x0D].contains(text[text.count - 1]) {
            text = text.extracting(droppingLast: 1)
        }
        guard text.count == 4 else { return false }
        return text[0] == 0x6E && text[1] == 0x75 && text[2] == 0x6C && text[3] == 0x6C
    }

    private func print(_ event: Event, _ number: Int64) {
        var writer = EventWriter()
        var bytes: [UInt8] = []
        writer.append(event, source: self.topic, to: &bytes)
        let text = String(decoding: bytes, as: UTF8.self).harmlessJSON
        let subject = event.subject.description.harmless
        Swift.print(self.asJSON ? text : "\(number): \(event.body.kind.name) of \(subject)\n   \(text)")
    }

    private func print(_ rejection: Rejection, _ number: Int64) {
        let place = rejection.pointer.isEmpty ? "" : " at \(rejection.pointer.harmless)"
        Swift.print(
            self.asJSON
                ? Self.object(number, "refused", rejection.reason, rejection.pointer, rejection.message)
                : "\(number): refused: \(rejection.reason)\(place)\n   \(rejection.message.harmless)"
        )
    }

    private static func object(
        _ number: Int64,
        _ outcome: String,
        _ reason: String,
        _ pointer: String,
        _ message: String
    ) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("record")
        writer.integer(number)
        for (key, text) in [("outcome", outcome), ("reason", reason), ("pointer", pointer), ("message", message)]
        where !text.isEmpty {
            writer.key(named: key)
            writer.string(text)
        }
        writer.endObject()
        return String(decoding: writer.array(), as: UTF8.self).harmlessJSON
    }
}

/// Whether a schema registry has refused the credentials.
private final class Denial: Sendable {
    let flag = Atomic(false)
}
