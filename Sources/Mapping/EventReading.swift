import enum CEL.Nearest
import Formats
import JSON
import Playbook
import Retention
import Yams

/// Reads one entry of `events`: what a JSON record of the shop's own shape becomes.
enum EventReading {
    private static let keys = ["type", "when", "id", "time", "time_as", "subject", "data"]

    static func read(_ value: Value) -> RecordMapping? {
        guard let section = value.section(knowing: self.keys) else { return nil }
        let kind = section.required("type") { self.kind($0) }
        let subject = section.required("subject") { self.subject($0) }
        let data = section.required("data") { self.parts($0, kind.map { Owner(name: $0.name, names: $0.names) }) }
        let form = section.optional("time_as") { $0.choice(RecordMapping.TimeForm.self) }
        guard let kind, let subject, let data else { return nil }
        return RecordMapping(
            conditions: self.conditions(section),
            kind: kind,
            id: section.optional("id") { self.places($0) } ?? [],
            time: section.optional("time") { self.places($0) } ?? [],
            timeForm: form ?? .text,
            subject: subject,
            data: data
        )
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

    private static func subject(_ value: Value) -> [(kind: Subject.Kind, place: JSONPointer)]? {
        guard let entries = value.entries("kinds with pointers, such as { customer: /customer/id }") else { return nil }
        var subject: [(kind: Subject.Kind, place: JSONPointer)] = []
        for (name, place) in entries {
            guard let kind = Subject.Kind.allCases.first(where: { $0.name == name }) else {
                let names = Subject.Kind.allCases.map(\.name).joined(separator: ", ")
                return place.reject(.unknownKey, "expected one of \(names)")
            }
            guard let pointer = self.place(place) else { return nil }
            subject.append((kind, pointer))
        }
        guard !subject.isEmpty else { return value.reject(.outOfRange, "expected at least one kind with its pointer") }
        return subject
    }

    private static func conditions(_ section: Section) -> [JSONPointer: [String]] {
        var conditions: [JSONPointer: [String]] = [:]
        for (name, value) in section.values["when"]?.entries("pointers with the texts to find there") ?? [] {
            guard let place = JSONPointer(name), !name.isEmpty else {
                let _: Never? = value.reject(.malformed, "expected a JSON pointer such as /status as the key")
                continue
            }
            let texts =
                value.node.sequence == nil
                ? value.text("a text").map { [$0] } : value.items()?.compactMap { $0.text("a text") }
            if let texts { conditions[place] = texts }
        }
        return conditions
    }

    /// What is made of a record or of an element of it: how messages call it, and the names that it knows.
    private struct Owner {
        let name: String
        let names: FactNames
    }

    /// `owner` is what the data belongs to; `nil` where that is not known, so that no name can be checked.
    private static func parts(_ value: Value, _ owner: Owner?) -> [RecordMapping.Part]? {
        guard let entries = value.entries("the names of the data with pointers") else { return nil }
        return self.parts(of: value, entries, owner)
    }

    private static func parts(
        of value: Value,
        _ entries: [(name: String, value: Value)],
        _ owner: Owner?
    ) -> [RecordMapping.Part] {
        if let owner { self.check(entries, in: value, owner) }
        return entries.compactMap { name, part in
            self.source(part, name, owner).map { RecordMapping.Part(name, $0) }
        }
    }

    /// Reports names that the data does not have, and names that it needs.
    private static func check(_ entries: [(name: String, value: Value)], in value: Value, _ owner: Owner) {
        let known = owner.names.all
        for (name, part) in entries where !known.contains(name) {
            part.rejectKey(name, of: owner.name, knowing: known)
        }
        for names in owner.names.required where !names.contains(where: { self.gives($0, entries) }) {
            let others = names.dropFirst()
            let choice = others.isEmpty ? "" : "; \(others.joined(separator: ", ")) would do too"
            value.rejectMissing(names.first ?? "", "\(owner.name) needs this, and nothing gives it\(choice)")
        }
    }

    /// Whether something gives a name, or in `products/price` the second one within each of the first.
    private static func gives(_ name: String, _ entries: [(name: String, value: Value)]) -> Bool {
        let steps = name.split(separator: "/").map(String.init)
        guard let entry = entries.first(where: { $0.name == steps[0] }) else { return false }
        // What a pointer alone takes over is known when records come.
        guard steps.count > 1, let mapping = entry.value.node.mapping else { return true }
        return mapping[steps[1]] != nil
    }

    /// A pointer, several by preference, a constant, or what is made of each element of an array.
    private static func source(_ value: Value, _ name: String, _ owner: Owner?) -> RecordMapping.Source? {
        let inner = owner?.names.objects[name]
        guard let mapping = value.node.mapping else { return self.places(value).map { .places($0) } }
        if mapping["is"] != nil {
            guard inner == nil, owner?.names.texts.contains(name) != true else {
                return value.reject(.wrongType, "expected a pointer to an array, found a constant")
            }
            return value.section(knowing: ["is"])?.required("is") { self.constant($0) }.map { .constant($0) }
        }
        guard let each = mapping["each"]?.scalar?.string, let place = JSONPointer(each) else {
            return value.reject(
                .malformed,
                "expected a pointer, `{ is: constant }` or `{ each: /pointer, name: /pointer-within, … }`"
            )
        }
        if let owner, inner == nil, owner.names.all.contains(name) {
            return value.reject(.wrongType, "expected a pointer or a constant: this is no list of objects")
        }
        let entries = (value.entries("`each` and the names of the data") ?? []).filter { $0.name != "each" }
        guard !entries.isEmpty else { return value.reject(.missingKey, "expected names with pointers beside `each`") }
        return .each(place, self.parts(of: value, entries, inner.map { Owner(name: "each of \(name)", names: $0) }))
    }

    private static func constant(_ value: Value) -> RecordMapping.Constant? {
        guard let scalar = value.node.scalar else {
            return value.reject(.wrongType, "expected a text, number or truth")
        }
        guard scalar.style == .plain else { return .text(scalar.string) }
        switch scalar.string {
        case "true": return .flag(true)
        case "false": return .flag(false)
        default: return Int64(scalar.string).map { .number($0) } ?? .text(scalar.string)
        }
    }

    private static func places(_ value: Value) -> [JSONPointer]? {
        guard value.node.sequence != nil else { return self.place(value).map { [$0] } }
        return value.items()?.compactMap { self.place($0) }
    }

    private static func place(_ value: Value) -> JSONPointer? {
        guard let text = value.text("a JSON pointer such as /order/id") else { return nil }
        guard let place = JSONPointer(text), !text.isEmpty else {
            return value.reject(.malformed, "expected a JSON pointer, which begins with a slash, such as /order/id")
        }
        return place
    }
}
