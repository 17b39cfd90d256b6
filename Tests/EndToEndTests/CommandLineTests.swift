import CommandLineKit
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2)))
struct CommandLineTests {
    @Test(
        arguments: [
            "run", "replay", "topics create", "inspect", "explain", "load", "simulate", "check", "dead-letters",
            "dead-letters list", "dead-letters show", "dead-letters retry", "test",
        ]
    )
    func `every command helps with examples`(command: String) throws {
        let outcome = try Program.run(command.split(separator: " ").map(String.init) + ["--help"])
        #expect(outcome.code == 0)
        #expect(outcome.output.contains("EXAMPLES"))
    }

    @Test func `an unknown flag is a usage error`() throws {
        #expect(try Program.run(["replay", "--nonsense"]).code == 64)
    }

    @Test(
        arguments: [
            "list --place orders", "list --limit 0", "list --by colour", "list --by topic --limit 3", "list --from end",
            "list --from 9 --to 3", "list --reason ,", "show", "show orders/1", "retry --topic ,",
        ]
    )
    func `given a filter of dead letters that makes no sense when it is read then it is a usage error`(words: String)
        throws
    {
        let outcome = try Program.run(["dead-letters"] + words.split(separator: " ").map(String.init))
        #expect(outcome.code == 64, "\(outcome.output)\(outcome.complaint)")
    }

    @Test(arguments: [
        ("list --place orders", "topic/partition/offset"), ("show orders/1", "orders/3/1789"),
        ("list --from yesterday", "a time such as 2026-01-01"), ("retry --to 1h", "an offset such as 1789"),
    ])
    func `given a place or time that is none when it is read then it is told what one looks like`(
        words: String,
        form: String
    ) throws {
        let outcome = try Program.run(["dead-letters"] + words.split(separator: " ").map(String.init))
        #expect(outcome.code == 64)
        #expect(outcome.complaint.contains(form), "\(outcome.complaint)")
    }

    @Test func `given no cluster when dead letters are listed then it ends with 69`() throws {
        let outcome = try Program.run(["dead-letters", "list", "--brokers", "127.0.0.1:1"])
        #expect(outcome.code == 69)
        #expect(outcome.complaint.contains("127.0.0.1:1"))
    }

