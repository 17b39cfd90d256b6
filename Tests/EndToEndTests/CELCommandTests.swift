import CommandLineKit
import Foundation
import Testing

@Suite struct CELCommandTests {
    private let folder: TemporaryFolder

    init() throws { self.folder = try TemporaryFolder() }

    @Test(arguments: [
        ("2 + 3 * 4", "{}", "14"), ("customer.orders >= 3", #"{"customer": {"orders": 4}}"#, "true"),
        (
            "a - b", #"{"a": {"timestamp": "2026-03-01T00:00:00Z"}, "b": {"timestamp": "2026-02-28T00:00:00Z"}}"#,
            #"duration("86400s")"#
        ),
        ("longest(days(2), times(hours(1), 30))", "{}", #"duration("172800s")"#),
        ("[x, y]", #"{"x": 1, "y": 1.5}"#, "[1, 1.5]"), ("t", #"{"t": "\u001b[31m"}"#, #""\x1b[31m""#),
    ])
    func `given an expression and its variables when it is tried then its value is printed`(
        expression: String,
        bindings: String,
        value: String
    ) throws {
        let outcome = try Program.run(["cel", expression, "--bindings", bindings])
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(outcome.output == value + "\n")
    }

    @Test(arguments: [
        ("custmer > 1", "1:1: there is no 'custmer' here; did you mean 'customer'?"),
        ("1 +\n  / 2", "2:3: expected a value"),
        ("1 / (customer - customer)", "1:3: division by zero"),
    ])
    func `given a wrong expression when it is tried then it ends with 65 and says where`(
        expression: String,
        complaint: String
    ) throws {
        let outcome = try Program.run(["cel", expression, "--bindings", #"{"customer": 2}"#])
        #expect(outcome.code == 65)
        #expect(outcome.complaint.contains(complaint), "\(outcome.complaint)")
    }

    @Test func `given a file of cases when it is run then it closes with how many passed and failed`() throws {
        let right =
            #"{"file":"f","section":"s","test":"right","expr":"x + 1","bindings":{"x":{"int":"1"}},"value":{"int":"2"}}"#
        let wrong = #"{"file":"f","section":"s","test":"wrong","expr":"1","bindings":{},"value":{"uint":"1"}}"#
        let fails = #"{"file":"f","section":"s","test":"fails","expr":"1/0","bindings":{},"error":"division by zero"}"#
        let path = try self.folder.write([right, wrong, fails], to: "cases.ndjson").path
        let outcome = try Program.run(["cel", "--suite", path])
        #expect(outcome.code == 1)
        #expect(outcome.output.hasSuffix("2 passed, 1 failed\n"))
        #expect(outcome.output.contains("f/s/wrong: 1\n   expected 1u, found 1\n"))
        let all = try Program.run(["cel", "--suite", try self.folder.write([right], to: "right.ndjson").path])
        #expect(all.code == 0 && all.output == "1 passed, 0 failed\n")
    }

    @Test(arguments: [
        ["cel"], ["cel", "1", "--suite", "x"], ["cel", "1", "--bindings", "[1]"], ["cel", "--suite", "/nowhere"],
    ])
    func `given what makes no sense when it is tried then it ends without a value`(arguments: [String]) throws {
        let outcome = try Program.run(arguments)
        #expect([64, 65].contains(outcome.code))
        #expect(outcome.output.isEmpty)
    }
}
