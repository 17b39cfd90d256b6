extension Value: CustomStringConvertible {
    /// The value as an expression would write it; a fault in words.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let bool): "\(bool)"
        case .int(let int): "\(int)"
        case .uint(let uint): "\(uint)u"
        case .double(let double): double.isFinite ? "\(double)" : "double(\"\(double)\")"
        case .string(let text): Self.quoted(text)
        case .bytes(let bytes): "b\"\(bytes.map { Self.hex($0) }.joined())\""
        case .timestamp(let instant): "timestamp(\"\(TimestampText.text(instant))\")"
        case .duration(let span): "duration(\"\(SpanText.text(span))\")"
        case .list(let values): "[\(values.map(\.description).joined(separator: ", "))]"
        case .map(let map):
            "{\(zip(map.keys, map.values).map { "\($0): \($1)" }.joined(separator: ", "))}"
        case .type(let name): name.text
        case .fault(let fault): fault.description
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            // Control characters must not reach a terminal.
            case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
                quoted += "\\x" + self.digits(UInt8(truncatingIfNeeded: scalar.value))
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func hex(_ byte: UInt8) -> String {
        let isPlain = byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        return isPlain ? String(decoding: [byte], as: UTF8.self) : "\\x" + self.digits(byte)
    }

    private static func digits(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }
}
