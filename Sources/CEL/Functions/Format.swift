extension Library {
    /// `format`, which fills a list of values into a text.
    static let format = Function("format", [.method([.string, .list(.dyn)], .string)]) { operands in
        guard operands.count == 2, case .string(let template) = operands[0], case .list(let values) = operands[1]
        else { return noOverload }
        return value { () throws(Fault) in .string(try Formatter.fill(template, values)) }
    }
}

/// Writes values into a text.
private struct Formatter {
    /// More decimals than any number needs.
    private static let mostDecimals = 100
    private static let deepest = 100

    var result = ""

    /// Replaces each clause of a template by the next value.
    static func fill(_ template: String, _ values: [Value]) throws(Fault) -> String {
        var formatter = Formatter()
        let view = template.utf8
        let bytes = view.span
        var (index, next) = (0, 0)
        while let found = CodePoints.find("%".utf8.span, bytes, from: index) {
            formatter.result += CodePoints.part(template, index, found)
            index = found + 1
            let decimals = try Self.decimals(bytes, &index)
            guard index < bytes.count else { throw Fault(.badArgument) }
            let clause = bytes[index]
            index += 1
            if clause == UInt8(ascii: "%") {
                guard decimals == nil else { throw Fault(.badArgument) }
                formatter.result += "%"
                continue
            }
            guard next < values.count else { throw Fault(.badArgument) }
            try formatter.write(values[next], clause, decimals)
            next += 1
        }
        formatter.result += CodePoints.part(template, index, bytes.count)
        try formatter.checkLength()
        return formatter.result
    }

    /// Reads the point and the number between a percent sign and its letter.
    private static func decimals(_ bytes: Span<UInt8>, _ index: inout Int) throws(Fault) -> Int? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: ".") else { return nil }
        let first = index + 1
        var number = 0
        index = first
        while index < bytes.count, case 0x30...0x39 = bytes[index] {
            number = number * 10 + Int(bytes[index] - 0x30)
            guard number <= Self.mostDecimals else { throw Fault(.badArgument) }
            index += 1
        }
        guard index > first else { throw Fault(.badArgument) }
        return number
    }

    private func checkLength() throws(Fault) {
        if self.result.utf8.count > Library.longestText { throw Fault(.tooCostly) }
    }

    private mutating func write(_ value: Value, _ clause: UInt8, _ decimals: Int?) throws(Fault) {
        switch clause {
        case UInt8(ascii: "s"): try self.display(value, 0)
        case UInt8(ascii: "d"): try self.decimal(value)
        case UInt8(ascii: "f"): try self.real(value) { $0.fixed(decimals ?? 6) }
        case UInt8(ascii: "e"): try self.real(value) { $0.scientific(decimals ?? 6) }
        case UInt8(ascii: "b"):
            if case .bool(let bool) = value {
                self.result += bool ? "1" : "0"
            } else {
                try self.whole(value, 2)
            }
        case UInt8(ascii: "o"): try self.whole(value, 8)
        case UInt8(ascii: "x"): try self.hex(value, isUpper: false)
        case UInt8(ascii: "X"): try self.hex(value, isUpper: true)
        default: throw Fault(.badArgument)
        }
        try self.checkLength()
    }

    private mutating func decimal(_ value: Value) throws(Fault) {
        if case .double(let double) = value {
            self.result += Self.text(double)
        } else {
            try self.whole(value, 10)
        }
    }

    private mutating func whole(_ value: Value, _ radix: Int, isUpper: Bool = false) throws(Fault) {
        switch value {
        case .int(let int): self.result += String(int, radix: radix, uppercase: isUpper)
        case .uint(let uint): self.result += String(uint, radix: radix, uppercase: isUpper)
        default: throw Fault(.badArgument)
        }
    }

    private mutating func hex(_ value: Value, isUpper: Bool) throws(Fault) {
        let bytes: [UInt8]
        switch value {
        case .string(let text): bytes = Array(text.utf8)
        case .bytes(let content): bytes = content
        default: return try self.whole(value, 16, isUpper: isUpper)
        }
        let digits = Array((isUpper ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        self.result += String(decoding: text, as: UTF8.self)
    }

    private mutating func real(_ value: Value, _ write: (DecimalText) -> String) throws(Fault) {
        let number: Double
        switch value {
        case .double(let double): number = double
        case .int(let int): number = Double(int)
        case .uint(let uint): number = Double(uint)
        default: throw Fault(.badArgument)
        }
        if number.isFinite {
            self.result += (number.sign == .minus ? "-" : "") + write(DecimalText(exact: number))
        } else {
            self.result += Self.text(number)
        }
    }

    /// Without an exponent, and with as few digits as tell the number from others.
    private static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        let sign = number.sign == .minus ? "-" : ""
        return sign + (number.isInfinite ? "Infinity" : DecimalText(shortest: number).fixed(nil))
    }

    /// Writes any value, as far as values are not nested too deeply.
    private mutating func display(_ value: Value, _ depth: Int) throws(Fault) {
        guard depth < Self.deepest else { throw Fault(.tooCostly) }
        switch value {
        case .null: self.result += "null"
        case .bool(let bool): self.result += bool ? "true" : "false"
        case .int(let int): self.result += String(int)
        case .uint(let uint): self.result += String(uint)
        case .double(let double): self.result += Self.text(double)
        case .string(let text): self.result += text
        case .bytes(let bytes): self.result += String(decoding: bytes, as: UTF8.self)
        case .timestamp(let instant): self.result += TimestampText.text(instant)
        case .duration(let span): self.result += SpanText.text(span)
        case .type(let name): self.result += name.text
        case .fault(let fault): throw fault
        case .list(let list):
            self.result += "["
            var isFirst = true
            for element in list {
                if !isFirst { self.result += ", " }
                try self.display(element, depth + 1)
                isFirst = false
            }
            self.result += "]"
        case .map(let map): try self.display(map, depth)
        }
        try self.checkLength()
    }

    /// Writes a map in the order of the texts of its keys, which does not depend on how it came to be.
    private mutating func display(_ map: Map, _ depth: Int) throws(Fault) {
        var entries: [(key: String, value: Value)] = []
        for (key, value) in zip(map.keys, map.values) {
            var formatter = Formatter()
            try formatter.display(key, depth + 1)
            entries.append((formatter.result, value))
        }
        entries.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        self.result += "{"
        var isFirst = true
        for (key, value) in entries {
            if !isFirst { self.result += ", " }
            self.result += key + ": "
            try self.display(value, depth + 1)
            isFirst = false
        }
        self.result += "}"
    }
}
