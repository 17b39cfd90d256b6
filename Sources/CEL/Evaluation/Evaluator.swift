/// Evaluates programs, one after the other, on one thread.
///
/// Nothing is allocated for numbers, instants, truths and constants. An evaluation never traps and always ends: what goes
/// wrong is a fault, and what costs more than the limit is one too.
public struct Evaluator: ~Copyable {
    private var stack = ValueStack()
    private var locals: [Value] = []
    private var passes: [Pass] = []
    private let limit: Int
    private var budget = 0

    /// A list or map that a macro goes through.
    private struct Pass {
        let keys: [Value]
        let values: [Value]
        let isMap: Bool
        var next = 0
    }

    /// Makes an evaluator; an evaluation may take `limit` steps, where a step that builds or looks through something long
    /// counts as several.
    public init(limit: Int = 1_000_000) { self.limit = limit }

    /// The value of an expression; a fault has its place in the text.
    public mutating func evaluate(_ program: Program, _ bindings: borrowing some Bindings) -> Value {
        self.budget = self.limit
        if let pair = program.pair, self.limit >= 3 { return self.evaluate(pair, program, bindings) }
        // A fault leaves things lying about.
        self.stack.removeAll()
        if !self.passes.isEmpty { self.passes.removeAll(keepingCapacity: true) }
        self.stack.reserve(program.depth)
        while self.locals.count < program.locals { self.locals.append(.null) }
        let code = program.code.span
        var place = 0
        while place < code.count {
            let step = code[place]
            place += 1
            self.budget -= 1
            guard self.budget >= 0 else { return .fault(Fault(.tooCostly, at: step.place)) }
            switch step.operation {
            case .constant: self.stack.push(program.constants[Int(step.a)])
            case .variable: self.stack.push(bindings.value(of: Int(step.a)))
            case .local: self.stack.push(self.locals[Int(step.a)])
            case .setLocal: self.locals[Int(step.a)] = self.stack.pop()
            case .jump: place = Int(step.a)
            case .jumpIfFalse: if case .bool(false) = self.stack.top { place = Int(step.a) }
            case .jumpIfTrue: if case .bool(true) = self.stack.top { place = Int(step.a) }
            case .choose: self.choose(step, &place)
            case .begin, .next, .nextPair, .all, .any, .one, .append, .only, .put, .end:
                self.pass(step, program, &place)
            case .equal, .unequal, .less, .atMost, .greater, .atLeast, .and, .or, .add, .subtract, .multiply, .divide,
                .modulo, .index, .contained:
                let right = self.stack.pop()
                let left = self.stack.pop()
                self.stack.push(self.binary(step.operation, left, right).placed(step))
            default: self.compute(step, program)
            }
        }
        return self.stack.pop()
    }

    /// What one operation makes of two operands: most conditions and sums are no more, and need no stack.
    private mutating func evaluate(
        _ pair: Program.Pair,
        _ program: Program,
        _ bindings: borrowing some Bindings
    ) -> Value {
        func operand(_ step: Instruction, _ bindings: borrowing some Bindings) -> Value {
            step.operation == .variable ? bindings.value(of: Int(step.a)) : program.constants[Int(step.a)]
        }
        let left = operand(pair.left, bindings)
        let right = operand(pair.right, bindings)
        return self.binary(pair.step.operation, left, right).placed(pair.step)
    }

    private mutating func replaceTop(_ value: Value, _ step: Instruction) { self.stack.top = value.placed(step) }

    private mutating func choose(_ step: Instruction, _ place: inout Int) {
        switch self.stack.pop() {
        case .bool(true): return
        case .bool(false): place = Int(step.a)
        case .fault(let fault):
            self.stack.push(.fault(fault))
            place = Int(step.b)
        default:
            self.stack.push(.fault(Fault(.noOverload, at: step.place)))
            place = Int(step.b)
        }
    }

    // MARK: Steps that only change the stack

