/// Evaluates programs, one after the other, on one thread.
///
/// Nothing is allocated for numbers, instants, truths and constants. An evaluation never traps and always ends: what goes
/// wrong is a fault, and what costs more than the limit is one too.
public struct Evaluator: ~Copyable {
    private var stack: [Value] = []
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
        // A fault leaves things lying about.
        if !self.stack.isEmpty { self.stack.removeAll(keepingCapacity: true) }
        if !self.passes.isEmpty { self.passes.removeAll(keepingCapacity: true) }
        if self.stack.capacity < program.depth { self.stack.reserveCapacity(program.depth) }
        while self.locals.count < program.locals { self.locals.append(.null) }
        let code = program.code.span
        var place = 0
        while place < code.count {
            let step = code[place]
            place += 1
            self.budget -= 1
            guard self.budget >= 0 else { return .fault(Fault(.tooCostly, at: step.place)) }
            switch step.operation {
            case .constant: self.stack.append(program.constants[Int(step.a)])
            case .variable: self.stack.append(bindings.value(of: Int(step.a)))
            case .local: self.stack.append(self.locals[Int(step.a)])
            case .setLocal: self.locals[Int(step.a)] = self.pop()
            case .jump: place = Int(step.a)
            case .jumpIfFalse: if case .bool(false) = self.top { place = Int(step.a) }
            case .jumpIfTrue: if case .bool(true) = self.top { place = Int(step.a) }
            case .choose: self.choose(step, &place)
            case .begin, .next, .nextPair, .all, .any, .one, .append, .only, .put, .end:
                self.pass(step, program, &place)
            default: self.compute(step, program)
            }
        }
        return self.pop()
    }

    private var top: Value { self.stack[self.stack.count - 1] }

    private mutating func pop() -> Value { self.stack.removeLast() }

    private mutating func replaceTop(_ value: Value, _ step: Instruction) {
        self.stack[self.stack.count - 1] = value.placed(step)
    }

    private mutating func choose(_ step: Instruction, _ place: inout Int) {
        switch self.pop() {
        case .bool(true): return
        case .bool(false): place = Int(step.a)
        case .fault(let fault):
            self.stack.append(.fault(fault))
            place = Int(step.b)
        default:
            self.stack.append(.fault(Fault(.noOverload, at: step.place)))
            place = Int(step.b)
        }
    }

    // MARK: Steps that only change the stack

    private mutating func compute(_ step: Instruction, _ program: Program) {
        switch step.operation {
        case .field, .hasField: self.field(program.constants[Int(step.a)], step)
        case .not:
            if case .bool(let bool) = self.top { return self.replaceTop(.bool(!bool), step) }
            self.replaceTop(Operators.none(self.top, .null), step)
        case .negate: self.replaceTop(Operators.negate(self.top), step)
        case .isOne: if case .int(let count) = self.top { self.replaceTop(.bool(count == 1), step) }
        case .list: self.makeList(Int(step.a))
        case .map: self.makeMap(Int(step.a), step)
        case .matches: self.match(program.patterns[Int(step.a)], step)
        case .call: self.call(program.functions[Int(step.a)], Int(step.b), step)
        default:
            let right = self.pop()
            self.replaceTop(self.binary(step.operation, self.top, right), step)
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
        switch self.top {
        case .map(let map):
            if step.operation == .hasField { return self.replaceTop(.bool(map[name] != nil), step) }
            self.replaceTop(map[name] ?? .fault(Fault(.noSuchKey)), step)
        default: self.replaceTop(Operators.none(self.top, .null), step)
        }
    }

    private mutating func makeList(_ count: Int) {
        let elements = Array(self.stack.suffix(count))
        self.stack.removeLast(count)
        self.budget -= count
        self.stack.append(elements.first(where: \.isFault) ?? .list(elements))
    }

    private mutating func makeMap(_ count: Int, _ step: Instruction) {
        var map = Map()
        var fault: Value?
        let first = self.stack.count - 2 * count
        for entry in 0..<count where fault == nil {
            let (key, value) = (self.stack[first + 2 * entry], self.stack[first + 2 * entry + 1])
            if key.isFault || value.isFault {
                fault = key.isFault ? key : value
            } else if let refusal = map.add(key, value) {
                fault = .fault(refusal)
            }
        }
        self.stack.removeLast(2 * count)
        self.budget -= 2 * count
        self.stack.append((fault ?? .map(map)).placed(step))
    }

    private mutating func call(_ function: Function, _ count: Int, _ step: Instruction) {
        let first = self.stack.count - count
        var result: Value?
        for index in first..<self.stack.count {
            if result == nil, self.stack[index].isFault { result = self.stack[index] }
            self.budget -= self.stack[index].length
        }
        let value = result ?? function.body(self.stack.span.extracting(first..<self.stack.count))
        self.stack.removeLast(count)
        self.stack.append(value.placed(step))
    }

    private mutating func match(_ pattern: CompiledPattern, _ step: Instruction) {
        guard case .string(let text) = self.top else { return self.replaceTop(Operators.none(self.top, .null), step) }
        self.budget -= self.top.length
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
            switch self.pop() {
            case .bool(true): return
            case .bool(false): place = Int(step.a)
            case let other: self.settle(Operators.none(other, .null).placed(step), Int(step.b), &place)
            }
        default: self.collect(step, self.pop(), &place)
        }
    }

    private mutating func begin(_ step: Instruction, _ start: Value, _ place: inout Int) {
        switch self.pop() {
        case .list(let values): self.passes.append(Pass(keys: [], values: values, isMap: false))
        case .map(let map): self.passes.append(Pass(keys: map.keys, values: map.values, isMap: true))
        case let other:
            self.stack.append(Operators.none(other, .null).placed(step))
            place = Int(step.a)
            return
        }
        self.stack.append(start)
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
        self.stack[self.stack.count - 1] = value
        place = target
    }

    private mutating func collect(_ step: Instruction, _ value: Value, _ place: inout Int) {
        switch step.operation {
        case .all, .any:
            let isAny = step.operation == .any
            let together = Self.combine(self.top, value, deciding: isAny).placed(step)
            if case .bool(isAny) = together { return self.settle(together, Int(step.a), &place) }
            self.stack[self.stack.count - 1] = together
        case .one:
            guard case .bool(let bool) = value, case .int(let count) = self.top else {
                return self.settle(Operators.none(value, .null).placed(step), Int(step.a), &place)
            }
            if bool { self.stack[self.stack.count - 1] = .int(count + 1) }
        case .append:
            guard !value.isFault, case .list(var list) = self.top else {
                return self.settle(value, Int(step.a), &place)
            }
            // Only one owner, so that nothing is copied.
            self.stack[self.stack.count - 1] = .null
            list.append(value)
            self.stack[self.stack.count - 1] = .list(list)
        default:
            guard !value.isFault, case .map(var map) = self.top else { return self.settle(value, Int(step.a), &place) }
            self.stack[self.stack.count - 1] = .null
            if let fault = map.add(self.locals[Int(step.b)], value) {
                return self.settle(Value.fault(fault).placed(step), Int(step.a), &place)
            }
            self.stack[self.stack.count - 1] = .map(map)
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
