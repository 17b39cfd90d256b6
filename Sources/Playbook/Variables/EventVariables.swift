import CEL
import Retention

/// What expressions may name of the triggering event: the fields that events of a rule's types have.
struct EventVariables: Sendable {
    /// Where a variable is read from.
    private enum Source: Sendable {
        case id, type, time, currency
        /// By event type, the place of the field.
        case field([(kind: Event.Kind, place: Int)])
        case products([(kind: Event.Kind, place: Int)])
        case categories([(kind: Event.Kind, place: Int)])
        case pieces([(kind: Event.Kind, place: Int)])
    }

    private var sources: [Source] = []

    /// No event: timers and states have none.
    init() {}

    /// Declares the fields of some event types, behind what is declared already.
    ///
    /// A field that has another kind of value in another of the types is left out.
    init(_ kinds: [Event.Kind], into environment: inout Environment) {
        self.declare("event.id", .string, .id, &environment)
        self.declare("event.type", .string, .type, &environment)
        self.declare("event.time", .timestamp, .time, &environment)
        var fields: [String: (type: FactField.Kind, places: [(Event.Kind, Int)])] = [:]
        var order: [String] = []
        var hasMoney = false
        for kind in kinds {
            for (place, field) in kind.fields.enumerated() {
                if field.type == .money { hasMoney = true }
                if fields[field.name] == nil { order.append(field.name) }
                var known = fields[field.name] ?? (field.type, [])
                if known.type == field.type { known.places.append((kind, place)) }
                fields[field.name] = known
            }
        }
        if hasMoney { self.declare("event.currency", .string, .currency, &environment) }
        for name in order {
            guard let field = fields[name] else { continue }
            if field.type == .lines {
                self.declare("event.products", .list(.string), .products(field.places), &environment)
                self.declare("event.categories", .list(.string), .categories(field.places), &environment)
                self.declare("event.pieces", .int, .pieces(field.places), &environment)
            } else {
                self.declare("event.\(name)", field.type.type, .field(field.places), &environment)
            }
        }
    }

    /// The names that these types have, with their types.
    static func names(_ kinds: [Event.Kind]) -> [(name: String, type: CEL.`Type`)] {
        var environment = Environment()
        let before = environment.count
        _ = EventVariables(kinds, into: &environment)
        return (before..<environment.count).compactMap { index in
            environment.variable(at: index).map { (name: $0.name, type: $0.type) }
        }
    }

    private mutating func declare(
        _ name: String,
        _ type: CEL.`Type`,
        _ source: Source,
        _ environment: inout Environment
    ) {
        environment.declare(name, type)
        self.sources.append(source)
    }

    /// The value of a variable, by its place among those declared, of an event by address: copying it would cost more.
    func value(_ number: Int, of event: UnsafePointer<Event>) -> Signal.Value? {
        guard number < self.sources.count else { return nil }
        let kind = unsafe event.pointee.body.kind
        switch self.sources[number] {
        case .id: return unsafe .text(event.pointee.id)
        case .type: return .text(kind.name)
        case .time: return unsafe .time(event.pointee.time)
        case .currency:
            for (place, field) in kind.fields.enumerated() where field.type == .money {
                if case .money(let money) = unsafe event.pointee.body.value(of: place) {
                    return .text(money.currency.description)
                }
            }
            return nil
        case .field(let places):
            guard let place = Self.place(places, kind) else { return nil }
            return unsafe Signal.Value(event.pointee.body.value(of: place))
        case .products(let places): return unsafe .texts(Self.lines(places, event.pointee.body).map(\.product))
        case .categories(let places):
            return unsafe .texts(Self.lines(places, event.pointee.body).compactMap(\.category))
        case .pieces(let places):
            let lines = unsafe Self.lines(places, event.pointee.body)
            return .count(lines.reduce(0) { $0.addingReportingOverflow($1.quantity).partialValue })
        }
    }

    private static func place(_ places: [(kind: Event.Kind, place: Int)], _ kind: Event.Kind) -> Int? {
        for (known, place) in places where known == kind { return place }
        return nil
    }

    private static func lines(_ places: [(kind: Event.Kind, place: Int)], _ body: Event.Body) -> [LineItem] {
        guard let place = Self.place(places, body.kind), case .lines(let lines) = body.value(of: place) else {
            return []
        }
        return lines
    }
}

extension FactField.Kind {
    /// The type that expressions see.
    fileprivate var type: CEL.`Type` {
        switch self {
        case .text, .subject, .day: .string
        case .whole: .int
        case .flag: .bool
        case .money, .decimal: .double
        case .time: .timestamp
        case .texts, .lines: .list(.string)
        }
    }
}

extension Signal.Value {
    /// The value of a field as signals carry it; `nil` for one that the event does not tell.
    fileprivate init?(_ value: FactValue) {
        switch value {
        case .missing: return nil
        case .text(let text), .subject(let text): self = .text(text)
        case .whole(let number): self = .count(number)
        case .flag(let flag): self = .flag(flag)
        case .money(let money): self = .money(money)
        case .time(let time): self = .time(time)
        case .decimal(let millionths): self = .decimal(millionths)
        case .day(let day): self = .text(day.description)
        case .texts(let texts): self = .texts(texts)
        case .lines(let lines): self = .texts(lines.map(\.product))
        }
    }
}

extension Event.Body {
    /// The order that the event is about, when it names one.
    var orderID: String? {
        guard let place = Self.orderPlaces[self.kind.number], case .text(let id) = self.value(of: place) else {
            return nil
        }
        return id
    }

    /// By event type, the place of the order's id among its fields.
    private static let orderPlaces = Event.Kind.allCases.map { kind in
        kind.fields.firstIndex { $0.name == "order_id" && $0.type == .text }
    }
}
