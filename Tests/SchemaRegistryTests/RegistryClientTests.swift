import Foundation
import SchemaRegistry
import Synchronization
import Testing

/// The Python server beside this file, as long as the value lives.
final class RegistryServer {
    private let process = Process()
    private let input = Pipe()
    private let scheme: String
    let port: Int
    /// The file of the server's certificate.
    let certificate: String?

    init(tls: Bool = false) throws {
        scheme = tls ? "https" : "http"
        let output = Pipe()
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "registry_server.py")
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path] + (tls ? ["tls"] : [])
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // One read may give only a part of the line.
        var line = ""
        while !line.hasSuffix("\n") {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            line += String(decoding: more, as: UTF8.self)
        }
        let words = line.split(whereSeparator: \.isWhitespace)
        port = try #require(words.first.flatMap { Int($0) })
        certificate = words.dropFirst().first.map(String.init)
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    func address(_ mode: String) -> String { "\(scheme)://127.0.0.1:\(port)/\(mode)" }
}

@Suite struct RegistryClientTests {
    let server: RegistryServer

    init() throws {
        server = try RegistryServer()
    }

    func client(_ modes: String..., change: (inout RegistryOptions) -> Void = { _ in }) -> RegistryClient {
        var options = RegistryOptions(addresses: modes.map { $0.contains(":") ? $0 : server.address($0) })
        options.requestTimeout = .seconds(1)
        change(&options)
        return RegistryClient(options)
    }

    /// What went wrong.
    func fault(_ client: RegistryClient, _ id: UInt32 = 1) -> RegistryError? {
        do throws(RegistryError) {
            _ = try client.schema(id: id)
            return nil
        } catch {
            return error
        }
    }

    /// The message of a client that can't reach the registry.
    func complaint(_ client: RegistryClient) throws -> String {
        let fault = fault(client)
        guard case .unreachable(let message)? = fault else {
            Issue.record("not unreachable but \(String(describing: fault))")
            return ""
        }
        return message
    }

