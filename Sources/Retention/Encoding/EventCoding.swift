/// The encoding of events: Protobuf wire format, as `schemas/treue/v1/events.proto` has it.
///
/// Unknown fields, and known ones of another wire type, are passed over, so that a newer writer does not stop an older
/// reader; a missing required field or invalid UTF-8 makes the bytes malformed.
extension Event {
    /// Writes the event; the same event gives the same bytes.
    public func write(to writer: inout WireWriter) {
        writer.text(1, self.id)
        writer.message(2) { self.subject.write(to: &$0) }
        writer.signed(4, self.time.milliseconds)
        writer.message(5) { self.origin.write(to: &$0) }
        self.body.write(to: &writer)
        if self.isLetter { writer.flag(8, true) }
    }
}

extension Subject {
    func write(to writer: inout WireWriter) {
        writer.unsigned(1, UInt64(self.kind.rawValue))
        writer.text(2, self.id)
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 8:
                guard let kind = UInt8(exactly: reader.unsigned()).flatMap(Kind.init(rawValue:)) else {
                    reader.fail()
                    return
                }
                self.kind = kind
            case 18: self.id = reader.text()
            default: reader.skip(tag)
            }
        }
        if self.id.isEmpty { reader.fail() }
    }
}

extension Origin {
    /// Writes the place.
    public func write(to writer: inout WireWriter) {
        writer.text(1, self.source)
        writer.number(2, Int64(self.partition))
        writer.signed(3, self.offset)
    }

    /// Reads a place; its source is often that of the record before.
    public mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.source = reader.text(like: self.source)
            case 16: self.partition = Int32(truncatingIfNeeded: reader.number())
            case 24: self.offset = reader.signed()
            default: reader.skip(tag)
            }
        }
    }
}

extension Money {
    func write(to writer: inout WireWriter) {
        writer.signed(1, self.minor)
        writer.currency(2, self.currency)
    }

    mutating func read(from reader: inout WireReader) {
        while let tag = reader.tag() {
            switch tag {
            case 8: self.minor = reader.signed()
            case 18: self.currency = reader.currency()
            default: reader.skip(tag)
            }
        }
        if self.currency == .none { reader.fail() }
    }
}

extension WireWriter {
    mutating func currency(_ field: UInt64, _ value: Currency) {
        let letters: [3 of UInt8] = [
            UInt8(truncatingIfNeeded: value.packed >> 16), UInt8(truncatingIfNeeded: value.packed >> 8),
            UInt8(truncatingIfNeeded: value.packed),
        ]
        self.bytes(field, letters.span)
    }
}

extension WireReader {
    mutating func currency() -> Currency {
        guard let currency = self.letters() else { return .none }
        return currency
    }

    mutating func day() -> CalendarDay {
        guard let number = Int32(exactly: self.signed()) else {
            self.fail()
            return CalendarDay(number: 0)
        }
        return CalendarDay(number: number)
    }

    mutating func sentiment() -> Sentiment? {
        guard let sentiment = Sentiment(millionths: self.signed()) else {
            self.fail()
            return nil
        }
        return sentiment
    }

    mutating func subject() -> Subject {
        guard let subject = Subject(self.text()) else {
            self.fail()
            return Subject(.customer, "")
        }
        return subject
    }
}

/// What stands under the tags of an encoded event.
public struct EventReader: ~Copyable {
    /// The place that the latest message names.
    public private(set) var origin = Origin(source: "", partition: 0, offset: 0)
    /// The time that the latest message names.
    public private(set) var time = Timestamp.distantPast

    /// Makes a reader; one thread may use it at a time.
    public init() {}

    /// Reads an event; `nil` when the bytes are malformed.
    ///
    /// Fields that are no event's are handed to `other`.
    /// The place may be missing, as in the raw records of a producer; it is then an empty one.
    public mutating func read(
        _ reader: inout WireReader,
        other: (UInt64, inout WireReader) -> Void
    ) -> Event? {
        var id = ""
        var subject = Subject(.customer, "")
        var time = Timestamp.distantPast
        var origin = Origin(source: self.origin.source, partition: 0, offset: 0)
        var hasOrigin = false
        var body: Event.Body?
        var isLetter = false
        while let tag = reader.tag() {
            switch tag {
            case 10: id = reader.text()
            case 18:
                let outer = reader.enter()
                subject.read(from: &reader)
                reader.leave(outer)
            case 32: time = Timestamp(milliseconds: reader.signed())
            case 42:
                hasOrigin = true
                let outer = reader.enter()
                origin.read(from: &reader)
                reader.leave(outer)
            case 64: isLetter = reader.unsigned() != 0
            default:
                if !Event.Body.read(tag, into: &body, from: &reader) { other(tag, &reader) }
            }
        }
        self.origin = origin
        self.time = time
        guard !reader.isFailed, !id.isEmpty, !subject.id.isEmpty, time != .distantPast, let body = body.take()
        else { return nil }
        if !hasOrigin { origin.source = "" }
        return Event(id: id, subject: subject, time: time, origin: origin, body: body, isLetter: isLetter)
    }
}

extension Event.Body {
    /// Reads the message of a type alone, as it stands in the data of a CloudEvent in Protobuf; `nil` when the bytes are
    /// malformed.
    public init?(_ kind: Event.Kind, protobuf bytes: Span<UInt8>) {
        var writer = WireWriter()
        writer.bytes(UInt64(kind.rawValue), bytes)
        var field: [UInt8] = []
        writer.copy(to: &field)
        var reader = WireReader(field.span)
        var body: Event.Body?
        guard let tag = reader.tag(), Event.Body.read(tag, into: &body, from: &reader), !reader.isFailed, let body
        else {
            return nil
        }
        self = body
    }
}

extension Event.Kind {
    /// The kind of a name; `nil` for one that is not known.
    public init?(name: String) {
        guard let kind = Self.byName[name] else { return nil }
        self = kind
    }

    private static let byName = Dictionary(uniqueKeysWithValues: Self.allCases.map { ($0.name, $0) })
}
