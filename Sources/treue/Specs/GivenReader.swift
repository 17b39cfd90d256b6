import enum CEL.Nearest
import Formats
import Journal
import JSON
import Playbook
import Retention
import Yams

/// An event that is given, with its time still to be counted from the start of a test.
struct GivenEvent {
    let instant: SpecInstant
    /// `nil` when it is about whom the test is about.
    let subject: Subject?
    /// The event at some time.
    let template: Event
    /// Where it stands.
    let value: Value

    /// The event at its time.
    func event(_ time: Timestamp, _ other: Subject) -> Event {
        var event = self.template
        event.time = time
        event.subject = self.subject ?? other
        return event
    }
}

/// Reads given events by the decoder that reads event files, so that wrong data are told in the same words.
struct GivenReader {
    private static let keys = ["at", "event", "data", "subject", "id"]
    /// More in one list would be a history, which is replayed.
    private static let most = 1_000

    private let decoder: RawDecoder
    /// The file, as the causes of signals tell it.
    private let source: String

    init(currency: Currency?, source: String) {
        self.decoder = RawDecoder(currency: currency)
        self.source = source
    }

    /// The events of a list; ids that are missing begin with `prefix`.
    func events(_ value: Value?, ids prefix: String) -> [GivenEvent] {
        guard let value, !value.isNull, let items = value.list(atMost: Self.most) else { return [] }
        return items.enumerated().compactMap { self.event($1, id: "\(prefix)-\($0 + 1)") }
    }

    private func event(_ value: Value, id: String) -> GivenEvent? {
        guard let section = value.section(knowing: Self.keys) else { return nil }
        let instant = section.required("at") { SpecInstant.parse($0) }
        let kind = section.required("event") { Self.kind($0) }
        let subject = section.optional("subject") { Self.subject($0) }
        let named = section.optional("id") { $0.text("an id") }
        var data = NodeJSON()
        if let value = section.values["data"], !value.isNull {
            guard data.write(value), let kind else { return nil }
            Self.check(value, kind.names, of: kind.name)
        } else {
            data.writeNothing()
        }
        guard let instant, let kind else { return nil }
        let record = Self.record(kind, named ?? id, subject, data.bytes())
        let origin = Origin(source: self.source, partition: 0, offset: Int64(value.line) - 1)
        switch self.decoder.decode(line: record.span, at: origin) {
        case .event(let event): return GivenEvent(instant: instant, subject: subject, template: event, value: value)
        case .ignored(let reason), .unavailable(let reason):
            return value.reject(.malformed, "\(kind.name) is left out: \(reason)")
        case .rejected(let rejection):
            let steps = JSONPointer(rejection.pointer)?.steps ?? []
            let place = rejection.pointer.isEmpty ? "" : " (\(rejection.pointer))"
            return value.part(at: steps).reject(.malformed, "\(kind.name): \(rejection.message)\(place)")
        }
    }

    private static func kind(_ value: Value) -> Event.Kind? {
        guard let name = value.text("an event type such as order.completed") else { return nil }
        if let kind = Event.Kind(name: name) { return kind }
        let near = Nearest.name(to: name, among: Event.Kind.allCases.map(\.name))
        return value.reject(
            .unknownValue,
            "no such event type" + (near.map { "; did you mean `\($0)`?" } ?? "; schemas/README.md lists them")
        )
    }

    /// A kind and an id, such as `customer/1`.
    static func subject(_ value: Value) -> Subject? {
        guard let text = value.text("a subject such as customer/1") else { return nil }
        return Subject(text)
            ?? value.reject(.malformed, "expected a kind and an id such as customer/1, found \(value.sight)")
    }

    /// Reports names that the data of the event does not have: a reader of files passes them over, a test misspells them.
    private static func check(_ value: Value, _ names: FactNames, of owner: String) {
        let known = names.all
        for (key, _) in value.node.mapping ?? [:] {
            // A letter for private use stands in the place of the first one of a repeated name, which is told already.
            guard let name = key.scalar?.string, !name.beginsPrivately else { continue }
            let part = value.part(at: [name])
            guard known.contains(name) else {
                part.rejectKey(name, of: owner, knowing: known)
                continue
            }
            guard let inner = names.objects[name], let items = part.node.sequence else { continue }
            for index in items.indices { self.check(part.part(at: ["\(index)"]), inner, of: "each of \(name)") }
        }
    }

    private static func record(_ kind: Event.Kind, _ id: String, _ subject: Subject?, _ data: [UInt8]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("specversion")
        writer.string("1.0" as StaticString)
        writer.key("type")
        writer.string(kind.name)
        writer.key("id")
        writer.string(id)
        writer.key("subject")
        writer.string(subject?.description ?? "customer/1")
        writer.key("time")
        writer.timestamp(0)
        writer.key("data")
        writer.json(data.span)
        writer.endObject()
        return writer.array()
    }
}

extension String {
    fileprivate var beginsPrivately: Bool { self.unicodeScalars.first?.properties.generalCategory == .privateUse }
}
