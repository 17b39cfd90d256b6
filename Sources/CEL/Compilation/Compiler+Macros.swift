/// Macros: what looks like a call, and is written out when it is compiled.
extension Compiler {
    static let macros = [
        "has", "all", "exists", "exists_one", "existsOne", "map", "filter", "transformList", "transformMap", "cel.bind",
    ]

    /// Emits a macro; `nil` when it is none.
    mutating func macro(
        _ name: String,
        _ receiver: Expression?,
        _ operands: [Expression],
        at place: Int
    ) -> Type? {
        self.optionally { $0.written(name, receiver, operands, at: place) }
    }

    private mutating func written(
        _ name: String,
        _ receiver: Expression?,
        _ operands: [Expression],
        at place: Int
    ) -> Type? {
        guard let receiver else {
            return name == "has" && operands.count == 1 ? self.has(operands[0], at: place) : nil
        }
        if name == "bind", receiver.path == "cel", operands.count == 3 { return self.bind(operands, at: place) }
        switch (name, operands.count) {
        case ("all", 2), ("all", 3): return self.quantifier(.all, receiver, operands, at: place)
        case ("exists", 2), ("exists", 3): return self.quantifier(.any, receiver, operands, at: place)
        case ("exists_one", 2), ("existsOne", 2), ("existsOne", 3), ("exists_one", 3):
            return self.quantifier(.one, receiver, operands, at: place)
        case ("filter", 2): return self.filter(receiver, operands, at: place)
        case ("map", 2), ("map", 3): return self.transform(receiver, operands, variables: 1, at: place)
        case ("transformList", 3), ("transformList", 4):
            return self.transform(receiver, operands, variables: 2, at: place)
        case ("transformMap", 3), ("transformMap", 4): return self.transformMap(receiver, operands, at: place)
        default: return nil
        }
    }

    private mutating func has(_ operand: Expression, at place: Int) -> Type {
        guard case .select(let value, let field) = operand.form else {
            return self.refuse("has() wants a field, such as has(customer.name)", .badArgument, at: operand.start)
        }
        let type = self.compile(value)
        _ = self.field(field, of: type, .hasField, at: operand.place)
        return .bool
    }

    private mutating func bind(_ operands: [Expression], at place: Int) -> Type {
        guard let name = self.variable(operands[0]) else { return self.noVariable(operands[0]) }
        let type = self.compile(operands[1])
        let local = self.open([(name, type)])
        self.emit(.setLocal, a: local, at: place, pushes: -1)
        let result = self.compile(operands[2])
        self.close(1)
        return result
    }

    private func variable(_ expression: Expression) -> String? {
        if case .name(let name, false) = expression.form { name } else { nil }
    }

    private mutating func noVariable(_ expression: Expression) -> Type {
        self.refuse("expected the name of a variable of this macro's own", .badArgument, at: expression.start)
    }

    // MARK: Going through lists and maps

    /// What a macro goes through.
    private struct Pass {
        let begin: Int
        let next: Int
        let local: Int
        let variables: Int
    }

    /// Emits the beginning: the first `count` operands are the variables.
    ///
    /// `nil` when they are none, after telling so.
    private mutating func begin(
        _ receiver: Expression,
        _ operands: [Expression],
        variables count: Int,
        collecting value: Value,
        at place: Int
    ) -> Pass? {
        var names: [String] = []
        for operand in operands.prefix(count) {
            guard let name = self.variable(operand), !names.contains(name) else {
                _ = self.noVariable(operand)
                return nil
            }
            names.append(name)
        }
        var types: (key: Type, value: Type) = (.dyn, .dyn)
        switch self.compile(receiver) {
        case .list(let element): types = (.int, element)
        case .map(let key, let value): types = count == 1 ? (key, key) : (key, value)
        case .dyn: break
        case let other: _ = self.mismatch("this goes through a list or a map, not \(other)", at: receiver.start)
        }
        let local = self.open(
            count == 1 ? [(names[0], types.value)] : [(names[0], types.key), (names[1], types.value)]
        )
        let begin = self.emit(.begin, b: self.constant(value), at: receiver.place, pushes: 0)
        let next = self.emit(count == 1 ? .next : .nextPair, b: local, at: place, pushes: 0)
        return Pass(begin: begin, next: next, local: local, variables: count)
    }

    /// Emits the end: jumps that leave the pass land here.
    private mutating func end(_ pass: Pass, _ leaving: [(jump: Int, isB: Bool)], at place: Int) {
        self.emit(.jump, a: pass.next, at: place, pushes: 0)
        self.land(pass.next)
        for (jump, isB) in leaving { self.land(jump, b: isB) }
        self.emit(.end, at: place, pushes: 0)
        self.land(pass.begin)
        self.close(pass.variables)
    }

    private mutating func quantifier(
        _ kind: Instruction.Operation,
        _ receiver: Expression,
        _ operands: [Expression],
        at place: Int
    ) -> Type {
        let start: Value = kind == .one ? .int(0) : .bool(kind == .all)
        let count = operands.count - 1
        guard let pass = self.begin(receiver, operands, variables: count, collecting: start, at: place) else {
            return .bool
        }
        self.wantBool(operands[count], "the condition of a macro")
        let collect = self.emit(kind, at: operands[count].place, pushes: -1)
        self.end(pass, [(collect, false)], at: place)
        if kind == .one { self.emit(.isOne, at: place, pushes: 0) }
        return .bool
    }

    private mutating func filter(_ receiver: Expression, _ operands: [Expression], at place: Int) -> Type {
        guard let pass = self.begin(receiver, operands, variables: 1, collecting: .list([]), at: place) else {
            return .dyn
        }
        self.wantBool(operands[1], "the condition of a macro")
        let only = self.emit(.only, a: pass.next, at: operands[1].place, pushes: -1)
        let type = self.pushLocal(pass.local, at: place)
        let collect = self.emit(.append, at: place, pushes: -1)
        self.end(pass, [(only, true), (collect, false)], at: place)
        return .list(type)
    }

    private mutating func transform(
        _ receiver: Expression,
        _ operands: [Expression],
        variables count: Int,
        at place: Int
    ) -> Type {
        guard let pass = self.begin(receiver, operands, variables: count, collecting: .list([]), at: place) else {
            return .dyn
        }
        var leaving: [(jump: Int, isB: Bool)] = []
        if operands.count == count + 2 { leaving.append(self.only(operands[count], pass)) }
        let type = self.compile(operands[operands.count - 1])
        leaving.append((self.emit(.append, at: place, pushes: -1), false))
        self.end(pass, leaving, at: place)
        return .list(type)
    }

    private mutating func transformMap(_ receiver: Expression, _ operands: [Expression], at place: Int) -> Type {
        guard let pass = self.begin(receiver, operands, variables: 2, collecting: .map(Map()), at: place) else {
            return .dyn
        }
        var leaving: [(jump: Int, isB: Bool)] = []
        if operands.count == 4 { leaving.append(self.only(operands[2], pass)) }
        let type = self.compile(operands[operands.count - 1])
        leaving.append((self.emit(.put, b: pass.local, at: place, pushes: -1), false))
        let key = self.type(ofLocal: pass.local)
        self.end(pass, leaving, at: place)
        return .map(key, type)
    }

    private mutating func only(_ condition: Expression, _ pass: Pass) -> (jump: Int, isB: Bool) {
        self.wantBool(condition, "the condition of a macro")
        return (self.emit(.only, a: pass.next, at: condition.place, pushes: -1), true)
    }
}
