/// Numbers customers by their ids, in the order in which they are first seen.
///
/// The hash is FNV-1a with a finishing mix, the same in every process. Open addressing with linear probing, at most
/// half full.
struct CustomerTable: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    private var hashes: [UInt64] = []
    /// Numbers plus 1; 0 is an empty place.
    ///
    /// The length is a power of two.
    private var places = [UInt32](repeating: 0, count: 64)

    var count: Int { hashes.count }

    /// The hash of a customer's id, which their chance is derived from.
    func hash(of index: Int) -> UInt64 { hashes[index] }

    /// The bytes of a customer's id.
    func withIdentifier(of index: Int, _ body: (Span<UInt8>) -> Void) {
        body(bytes.span.extracting(ends[index]..<ends[index + 1]))
    }

    /// The number of a customer, and whether the id was seen for the first time.
    mutating func number(of identifier: Span<UInt8>) -> (index: Int, isNew: Bool) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in identifier.indices { hash = (hash ^ UInt64(identifier[index])) &* 0x100_0000_01b3 }
        hash = RandomStream.mix(hash)
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[place] != 0 {
            let candidate = Int(places[place]) - 1
            if hashes[candidate] == hash, holds(identifier, at: candidate) { return (candidate, false) }
            place = (place + 1) & (places.count - 1)
        }
        precondition(count < Int(UInt32.max) - 1, "there are more customers than numbers")
        for index in identifier.indices { bytes.append(identifier[index]) }
        ends.append(bytes.count)
        hashes.append(hash)
        places[place] = UInt32(count)
        if count * 2 > places.count { grow() }
        return (count - 1, true)
    }

    private func holds(_ identifier: Span<UInt8>, at index: Int) -> Bool {
        let start = ends[index]
        guard ends[index + 1] - start == identifier.count else { return false }
        for offset in identifier.indices where bytes[start + offset] != identifier[offset] { return false }
        return true
    }

    private mutating func grow() {
        places = [UInt32](repeating: 0, count: places.count * 2)
        for index in hashes.indices {
            var place = Int(truncatingIfNeeded: hashes[index]) & (places.count - 1)
            while places[place] != 0 { place = (place + 1) & (places.count - 1) }
            places[place] = UInt32(index + 1)
        }
    }
}
