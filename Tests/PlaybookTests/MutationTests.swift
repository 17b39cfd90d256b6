import Playbook
import Testing

/// SplitMix64: the same numbers for the same seed.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct MutationTests {
    private static let pieces = [
        "", " ", "\n", "\r\n", "\t", ":", ": ", "- ", "[", "]", "{", "}", "\"", "'", "#", "&a ", "*a", "!!int ", "? ",
        "|\n", ">-\n", "%YAML 1.1\n", "---\n", "...\n", "<<: ", "\u{0}", "\u{85}", "\u{2028}", "\u{FEFF}", "é", "🛒",
        "\\ud800", "0", "-1", "9223372036854775808", "1e999", "null", "EUR", "version: 1\n", "after: ", "~", ",",
    ]

    @Test func randomMutationsNeverCrashAndProblemsLieInTheFile() throws {
        let original = Array(try shippedText("deploy/playbooks/default.yaml").unicodeScalars)
        var random = SeededRandom(state: 20_261_122)
        var refused = 0
        for _ in 0..<2_000 {
            var scalars = original
            for _ in 0..<Int.random(in: 1...6, using: &random) { Self.mutate(&scalars, &random) }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            let lines = scalars.count { ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains($0) } + 1
            do {
                let compiled = try PlaybookFile.load(yaml: String(view), named: "m.yaml")
                #expect(PlaybookFile.describe(compiled).count <= 100)
            } catch {
                refused += 1
                #expect(!error.problems.isEmpty)
                // The parser places some errors at the end of the text, one line further.
                #expect(error.problems.allSatisfy { (1...lines + 1).contains($0.line) && $0.column >= 1 }, "\(error)")
            }
        }
        #expect(refused > 500)
    }

    private static func mutate(_ scalars: inout [Unicode.Scalar], _ random: inout SeededRandom) {
        let place = Int.random(in: 0..<max(1, scalars.count), using: &random)
        let end = min(scalars.count, place + Int.random(in: 0...8, using: &random))
        switch Int.random(in: 0..<4, using: &random) {
        case 0: scalars.removeSubrange(min(place, end)..<end)
        case 1: scalars.insert(contentsOf: scalars[min(place, end)..<end], at: end)
        case 2: if random.next() % 8 == 0 { scalars.removeSubrange(min(place, end)...) }
        default:
            let piece = self.pieces.randomElement(using: &random) ?? ""
            scalars.replaceSubrange(min(place, end)..<end, with: piece.unicodeScalars)
        }
        if scalars.isEmpty { scalars = ["\n"] }
    }
}