    private mutating func compute(_ step: Instruction, _ program: Program) {
        switch step.operation {
        case .field, .hasField: self.field(program.constants[Int(step.a)], step)
        case .not:
            if case .bool(let bool) = self.stack.top { return self.replaceTop(.bool(!bool), step) }
            self.replaceTop(Operators.none(self.stack.top, .null), step)
        case .negate: self.replaceTop(Operators.negate(self.stack.top), step)
        case .isOne: if case .int(let count) = self.stack.top { self.replaceTop(.bool(count == 1), step) }
        case .list: self.makeList(Int(step.a))
        case .map: self.makeMap(Int(step.a), step)
        case .matches: self.match(program.patterns[Int(step.a)], step)
        default: self.call(program.functions[Int(step.a)], Int(step.b), step)
        }
    }

    private mutating func binary(_ operation: Instruction.Operation, _ left: Value, _ right: Value) -> Value {
        switch operation {
        case .equal, .unequal:
            if case .fault = left { return left }
            if case .fault = right { return right }
            return .bool(left.equals(right) == (operation == .equal))
        case .less, .atMost, .greater, .atLeast: return Self.compare(operation, left, right)
        case .and: return Self.combine(left, right, deciding: false)
        case .or: return Self.combine(left, right, deciding: true)
        case .add:
            self.budget -= left.length + right.length
            return Operators.add(left, right)
        case .subtract: return Operators.subtract(left, right)
        case .multiply: return Operators.multiply(left, right)
        case .divide: return Operators.divide(left, right)
        case .modulo: return Operators.modulo(left, right)
        case .index: return Operators.element(left, right)
        default:
            self.budget -= right.length
            return Operators.contained(left, right)
        }
    }

    private static func compare(_ operation: Instruction.Operation, _ left: Value, _ right: Value) -> Value {
        guard let order = left.order(right) else {
            return left.areNumbers(right) ? .bool(false) : Operators.none(left, right)
        }
        switch operation {
        case .less: return .bool(order < 0)
        case .atMost: return .bool(order <= 0)
        case .greater: return .bool(order > 0)
        default: return .bool(order >= 0)
        }
    }

    /// `&&` and `||`: a value that decides does so whatever the other one is, a fault too.
    private static func combine(_ left: Value, _ right: Value, deciding: Bool) -> Value {
        if case .bool(deciding) = left { return left }
        if case .bool(deciding) = right { return right }
        guard case .bool = left else { return Operators.none(left, .null) }
        guard case .bool = right else { return Operators.none(right, .null) }
        return .bool(!deciding)
    }

    private mutating func field(_ name: Value, _ step: Instruction) {
        switch self.stack.top {
        case .map(let map):
            if step.operation == .hasField { return self.replaceTop(.bool(map[name] != nil), step) }
            self.replaceTop(map[name] ?? .fault(Fault(.noSuchKey)), step)
        default: self.replaceTop(Operators.none(self.stack.top, .null), step)
        }
    }

    private mutating func makeList(_ count: Int) {
        let elements = unsafe Array(self.stack.topmost(count))
        self.stack.removeLast(count)
        self.budget -= count
        self.stack.push(elements.first(where: \.isFault) ?? .list(elements))
    }

    private mutating func makeMap(_ count: Int, _ step: Instruction) {
        var map = Map()
        var fault: Value?
        let parts = unsafe self.stack.topmost(2 * count)
        for entry in 0..<count where fault == nil {
            let (key, value) = unsafe (parts[2 * entry], parts[2 * entry + 1])
            if key.isFault || value.isFault {
                fault = key.isFault ? key : value
            } else if let refusal = map.add(key, value) {
                fault = .fault(refusal)
            }
        }
        self.stack.removeLast(2 * count)
        self.budget -= 2 * count
        self.stack.push((fault ?? .map(map)).placed(step))
    }

    private mutating func call(_ function: Function, _ count: Int, _ step: Instruction) {
        let operands = unsafe self.stack.topmost(count)
        var result: Value?
        for index in operands.indices {
            if result == nil, unsafe operands[index].isFault { result = unsafe operands[index] }
            self.budget -= unsafe operands[index].length
        }
        let value = unsafe result ?? function.body(operands.span)
        self.stack.removeLast(count)
        self.stack.push(value.placed(step))
    }

