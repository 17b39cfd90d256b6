extension Library {
    /// What makes values of one type of those of another one.
    static let conversions: [Function] = [
        conversion("int", [.int, .uint, .double, .string, .timestamp], .int, int),
        conversion("uint", [.uint, .int, .double, .string], .uint, uint),
        conversion("double", [.double, .int, .uint, .string], .double, double),
        conversion("string", [.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration], .string, string),
        conversion("bytes", [.bytes, .string], .bytes) { value in
            switch value {
            case .bytes: value
            case .string(let text): .bytes(Array(text.utf8))
            default: noOverload
            }
        },
        conversion("bool", [.bool, .string], .bool) { value in
            switch value {
            case .bool: value
            case .string(let text): truth(text).map { .bool($0) } ?? .fault(Fault(.badText))
            default: noOverload
            }
        },
        conversion("dyn", [.parameter("A")], .dyn) { $0 },
        conversion("type", [.parameter("A")], .type, type),
    ]

    /// The name of a value's type, `nil` for a fault.
    static func typeName(_ value: Value) -> String? {
        switch value {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .list: "list"
        case .map: "map"
        case .type: "type"
        case .fault: nil
        }
    }

    private static func conversion(
        _ name: String,
        _ parameters: [Type],
        _ result: Type,
        _ convert: @escaping @Sendable (Value) -> Value
    ) -> Function {
        Function(name, parameters.map { .global([$0], result) }) { operands in
            operands.count == 1 ? convert(operands[0]) : noOverload
        }
    }

    private static func type(_ value: Value) -> Value { typeName(value).map { .type(TypeName($0)) } ?? value }

    private static func int(_ value: Value) -> Value {
        switch value {
        case .int: return value
        case .uint(let uint): return Int64(exactly: uint).map { .int($0) } ?? .fault(Fault(.overflow))
        case .double(let double):
            // Both ends are refused, since they may have been rounded to there from beyond.
            guard double > -0x1p63, double < 0x1p63 else { return .fault(Fault(.overflow)) }
            return .int(Int64(double))
        case .string(let text):
            if let int = Int64(text) { return .int(int) }
            return .fault(Fault(isWhole(text) ? .overflow : .badText))
        case .timestamp(let instant): return .int(instant.seconds)
        default: return noOverload
        }
    }

    private static func uint(_ value: Value) -> Value {
        switch value {
        case .uint: return value
        case .int(let int): return UInt64(exactly: int).map { .uint($0) } ?? .fault(Fault(.overflow))
        case .double(let double):
            guard double >= 0, double < 0x1p64 else { return .fault(Fault(.overflow)) }
            return .uint(UInt64(double))
        case .string(let text):
            guard let first = text.utf8.first, 0x30...0x39 ~= first else { return .fault(Fault(.badText)) }
            if let uint = UInt64(text) { return .uint(uint) }
            return .fault(Fault(isWhole(text) ? .overflow : .badText))
        default: return noOverload
        }
    }

    /// Whether a text is a whole number, however large.
    private static func isWhole(_ text: String) -> Bool {
        var digits = text.utf8[...]
        if let first = digits.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") { digits.removeFirst() }
        return !digits.isEmpty && digits.allSatisfy { 0x30...0x39 ~= $0 }
    }

    private static func double(_ value: Value) -> Value {
        switch value {
        case .double: return value
        case .int(let int): return .double(Double(int))
        case .uint(let uint): return .double(Double(uint))
        case .string(let text): return double(text)
        default: return noOverload
        }
    }

    private static func double(_ text: String) -> Value {
        var bytes = text.utf8[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        guard let first = bytes.first else { return .fault(Fault(.badText)) }
        if first == UInt8(ascii: ".") || 0x30...0x39 ~= first {
            // What is no decimal number, and what has a point for its only digit, is no `Double` either.
            let marks = "0123456789.eE+-".utf8
            guard bytes.allSatisfy(marks.contains), let double = Double(text) else { return .fault(Fault(.badText)) }
            return double.isFinite ? .double(double) : .fault(Fault(.overflow))
        }
        let word = String(decoding: bytes.map { $0 &- 65 < 26 ? $0 | 32 : $0 }, as: UTF8.self)
        if CodePoints.equals(word, "nan") { return .double(.nan) }
        guard CodePoints.equals(word, "inf") || CodePoints.equals(word, "infinity") else {
            return .fault(Fault(.badText))
        }
        return .double(isNegative ? -.infinity : .infinity)
    }

    private static func string(_ value: Value) -> Value {
        switch value {
        case .string: return value
        case .bool(let bool): return .string(bool ? "true" : "false")
        case .int(let int): return .string(String(int))
        case .uint(let uint): return .string(String(uint))
        case .double(let double): return .string(text(double))
        case .bytes(let bytes):
            return String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .fault(Fault(.badText))
        case .timestamp(let instant): return .string(TimestampText.text(instant))
        case .duration(let span): return .string(SpanText.text(span))
        default: return noOverload
        }
    }

    private static func text(_ double: Double) -> String {
        if double.isNaN { return "NaN" }
        if double.isInfinite { return double < 0 ? "-Inf" : "+Inf" }
        return (double.sign == .minus ? "-" : "") + DecimalText(shortest: double).general
    }

    private static func truth(_ text: String) -> Bool? {
        let words: [(StaticString, Bool)] = [
            ("true", true), ("false", false), ("1", true), ("0", false), ("t", true), ("f", false),
            ("TRUE", true), ("FALSE", false), ("True", true), ("False", false), ("T", true), ("F", false),
        ]
        return words.first { CodePoints.equals(text, $0.0) }?.1
    }
}
