/// The encoding of events: Protobuf wire format, as `schemas/treue/v1/events.proto` has it.
///
/// Unknown fields, and known ones of another wire type, are passed over, so that a newer writer does not stop an older
/// reader; a missing required field or invalid UTF-8 makes the bytes malformed. Whether something is missing is asked at
/// the end, since a message may come in pieces.
extension Event {
    /// Writes the event; the same event gives the same bytes.
    public func write(to writer: inout WireWriter) {
        self.compactID.withUTF8 { writer.bytes(1, $0) }
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

    /// Reads a subject or a piece of one; `hasKind` tells whether a kind has come that is known.
    mutating func read(from reader: inout WireReader, hasKind: inout Bool) {
        while let tag = reader.tag() {
            switch tag {
            case 8:
                let kind = reader.choice(Kind.init(rawValue:))
                hasKind = kind != nil
                if let kind { self.kind = kind }
            case 18: self.id = reader.text()
            default: reader.skip(tag)
            }
        }
    }
}

extension Origin {
    /// Writes the place.
    public func write(to writer: inout WireWriter) {
        writer.text(1, self.source)
        writer.number(2, Int64(self.partition))
        writer.signed(3, self.offset)
    }

    /// Reads a place; its source is often that of the record before, which is `earlier`.
    mutating func read(from reader: inout WireReader, like earlier: String) {
        while let tag = reader.tag() {
            switch tag {
            case 10: self.source = reader.text(like: earlier)
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
            case 18: self.currency = reader.letters() ?? .none
            default: reader.skip(tag)
            }
        }
    }

    /// Whether nothing that is required is missing.
    var isComplete: Bool { self.currency != .none }
}

extension WireWriter {
    mutating func currency(_ field: UInt64, _ value: Currency) {
        let letters = value.letters
        self.bytes(field, letters.span)
    }
}

extension WireReader {
    /// Reads the number of an enum, of which 32 bits count; `nil` for one that is not known.
    mutating func choice<Choice>(_ known: (UInt8) -> Choice?) -> Choice? {
        UInt8(exactly: Int32(truncatingIfNeeded: self.number())).flatMap(known)
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

    /// Reads a subject as a text; one without an id for a text that is none.
    mutating func subject() -> Subject { Subject(self.text()) ?? Subject(.customer, "") }
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
    /// The place may be missing, as in the raw records of a producer; it is then an empty one. With `placed` the event
    /// stands there and is no letter, whatever the bytes say.
    public mutating func read(
        _ reader: inout WireReader,
        placed: Origin? = nil,
        other: (UInt64, inout WireReader) -> Void
    ) -> Event? {
        var id = ""
        var subject = Subject(.customer, "")
        var hasKind = false
        var time = Timestamp.distantPast
        var origin = Origin(source: "", partition: 0, offset: 0)
        var body: Event.Body?
        var isComplete = false
        var isLetter = false
        while let tag = reader.tag() {
            switch tag {
            case 10: id = reader.text()
            case 18:
                let outer = reader.enter()
                subject.read(from: &reader, hasKind: &hasKind)
                reader.leave(outer)
            case 32: time = Timestamp(milliseconds: reader.signed())
            case 42:
                let outer = reader.enter()
                origin.read(from: &reader, like: self.origin.source)
                reader.leave(outer)
            case 64: isLetter = reader.unsigned() != 0
            default:
                if !Event.Body.read(tag, into: &body, isComplete: &isComplete, from: &reader) { other(tag, &reader) }
            }
        }
        self.origin = origin
        self.time = time
        guard !reader.isFailed, !id.isEmpty, hasKind, !subject.id.isEmpty, time != .distantPast, isComplete,
            let body = body.take()
        else { return nil }
        return Event(
            id: id,
            subject: subject,
            time: time,
            origin: placed ?? origin,
            body: body,
            isLetter: isLetter && placed == nil
        )
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
        var isComplete = false
        guard let tag = reader.tag(), Event.Body.read(tag, into: &body, isComplete: &isComplete, from: &reader),
            !reader.isFailed, isComplete, let body
        else { return nil }
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
