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
@usableFromInline
struct Token: BitwiseCopyable {
    static let unescaped: UInt8 = 1
    static let fractional: UInt8 = 2

    /// Where the bytes begin; of an object the hashes of its keys, one bit each.
    var offset: UInt32
    @usableFromInline var length: UInt32
    /// Index of the token after this value; of a key its first four bytes.
    var end: UInt32
    var kind: UInt8
    var flags: UInt8
    var reserved: UInt16
}

/// Where a parsed document stands, laid out as the beginning of `csj_tape` in the C shim.
@unsafe
@usableFromInline
struct Tape: BitwiseCopyable {
    @usableFromInline var tokens: UnsafeRawPointer
    var source: UnsafePointer<UInt8>
    var strings: UnsafePointer<UInt8>?
}

/// A view of one value in a parsed document.
///
/// It can't outlive the document's bytes or the next use of the parser. Looking up what isn't there answers a value of
/// kind ``JSONKind/missing``, whose accessors all answer `nil` or nothing, so that paths can be chained:
/// `root["properties"]["total"].decimal(scale: 2)`. Reading allocates nothing, except where a `String` is asked for.
@safe
public struct JSONValue: ~Escapable, Copyable {
    // Two words in all, so that values travel in registers.
    @usableFromInline let tape: UnsafePointer<Tape>
    @usableFromInline let index: UInt32
    /// What the value is.
    public let kind: JSONKind

    /// The root of a document.
    @_lifetime(immortal)
    init(_ tape: UnsafePointer<Tape>) {
        unsafe self.tape = tape
        self.index = 0
        let kind = unsafe tape.pointee.tokens.load(fromByteOffset: 12, as: UInt8.self)
        self.kind = JSONKind(rawValue: kind) ?? .string
    }

    @inlinable
    @_lifetime(copy other)
    init(_ other: JSONValue, index: UInt32, kind: JSONKind) {
        unsafe self.tape = other.tape
        self.index = index
        self.kind = kind
    }

    /// The value at another index of the same tape.
    @_lifetime(copy self)
    func at(_ index: UInt32) -> JSONValue {
        let raw = unsafe self.tape.pointee.tokens.load(fromByteOffset: Int(index) &* 16 &+ 12, as: UInt8.self)
        // A key is a string to whoever looks at it.
        return JSONValue(self, index: index, kind: JSONKind(rawValue: raw) ?? .string)
    }

    @usableFromInline var missing: JSONValue {
        @inlinable
        @inline(__always)
        @_lifetime(copy self)
        get { JSONValue(self, index: 0, kind: .missing) }
    }

    @usableFromInline var token: Token {
        @inlinable
        @inline(__always)
        get { self.token(self.index) }
    }

    @inlinable
    @inline(__always)
    func token(_ index: UInt32) -> Token {
        unsafe self.tape.pointee.tokens.load(fromByteOffset: Int(index) &* 16, as: Token.self)
    }

    func start(of token: Token) -> UnsafePointer<UInt8> {
        let tape = unsafe self.tape.pointee
        guard token.flags & Token.unescaped != 0, let strings = unsafe tape.strings else {
            return unsafe tape.source + Int(token.offset)
        }
        return unsafe strings + Int(token.offset)
    }

    // MARK: Structure

    /// Whether there is a value at all; `null` is one.
    @inlinable
    public var exists: Bool {
        @inline(__always) get { kind != .missing }
    }

    /// Whether the value is `null` or missing, which most producers use alike.
    @inlinable
    public var isNullOrMissing: Bool {
        @inline(__always) get { kind == .null || kind == .missing }
    }

    /// How many members an object or elements an array has; 0 for everything else.
    public var count: Int {
        @inlinable
        @inline(__always)
        get { kind == .object || kind == .array ? Int(token.length) : 0 }
    }

    /// The value under a key of this object, or a missing value.
    ///
    /// Keys are compared byte by byte after unescaping. Of repeated keys the first one counts.
    /// - Complexity: O(*n*) in the members of this object, not of the objects inside them.
    ///
    /// Inlined, so that the compiler works out what there is to know of a literal key, and what isn't there, as most of
    /// what is looked up, costs one look at a bit.
    public subscript(key: StaticString) -> JSONValue {
        @inlinable
        @inline(__always)
        @_lifetime(copy self)
        get {
            guard key.hasPointerRepresentation else { return self.scalarMember(key) }
            return unsafe self.member(key.utf8Start, key.utf8CodeUnitCount)
        }
    }

    /// The value under a key that is known only at run time, or a missing value; otherwise as the subscript.
    @_lifetime(copy self)
    public func member(named key: Span<UInt8>) -> JSONValue {
        var found = UInt32.max
        unsafe key.withUnsafeBufferPointer { buffer in
            // An empty span has no address, and no byte of it is read.
            let start = unsafe buffer.baseAddress ?? self.tape.pointee.source
            unsafe found = self.find(start, buffer.count)
        }
        return found == .max ? self.missing : self.at(found)
    }

