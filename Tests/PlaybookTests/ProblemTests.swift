import Playbook
import Testing

/// A file that is wrong in one way, and what must be said about it.
struct WrongFile: Sendable, CustomTestStringConvertible {
    var yaml: String
    var code: PlaybookError.Code
    var line: Int
    var column: Int
    var path: String
    var says: String

    init(_ yaml: String, _ code: PlaybookError.Code, _ line: Int, _ column: Int, _ path: String, _ says: String) {
        (self.yaml, self.code, self.line, self.column) = (yaml, code, line, column)
        (self.path, self.says) = (path, says)
    }

    /// The same with a good head of two lines, and `rules:` in the third.
    static func rule(
        _ rule: String,
        _ code: PlaybookError.Code,
        _ line: Int,
        _ column: Int,
        _ path: String,
        _ says: String
    ) -> WrongFile {
        WrongFile("playbook: p\nversion: 1\nrules:\n" + rule, code, line, column, path, says)
    }

    var testDescription: String { "\(self.code) at \(self.line):\(self.column) \(self.says)" }
}

@Suite struct ProblemTests {
    static let head = "playbook: p\nversion: 1\n"

    static let files: [WrongFile] = [
        .init("", .syntax, 1, 1, "", "empty file"),
        .init("# nothing\n", .syntax, 1, 1, "", "empty file"),
        .init("playbook: [p\nversion: 1\n", .syntax, 2, 8, "", "expected YAML"),
        .init("playbook: p\n\tversion: 1\n", .syntax, 2, 1, "", "expected YAML"),
        .init(head + "---\n" + head, .syntax, 3, 1, "", "expected one document, found another"),
        .init(head + "clock: *nowhere\n", .syntax, 3, 8, "", "undefined alias"),
        .init(head + "# bell \u{07}\n", .syntax, 3, 8, "", "control character"),
        .init(head + "# \(String(repeating: "x", count: 270_000))\n", .limit, 1, 1, "", "262144 bytes"),
        .init("- playbook\n", .wrongType, 1, 1, "", "expected settings"),
        .init("version: 1\n", .missingKey, 1, 1, "playbook", "missing"),
        .init("playbook: p\n", .missingKey, 1, 1, "version", "missing"),
        .init("playbook: ''\nversion: 1\n", .malformed, 1, 11, "playbook", "small letters"),
        .init("playbook:\nversion: 1\n", .wrongType, 1, 10, "playbook", "found nothing"),
        .init("playbook: My Shop\nversion: 1\n", .malformed, 1, 11, "playbook", "`My Shop`"),
        .init("playbook: p\nversion: 0\n", .outOfRange, 2, 10, "version", "from 1 to"),
        .init("playbook: p\nversion: '1'\n", .wrongType, 2, 10, "version", "take the quotes away"),
        .init("playbook: p\nversion: 1.5\n", .malformed, 2, 10, "version", "whole number"),
        .init("playbook: p\nversion: 99999999999999999999\n", .outOfRange, 2, 10, "version", "too large"),
        .init(head + "rule: {}\n", .unknownKey, 3, 1, "rule", "did you mean `rules`?"),
        .init(head + "version: 2\n", .duplicateKey, 2, 1, "version", "more than once"),
        .init(head + "!x version: 2\n", .duplicateKey, 3, 1, "version", "more than once"),
        .init(head + "[a]: 2\n", .wrongType, 3, 1, "", "expected a name as the key, found a list"),
        .init(head + "<<: {}\n", .unknownKey, 3, 1, "<<", "merge keys"),
        .init(head + "clock: { lateness: 5 }\n", .malformed, 3, 20, "clock.lateness", "with units"),
        .init(head + "state: { recent_event_ids: 1025 }", .outOfRange, 3, 28, "state.recent_event_ids", "1 to 1024"),
        .init(head + "state: { cart_removals: lines }", .unknownValue, 3, 25, "state.cart_removals", "mean `line`?"),
        .init(head + "state: { cart_removals: x }", .unknownValue, 3, 25, "state.cart_removals", "one of line, total"),
        .init(head + "money: { currency: EURO }", .malformed, 3, 20, "money.currency", "three capital letters"),
        .init(head + "money: { currency: eur }", .malformed, 3, 20, "money.currency", "did you mean `EUR`?"),
        .init(head + "rules: []\n", .wrongType, 3, 8, "rules", "found a list"),
        .rule("  first_ordr: {}", .unknownKey, 4, 3, "rules.first_ordr", "did you mean `first_order`?"),
        .rule("  first_order: { after: 1h }", .unknownKey, 4, 18, "rules.first_order.after", "nothing is set here"),
        .rule("  first_order: false", .wrongType, 4, 16, "rules.first_order", "take it out"),
        .rule("  order_count: {}", .missingKey, 4, 3, "rules.order_count.at", "missing"),
        .rule("  winback:", .missingKey, 4, 3, "rules.winback.after", "missing"),
        .rule("  order_count: { at: 3 }", .wrongType, 4, 22, "rules.order_count.at", "expected a list"),
        .rule("  order_count: { at: [] }", .outOfRange, 4, 22, "rules.order_count.at", "at least one"),
        .rule("  order_count: { at: [0, 3] }", .outOfRange, 4, 23, "rules.order_count.at[0]", "from 1"),
        .rule("  order_count: { at: [3, 3] }", .notAscending, 4, 26, "rules.order_count.at[1]", "more than"),
        .rule("  order_count: { at: [03] }", .malformed, 4, 23, "rules.order_count.at[0]", "whole number"),
        .rule("  anniversary: { years: [101] }", .outOfRange, 4, 26, "rules.anniversary.years[0]", "1 to 100"),
        .rule("  first_order_thanks: { after: 0s }", .outOfRange, 4, 32, "rules.first_order_thanks.after", "zero"),
        .rule(
            "  cart_abandoned:\n    after: [24h, 1h]",
            .notAscending,
            5,
            18,
            "rules.cart_abandoned.after[1]",
            "`1h`"
        ),
        .rule("  winback: { after: [-1d] }", .malformed, 4, 22, "rules.winback.after[0]", "units"),
        .rule("  winback: { after: [[1d]] }", .wrongType, 4, 22, "rules.winback.after[0]", "found a list"),
        .rule("  revenue: { at: [\"1.000 EUR\"] }", .malformed, 4, 19, "rules.revenue.at[0]", "at most 2 decimals"),
        .rule("  revenue: { at: [\"0 EUR\"] }", .outOfRange, 4, 19, "rules.revenue.at[0]", "above zero"),
        .rule("  revenue: { at: [\"5 EU\"] }", .malformed, 4, 19, "rules.revenue.at[0]", "three capital letters"),
        .rule("  revenue: { at: [100] }", .malformed, 4, 19, "rules.revenue.at[0]", "a number, a space and a currency"),
        .rule(
            "  revenue: { at: [2 EUR, 1 USD, 1 EUR] }",
            .notAscending,
            4,
            33,
            "rules.revenue.at[2]",
            "`1 EUR`"
        ),
        .rule(
            "  churn_risk: { hiatus: 90d, cadence: { unit: orders } }",
            .missingKey,
            4,
            30,
            "rules.churn_risk.cadence.factor",
            "missing"
        ),
        .rule(
            "  churn_risk: { hiatus: 90d, cadence: { factor: 2.5001 } }",
            .malformed,
            4,
            49,
            "rules.churn_risk.cadence.factor",
            "at most 3 decimals"
        ),
        .rule(
            "  churn_risk: { hiatus: 90d, cadence: { factor: 0 } }",
            .outOfRange,
            4,
            49,
            "rules.churn_risk.cadence.factor",
            "0.001 to 1000"
        ),
        .rule(
            "  churn_risk: { hiatus: 90d, cadence: { factor: 3, unit: purchase_day } }",
            .unknownValue,
            4,
            58,
            "rules.churn_risk.cadence.unit",
            "did you mean `purchase_days`?"
        ),
        .rule("  churn_risk: { hiatus: 90d, cadence: }", .wrongType, 4, 39, "rules.churn_risk.cadence", "nothing"),
        .rule("  mention_negative: { below: -1.1 }", .outOfRange, 4, 30, "rules.mention_negative.below", "-1 to 1"),
        .rule("  mention_negative: { below: bad }", .malformed, 4, 30, "rules.mention_negative.below", "decimal"),
        .rule("  mention_negative: { below: 1e-1 }", .malformed, 4, 30, "rules.mention_negative.below", "decimal"),
        .rule(
            "  service_recovery: { below: -0.5 }",
            .missingKey,
            4,
            3,
            "rules.service_recovery.cool_down",
            "missing"
        ),
        .rule(
            "  testimonial: { at_least: \"0.5\", cool_down: 1d }",
            .wrongType,
            4,
            28,
            "rules.testimonial.at_least",
            "take the quotes away"
        ),
    ]

