/// Reads the grammar of the language; stops at the first fault.
struct Parser {
    private let tokens: [Token]
    private var next = 0
    private var depth = 0

    /// Expressions inside one another.
    static let deepest = 250
    /// Operations of which each one needs the one before.
    static let longestChain = 1_000
    /// Bytes of an expression's text.
    static let longest = 65_536

    /// Takes a text apart.
    static func expression(_ text: String) throws(SyntaxFault) -> Expression {
        guard text.utf8.count <= self.longest else {
            throw SyntaxFault(message: "the expression has more than \(self.longest) bytes", place: 0)
        }
        var parser = Parser(tokens: try Lexer.tokens(of: text))
        let expression = try parser.conditional()
        guard parser.token.kind == .end else { throw parser.unexpected("an operator, or the end") }
        return expression
    }

    private init(tokens: [Token]) { self.tokens = tokens }

    private var token: Token { self.tokens[self.next] }

    private func unexpected(_ wanted: String) -> SyntaxFault {
        let message = "expected \(wanted), found \(self.token.spoken)"
        return SyntaxFault(message: message + self.token.meant, place: self.token.place)
    }

    private mutating func take(_ symbol: Token.Symbol) -> Bool {
        guard self.token.kind == .symbol(symbol) else { return false }
        self.next += 1
        return true
    }

    private mutating func expect(_ symbol: Token.Symbol) throws(SyntaxFault) {
        guard self.take(symbol) else { throw self.unexpected("'\(symbol.rawValue)'") }
    }

    private func made(_ form: Expression.Form, at place: Int) throws(SyntaxFault) -> Expression {
        let expression = Expression(form, at: place)
        guard expression.depth <= Self.longestChain else {
            throw SyntaxFault(message: "more than \(Self.longestChain) operations build on one another", place: place)
        }
        return expression
    }

    private func tooDeep(_ place: Int) -> SyntaxFault {
        SyntaxFault(message: "more than \(Self.deepest) expressions stand inside one another", place: place)
    }

    // MARK: Operators, from the weakest to the strongest

    private mutating func conditional() throws(SyntaxFault) -> Expression {
        self.depth += 1
        defer { self.depth -= 1 }
        guard self.depth <= Self.deepest else { throw self.tooDeep(self.token.place) }
        let condition = try self.either()
        let place = self.token.place
        guard self.take(.question) else { return condition }
        let yes = try self.either()
        try self.expect(.colon)
        let no = try self.conditional()
        return try self.made(.conditional(condition, yes, no), at: place)
    }

    private mutating func either() throws(SyntaxFault) -> Expression {
        var operands = [try self.both()]
        let place = self.token.place
        while self.take(.or) { operands.append(try self.both()) }
        return operands.count == 1 ? operands[0] : try self.made(.or(operands), at: place)
    }

    private mutating func both() throws(SyntaxFault) -> Expression {
        var operands = [try self.relation()]
        let place = self.token.place
        while self.take(.and) { operands.append(try self.relation()) }
        return operands.count == 1 ? operands[0] : try self.made(.and(operands), at: place)
    }

    private mutating func relation() throws(SyntaxFault) -> Expression {
        var left = try self.sum()
        while true {
            let place = self.token.place
            if self.token.kind == .name("in") {
                self.next += 1
                left = try self.made(.contained(left, try self.sum()), at: place)
                continue
            }
            guard let symbol = self.symbol(in: [.less, .atMost, .greater, .atLeast, .equal, .unequal]) else {
                return left
            }
            left = try self.made(.binary(symbol, left, try self.sum()), at: place)
        }
    }

    private mutating func sum() throws(SyntaxFault) -> Expression {
        var left = try self.product()
        while true {
            let place = self.token.place
            guard let symbol = self.symbol(in: [.plus, .minus]) else { return left }
            left = try self.made(.binary(symbol, left, try self.product()), at: place)
        }
    }

    private mutating func product() throws(SyntaxFault) -> Expression {
        var left = try self.unary()
        while true {
            let place = self.token.place
            guard let symbol = self.symbol(in: [.times, .divide, .modulo]) else { return left }
            left = try self.made(.binary(symbol, left, try self.unary()), at: place)
        }
    }

    private mutating func symbol(in symbols: [Token.Symbol]) -> Token.Symbol? {
        guard case .symbol(let symbol) = self.token.kind, symbols.contains(symbol) else { return nil }
        self.next += 1
        return symbol
    }

    private mutating func unary() throws(SyntaxFault) -> Expression {
        guard [.symbol(.not), .symbol(.minus)].contains(self.token.kind) else { return try self.member() }
        self.depth += 1
        defer { self.depth -= 1 }
        guard self.depth <= Self.deepest else { throw self.tooDeep(self.token.place) }
        let place = self.token.place
        if self.take(.not) { return try self.made(.not(try self.unary()), at: place) }
        self.next += 1
        if let literal = self.negativeLiteral(at: place) {
            self.next += 1
            return try self.members(of: literal)
        }
        return try self.made(.negate(try self.unary()), at: place)
    }

