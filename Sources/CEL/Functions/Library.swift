/// The functions of the language and of its usual extensions.
enum Library {
    /// All functions, by name.
    static let functions: [String: Function] = Dictionary(
        uniqueKeysWithValues: (strings + mathematics + encoders + times + conversions).map { ($0.name, $0) }
    )

    /// How many bytes a text may have that a function makes longer than its operands are, so that a small expression
    /// can't ask for all memory.
    static let longestText = 64 << 20

    /// The answer to operands of types that a function has no overload for.
    static let noOverload = Value.fault(Fault(.noOverload))

    /// The answer to an argument outside of what is allowed.
    static let badArgument = Value.fault(Fault(.badArgument))

    /// The answer to what would cost more than is allowed.
    static let tooCostly = Value.fault(Fault(.tooCostly))

    /// Makes a value of a result, or of the fault that is there instead.
    static func value(_ compute: () throws(Fault) -> Value) -> Value {
        do {
            return try compute()
        } catch {
            return .fault(error)
        }
    }
}
