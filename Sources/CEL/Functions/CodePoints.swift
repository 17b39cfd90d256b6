import CRE2

/// Texts as the language sees them: sequences of code points, looked at by their bytes in UTF-8, which need not be
/// decoded for most of what there is to do.
enum CodePoints {
    /// Whether a code point begins with this byte.
    @inline(__always)
    static func begins(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

    /// How many code points begin in a part of the bytes.
    static func count(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Int {
        var count = 0
        for index in from..<to where begins(bytes[index]) { count += 1 }
        return count
    }

    /// How many code points there are.
    static func count(_ text: String) -> Int {
        let bytes = text.utf8
        return count(bytes.span, 0, bytes.count)
    }

    /// At which byte a code point begins; the position after the last one is allowed too, others answer `nil`.
    static func offset(_ position: Int64, _ bytes: Span<UInt8>) -> Int? {
        guard position >= 0, position <= bytes.count else { return nil }
        var left = position
        for index in bytes.indices where begins(bytes[index]) {
            if left == 0 { return index }
            left -= 1
        }
        return left == 0 ? bytes.count : nil
    }

    /// Where a text first occurs at or after an offset in bytes.
    static func find(_ wanted: Span<UInt8>, _ bytes: Span<UInt8>, from offset: Int) -> Int? {
        let found = unsafe bytes.extracting(offset...).withUnsafeBufferPointer { buffer in
            unsafe wanted.withUnsafeBufferPointer { wanted in
                unsafe cel_find(buffer.baseAddress, buffer.count, wanted.baseAddress, wanted.count)
            }
        }
        return found < 0 ? nil : offset + found
    }

    /// Where a text last begins at or before an offset in bytes.
    ///
    /// Looks from the end with the table of Knuth, Morris and Pratt, so that it takes time linear in both lengths.
    static func findLast(_ wanted: Span<UInt8>, _ bytes: Span<UInt8>, upTo offset: Int) -> Int? {
        let length = wanted.count
        guard length <= bytes.count else { return nil }
        let last = min(offset, bytes.count - length)
        if length == 0 { return last }
        let end = length - 1
        // For each number of bytes matched from the end: how many of them still match when it goes on.
        var table = [Int](repeating: 0, count: length)
        var matched = 0
        for index in 1..<max(1, length) {
            while matched > 0, wanted[end - index] != wanted[end - matched] { matched = table[matched - 1] }
            if wanted[end - index] == wanted[end - matched] { matched += 1 }
            table[index] = matched
        }
        matched = 0
        var index = last + length - 1
        while index >= 0 {
            while matched > 0, bytes[index] != wanted[end - matched] { matched = table[matched - 1] }
            if bytes[index] == wanted[end - matched] { matched += 1 }
            if matched == length { return index }
            index -= 1
        }
        return nil
    }

    /// A part of a text, between two offsets in bytes at which code points begin.
    static func part(_ text: String, _ from: Int, _ to: Int) -> Substring {
        let bytes = text.utf8
        let first = bytes.index(bytes.startIndex, offsetBy: from)
        return Substring(bytes[first..<bytes.index(first, offsetBy: to - from)])
    }

    /// Whether two texts have the same bytes from an offset in the first one on, for the length of the second one.
    static func stands(_ wanted: Span<UInt8>, _ bytes: Span<UInt8>, at offset: Int) -> Bool {
        guard offset >= 0, wanted.count <= bytes.count - offset else { return false }
        for index in wanted.indices where wanted[index] != bytes[offset + index] { return false }
        return true
    }

    /// Whether a text is written with these bytes.
    static func equals(_ text: String, _ wanted: StaticString) -> Bool {
        let bytes = text.utf8
        guard bytes.count == wanted.utf8CodeUnitCount else { return false }
        return unsafe zip(bytes, UnsafeBufferPointer(start: wanted.utf8Start, count: wanted.utf8CodeUnitCount))
            .allSatisfy { $0 == $1 }
    }
}