    @Test func `given a registry, when asked for schemas, then language, text and references are fetched`() throws {
        let client = client("ok/")
        #expect(try client.schema(id: 1) == RegisteredSchema(language: .avro, text: #""string""#))
        #expect(try client.schema(id: .max).language == .avro)
        #expect(try client.schema(id: 3) == RegisteredSchema(language: .json, text: "{}"))
        let paid = try client.schema(id: 2)
        #expect(paid.references.map(\.name) == ["Tax", "Money"])
        let decoder = WireDecoder(source: client)
        #expect(
            try decoder.text(header(2) + [2, 4, 6]) == #"{"total":{"units":1,"tax":{"rate":2}},"tax":{"rate":3}}"#
        )
    }

    @Test func `given an id that the registry does not know, when asked, then the schema is unknown`() {
        #expect(fault(client("ok"), 99) == .unknownSchema(id: 99))
    }

    @Test func `given schemas that can't be used, when asked, then they are invalid and not retried`() {
        for id: UInt32 in [4, 5, 7] {
            guard case .invalidSchema(id, _)? = fault(client("ok"), id) else {
                Issue.record("schema \(id): \(String(describing: fault(client("ok"), id)))")
                continue
            }
        }
        #expect(WireDecoder(source: client("ok")).reason(header(6)) == "schema.invalid")
    }

    @Test(arguments: [500, 503, 429, 401, 403, 404, 301, 302, 418, 400])
    func `given a status that says nothing of the schema, when asked, then the registry is unreachable`(
        status: Int
    ) throws {
        let message = try complaint(client("\(status)"))
        #expect(message.contains("\(status)") && !message.contains("hidden"))
    }

    @Test(arguments: ["slow", "trickle", "garbage", "page", "odd", "empty", "cut", "nowhere"])
    func `given an answer that is none, when asked, then the registry is unreachable`(mode: String) throws {
        let start = ContinuousClock.now
        let message = try complaint(client(mode))
        #expect(message.contains("127.0.0.1:\(server.port)/\(mode): "))
        #expect(ContinuousClock.now - start < .seconds(2.5))
    }

    @Test(arguments: ["huge", "endless"])
    func `given more than a mebibyte, when asked, then the schema is refused`(mode: String) {
        guard case .invalidSchema(1, let message)? = fault(client(mode)) else {
            Issue.record("it was not refused")
            return
        }
        #expect(message.contains("1 MiB"))
    }

    @Test func `given nearly a mebibyte, when asked, then the schema is fetched`() throws {
        #expect(try client("large").schema(id: 1).text.utf8.count > 1_000_000)
    }

    @Test func `given several addresses, when the first ones fail, then the next one answers`() throws {
        let client = client("http://127.0.0.1:1", "500", "garbage", "ok")
        for _ in 0..<3 { #expect(try client.schema(id: 1).language == .avro) }
        #expect(fault(client, 99) == .unknownSchema(id: 99))
        let message = try complaint(self.client("http://127.0.0.1:1", "500"))
        #expect(message.contains("127.0.0.1:1: nothing accepts connections") && message.contains("500"))
    }

    @Test func `given credentials, when asked, then they are sent, and never shown`() throws {
        let basic = client("basic") { $0.credentials = .basic(user: "me", password: "pass:wörd") }
        #expect(try basic.schema(id: 1).language == .avro)
        let bearer = client("bearer") { $0.credentials = .bearer(token: "tok.en") }
        #expect(try bearer.schema(id: 1).language == .avro)
        let wrong = client("basic") { $0.credentials = .basic(user: "me", password: "s3cret") }
        #expect(try !complaint(wrong).contains("s3cret"))
        #expect(try complaint(client("bearer")).contains("401"))
        let inAddress = client("http://me:s3cret@127.0.0.1:\(server.port)/ok")
        #expect(try !complaint(inAddress).contains("s3cret"))
        #expect(!"\(RegistryOptions.Credentials.bearer(token: "s3cret"))".contains("s3cret"))
        var shown = ""
        var options = RegistryOptions(addresses: [])
        options.credentials = .basic(user: "me", password: "s3cret")
        dump(options, to: &shown)
        #expect(!shown.contains("s3cret") && !"\(options)".contains("s3cret"))
    }

    @Test(arguments: [(["401"], 1), (["403", "401"], 1), (["500"], 0), (["401", "500"], 0), (["401", "ok"], 0)])
    func `given credentials that no address takes, when asked, then that is noted`(modes: [String], notes: Int) {
        let count = Mutex(0)
        var options = RegistryOptions(addresses: modes.map { server.address($0) })
        options.noteDenial = { count.withLock { $0 += 1 } }
        _ = fault(RegistryClient(options))
        #expect(count.withLock { $0 } == notes)
    }

    @Test func `given addresses that are none, when asked, then the message says so`() throws {
        for address in ["ftp://127.0.0.1", "", "http://", "127.0.0.1:1", "file:///etc/passwd:", "http://a b:1"] {
            #expect(try !complaint(RegistryClient(RegistryOptions(addresses: [address]))).isEmpty)
        }
        #expect(try complaint(RegistryClient(RegistryOptions(addresses: []))).contains("no address"))
    }

    @Test func `given TLS, when the certificate's authority is named, then it is trusted, and only then`() throws {
        let server = try RegistryServer(tls: true)
        let trusting = client(server.address("ok")) { $0.authorityFile = server.certificate }
        #expect(try trusting.schema(id: 1).language == .avro)
        #expect(try complaint(client(server.address("ok"))).contains("not trusted"))
        let elsewhere = client("https://localhost:\(server.port)/ok") { $0.authorityFile = server.certificate }
        #expect(try !complaint(elsewhere).isEmpty)
    }

    @Test func `given a file of authorities that is not there, when asked, then the message says so`() throws {
        let client = client("https://127.0.0.1:\(server.port)") { $0.authorityFile = "/nowhere.pem" }
        #expect(try complaint(client).contains("certificates"))
    }
}