    @Test(arguments: files) func aWrongFileIsRefusedWithThePlaceAndTheReason(_ file: WrongFile) throws {
        let error = try #require(throws: PlaybookError.self) {
            try PlaybookFile.load(yaml: file.yaml, named: "shop.yaml")
        }
        let problem = try #require(error.problems.first)
        #expect(error.problems.count == 1, "\(error)")
        #expect(problem.code == file.code, "\(error)")
        #expect([problem.line, problem.column] == [file.line, file.column], "\(error)")
        #expect(problem.path == file.path)
        #expect(problem.message.contains(file.says), "\(problem.message)")
        #expect(problem.file == "shop.yaml")
    }

    @Test func allProblemsComeAtOnceInTheOrderOfTheFile() throws {
        let yaml = """
            playbook: p
            version: 0
            rules:
              order_count: { at: [3, x, 5, 5] }
              winback: { after: [1d], aftr: 2 }
              winback: { after: [1d] }
              cart_abandoned: { after: [1h], after: [2h], recovered_within: 1 }
            """
        let error = try #require(throws: PlaybookError.self) { try PlaybookFile.load(yaml: yaml, named: "a.yaml") }
        #expect(
            error.problems.map { "\($0.line):\($0.column) \($0.path) \($0.code)" } == [
                "2:10 version outOfRange", "4:26 rules.order_count.at[1] malformed",
                "4:32 rules.order_count.at[3] notAscending", "5:3 rules.winback duplicateKey",
                "7:21 rules.cart_abandoned.after duplicateKey",
                "7:65 rules.cart_abandoned.recovered_within malformed",
            ]
        )
        #expect(
            error.description.split(separator: "\n").first
                == "a.yaml:2:10: version: expected a whole number from 1 to 2147483647, found 0"
        )
    }

    @Test func quotedTextNeverCarriesTerminalControls() throws {
        let yaml = Self.head + "\"\\e[31mx\": 1\n"
        let error = try #require(throws: PlaybookError.self) { try PlaybookFile.load(yaml: yaml, named: "a.yaml") }
        #expect(!error.description.unicodeScalars.contains("\u{1B}"))
    }

    @Test func aliasesThatWouldGrowAreRefused() throws {
        var yaml = Self.head + "a0: &a0 [x]\n"
        for level in 1...30 { yaml += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        let error = try #require(throws: PlaybookError.self) {
            try PlaybookFile.load(yaml: yaml + "? *a30\n: x\n", named: "a.yaml")
        }
        #expect(error.problems.map(\.code) == [.limit])
    }

    @Test(arguments: ["[", "{", "- ", "? ", "[{", "- ? ", "a: {", "\"", "&a [", "!!x "])
    func deepNestingIsRefusedWithoutACrash(_ opening: String) {
        let yaml = String(repeating: opening, count: 60_000 / opening.utf8.count)
        #expect(throws: PlaybookError.self) { try PlaybookFile.load(yaml: yaml, named: "deep.yaml") }
        #expect(throws: PlaybookError.self) { try PlaybookFile.load(yaml: "rules:\n  " + yaml, named: "deep.yaml") }
    }
}
