/// A 128-bit hash that is the same on every machine and in every run.
///
/// The algorithm is MurmurHash3_x64_128 (Austin Appleby, public domain) with seed 0. It is no defence against somebody
/// who makes collisions on purpose; it names decisions and finds repeated ids among honest ones.
public struct StableHash: Hashable, Sendable {
    /// The first 64 bits of the hash.
    public let high: UInt64
    /// The last 64 bits of the hash.
    public let low: UInt64

    /// Makes a hash from its halves, as it was stored.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Hashes the UTF-8 bytes of `text`.
    ///
    /// O(length).
    public init(_ text: String) {
        var text = text
        self = text.withUTF8 { bytes in unsafe StableHash(bytes) }
    }

    /// Hashes text that is written to a buffer, which has room for `capacity` bytes: no string is made of it.
    ///
    /// O(length).
    package init(capacity: Int, _ write: (inout HashedText) -> Void) {
        self = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { buffer in
            var text = unsafe HashedText(buffer)
            write(&text)
            return unsafe StableHash(UnsafeBufferPointer(rebasing: buffer[..<text.count]))
        }
    }

    /// Hashes `bytes`.
    ///
    /// O(length).
    public init(_ bytes: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(bytes)
        var first: UInt64 = 0
        var second: UInt64 = 0
        let blocks = raw.count / 16
        for block in 0..<blocks {
            let one = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: block * 16, as: UInt64.self))
            let two = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: block * 16 + 8, as: UInt64.self))
            first ^= Self.mixFirst(one)
            first = (first.rotatedLeft(27) &+ second) &* 5 &+ 0x52dc_e729
            second ^= Self.mixSecond(two)
            second = (second.rotatedLeft(31) &+ first) &* 5 &+ 0x3849_5ab5
        }
        let rest = raw.count - blocks * 16
        if rest > 8 { second ^= unsafe Self.mixSecond(Self.word(raw, blocks * 16 + 8, rest - 8)) }
        if rest > 0 { first ^= unsafe Self.mixFirst(Self.word(raw, blocks * 16, min(8, rest))) }
        first ^= UInt64(raw.count)
        second ^= UInt64(raw.count)
        first &+= second
        second &+= first
        first = Self.finish(first)
        second = Self.finish(second)
        first &+= second
        second &+= first
        self.high = first
        self.low = second
    }

    /// The 1 to 8 bytes from an offset on, the first of them lowest.
    private static func word(_ raw: UnsafeRawBufferPointer, _ offset: Int, _ count: Int) -> UInt64 {
        func load<Word: FixedWidthInteger>(_ offset: Int, _: Word.Type) -> UInt64 {
            unsafe UInt64(
                truncatingIfNeeded: Word(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: Word.self))
            )
        }
        // Two loads that overlap where the count is no power of two; what both bring is the same.
        func ends<Word: FixedWidthInteger>(_ word: Word.Type) -> UInt64 {
            let last = count - MemoryLayout<Word>.size
            return load(offset, word) | load(offset + last, word) << UInt64(last * 8)
        }
        return switch count {
        case 8: load(offset, UInt64.self)
        case 4...: ends(UInt32.self)
        case 2...: ends(UInt16.self)
        default: load(offset, UInt8.self)
        }
    }

    private static func mixFirst(_ block: UInt64) -> UInt64 {
        (block &* 0x87c3_7b91_1142_53d5).rotatedLeft(31) &* 0x4cf5_ad43_2745_937f
    }

    private static func mixSecond(_ block: UInt64) -> UInt64 {
        (block &* 0x4cf5_ad43_2745_937f).rotatedLeft(33) &* 0x87c3_7b91_1142_53d5
    }

    private static func finish(_ value: UInt64) -> UInt64 {
        var value = value
        value ^= value >> 33
        value = value &* 0xff51_afd7_ed55_8ccd
        value ^= value >> 33
        value = value &* 0xc4ce_b9fe_1a85_ec53
        return value ^ (value >> 33)
    }
}

extension UInt64 {
    fileprivate func rotatedLeft(_ count: UInt64) -> UInt64 { self << count | self >> (64 - count) }
}

/// Text in a buffer that is to be hashed; what finds no room traps.
@safe
package struct HashedText: ~Copyable {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    fileprivate private(set) var count = 0

    /// The most bytes that a number takes.
    package static let numberSize = 20

    @unsafe
    fileprivate init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { unsafe self.buffer = buffer }

    /// Appends a byte.
    package mutating func append(_ byte: UInt8) {
        unsafe precondition(self.count < self.buffer.count)
        unsafe self.buffer[self.count] = byte
        self.count += 1
    }

    /// Appends the UTF-8 of a text.
    package mutating func append(_ text: String) {
        let bytes = text.utf8Span.span
        unsafe precondition(self.count + bytes.count <= self.buffer.count)
        unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let from = bytes.baseAddress, let start = unsafe self.buffer.baseAddress else { return }
            unsafe (start + self.count).update(from: from, count: bytes.count)
        }
        self.count += bytes.count
    }

    /// Appends a number in decimal digits.
    package mutating func append(_ number: Int64) {
        if number < 0 { self.append(UInt8(ascii: "-")) }
        self.append(digits: number.magnitude)
    }

    /// Appends a number in decimal digits.
    package mutating func append(digits number: UInt64) {
        var (count, limit) = (1, UInt64(10))
        while count < Self.numberSize, number >= limit {
            count += 1
            // The last limit is more than 64 bits hold, and is not asked for.
            limit = limit &* 10
        }
        unsafe precondition(self.count + count <= self.buffer.count)
        // From the last digits to the first, two at a time.
        var (rest, place) = (number, self.count + count)
        while rest >= 10 {
            let pair = UInt8(truncatingIfNeeded: rest % 100)
            place -= 2
            unsafe self.buffer[place] = UInt8(ascii: "0") + pair / 10
            unsafe self.buffer[place + 1] = UInt8(ascii: "0") + pair % 10
            rest /= 100
        }
        if place > self.count { unsafe self.buffer[self.count] = UInt8(ascii: "0") + UInt8(rest) }
        self.count += count
    }
}
