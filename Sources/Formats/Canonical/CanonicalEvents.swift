public import Journal
public import Retention

/// The encoding of the `events` topic: `treue.v1.Event` in Protobuf wire format.
///
/// A raw record on its way to `dead-letters` stands in the field `refused`, with its place and timestamp and no body.
public final class CanonicalEvents: EventCoding {
    // One thread uses them, and no call here leads to another: the checks whether they are in use would find nothing.
    @exclusivity(unchecked) private var writer = WireWriter()
    @exclusivity(unchecked) private var events = EventReader()

    /// Makes a codec; one thread may use it at a time.
    public init() {}

    /// Appends the bytes; the same input gives the same bytes.
    public func encode(_ event: Event, to bytes: inout [UInt8]) {
        unsafe self.writer.reset()
        unsafe event.write(to: &self.writer)
        unsafe self.writer.copy(to: &bytes)
    }

    /// Appends the bytes; the same input gives the same bytes.
    public func encode(_ record: RefusedRecord, to bytes: inout [UInt8]) {
        unsafe self.writer.reset()
        unsafe self.writer.signed(4, record.timestamp.milliseconds)
        unsafe self.writer.message(5) { record.origin.write(to: &$0) }
        unsafe self.writer.message(31) { writer in
            writer.text(1, record.rejection.reason)
            writer.text(2, record.rejection.message)
            writer.text(3, record.rejection.pointer)
            if !record.key.isEmpty { writer.bytes(4, record.key.span) }
            if !record.value.isEmpty { writer.bytes(5, record.value.span) }
            var headers = HeaderReader(record.headers.bytes.span)
            while let header = headers.next() {
                writer.message(6) { writer in
                    writer.bytes(1, header.name)
                    writer.bytes(2, header.value)
                }
            }
        }
        unsafe self.writer.copy(to: &bytes)
    }

    /// Reads an entry; `nil` when the bytes are malformed.
    public func decode(_ bytes: Span<UInt8>) -> EventsEntry? {
        var reader = WireReader(bytes)
        var refused: RefusedRecord?
        let event = unsafe self.events.read(&reader) { tag, reader in
            guard tag == 31 << 3 | 2 else { return reader.skip(tag) }
            var record = refused ?? .blank
            reader.message { record.read(from: &$0) }
            refused = record
        }
        // There is none of malformed bytes.
        if let event { return .event(event) }
        guard !reader.isFailed, var refused, !refused.rejection.reason.isEmpty, unsafe self.events.time != .distantPast
        else { return nil }
        refused.origin = unsafe self.events.origin
        refused.timestamp = unsafe self.events.time
        return .refused(refused)
    }
}

extension RefusedRecord {
    fileprivate static var blank: RefusedRecord {
        RefusedRecord(
            rejection: Rejection(reason: "", message: ""),
            origin: Origin(source: "", partition: 0, offset: 0),
            timestamp: .distantPast,
            key: [],
            value: []
        )
    }

    fileprivate mutating func read(from reader: inout WireReader) {
        // It may be a second piece.
        var (reason, message, pointer) = (self.rejection.reason, self.rejection.message, self.rejection.pointer)
        while let tag = reader.tag() {
            switch tag {
            case 10: reason = reader.text()
            case 18: message = reader.text()
            case 26: pointer = reader.text()
            case 34: self.key = reader.bytes()
            case 42: self.value = reader.bytes()
            case 50:
                var (name, value) = ("", [UInt8]())
                reader.message { reader in
                    while let tag = reader.tag() {
                        switch tag {
                        case 10: name = reader.text()
                        case 18: value = reader.bytes()
                        default: reader.skip(tag)
                        }
                    }
                }
                self.headers.append(name, value.span)
            default: reader.skip(tag)
            }
        }
        self.rejection = Rejection(reason: reason, message: message, pointer: pointer)
    }
}
