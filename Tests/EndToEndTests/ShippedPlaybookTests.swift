import CommandLineKit
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct ShippedPlaybookTests {
    private static let folder = Program.root.appending(path: "deploy/playbooks/tests")

    @Test func `every rule of the default playbook is held by tests that pass`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
            .filter { $0.hasSuffix(".test.yaml") }.map { Self.folder.appending(path: $0).path }
        #expect(files.count > 10)
        let outcome = try Program.run(["test", "--coverage"] + files)
        #expect(outcome.code == 0, "\(outcome.output.suffix(2_000)) \(outcome.complaint)")
        #expect(outcome.output.contains(" passed, 0 failed"))
        // As in `87 of 87 rules of default.yaml tested both ways`.
        let words = try #require(outcome.output.split(separator: "\n").first { $0.hasSuffix("tested both ways") })
            .split(separator: " ")
        #expect(words[0] == words[2], "\(words)")
    }
}
