import Kafka
import Testing

@Suite struct Murmur2Tests {
    /// Computed by an independent implementation.
    static let vectors: [(key: String, hash: UInt32)] = [
        ("", 275646681),
        ("a", 584102524),
        ("ab", 316155434),
        ("abc", 479470107),
        ("abcd", 823834100),
        ("abcde", 461995741),
        ("customer/42", 1161936151),
        ("visitor/ab12", 1390071330),
        ("SKU-7", 2027599911),
        ("a-little-bit-long-string", 1161502112),
        ("a-little-bit-longer-string", 661178819),
        ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", 2088585677),
        ("größe", 588164084),
    ]

    @Test(arguments: vectors) func hashesAsTheJavaClientDoes(key: String, hash: UInt32) {
        let bytes = [UInt8](key.utf8)
        #expect(Murmur2.hash(bytes.span) == hash)
        #expect(Murmur2.partition(of: bytes.span, count: 7) == Int32(hash % 7))
    }

    @Test func bytesAboveAsciiAreUnsigned() {
        let bytes: [UInt8] = [0xff, 0x80, 0xfe, 0x81, 0xfd, 0x82, 0xfc]
        #expect(Murmur2.hash(bytes.span) == 1867014551)
    }
}
