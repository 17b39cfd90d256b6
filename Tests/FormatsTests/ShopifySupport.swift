import Formats
import Foundation
import JSON
import Journal
import Retention
import TestKit

/// A JSON value that can be changed and written again, numbers to the digit.
indirect enum Node: Equatable {
    case null
    case flag(Bool)
    case number(String)
    case text(String)
    case list([Node])
    case object([(String, Node)])

    static func == (left: Node, right: Node) -> Bool { left.json == right.json }

    init(_ value: borrowing JSONValue) {
        switch value.kind {
        case .object:
            var members: [(String, Node)] = []
            var rest = value.members
            while let member = rest.next() { members.append((member.key.string ?? "", Node(member.value))) }
            self = .object(members)
        case .array:
            var list: [Node] = []
            var rest = value.elements
            while let element = rest.next() { list.append(Node(element)) }
            self = .list(list)
        case .string: self = .text(value.string ?? "")
        case .true: self = .flag(true)
        case .false: self = .flag(false)
        case .number: self = .number(String(decoding: [UInt8](copying: value.bytes), as: UTF8.self))
        default: self = .null
        }
    }

    var json: String {
        switch self {
        case .null: return "null"
        case .flag(let flag): return flag ? "true" : "false"
        case .number(let digits): return digits
        case .text(let text):
            let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\"\(escaped)\""
        case .list(let list): return "[" + list.map(\.json).joined(separator: ",") + "]"
        case .object(let members):
            return "{" + members.map { Node.text($0).json + ":" + $1.json }.joined(separator: ",") + "}"
        }
    }

    /// The member of an object, or the element of a list; nothing at all takes it away.
    subscript(_ step: String) -> Node? {
        get {
            switch self {
            case .object(let members): members.first { $0.0 == step }?.1
            case .list(let list): Int(step).map { list[$0] }
            default: nil
            }
        }
        set {
            switch self {
            case .object(var members):
                let place = members.firstIndex { $0.0 == step }
                if let newValue {
                    if let place { members[place].1 = newValue } else { members.append((step, newValue)) }
                } else if let place {
                    members.remove(at: place)
                }
                self = .object(members)
            case .list(var list):
                guard let place = Int(step) else { return }
                if let newValue { list[place] = newValue } else { list.remove(at: place) }
                self = .list(list)
            default: break
            }
        }
    }

    /// The same with another value at a path such as `refunds/0/id`.
    func with(_ path: String, _ value: Node?) -> Node {
        self.with(path.split(separator: "/").map(String.init)[...], value)
    }

    private func with(_ path: ArraySlice<String>, _ value: Node?) -> Node {
        guard let step = path.first else { return value ?? .null }
        var copy = self
        copy[step] = path.count == 1 ? value : self[step]?.with(path.dropFirst(), value)
        return copy
    }

    /// The paths of everything inside.
    var paths: [String] {
        switch self {
        case .object(let members): members.flatMap { key, value in [key] + value.paths.map { "\(key)/\($0)" } }
        case .list(let list):
            list.enumerated().flatMap { place, value in ["\(place)"] + value.paths.map { "\(place)/\($0)" } }
        default: []
        }
    }
}

/// A webhook as a bridge puts it on a topic.
struct Hook {
    var headers: [(String, String)]
    var body: Node

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: Self.folder.path)) ?? []
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }()

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "schemas/examples/shopify")

    /// Reads an example.
    init(_ name: String) throws {
        let bytes = try [UInt8](Data(contentsOf: Self.folder.appending(path: "\(name).json")))
        var parser = JSONParser()
        let root = try parser.parse(bytes.span)
        guard case .object(let headers)? = Node(root)["headers"], let body = Node(root)["body"] else {
            throw CocoaError(.fileReadCorruptFile)
        }
        self.headers = headers.map { name, value in
            if case .text(let text) = value { (name, text) } else { (name, "") }
        }
        self.body = body
    }

    init(headers: [(String, String)], body: Node) {
        self.headers = headers
        self.body = body
    }

    func header(_ name: String) -> String? { self.headers.first { $0.0.lowercased() == name.lowercased() }?.1 }

    /// The same with another header, or without it.
    func with(header name: String, _ value: String?) -> Hook {
        var copy = self
        copy.headers.removeAll { $0.0 == name }
        if let value { copy.headers.append((name, value)) }
        return copy
    }

    /// The same with another value in the body, or without it.
    func with(_ path: String, _ value: Node?) -> Hook {
        Hook(headers: self.headers, body: self.body.with(path, value))
    }

    /// What comes of it.
    func decoded(_ settings: SourceSettings = SourceSettings(), at origin: Origin = Hook.place) -> DecodedRecord {
        Self.decoded(Array(self.body.json.utf8), self.headers, settings, at: origin)
    }

    static let place = Origin(source: "shopify", partition: 3, offset: 77)

    static func decoded(
        _ bytes: [UInt8],
        _ headers: [(String, String)],
        _ settings: SourceSettings = SourceSettings(),
        at origin: Origin = Hook.place
    ) -> DecodedRecord {
        var packed = RecordHeaders()
        for (name, value) in headers { packed.append(name, value) }
        let record = LogRecord(
            offset: origin.offset,
            timestamp: .distantPast,
            key: Span(),
            value: bytes.span,
            headers: packed.bytes.span
        )
        return RawDecoder(IntakeSettings(defaults: settings)).decode(record, at: origin)
    }

    /// The event, when it is one.
    func event(_ settings: SourceSettings = SourceSettings()) -> Event? { self.decoded(settings).event }
}

extension DecodedRecord {
    var event: Event? { if case .event(let event) = self { event } else { nil } }
    var rejection: Rejection? { if case .rejected(let rejection) = self { rejection } else { nil } }
    var ignored: String? { if case .ignored(let code) = self { code } else { nil } }
}
