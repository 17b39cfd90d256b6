/// Reads Protobuf wire format, field by field.
///
/// Malformed bytes are remembered and end the reading at once: ask `isFailed` at the end. Fields come in any order; of a
/// repeated single value the last one counts, and a message that comes in pieces is put together. Groups are malformed.
/// Never reads outside its bytes, and allocates no more than a small multiple of them.
@safe
public struct WireReader: ~Copyable, ~Escapable {
    private let start: UnsafePointer<UInt8>
    private var place = 0
    private var end: Int
    /// Whether the bytes turned out to be malformed.
    public private(set) var isFailed = false

    /// Makes a reader that borrows `bytes`.
    @_lifetime(copy bytes)
    public init(_ bytes: Span<UInt8>) {
        self.end = bytes.count
        // An empty span has no address; nothing is read through this one.
        unsafe self.start = bytes.withUnsafeBufferPointer { $0.baseAddress } ?? Self.nothing
    }

    private static var nothing: UnsafePointer<UInt8> {
        unsafe UnsafePointer(bitPattern: 1).unsafelyUnwrapped
    }

    /// The tag of the next field: its number times eight, and its wire type; `nil` at the end.
    @inline(__always)
    public mutating func tag() -> UInt64? {
        guard self.place < self.end else { return nil }
        let tag = self.unsigned()
        // Field 0 does not exist, and a tag has 32 bits.
        guard tag >= 8, tag <= UInt64(UInt32.max), !self.isFailed else {
            self.fail()
            return nil
        }
        return tag
    }

    /// Calls the bytes malformed, and ends the reading.
    public mutating func fail() {
        self.isFailed = true
        self.place = self.end
    }

    /// Reads an unsigned number.
    @inline(__always)
    public mutating func unsigned() -> UInt64 {
        guard self.place < self.end else { return self.failed() }
        let first = unsafe self.start[self.place]
        guard first >= 0x80 else {
            self.place &+= 1
            return UInt64(first)
        }
        return self.longNumber()
    }

    private mutating func longNumber() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while self.place < self.end, shift < 64 {
            let byte = unsafe self.start[self.place]
            self.place &+= 1
            if shift == 63, byte > 1 { return self.failed() }
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        return self.failed()
    }

    private mutating func failed() -> UInt64 {
        self.fail()
        return 0
    }

    /// Reads a number in the form of `int64`.
    @inline(__always)
    public mutating func number() -> Int64 { Int64(bitPattern: self.unsigned()) }

    /// Reads a number in the form of `sint64`.
    @inline(__always)
    public mutating func signed() -> Int64 { unzigzag(self.unsigned()) }

    /// Reads where the bytes of a text or message stand, and passes over them.
    @inline(__always)
    private mutating func range() -> Range<Int> {
        let length = self.unsigned()
        guard length <= UInt64(self.end &- self.place) else {
            self.fail()
            return self.end..<self.end
        }
        let from = self.place
        self.place = from &+ Int(length)
        return from..<self.place
    }

    /// Reads a text; bytes that are no UTF-8 are malformed.
    public mutating func text() -> String {
        let range = self.range()
        guard let text = self.text(range) else {
            self.fail()
            return ""
        }
        return text
    }

    @inline(__always)
    private func text(_ range: Range<Int>) -> String? {
        let bytes = self.span(range)
        if bytes.isASCII { return String(copying: unsafe UTF8Span(unchecked: bytes, isKnownASCII: true)) }
        guard let text = try? UTF8Span(validating: bytes) else { return nil }
        return String(copying: text)
    }

    /// The bytes at a place.
    @inline(__always)
    @_lifetime(borrow self)
    private func span(_ range: Range<Int>) -> Span<UInt8> {
        let span = unsafe Span(_unsafeStart: self.start + range.lowerBound, count: range.count)
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// Reads the three letters of a currency; `nil` for anything else, which is malformed when it is no UTF-8.
    mutating func letters() -> Currency? {
        let range = self.range()
        if let currency = Currency(utf8: self.span(range)) { return currency }
        if (try? UTF8Span(validating: self.span(range))) == nil { self.fail() }
        return nil
    }

    /// Reads a text that often equals the one before: no copy is made then.
    @inline(__always)
    mutating func text(like earlier: String) -> String {
        let place = self.place
        let range = self.range()
        let known = earlier.utf8Span.span
        let isSame = unsafe known.withUnsafeBufferPointer { known in
            guard known.count == range.count, let start = known.baseAddress else { return false }
            return unsafe equalBytes(start, self.start + range.lowerBound, range.count)
        }
        if isSame { return earlier }
        self.place = place
        return self.text()
    }

    /// Reads bytes.
    public mutating func bytes() -> [UInt8] {
        let range = self.range()
        return unsafe [UInt8](UnsafeBufferPointer(start: self.start + range.lowerBound, count: range.count))
    }

    /// Goes into a message, whose fields are read next, up to the end of it.
    ///
    /// Returns where what is around the message ends, which `leave` wants to know.
    @inline(__always)
    public mutating func enter() -> Int {
        let outer = self.end
        let range = self.range()
        self.place = range.lowerBound
        self.end = range.upperBound
        return outer
    }

    /// Leaves a message that was read up to its end.
    @inline(__always)
    public mutating func leave(_ outer: Int) {
        if self.isFailed { self.place = outer }
        self.end = outer
    }

    /// Reads a message, whose fields `body` reads up to their end.
    @inline(__always)
    public mutating func message(_ body: (inout WireReader) -> Void) {
        let outer = self.enter()
        body(&self)
        self.leave(outer)
    }

    /// Passes over the value of a field that nobody asked for.
    @inline(never)
    public mutating func skip(_ tag: UInt64) {
        switch tag & 7 {
        case 0: _ = self.unsigned()
        case 1: self.skip(bytes: 8)
        case 2: _ = self.range()
        case 5: self.skip(bytes: 4)
        default: self.fail()
        }
    }

    private mutating func skip(bytes count: Int) {
        guard count <= self.end - self.place else { return self.fail() }
        self.place += count
    }
}

extension Span<UInt8> {
    /// Whether no byte is above 127.
    @inline(__always)
    fileprivate var isASCII: Bool {
        unsafe self.withUnsafeBytes { bytes in
            var all: UInt64 = 0
            var index = 0
            while index &+ 8 <= bytes.count {
                unsafe all |= bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                index &+= 8
            }
            while index < bytes.count {
                unsafe all |= UInt64(bytes[index])
                index &+= 1
            }
            return all & 0x8080_8080_8080_8080 == 0
        }
    }
}

private func equalBytes(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    for index in 0..<count where unsafe left[index] != right[index] { return false }
    return true
}
