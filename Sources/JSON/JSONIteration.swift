/// One member of an object.
public struct JSONMember: ~Escapable, Copyable {
    /// The key, as a value of kind ``JSONKind/string``.
    public let key: JSONValue
    /// The value.
    public let value: JSONValue

    @_lifetime(copy key, copy value)
    init(key: JSONValue, value: JSONValue) {
        self.key = key
        self.value = value
    }
}

/// Visits the members of an object: `while let member = members.next()`.
public struct JSONMembers: ~Escapable {
    private let object: JSONValue
    private var position: UInt32
    private let end: UInt32

    @_lifetime(copy object)
    init(_ object: JSONValue) {
        self.object = object
        position = object.index &+ 1
        end = object.kind == .object ? object.token.end : position
    }

    /// The next member, or `nil` after the last one.
    @_lifetime(copy self)
    public mutating func next() -> JSONMember? {
        guard position < end else { return nil }
        let member = JSONMember(key: object.at(position), value: object.at(position &+ 1))
        position = object.token(position &+ 1).end
        return member
    }
}

/// Visits the elements of an array: `while let element = elements.next()`.
public struct JSONElements: ~Escapable {
    private let array: JSONValue
    private var position: UInt32
    private let end: UInt32

    @_lifetime(copy array)
    init(_ array: JSONValue) {
        self.array = array
        position = array.index &+ 1
        end = array.kind == .array ? array.token.end : position
    }

    /// The next element, or `nil` after the last one.
    @_lifetime(copy self)
    public mutating func next() -> JSONValue? {
        guard position < end else { return nil }
        let element = array.at(position)
        position = element.token.end
        return element
    }
}