    /// The smallest whole number has no positive counterpart, so the sign belongs to the literal.
    private func negativeLiteral(at place: Int) -> Expression? {
        switch self.token.kind {
        case .int(let value) where value <= 1 << 63:
            Expression(.literal(.int(Int64(truncatingIfNeeded: 0 &- value))), at: place)
        case .double(let value): Expression(.literal(.double(-value)), at: place)
        default: nil
        }
    }

    // MARK: Members

    private mutating func member() throws(SyntaxFault) -> Expression { try self.members(of: try self.primary()) }

    private mutating func members(of first: Expression) throws(SyntaxFault) -> Expression {
        var value = first
        while true {
            let place = self.token.place
            if self.take(.dot) {
                value = try self.selection(of: value, at: place)
            } else if self.take(.openBracket) {
                let index = try self.conditional()
                try self.expect(.closeBracket)
                value = try self.made(.index(value, index), at: place)
            } else {
                return value
            }
        }
    }

    private mutating func selection(of value: Expression, at place: Int) throws(SyntaxFault) -> Expression {
        switch self.token.kind {
        case .quotedName(let name):
            self.next += 1
            return try self.made(.select(value, name), at: place)
        case .name(let name) where name != "in" && name != "true" && name != "false" && name != "null":
            self.next += 1
            guard self.take(.openParenthesis) else { return try self.made(.select(value, name), at: place) }
            return try self.made(.call(name, receiver: value, try self.list(until: .closeParenthesis)), at: place)
        default: throw self.unexpected("a name behind the dot")
        }
    }

    /// Expressions between commas, up to a closing symbol; one comma may stand before that.
    private mutating func list(until symbol: Token.Symbol) throws(SyntaxFault) -> [Expression] {
        var elements: [Expression] = []
        while !self.take(symbol) {
            elements.append(try self.conditional())
            guard self.take(.comma) else {
                guard self.take(symbol) else { throw self.unexpected("',' or '\(symbol.rawValue)'") }
                break
            }
            if symbol == .closeParenthesis, self.token.kind == .symbol(symbol) { throw self.unexpected("a value") }
        }
        return elements
    }

    // MARK: Primaries

    private mutating func primary() throws(SyntaxFault) -> Expression {
        let token = self.token
        switch token.kind {
        case .int(let value):
            guard let int = Int64(exactly: value) else {
                throw SyntaxFault(
                    message: "this number is too large for int; a uint is written with u",
                    place: token.place
                )
            }
            return self.literal(.int(int))
        case .uint(let value): return self.literal(.uint(value))
        case .double(let value): return self.literal(.double(value))
        case .string(let text): return self.literal(.string(text))
        case .bytes(let bytes): return self.literal(.bytes(bytes))
        case .name, .symbol(.dot): return try self.name()
        case .symbol(.openParenthesis):
            self.next += 1
            let value = try self.conditional()
            try self.expect(.closeParenthesis)
            return value
        case .symbol(.openBracket):
            self.next += 1
            return try self.made(.list(try self.list(until: .closeBracket)), at: token.place)
        case .symbol(.openBrace):
            self.next += 1
            return try self.map(at: token.place)
        default: throw self.unexpected("a value")
        }
    }

    private mutating func literal(_ value: Value) -> Expression {
        let place = self.token.place
        self.next += 1
        return Expression(.literal(value), at: place)
    }

    private mutating func map(at place: Int) throws(SyntaxFault) -> Expression {
        var entries: [(key: Expression, value: Expression)] = []
        while !self.take(.closeBrace) {
            let key = try self.conditional()
            try self.expect(.colon)
            entries.append((key, try self.conditional()))
            guard self.take(.comma) else {
                guard self.take(.closeBrace) else { throw self.unexpected("',' or '}'") }
                break
            }
        }
        return try self.made(.map(entries), at: place)
    }

    private mutating func name() throws(SyntaxFault) -> Expression {
        let place = self.token.place
        let isRooted = self.take(.dot)
        guard case .name(let name) = self.token.kind else { throw self.unexpected("a name") }
        switch name {
        case "true" where !isRooted: return self.literal(.bool(true))
        case "false" where !isRooted: return self.literal(.bool(false))
        case "null" where !isRooted: return self.literal(.null)
        default: break
        }
        guard !Self.reserved.contains(name) else {
            throw SyntaxFault(message: "'\(name)' is a reserved word and can't be a name", place: place)
        }
        self.next += 1
        guard self.take(.openParenthesis) else {
            return Expression(.name(name, isRooted: isRooted), at: place)
        }
        return try self.made(.call(name, receiver: nil, try self.list(until: .closeParenthesis)), at: place)
    }

    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop",
        "namespace", "null", "package", "return", "true", "var", "void", "while",
    ]
}
