/// What expressions may name: variables with their types, constants, and functions.
public struct Environment: Sendable {
    struct Variable: Sendable {
        let index: Int
        let type: Type
    }

    private(set) var variables: [String: Variable] = [:]
    private(set) var constants: [String: Value] = [:]
    private(set) var functions: [String: Function] = Library.functions
    /// Whether types are checked before anything is evaluated.
    ///
    /// Without it, whatever is wrong becomes a fault of the evaluation.
    public let isChecked: Bool

    /// Makes an environment with the functions of the language and its usual extensions.
    public init(isChecked: Bool = true) { self.isChecked = isChecked }

    /// Declares a variable; its name may have dots.
    ///
    /// Returns the number under which ``Bindings`` are asked for it, which counts from 0.
    @discardableResult
    public mutating func declare(_ name: String, _ type: Type) -> Int {
        let index = self.variables[name]?.index ?? self.variables.count
        self.variables[name] = Variable(index: index, type: type)
        return index
    }

    /// The name of the variable that was declared under a number; empty when there is none.
    public func name(of index: Int) -> String { self.variables.first { $0.value.index == index }?.key ?? "" }

    /// How many variables are declared.
    public var count: Int { self.variables.count }

    /// The variable that was declared under a number.
    public func variable(at index: Int) -> (name: String, type: Type)? {
        self.variables.first { $0.value.index == index }.map { (name: $0.key, type: $0.value.type) }
    }

    /// Declares a constant, whose value is put in its place when an expression is compiled.
    public mutating func declare(_ name: String, constant value: Value) { self.constants[name] = value }

    /// Adds a function, or replaces the one of its name.
    public mutating func add(_ function: Function) { self.functions[function.name] = function }

    static let types: [String: TypeName] = {
        let names = [
            "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type",
            "google.protobuf.Timestamp", "google.protobuf.Duration",
        ]
        return Dictionary(uniqueKeysWithValues: names.map { ($0, TypeName($0)) })
    }()

    /// Names of variables and constants, in the order of the alphabet.
    var names: [String] { (Array(self.variables.keys) + Array(self.constants.keys)).sorted() }
}

/// The values of an environment's variables.
public protocol Bindings {
    /// The value of the variable that was declared under a number.
    func value(of variable: Int) -> Value
}
