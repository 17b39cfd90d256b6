public import Retention

/// What a specification says of a signal; what it does not name may be anything.
public struct ExpectedSignal: Sendable, CustomStringConvertible {
    /// The type it must have.
    public let type: SignalType
    /// The instant it must carry.
    public let time: Timestamp
    /// Values it must carry, by name.
    public let values: [String: Signal.Value]
    /// The id of the event behind it, when that matters.
    public let cause: String?

    /// Describes a signal by its type, its time and those of its values that matter.
    public static func signal(
        _ type: SignalType,
        at time: Timestamp,
        _ values: [String: Signal.Value] = [:],
        cause: String? = nil
    ) -> ExpectedSignal {
        ExpectedSignal(type: type, time: time, values: values, cause: cause)
    }

    private init(type: SignalType, time: Timestamp, values: [String: Signal.Value], cause: String?) {
        self.type = type
        self.time = time
        self.values = values
        self.cause = cause
    }

    /// Describes `signal` with all it carries.
    public init(_ signal: Signal) {
        let values = Dictionary(signal.values.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        self.init(type: signal.type, time: signal.time, values: values, cause: signal.cause.eventID)
    }

    /// What differs between the description and `signal`; `nil` when nothing does.
    public func mismatch(with signal: Signal) -> String? {
        if self.type != signal.type { return "\(self.type.name) expected, \(signal.type.name) came" }
        if self.time != signal.time { return "\(self.time.utcText) expected, \(signal.time.utcText) came" }
        for (name, value) in self.values.sorted(by: { $0.key < $1.key }) {
            guard let field = signal.values.first(where: { $0.name == name }) else {
                return "the value \(name) is missing"
            }
            if field.value != value { return "\(name) \(value) expected, \(field.value) came" }
        }
        if let cause = self.cause, cause != signal.cause.eventID {
            return "caused by \(cause) expected, by \(signal.cause.eventID) came"
        }
        return nil
    }

    /// The type, the time and the values in the order of their names.
    public var description: String {
        let values = self.values.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        return "\(self.type.name) at \(self.time.utcText)\(values)" + (self.cause.map { " by \($0)" } ?? "")
    }
}
