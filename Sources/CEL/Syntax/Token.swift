/// A piece of an expression's text.
struct Token: Equatable {
    enum Kind: Equatable {
        case name(String)
        /// A name between backticks, which may hold dots, slashes and hyphens.
        case quotedName(String)
        case int(UInt64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        case symbol(Symbol)
        case end
    }

    enum Symbol: String, CaseIterable {
        case and = "&&"
        case or = "||"
        case equal = "=="
        case unequal = "!="
        case atMost = "<="
        case atLeast = ">="
        case less = "<"
        case greater = ">"
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divide = "/"
        case modulo = "%"
        case not = "!"
        case question = "?"
        case colon = ":"
        case dot = "."
        case comma = ","
        case openParenthesis = "("
        case closeParenthesis = ")"
        case openBracket = "["
        case closeBracket = "]"
        case openBrace = "{"
        case closeBrace = "}"
    }

    let kind: Kind
    /// Where it begins, in bytes.
    let place: Int

    /// The piece as messages name it.
    var spoken: String {
        switch self.kind {
        case .name(let name): "'\(name)'"
        case .quotedName(let name): "'`\(name)`'"
        case .int, .uint, .double: "a number"
        case .string: "a text"
        case .bytes: "bytes"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .end: "the end of the expression"
        }
    }
}

extension Token {
    /// What to write instead of a word that other languages have; empty for all else.
    var meant: String {
        switch self.kind {
        case .name("and"), .name("AND"): "; write '&&'"
        case .name("or"), .name("OR"): "; write '||'"
        case .name("is"): "; write '=='"
        default: ""
        }
    }
}
