/// A function that expressions may call.
///
/// One body serves all overloads: it looks at the values it is given, and answers `.fault(Fault(.noOverload))` for those
/// that it has no overload for. It never traps, and answers a fault for whatever goes wrong.
public struct Function: Sendable {
    /// Types that a function takes, and the type it answers with.
    public struct Overload: Hashable, Sendable {
        /// Whether the first operand stands before the name and a dot: `text.size()` instead of `size(text)`.
        public let isMethod: Bool
        /// The types of the operands, of a method with the one before the dot.
        public let parameters: [Type]
        /// The type of the result.
        public let result: Type
        /// Whether there may be any number of the last operand, at least one.
        public let repeatsLast: Bool

        init(isMethod: Bool, parameters: [Type], result: Type, repeatsLast: Bool = false) {
            self.isMethod = isMethod
            self.parameters = parameters
            self.result = result
            self.repeatsLast = repeatsLast
        }

        /// An overload that is called as `name(operands)` with any number of operands, at least one.
        public static func several(_ parameter: Type, _ result: Type) -> Overload {
            Overload(isMethod: false, parameters: [parameter], result: result, repeatsLast: true)
        }

        /// Whether it takes so many operands.
        func takes(_ count: Int) -> Bool {
            self.repeatsLast ? count >= self.parameters.count : count == self.parameters.count
        }

        /// An overload that is called as `name(operands)`.
        public static func global(_ parameters: [Type], _ result: Type) -> Overload {
            Overload(isMethod: false, parameters: parameters, result: result)
        }

        /// An overload that is called as `first.name(rest)`.
        public static func method(_ parameters: [Type], _ result: Type) -> Overload {
            Overload(isMethod: true, parameters: parameters, result: result)
        }
    }

    /// Computes the result; of a method the first value is the one before the dot.
    public typealias Body = @Sendable (_ operands: Span<Value>) -> Value

    /// The name, which may have dots: `math.greatest`.
    public let name: String
    /// What it takes.
    public let overloads: [Overload]
    /// What it does.
    public let body: Body

    /// Declares a function.
    public init(_ name: String, _ overloads: [Overload], _ body: @escaping Body) {
        self.name = name
        self.overloads = overloads
        self.body = body
    }
}
