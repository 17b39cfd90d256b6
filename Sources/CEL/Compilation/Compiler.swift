/// Checks the types of an expression and makes instructions of it, both in one walk.
struct Compiler {
    private(set) var issues: [(message: String, place: Int)] = []
    private(set) var warnings: [(message: String, place: Int)] = []
    /// How many operators and macros around can do without the value.
    private var optional = 0
    var code: [Instruction] = []
    private(set) var constants: [Value] = []
    private(set) var functions: [Function] = []
    private(set) var patterns: [CompiledPattern] = []
    private(set) var deepest = 0
    private(set) var mostLocals = 0
    let environment: Environment
    /// The variables of the macros around, the innermost last; each has a local of its own.
    private var scope: [(name: String, type: Type)] = []
    private var depth = 0

    init(_ environment: Environment) { self.environment = environment }

    // MARK: Emitting

    /// Appends a step that leaves so many values more on the stack; returns its place in the code.
    @discardableResult
    mutating func emit(
        _ operation: Instruction.Operation,
        a: Int = 0,
        b: Int = 0,
        at place: Int,
        pushes: Int
    ) -> Int {
        self.code.append(
            Instruction(
                operation: operation,
                a: Int32(clamping: a),
                b: Int32(clamping: b),
                place: Int32(clamping: place)
            )
        )
        self.depth += pushes
        self.deepest = max(self.deepest, self.depth)
        return self.code.count - 1
    }

    /// Lets a jump go to what is emitted next.
    mutating func land(_ jump: Int, b: Bool = false) {
        if b {
            self.code[jump].b = Int32(clamping: self.code.count)
        } else {
            self.code[jump].a = Int32(clamping: self.code.count)
        }
    }

    mutating func constant(_ value: Value) -> Int {
        self.constants.append(value)
        return self.constants.count - 1
    }

    mutating func push(_ value: Value, at place: Int) {
        let index = self.constant(value)
        self.emit(.constant, a: index, at: place, pushes: 1)
    }

    /// Values that are on one of two ways only are counted on one.
    mutating func forget(_ count: Int) { self.depth -= count }

    /// Takes the last values off the stack when all that was emitted from a place on are that many constants, with no
    /// fault among them.
    mutating func takeConstants(_ count: Int, since start: Int) -> [Value]? {
        let last = self.code[start...]
        guard last.count == count, last.allSatisfy({ $0.operation == .constant }) else { return nil }
        let values = last.map { self.constants[Int($0.a)] }
        guard !values.contains(where: \.isFault) else { return nil }
        self.code.removeLast(count)
        self.depth -= count
        return values
    }

    /// Notes what is wrong; where nothing is checked, it becomes a fault of the evaluation.
    ///
    /// Pushes a value either way.
    mutating func refuse(_ message: String, _ kind: Fault.Kind, at place: Int) -> Type {
        if self.environment.isChecked { self.issues.append((message, place)) }
        self.push(.fault(Fault(kind, at: Int32(clamping: place))), at: place)
        return .dyn
    }

    /// Notes types that don't fit; an evaluation of what was emitted finds that out by itself.
    mutating func mismatch(_ message: String, at place: Int) -> Type {
        if self.environment.isChecked { self.issues.append((message, place)) }
        return .dyn
    }

    // MARK: Locals

    /// Opens the scope of a macro's variables; returns the first one's local.
    mutating func open(_ variables: [(String, Type)]) -> Int {
        let first = self.scope.count
        self.scope += variables.map { (name: $0.0, type: $0.1) }
        self.mostLocals = max(self.mostLocals, self.scope.count)
        return first
    }

    func type(ofLocal local: Int) -> Type { self.scope[local].type }

    mutating func pushLocal(_ local: Int, at place: Int) -> Type {
        self.emit(.local, a: local, at: place, pushes: 1)
        return self.scope[local].type
    }

    func hasLocal(_ name: String) -> Bool { self.scope.contains { $0.name == name } }

    mutating func close(_ count: Int) { self.scope.removeLast(count) }

    // MARK: Expressions

