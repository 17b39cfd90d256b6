public import JSON
public import Retention

/// How JSON records of a shape of the shop's own become events: what is taken from where.
public struct RecordMapping: Hashable, Sendable {
    /// Where a value comes from.
    public enum Source: Hashable, Sendable {
        /// The first of several places in the record where something stands.
        case places([JSONPointer])
        /// Always the same.
        case constant(Constant)
        /// An object for each element of an array; the parts are taken from within the element.
        case each(JSONPointer, [Part])
    }

    /// What a value always is.
    public enum Constant: Hashable, Sendable {
        /// A text.
        case text(String)
        /// A whole number.
        case number(Int64)
        /// A truth.
        case flag(Bool)
    }

    /// A member of the data, and where its value comes from.
    public struct Part: Hashable, Sendable {
        /// The name in the data of the event type.
        public let name: String
        /// Where its value comes from.
        public let source: Source

        /// Makes a part.
        public init(_ name: String, _ source: Source) {
            self.name = name
            self.source = source
        }
    }

    /// How a time is written.
    public enum TimeForm: String, Hashable, Sendable, CaseIterable {
        /// As RFC 3339 has it, or without a zone as the clocks of the topic's zone show it.
        case text
        /// Seconds since 1970 UTC, also with a fraction.
        case seconds
        /// Milliseconds since 1970 UTC.
        case milliseconds
    }

    /// What a record must hold for this mapping to apply to it: one of the texts at each place.
    public var conditions: [JSONPointer: [String]]
    /// What the record becomes.
    public var kind: Event.Kind
    /// Where its id stands; without one it is made from the place of the record.
    public var id: [JSONPointer]
    /// Where its time stands; without one it is that of the Kafka record.
    public var time: [JSONPointer]
    /// How its time is written.
    public var timeForm: TimeForm
    /// Where its subject's id stands, by preference.
    public var subject: [(kind: Subject.Kind, place: JSONPointer)]
    /// Its data.
    public var data: [Part]

    /// Makes a mapping.
    public init(
        conditions: [JSONPointer: [String]] = [:],
        kind: Event.Kind,
        id: [JSONPointer] = [],
        time: [JSONPointer] = [],
        timeForm: TimeForm = .text,
        subject: [(kind: Subject.Kind, place: JSONPointer)],
        data: [Part]
    ) {
        self.conditions = conditions
        self.kind = kind
        self.id = id
        self.time = time
        self.timeForm = timeForm
        self.subject = subject
        self.data = data
    }

    /// Compares all parts.
    public static func == (left: RecordMapping, right: RecordMapping) -> Bool {
        left.conditions == right.conditions && left.kind == right.kind && left.id == right.id && left.time == right.time
            && left.timeForm == right.timeForm && left.data == right.data
            && left.subject.elementsEqual(right.subject) { $0.kind == $1.kind && $0.place == $1.place }
    }

    /// Hashes what mostly differs.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.kind)
        hasher.combine(self.data)
    }
}

/// Members that are put into JSON records before they are read.
public struct Rewriting: Hashable, Sendable {
    /// Members that get another name beside their own: the name by the place.
    public var renames: [JSONPointer: String]
    /// Members that are put where there are none: a text by the place.
    public var constants: [JSONPointer: String]

    /// Makes a rewriting, of nothing unless said otherwise.
    public init(renames: [JSONPointer: String] = [:], constants: [JSONPointer: String] = [:]) {
        self.renames = renames
        self.constants = constants
    }

    /// Whether records stay as they are.
    public var isEmpty: Bool { self.renames.isEmpty && self.constants.isEmpty }
}
