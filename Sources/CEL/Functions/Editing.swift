extension Library {
    /// What makes texts of texts.
    static let editing: [Function] = [
        Function("lowerAscii", [.method([.string], .string)]) { operands in
            letters(operands) { $0 &- 65 < 26 ? $0 | 32 : $0 }
        },
        Function("upperAscii", [.method([.string], .string)]) { operands in
            letters(operands) { $0 &- 97 < 26 ? $0 & ~32 : $0 }
        },
        Function(
            "replace",
            [.method([.string, .string, .string], .string), .method([.string, .string, .string, .int], .string)],
            replace
        ),
        Function(
            "split",
            [.method([.string, .string], .list(.string)), .method([.string, .string, .int], .list(.string))],
            split
        ),
        Function(
            "join",
            [.method([.list(.string)], .string), .method([.list(.string), .string], .string)],
            join
        ),
        Function("trim", [.method([.string], .string)], trim),
        Function("reverse", [.method([.string], .string)], reverse),
        Function("strings.quote", [.global([.string], .string)], quote),
    ]

    /// Changes each byte; those of code points outside of ASCII are not to be changed.
    private static func letters(_ operands: Span<Value>, _ change: (UInt8) -> UInt8) -> Value {
        guard operands.count == 1, case .string(let text) = operands[0] else { return noOverload }
        return .string(String(decoding: text.utf8.map(change), as: UTF8.self))
    }

    private static func replace(_ operands: Span<Value>) -> Value {
        guard operands.count == 3 || operands.count == 4, case .string(let text) = operands[0],
            case .string(let old) = operands[1], case .string(let new) = operands[2]
        else { return noOverload }
        var left = Int64.max
        if operands.count == 4 {
            guard case .int(let limit) = operands[3] else { return noOverload }
            left = limit < 0 ? .max : limit
        }
        if old.utf8.isEmpty { return insert(new, text, left) }
        var (result, done) = ("", 0)
        let (view, others) = (text.utf8, old.utf8)
        while left > 0, let found = CodePoints.find(others.span, view.span, from: done) {
            result += CodePoints.part(text, done, found)
            result += new
            done = found + others.count
            left -= 1
            if result.utf8.count > longestText { return tooCostly }
        }
        if done == 0 { return .string(text) }
        return .string(result + CodePoints.part(text, done, view.count))
    }

    /// Puts a text before each code point and at the end, at most so many times.
    private static func insert(_ new: String, _ text: String, _ limit: Int64) -> Value {
        var (result, left) = ("", limit)
        for scalar in text.unicodeScalars {
            if left > 0 {
                result += new
                left -= 1
            }
            result.unicodeScalars.append(scalar)
            if result.utf8.count > longestText { return tooCostly }
        }
        return .string(left > 0 ? result + new : result)
    }

    private static func split(_ operands: Span<Value>) -> Value {
        guard operands.count == 2 || operands.count == 3, case .string(let text) = operands[0],
            case .string(let separator) = operands[1]
        else { return noOverload }
        var limit = Int64.max
        if operands.count == 3 {
            guard case .int(let most) = operands[2] else { return noOverload }
            limit = most < 0 ? .max : most
        }
        if limit == 0 { return .list([]) }
        var (pieces, done): ([Value], Int) = ([], 0)
        let (view, others) = (text.utf8, separator.utf8)
        let bytes = view.span
        if others.isEmpty {
            // Between all code points, and nothing before the first and after the last one.
            guard !bytes.isEmpty else { return .list([]) }
            for index in 1..<bytes.count where CodePoints.begins(bytes[index]) && pieces.count + 1 < limit {
                pieces.append(.string(String(CodePoints.part(text, done, index))))
                done = index
            }
        } else {
            while pieces.count + 1 < limit, let found = CodePoints.find(others.span, bytes, from: done) {
                pieces.append(.string(String(CodePoints.part(text, done, found))))
                done = found + others.count
            }
        }
        pieces.append(.string(String(CodePoints.part(text, done, bytes.count))))
        return .list(pieces)
    }

    private static func join(_ operands: Span<Value>) -> Value {
        guard operands.count == 1 || operands.count == 2, case .list(let list) = operands[0] else { return noOverload }
        var separator = ""
        if operands.count == 2 {
            guard case .string(let text) = operands[1] else { return noOverload }
            separator = text
        }
        var (result, isFirst) = ("", true)
        for element in list {
            guard case .string(let text) = element else { return noOverload }
            if !isFirst { result += separator }
            result += text
            isFirst = false
            if result.utf8.count > longestText { return tooCostly }
        }
        return .string(result)
    }

    private static func trim(_ operands: Span<Value>) -> Value {
        guard operands.count == 1, case .string(let text) = operands[0] else { return noOverload }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return .string("") }
        return .string(String(scalars[first...last]))
    }

    private static func reverse(_ operands: Span<Value>) -> Value {
        guard operands.count == 1, case .string(let text) = operands[0] else { return noOverload }
        let view = text.utf8
        let bytes = view.span
        var reversed: [UInt8] = []
        reversed.reserveCapacity(bytes.count)
        var end = bytes.count
        for first in bytes.indices.reversed() where CodePoints.begins(bytes[first]) {
            for index in first..<end { reversed.append(bytes[index]) }
            end = first
        }
        return .string(String(decoding: reversed, as: UTF8.self))
    }

    private static func quote(_ operands: Span<Value>) -> Value {
        guard operands.count == 1, case .string(let text) = operands[0] else { return noOverload }
        var bytes: [UInt8] = [0x22]
        bytes.reserveCapacity(text.utf8.count + 2)
        for byte in text.utf8 {
            let letter: UInt8? =
                switch byte {
                case 0x07: UInt8(ascii: "a")
                case 0x08: UInt8(ascii: "b")
                case 0x0C: UInt8(ascii: "f")
                case 0x0A: UInt8(ascii: "n")
                case 0x0D: UInt8(ascii: "r")
                case 0x09: UInt8(ascii: "t")
                case 0x0B: UInt8(ascii: "v")
                case 0x5C, 0x22: byte
                default: nil
                }
            if letter != nil { bytes.append(0x5C) }
            bytes.append(letter ?? byte)
        }
        bytes.append(0x22)
        return .string(String(decoding: bytes, as: UTF8.self))
    }
}
