/// Writes JSON text into a buffer that it owns and reuses.
///
/// The same calls always give the same bytes: no white space, members in the order of the calls, and the shortest
/// escapes. Commas and colons are placed by the writer. Calling in an order that can't make a JSON document, for
/// instance a value without a key inside an object, is a programmer's error and traps. Nothing but the growth of the
/// buffer allocates.
@safe
public struct JSONWriter: ~Copyable {
    var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Bytes written so far.
    public internal(set) var count = 0
    /// One bit a level, the innermost lowest: whether it is an object.
    ///
    /// At most 64 levels.
    private var objects: UInt64 = 0
    private var depth = 0
    private var needsComma = false
    private var hasKey = false

    /// Makes an empty writer with room for `capacity` bytes.
    public init(capacity: Int = 1_024) {
        self.capacity = max(64, capacity)
        unsafe base = UnsafeMutablePointer<UInt8>.allocate(capacity: self.capacity)
    }

    deinit {
        unsafe base.deallocate()
    }

    // MARK: Result

    /// The bytes written so far.
    public var span: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get {
            let span = unsafe Span(_unsafeStart: UnsafePointer(base), count: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// A copy of the bytes written so far.
    public func array() -> [UInt8] { unsafe [UInt8](UnsafeBufferPointer(start: base, count: count)) }

    /// Whether what was written is one complete document, or several in a row; see ``newline()``.
    public var isComplete: Bool { depth == 0 && !hasKey && count > 0 }

    /// Forgets what was written and keeps the buffer.
    public mutating func reset() {
        count = 0
        objects = 0
        depth = 0
        needsComma = false
        hasKey = false
    }

    /// Ends a document with a line feed, so that another may follow: NDJSON.
    public mutating func newline() {
        precondition(depth == 0 && !hasKey, "a line may end only after a complete document")
        put(UInt8(ascii: "\n"))
        needsComma = false
    }

    // MARK: Structure

    /// Opens an object.
    public mutating func beginObject() { open(UInt8(ascii: "{"), isObject: true) }

    /// Closes the innermost object.
    public mutating func endObject() { close(UInt8(ascii: "}"), isObject: true) }

    /// Opens an array.
    public mutating func beginArray() { open(UInt8(ascii: "["), isObject: false) }

    /// Closes the innermost array.
    public mutating func endArray() { close(UInt8(ascii: "]"), isObject: false) }

    /// Writes the key of the next member, which must need no escape.
    public mutating func key(_ key: StaticString) {
        guard key.hasPointerRepresentation else { return self.key(named: String(describing: key)) }
        beforeKey(room: key.utf8CodeUnitCount &+ Self.copied &+ 3)
        unsafe base[count] = UInt8(ascii: "\"")
        unsafe copy(key.utf8Start, key.utf8CodeUnitCount, after: 1)
        unsafe base[count] = UInt8(ascii: "\"")
        unsafe base[count &+ 1] = UInt8(ascii: ":")
        count &+= 2
    }

    /// Writes the key of the next member from UTF-8, which the caller vouches for.
    public mutating func key(utf8 key: Span<UInt8>) {
        beforeKey(room: 0)
        quoted(key)
        put(UInt8(ascii: ":"))
    }

    /// Writes the key of the next member, which is not known at compile time.
    public mutating func key(named key: String) {
        beforeKey(room: 0)
        quoted(key)
        put(UInt8(ascii: ":"))
    }

    /// Writes members of the object at hand whose text is JSON already, which the caller vouches for: at least one, and
    /// commas only between them.
    public mutating func members(json text: Span<UInt8>) {
        beforeKey(room: 0)
        put(text)
        hasKey = false
        needsComma = true
    }

    /// Writes members of the object at hand that stand in the program as JSON.
    public mutating func members(json text: StaticString) {
        beforeKey(room: 0)
        literal(text)
        hasKey = false
        needsComma = true
    }

    // MARK: Values

    /// Writes a string.
    public mutating func string(_ value: String) {
        beforeValue()
        quoted(value)
    }

    /// Writes a string that is known at compile time and must need no escape.
    public mutating func string(_ value: StaticString) {
        beforeValue()
        quoted(value)
    }

    /// Writes a string that begins with one that is known at compile time and needs no escape.
    public mutating func string(_ beginning: StaticString, _ rest: String) {
        beforeValue()
        put(UInt8(ascii: "\""))
        literal(beginning)
        var rest = rest
        rest.withUTF8 { buffer in
            if let start = buffer.baseAddress { unsafe escaped(start, buffer.count) }
        }
        put(UInt8(ascii: "\""))
    }

    /// Writes a string from UTF-8, which the caller vouches for: invalid bytes are passed on as they are.
    public mutating func string(utf8 value: Span<UInt8>) {
        beforeValue()
        quoted(value)
    }

    /// Writes a whole number.
    public mutating func integer(_ value: Int64) {
        beforeValue()
        if value < 0 { put(UInt8(ascii: "-")) }
        digits(value.magnitude, minimum: 1)
    }

    /// Writes `units` × 10⁻ˢᶜᵃˡᵉ with exactly `scale` decimal places: 1250 at a scale of 2 is `12.50`.
    ///
    /// The scale is from 0 to 18.
    public mutating func decimal(_ units: Int64, scale: Int) {
        precondition(scale >= 0 && scale <= 18, "a scale has from 0 to 18 decimal places")
        beforeValue()
        decimalText(units, scale)
    }

    /// Writes the same as ``decimal(_:scale:)`` inside quotes, which is how several shop systems send money.
    public mutating func decimalString(_ units: Int64, scale: Int) {
        precondition(scale >= 0 && scale <= 18, "a scale has from 0 to 18 decimal places")
        beforeValue()
        put(UInt8(ascii: "\""))
        decimalText(units, scale)
        put(UInt8(ascii: "\""))
    }

    /// Writes an instant in milliseconds since 1970 UTC as a string of 24 bytes; see ``RFC3339/format(_:)``.
    public mutating func timestamp(_ milliseconds: Int64) {
        beforeValue()
        put(UInt8(ascii: "\""))
        reserve(RFC3339.length)
        unsafe RFC3339.write(milliseconds, to: base + count)
        count += RFC3339.length
        put(UInt8(ascii: "\""))
    }

    /// Writes `true` or `false`.
    public mutating func boolean(_ value: Bool) {
        beforeValue()
        literal(value ? "true" : "false")
    }

    /// Writes `null`.
    public mutating func null() {
        beforeValue()
        literal("null")
    }

    /// Writes a value whose text is JSON already, which the caller vouches for.
    public mutating func json(_ text: Span<UInt8>) {
        beforeValue()
        put(text)
    }
}

extension JSONWriter {
    // MARK: Order

    @inline(__always)
    private mutating func beforeValue() {
        if objects & 1 == 1 {
            precondition(hasKey, "a value inside an object needs a key")
            hasKey = false
        } else {
            precondition(depth > 0 || !needsComma, "a document is one value; end the line before the next one")
            if needsComma { put(UInt8(ascii: ",")) }
        }
        needsComma = true
    }

    /// Leaves room for so many bytes behind the comma.
    @inline(__always)
    private mutating func beforeKey(room: Int) {
        precondition(objects & 1 == 1 && !hasKey, "a key belongs into an object, before its value")
        reserve(room &+ 1)
        if needsComma {
            unsafe base[count] = UInt8(ascii: ",")
            count &+= 1
        }
        hasKey = true
    }

    private mutating func open(_ bracket: UInt8, isObject: Bool) {
        beforeValue()
        precondition(depth < 64, "at most 64 levels can be written")
        put(bracket)
        objects = objects &<< 1 | (isObject ? 1 : 0)
        depth += 1
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8, isObject: Bool) {
        precondition(depth > 0 && (objects & 1 == 1) == isObject && !hasKey, "the innermost bracket is another one")
        put(bracket)
        objects &>>= 1
        depth -= 1
        needsComma = true
    }

    // MARK: Bytes

    /// Makes room for `more` bytes.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if capacity &- count < more { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let wanted = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
        unsafe larger.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = larger
        capacity = wanted
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        reserve(1)
        unsafe base[count] = byte
        count &+= 1
    }

    private mutating func put(_ start: UnsafePointer<UInt8>, _ length: Int) {
        reserve(length &+ Self.copied)
        unsafe copy(start, length, after: 0)
    }

    /// How many bytes behind a run that is copied must have room, for its last word may be longer than what is left.
    private static var copied: Int { 8 }

    /// Copies a run to where there is room for it, leaving out some bytes before it, which then count as written.
    @inline(__always)
    private mutating func copy(_ start: UnsafePointer<UInt8>, _ length: Int, after gap: Int) {
        let target = unsafe UnsafeMutableRawPointer(base + count + gap)
        let source = unsafe UnsafeRawPointer(start)
        if length < 8 {
            unsafe target.storeBytes(of: Self.word(source, length), as: UInt64.self)
        } else if length <= 16 {
            let last = unsafe source.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
            unsafe target.storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
            unsafe target.storeBytes(of: last, toByteOffset: length &- 8, as: UInt64.self)
        } else {
            unsafe target.copyMemory(from: source, byteCount: length)
        }
        count &+= gap &+ length
    }

    private mutating func put(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            if let start = buffer.baseAddress { unsafe put(start, buffer.count) }
        }
    }

    mutating func literal(_ text: StaticString) {
        unsafe put(text.utf8Start, text.utf8CodeUnitCount)
    }

    private mutating func decimalText(_ units: Int64, _ scale: Int) {
        if units < 0 { put(UInt8(ascii: "-")) }
        guard scale > 0 else { return digits(units.magnitude, minimum: 1) }
        var unit: UInt64 = 1
        for _ in 0..<scale { unit &*= 10 }
        let (whole, part) = units.magnitude.quotientAndRemainder(dividingBy: unit)
        digits(whole, minimum: 1)
        put(UInt8(ascii: "."))
        digits(part, minimum: scale)
    }

    /// Writes a number with at least `minimum` digits, padded with zeros.
    private mutating func digits(_ value: UInt64, minimum: Int) {
        var length = 1
        var bound: UInt64 = 10
        while length < 20, value >= bound {
            length &+= 1
            let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
            bound = overflow ? .max : next
            if overflow { length = max(length, 20) }
        }
        length = max(length, minimum)
        reserve(length)
        var rest = value
        var i = count &+ length
        while i > count {
            i &-= 1
            unsafe base[i] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
            rest /= 10
        }
        count &+= length
    }
}
