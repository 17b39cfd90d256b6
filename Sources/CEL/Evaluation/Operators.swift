/// What the operators do with values, whatever their types turn out to be.
enum Operators {
    static func add(_ one: Value, _ other: Value) -> Value {
        switch (one, other) {
        case (.int(let a), .int(let b)): checked(a.addingReportingOverflow(b))
        case (.double(let a), .double(let b)): .double(a + b)
        case (.uint(let a), .uint(let b)): checked(a.addingReportingOverflow(b))
        case (.string(let a), .string(let b)): .string(a + b)
        case (.bytes(let a), .bytes(let b)): .bytes(a + b)
        case (.list(let a), .list(let b)): .list(a + b)
        case (.timestamp(let a), .duration(let b)), (.duration(let b), .timestamp(let a)):
            Self.sum(a, b, Value.timestamp)
        case (.duration(let a), .duration(let b)): Self.sum(a, b, Value.duration)
        default: Self.none(one, other)
        }
    }

    static func subtract(_ one: Value, _ other: Value) -> Value {
        switch (one, other) {
        case (.int(let a), .int(let b)): checked(a.subtractingReportingOverflow(b))
        case (.double(let a), .double(let b)): .double(a - b)
        case (.uint(let a), .uint(let b)): checked(a.subtractingReportingOverflow(b))
        case (.timestamp(let a), .duration(let b)): Self.sum(a, b.negated, Value.timestamp)
        case (.duration(let a), .duration(let b)): Self.sum(a, b.negated, Value.duration)
        case (.timestamp(let a), .timestamp(let b)): Self.between(b, a)
        default: Self.none(one, other)
        }
    }

    /// The span between two instants, which must fit 64 bits of nanoseconds (some 292 years), as it must elsewhere.
    private static func between(_ first: Instant, _ second: Instant) -> Value {
        let span = Self.sum(second, first.negated, Value.duration)
        guard case .duration(let duration) = span else { return span }
        return abs(duration.seconds) <= Int64.max / 1_000_000_000 ? span : .fault(Fault(.overflow))
    }

    static func multiply(_ one: Value, _ other: Value) -> Value {
        switch (one, other) {
        case (.int(let a), .int(let b)): checked(a.multipliedReportingOverflow(by: b))
        case (.double(let a), .double(let b)): .double(a * b)
        case (.uint(let a), .uint(let b)): checked(a.multipliedReportingOverflow(by: b))
        default: Self.none(one, other)
        }
    }

    static func divide(_ one: Value, _ other: Value) -> Value {
        switch (one, other) {
        case (.double(let a), .double(let b)): .double(a / b)
        case (.int, .int(0)), (.uint, .uint(0)): .fault(Fault(.divisionByZero))
        case (.int(let a), .int(let b)): checked(a.dividedReportingOverflow(by: b))
        case (.uint(let a), .uint(let b)): .uint(a / b)
        default: Self.none(one, other)
        }
    }

    static func modulo(_ one: Value, _ other: Value) -> Value {
        switch (one, other) {
        case (.int, .int(0)), (.uint, .uint(0)): .fault(Fault(.divisionByZero))
        case (.int(let a), .int(let b)): checked(a.remainderReportingOverflow(dividingBy: b))
        case (.uint(let a), .uint(let b)): .uint(a % b)
        default: Self.none(one, other)
        }
    }

    static func negate(_ value: Value) -> Value {
        switch value {
        case .int(let int): checked(Int64(0).subtractingReportingOverflow(int))
        case .double(let double): .double(-double)
        case .fault: value
        default: .fault(Fault(.noOverload))
        }
    }

    /// The fault of an operand, the first one's first; else that there is no such operation.
    static func none(_ one: Value, _ other: Value) -> Value {
        if case .fault = one { return one }
        if case .fault = other { return other }
        return .fault(Fault(.noOverload))
    }

    private static func checked(_ result: (partialValue: Int64, overflow: Bool)) -> Value {
        result.overflow ? .fault(Fault(.overflow)) : .int(result.partialValue)
    }

    private static func checked(_ result: (partialValue: UInt64, overflow: Bool)) -> Value {
        result.overflow ? .fault(Fault(.overflow)) : .uint(result.partialValue)
    }

    private static func sum(_ one: Instant, _ other: Instant, _ make: (Instant) -> Value) -> Value {
        let (seconds, overflow) = one.seconds.addingReportingOverflow(other.seconds)
        let nanoseconds = one.nanoseconds + other.nanoseconds
        let carry: Int32 = nanoseconds >= 1_000_000_000 ? 1 : 0
        let (total, carried) = seconds.addingReportingOverflow(Int64(carry))
        guard !overflow, !carried else { return .fault(Fault(.overflow)) }
        let value = make(Instant(seconds: total, nanoseconds: nanoseconds - carry * 1_000_000_000))
        return value.isInRange ? value : .fault(Fault(.overflow))
    }

    // MARK: Containers

    static func element(_ container: Value, _ key: Value) -> Value {
        switch (container, key) {
        case (.fault, _), (_, .fault): Self.none(container, key)
        case (.map(let map), _): map[key] ?? .fault(Fault(.noSuchKey))
        case (.list(let list), .int(let index)): Self.element(list, Int(exactly: index))
        case (.list(let list), .uint(let index)): Self.element(list, Int(exactly: index))
        case (.list(let list), .double(let index)): Self.element(list, Int(exactly: index))
        case (.list, _): .fault(Fault(.badIndex))
        default: .fault(Fault(.noOverload))
        }
    }

    private static func element(_ list: [Value], _ index: Int?) -> Value {
        guard let index, list.indices.contains(index) else { return .fault(Fault(.badIndex)) }
        return list[index]
    }

    static func contained(_ element: Value, _ container: Value) -> Value {
        switch (element, container) {
        case (.fault, _), (_, .fault): return Self.none(element, container)
        case (_, .list(let list)): return .bool(list.contains { $0.equals(element) })
        case (_, .map(let map)): return .bool(map[element] != nil)
        default: return .fault(Fault(.noOverload))
        }
    }
}

extension Instant {
    /// The span that takes this one back.
    fileprivate var negated: Instant {
        guard self.nanoseconds > 0 else { return Instant(seconds: 0 &- self.seconds) }
        return Instant(seconds: -1 &- self.seconds, nanoseconds: 1_000_000_000 - self.nanoseconds)
    }
}

extension Value {
    /// Whether an instant or span is one that its type holds.
    var isInRange: Bool {
        switch self {
        // From 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
        case .timestamp(let instant): (-62_135_596_800...253_402_300_799).contains(instant.seconds)
        case .duration(let span): abs(span.nearestSeconds) <= 315_576_000_000
        default: true
        }
    }
}

extension Instant {
    /// Whole seconds, rounded toward zero.
    fileprivate var nearestSeconds: Int64 { self.seconds < 0 && self.nanoseconds > 0 ? self.seconds + 1 : self.seconds }
}
