/// A stream of pseudo-random numbers: SplitMix64.
///
/// The algorithm is that of Guy Steele, Doug Lea and Christine Flood, "Fast splittable pseudorandom number generators"
/// (OOPSLA 2014), with the output function in the variant of Sebastiano Vigna's public reference. A stream is eight
/// bytes, so that every customer owns one and no customer's life depends on the others.
struct RandomStream: Sendable {
    private var state: UInt64

    /// A stream for one owner under one seed: streams of different owners start at unrelated places of the sequence.
    init(seed: UInt64, owner: UInt64) {
        state = RandomStream.mix(
            RandomStream.mix(seed &+ RandomStream.increment) ^ (owner &* 0xd134_2543_de82_ef95 &+ 1)
        )
    }

    private static let increment: UInt64 = 0x9e37_79b9_7f4a_7c15

    /// The output function, a bijection of the 64-bit numbers: different inputs never give the same output.
    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func next() -> UInt64 {
        state &+= RandomStream.increment
        return RandomStream.mix(state)
    }

    /// A whole number from 0 up to, not including, `bound`; its bias is below `bound` / 2^64.
    mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a draw needs at least one possible result")
        return Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A whole number in the closed range.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// A number greater than 0 and at most 1, on a grid of 2^-53.
    mutating func unit() -> Double {
        Double((next() >> 11) + 1) * 0x1p-53
    }

    /// Whether an event of this probability happens.
    mutating func happens(_ probability: Double) -> Bool {
        unit() <= probability
    }

    /// An exponentially distributed number with mean 1.
    mutating func exponential() -> Double {
        -PortableMath.log(unit())
    }

    /// A normally distributed number with mean 0 and deviation 1, by Marsaglia's polar method.
    mutating func normal() -> Double {
        while true {
            let u = 2 * unit() - 1
            let v = 2 * unit() - 1
            let s = u * u + v * v
            guard s < 1, s > 1e-300 else { continue }
            return u * PortableMath.root(-2 * PortableMath.log(s) / s)
        }
    }

    /// A Gamma distributed number with mean 1, by the method of Marsaglia and Tsang (2000).
    mutating func gamma(shape: Double) -> Double {
        precondition(shape > 0, "a Gamma distribution needs a positive shape")
        // A shape below 1 is reached from the next higher one by a power of a uniform number.
        let boosted = shape < 1 ? shape + 1 : shape
        let boost = shape < 1 ? PortableMath.exp(PortableMath.log(unit()) / shape) : 1
        let d = boosted - 1.0 / 3
        let c = 1 / PortableMath.root(9 * d)
        while true {
            let x = normal()
            let t = 1 + c * x
            guard t > 0 else { continue }
            let v = t * t * t
            if PortableMath.log(unit()) < 0.5 * x * x + d - d * v + d * PortableMath.log(v) {
                return boost * d * v / shape
            }
        }
    }
}