    @Test func `a wrong playbook ends with 65 and names every place`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            [
                "playbook: shop", "version: 1", "rules:",
                "  winback: { since: customer.lst_order, after: [60d], emit: triggers/a }",
                "  churn_risk: { hiatus: 90d }",
            ],
            to: "p.yaml"
        )
        let outcome = try Program.run(["check", "--playbook", file.path])
        #expect(outcome.code == 65)
        #expect(outcome.complaint.contains("p.yaml:4:21: rules.winback.since"), "\(outcome.complaint)")
        #expect(outcome.complaint.contains("p.yaml:5:3: rules.churn_risk.emit"), "\(outcome.complaint)")
    }

    @Test func `a missing input file ends with 65 and its name, and leaves no output`() throws {
        let folder = try TemporaryFolder()
        let outcome = try replay(folder, [folder.file("nowhere.ndjson")], to: "out")
        #expect(outcome.code == 65)
        #expect(outcome.complaint.contains("nowhere.ndjson"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("out/milestones.ndjson").path))
    }

    @Test func `flags win over the environment, and that over the file`() throws {
        let folder = try TemporaryFolder()
        let config = try folder.write(
            ["brokers: file:1", "prefix: file.", "inputs: [a, b]", "playbook: \(playbook("default"))"],
            to: "treue.yaml"
        )
        let outcome = try Program.run(
            ["check", "--config", config.path, "--brokers", "flag:1"],
            environment: ["TREUE_PREFIX": "environment.", "TREUE_BROKERS": "environment:1"]
        )
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(outcome.output.contains("brokers flag:1, prefix 'environment.'"))
        #expect(outcome.output.contains("raw topics: a, b"))
    }

    @Test(arguments: [
        (["broker: somewhere:9092"], ":1:1: broker: unknown key; did you mean `brokers`?"),
        (["lanes: 2", "state_budget: [1GiB]"], ":2:15: state_budget: expected a text, found a list"),
        (["prefix:"], ": prefix: expected a text, found nothing"),
        (["inputs: orders,browse"], ":1:9: inputs: expected a list of texts, such as [a, b]"),
        (["inputs: [orders, [browse]]"], ":1:9: inputs: expected a list of texts, such as [a, b]"),
        (["wait: 5s", "wait: 6s"], ": wait: the key appears more than once; keep one of them"),
        (["[orders]"], ":1:1: expected settings ("),
        (["brokers: \"somewhere:9092"], ": expected YAML: "),
        (["lanes: two"], "settings: lanes: must be a whole number from 1 to 256"),
    ])
    func `given settings with a fault when they are checked then it is told with its place`(
        lines: [String],
        complaint: String
    ) throws {
        let folder = try TemporaryFolder()
        let config = try folder.write(lines, to: "treue.yaml")
        let outcome = try Program.run(["check", "--config", config.path, "--playbook", playbook("default")])
        #expect(outcome.code == 65)
        #expect(outcome.complaint.contains(complaint), "\(outcome.complaint)")
    }

    @Test(arguments: [
        ("sasl.password=geheim", ":1:19: kafka_properties: expected a list of texts"),
        ("{sasl.password=geheim, sasl.password=geheim}", ":1:19: kafka_properties: expected a list of texts"),
        ("[\"sasl.password: geheim==\"]", "settings: kafka_properties: each must be name=value"),
        ("[geheim]", "settings: kafka_properties: each must be name=value"),
    ])
    func `given a password in a wrong place when settings are checked then it is not told`(
        properties: String,
        complaint: String
    ) throws {
        let folder = try TemporaryFolder()
        let config = try folder.write(["kafka_properties: \(properties)"], to: "treue.yaml")
        let outcome = try Program.run(["check", "--config", config.path, "--playbook", playbook("default")])
        #expect(outcome.code == 65)
        #expect(outcome.complaint.contains(complaint), "\(outcome.complaint)")
        #expect(!outcome.complaint.contains("geheim"))
    }

    @Test func `given settings that are all commented out when they are checked then the usual ones hold`() throws {
        let folder = try TemporaryFolder()
        let config = try folder.write(["# brokers: somewhere:9092", "", "  # lanes: 2"], to: "treue.yaml")
        let outcome = try Program.run(["check", "--config", config.path, "--playbook", playbook("default")])
        #expect(outcome.code == 0, "\(outcome.complaint)")
    }

    @Test func `a cluster that does not answer ends with 69 and says where it was looked for`() throws {
        let outcome = try Program.run([
            "run", "--brokers", "127.0.0.1:1", "--inputs", "orders", "--playbook", playbook("default"), "--wait", "0s",
            "--data", "none",
        ])
        #expect(outcome.code == 69)
        #expect(outcome.complaint.contains("127.0.0.1:1"))
    }

    @Test func `health tells what a worker has left out, and nothing in its file steers the terminal`() throws {
        let folder = try TemporaryFolder()
        let worker = folder.file("w")
        try FileManager.default.createDirectory(at: worker, withIntermediateDirectories: true)
        let now = Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        let json =
            "{\"status\":\"ok\",\"worker\":\"w\",\"time\":\"\(now)\",\"lanes\":[],"
            + "\"notices\":[\"a\\u001b[2J\"],\"left_out\":{\"type.unknown\":1200}}"
        try Data(json.utf8).write(to: worker.appending(path: "health.json"))
        let outcome = try Program.run(["health", "--data", folder.url.path, "--worker", "w"])
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(outcome.output.contains("left out: 1,200 × type.unknown"))
        #expect(outcome.output.contains("note: a\\u{1b}[2J"))
    }

    @Test func `inspect tells a customer's story from files`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            [
                "{\"id\":\"1\",\"type\":\"order.completed\",\"subject\":\"customer/42\",\"time\":\"2025-01-01T10:00:00Z\","
                    + "\"data\":{\"order_id\":\"a\",\"total\":\"12.50\",\"currency\":\"EUR\"}}"
            ],
            to: "orders.ndjson"
        )
        let outcome = try Program.run([
            "inspect", "42", "--playbook", playbook("default"), "--until", "2025-06-01", "--input", file.path,
        ])
        #expect(outcome.code == 0, "\(outcome.complaint)")
        for part in ["1 worth 12.50 EUR", "→ first_purchase.thanked.due", "→ churn_risk.raised", "2025-01-01 10:30:00"]
        {
            #expect(outcome.output.contains(part))
        }
    }

    @Test func `a simulated shop is the same for the same seed`() throws {
        let folder = try TemporaryFolder()
        for name in ["one", "two"] {
            let outcome = try Program.run([
                "simulate", "--customers", "200", "--days", "60", "--seed", "5", "--output", folder.file(name).path,
            ])
            #expect(outcome.code == 0, "\(outcome.complaint)")
        }
        for file in ["orders.ndjson", "browse.ndjson", "mentions.ndjson", "truth.ndjson"] {
            let (one, two) = (folder.file("one/\(file)").path, folder.file("two/\(file)").path)
            #expect(FileManager.default.contentsEqual(atPath: one, andPath: two))
        }
    }

    @Test func `events of one instant decide the same in whatever order they come`() throws {
        let folder = try TemporaryFolder()
        func line(_ id: Int, _ event: String, _ properties: String) -> String {
            "{\"messageId\":\"\(id)\",\"type\":\"track\",\"event\":\"\(event)\",\"userId\":\"c\(id % 20)\","
                + "\"timestamp\":\"2025-01-01T00:\(10 + id / 40):00Z\",\"properties\":{\(properties),\"currency\":\"EUR\"}}"
        }
        var generator = SplitMix(state: 3)
        let lines = (0..<2_000).map { id in
            switch generator.next() % 4 {
            case 0: line(id, "Order Completed", "\"order_id\":\"o\(id)\",\"total\":\(id)")
            case 1: line(id, "Product Removed", "\"sku\":\"a\",\"price\":2")
            case 2: line(id, "Social Mentioned", "\"sentiment\":0.9")
            default: line(id, "Product Added", "\"sku\":\"a\",\"price\":2")
            }
        }
        let files = try [lines, lines.shuffled(using: &generator)].enumerated().map {
            try folder.write($0.element, to: "events\($0.offset).ndjson")
        }
        for (index, file) in files.enumerated() {
            #expect(
                try replay(folder, [file], to: "out\(index)", "--lateness", "2h", "--until", "2026-01-01").code == 0
            )
        }
        let (one, two) = (try Decision.read(folder.file("out0")), try Decision.read(folder.file("out1")))
        #expect(one.count > 100)
        #expect(differences(one, two).isEmpty)
    }

    @Test func `an interrupted replay leaves no file behind and ends with 130`() throws {
        let folder = try TemporaryFolder()
        let shop = try Program.run([
            "simulate", "--customers", "5000", "--days", "365", "--output", folder.file("shop").path,
        ])
        #expect(shop.code == 0)
        let process = Process()
        process.executableURL = URL(filePath: Program.path)
        process.arguments = [
            "replay", "--playbook", playbook("default"), "--output", folder.file("out").path, "--input",
            folder.file("shop/browse.ndjson").path,
        ]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        Thread.sleep(forTimeInterval: 0.4)
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("out").path).isEmpty)
    }
}
