/// Which optional parts follow, one bit each, the first in the lowest bit; one byte for up to eight, else two.
struct Presence {
    fileprivate var bits: UInt16
    fileprivate var count: UInt16

    init() { (self.bits, self.count) = (0, 0) }

    /// Takes bits that were read; `nil` when one is set that none of the `count` parts owns.
    init?(bits: UInt16, count: UInt16) {
        guard count >= 16 || bits >> count == 0 else { return nil }
        (self.bits, self.count) = (bits, count)
    }

    var isEmpty: Bool { self.bits == 0 }

    /// Says of the next part whether it follows; sixteen parts at most.
    @inline(__always)
    mutating func note(_ isPresent: Bool) {
        self.bits |= (isPresent ? 1 : 0) &<< self.count
        self.count &+= 1
    }

    /// Whether the next part follows.
    @inline(__always)
    mutating func take() -> Bool {
        defer { self.bits >>= 1 }
        return self.bits & 1 != 0
    }
}

/// Writes states into memory of its own, which grows.
///
/// Each value has one form only, so that equal states have equal bytes.
@safe
struct StateWriter: ~Copyable {
    private var start: UnsafeMutableRawPointer
    private var end: UnsafeMutableRawPointer
    private var next: UnsafeMutableRawPointer
    /// The instant from which the others are counted.
    var base = Timestamp.epoch

    init() {
        unsafe self.start = .allocate(byteCount: Self.room, alignment: 8)
        unsafe self.end = self.start + Self.room
        unsafe self.next = self.start
    }

    deinit { unsafe self.start.deallocate() }

    /// Enough for most states.
    private static let room = 1_000
    private static let longestVarint = 10

    /// Appends all that was written to `bytes`.
    func copy(to bytes: inout [UInt8]) {
        let written = unsafe UnsafeRawBufferPointer(start: self.start, count: self.next - self.start)
        unsafe bytes.append(contentsOf: written)
    }

    /// Makes room for `count` more bytes.
    @inline(__always)
    private mutating func need(_ count: Int) {
        if unsafe self.end - self.next < count { self.grow(by: count) }
    }

    @inline(never)
    private mutating func grow(by count: Int) {
        let written = unsafe self.next - self.start
        let room = unsafe max(2 * (self.end - self.start), written + count)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: room, alignment: 8)
        unsafe larger.copyMemory(from: self.start, byteCount: written)
        unsafe self.start.deallocate()
        unsafe self.start = larger
        unsafe self.end = larger + room
        unsafe self.next = larger + written
    }

    /// Writes a byte for which there is room.
    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        unsafe self.next.storeBytes(of: byte, as: UInt8.self)
        unsafe self.next += 1
    }

    mutating func write(varint value: UInt64) {
        self.need(Self.longestVarint)
        var rest = value
        while rest >= 0x80 {
            self.put(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        self.put(UInt8(truncatingIfNeeded: rest))
    }

    @inline(__always)
    mutating func write(signed value: Int64) { self.write(varint: zigzag(value)) }

    @inline(__always)
    mutating func write(signed value: Int) { self.write(varint: zigzag(Int64(value))) }

    /// Writes an instant as its distance from the base, which wraps around.
    @inline(__always)
    mutating func write(_ instant: Timestamp) { self.write(signed: instant.milliseconds &- self.base.milliseconds) }

    mutating func write(_ day: CalendarDay) {
        self.write(signed: Int64(day.number) - Int64(CalendarDay(containing: self.base).number))
    }

    /// Writes eight bytes, the lowest first.
    @inline(__always)
    mutating func write(fixed value: UInt64) {
        self.need(8)
        unsafe self.next.storeBytes(of: value.littleEndian, as: UInt64.self)
        unsafe self.next += 8
    }

    mutating func write(_ text: String) {
        self.write(varint: UInt64(text.utf8.count))
        self.write(utf8Of: text)
    }

    mutating func write(utf8Of text: String) {
        let count = text.utf8.count
        self.need(count)
        let next = unsafe self.next
        unsafe text.utf8Span.span.withUnsafeBytes { source in
            guard let first = source.baseAddress else { return }
            unsafe next.copyMemory(from: first, byteCount: count)
        }
        unsafe self.next += count
    }

    /// Writes how many bytes there are, and the bytes.
    mutating func write(_ bytes: [UInt8]) {
        self.write(varint: UInt64(bytes.count))
        self.need(bytes.count)
        unsafe bytes.withUnsafeBytes { source in
            guard let first = source.baseAddress else { return }
            unsafe self.next.copyMemory(from: first, byteCount: source.count)
        }
        unsafe self.next += bytes.count
    }

    @inline(__always)
    mutating func write(_ presence: Presence) {
        self.need(2)
        self.put(UInt8(truncatingIfNeeded: presence.bits))
        if presence.count > 8 { self.put(UInt8(truncatingIfNeeded: presence.bits >> 8)) }
    }

    mutating func write(byte: UInt8) {
        self.need(1)
        self.put(byte)
    }

    mutating func write(_ money: Money) {
        self.write(signed: money.minor)
        let letters = money.currency.packed &- Currency.packedAAA
        let code = letters >> 6 & 0x7C00 | letters >> 3 & 0x3E0 | letters & 0x1F
        self.need(2)
        self.put(UInt8(truncatingIfNeeded: code))
        self.put(UInt8(truncatingIfNeeded: code >> 8))
    }
}

extension Timestamp {
    static let epoch = Timestamp(milliseconds: 0)
}

extension Currency {
    /// The first of all; others lie in five bits a letter above it.
    static let packedAAA: UInt32 = 0x41_4141
}
