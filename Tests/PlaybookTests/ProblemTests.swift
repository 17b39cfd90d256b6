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

    /// A rule that counts orders or, with a currency in the thresholds, what was paid; `item` is the column in the list.
    static func reaches(
        _ at: String,
        _ code: PlaybookError.Code,
        _ item: Int,
        _ path: String,
        _ says: String
    ) -> WrongFile {
        let name = at.contains(" EU") ? "customer.revenue" : "customer.orders"
        let rule = "  r: { reaches: \(name), at: \(at), emit: triggers/a }"
        return .rule(rule, code, 4, 23 + name.count + item, "rules.r.\(path)", says)
    }

    /// A rule that waits so long.
    static func silence(
        _ after: String,
        _ code: PlaybookError.Code,
        _ path: String,
        _ says: String,
        at column: Int = 0
    ) -> WrongFile {
        .rule(
            "  r: { since: customer.last_order, after: \(after), emit: triggers/a }",
            code,
            4,
            43 + column,
            "rules.r.\(path)",
            says
        )
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
        .rule("  r: false", .wrongType, 4, 6, "rules.r", "take it out"),
        .rule("  r: {}", .missingKey, 4, 3, "rules.r.emit", "deploy/playbooks/README.md"),
        .rule("  r: { on: order.completed }", .missingKey, 4, 3, "rules.r.emit", "missing"),
        .rule("  r: { since: now, emit: triggers/a }", .missingKey, 4, 3, "rules.r.after", "missing"),
        .rule(
            "  r: { on: order.completed, cool_down: 0s, emit: triggers/a }",
            .outOfRange,
            4,
            40,
            "rules.r.cool_down",
            "zero"
        ),
        .reaches("3", .wrongType, 0, "at", "expected a list"),
        .reaches("[]", .outOfRange, 0, "at", "at least one"),
        .reaches("[3, 3]", .notAscending, 4, "at[1]", "more than"),
        .reaches("[3, x]", .malformed, 4, "at[1]", "decimal"),
        .reaches("[1e2]", .malformed, 1, "at[0]", "decimal"),
        .reaches("[\"1.000 EUR\"]", .malformed, 1, "at[0]", "at most 2 decimals"),
        .reaches("[\"0 EUR\"]", .outOfRange, 1, "at[0]", "above zero"),
        .reaches("[\"5 EU\"]", .malformed, 1, "at[0]", "three capital letters"),
        .reaches("[2 EUR, 1 USD, 1 EUR]", .notAscending, 15, "at[2]", "`1 EUR`"),
        .silence("[24h, 1h]", .notAscending, "after[1]", "`1h`", at: 6),
        .silence("[[1d]]", .wrongType, "after[0]", "found a list", at: 1),
        .rule(
            "  r: { yearly: customer.first_order, years: [201], emit: triggers/a }",
            .outOfRange,
            4,
            46,
            "rules.r.years[0]",
            "1 to 200"
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
              count: { reaches: customer.orders, at: [3, x, 5, 5], emit: milestones/count }
              winback: { since: customer.last_order, after: [1d], aftr: 2, emit: triggers/winback }
              winback: { since: customer.last_order, after: [1d], emit: triggers/winback }
              cart: { since: now, after: [1h], after: [2h], cool_down: 1, emit: triggers/cart }
            """
        let error = try #require(throws: PlaybookError.self) { try PlaybookFile.load(yaml: yaml, named: "a.yaml") }
        #expect(
            error.problems.map { "\($0.line):\($0.column) \($0.path) \($0.code)" } == [
                "2:10 version outOfRange", "4:46 rules.count.at[1] malformed", "4:52 rules.count.at[3] notAscending",
                "5:3 rules.winback duplicateKey", "7:23 rules.cart.after duplicateKey",
                "7:60 rules.cart.cool_down malformed",
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
