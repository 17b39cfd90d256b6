import CommandLineKit
import Foundation
import Testing

/// Records that can't be taken, each with the reason it must get.
private let malformed: [(line: String, reason: String)] = [
    ("this is no JSON", "json.invalid-literal"),
    (order(cut: 40), "json.unclosed-string"),
    (order() + order(), "json.trailing-content"),
    ("[1,2,3]", "json.not-an-object"),
    ("null", "json.not-an-object"),
    (order(with: ["\"o-1\"": "\"\\ud800\""]), "json.lone-surrogate"),
    (order(with: ["12.50": "012.50"]), "json.invalid-number"),
    ("{\"a\":" + String(repeating: "[", count: 60) + String(repeating: "]", count: 60) + "}", "json.too-deep"),
    (order(with: ["\"messageId\":\"bad\",": ""]), "field.missing"),
    (order(with: ["\"userId\":\"c1\",": ""]), "field.missing"),
    (order(with: ["\"timestamp\":\"2025-01-01T00:00:00Z\",": ""]), "field.missing"),
    (order(with: ["\"order_id\":\"o-1\",": ""]), "field.missing"),
    (order(with: ["\"total\":12.50,": ""]), "field.missing"),
    (order(with: ["2025-01-01T00:00:00Z": "2025-02-30T00:00:00Z"]), "time.invalid"),
    (order(with: ["2025-01-01T00:00:00Z": "yesterday"]), "time.invalid"),
    (order(with: ["2025-01-01T00:00:00Z": "9998-01-01T00:00:00Z"]), "time.in-future"),
    (order(with: ["12.50": "-12.50"]), "number.range"),
    (order(with: ["12.50": "\"twelve\""]), "number.invalid"),
    (order(with: ["12.50": "1e400"]), "number.invalid"),
    (order(with: ["EUR": "EURO"]), "currency.invalid"),
    (order(with: [",\"currency\":\"EUR\"": ""]), "currency.missing"),
    (order(with: ["\"c1\"": "{\"id\":1}"]), "field.type"),
    (order(with: ["\"currency\"": "\"products\":[{\"sku\":\"a\",\"quantity\":0}],\"currency\""]), "number.range"),
    (order(with: ["\"currency\"": "\"products\":\"a\",\"currency\""]), "field.type"),
    (order(with: ["\"c1\"": "\"" + String(repeating: "x", count: 600) + "\""]), "field.too-long"),
    (
        "{\"messageId\":\"bad\",\"type\":\"track\",\"event\":\"Social Mentioned\",\"userId\":\"c1\","
            + "\"timestamp\":\"2025-01-01T00:00:00Z\",\"properties\":{\"sentiment\":1.01}}", "number.range"
    ),
]

private func order(cut: Int? = nil, with replacements: [String: String] = [:]) -> String {
    var line =
        "{\"messageId\":\"bad\",\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":\"c1\","
        + "\"timestamp\":\"2025-01-01T00:00:00Z\",\"properties\":{\"order_id\":\"o-1\",\"total\":12.50,"
        + "\"currency\":\"EUR\"}}"
    for (old, new) in replacements { line = line.replacingOccurrences(of: old, with: new) }
    return cut.map { String(line.prefix($0)) } ?? line
}

private func good(_ index: Int) -> String {
    let minute = index / 1_000
    let time = "2025-01-01T\(two(minute / 60)):\(two(minute % 60)):\(two(index / 17 % 60))Z"
    return "{\"messageId\":\"m\(index)\",\"type\":\"track\",\"event\":\"Order Completed\",\"userId\":\"c\(index)\","
        + "\"timestamp\":\"\(time)\",\"properties\":{\"order_id\":\"o\(index)\",\"total\":1.00,\"currency\":\"EUR\"}}"
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

@Suite(.timeLimit(.minutes(5)))
struct MalformedInputTests {
    @Test func `malformed records among good ones go to dead letters with reason and line, and cost nothing else`()
        throws
    {
        let folder = try TemporaryFolder()
        var lines: [String] = []
        var expected: [Int: String] = [:]
        for index in 0..<100_000 {
            lines.append(good(index))
            guard index % 100 == 0 else { continue }
            let bad = malformed[index / 100 % malformed.count]
            lines.append(bad.line)
            expected[lines.count] = bad.reason
        }
        // Without a currency for amounts that name none.
        let playbook = try folder.write(
            [
                "playbook: p", "version: 1", "rules:",
                "  first: { reaches: customer.orders, at: [1], emit: milestones/milestone.first_order }",
            ],
            to: "playbook.yaml"
        )
        let orders = try folder.write(lines, to: "orders.ndjson")
        let outcome = try replay(folder, [orders], to: "out", by: playbook.path)
        #expect(outcome.code == 0, "\(outcome.complaint)")

        let first = try Decision.read(folder.file("out")).filter { $0.type == "milestone.first_order" }
        #expect(Set(first.map(\.subject)).count == 100_000)
        let letters = try String(contentsOf: folder.file("out/dead-letters.ndjson"), encoding: .utf8)
        var found: [Int: String] = [:]
        for letter in letters.split(separator: "\n") {
            let object = try JSONSerialization.jsonObject(with: Data(letter.utf8)) as? [String: Any]
            let line = try #require(object?["line"] as? Int)
            found[line] = object?["reason"] as? String
            #expect(object?["record"] as? String == lines[line - 1])
            #expect((object?["message"] as? String)?.contains("c1") == false)
        }
        #expect(expected.count == 1_000)
        let wrong = expected.filter { found[$0.key] != $0.value }.map { "\($0.key): \(found[$0.key] ?? "none")" }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        #expect(found.count == expected.count)
    }

    @Test func `bytes that are no UTF-8 come back in base64`() throws {
        let folder = try TemporaryFolder()
        var bytes = Data(good(1).utf8)
        bytes.append(contentsOf: [0x0A, 0x7B, 0x22, 0xFF, 0x22, 0x7D, 0x0A])
        try bytes.write(to: folder.file("orders.ndjson"))
        #expect(try replay(folder, [folder.file("orders.ndjson")], to: "out").code == 0)
        let letters = try String(contentsOf: folder.file("out/dead-letters.ndjson"), encoding: .utf8)
        #expect(letters.contains("\"record_base64\":\"eyL/In0=\""))
        #expect(letters.contains("\"reason\":\"json.invalid-utf8\""))
    }
}
