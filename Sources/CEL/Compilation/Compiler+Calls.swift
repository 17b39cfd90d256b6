extension Compiler {
    mutating func call(_ name: String, _ receiver: Expression?, _ operands: [Expression], at place: Int) -> Type {
        if let type = self.macro(name, receiver, operands, at: place) { return type }
        guard let receiver else { return self.function(name, operands, isMethod: false, at: place) }
        // A function's name may have dots itself.
        if let path = receiver.path {
            let qualified = "\(path).\(name)"
            if self.environment.functions[qualified] != nil {
                return self.function(qualified, operands, isMethod: false, at: place)
            }
            let isSpace = !self.isKnown(path) && self.environment.functions.keys.contains { $0.hasPrefix(path + ".") }
            if isSpace { return self.unknown(qualified, at: place) }
        }
        return self.function(name, [receiver] + operands, isMethod: true, at: place)
    }

    /// Whether a name is that of a value.
    private func isKnown(_ path: String) -> Bool {
        let first = path.prefix { $0 != "." }
        return self.hasLocal(String(first)) || self.environment.variables[path] != nil
            || self.environment.constants[path] != nil
    }

    private mutating func unknown(_ name: String, at place: Int) -> Type {
        if Self.macros.contains(name) {
            let message =
                "'\(name)' is a macro and takes a variable and a condition or value, such as list.map(x, x + 1)"
            return self.refuse(message, .noOverload, at: place)
        }
        let known = self.environment.functions.keys.sorted() + Self.macros
        return self.refuse(
            "there is no function '\(name)'\(Nearest.question(name, known))",
            .unknownFunction,
            at: place
        )
    }

    private mutating func function(_ name: String, _ operands: [Expression], isMethod: Bool, at place: Int) -> Type {
        guard let function = self.environment.functions[name] else { return self.unknown(name, at: place) }
        var starts: [Int] = []
        let types = operands.map { operand in
            starts.append(self.code.count)
            return self.compile(operand)
        }
        let results = function.overloads.compactMap { $0.result(of: types, isMethod: isMethod) }
        guard let first = results.first else {
            // What the body takes from a method it would take from a plain call too.
            let isSpelled = function.overloads.contains {
                $0.isMethod == isMethod && $0.takes(types.count)
            }
            self.emitCall(isSpelled ? function : Self.misspelled, operands.count, at: place)
            return self.mismatch(Self.misfit(function, types, isMethod), at: place)
        }
        self.invoke(function, starts, at: place)
        return results.allSatisfy { $0 == first } ? first : .dyn
    }

    private static let misspelled = Function("", []) { _ in .fault(Fault(.noOverload)) }

    private static func misfit(_ function: Function, _ types: [Type], _ isMethod: Bool) -> String {
        func spoken(_ types: [Type], _ isMethod: Bool) -> String {
            let texts = types.map(\.description)
            guard isMethod, let first = texts.first else { return "\(function.name)(\(texts.joined(separator: ", ")))" }
            return "\(first).\(function.name)(\(texts.dropFirst().joined(separator: ", ")))"
        }
        let known = function.overloads.prefix(4).map { spoken($0.parameters, $0.isMethod) }
        return "there is no \(spoken(types, isMethod)); there is \(known.joined(separator: ", "))"
    }
}

extension Expression {
    /// The name, with what stands behind dots; `nil` for anything else.
    var path: String? {
        switch self.form {
        case .name(let name, _): name
        case .select(let operand, let field): operand.path.map { "\($0).\(field)" }
        default: nil
        }
    }
}
