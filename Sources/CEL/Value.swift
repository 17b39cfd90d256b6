/// A value of the Common Expression Language.
///
/// Scalars need no memory of their own. Texts are compared by their bytes, not by what Unicode takes for the same, as the
/// language wants it.
public enum Value: Sendable {
    /// No value.
    case null
    /// A truth.
    case bool(Bool)
    /// A whole number.
    case int(Int64)
    /// A whole number from 0 on; a type of its own.
    case uint(UInt64)
    /// A binary floating-point number.
    case double(Double)
    /// A text, a sequence of Unicode code points.
    case string(String)
    /// Bytes.
    case bytes([UInt8])
    /// An instant from the year 1 to 9999.
    case timestamp(Instant)
    /// A span of time of at most 315,576,000,000 seconds either way.
    case duration(Instant)
    /// Values in order.
    case list([Value])
    /// Values under keys.
    // Behind a reference, so that a value has three words and not four.
    indirect case map(Map)
    /// A type.
    case type(TypeName)
    /// What went wrong where a value should have been; an operation with a fault for an operand has that fault, but for
    /// `&&` and `||`, which may decide without it.
    case fault(Fault)
}

/// Seconds and nanoseconds, since 1970 UTC or as a span; the nanoseconds are from 0 to 999,999,999 and count upwards for
/// negative seconds too.
public struct Instant: Hashable, Comparable, Sendable {
    /// Whole seconds, rounded down.
    public var seconds: Int64
    /// What is above the whole seconds.
    public var nanoseconds: Int32

    /// Makes one.
    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Compares in the natural order.
    public static func < (left: Instant, right: Instant) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

/// The name of a type, as `type()` answers it, such as `int` or `google.protobuf.Timestamp`.
public struct TypeName: Hashable, Sendable {
    /// The name.
    public let text: String

    /// Makes a name.
    public init(_ text: String) { self.text = text }
}

/// What went wrong in an evaluation.
public struct Fault: Hashable, Sendable, Error, CustomStringConvertible {
    /// The kinds of faults.
    public enum Kind: UInt8, Sendable {
        /// No function takes operands of these types.
        case noOverload
        /// There is no function of that name.
        case unknownFunction
        /// There is no variable of that name.
        case unknownVariable
        /// A map has no such key.
        case noSuchKey
        /// A list has no such index.
        case badIndex
        /// A key stands twice in a map.
        case repeatedKey
        /// A number, instant or span is beyond what its type holds.
        case overflow
        /// Something was divided by zero.
        case divisionByZero
        /// A text can't be read as what is wanted.
        case badText
        /// An argument is outside of what is allowed.
        case badArgument
        /// The evaluation costs more than allowed.
        case tooCostly
    }

    /// The kind.
    public let kind: Kind
    /// Where in the expression, in bytes from its beginning.
    public var place: Int32

    /// Makes a fault; the place is filled in by the evaluation.
    public init(_ kind: Kind, at place: Int32 = -1) {
        self.kind = kind
        self.place = place
    }

    /// The kind in words.
    public var description: String {
        switch self.kind {
        case .noOverload: "no such overload: the operands have types that this can't be done with"
        case .unknownFunction: "there is no function of this name"
        case .unknownVariable: "there is no variable of this name"
        case .noSuchKey: "no such key"
        case .badIndex: "the index is outside of the list"
        case .repeatedKey: "a key stands twice in a map"
        case .overflow: "the result is out of range"
        case .divisionByZero: "division by zero"
        case .badText: "the text can't be read as what is wanted"
        case .badArgument: "an argument is outside of what is allowed"
        case .tooCostly: "the evaluation costs more than is allowed"
        }
    }
}

/// Values under keys, which are truths, whole numbers and texts; 1, 1u and 1.0 are the same key.
public struct Map: Sendable {
    /// A key, alike for numbers that are equal.
    enum Key: Hashable, Sendable {
        case bool(Bool)
        case int(Int64)
        /// Above the largest `int`.
        case large(UInt64)
        case text([UInt8])

        /// `nil` for what can't be a key, or equals none.
        init?(_ value: Value) {
            switch value {
            case .bool(let bool): self = .bool(bool)
            case .int(let int): self = .int(int)
            case .uint(let uint): self = Int64(exactly: uint).map { .int($0) } ?? .large(uint)
            case .double(let double):
                if let int = Int64(exactly: double) {
                    self = .int(int)
                } else if let uint = UInt64(exactly: double) {
                    self = .large(uint)
                } else {
                    return nil
                }
            case .string(let text): self = .text(Array(text.utf8))
            default: return nil
            }
        }
    }

    /// The keys in the order in which they were added.
    public private(set) var keys: [Value] = []
    /// The values, in the order of the keys.
    public private(set) var values: [Value] = []
    private var places: [Key: Int] = [:]

    /// Makes an empty map.
    public init() {}

    /// How many keys there are.
    public var count: Int { self.keys.count }

    /// Adds a value; returns the fault that keeps it out: a key that is there already, or that can't be one.
    @discardableResult
    public mutating func add(_ key: Value, _ value: Value) -> Fault? {
        if case .double = key { return Fault(.noOverload) }
        guard let place = Key(key) else { return Fault(.noOverload) }
        guard self.places.updateValue(self.keys.count, forKey: place) == nil else { return Fault(.repeatedKey) }
        self.keys.append(key)
        self.values.append(value)
        return nil
    }

    /// The value under a key, `nil` when there is none.
    public subscript(key: Value) -> Value? { Key(key).flatMap { self.places[$0] }.map { self.values[$0] } }

    /// The value under a text.
    public subscript(key: String) -> Value? { self[.string(key)] }
}
