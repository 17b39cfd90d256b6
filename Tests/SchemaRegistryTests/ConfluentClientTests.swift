import Foundation
import SchemaRegistry
import Testing

/// A Python with `confluent-kafka[avro,json,protobuf]`; without it the records can't be made.
private let python = ProcessInfo.processInfo.environment["TREUE_TEST_CONFLUENT_PYTHON"]

@Suite struct ConfluentClientTests {
    @Test(.enabled(if: python != nil, "set TREUE_TEST_CONFLUENT_PYTHON to a Python with confluent-kafka"))
    func `given records of Confluent's own client, when decoded through a registry, then they are its JSON`() throws {
        let server = try RegistryServer()
        let decoder = WireDecoder(source: RegistryClient(RegistryOptions(addresses: [server.address("store")])))
        let decoded = try records(server.address("store")).map { line in
            let words = line.split(separator: " ")
            return "\(words[0]) " + (try decoder.text(bytes(String(words[1]))))
        }
        #expect(
            decoded == [
                #"avro {"id":"o1","total":{"units":5}}"#,
                #"avro {"id":"o2","total":null}"#,
                #"json {"id":"o1","total":{"units":5}}"#,
                #"protobuf {"a":"x"}"#,
                #"protobuf {"id":"o1","total":{"units":"1250","currency":"EUR"},"at":"2025-01-02T03:04:05.678Z"}"#,
                #"protobuf {"text":"hi"}"#,
            ]
        )
    }

    /// What the script beside this file prints, line by line.
    private func records(_ address: String) throws -> [Substring] {
        let process = Process()
        let output = Pipe()
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "confluent_records.py")
        process.executableURL = URL(filePath: try #require(python))
        process.arguments = [script.path, address]
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: text, as: UTF8.self).split(separator: "\n")
    }
}
