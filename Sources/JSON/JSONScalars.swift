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
    public var byteCount: Int { kind.rawValue >= JSONKind.string.rawValue ? Int(token.length) : 0 }

    /// Whether this is a string of exactly these bytes.
    public func equals(_ text: StaticString) -> Bool {
        guard kind == .string else { return false }
        let token = token
        guard Int(token.length) == text.utf8CodeUnitCountOrScalarLength else { return false }
        let start = unsafe start(of: token)
        if text.hasPointerRepresentation { return unsafe equalBytes(start, text.utf8Start, Int(token.length)) }
        return text.withUTF8Buffer { buffer in
            guard let other = buffer.baseAddress else { return true }
            return unsafe equalBytes(start, other, buffer.count)
        }
    }

    /// A copy of a string, or `nil` for other kinds.
    ///
    /// Allocates.
    public var string: String? {
        guard kind == .string else { return nil }
        // The parser has checked the UTF-8 of the whole document.
        return String(copying: unsafe UTF8Span(unchecked: bytes))
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

extension StaticString {
    /// Bytes of the UTF-8, whichever way the compiler stored the literal.
    var utf8CodeUnitCountOrScalarLength: Int {
        hasPointerRepresentation ? utf8CodeUnitCount : withUTF8Buffer { $0.count }
    }
}
