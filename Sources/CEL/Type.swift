/// A type of the Common Expression Language, as the checker knows it.
public indirect enum Type: Hashable, Sendable, CustomStringConvertible {
    /// Known only when it is evaluated.
    case dyn
    /// The type of `null`.
    case null
    /// `bool`
    case bool
    /// `int`
    case int
    /// `uint`
    case uint
    /// `double`
    case double
    /// `string`
    case string
    /// `bytes`
    case bytes
    /// `google.protobuf.Timestamp`
    case timestamp
    /// `google.protobuf.Duration`
    case duration
    /// The type of types.
    case type
    /// A list of values of one type.
    case list(Type)
    /// A map from keys of one type to values of one type.
    case map(Type, Type)
    /// Any type, the same wherever its name stands in one overload.
    case parameter(String)

    /// The type as it is written in messages.
    public var description: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .type: "type"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .parameter(let name): name
        }
    }
}
