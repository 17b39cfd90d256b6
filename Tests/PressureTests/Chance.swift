/// SplitMix64: the same numbers from the same seed on every machine.
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    /// A stream of its own for each owner under one seed.
    init(seed: UInt64, owner: Int) {
        self.state = seed &* 0xD134_2543_DE82_EF95 ^ (UInt64(bitPattern: Int64(owner)) &* 0x9E37_79B9_7F4A_7C15)
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number of the range.
    mutating func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &self) }

    /// Whether something of this many percent happens.
    mutating func happens(_ percent: Int64) -> Bool { self.number(1...100) <= percent }

    /// One of the items; the list must not be empty.
    mutating func pick<Item>(_ items: [Item]) -> Item { items[Int(self.number(0...Int64(items.count - 1)))] }
}
