import CommandLineKit
import Foundation
import Testing

/// `treue check --sample` reads what people have at hand, and says what it is about when that is no good.
@Suite(.timeLimit(.minutes(2)))
struct SampleCheckTests {
    private let folder: TemporaryFolder

    init() throws { self.folder = try TemporaryFolder() }

    private static func order(_ subject: String = "customer/42", _ time: String = "2025-01-01T10:00:00Z") -> String {
        "{\"id\":\"1\",\"type\":\"order.completed\",\"subject\":\"\(subject)\",\"time\":\"\(time)\","
            + "\"data\":{\"order_id\":\"a\",\"total\":\"12.50\",\"currency\":\"EUR\"}}"
    }

    private func check(_ sample: URL, _ arguments: String...) throws -> Program.Outcome {
        try Program.run(["check", "--sample", sample.path] + arguments)
    }

    private func write(_ data: Data, to name: String) throws -> URL {
        let url = self.folder.file(name)
        try data.write(to: url)
        return url
    }

    /// A record in Confluent's wire format.
    private func wireRecord() throws -> URL { try self.write(Data([0, 0, 0, 0, 1, 2, 0x61]), to: "record.bin") }

    private func mapping(_ lines: String...) throws -> String {
        try self.folder.write(["mapping: 1"] + lines, to: "m.yaml").path
    }

