import CommandLineKit
import Foundation
import Testing

/// Commands read a playbook with the files that it includes.
@Suite struct IncludedPlaybookTests {
    private let folder: TemporaryFolder
    private let playbook: String

    init() throws {
        self.folder = try TemporaryFolder()
        let part = """
            constants: { wait: 30m }
            rules:
              thanks:
                on: order.completed
                wait: wait
                emit: triggers/order.thanked
              third:
                reaches: customer.orders
                at: [3]
                emit: milestones/order.third
            """
        _ = try self.folder.write([part], to: "part.yaml")
        self.playbook = try self.folder.write(
            ["playbook: shop", "version: 1", "include: part.yaml", "constants: { wait: 1h }", "rules: { third: off }"],
            to: "shop.yaml"
        ).path
    }

    private func run(_ arguments: [String]) throws -> Program.Outcome {
        try Program.run(arguments, environment: ["NO_COLOR": "1"])
    }

    private func events() throws -> String {
        let event = """
            {"messageId":"m1","type":"track","event":"Order Completed","userId":"42",\
            "timestamp":"2026-01-05T10:00:00Z","properties":{"order_id":"A-1","total":49.90,"currency":"EUR"}}
            """
        return try self.folder.write([event], to: "events.ndjson").path
    }

    @Test func `check says what is decided and which files say so`() throws {
        let outcome = try self.run(["check", "--playbook", self.playbook])
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(outcome.output.contains("  with part.yaml\n"))
        #expect(outcome.output.contains("thanks: wait after order.completed → order.thanked"))
        #expect(!outcome.output.contains("third"))
    }

    @Test func `test and replay and explain decide by the included rules`() throws {
        let specs = """
            playbook: shop.yaml
            start: 2026-03-02T10:00:00Z
            tests:
              - test: thanks
                rule: thanks
                given: [{ at: +0s, event: order.completed, data: { order_id: o1, total: "20.00", currency: EUR } }]
                until: +2h
                expect: [{ at: +1h, signal: order.thanked }]
            """
        let tested = try self.run(["test", try self.folder.write([specs], to: "specs.yaml").path, "--coverage"])
        #expect(tested.code == 0, "\(tested.output)\(tested.complaint)")
        #expect(tested.output.contains("1 passed, 0 failed"))
        let output = self.folder.url.appending(path: "out").path
        let history = ["--playbook", self.playbook, "--input", try self.events()]
        let replayed = try self.run(["replay", "--output", output, "--until", "2026-02-01"] + history)
        #expect(replayed.code == 0, "\(replayed.complaint)")
        #expect(replayed.output.contains("order.thanked"))
        let explained = try self.run(["explain", "42", "--rule", "thanks", "--at", "2026-02-01T00:00:00Z"] + history)
        #expect(explained.code == 0, "\(explained.complaint)")
        #expect(explained.output.contains("order.thanked"))
    }

    @Test func `a fault of an included file is told by its own place`() throws {
        let part = try self.folder.write(
            ["rules:", "  thanks:", "    on: order.complete", "    emit: triggers/x"],
            to: "part.yaml"
        )
        let outcome = try self.run(["check", "--playbook", self.playbook])
        #expect(outcome.code == 65)
        #expect(outcome.complaint.contains("\(part.path):3:9: rules.thanks.on: unknown type of event `order.complete`"))
        try FileManager.default.removeItem(at: part)
        let missing = try self.run(["check", "--playbook", self.playbook])
        #expect(missing.code == 65)
        #expect(
            missing.complaint.contains("\(self.playbook):3:10: include: \(part.path): there is no such playbook file")
        )
    }
}