    private mutating func match(_ pattern: CompiledPattern, _ step: Instruction) {
        guard case .string(let text) = self.stack.top else {
            return self.replaceTop(Operators.none(self.stack.top, .null), step)
        }
        self.budget -= self.stack.top.length
        do throws(Fault) {
            self.replaceTop(.bool(try pattern.matches(text)), step)
        } catch {
            self.replaceTop(.fault(error), step)
        }
    }

    // MARK: Macros

    private mutating func pass(_ step: Instruction, _ program: Program, _ place: inout Int) {
        switch step.operation {
        case .begin: self.begin(step, program.constants[Int(step.b)], &place)
        case .next, .nextPair: self.advance(step, &place)
        case .end: self.passes.removeLast()
        case .only:
            switch self.stack.pop() {
            case .bool(true): return
            case .bool(false): place = Int(step.a)
            case let other: self.settle(Operators.none(other, .null).placed(step), Int(step.b), &place)
            }
        default: self.collect(step, self.stack.pop(), &place)
        }
    }

    private mutating func begin(_ step: Instruction, _ start: Value, _ place: inout Int) {
        switch self.stack.pop() {
        case .list(let values): self.passes.append(Pass(keys: [], values: values, isMap: false))
        case .map(let map): self.passes.append(Pass(keys: map.keys, values: map.values, isMap: true))
        case let other:
            self.stack.push(Operators.none(other, .null).placed(step))
            place = Int(step.a)
            return
        }
        self.stack.push(start)
    }

    private mutating func advance(_ step: Instruction, _ place: inout Int) {
        let last = self.passes.count - 1
        let number = self.passes[last].next
        guard number < self.passes[last].values.count else {
            place = Int(step.a)
            return
        }
        self.passes[last].next = number + 1
        let isMap = self.passes[last].isMap
        if step.operation == .nextPair {
            self.locals[Int(step.b)] = isMap ? self.passes[last].keys[number] : .int(Int64(number))
            self.locals[Int(step.b) + 1] = self.passes[last].values[number]
        } else {
            self.locals[Int(step.b)] = isMap ? self.passes[last].keys[number] : self.passes[last].values[number]
        }
    }

    private mutating func settle(_ value: Value, _ target: Int, _ place: inout Int) {
        self.stack.top = value
        place = target
    }

    private mutating func collect(_ step: Instruction, _ value: Value, _ place: inout Int) {
        switch step.operation {
        case .all, .any:
            let isAny = step.operation == .any
            let together = Self.combine(self.stack.top, value, deciding: isAny).placed(step)
            if case .bool(isAny) = together { return self.settle(together, Int(step.a), &place) }
            self.stack.top = together
        case .one:
            guard case .bool(let bool) = value, case .int(let count) = self.stack.top else {
                return self.settle(Operators.none(value, .null).placed(step), Int(step.a), &place)
            }
            if bool { self.stack.top = .int(count + 1) }
        case .append:
            guard !value.isFault, case .list(var list) = self.stack.top else {
                return self.settle(value, Int(step.a), &place)
            }
            // Only one owner, so that nothing is copied.
            self.stack.top = .null
            list.append(value)
            self.stack.top = .list(list)
        default:
            guard !value.isFault, case .map(var map) = self.stack.top else {
                return self.settle(value, Int(step.a), &place)
            }
            self.stack.top = .null
            if let fault = map.add(self.locals[Int(step.b)], value) {
                return self.settle(Value.fault(fault).placed(step), Int(step.a), &place)
            }
            self.stack.top = .map(map)
        }
    }
}

extension Value {
    /// Whether it is a fault.
    var isFault: Bool { if case .fault = self { true } else { false } }

    /// Whether it takes little memory, so that a program may keep it.
    var isShort: Bool { self.length <= 256 }

    /// A fault that has no place yet, with that of a step; anything else as it is.
    fileprivate func placed(_ step: Instruction) -> Value {
        guard case .fault(var fault) = self, fault.place < 0 else { return self }
        fault.place = step.place
        return .fault(fault)
    }

    /// What it costs to look through the value, in steps.
    fileprivate var length: Int {
        switch self {
        case .string(let text): text.utf8.count / 16
        case .bytes(let bytes): bytes.count / 16
        case .list(let list): list.count
        case .map(let map): map.count
        default: 0
        }
    }
}
