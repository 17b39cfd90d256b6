extension Library {
    /// What there is for texts, and `size`.
    static let strings: [Function] = tests + positions + editing + [format]

    private static let tests: [Function] = [
        Function("size", sizes, size),
        Function("contains", [.method([.string, .string], .bool)]) { operands in
            test(operands) { CodePoints.find($1, $0, from: 0) != nil }
        },
        Function("startsWith", [.method([.string, .string], .bool)]) { operands in
            test(operands) { CodePoints.stands($1, $0, at: 0) }
        },
        Function("endsWith", [.method([.string, .string], .bool)]) { operands in
            test(operands) { CodePoints.stands($1, $0, at: $0.count - $1.count) }
        },
        Function(
            "matches",
            [.method([.string, .string], .bool), .global([.string, .string], .bool)]
        ) { operands in
            guard operands.count == 2, case .string(let text) = operands[0], case .string(let pattern) = operands[1]
            else { return noOverload }
            return value { () throws(Fault) in .bool(try CompiledPattern.cached(pattern).matches(text)) }
        },
    ]

    private static let positions: [Function] = [
        Function("charAt", [.method([.string, .int], .string)], character),
        Function(
            "indexOf",
            [.method([.string, .string], .int), .method([.string, .string, .int], .int)],
            index
        ),
        Function(
            "lastIndexOf",
            [.method([.string, .string], .int), .method([.string, .string, .int], .int)],
            lastIndex
        ),
        Function(
            "substring",
            [.method([.string, .int], .string), .method([.string, .int, .int], .string)],
            substring
        ),
    ]

    private static let sizes: [Function.Overload] = [
        Type.string, .bytes, .list(.parameter("A")), .map(.parameter("A"), .parameter("B")),
    ].flatMap { [.global([$0], .int), .method([$0], .int)] }

    private static func size(_ operands: Span<Value>) -> Value {
        guard operands.count == 1 else { return noOverload }
        switch operands[0] {
        case .string(let text): return .int(Int64(CodePoints.count(text)))
        case .bytes(let bytes): return .int(Int64(bytes.count))
        case .list(let list): return .int(Int64(list.count))
        case .map(let map): return .int(Int64(map.count))
        default: return noOverload
        }
    }

    /// Answers whether something is so of the bytes of two texts.
    private static func test(_ operands: Span<Value>, _ holds: (Span<UInt8>, Span<UInt8>) -> Bool) -> Value {
        guard operands.count == 2, case .string(let text) = operands[0], case .string(let wanted) = operands[1]
        else { return noOverload }
        let (bytes, others) = (text.utf8, wanted.utf8)
        return .bool(holds(bytes.span, others.span))
    }

    private static func character(_ operands: Span<Value>) -> Value {
        guard operands.count == 2, case .string(let text) = operands[0], case .int(let position) = operands[1]
        else { return noOverload }
        let bytes = text.utf8
        guard let offset = CodePoints.offset(position, bytes.span) else { return badArgument }
        let scalars = text.unicodeScalars
        let index = bytes.index(bytes.startIndex, offsetBy: offset)
        return .string(index < scalars.endIndex ? String(scalars[index]) : "")
    }

    private static func index(_ operands: Span<Value>) -> Value {
        guard operands.count == 2 || operands.count == 3, case .string(let text) = operands[0],
            case .string(let wanted) = operands[1]
        else { return noOverload }
        var start: Int64 = 0
        if operands.count == 3 {
            guard case .int(let position) = operands[2] else { return noOverload }
            start = position
        }
        let (view, others) = (text.utf8, wanted.utf8)
        let bytes = view.span
        guard let offset = CodePoints.offset(start, bytes) else { return badArgument }
        guard let found = CodePoints.find(others.span, bytes, from: offset) else { return .int(-1) }
        return .int(start + Int64(CodePoints.count(bytes, offset, found)))
    }

    private static func lastIndex(_ operands: Span<Value>) -> Value {
        guard operands.count == 2 || operands.count == 3, case .string(let text) = operands[0],
            case .string(let wanted) = operands[1]
        else { return noOverload }
        let (view, others) = (text.utf8, wanted.utf8)
        let bytes = view.span
        var last = bytes.count
        if operands.count == 3 {
            guard case .int(let position) = operands[2] else { return noOverload }
            guard let offset = CodePoints.offset(position, bytes) else { return badArgument }
            last = offset
        }
        guard let found = CodePoints.findLast(others.span, bytes, upTo: last) else { return .int(-1) }
        return .int(Int64(CodePoints.count(bytes, 0, found)))
    }

    private static func substring(_ operands: Span<Value>) -> Value {
        guard operands.count == 2 || operands.count == 3, case .string(let text) = operands[0],
            case .int(let first) = operands[1]
        else { return noOverload }
        let bytes = text.utf8
        var end = bytes.count
        if operands.count == 3 {
            guard case .int(let last) = operands[2] else { return noOverload }
            guard let offset = CodePoints.offset(last, bytes.span) else { return badArgument }
            end = offset
        }
        guard let start = CodePoints.offset(first, bytes.span), start <= end else { return badArgument }
        return .string(String(CodePoints.part(text, start, end)))
    }
}
