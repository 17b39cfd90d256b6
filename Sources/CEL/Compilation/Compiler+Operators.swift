extension Compiler {
    mutating func negation(_ operand: Expression, at place: Int) -> Type {
        let type = self.compile(operand)
        self.emit(.negate, at: place, pushes: 0)
        guard [.dyn, .int, .double].contains(type) else {
            return self.mismatch("'-' wants an int or a double, not \(type)", at: operand.start)
        }
        return type
    }

    mutating func contained(_ element: Expression, _ container: Expression, at place: Int) -> Type {
        let wanted = self.compile(element)
        let type = self.compile(container)
        self.emit(.contained, at: place, pushes: -1)
        switch type {
        case .dyn: return .bool
        case .list(let known), .map(let known, _):
            guard known.fits(wanted) || (known.isNumber && wanted.isNumber) else {
                return self.mismatch("a value of type \(wanted) is never in \(type)", at: place)
            }
            return .bool
        default: return self.mismatch("'in' wants a list or a map, not \(type)", at: container.start)
        }
    }

    mutating func binary(_ symbol: Token.Symbol, _ left: Expression, _ right: Expression, at place: Int) -> Type {
        let one = self.compile(left)
        let other = self.compile(right)
        self.emit(symbol.operation, at: place, pushes: -1)
        guard let type = symbol.result(one, other) else {
            return self.mismatch(
                "'\(symbol.rawValue)' can't be done with \(one) and \(other)\(symbol.hint(one, other))",
                at: place
            )
        }
        return type
    }
}

extension Token.Symbol {
    fileprivate var operation: Instruction.Operation {
        switch self {
        case .equal: .equal
        case .unequal: .unequal
        case .less: .less
        case .atMost: .atMost
        case .greater: .greater
        case .atLeast: .atLeast
        case .plus: .add
        case .minus: .subtract
        case .times: .multiply
        case .divide: .divide
        default: .modulo
        }
    }

    /// The type of the result; `nil` when the operation has no such operands.
    fileprivate func result(_ one: Type, _ other: Type) -> Type? {
        switch self {
        // Any variable may turn out to have no value.
        case .equal, .unequal: one.fits(other) || one == .null || other == .null ? .bool : nil
        case .less, .atMost, .greater, .atLeast:
            one.isOrdered && other.isOrdered && (one.fits(other) || (one.isNumber && other.isNumber)) ? .bool : nil
        case .plus: Self.sum(one, other)
        case .minus: Self.difference(one, other)
        case .times, .divide: Self.number([.int, .uint, .double], one, other)
        default: Self.number([.int, .uint], one, other)
        }
    }

    private static func number(_ types: [Type], _ one: Type, _ other: Type) -> Type? {
        if one == .dyn { return other == .dyn || types.contains(other) ? other : nil }
        return types.contains(one) && one.fits(other) ? one : nil
    }

    private static func sum(_ one: Type, _ other: Type) -> Type? {
        switch (one, other) {
        case (.dyn, .timestamp), (.dyn, .duration), (.timestamp, .dyn), (.duration, .dyn): .dyn
        case (.timestamp, .duration), (.duration, .timestamp): .timestamp
        case (.duration, .duration): .duration
        case (.dyn, .list), (.list, .dyn): .dyn
        case (.list(let left), .list(let right)): left.fits(right) ? .list(Type.joined([left, right])) : nil
        default: self.number([.int, .uint, .double, .string, .bytes], one, other)
        }
    }

    private static func difference(_ one: Type, _ other: Type) -> Type? {
        switch (one, other) {
        case (.dyn, .timestamp), (.timestamp, .dyn), (.duration, .dyn), (.dyn, .duration): .dyn
        case (.timestamp, .timestamp), (.duration, .duration): .duration
        case (.timestamp, .duration): .timestamp
        default: self.number([.int, .uint, .double], one, other)
        }
    }

    /// What would help.
    fileprivate func hint(_ one: Type, _ other: Type) -> String {
        if one.isNumber, other.isNumber { return "; convert one of them, such as with double(…)" }
        if one == .string || other == .string, self == .plus { return "; convert the other one with string(…)" }
        if [one, other].contains(.timestamp), [one, other].contains(.string) {
            return "; an instant is written timestamp('2026-01-31T00:00:00Z')"
        }
        if [one, other].contains(.duration), [one, other].contains(where: { $0 == .string || $0.isNumber }) {
            return "; a span of time is written duration('36h')"
        }
        return ""
    }
}
