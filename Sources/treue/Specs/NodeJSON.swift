import JSON
import Playbook
import Yams

/// Writes a part of a YAML file as JSON: numbers, truths and nothing as such when they are not quoted, else texts.
struct NodeJSON: ~Copyable {
    private static let deepest = 16
    /// Aliases could make a small file a huge record.
    private static let longest = 262_144

    private var writer = JSONWriter()
    private var room = NodeJSON.longest

    /// Writes an object, at the top; reports what can't be written.
    mutating func write(_ value: Value) -> Bool {
        guard value.node.mapping != nil else {
            return value.reject(.wrongType, "expected the data of the event by names, found \(value.sight)") ?? false
        }
        return self.write(value, depth: 0)
    }

    /// Writes an object without members.
    mutating func writeNothing() {
        self.writer.beginObject()
        self.writer.endObject()
    }

    /// What was written.
    consuming func bytes() -> [UInt8] { self.writer.array() }

    private mutating func write(_ value: Value, depth: Int) -> Bool {
        guard depth < Self.deepest else {
            return value.reject(.limit, "expected at most \(Self.deepest) levels") ?? false
        }
        self.room -= 8 + (value.node.scalar?.string.utf8.count ?? 0)
        guard self.room > 0 else {
            return value.reject(.limit, "expected data of at most \(Self.longest) bytes") ?? false
        }
        if value.node.mapping != nil {
            guard let entries = value.entries("names with values") else { return false }
            self.writer.beginObject()
            for (name, value) in entries {
                self.writer.key(named: name)
                guard self.write(value, depth: depth + 1) else { return false }
            }
            self.writer.endObject()
            return true
        }
        if value.node.sequence != nil {
            guard let items = value.list(atMost: 10_000) else { return false }
            self.writer.beginArray()
            for item in items { guard self.write(item, depth: depth + 1) else { return false } }
            self.writer.endArray()
            return true
        }
        guard let scalar = value.node.scalar else { return value.reject(.wrongType, "expected a value") ?? false }
        self.write(scalar, isNull: value.isNull)
        return true
    }

    private mutating func write(_ scalar: Node.Scalar, isNull: Bool) {
        let text = scalar.string
        if isNull {
            self.writer.null()
        } else if scalar.style == .plain, ["true", "True", "TRUE", "false", "False", "FALSE"].contains(text) {
            self.writer.boolean(text.lowercased() == "true")
        } else if scalar.style == .plain, JSONDecimal(text) != nil {
            self.writer.json(Array(text.utf8).span)
        } else {
            self.writer.string(text)
        }
    }
}
