import Playbook
import Retention
import Testing

/// Texts of a large playbook with random damage.
@Suite struct MutatedRulesTests {
    static let pieces = [
        "", " ", "\n", "\n  ", ": ", "- ", "[", "]", "{", "}", "\"", "'", "&a ", "*a", "|\n", "null", "~", ",", "%",
        "0", "-1",
        "9223372036854775808", "1e999", "customer.", "event.", "event.total", "now", "order.placed", "days(", "days(1)",
        ")",
        "times(days(9), 1e300)", "customer.orders", "customer.viewed[0]", " + ", " > ", " && ", "?", "wait: ", "per: ",
        "once: true", "emit: ", "on: ", "if: ", "contact: {}", "2026-02-29", "\"25:00\"", "10%", "10 EUR", "36525d",
        "0s",
        "é", "🛒", "\u{0}", "\u{2028}", "x".repeated(300), "(".repeated(300), "!".repeated(300), "1+".repeated(300),
    ]

    /// Every rule of the random stories.
    static var original: String {
        let rules = RandomStory.rules.map { "  " + $0.replacing("\n", with: "\n    ") + "\n" }.joined()
        return """
            playbook: big
            version: 1
            time_zone: Europe/Berlin
            money: { currency: EUR }
            constants: { gap: 7d, names: [a, b], limit: 2.5 }
            contacts:
              quiet_hours: { from: "22:00", until: "08:00" }
              caps: [{ at_most: 3, per: 7d }, { at_most: 1, per: 1d, channel: sms }]
              blocked_while: { complaint: customer.complaints.open > 0 }
              purposes: { service: { consent: false } }
            rules:

            """ + rules
    }

    @Test func theWholeIsGood() throws {
        #expect(throws: Never.self) { try PlaybookFile.load(yaml: Self.original, named: "big.yaml") }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func damageNeverCrashes(_ seed: UInt64) throws {
        var random = SeededRandom(state: seed)
        let original = Array(Self.original.unicodeScalars)
        var (refused, folded) = (0, 0)
        for round in 0..<120 {
            var scalars = original
            for _ in 0..<random.number(1...3) {
                if round.isMultiple(of: 2) {
                    // Other numbers make other playbooks, and most of them can be read.
                    let digits = scalars.indices.filter { ("0"..."9").contains(scalars[$0]) }
                    scalars[random.pick(digits)] = random.pick(Array("0123456789".unicodeScalars))
                    continue
                }
                let place = random.number(0...scalars.count - 1)
                let end = min(scalars.count, place + random.number(0...8))
                scalars.replaceSubrange(place..<end, with: Array(random.pick(Self.pieces).unicodeScalars))
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            do {
                let compiled = try PlaybookFile.load(yaml: String(view), named: "big.yaml")
                folded += 1
                if folded % 2 == 0 { Self.fold(compiled, &random) }
            } catch {
                refused += 1
                #expect(!error.problems.isEmpty)
                let lines = scalars.count { ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains($0) } + 2
                #expect(error.problems.allSatisfy { (1...lines).contains($0.line) && $0.column >= 1 }, "\(error)")
            }
        }
        #expect(refused > 30 && folded > 10)
    }

    /// A playbook that is read is one that can be lived by.
    private static func fold(_ compiled: CompiledPlaybook, _ random: inout SeededRandom) {
        var spec = PlaybookSpec(compiled)
        for fact in RandomStory(seed: random.next(), isAdopting: false).facts { spec.take(fact) }
        spec.fire(before: RandomStory.end)
        #expect(!spec.isStuck, "\(compiled.text)")
        let isSame = spec.reload()
        #expect(isSame, "\(compiled.text)")
    }
}

extension String {
    fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
