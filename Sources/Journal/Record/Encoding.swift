import Retention

extension StableHash {
    /// Appends 16 bytes, the low byte of each half first.
    func append(to bytes: inout [UInt8]) {
        for half in [self.high, self.low] {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: half >> shift))
            }
        }
    }

    /// Reads the first 16 of some bytes, as `append` wrote them.
    init(stored bytes: Span<UInt8>) {
        var halves: (UInt64, UInt64) = (0, 0)
        for index in 0..<8 {
            halves.0 |= UInt64(bytes[index]) << UInt64(index * 8)
            halves.1 |= UInt64(bytes[index + 8]) << UInt64(index * 8)
        }
        self.init(high: halves.0, low: halves.1)
    }
}

extension String {
    /// The text of UTF-8 bytes; `nil` for bytes that are none.
    init?(validating span: Span<UInt8>) {
        let text = unsafe span.withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
        guard let text else { return nil }
        self = text
    }
}
