import Journal
import JSON
import Retention

/// Reads JSON records of the shop's own shape by a mapping.
///
/// Builds the data as an event of ours would have it and reads that, so that the same checks hold; a fault is told with
/// the place in the record from which the value came.
final class MappedDecoder {
    private var writer = JSONWriter()
    private var reader: DataReader
    private var data: [UInt8] = []

    init(limits: Limits) { self.reader = DataReader(parser: JSONParser(limits: limits.parser)) }

    /// The event; records to which no mapping applies are left out.
    func event(
        _ root: borrowing JSONValue,
        _ record: borrowing LogRecord,
        at origin: Origin,
        _ source: Source
    ) throws(Rejection) -> DecodedRecord {
        guard let mapping = source.mappings.first(where: { Self.applies($0, to: root) }) else {
            return .ignored("mapping.none")
        }
        let fields = Fields(root, source.fields)
        guard let subject = try Self.subject(mapping, fields) else {
            let places = mapping.subject.map(\.place.text)
            throw Rejection(
                reason: "field.missing",
                message: "no subject: nothing stands at \(places.joined(separator: " or "))",
                pointer: places.first ?? ""
            )
        }
        let time = try Self.time(mapping, fields, record.timestamp)
        let id = try Self.text(at: mapping.id, fields) ?? DeadLetter.derivedID(of: record, at: origin)
        self.writer.reset()
        self.write(mapping.data, from: root)
        let body = try self.body(mapping, source)
        return .event(Event(id: id, subject: subject, time: time, origin: origin, body: body))
    }

    private func body(_ mapping: RecordMapping, _ source: Source) throws(Rejection) -> Event.Body {
        self.data.removeAll(keepingCapacity: true)
        self.writer.append(to: &self.data)
        do {
            return try self.reader.body(mapping.kind, self.data, source)
        } catch let rejection as Rejection {
            throw Rejection(
                reason: rejection.reason,
                message: rejection.message,
                pointer: Self.pointer(rejection.pointer, mapping.data)
            )
        } catch {
            throw Rejection(reason: "mapping.too-large", message: "what the mapping makes of the record is too large")
        }
    }

    private static func applies(_ mapping: RecordMapping, to root: borrowing JSONValue) -> Bool {
        for (place, texts) in mapping.conditions {
            let value = root.value(at: place)
            let found = value.string ?? value.digits ?? value.boolean.map { "\($0)" }
            guard let found, texts.contains(found) else { return false }
        }
        return true
    }

    private static func subject(_ mapping: RecordMapping, _ fields: borrowing Fields) throws(Rejection) -> Subject? {
        for (kind, place) in mapping.subject {
            if let id = try self.text(at: [place], fields) { return Subject(kind, id) }
        }
        return nil
    }

    private static func text(at places: [JSONPointer], _ fields: borrowing Fields) throws(Rejection) -> String? {
        for place in places {
            if let text = try fields.text(of: fields.object.value(at: place), at: place) { return text }
        }
        return nil
    }

    private static func time(
        _ mapping: RecordMapping,
        _ fields: borrowing Fields,
        _ timestamp: Timestamp
    ) throws(Rejection) -> Timestamp {
        guard !mapping.time.isEmpty else { return timestamp }
        for place in mapping.time {
            let value = fields.object.value(at: place)
            guard !value.isNullOrMissing else { continue }
            let milliseconds =
                switch mapping.timeForm {
                case .text: value.timestamp ?? fields.settings.local(value)
                case .seconds: value.decimal(scale: 3)
                case .milliseconds: value.decimal(scale: 0)
                }
            guard let milliseconds, (0...RFC3339.maximum).contains(milliseconds) else {
                throw Rejection(
                    reason: "time.invalid",
                    message: "must be a time from 1970 on, written as the mapping says (\(mapping.timeForm.rawValue))",
                    pointer: place.text
                )
            }
            return Timestamp(milliseconds: milliseconds)
        }
        throw Rejection(reason: "field.missing", message: "no time", pointer: mapping.time.first?.text ?? "")
    }

    // MARK: Building

    private func write(_ parts: [RecordMapping.Part], from value: borrowing JSONValue) {
        self.writer.beginObject()
        for part in parts {
            switch part.source {
            case .constant(let constant):
                self.writer.key(named: part.name)
                switch constant {
                case .text(let text): self.writer.string(text)
                case .number(let number): self.writer.integer(number)
                case .flag(let flag): self.writer.boolean(flag)
                }
            case .places(let places):
                guard let place = places.first(where: { !value.value(at: $0).isNullOrMissing }) else { continue }
                self.writer.key(named: part.name)
                self.writer.copy(value.value(at: place))
            case .each(let place, let inner):
                let array = value.value(at: place)
                guard array.kind == .array else { continue }
                self.writer.key(named: part.name)
                self.writer.beginArray()
                var elements = array.elements
                while let element = elements.next() { self.write(inner, from: element) }
                self.writer.endArray()
            }
        }
        self.writer.endObject()
    }

    /// Where in the record a place in the data came from.
    static func pointer(_ pointer: String, _ parts: [RecordMapping.Part]) -> String {
        let steps = pointer.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
        guard let name = steps.first, let part = parts.first(where: { $0.name == name }) else { return "" }
        switch part.source {
        case .constant: return ""
        case .places(let places): return places.first?.text ?? ""
        case .each(let place, let inner):
            guard steps.count > 1 else { return place.text }
            let rest = steps.count > 2 ? self.pointer("/\(steps[2])", inner) : ""
            return "\(place.text)/\(steps[1])\(rest)"
        }
    }
}

/// Keeps the parser and what it lends in one place, as lifetimes want it.
private struct DataReader: ~Copyable {
    var parser: JSONParser

    mutating func body(_ kind: Event.Kind, _ bytes: [UInt8], _ source: Source) throws -> Event.Body {
        let data = try self.parser.parse(bytes.span)
        return try Event.Body.read(kind, Fields(data, source.fields), source.defaults)
    }
}

extension JSONWriter {
    /// Writes a value as it stands in another document.
    mutating func copy(_ value: borrowing JSONValue) {
        switch value.kind {
        case .object:
            self.beginObject()
            var members = value.members
            while let member = members.next() {
                self.key(utf8: member.key.bytes)
                self.copy(member.value)
            }
            self.endObject()
        case .array:
            self.beginArray()
            var elements = value.elements
            while let element = elements.next() { self.copy(element) }
            self.endArray()
        case .string: self.string(utf8: value.bytes)
        case .number, .true, .false, .null: self.json(value.bytes)
        case .missing: self.null()
        }
    }
}
