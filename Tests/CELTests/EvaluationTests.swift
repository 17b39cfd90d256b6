import CEL
import Testing

@Suite struct EvaluationTests {
    private static func value(_ expression: String, _ bindings: [String: Value] = [:], isChecked: Bool = false)
        -> Value?
    {
        guard case .success(let value) = evaluated(expression, bindings, isChecked: isChecked) else { return nil }
        return value
    }

    private static func fault(_ expression: String, _ bindings: [String: Value] = [:]) -> Fault? {
        if case .fault(let fault)? = self.value(expression, bindings) { fault } else { nil }
    }

    @Test(arguments: [
        ("1 + 2 / 0", Fault.Kind.divisionByZero, 6), ("9223372036854775807 + 1", .overflow, 20),
        ("{'a': 1}.b", .noSuchKey, 8), ("[1][2]", .badIndex, 3), ("true && 1", .noOverload, 5),
        ("nobody", .unknownVariable, 0), ("timestamp('9999-12-31T23:59:59Z') + duration('1s')", .overflow, 34),
    ])
    func `given an expression that comes to a fault, when it is evaluated, then kind and place are told`(
        _ expression: String,
        _ kind: Fault.Kind,
        _ place: Int
    ) throws {
        let fault = try #require(Self.fault(expression))
        #expect(fault.kind == kind)
        #expect(fault.place == place)
    }

    @Test(arguments: [
        ("size(x ? 'a' : 'bcd')", "3"), ("'bcd'.matches(x ? 'a' : 'b')", "true"), ("[1, x ? 2 : 3][1]", "3"),
        ("{'a': x ? 1 : 2}.a", "2"), ("cel.bind(a, 1, a) + size([cel.bind(b, 5, b)])", "2"),
    ])
    func `given constants on two ways, when it is evaluated, then the way that is gone counts`(
        _ expression: String,
        _ value: String
    ) {
        #expect(Self.value(expression, ["x": .bool(false)], isChecked: true).map { "\($0)" } == value)
    }

    @Test(arguments: [
        ("true || int('a') == 1", "true"), ("true ? 1 : int('a')", "1"), ("[].all(x, int('a') == 1)", "true"),
        ("cel.bind(x, int('a'), true)", "true"), ("true || 'a'.matches('(')", "true"),
        ("math.greatest(1, 2, 3, 4, 5, 6, 7)", "7"), ("timestamp(0) == null", "false"),
        ("null != duration('1s')", "true"),
        ("[1].exists(math, math.greatest(1, 2) == 2)", "true"), ("duration('1µs') == duration('1us')", "true"),
        ("timestamp('2009-02-13T23:31:30.1234567899Z').getMilliseconds()", "123"),
        ("timestamp('2009-02-13T23:31:30Z').getHours('')", "23"),
    ])
    func `given what other implementations answer, when it is checked and evaluated, then it is the same`(
        _ expression: String,
        _ value: String
    ) {
        #expect(Self.value(expression, isChecked: true).map { "\($0)" } == value)
    }

    @Test func `given texts that grow and grow, when they are constants, then compiling stays cheap`() {
        let growing = (0..<40).reduce("'a'") { text, _ in "\(text).replace('a', 'aaaaaaaaaa')" }
        #expect(Self.fault("[\(growing), \(growing)]")?.kind == .tooCostly)
    }

    @Test(arguments: [100, 240])
    func `given parentheses in parentheses, when there are so many, then they are read`(_ count: Int) {
        let text = String(repeating: "(", count: count) + "1" + String(repeating: ")", count: count)
        #expect(Self.value(text).map { "\($0)" } == "1")
        let sum = (0...count * 4).map { _ in "1" }.joined(separator: " + ")
        #expect(Self.value(sum).map { "\($0)" } == "\(count * 4 + 1)" || count > 249)
    }

    @Test func `given a macro in a macro in a macro, when its lists are long, then it ends at the limit`() {
        let list = Value.list((0..<1_000).map { .int($0) })
        let fault = Self.fault("x.all(a, x.all(b, x.all(c, a + b + c >= 0)))", ["x": list])
        #expect(fault?.kind == .tooCostly)
    }

    @Test func `given a list that doubles again and again, when it is evaluated, then it ends at the limit`() {
        let doubling = (0..<60).reduce("[1]") { text, _ in "cel.bind(l, \(text), l + l)" }
        #expect(Self.fault("size(\(doubling)) > 0")?.kind == .tooCostly)
    }

    @Test(arguments: ["(", "[", "{1:", "!", "-", "a.b(", "x ? ", "cel.bind(x, "])
    func `given an expression without end, when it is compiled, then it is refused and nothing overflows`(
        _ text: String
    ) {
        guard case .failure = evaluated(String(repeating: text, count: 5_000)) else {
            Issue.record("it was taken")
            return
        }
    }

    @Test func `given texts that look alike, when they are compared, then their code points count`() {
        #expect(Self.value("'\u{E9}' == 'e\u{301}'").map { "\($0)" } == "false")
        #expect(Self.value("{'\u{E9}': 1, 'e\u{301}': 2}.size()").map { "\($0)" } == "2")
    }

    @Test(arguments: 0..<200)
    func `given pieces of expressions in any order, when they are evaluated, then nothing traps`(_ seed: UInt64) {
        var random = Random(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
        let pieces = [
            "1", "2u", "1.5", "'a'", "b'a'", "x", "y", "null", "true", "[", "]", "{", "}", "(", ")", ",", ":", ".", "?",
            "+", "-", "*", "/", "%", "==", "!=", "<", "<=", "&&", "||", "!", " in ", "size", "map", "filter", "exists",
            "all", "has", "timestamp", "duration", "int", "string", "matches", "format", "a", "math.greatest",
        ]
        let bindings: [String: Value] = ["x": .list([.int(1), .string("a")]), "y": .int(.min)]
        for _ in 0..<200 {
            let text = (0...random.below(12)).map { _ in pieces[random.below(pieces.count)] }.joined()
            for isChecked in [true, false] { _ = evaluated(text, bindings, isChecked: isChecked) }
        }
    }

    /// A small generator (xorshift), so that a failure can be repeated by its seed.
    private struct Random {
        var state: UInt64

        mutating func below(_ bound: Int) -> Int {
            self.state ^= self.state << 13
            self.state ^= self.state >> 7
            self.state ^= self.state << 17
            return Int(self.state % UInt64(bound))
        }
    }
}
