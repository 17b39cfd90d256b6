import Formats
import Journal
import JSON
import Kafka
import Retention

/// A letter with everything that is in its record.
struct ShownLetter {
    let letter: Letter
    private let state: LetterState
    private let key: [UInt8]?
    private let value: [UInt8]

    /// Copies a record of `dead-letters`.
    init(_ letter: Letter, _ state: LetterState, _ record: borrowing Record) {
        self.letter = letter
        self.state = state
        var key: [UInt8]?
        if let bytes = record.key { key = [UInt8](copying: bytes) }
        self.key = key
        var value: [UInt8] = []
        if let bytes = record.value { value = [UInt8](copying: bytes) }
        self.value = value
    }

    /// Everything, for people.
    var text: String {
        var lines = [Terminal.bold(self.letter.place.place.harmless) + "  " + LetterText.words(self.letter, self.state)]
        lines.append("  time     \(RFC3339.format(self.letter.timestamp.milliseconds))")
        lines.append("  reason   \(self.letter.reason.harmless)")
        lines.append("  message  \(self.letter.message.harmless)")
        if !self.letter.pointer.isEmpty {
            lines.append("  pointer  \(self.letter.pointer.harmless)")
            if let fault = self.fault { lines.append("  there    \(fault.text.harmless)") }
        }
        lines.append("  key      \(self.key.map { ShownBytes($0).words } ?? "none")")
        for header in self.letter.headers {
            lines.append("  header   \(header.name.harmless): \(ShownBytes(header.value).words)")
        }
        switch ShownBytes(self.value) {
        case .text(let text): lines += [Terminal.bold("Value, \(self.size)"), text.harmlessLines]
        case .base64(let text): lines += [Terminal.bold("Value, \(self.size), in base64"), text]
        }
        return lines.joined(separator: "\n")
    }

    /// Everything, as one JSON object.
    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        LetterJSON.write(self.letter, self.state, to: &writer)
        if let fault = self.fault, fault.isScalar {
            writer.key("at_pointer")
            writer.json(fault.text.utf8Span.span)
        }
        if let key = self.key { ShownBytes(key).write("key", to: &writer) }
        writer.key("headers")
        writer.beginArray()
        for header in self.letter.headers {
            writer.beginObject()
            writer.key("name")
            writer.string(header.name)
            ShownBytes(header.value).write("value", to: &writer)
            writer.endObject()
        }
        writer.endArray()
        ShownBytes(self.value).write("value", to: &writer)
        writer.endObject()
        return String(decoding: writer.array(), as: UTF8.self).harmlessJSON
    }

    private var size: String { self.value.count == 1 ? "1 byte" : "\(Spoken.count(self.value.count)) bytes" }

    /// What stands at the pointer: the JSON text of a scalar, else words; `nil` where the record is no JSON or the pointer
    /// is none.
    private var fault: (text: String, isScalar: Bool)? {
        guard let pointer = JSONPointer(self.letter.pointer), !pointer.steps.isEmpty else { return nil }
        var parser = JSONParser(limits: JSONParser.Limits(bytes: 1 << 26, depth: 256, tokens: 1 << 22))
        guard let root = try? parser.parse(self.value.span) else { return nil }
        let value = root.value(at: pointer)
        switch value.kind {
        case .missing: return ("nothing", false)
        case .object: return ("an object of \(value.count) members", false)
        case .array: return ("an array of \(value.count) elements", false)
        case .string:
            var writer = JSONWriter()
            writer.string(utf8: value.bytes)
            return (String(decoding: writer.array(), as: UTF8.self), true)
        case .number, .true, .false, .null:
            return (String(decoding: [UInt8](copying: value.bytes), as: UTF8.self), true)
        }
    }
}