    /// Emits an expression, which leaves one value; returns its type.
    mutating func compile(_ expression: Expression) -> Type {
        let place = expression.place
        switch expression.form {
        case .literal(let value):
            self.push(value, at: place)
            return Type(of: value)
        case .name, .select: return self.selection(expression)
        case .index(let value, let key): return self.index(value, key, at: place)
        case .call(let name, let receiver, let operands): return self.call(name, receiver, operands, at: place)
        case .negate(let operand): return self.negation(operand, at: place)
        case .not(let operand):
            self.wantBool(operand, "'!'")
            self.emit(.not, at: place, pushes: 0)
            return .bool
        case .binary(let symbol, let left, let right): return self.binary(symbol, left, right, at: place)
        case .contained(let element, let container): return self.contained(element, container, at: place)
        case .and(let operands): return self.logic(operands, .and, .jumpIfFalse, "'&&'", at: place)
        case .or(let operands): return self.logic(operands, .or, .jumpIfTrue, "'||'", at: place)
        case .conditional(let condition, let yes, let no): return self.conditional(condition, yes, no, at: place)
        case .list(let elements):
            let start = self.code.count
            let types = elements.map { self.compile($0) }
            if let values = self.takeConstants(elements.count, since: start) {
                self.push(.list(values), at: place)
            } else {
                self.emit(.list, a: elements.count, at: place, pushes: 1 - elements.count)
            }
            return .list(Type.joined(types))
        case .map(let entries):
            var (keys, values): ([Type], [Type]) = ([], [])
            for entry in entries {
                keys.append(self.key(entry.key))
                values.append(self.compile(entry.value))
            }
            self.emit(.map, a: entries.count, at: place, pushes: 1 - 2 * entries.count)
            return .map(Type.joined(keys), Type.joined(values))
        }
    }

    private mutating func key(_ expression: Expression) -> Type {
        let type = self.compile(expression)
        switch type {
        case .dyn, .bool, .int, .uint, .string: return type
        default:
            return self.mismatch("a key is a bool, int, uint or string, not \(type)", at: expression.start)
        }
    }

    @discardableResult
    mutating func wantBool(_ expression: Expression, _ what: String) -> Type {
        let type = self.compile(expression)
        guard type == .bool || type == .dyn else {
            return self.mismatch("\(what) wants a bool, not \(type)", at: expression.start)
        }
        return .bool
    }

    private mutating func logic(
        _ operands: [Expression],
        _ combine: Instruction.Operation,
        _ shortcut: Instruction.Operation,
        _ what: String,
        at place: Int
    ) -> Type {
        var jumps: [Int] = []
        for (number, operand) in operands.enumerated() {
            self.optionally { _ = $0.wantBool(operand, what) }
            if number > 0 { self.emit(combine, at: place, pushes: -1) }
            if number < operands.count - 1 { jumps.append(self.emit(shortcut, at: place, pushes: 0)) }
        }
        for jump in jumps { self.land(jump) }
        return .bool
    }

    private mutating func conditional(
        _ condition: Expression,
        _ yes: Expression,
        _ no: Expression,
        at place: Int
    ) -> Type {
        self.wantBool(condition, "what stands before '?'")
        let choose = self.emit(.choose, at: condition.place, pushes: -1)
        let one = self.optionally { $0.compile(yes) }
        let jump = self.emit(.jump, at: place, pushes: 0)
        self.land(choose)
        self.forget(1)
        let other = self.optionally { $0.compile(no) }
        self.land(jump)
        self.land(choose, b: true)
        guard one.fits(other) else {
            return self.mismatch("what stands before and behind ':' differs in type: \(one) and \(other)", at: place)
        }
        return Type.joined([one, other])
    }

    // MARK: Names

    /// A name, or names behind dots: the longest one that is declared counts, and the rest are fields of its value.
    private mutating func selection(_ expression: Expression) -> Type {
        var fields: [(name: String, place: Int)] = []
        var base = expression
        while case .select(let operand, let field) = base.form {
            fields.insert((field, base.place), at: 0)
            base = operand
        }
        guard case .name(let first, let isRooted) = base.form else {
            return self.fields(fields[...], of: self.compile(base))
        }
        if !isRooted, let local = self.scope.lastIndex(where: { $0.name == first }) {
            self.emit(.local, a: local, at: base.place, pushes: 1)
            return self.fields(fields[...], of: self.scope[local].type)
        }
        for count in stride(from: fields.count, through: 0, by: -1) {
            let name = ([first] + fields.prefix(count).map(\.name)).joined(separator: ".")
            guard let type = self.named(name, at: base.place) else { continue }
            return self.fields(fields.dropFirst(count), of: type)
        }
        let name = ([first] + fields.map(\.name)).joined(separator: ".")
        let known = self.scope.map(\.name) + self.environment.names
        return self.refuse(
            "there is no '\(name)' here\(Nearest.question(name, known))",
            .unknownVariable,
            at: base.place
        )
    }

