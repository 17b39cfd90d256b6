import CommandLineKit
import Foundation
import Testing

/// One order of a customer, of whom nothing else is known.
private func order(_ id: String, _ customer: String, _ time: String = "2025-01-01T10:00:00Z") -> String {
    "{\"id\":\"\(id)\",\"type\":\"order.completed\",\"subject\":\"customer/\(customer)\",\"time\":\"\(time)\","
        + "\"data\":{\"order_id\":\"\(id)\",\"total\":\"12.50\",\"currency\":\"EUR\"}}"
}

@Suite(.timeLimit(.minutes(2)))
struct ReplayCommandTests {
    @Test(arguments: [
        (["--output", "out"], "--input FILES or --topics"),
        (["--input", "a.ndjson", "--topics", "orders", "--output", "out"], "--input FILES or --topics"),
        (["--topics", "orders"], "--output DIR or --output-prefix"),
        (["--topics", "orders", "--output", "out", "--output-prefix", "x."], "--output DIR or --output-prefix"),
        (["--input", "a.ndjson", "--from", "5", "--output", "out"], "belong to --topics"),
        (["--topics", "orders", "--append", "--output", "out"], "--append belongs to --output-prefix"),
        (["--topics", "orders,orders", "--output", "out"], "named twice"),
        (["--topics", "or ders", "--output", "out"], "no name of a topic"),
        (["--topics", ",", "--output", "out"], "names no topic"),
        (["--topics", "orders", "--from", "7", "--to", "5", "--output", "out"], "--from 7 lies behind --to 5"),
        (
            ["--topics", "orders", "--from", "2025-02-01", "--to", "2025-01-01", "--output", "out"],
            "is later than --to"
        ),
        (["--topics", "orders", "--from", "end", "--output", "out"], "--from takes"),
        (["--topics", "orders", "--to", "beginning", "--output", "out"], "--to takes"),
        (["--topics", "orders", "--from", "yesterday", "--output", "out"], "yesterday"),
        (["--input", "-", "-", "--output", "out"], "once only"),
    ])
    func `a command line that makes no sense ends with 64 and says why`(arguments: [String], reason: String) throws {
        let outcome = try Program.run(["replay", "--playbook", playbook("default")] + arguments)
        #expect(outcome.code == 64)
        #expect(outcome.complaint.contains(reason), "\(outcome.complaint)")
    }

