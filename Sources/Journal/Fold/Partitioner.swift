/// Where a key goes: the Java client's default partitioning, so that other producers agree.
public enum KeyPartitioner {
    /// The partition of `key` among `count` partitions: murmur2 with the sign bit cleared, modulo `count`.
    public static func partition(of key: String, count: Int32) -> Int32 {
        var key = key
        return key.withUTF8 { bytes in unsafe Int32(murmur2(UnsafeRawBufferPointer(bytes)) % UInt32(count)) }
    }

    /// The partition of a key given as bytes.
    public static func partition(of key: Span<UInt8>, count: Int32) -> Int32 {
        unsafe key.withUnsafeBufferPointer { bytes in
            unsafe Int32(murmur2(UnsafeRawBufferPointer(bytes)) % UInt32(count))
        }
    }

    /// The 32-bit MurmurHash2 (Austin Appleby, public domain) with Kafka's seed, without its sign bit.
    static func murmur2(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let factor: UInt32 = 0x5bd1_e995
        var hash: UInt32 = 0x9747_b28c ^ UInt32(truncatingIfNeeded: bytes.count)
        let words = bytes.count / 4
        for word in 0..<words {
            var block = unsafe UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: word * 4, as: UInt32.self))
            block = block &* factor
            block ^= block >> 24
            hash = hash &* factor ^ block &* factor
        }
        var rest: UInt32 = 0
        for index in (words * 4..<bytes.count).reversed() { rest = unsafe rest << 8 | UInt32(bytes[index]) }
        if words * 4 < bytes.count { hash = (hash ^ rest) &* factor }
        hash ^= hash >> 13
        hash = hash &* factor
        hash ^= hash >> 15
        return hash & 0x7fff_ffff
    }
}
