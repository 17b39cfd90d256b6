/// What a ``JSONValue`` is.
public enum JSONKind: UInt8, Hashable, Sendable {
    /// No value: the result of looking up what isn't there.
    case missing = 0
    /// An object: members of a key and a value, in the order of the source.
    case object = 1
    /// An array.
    case array = 2
    /// A string.
    case string = 3
    /// A number, kept as its text.
    case number = 4
    /// The literal `true`.
    case `true` = 5
    /// The literal `false`.
    case `false` = 6
    /// The literal `null`.
    case null = 7
}

/// One entry of the tape, laid out as `csj_token` in the C shim.
struct Token: BitwiseCopyable {
    static let unescaped: UInt8 = 1
    static let fractional: UInt8 = 2

    var offset: UInt32
    var length: UInt32
    /// Index of the token after this value; of a key its first four bytes.
    var end: UInt32
    var kind: UInt8
    var flags: UInt8
    var reserved: UInt16
}

/// A view of one value in a parsed document.
///
/// It can't outlive the document's bytes or the next use of the parser. Looking up what isn't there answers a value of
/// kind ``JSONKind/missing``, whose accessors all answer `nil` or nothing, so that paths can be chained:
/// `root["properties"]["total"].decimal(scale: 2)`. Reading allocates nothing, except where a `String` is asked for.
@safe
public struct JSONValue: ~Escapable, Copyable {
    let tokens: UnsafeRawPointer
    let source: UnsafePointer<UInt8>
    let strings: UnsafePointer<UInt8>
    let index: UInt32
    /// What the value is.
    public let kind: JSONKind

    @_lifetime(immortal)
    init(
        tokens: UnsafeRawPointer,
        source: UnsafePointer<UInt8>,
        strings: UnsafePointer<UInt8>?,
        index: UInt32
    ) {
        unsafe self.tokens = tokens
        unsafe self.source = source
        unsafe self.strings = strings ?? source
        self.index = index
        let kind = unsafe tokens.load(fromByteOffset: Int(index) &* 16 &+ 12, as: UInt8.self)
        // A key is a string to whoever looks at it.
        self.kind = JSONKind(rawValue: kind) ?? .string
    }

    @_lifetime(copy other)
    private init(_ other: JSONValue, index: UInt32, kind: JSONKind) {
        unsafe tokens = other.tokens
        unsafe source = other.source
        unsafe strings = other.strings
        self.index = index
        self.kind = kind
    }

    /// The value at another index of the same tape.
    @_lifetime(copy self)
    func at(_ index: UInt32) -> JSONValue {
        let raw = unsafe tokens.load(fromByteOffset: Int(index) &* 16 &+ 12, as: UInt8.self)
        return JSONValue(self, index: index, kind: JSONKind(rawValue: raw) ?? .string)
    }

    var token: Token { unsafe tokens.load(fromByteOffset: Int(index) &* 16, as: Token.self) }

    func token(_ index: UInt32) -> Token { unsafe tokens.load(fromByteOffset: Int(index) &* 16, as: Token.self) }

    func start(of token: Token) -> UnsafePointer<UInt8> {
        unsafe (token.flags & Token.unescaped == 0 ? source : strings) + Int(token.offset)
    }

    // MARK: Structure

    /// Whether there is a value at all; `null` is one.
    public var exists: Bool { kind != .missing }

    /// Whether the value is `null` or missing, which most producers use alike.
    public var isNullOrMissing: Bool { kind == .null || kind == .missing }

    /// How many members an object or elements an array has; 0 for everything else.
    public var count: Int { kind == .object || kind == .array ? Int(token.length) : 0 }

    /// The value under a key of this object, or a missing value.
    ///
    /// Keys are compared byte by byte after unescaping. Of repeated keys the first one counts.
    /// - Complexity: O(*n*) in the members of this object, not of the objects inside them.
    public subscript(key: StaticString) -> JSONValue {
        @_lifetime(copy self)
        get {
            guard key.hasPointerRepresentation else { return scalarMember(key) }
            return unsafe member(key.utf8Start, key.utf8CodeUnitCount)
        }
    }

    /// The value under a key that is known only at run time, or a missing value; otherwise as the subscript.
    @_lifetime(copy self)
    public func member(named key: Span<UInt8>) -> JSONValue {
        var found = UInt32.max
        unsafe key.withUnsafeBufferPointer { buffer in
            if let start = buffer.baseAddress {
                unsafe found = find(start, buffer.count)
            } else {
                unsafe found = find(source, 0)
            }
        }
        return found == .max ? JSONValue(self, index: 0, kind: .missing) : at(found)
    }

    /// The element at a position of this array, or a missing value.
    /// - Complexity: O(*n*) in the position; use ``elements`` to visit all.
    public subscript(position: Int) -> JSONValue {
        @_lifetime(copy self)
        get {
            guard kind == .array, position >= 0, position < Int(token.length) else {
                return JSONValue(self, index: 0, kind: .missing)
            }
            var next = index &+ 1
            for _ in 0..<position { next = token(next).end }
            return at(next)
        }
    }

    /// The members of this object in source order, repeated keys included; none for other kinds.
    public var members: JSONMembers {
        @_lifetime(copy self)
        get { JSONMembers(self) }
    }

    /// The elements of this array in source order; none for other kinds.
    public var elements: JSONElements {
        @_lifetime(copy self)
        get { JSONElements(self) }
    }

    @_lifetime(copy self)
    private func member(_ key: UnsafePointer<UInt8>, _ length: Int) -> JSONValue {
        let found = unsafe find(key, length)
        return found == .max ? JSONValue(self, index: 0, kind: .missing) : at(found)
    }

    @_lifetime(copy self)
    private func scalarMember(_ key: StaticString) -> JSONValue {
        var found = UInt32.max
        key.withUTF8Buffer { buffer in
            if let start = buffer.baseAddress { unsafe found = find(start, buffer.count) }
        }
        return found == .max ? JSONValue(self, index: 0, kind: .missing) : at(found)
    }

    /// Index of the value under a key, or the largest number.
    private func find(_ key: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
        guard kind == .object, length <= Int(UInt32.max) else { return .max }
        var tag: UInt32 = 0
        for i in 0..<min(length, 4) { unsafe tag |= UInt32(key[i]) &<< UInt32(truncatingIfNeeded: i &* 8) }
        let head = token
        var next = index &+ 1
        while next < head.end {
            let candidate = token(next)
            next &+= 1
            if candidate.length == UInt32(truncatingIfNeeded: length), candidate.end == tag,
                unsafe length <= 4 || equalBytes(start(of: candidate) + 4, key + 4, length &- 4)
            {
                return next
            }
            next = token(next).end
        }
        return .max
    }
}

/// Whether two runs of `count` bytes are alike.
@inline(__always)
func equalBytes(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let a = unsafe UnsafeRawPointer(a)
    let b = unsafe UnsafeRawPointer(b)
    if count >= 8 {
        var i = 0
        while i &+ 8 <= count {
            let left = unsafe a.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            let right = unsafe b.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            if left != right { return false }
            i &+= 8
        }
        return unsafe a.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
            == b.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
    }
    for i in 0..<count {
        let left = unsafe a.load(fromByteOffset: i, as: UInt8.self)
        let right = unsafe b.load(fromByteOffset: i, as: UInt8.self)
        if left != right { return false }
    }
    return true
}
