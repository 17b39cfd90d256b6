extension Type {
    /// The type of a value; of lists and maps with the type of what is in them, where that is one.
    public init(of value: Value) {
        self =
            switch value {
            case .null: .null
            case .bool: .bool
            case .int: .int
            case .uint: .uint
            case .double: .double
            case .string: .string
            case .bytes: .bytes
            case .timestamp: .timestamp
            case .duration: .duration
            case .list(let elements): .list(Type.joined(elements.map { Type(of: $0) }))
            case .map(let map):
                .map(Type.joined(map.keys.map { Type(of: $0) }), Type.joined(map.values.map { Type(of: $0) }))
            case .type: .type
            case .fault: .dyn
            }
    }

    /// The one type of several values; `dyn` when they differ, or there are none.
    static func joined(_ types: [Type]) -> Type {
        guard let first = types.first else { return .dyn }
        if types.allSatisfy({ $0 == first }) { return first }
        let lists = types.compactMap { if case .list(let element) = $0 { element } else { nil } }
        if lists.count == types.count { return .list(self.joined(lists)) }
        return .dyn
    }

    /// Whether a value of this type may stand where the other one is wanted.
    func fits(_ other: Type) -> Bool {
        switch (self, other) {
        case (.dyn, _), (_, .dyn), (.parameter, _), (_, .parameter): true
        // Instants and spans are messages, which may be missing.
        case (.null, .timestamp), (.null, .duration), (.timestamp, .null), (.duration, .null): true
        case (.list(let one), .list(let other)): one.fits(other)
        case (.map(let key, let value), .map(let otherKey, let otherValue)):
            key.fits(otherKey) && value.fits(otherValue)
        default: self == other
        }
    }

    var isNumber: Bool { self == .int || self == .uint || self == .double }

    /// Whether values of this type have an order.
    var isOrdered: Bool {
        switch self {
        case .dyn, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration: true
        default: false
        }
    }
}

extension Function.Overload {
    /// What the overload answers with when it is given operands of these types; `nil` when it does not take them.
    func result(of operands: [Type], isMethod: Bool) -> Type? {
        guard self.isMethod == isMethod, self.takes(operands.count) else { return nil }
        var known: [String: Type] = [:]
        for (index, operand) in operands.enumerated() {
            let parameter = self.parameters[min(index, self.parameters.count - 1)]
            guard Self.matches(parameter, operand, &known) else { return nil }
        }
        return Self.filled(self.result, known)
    }

    private static func matches(_ parameter: Type, _ operand: Type, _ known: inout [String: Type]) -> Bool {
        switch (parameter, operand) {
        case (.parameter(let name), _):
            guard let earlier = known[name] else {
                known[name] = operand
                return true
            }
            if earlier == .dyn { known[name] = operand }
            return earlier.fits(operand)
        case (_, .dyn): return true
        case (.list(let one), .list(let other)): return self.matches(one, other, &known)
        case (.map(let key, let value), .map(let otherKey, let otherValue)):
            return self.matches(key, otherKey, &known) && self.matches(value, otherValue, &known)
        default: return parameter == .dyn || parameter == operand
        }
    }

    private static func filled(_ type: Type, _ known: [String: Type]) -> Type {
        switch type {
        case .parameter(let name): known[name] ?? .dyn
        case .list(let element): .list(self.filled(element, known))
        case .map(let key, let value): .map(self.filled(key, known), self.filled(value, known))
        default: type
        }
    }
}
