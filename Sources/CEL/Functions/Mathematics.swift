extension Library {
    /// What there is for numbers.
    static let mathematics: [Function] = extremes + rounding + tests + signs + bits

    private static let extremes: [Function] = [
        Function("math.greatest", several) { extreme($0) { $0 < 0 } },
        Function("math.least", several) { extreme($0) { $0 > 0 } },
    ]

    private static let several: [Function.Overload] =
        [.global([.list(.dyn)], .dyn), .several(.dyn, .dyn)]

    private static let rounding: [Function] = [
        rounding("math.ceil", .up), rounding("math.floor", .down),
        rounding("math.round", .toNearestOrAwayFromZero), rounding("math.trunc", .towardZero),
    ]

    private static let tests: [Function] = [
        test("math.isNaN") { $0.isNaN }, test("math.isInf") { $0.isInfinite }, test("math.isFinite") { $0.isFinite },
    ]

    private static let signs: [Function] = [
        Function("math.abs", [.global([.int], .int), .global([.uint], .uint), .global([.double], .double)]) {
            guard $0.count == 1 else { return noOverload }
            switch $0[0] {
            case .int(.min): return .fault(Fault(.overflow))
            case .int(let int): return .int(abs(int))
            case .double(let double): return .double(double.magnitude)
            case .uint: return $0[0]
            default: return noOverload
            }
        },
        Function("math.sign", [.global([.int], .int), .global([.uint], .uint), .global([.double], .double)]) {
            guard $0.count == 1 else { return noOverload }
            switch $0[0] {
            case .int(let int): return .int(int.signum())
            case .uint(let uint): return .uint(min(uint, 1))
            case .double(let double):
                return .double(double.isNaN || double == 0 ? double : Double(signOf: double, magnitudeOf: 1))
            default: return noOverload
            }
        },
        Function("math.sqrt", [.global([.int], .double), .global([.uint], .double), .global([.double], .double)]) {
            guard $0.count == 1 else { return noOverload }
            switch $0[0] {
            case .int(let int): return .double(Double(int).squareRoot())
            case .uint(let uint): return .double(Double(uint).squareRoot())
            case .double(let double): return .double(double.squareRoot())
            default: return noOverload
            }
        },
    ]

    private static let bits: [Function] = [
        bits("math.bitAnd") { $0 & $1 }, bits("math.bitOr") { $0 | $1 }, bits("math.bitXor") { $0 ^ $1 },
        Function("math.bitNot", [.global([.int], .int), .global([.uint], .uint)]) {
            guard $0.count == 1 else { return noOverload }
            switch $0[0] {
            case .int(let int): return .int(~int)
            case .uint(let uint): return .uint(~uint)
            default: return noOverload
            }
        },
        shift("math.bitShiftLeft") { $0 << $1 }, shift("math.bitShiftRight") { $0 >> $1 },
    ]

    private static func rounding(_ name: String, _ rule: FloatingPointRoundingRule) -> Function {
        Function(name, [.global([.double], .double)]) { operands in
            guard operands.count == 1, case .double(let double) = operands[0] else { return noOverload }
            return .double(double.rounded(rule))
        }
    }

    private static func test(_ name: String, _ holds: @escaping @Sendable (Double) -> Bool) -> Function {
        Function(name, [.global([.double], .bool)]) { operands in
            guard operands.count == 1, case .double(let double) = operands[0] else { return noOverload }
            return .bool(holds(double))
        }
    }

    private static func bits(_ name: String, _ combine: @escaping @Sendable (UInt64, UInt64) -> UInt64) -> Function {
        Function(name, [.global([.int, .int], .int), .global([.uint, .uint], .uint)]) { operands in
            guard operands.count == 2 else { return noOverload }
            switch (operands[0], operands[1]) {
            case (.int(let left), .int(let right)):
                return .int(Int64(bitPattern: combine(UInt64(bitPattern: left), UInt64(bitPattern: right))))
            case (.uint(let left), .uint(let right)): return .uint(combine(left, right))
            default: return noOverload
            }
        }
    }

    /// Declares a shift, which moves zeros in on both sides, for `int` too.
    private static func shift(_ name: String, _ move: @escaping @Sendable (UInt64, Int64) -> UInt64) -> Function {
        Function(name, [.global([.int, .int], .int), .global([.uint, .int], .uint)]) { operands in
            guard operands.count == 2, case .int(let places) = operands[1] else { return noOverload }
            switch operands[0] {
            case .int(let int):
                guard places >= 0 else { return badArgument }
                return .int(Int64(bitPattern: move(UInt64(bitPattern: int), places)))
            case .uint(let uint): return places >= 0 ? .uint(move(uint, places)) : badArgument
            default: return noOverload
            }
        }
    }

    /// The first of the operands, or of the elements of a list, after which none is better, by the order of the two.
    private static func extreme(_ operands: Span<Value>, _ isBetter: (Int) -> Bool) -> Value {
        guard operands.count > 0 else { return noOverload }
        var numbers: [Value] = []
        if operands.count == 1, case .list(let list) = operands[0] {
            numbers = list
        } else {
            numbers.reserveCapacity(operands.count)
            for index in operands.indices { numbers.append(operands[index]) }
        }
        guard var best = numbers.first else { return badArgument }
        for number in numbers {
            switch number {
            case .int, .uint: break
            case .double(let double):
                // It is neither more nor less than others.
                if double.isNaN, numbers.count > 1 { return badArgument }
            default: return noOverload
            }
            if isBetter(order(best, number)) { best = number }
        }
        return best
    }

    /// Less than 0 if the first number is less than the second, more than 0 if it is more, 0 if they are equal, or if
    /// there is no order between them; compared as what they are, without rounding.
    private static func order(_ left: Value, _ right: Value) -> Int {
        switch (left, right) {
        case (.double(let left), .double(let right)): left < right ? -1 : left > right ? 1 : 0
        case (.double(let left), _): whole(right).map { order(left, $0) } ?? 0
        case (_, .double(let right)): whole(left).map { -order(right, $0) } ?? 0
        default:
            if let left = whole(left), let right = whole(right) { left < right ? -1 : left > right ? 1 : 0 } else { 0 }
        }
    }

    private static func whole(_ value: Value) -> Int128? {
        switch value {
        case .int(let int): Int128(int)
        case .uint(let uint): Int128(uint)
        default: nil
        }
    }

    private static func order(_ left: Double, _ right: Int128) -> Int {
        // Beyond all that `right` may be.
        if left >= 0x1p65 { return 1 }
        if left <= -0x1p65 { return -1 }
        if left.isNaN { return 0 }
        let floor = left.rounded(.down)
        let whole = Int128(floor)
        return whole < right ? -1 : whole > right || left > floor ? 1 : 0
    }
}