    /// The element at a position of this array, or a missing value.
    /// - Complexity: O(*n*) in the position; use ``elements`` to visit all.
    public subscript(position: Int) -> JSONValue {
        @_lifetime(copy self)
        get {
            guard kind == .array, position >= 0, position < Int(token.length) else {
                return self.missing
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

    // MARK: Looking up

    @usableFromInline
    @_lifetime(copy self)
    func scalarMember(_ key: StaticString) -> JSONValue {
        var found = UInt32.max
        key.withUTF8Buffer { buffer in
            if let start = buffer.baseAddress { unsafe found = self.find(start, buffer.count) }
        }
        return found == .max ? self.missing : self.at(found)
    }

    @inlinable
    @inline(__always)
    @_lifetime(copy self)
    func member(_ key: UnsafePointer<UInt8>, _ length: Int) -> JSONValue {
        let tag = unsafe Self.tag(key, length)
        guard self.mayHave(tag, length) else { return self.missing }
        return unsafe self.found(key, length, tag)
    }

    /// Whether this is an object in whose set of keys the bit of a key is set.
    @inlinable
    @inline(__always)
    func mayHave(_ tag: UInt32, _ length: Int) -> Bool {
        guard self.kind == .object else { return false }
        let keys = unsafe self.tape.pointee.tokens.load(fromByteOffset: Int(self.index) &* 16, as: UInt32.self)
        return keys &>> Self.hash(tag, length) & 1 != 0
    }

    /// The value under a key of an object, or a missing value.
    @usableFromInline
    @_lifetime(copy self)
    func found(_ key: UnsafePointer<UInt8>, _ length: Int, _ tag: UInt32) -> JSONValue {
        guard length <= 12 else { return unsafe self.foundLong(key, length, tag) }
        let found = unsafe self.scan(key, length, tag) { unsafe equalTails($0, $1, $2) }
        return found == .max ? self.missing : self.at(found)
    }

    // Out of the way of short keys, which need no loop and call nothing.
    @inline(never)
    @_lifetime(copy self)
    private func foundLong(_ key: UnsafePointer<UInt8>, _ length: Int, _ tag: UInt32) -> JSONValue {
        let found = unsafe self.scan(key, length, tag) { unsafe equalBytes($0, $1, $2) }
        return found == .max ? self.missing : self.at(found)
    }

    /// Index of the value under a key, or the largest number.
    private func find(_ key: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
        let tag = unsafe Self.tag(key, length)
        guard length <= Int(UInt32.max), self.mayHave(tag, length) else { return .max }
        return unsafe self.scan(key, length, tag) { unsafe equalBytes($0, $1, $2) }
    }

    /// Index of the value under a key of an object, or the largest number; `isAlike` says whether keys of the same length
    /// and tag are the same.
    @inline(__always)
    private func scan(
        _ key: UnsafePointer<UInt8>,
        _ length: Int,
        _ tag: UInt32,
        _ isAlike: (UnsafePointer<UInt8>, UnsafePointer<UInt8>, Int) -> Bool
    ) -> UInt32 {
        let tokens = unsafe self.tape.pointee.tokens
        let wanted = UInt32(truncatingIfNeeded: length)
        var next = (Int(self.index) &+ 1) &* 16
        let end = unsafe Int(tokens.load(fromByteOffset: next &- 8, as: UInt32.self)) &* 16
        while next < end {
            let candidate = unsafe tokens.load(fromByteOffset: next, as: Token.self)
            if candidate.length == wanted, candidate.end == tag, unsafe isAlike(self.start(of: candidate), key, length)
            {
                return UInt32(truncatingIfNeeded: next &>> 4) &+ 1
            }
            next = unsafe Int(tokens.load(fromByteOffset: next &+ 24, as: UInt32.self)) &* 16
        }
        return .max
    }

    /// The first four bytes of a key, as the shim has them.
    @inlinable
    @inline(__always)
    static func tag(_ key: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
        if length >= 4 {
            return unsafe UInt32(littleEndian: UnsafeRawPointer(key).loadUnaligned(as: UInt32.self))
        }
        var tag: UInt32 = 0
        for i in 0..<length { unsafe tag |= UInt32(key[i]) &<< UInt32(truncatingIfNeeded: i &* 8) }
        return tag
    }

    /// The bit that stands for a key, from 0 to 31, as the shim has it.
    @inlinable
    @inline(__always)
    static func hash(_ tag: UInt32, _ length: Int) -> UInt32 {
        ((tag ^ UInt32(truncatingIfNeeded: length)) &* 0x9E37_79B1) &>> 27
    }
}

/// Whether two runs of up to twelve bytes are alike whose first four are.
@inline(__always)
private func equalTails(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if count <= 4 { return true }
    let a = unsafe UnsafeRawPointer(a)
    let b = unsafe UnsafeRawPointer(b)
    if count <= 8 {
        let left = unsafe a.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
        return unsafe left == b.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
    }
    let left = unsafe a.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
    return unsafe left == b.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
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
