import Files
import Formats
import Foundation
import Journal
import JSON
import Retention

/// Shows what the records of a sample file become.
struct SampleCheck {
    let path: String
    let topic: String
    let headers: RecordHeaders
    let asJSON: Bool

    init(path: String, topic: String?, headers: [String], asJSON: Bool) {
        self.path = path
        self.topic = topic ?? SourceNames.stem(of: path)
        var packed = RecordHeaders()
        for header in headers {
            let parts = header.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            packed.append(String(parts[0]), String(parts[parts.count - 1]))
        }
        self.headers = packed
        self.asJSON = asJSON
    }

    /// Reads and prints every record; returns whether none was refused.
    func run(_ decoder: RawDecoder) throws -> Bool {
        var refused = 0
        if ["ndjson", "jsonl", "gz", "zst"].contains(where: { self.path.hasSuffix(".\($0)") }) || self.path == "-" {
            var reader = try LineReader(path: self.path)
            loop: while true {
                switch try reader.advance() {
                case .end: break loop
                case .tooLong:
                    throw Failure(
                        .input,
                        "\(self.path):\(reader.lineNumber): longer than \(reader.maximumLineLength) bytes"
                    )
                case .line: if try !self.show(reader.line, Int64(reader.lineNumber), decoder) { refused += 1 }
                }
            }
        } else {
            guard let data = FileManager.default.contents(atPath: self.path) else {
                throw Failure(.input, "\(self.path): there is no such file")
            }
            if try !self.show([UInt8](data).span, 1, decoder) { refused += 1 }
        }
        return refused == 0
    }

    private func show(_ value: Span<UInt8>, _ number: Int64, _ decoder: RawDecoder) throws -> Bool {
        let record = LogRecord(
            offset: number - 1,
            timestamp: Timestamp(milliseconds: 0),
            key: Span(),
            value: value,
            headers: self.headers.bytes.span
        )
        let origin = Origin(source: self.topic, partition: 0, offset: number - 1)
        switch decoder.decodePatiently(record, at: origin) {
        case .event(let event):
            var writer = EventWriter()
            var bytes: [UInt8] = []
            writer.append(event, source: self.topic, to: &bytes)
            let text = String(decoding: bytes, as: UTF8.self)
            print(self.asJSON ? text : "\(number): \(event.body.kind.name) of \(event.subject)\n   \(text)")
            return true
        case .ignored(let reason):
            print(self.asJSON ? Self.object(number, "left_out", reason, "", "") : "\(number): left out: \(reason)")
            return true
        case .rejected(let rejection):
            let place = rejection.pointer.isEmpty ? "" : " at \(rejection.pointer)"
            print(
                self.asJSON
                    ? Self.object(number, "refused", rejection.reason, rejection.pointer, rejection.message)
                    : "\(number): refused: \(rejection.reason)\(place)\n   \(rejection.message)"
            )
            return false
        case .unavailable(let reason): throw Failure.missing(reason, for: origin)
        }
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
            writer.key(key)
            writer.string(text)
        }
        writer.endObject()
        return String(decoding: writer.array(), as: UTF8.self)
    }
}
