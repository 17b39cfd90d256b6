import Journal
import JSON
import Retention

/// Reads CloudEvents 1.0 that carry our own types, in structured mode (one JSON object) and in Kafka's binary mode
/// (attributes in `ce_` headers, data in the value).
///
/// `specversion` and `source` may be left out. The data is JSON with the names of `schemas/events.schema.json`, or in
/// binary mode the Protobuf message of the type.
enum CloudEventDecoder {
    /// The event of a JSON object; types that are not known are left out.
    static func event(
        _ root: borrowing JSONValue,
        at origin: Origin,
        _ source: Source
    ) throws(Rejection) -> DecodedRecord {
        let fields = Fields(root, source.fields)
        guard let kind = Event.Kind(name: try fields.text("type")) else { return .unknownType }
        let id = try fields.eventID("id")
        let subject = try fields.subject("subject")
        let time = try fields.time("time")
        let body = try Event.Body.read(kind, fields.child("data"), source.defaults)
        return .event(Event(id: id, subject: subject, time: time, origin: origin, body: body))
    }

    /// The event whose attributes are headers, with its data still to be read; `nil` for types that are not known.
    static func attributes(
        _ headers: Span<UInt8>,
        type: Span<UInt8>,
        at origin: Origin,
        _ limits: Limits
    ) throws(Rejection) -> Attributes? {
        guard let kind = Event.Kind(name: try self.text(type, "ce_type", limits)) else { return nil }
        let id = try self.text(HeaderReader.value(of: "ce_id", in: headers), "ce_id", limits)
        // The limit of texts is one of the id alone, which is checked with the event.
        var room = limits
        room.text += Subject.longestKind
        guard
            let subject = Subject(
                try self.text(HeaderReader.value(of: "ce_subject", in: headers), "ce_subject", room)
            )
        else {
            throw Rejection(
                reason: "subject.invalid",
                message: "header ce_subject: must be a kind and an id, such as customer/42"
            )
        }
        guard let time = HeaderReader.value(of: "ce_time", in: headers) else { throw self.missing("ce_time") }
        guard let milliseconds = RFC3339.parse(time) else {
            throw Rejection(reason: "time.invalid", message: "header ce_time: must be an RFC 3339 time from 1970 on")
        }
        return Attributes(id: id, kind: kind, subject: subject, time: Timestamp(milliseconds: milliseconds))
    }

    /// What the headers say of an event.
    struct Attributes {
        let id: String
        let kind: Event.Kind
        let subject: Subject
        let time: Timestamp

        /// The event with its data.
        func event(_ body: Event.Body, at origin: Origin) -> Event {
            Event(id: self.id, subject: self.subject, time: self.time, origin: origin, body: body)
        }
    }

    private static func text(
        _ bytes: Span<UInt8>?,
        _ name: StaticString,
        _ limits: Limits
    ) throws(Rejection) -> String {
        guard let bytes, !bytes.isEmpty else { throw self.missing(name) }
        guard bytes.count <= limits.text else {
            throw Rejection(reason: "field.too-long", message: "header \(name): is longer than \(limits.text) bytes")
        }
        guard let text = try? UTF8Span(validating: bytes) else {
            throw Rejection(reason: "header.invalid-utf8", message: "header \(name): must be UTF-8")
        }
        return String(copying: text)
    }

    private static func missing(_ name: StaticString) -> Rejection {
        Rejection(reason: "field.missing", message: "header \(name): is missing; a CloudEvent in binary mode needs it")
    }
}
