import Retention
import Testing

/// The expected values come from an implementation in another language that yields the verification value 0x6384BA69
/// which the author of MurmurHash3 published for this variant.
@Suite struct StableHashTests {
    @Test(
        arguments: [
            ("", "00000000000000000000000000000000"),
            ("a", "85555565f6597889e6b53a48510e895a"),
            ("ab", "938b11ea16ed1b2ee65ea7019b52d4ad"),
            ("abc", "b4963f3f3fad78673ba2744126ca2d52"),
            ("abcd", "b87bb7d64656cd4ff2003e886073e875"),
            ("abcde", "2036d091f496bbb8c5c7eea04bcfec8c"),
            ("abcdef", "e47d86bfaca3bf55b07109993321845c"),
            ("abcdefg", "a6cd2f9fc09ee4991c3aa23ab155bbb6"),
            ("abcdefgh", "cc8a0ab037ef8c0248890d60eb6940a1"),
            ("abcdefghi", "0547c0cff13c796479b53df5b741e033"),
            ("abcdefghij", "b6c15b0d772f8c99a24d85dc8c651ac9"),
            ("abcdefghijk", "a895d0b8df789d02bb7c31e2455ae771"),
            ("abcdefghijkl", "8ef39bb1e67ae1941f9e303272ff621c"),
            ("abcdefghijklm", "1648288da7c0fa732e657bff0de7cc7f"),
            ("abcdefghijklmn", "91d094a7f5c375e0ee096027d26a3324"),
            ("abcdefghijklmno", "8abe2451890c2ffb6a548c2d9c962a61"),
            ("abcdefghijklmnop", "c4ca3ca3224cb7234333d695b331eb1a"),
            ("abcdefghijklmnopq", "7564747f88bda657ecda499da1110de4"),
            ("hello", "cbd8a7b341bd9b025b1e906a48ae1d19"),
            ("The quick brown fox jumps over the lazy dog", "e34bbc7bbc071b6c7a433ca9c49a9347"),
            ("Käse 🧀", "93f1cb1a1e416ced2f43506a322f089a"),
        ])
    func `a text has the published hash of its UTF-8 bytes`(text: String, expected: String) {
        #expect(hexadecimal(StableHash(text)) == expected)
    }

    @Test func `a long text has the hash of all of it`() {
        #expect(
            hexadecimal(StableHash(String(repeating: "a", count: 1_000))) == "98e839163fc58f015c068f1cb4adfc9a"
        )
    }

    @Test func `bytes that are no text have the published hash`() {
        #expect(hexadecimal(hash(of: Array(0...255))) == "1c99c313dc6f12b970d6077fab34cc1e")
        #expect(hexadecimal(hash(of: Array(repeating: 0xFF, count: 31))) == "7fac6e546e44ff6fa9d83807b91871d2")
    }

    @Test func `a hash is made again from its halves`() {
        let hash = StableHash("hello")
        #expect(StableHash(high: hash.high, low: hash.low) == hash)
    }

    private func hash(of bytes: [UInt8]) -> StableHash { bytes.withUnsafeBufferPointer { StableHash($0) } }

    private func hexadecimal(_ hash: StableHash) -> String {
        [hash.high, hash.low].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
