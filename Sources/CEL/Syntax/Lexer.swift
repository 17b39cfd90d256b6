/// Takes the text of an expression apart.
struct Lexer {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) { self.bytes = Array(text.utf8) }

    /// All tokens, the last one an end.
    static func tokens(of text: String) throws(SyntaxFault) -> [Token] {
        var lexer = Lexer(text)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private func byte(_ offset: Int = 0) -> UInt8 {
        self.place + offset < self.bytes.count ? self.bytes[self.place + offset] : 0
    }

    private mutating func next() throws(SyntaxFault) -> Token {
        self.skipSpace()
        let start = self.place
        guard start < self.bytes.count else { return Token(kind: .end, place: start) }
        let kind: Token.Kind
        if let literal = try self.stringOrBytes() {
            kind = literal
        } else if self.byte().isLetter {
            while self.byte().isLetter || self.byte().isDigit { self.place += 1 }
            kind = .name(self.text(from: start))
        } else if self.byte().isDigit || (self.byte() == UInt8(ascii: ".") && self.byte(1).isDigit) {
            kind = try self.number()
        } else if self.byte() == UInt8(ascii: "`") {
            kind = try self.quotedName()
        } else {
            kind = try self.symbol()
        }
        return Token(kind: kind, place: start)
    }

    private func text(from start: Int) -> String { String(decoding: self.bytes[start..<self.place], as: UTF8.self) }

    private mutating func skipSpace() {
        while self.place < self.bytes.count {
            switch self.byte() {
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D: self.place += 1
            case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "/"):
                while self.place < self.bytes.count, self.byte() != 0x0A { self.place += 1 }
            default: return
            }
        }
    }

    private mutating func symbol() throws(SyntaxFault) -> Token.Kind {
        let two = String(decoding: self.bytes[self.place...].prefix(2), as: UTF8.self)
        if let symbol = Token.Symbol(rawValue: two) {
            self.place += 2
            return .symbol(symbol)
        }
        if let symbol = Token.Symbol(rawValue: String(decoding: [self.byte()], as: UTF8.self)) {
            self.place += 1
            return .symbol(symbol)
        }
        let hint =
            switch self.byte() {
            case UInt8(ascii: "&"): "; 'and' is written '&&'"
            case UInt8(ascii: "|"): "; 'or' is written '||'"
            case UInt8(ascii: "="): "; to compare is written '=='"
            default: ""
            }
        throw SyntaxFault(message: "nothing begins with this character\(hint)", place: self.place)
    }

    private mutating func quotedName() throws(SyntaxFault) -> Token.Kind {
        let start = self.place
        self.place += 1
        while self.byte().isLetter || self.byte().isDigit || " ./-".utf8.contains(self.byte()) { self.place += 1 }
        guard self.byte() == UInt8(ascii: "`"), self.place > start + 1 else {
            throw SyntaxFault(message: "a name in backticks has letters, digits and _ . / - and blanks", place: start)
        }
        self.place += 1
        return .quotedName(String(decoding: self.bytes[(start + 1)..<(self.place - 1)], as: UTF8.self))
    }

    // MARK: Numbers

    private mutating func number() throws(SyntaxFault) -> Token.Kind {
        let start = self.place
        if self.byte() == UInt8(ascii: "0"), self.byte(1) == UInt8(ascii: "x") {
            self.place += 2
            let digits = self.place
            while self.byte().hexValue != nil { self.place += 1 }
            return try self.whole(self.text(from: digits), radix: 16, start)
        }
        while self.byte().isDigit { self.place += 1 }
        var isDouble = false
        if self.byte() == UInt8(ascii: "."), self.byte(1).isDigit {
            isDouble = true
            self.place += 1
            while self.byte().isDigit { self.place += 1 }
        }
        let sign = [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(self.byte(1)) ? 1 : 0
        if self.byte() | 0x20 == UInt8(ascii: "e"), self.byte(1 + sign).isDigit {
            isDouble = true
            self.place += 1 + sign
            while self.byte().isDigit { self.place += 1 }
        }
        guard isDouble else { return try self.whole(self.text(from: start), radix: 10, start) }
        guard let double = Double(self.text(from: start)), double.isFinite else {
            throw SyntaxFault(message: "this number is beyond what a double holds", place: start)
        }
        return .double(double)
    }

    private mutating func whole(_ digits: String, radix: Int, _ start: Int) throws(SyntaxFault) -> Token.Kind {
        let isUnsigned = self.byte() | 0x20 == UInt8(ascii: "u")
        if isUnsigned { self.place += 1 }
        guard !self.byte().isLetter else {
            throw SyntaxFault(message: "a letter stands right behind a number", place: self.place)
        }
        guard let value = UInt64(digits, radix: radix) else {
            throw SyntaxFault(message: "this number needs more than 64 bits", place: start)
        }
        return isUnsigned ? .uint(value) : .int(value)
    }

    // MARK: Texts and bytes

    /// A literal between quotes with its prefixes; `nil` when none begins here.
    private mutating func stringOrBytes() throws(SyntaxFault) -> Token.Kind? {
        var (isRaw, isBytes, length) = (false, false, 0)
        while length < 2 {
            let letter = self.byte(length) | 0x20
            if letter == UInt8(ascii: "r"), !isRaw {
                isRaw = true
            } else if letter == UInt8(ascii: "b"), !isBytes, !isRaw {
                isBytes = true
            } else {
                break
            }
            length += 1
        }
        let quote = self.byte(length)
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        let start = self.place
        self.place += length
        let isTriple = self.byte(1) == quote && self.byte(2) == quote
        self.place += isTriple ? 3 : 1
        var literal = Literal(isRaw: isRaw, isBytes: isBytes)
        while true {
            guard self.place < self.bytes.count else {
                throw SyntaxFault(message: "this text has no closing quote", place: start)
            }
            if self.byte() == quote, !isTriple || (self.byte(1) == quote && self.byte(2) == quote) {
                self.place += isTriple ? 3 : 1
                break
            }
            guard isTriple || (self.byte() != 0x0A && self.byte() != 0x0D) else {
                throw SyntaxFault(message: "this text has no closing quote in its line", place: start)
            }
            self.place += try literal.take(self.bytes, at: self.place)
        }
        return isBytes ? .bytes(literal.bytes) : .string(String(decoding: literal.bytes, as: UTF8.self))
    }
}

extension UInt8 {
    var isDigit: Bool { self &- 48 < 10 }
    var isLetter: Bool { (self | 0x20) &- 97 < 26 || self == UInt8(ascii: "_") }

    var hexValue: UInt32? {
        if self.isDigit { return UInt32(self &- 48) }
        let letter = self | 0x20
        return letter >= 97 && letter <= 102 ? UInt32(letter &- 87) : nil
    }
}