    @Test func `the states of a replay are the same bytes in whatever order customers came, and as inspect shows them`()
        throws
    {
        let folder = try TemporaryFolder()
        let lines = ["7", "b", "10", "a\u{9B}"].enumerated().map { order("o\($0.offset)", $0.element) }
        for (name, lines) in [("one", lines), ("two", lines.reversed())] {
            let outcome = try replay(
                folder,
                [try folder.write(lines, to: "\(name).ndjson")],
                to: name,
                "--until",
                "2025-06-01",
                "--states",
                folder.file("\(name).states").path
            )
            #expect(outcome.code == 0, "\(outcome.complaint)")
        }
        let one = try String(contentsOf: folder.file("one.states"), encoding: .utf8)
        #expect(try one == String(contentsOf: folder.file("two.states"), encoding: .utf8))
        let states = try one.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? NSDictionary)
        }
        #expect(
            states.map { $0["subject"] as? String }
                == ["customer/10", "customer/7", "customer/a\u{9B}", "customer/b"]
        )
        let inspect = try Program.run([
            "inspect", "7", "--json", "--playbook", playbook("default"), "--until", "2025-06-01", "--input",
            folder.file("one.ndjson").path,
        ])
        let shown = try JSONSerialization.jsonObject(with: Data(inspect.output.utf8)) as? NSDictionary
        let state = try #require(shown?.mutableCopy() as? NSMutableDictionary)
        state.removeObject(forKey: "timeline")
        #expect(states[1] == state)
    }

    /// Whoever writes to two pipes in turns waits at one of them until the other is read far enough.
    @Test func `given two pipes that are written in the order of time, then they are read like files`() throws {
        let folder = try TemporaryFolder()
        let lines = (0..<2_000).map { order("o\($0)", "\($0 % 50)", "2025-01-01T10:\(10 + $0 / 40):\(10 + $0 % 40)Z") }
        let short = stride(from: 0, to: lines.count, by: 2).map { lines[$0] }
        let long = stride(from: 1, to: lines.count, by: 2).map { lines[$0] + String(repeating: " ", count: 3_000) }
        let files = [try folder.write(short, to: "a.ndjson"), try folder.write(long, to: "b.ndjson")]
        #expect(try replay(folder, files, to: "files").code == 0)

        let inTurns = """
            cd "$1" && mkdir pipes && mkfifo pipes/a.ndjson pipes/b.ndjson
            {
                exec 3>pipes/a.ndjson 4>pipes/b.ndjson 5<a.ndjson 6<b.ndjson
                while IFS= read -r -u 5 short && IFS= read -r -u 6 long; do
                    printf '%s\\n' "$short" >&3
                    printf '%s\\n' "$long" >&4
                done
            } &
            timeout 60 "$2" replay --playbook "$3" --input pipes/a.ndjson pipes/b.ndjson --output out
            """
        let piped = try Program.launch(
            "/bin/bash",
            ["-c", inTurns, "bash", folder.url.path, Program.path, playbook("default")]
        )
        #expect(piped.code == 0, "\(piped.complaint)")
        #expect(try differences(Decision.read(folder.file("out")), Decision.read(folder.file("files"))).isEmpty)
    }

    @Test(arguments: [("treue.", "'treue run' emits"), ("sp ace", "may hold letters"), ("", "must not be empty")])
    func `an output prefix that is taken or unfit ends with 65 before a cluster is asked`(
        prefix: String,
        reason: String
    ) throws {
        let outcome = try Program.run([
            "replay", "--playbook", playbook("default"), "--brokers", "127.0.0.1:1", "--topics", "orders",
            "--output-prefix", prefix,
        ])
        #expect(outcome.code == 65)
        #expect(outcome.complaint.contains(reason), "\(outcome.complaint)")
    }

    @Test func `the live prefix is the one that is configured`() throws {
        let outcome = try Program.run(
            [
                "replay", "--playbook", playbook("default"), "--brokers", "127.0.0.1:1", "--topics", "orders",
                "--output-prefix", "live.",
            ],
            environment: ["TREUE_PREFIX": "live."]
        )
        #expect(outcome.code == 65)
        #expect(outcome.complaint.contains("'treue run' emits"))
    }

    @Test func `a cluster that does not answer ends with 69 and leaves no folder behind`() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.run([
            "replay", "--playbook", playbook("default"), "--brokers", "127.0.0.1:1", "--topics", "orders", "--output",
            folder.file("out").path,
        ])
        #expect(outcome.code == 69)
        #expect(outcome.complaint.contains("127.0.0.1:1"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("out").path))
    }

    @Test func `the playbook comes from the environment when no flag names one`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write([order("1", "ann")], to: "orders.ndjson")
        let arguments = ["replay", "--input", file.path, "--output", folder.file("out").path]
        let outcome = try Program.run(arguments, environment: ["TREUE_PLAYBOOK": playbook("default")])
        #expect(outcome.code == 0, "\(outcome.complaint)")
        let without = try Program.run(arguments)
        #expect(without.code == 65)
        #expect(without.complaint.contains("TREUE_PLAYBOOK"))
    }

    @Test func `files of the same name are told apart in the causes of decisions`() throws {
        let folder = try TemporaryFolder()
        for part in ["a", "b"] {
            try FileManager.default.createDirectory(at: folder.file(part), withIntermediateDirectories: true)
        }
        let files = try [
            folder.write([order("1", "ann")], to: "a/orders.ndjson"),
            folder.write([order("2", "bob")], to: "b/orders.ndjson"),
            folder.write([order("3", "cem")], to: "b/orders.json"),
            folder.write([order("4", "dan")], to: "b/web.ndjson"),
        ]
        let outcome = try replay(folder, files + [files[3]], to: "out")
        #expect(outcome.code == 0, "\(outcome.complaint)")
        let lines = try String(contentsOf: folder.file("out/milestones.ndjson"), encoding: .utf8)
        for source in ["a/orders.ndjson", "b/orders.ndjson", "b/orders.json", "web#1"] {
            #expect(lines.contains("\"source\":\"\(source)\""), "\(source) in \(lines)")
        }
    }

    @Test func `a file whose name no other has keeps its short name`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write([order("1", "ann")], to: "orders.ndjson")
        #expect(try replay(folder, [file], to: "out").code == 0)
        let lines = try String(contentsOf: folder.file("out/milestones.ndjson"), encoding: .utf8)
        #expect(lines.contains("\"source\":\"orders\""))
    }
}