    private mutating func named(_ name: String, at place: Int) -> Type? {
        if let variable = self.environment.variables[name] {
            self.emit(.variable, a: variable.index, at: place, pushes: 1)
            return variable.type
        }
        let value = self.environment.constants[name] ?? Environment.types[name].map { .type($0) }
        guard let value else { return nil }
        self.push(value, at: place)
        return Type(of: value)
    }

    private mutating func fields(_ fields: ArraySlice<(name: String, place: Int)>, of type: Type) -> Type {
        var type = type
        for field in fields { type = self.field(field.name, of: type, .field, at: field.place) }
        return type
    }

    /// Emits the selection of a field from the value on the stack.
    mutating func field(_ name: String, of type: Type, _ operation: Instruction.Operation, at place: Int) -> Type {
        let index = self.constant(.string(name))
        self.emit(operation, a: index, at: place, pushes: 0)
        switch type {
        case .dyn: return .dyn
        case .map(let key, let value) where key == .string || key == .dyn: return value
        default: return self.mismatch("\(type) has no fields, so no '\(name)'", at: place)
        }
    }

    private mutating func index(_ value: Expression, _ key: Expression, at place: Int) -> Type {
        let type = self.compile(value)
        let keyType = self.compile(key)
        self.emit(.index, at: place, pushes: -1)
        switch type {
        case .dyn: return .dyn
        case .list(let element):
            guard [.int, .dyn].contains(keyType) else {
                return self.mismatch("the index of a list is an int, not \(keyType)", at: key.start)
            }
            return element
        case .map(let wanted, let element):
            // Numbers that are equal are the same key.
            guard wanted.fits(keyType) || (wanted.isNumber && keyType.isNumber) else {
                return self.mismatch("the keys of this map are of type \(wanted), not \(keyType)", at: key.start)
            }
            return element
        default: return self.mismatch("\(type) has no elements", at: place)
        }
    }

    // MARK: Calls

    /// Emits a call whose operands are on the stack, each emitted from a place on; where all are constants, its result
    /// instead.
    mutating func invoke(_ function: Function, _ starts: [Int], at place: Int) {
        if let start = starts.first, let values = self.takeConstants(starts.count, since: start) {
            let result = function.body(values.span)
            if !result.isFault, result.isShort { return self.push(result, at: place) }
            for value in values { self.push(value, at: place) }
            if case .fault(let fault) = result { self.warn("\(function.name): \(fault)", at: place) }
            return self.emitCall(function, starts.count, at: place)
        }
        guard function.name != "matches" || !self.match(starts[starts.count - 1], at: place) else { return }
        self.emitCall(function, starts.count, at: place)
    }

    /// Notes a call that comes to a fault whenever it is evaluated: wrong where nothing can do without its value.
    private mutating func warn(_ message: String, at place: Int) {
        guard self.environment.isChecked else { return }
        if self.optional == 0 { self.issues.append((message, place)) } else { self.warnings.append((message, place)) }
    }

    /// Emits something that may not be evaluated, or whose fault may not count.
    mutating func optionally<Result>(_ body: (inout Compiler) -> Result) -> Result {
        self.optional += 1
        defer { self.optional -= 1 }
        return body(&self)
    }

    /// Emits a match with the constant pattern that was emitted at a place; `false` when it is none.
    private mutating func match(_ start: Int, at place: Int) -> Bool {
        guard start == self.code.count - 1, self.code[start].operation == .constant,
            case .string(let text) = self.constants[Int(self.code[start].a)]
        else { return false }
        do throws(Fault) {
            self.patterns.append(try CompiledPattern(text))
        } catch {
            self.warn("this pattern (RE2) can't be read", at: place)
            return false
        }
        self.code.removeLast()
        self.depth -= 1
        self.emit(.matches, a: self.patterns.count - 1, at: place, pushes: 0)
        return true
    }

    /// Emits a call whose operands are on the stack.
    mutating func emitCall(_ function: Function, _ count: Int, at place: Int) {
        let index = self.functions.firstIndex { $0.name == function.name } ?? self.functions.count
        if index == self.functions.count { self.functions.append(function) }
        self.emit(.call, a: index, b: count, at: place, pushes: 1 - count)
    }
}
