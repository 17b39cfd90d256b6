import Files
import Formats
import Journal
import Retention
import Simulation

/// Writes lines to a file for each topic of a simulated shop.
struct TopicLines: ~Copyable {
    private(set) var count = 0
    private let files: [Topic: LinesFile]

    init(folder: String, topics: [Topic]) throws {
        var files: [Topic: LinesFile] = [:]
        for topic in topics { files[topic] = try LinesFile("\(folder)/\(topic.rawValue).ndjson") }
        self.files = files
    }

    mutating func append(_ line: [UInt8], to topic: Topic) throws {
        self.count += 1
        try self.files[topic]?.append(line)
    }

    func close() throws { for topic in Topic.allCases { try self.files[topic]?.close() } }
}

private final class LinesFile {
    private var file: OutputFile?

    init(_ path: String) throws { self.file = try OutputFile(path: path) }

    func append(_ line: [UInt8]) throws {
        try self.file?.append(line.span)
        try self.file?.append(UInt8(ascii: "\n"))
    }

    func close() throws { if let file = self.file.take() { try file.close() } }
}

/// Calls `body` with each completed order of a file, in the order of its lines.
func forEachOrder(in path: String, _ body: (Event) throws -> Void) throws {
    let decoder = RawDecoder(currency: Currency("EUR"))
    let reader = try HistoryReader(paths: [path], decoder: decoder) { record in
        throw Failure(.input, "\(path):\(record.origin.offset + 1): \(record.rejection.message)")
    }
    while let (_, event) = try reader.next() {
        if case .orderCompleted = event.body { try body(event) }
    }
}
