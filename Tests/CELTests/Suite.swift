import CEL
import Foundation
import Testing

/// A case of the public conformance suite, as ../shared/reference/cel/README.md has it.
struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let expression: String
    let isChecked: Bool
    let bindings: [String: Value]
    /// `nil` where the expression must fail.
    let value: Value?

    var testDescription: String { "\(self.name): \(self.expression)" }

    static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/reference/cel/conformance.ndjson")

    /// All cases; none where the file is missing.
    static let all: [Case] = {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { line in
            (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]).flatMap { Case($0) }
        }
    }()

    init?(_ object: [String: Any]) {
        guard let expression = object["expr"] as? String else { return nil }
        let names = ["file", "section", "test"].compactMap { object[$0] as? String }
        self.name = names.joined(separator: "/")
        self.expression = expression
        self.isChecked = object["disable_check"] as? Bool != true
        self.bindings = (object["bindings"] as? [String: Any] ?? [:]).compactMapValues { Value(tagged: $0) }
        self.value = object["value"].flatMap { Value(tagged: $0) }
    }
}

extension Value {
    /// Reads `{"int": "1"}` and the like.
    init?(tagged: Any) {
        guard let object = tagged as? [String: Any], let (tag, content) = object.first else { return nil }
        switch (tag, content) {
        case ("null", _): self = .null
        case ("bool", let bool as Bool): self = .bool(bool)
        case ("int", let text as String): self = .int(Int64(text) ?? 0)
        case ("uint", let text as String): self = .uint(UInt64(text) ?? 0)
        case ("double", let text as String): self = .double(Double(text) ?? .nan)
        case ("double", let number as Double): self = .double(number)
        case ("string", let text as String): self = .string(text)
        case ("bytes", let hex as String):
            let digits = Array(hex)
            self = .bytes(
                stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
            )
        case ("list", let list as [Any]): self = .list(list.compactMap { Value(tagged: $0) })
        case ("map", let entries as [[Any]]):
            var map = Map()
            for entry in entries {
                if let key = Value(tagged: entry[0]), let value = Value(tagged: entry[1]) { map.add(key, value) }
            }
            self = .map(map)
        case ("type", let name as String): self = .type(TypeName(name))
        default: return nil
        }
    }

    /// Whether it is the same value, of the same type.
    func isSame(as other: Value) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.uint(let a), .uint(let b)): a == b
        case (.double(let a), .double(let b)): a == b || (a.isNaN && b.isNaN)
        case (.string(let a), .string(let b)): Array(a.utf8) == Array(b.utf8)
        case (.bytes(let a), .bytes(let b)): a == b
        case (.type(let a), .type(let b)): a == b
        case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
        case (.map(let a), .map(let b)):
            a.count == b.count && zip(a.keys, a.values).allSatisfy { key, value in b[key]?.isSame(as: value) ?? false }
        default: false
        }
    }
}

/// Values under the numbers of the environment's variables.
struct Values: Bindings {
    var values: [Value] = []

    func value(of variable: Int) -> Value { self.values[variable] }
}

/// What an expression comes to; a fault where it can't be compiled.
func evaluated(_ expression: String, _ bindings: [String: Value] = [:], isChecked: Bool = true) -> Result<
    Value, Diagnostics
> {
    var environment = Environment(isChecked: isChecked)
    var values = Values()
    for (name, value) in bindings.sorted(by: { $0.key < $1.key }) {
        environment.declare(name, .dyn)
        values.values.append(value)
    }
    do throws(Diagnostics) {
        let program = try Program(expression, environment)
        var evaluator = Evaluator()
        return .success(evaluator.evaluate(program, values))
    } catch {
        return .failure(error)
    }
}
