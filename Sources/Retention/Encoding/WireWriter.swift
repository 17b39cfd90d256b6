/// Writes Protobuf wire format into a buffer that it owns and reuses.
///
/// Fields stand in the order of the calls; the same calls give the same bytes. Nothing but the growth of the buffer
/// allocates.
@safe
public struct WireWriter: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0

    /// Makes an empty writer with room for `capacity` bytes.
    public init(capacity: Int = 1_024) {
        self.capacity = max(64, capacity)
        unsafe self.start = UnsafeMutablePointer<UInt8>.allocate(capacity: self.capacity)
    }

    deinit { unsafe self.start.deallocate() }

    /// Forgets what was written and keeps the buffer.
    public mutating func reset() { self.count = 0 }

    /// Appends what was written to `bytes`.
    public func copy(to bytes: inout [UInt8]) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: self.start, count: self.count))
    }

    /// Writes an unsigned number.
    @inline(__always)
    public mutating func unsigned(_ field: UInt64, _ value: UInt64) {
        self.reserve(20)
        self.varint(field << 3)
        self.varint(value)
    }

    /// Writes a number in the form of `int64`: ten bytes when it is negative.
    @inline(__always)
    public mutating func number(_ field: UInt64, _ value: Int64) { self.unsigned(field, UInt64(bitPattern: value)) }

    /// Writes a number in the form of `sint64`.
    @inline(__always)
    public mutating func signed(_ field: UInt64, _ value: Int64) { self.unsigned(field, zigzag(value)) }

    /// Writes a truth.
    @inline(__always)
    public mutating func flag(_ field: UInt64, _ value: Bool) { self.unsigned(field, value ? 1 : 0) }

    /// Writes a text.
    public mutating func text(_ field: UInt64, _ value: String) {
        let text = value.utf8Span.span
        self.bytes(field, text)
    }

    /// Writes bytes.
    @inline(__always)
    public mutating func bytes(_ field: UInt64, _ value: Span<UInt8>) {
        self.reserve(20 + value.count)
        self.varint(field << 3 | 2)
        self.varint(UInt64(value.count))
        unsafe value.withUnsafeBufferPointer { source in
            guard let from = source.baseAddress else { return }
            unsafe (self.start + self.count).update(from: from, count: source.count)
        }
        self.count &+= value.count
    }

    /// Writes a message, whose fields `body` writes.
    @inline(__always)
    public mutating func message(_ field: UInt64, _ body: (inout WireWriter) -> Void) {
        self.reserve(20)
        self.varint(field << 3 | 2)
        // Most messages are shorter than 128 bytes; the others are moved to make room for their length.
        let place = self.count
        self.count &+= 1
        body(&self)
        let length = UInt64(self.count &- place &- 1)
        let extra = Self.width(length) &- 1
        if extra > 0 {
            self.reserve(extra)
            let first = unsafe self.start + place + 1
            unsafe (first + extra).update(from: first, count: Int(length))
        }
        self.count = place
        self.varint(length)
        self.count &+= Int(length)
    }

    /// Bytes of a varint.
    private static func width(_ value: UInt64) -> Int { max(1, (64 &- value.leadingZeroBitCount &+ 6) / 7) }

    /// The buffer must have room.
    @inline(__always)
    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            unsafe self.start[self.count] = UInt8(truncatingIfNeeded: rest) | 0x80
            self.count &+= 1
            rest >>= 7
        }
        unsafe self.start[self.count] = UInt8(truncatingIfNeeded: rest)
        self.count &+= 1
    }

    @inline(__always)
    private mutating func reserve(_ room: Int) {
        if self.count &+ room > self.capacity { self.grow(room) }
    }

    @inline(never)
    private mutating func grow(_ room: Int) {
        let capacity = max(self.capacity * 2, self.count + room)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        unsafe moved.update(from: self.start, count: self.count)
        unsafe self.start.deallocate()
        unsafe self.start = moved
        self.capacity = capacity
    }
}
