/// An expression, taken apart; macros are told apart by the compiler.
struct Expression {
    indirect enum Form {
        case literal(Value)
        /// A name; `isRooted` when a dot stands before it.
        case name(String, isRooted: Bool)
        case select(Expression, String)
        case index(Expression, Expression)
        case call(String, receiver: Expression?, [Expression])
        case negate(Expression)
        case not(Expression)
        case binary(Token.Symbol, Expression, Expression)
        /// `in`.
        case contained(Expression, Expression)
        case and([Expression])
        case or([Expression])
        case conditional(Expression, Expression, Expression)
        case list([Expression])
        case map([(key: Expression, value: Expression)])
    }

    let form: Form
    /// Where it stands; of an operation where the operator does.
    let place: Int
    /// Where all of it begins.
    let start: Int
    /// How many expressions stand inside one another, this one counted.
    let depth: Int

    init(_ form: Form, at place: Int) {
        self.form = form
        self.place = place
        self.start = min(place, form.children.first?.start ?? place)
        self.depth = 1 + (form.children.map(\.depth).max() ?? 0)
    }
}

extension Expression.Form {
    fileprivate var children: [Expression] {
        switch self {
        case .literal, .name: []
        case .select(let operand, _), .negate(let operand), .not(let operand): [operand]
        case .index(let left, let right), .binary(_, let left, let right), .contained(let left, let right):
            [left, right]
        case .call(_, let receiver, let operands): (receiver.map { [$0] } ?? []) + operands
        case .and(let operands), .or(let operands), .list(let operands): operands
        case .conditional(let condition, let yes, let no): [condition, yes, no]
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        }
    }
}
