/// A compiled expression: instructions of a small stack machine, in one array.
///
/// It may be used by any number of threads, each with an ``Evaluator`` of its own.
public struct Program: Sendable {
    /// What the expression answers with; `dyn` where that is known only when it is evaluated.
    public let type: Type
    /// Calls that come to a fault whenever they are evaluated, where the expression may do without them.
    public let warnings: [Diagnostic]
    /// The numbers of the variables that it reads, in order.
    public let variables: [Int]
    let code: [Instruction]
    let constants: [Value]
    let functions: [Function]
    let patterns: [CompiledPattern]
    /// How many values are kept at a time.
    let depth: Int
    /// How many variables of macros there are at a time.
    let locals: Int
    /// The whole of it, when it is one operation on two operands.
    let pair: Pair?

    /// One operation on two operands, each of which is a variable or a constant.
    struct Pair: Sendable {
        let left: Instruction
        let right: Instruction
        let step: Instruction

        init?(_ code: [Instruction]) {
            guard code.count == 3, Self.isOperand(code[0]), Self.isOperand(code[1]), code[2].operation.isBinary else {
                return nil
            }
            (self.left, self.right, self.step) = (code[0], code[1], code[2])
        }

        private static func isOperand(_ step: Instruction) -> Bool {
            step.operation == .variable || step.operation == .constant
        }
    }

    /// Compiles an expression.
    ///
    /// - Throws: ``Diagnostics`` with everything that is wrong, each with its place; a fault of the grammar stands alone.
    public init(_ text: String, _ environment: Environment) throws(Diagnostics) {
        let expression: Expression
        do throws(SyntaxFault) {
            expression = try Parser.expression(text)
        } catch {
            throw Diagnostics(all: [Diagnostic(error.message, at: error.place, in: text)])
        }
        var compiler = Compiler(environment)
        self.type = compiler.compile(expression)
        guard compiler.issues.isEmpty else {
            throw Diagnostics(all: compiler.issues.map { Diagnostic($0.message, at: $0.place, in: text) })
        }
        self.warnings = compiler.warnings.map { Diagnostic($0.message, at: $0.place, in: text) }
        self.variables = compiler.code.filter { $0.operation == .variable }.map { Int($0.a) }.uniqued()
        self.code = compiler.code
        self.constants = compiler.constants
        self.functions = compiler.functions
        self.patterns = compiler.patterns
        self.depth = compiler.deepest + 1
        self.locals = compiler.mostLocals
        self.pair = Pair(compiler.code)
    }
}

extension Program {
    /// Whether it is nothing but a variable.
    public var isVariable: Bool { self.code.count == 1 && self.code[0].operation == .variable }

    /// The value that it always has, when that is known from its text alone.
    public var constant: Value? {
        guard self.code.count == 1, self.code[0].operation == .constant else { return nil }
        return self.constants[Int(self.code[0].a)]
    }
}

/// One step of the stack machine.
struct Instruction: Sendable {
    enum Operation: UInt8, Sendable {
        /// Pushes constant `a`.
        case constant
        /// Pushes the value of variable `a`.
        case variable
        /// Pushes local `a`.
        case local
        /// Pops into local `a`.
        case setLocal
        /// Replaces a map by the value under constant `a`.
        case field
        /// Replaces a map by whether it has constant `a`.
        case hasField
        case index, add, subtract, multiply, divide, modulo
        case equal, unequal, less, atMost, greater, atLeast, contained
        case negate, not
        /// Goes on at `a` when the top is false, and leaves it there.
        case jumpIfFalse
        /// Goes on at `a` when the top is true, and leaves it there.
        case jumpIfTrue
        /// Replaces two values by what they are together; a fault counts only when the other one does not decide.
        case and, or
        /// Pops a condition: goes on, or at `a` when it is false; a fault takes its place and goes on at `b`.
        case choose
        /// Goes on at `a`.
        case jump
        /// Replaces `a` values by a list of them.
        case list
        /// Replaces `a` pairs by a map of them.
        case map
        /// Replaces `b` values by what function `a` makes of them.
        case call
        /// Replaces a text by whether pattern `a` is found in it.
        case matches
        /// Pops a list or map to go through, and pushes constant `b` to collect in; a fault goes on at `a`.
        case begin
        /// Puts the next element into local `b`, of two-variable macros position or key there and the value behind;
        /// goes on at `a` when there is none.
        case next, nextPair
        /// Pops a value into what is collected; goes on at `a` when that settles it.
        case all, any, one, append
        /// Pops a condition: goes on, or at `a` when it is false; a fault becomes what is collected and goes on at `b`.
        case only
        /// Pops a value and collects it under the key in local `b`; goes on at `a` when that settles it.
        case put
        /// Ends going through.
        case end
        /// Replaces a count by whether it is one.
        case isOne

        /// Whether it makes one value of two.
        var isBinary: Bool {
            switch self {
            case .equal, .unequal, .less, .atMost, .greater, .atLeast, .and, .or, .add, .subtract, .multiply, .divide,
                .modulo, .index, .contained:
                true
            default: false
            }
        }
    }

    let operation: Operation
    var a: Int32 = 0
    var b: Int32 = 0
    /// Where in the text a fault of this step is.
    var place: Int32 = 0
}

extension [Int] {
    fileprivate func uniqued() -> [Int] { Set(self).sorted() }
}