    @Test(arguments: ["\\u001b[2J\\u0007", "\u{9B}2J", "\u{202E}"])
    func `given a record with control characters when it is shown then none reaches the terminal`(text: String) throws {
        let sample = try self.folder.write([Self.order("customer/a\(text)b")], to: "orders.ndjson")
        for arguments in [[], ["--json"]] {
            let outcome = try Program.run(["check", "--sample", sample.path] + arguments)
            #expect(outcome.code == 0, "\(outcome.complaint)")
            #expect(outcome.output.contains("customer/a"))
            #expect(outcome.output.unicodeScalars.allSatisfy { Self.isHarmless($0) })
            guard !arguments.isEmpty else { continue }
            let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
            let plain = text.replacing("\\u001b", with: "\u{1B}").replacing("\\u0007", with: "\u{07}")
            #expect(object?["subject"] as? String == "customer/a\(plain)b")
        }
        let inspect = try Program.run([
            "inspect", "--input", sample.path, "--playbook", playbook("default"), "--",
            "a\(text)b".replacing("\\u001b", with: "\u{1B}").replacing("\\u0007", with: "\u{07}"),
        ])
        #expect(inspect.code == 0, "\(inspect.complaint)")
        #expect(inspect.output.unicodeScalars.allSatisfy { Self.isHarmless($0) })
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x09: true
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E: false
        default: true
        }
    }

    @Test func `given a line over the limit when samples are checked then it is refused and the next one is read`()
        throws
    {
        let long = "{\"a\":\"" + String(repeating: "x", count: 5 << 20) + "\"}"
        let outcome = try self.check(try self.folder.write([Self.order(), long, Self.order()], to: "orders.ndjson"))
        #expect(outcome.code == 65)
        #expect(outcome.output.contains("2: refused: record.too-long"))
        #expect(outcome.output.contains("1: order.completed") && outcome.output.contains("3: order.completed"))
    }

    @Test func `given a time far ahead when samples are checked then it is refused as a worker would`() throws {
        let sample = try self.folder.write([Self.order("customer/1", "2999-01-01T00:00:00Z")], to: "orders.ndjson")
        let outcome = try self.check(sample)
        #expect(outcome.code == 65)
        #expect(outcome.output.contains("1: refused: time.in-future"))
    }

    @Test(arguments: ["zero.json", "zero.ndjson"])
    func `given an empty file when samples are checked then it says so`(name: String) throws {
        let outcome = try self.check(try self.write(Data(), to: name))
        #expect(outcome.code == 65)
        #expect(outcome.complaint.contains("\(name): the file is empty"))
    }

    @Test(arguments: ["wide.json", "wide.ndjson"])
    func `given a file in UTF-16 when samples are checked then it says so`(name: String) throws {
        let text = try #require(Self.order().data(using: .utf16))
        let outcome = try self.check(try self.write(text, to: name))
        #expect(outcome.code == 65)
        #expect(outcome.complaint.contains("UTF-16"))
    }

    @Test func `given a byte order mark when a sample is checked then it is left out`() throws {
        let outcome = try self.check(try self.write(Data([0xEF, 0xBB, 0xBF] + Self.order().utf8), to: "order.json"))
        #expect(outcome.code == 0, "\(outcome.output)")
    }

    @Test func `given records without a value when samples are checked then they are left out and counted`() throws {
        let outcome = try self.check(try self.folder.write(["null", Self.order(), "null"], to: "orders.ndjson"))
        #expect(outcome.code == 0, "\(outcome.output)")
        #expect(outcome.complaint.contains("2 × null left out"))
    }

    @Test func `given a topic that the mapping does not have when samples are checked then those are told it has`()
        throws
    {
        let mapping = try self.mapping("topics: { tills: { currency: EUR }, web: { currency: USD } }")
        let sample = try self.folder.write([Self.order()], to: "orders.ndjson")
        for arguments in [[], ["--topic", "till"]] {
            let outcome = try Program.run(["check", "--mapping", mapping, "--sample", sample.path] + arguments)
            #expect(outcome.code == 0)
            #expect(outcome.complaint.contains("it has tills, web"), "\(outcome.complaint)")
        }
        #expect(try self.check(sample, "--mapping", mapping, "--topic", "web").complaint.isEmpty)
    }

    @Test
    func `given a registry that does not answer when samples are checked then the wait is as long as it was told`()
        throws
    {
        let mapping = try self.mapping("registry: { addresses: ['http://127.0.0.1:1'] }")
        let start = ContinuousClock.now
        let outcome = try self.check(try self.wireRecord(), "--mapping", mapping, "--registry-wait", "1s")
        #expect(outcome.code == 69)
        #expect(outcome.complaint.contains("--registry-wait"))
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test(arguments: ["401", "403"])
    func `given a registry that refuses the credentials when samples are checked then it ends at once`(status: String)
        throws
    {
        let server = try RegistryProcess()
        let mapping = try self.mapping("registry: { addresses: ['http://127.0.0.1:\(server.port)/\(status)'] }")
        let start = ContinuousClock.now
        let outcome = try self.check(try self.wireRecord(), "--mapping", mapping, "--registry-wait", "1m")
        #expect(outcome.code == 69)
        #expect(outcome.complaint.contains("(\(status))") && outcome.complaint.contains("to wait would not help"))
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test
    func `given an address with a password when a mapping is checked then it ends with 65 and shows the place alone`()
        throws
    {
        let mapping = try self.mapping("registry:", "  addresses: ['https://me:s3cret@registry.example']")
        let outcome = try Program.run(["check", "--mapping", mapping])
        #expect(outcome.code == 65)
        #expect(outcome.complaint.contains("m.yaml:3:"))
        #expect(!outcome.complaint.contains("s3cret") && !outcome.output.contains("s3cret"))
    }

    @Test func `given a mapping that can't be read when it is checked then it says why`() throws {
        let missing = try Program.run(["check", "--mapping", self.folder.file("no.yaml").path])
        #expect(missing.code == 65 && missing.complaint.contains("there is no such mapping file"))
        let folder = try Program.run(["check", "--mapping", self.folder.url.path])
        #expect(folder.code == 65 && folder.complaint.contains("this is a folder"))
        let latin = try self.write(Data([0x6D, 0xFC]), to: "latin.yaml")
        let text = try Program.run(["check", "--mapping", latin.path])
        #expect(text.code == 65 && text.complaint.contains("no UTF-8 text"))
    }
}

/// The registry of the tests of the client, as long as the value lives.
private final class RegistryProcess {
    private let process = Process()
    private let input = Pipe()
    let port: Int

    init() throws {
        let output = Pipe()
        self.process.executableURL = URL(filePath: "/usr/bin/env")
        self.process.arguments = [
            "python3", Program.root.appending(path: "Tests/SchemaRegistryTests/registry_server.py").path,
        ]
        self.process.standardInput = self.input
        self.process.standardOutput = output
        try self.process.run()
        var line = ""
        while !line.hasSuffix("\n") {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            line += String(decoding: more, as: UTF8.self)
        }
        self.port = try #require(line.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) })
    }

    deinit {
        try? self.input.fileHandleForWriting.close()
        self.process.waitUntilExit()
    }
}
