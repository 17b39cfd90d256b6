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
        var one: UInt64 = 0
        var two: UInt64 = 0
        for index in blocks * 16..<raw.count {
            let place = UInt64(index - blocks * 16)
            if place < 8 {
                one |= unsafe UInt64(raw[index]) << (place * 8)
            } else {
                two |= unsafe UInt64(raw[index]) << ((place - 8) * 8)
            }
        }
        second ^= Self.mixSecond(two)
        first ^= Self.mixFirst(one)
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
        var text = text
        let size = text.utf8.count
        unsafe precondition(self.count + size <= self.buffer.count)
        text.withUTF8 { bytes in
            guard let from = bytes.baseAddress, let start = unsafe self.buffer.baseAddress else { return }
            unsafe (start + self.count).update(from: from, count: bytes.count)
        }
        self.count += size
    }

    /// Appends a number in decimal digits.
    package mutating func append(_ number: Int64) {
        if number < 0 { self.append(UInt8(ascii: "-")) }
        self.append(digits: number.magnitude)
    }

    /// Appends a number in decimal digits.
    package mutating func append(digits number: UInt64) {
        // From the last digit to the first, into a word of their own: dividing by ten is a multiplication.
        var digits: InlineArray<20, UInt8> = .init(repeating: 0)
        var (rest, first) = (number, Self.numberSize)
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        for place in first..<Self.numberSize { self.append(digits[place]) }
    }
}
