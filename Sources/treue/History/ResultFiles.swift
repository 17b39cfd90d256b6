import Files
import Formats
import Foundation
import Journal
import JSON
import Retention

/// The files a replay writes: one for each output topic, and one for what could not be taken.
///
/// They get their names when `close` returns; until then a crash leaves the files of an earlier replay alone.
final class ResultFiles: ReplayResults {
    let place: String
    /// Files without their names go by themselves.
    let leftBehind: String? = nil
    private let coding: CloudEventSignals
    private var topics: [SignalType.Topic: TopicFile] = [:]
    private let deadLetters: TopicFile
    private(set) var signals: [String: Int] = [:]

    init(folder: String, coding: CloudEventSignals) throws {
        self.place = folder
        self.coding = coding
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure(.input, "\(folder): the output folder can't be made; is there a file of that name?")
        }
        for topic in SignalType.Topic.allCases {
            self.topics[topic] = try TopicFile(path: "\(folder)/\(topic.rawValue).ndjson")
        }
        self.deadLetters = try TopicFile(path: "\(folder)/dead-letters.ndjson")
    }

    func write(_ signal: Signal) throws {
        self.signals[signal.type.name, default: 0] += 1
        try self.topics[signal.type.topic]?.append { self.coding.encodeLine(signal, to: &$0) }
    }

    /// Writes what could not be taken: why, where it stood, and its bytes as text, or in base64 when they are no UTF-8.
    func reject(_ record: RejectedRecord) throws {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("reason")
        writer.string(record.rejection.reason)
        writer.key("message")
        writer.string(record.rejection.message)
        writer.key("pointer")
        writer.string(record.rejection.pointer)
        writer.key("source")
        writer.string(record.origin.source)
        if record.isLine {
            writer.key("line")
            writer.integer(record.origin.offset + 1)
        } else {
            writer.key("partition")
            writer.integer(Int64(record.origin.partition))
            writer.key("offset")
            writer.integer(record.origin.offset)
        }
        if let text = String(validating: record.bytes, as: UTF8.self) {
            writer.key("record")
            writer.string(text)
        } else {
            writer.key("record_base64")
            writer.string(Data(record.bytes).base64EncodedString())
        }
        writer.endObject()
        writer.newline()
        let line = writer.array()
        try self.deadLetters.append { $0.append(contentsOf: line) }
    }

    /// Completes all files.
    func close() throws {
        for topic in SignalType.Topic.allCases { try self.topics[topic]?.close() }
        try self.deadLetters.close()
    }
}

private final class TopicFile {
    private var file: OutputFile?
    private var buffer: [UInt8] = []

    init(path: String) throws { self.file = try OutputFile(path: path) }

    func append(_ write: (inout [UInt8]) -> Void) throws {
        write(&self.buffer)
        if self.buffer.count >= 64 << 10 { try self.flush() }
    }

    func close() throws {
        try self.flush()
        if let file = self.file.take() { try file.close() }
    }

    private func flush() throws {
        try self.file?.append(self.buffer.span)
        self.buffer.removeAll(keepingCapacity: true)
    }
}
