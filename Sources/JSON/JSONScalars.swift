extension JSONValue {
    /// The value of `true` or `false`, or `nil` for other kinds.
    public var boolean: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The unescaped UTF-8 of a string or the text of a number or literal; empty for other kinds.
    public var bytes: Span<UInt8> {
        @_lifetime(copy self)
        get {
            guard kind.rawValue >= JSONKind.string.rawValue else { return Span() }
            let token = token
            let span = unsafe Span(_unsafeStart: start(of: token), count: Int(token.length))
            return unsafe _overrideLifetime(span, copying: self)
        }
    }

    /// How many bytes ``bytes`` has.
    public var byteCount: Int {
        @inlinable
        @inline(__always)
        get { kind.rawValue >= JSONKind.string.rawValue ? Int(token.length) : 0 }
    }

    /// Whether this is a string of exactly these bytes.
    @inlinable
    @inline(__always)
    public func equals(_ text: StaticString) -> Bool {
        guard self.kind == .string else { return false }
        guard text.hasPointerRepresentation else { return self.equalsScalar(text) }
        guard Int(self.token.length) == text.utf8CodeUnitCount else { return false }
        return unsafe self.hasBytes(text.utf8Start)
    }

    /// Whether the bytes of this string are those at a place, of which there are as many.
    @usableFromInline
    func hasBytes(_ other: UnsafePointer<UInt8>) -> Bool {
        let token = token
        return unsafe equalBytes(start(of: token), other, Int(token.length))
    }

    @usableFromInline
    func equalsScalar(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { buffer in
            guard let other = buffer.baseAddress else { return self.byteCount == 0 }
            return unsafe self.byteCount == buffer.count && self.hasBytes(other)
        }
    }

    /// A copy of a string, or `nil` for other kinds.
    ///
    /// Allocates.
    public var string: String? {
        guard kind == .string else { return nil }
        let token = token
        let start = unsafe start(of: token)
        let count = Int(token.length)
        if count <= 15 { return unsafe short(start, count) }
        // The parser has checked the UTF-8 of the whole document. Strings that are known to be ASCII are hashed and
        // compared several times faster.
        let bytes = unsafe Span(_unsafeStart: start, count: count)
        return String(copying: unsafe UTF8Span(unchecked: bytes, isKnownASCII: isASCII(start, count)))
    }

    /// A number without fraction or exponent that fits 64 bits, or `nil`.
    ///
    /// `3.0` and `3e0` answer `nil`, as do strings; see ``decimal(scale:rounding:)`` for those.
    public var integer: Int64? {
        guard kind == .number else { return nil }
        let token = token
        guard token.flags & Token.fractional == 0 else { return nil }
        return unsafe DecimalText.integer(start(of: token), Int(token.length))
    }

    /// The digits of a number without fraction or exponent, of whatever size, or `nil`.
    ///
    /// Allocates.
    public var digits: String? {
        guard kind == .number else { return nil }
        let token = token
        guard token.flags & Token.fractional == 0 else { return nil }
        return unsafe String(
            decoding: UnsafeBufferPointer(start: start(of: token), count: Int(token.length)),
            as: UTF8.self
        )
    }

    /// The exact number, or `nil` when there is none or it needs more than 64 bits.
    ///
    /// Both a number and a string that holds one in JSON's form ("12.50") are read.
    public var decimal: JSONDecimal? {
        guard kind == .number || kind == .string else { return nil }
        let token = token
        guard let text = unsafe DecimalText(start(of: token), Int(token.length)) else { return nil }
        return text.canonical()
    }

    /// The number in units of 10⁻ˢᶜᵃˡᵉ, or `nil` when there is none or it doesn't fit 64 bits.
    ///
    /// With a scale of 2, `12.5`, `1.25e1` and `"12.50"` answer 1250. Both a number and a string that holds one in
    /// JSON's form are read, and no binary floating point is involved.
    /// The scale is from 0 to 18; `rounding` says what to do with digits beyond it, of which there may be any number.
    public func decimal(scale: Int, rounding: JSONDecimal.Rounding = .halfEven) -> Int64? {
        guard kind == .number || kind == .string else { return nil }
        let token = token
        let start = unsafe start(of: token)
        if let plain = unsafe DecimalText.plain(start, Int(token.length), scale) { return plain }
        guard let text = unsafe DecimalText(start, Int(token.length)) else { return nil }
        return text.scaled(scale, rounding)
    }

    /// The instant that a string in RFC 3339 form names, in milliseconds since 1970 UTC, or `nil`; see ``RFC3339``.
    public var timestamp: Int64? {
        guard kind == .string else { return nil }
        let token = token
        return unsafe RFC3339.parse(start(of: token), Int(token.length))
    }
}

/// A string of up to 15 bytes of UTF-8, which needs no memory of its own.
@inline(__always)
private func short(_ start: UnsafePointer<UInt8>, _ count: Int) -> String {
    unsafe String(unsafeUninitializedCapacity: count) { buffer in
        guard let first = buffer.baseAddress else { return 0 }
        let target = UnsafeMutableRawPointer(first)
        let source = unsafe UnsafeRawPointer(start)
        // Two words that overlap are copied faster than byte for byte, or by a call.
        if count >= 8 {
            let last = unsafe source.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
            unsafe target.storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
            unsafe target.storeBytes(of: last, toByteOffset: count &- 8, as: UInt64.self)
        } else if count >= 4 {
            let last = unsafe source.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
            unsafe target.storeBytes(of: source.loadUnaligned(as: UInt32.self), as: UInt32.self)
            unsafe target.storeBytes(of: last, toByteOffset: count &- 4, as: UInt32.self)
        } else {
            for i in 0..<count { unsafe target.storeBytes(of: start[i], toByteOffset: i, as: UInt8.self) }
        }
        return count
    }
}

/// Whether none of at least eight bytes is above 127.
@inline(__always)
private func isASCII(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let start = unsafe UnsafeRawPointer(start)
    var all = unsafe start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
    var place = 0
    while place &+ 8 < count {
        unsafe all |= start.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        place &+= 8
    }
    return all & 0x8080_8080_8080_8080 == 0
}
