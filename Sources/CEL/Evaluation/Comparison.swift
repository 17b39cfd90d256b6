extension Value {
    /// Whether two values are equal: numbers by what they are worth, whatever their type; texts by their bytes; values of
    /// types that have nothing to do with one another are not.
    func equals(_ other: Value) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.string(let a), .string(let b)): a.isSameBytes(as: b)
        case (.bytes(let a), .bytes(let b)): a == b
        case (.timestamp(let a), .timestamp(let b)), (.duration(let a), .duration(let b)): a == b
        case (.type(let a), .type(let b)): a == b
        case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy { $0.equals($1) }
        case (.map(let a), .map(let b)):
            a.count == b.count && zip(a.keys, a.values).allSatisfy { key, value in b[key]?.equals(value) ?? false }
        default: self.numberOrder(other) == 0
        }
    }

    /// How two values stand to one another: negative, 0 or positive; `nil` when they have no order.
    func order(_ other: Value) -> Int? {
        switch (self, other) {
        case (.int(let a), .int(let b)): a < b ? -1 : a == b ? 0 : 1
        case (.timestamp(let a), .timestamp(let b)), (.duration(let a), .duration(let b)): a < b ? -1 : a == b ? 0 : 1
        case (.bool(let a), .bool(let b)): (a ? 1 : 0) - (b ? 1 : 0)
        case (.string(let a), .string(let b)): a.utf8Span.span.order(b.utf8Span.span)
        case (.bytes(let a), .bytes(let b)): a.span.order(b.span)
        default: self.numberOrder(other)
        }
    }

    /// Whether both are numbers, so that only what is not a number keeps them from an order.
    func areNumbers(_ other: Value) -> Bool { self.isNumber && other.isNumber }

    private var isNumber: Bool {
        switch self {
        case .int, .uint, .double: true
        default: false
        }
    }

    /// The order of numbers; `nil` for what is no number.
    private func numberOrder(_ other: Value) -> Int? {
        switch (self, other) {
        case (.int(let a), .int(let b)): a < b ? -1 : a == b ? 0 : 1
        case (.uint(let a), .uint(let b)): a < b ? -1 : a == b ? 0 : 1
        case (.double(let a), .double(let b)): a < b ? -1 : a == b ? 0 : a > b ? 1 : nil
        case (.int(let a), .uint(let b)): a < 0 ? -1 : UInt64(a) < b ? -1 : UInt64(a) == b ? 0 : 1
        case (.uint, .int), (.double, .int), (.double, .uint): other.numberOrder(self).map { -$0 }
        case (.int(let a), .double(let b)): Self.order(b, Double(a), 0x1p63)
        case (.uint(let a), .double(let b)): Self.order(b, Double(a), 0x1p64)
        default: nil
        }
    }

    /// How a whole number, rounded to a double, stands to a double; one beyond the type's range is never equal to it.
    ///
    /// Rounding first is what the language's own implementations do, and its conformance cases want.
    private static func order(_ double: Double, _ whole: Double, _ limit: Double) -> Int? {
        if double > limit { return -1 }
        if double < -limit { return 1 }
        return whole < double ? -1 : whole == double ? 0 : whole > double ? 1 : nil
    }
}

extension String {
    /// Whether two texts have the same code points, which Swift's equality does not ask.
    func isSameBytes(as other: String) -> Bool {
        let (one, two) = (self.utf8Span.span, other.utf8Span.span)
        return one.count == two.count && one.order(two) == 0
    }
}

extension Span<UInt8> {
    /// The order byte by byte, which is that of code points in UTF-8.
    func order(_ other: Span<UInt8>) -> Int {
        for index in 0..<Swift.min(self.count, other.count) where self[index] != other[index] {
            return self[index] < other[index] ? -1 : 1
        }
        return self.count - other.count
    }
}
