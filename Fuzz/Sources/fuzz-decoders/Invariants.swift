import Formats
import JSON
import Journal
import Retention

/// Where the records of an input stand.
let place = Origin(source: "raw", partition: 3, offset: 77)
/// When they were written to Kafka.
let written = Timestamp(milliseconds: 1_772_357_400_000)

/// Ends the program because something that must hold does not.
func broken(_ what: String) -> Never { fatalError("broken: \(what)") }

/// A decoder of raw records under the rules that hold for all of them.
final class Intake {
    private let settings: IntakeSettings
    private let veteran: RawDecoder
    /// What reads an event again: from JSON, with and without being told so, and from Protobuf.
    private let readers: [(form: SourceSettings.Format, decoder: RawDecoder)]

    /// Makes an intake; `limits` are those of its topics.
    init(_ settings: IntakeSettings, limits: Limits = Limits()) {
        self.settings = settings
        self.veteran = RawDecoder(settings)
        self.readers = [SourceSettings.Format.cloudEvents, .auto, .protobuf].map {
            ($0, RawDecoder(IntakeSettings(defaults: SourceSettings(format: $0, limits: limits))))
        }
    }

    /// Decodes a record and checks what comes out.
    func run(_ value: [UInt8], _ headers: RecordHeaders = RecordHeaders(), topic: String = place.source) {
        var origin = place
        origin.source = topic
        let decoded = Self.decode(self.veteran, value, headers, origin)
        // No record changes how the next one is read. A new decoder is dear, so that not every input gets one.
        if value.reduce(0, { $0 &+ Int($1) }) & 7 == 0 {
            let fresh = Self.decode(RawDecoder(self.settings), value, headers, origin)
            guard Self.isSame(decoded, fresh) else { broken("an earlier record changed \(fresh) into \(decoded)") }
        }
        switch decoded {
        case .event(let event):
            guard event.origin == origin, !event.isLetter else { broken("a record told its own place: \(event)") }
            self.check(event)
        case .rejected(let rejection):
            guard !rejection.reason.isEmpty, !rejection.message.isEmpty else { broken("no reason: \(rejection)") }
            guard let pointer = JSONPointer(rejection.pointer), pointer.text.utf8.elementsEqual(rejection.pointer.utf8)
            else { broken("no JSON pointer: \(rejection)") }
            Leak.check(rejection, value, headers)
        case .ignored(let reason): guard !reason.isEmpty else { broken("no reason") }
        case .unavailable: broken("no registry is set, and one was asked")
        }
    }

    private static func decode(
        _ decoder: RawDecoder,
        _ value: [UInt8],
        _ headers: RecordHeaders,
        _ origin: Origin
    ) -> DecodedRecord {
        decoder.decode(
            LogRecord(
                offset: origin.offset,
                timestamp: written,
                key: Span(),
                value: value.span,
                headers: headers.bytes.span
            ),
            at: origin
        )
    }

    private static func isSame(_ left: DecodedRecord, _ right: DecodedRecord) -> Bool {
        switch (left, right) {
        case (.event(let left), .event(let right)): left == right
        case (.rejected(let left), .rejected(let right)): left == right
        case (.ignored(let left), .ignored(let right)): left == right
        case (.unavailable, .unavailable): true
        default: false
        }
    }

    // MARK: Events

    /// An event comes back as it was from `events`, from JSON and from raw Protobuf.
    private func check(_ event: Event) {
        let bytes = encoded(event)
        checkCanonical(.event(event), bytes)
        var json: [UInt8] = []
        var writer = EventWriter()
        writer.append(event, to: &json)
        for (form, decoder) in self.readers {
            let said = Self.decode(decoder, form == .protobuf ? bytes : json, RecordHeaders(), event.origin)
            guard case .event(let again) = said else {
                broken("\(form) of an event is none: \(said)\n\(String(decoding: json, as: UTF8.self))")
            }
            // Strings that look alike are equal in Swift; the bytes tell.
            guard encoded(again) == bytes else {
                let text = String(decoding: json, as: UTF8.self)
                broken("\(form) of an event is another one:\n\(event)\n\(again)\n\(text)")
            }
        }
    }
}

/// The encoding of `events` for an event.
func encoded(_ event: Event) -> [UInt8] {
    var bytes: [UInt8] = []
    CanonicalEvents().encode(event, to: &bytes)
    return bytes
}

/// What was written to `events` is read as the same, and written as the same bytes.
func checkCanonical(_ entry: EventsEntry, _ bytes: [UInt8]) {
    guard let again = CanonicalEvents().decode(bytes.span) else {
        broken("`events` would hold what none can read: \(entry)")
    }
    guard again == entry else { broken("`events` would hold another entry:\n\(entry)\n\(again)") }
    var twice: [UInt8] = []
    switch again {
    case .event(let event): CanonicalEvents().encode(event, to: &twice)
    case .refused(let record): CanonicalEvents().encode(record, to: &twice)
    }
    guard twice == bytes else { broken("`events` would hold other bytes of \(entry)") }
}

/// Looks for the contents of records in what is said of them.
///
/// Approximate, so that it never cries wolf: only pieces of eight bytes count that hold what no message and no name of
/// a field of ours has in it.
enum Leak {
    static func check(_ rejection: Rejection, _ value: [UInt8], _ headers: RecordHeaders) {
        let message = Array(rejection.message.utf8)
        if message.contains(where: self.isForeign), self.sharesPiece(message, value + [0] + headers.bytes) {
            broken("a message repeats the record: \(rejection)")
        }
        let pointer = Array(rejection.pointer.utf8)
        guard pointer.contains(where: self.isForeign) else { return }
        // A pointer is made of the record's keys; it must not hold the values.
        var parser = JSONParser()
        guard let root = try? parser.parse(value.span) else { return }
        var texts = Texts()
        texts.collect(root)
        guard !self.sharesPiece(texts.keys, pointer), self.sharesPiece(pointer, texts.values) else { return }
        broken("a pointer repeats the record: \(rejection)")
    }

    private static func isForeign(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte < 0x20 || "@#$%&{}<>|*=!?\\".utf8.contains(byte)
    }

    private static func sharesPiece(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count >= 8, right.count >= 8 else { return false }
        let pieces = Set((0...right.count - 8).map { right[$0..<$0 + 8] })
        return (0...left.count - 8).contains { start in
            let piece = left[start..<start + 8]
            return piece.contains(where: self.isForeign) && pieces.contains(piece)
        }
    }

    private struct Texts {
        var keys: [UInt8] = []
        var values: [UInt8] = []

        mutating func collect(_ value: borrowing JSONValue) {
            switch value.kind {
            case .object:
                var members = value.members
                while let member = members.next() {
                    self.keys += Array((member.key.string ?? "").utf8) + [0]
                    self.collect(member.value)
                }
            case .array:
                var elements = value.elements
                while let element = elements.next() { self.collect(element) }
            case .string: self.values += Array((value.string ?? "").utf8) + [0]
            default: break
            }
        }
    }
}
