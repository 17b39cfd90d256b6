import CommandLineKit
import Foundation
import Testing

/// The reference job's generator, oracle and comparison lie beside the checkout, where they are there at all.
private let peers = Program.root.deletingLastPathComponent().appending(path: "shared/peers")

@Suite(
    .enabled(
        if: FileManager.default.fileExists(atPath: peers.appending(path: "oracle.py").path),
        "the reference job (../shared/peers) is not here"
    ),
    .timeLimit(.minutes(10))
)
struct ReferenceJobTests {
    @Test(arguments: [11, 12]) func `the reference playbook decides what the oracle says`(seed: Int) throws {
        let folder = try TemporaryFolder()
        try python(
            "gen.py",
            "--events",
            "150000",
            "--customers",
            "9000",
            "--days",
            "\(120 + seed)",
            "--seed",
            "\(seed)",
            "--out",
            folder.file("in").path
        )
        try python("oracle.py", folder.file("in").path, folder.file("oracle.ndjson").path)
        let files = ["orders", "browse", "mentions"].map { folder.file("in/\($0).ndjson") }
        let outcome = try replay(folder, files, to: "out", by: "reference")
        #expect(outcome.code == 0, "\(outcome.complaint)")
        let verdict = try python("compare_files.py", folder.file("oracle.ndjson").path, folder.file("out").path)
        #expect(verdict.contains("missing 0 ") && verdict.contains("extra 0 "), "\(verdict)")
    }

    @discardableResult
    private func python(_ arguments: String...) throws -> String {
        let script = peers.appending(path: arguments[0]).path
        let outcome = try Program.launch("/usr/bin/env", ["python3", script] + arguments.dropFirst())
        try #require(outcome.code == 0, "\(outcome.output) \(outcome.complaint)")
        return outcome.output
    }
}
