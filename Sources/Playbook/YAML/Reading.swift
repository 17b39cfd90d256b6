import enum CEL.Nearest
package import Yams

/// A place in the text.
package struct Position: Hashable, Comparable {
    var line: Int
    var column: Int

    static let start = Position(line: 1, column: 1)

    init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }

    package static func < (left: Position, right: Position) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// Collects the problems of one file while its tree is read.
package final class Report {
    let file: String
    private var found: [PlaybookError.Problem] = []
    /// Keys that appear again further down, by their place; they wait for the reader to say their path.
    private var repeated: [Position: String] = [:]

    package init(file: String) { self.file = file }

    /// The problems by place; those of one place in the order in which they were found.
    package var problems: [PlaybookError.Problem] {
        self.found.enumerated()
            .sorted {
                ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
            }
            .map(\.element)
    }

    func add(_ code: PlaybookError.Code, at place: Position, _ path: String, _ message: String) {
        self.found.append(
            .init(code: code, file: self.file, line: place.line, column: place.column, path: path, message: message)
        )
    }

    func addRepeatedKey(_ key: String, at place: Position) { self.repeated[place] = key }

    /// Tells whether the key at `place` appears again, and reports it if so.
    func takeRepeatedKey(at place: Position, in mapping: String) -> Bool {
        guard let key = self.repeated.removeValue(forKey: place) else { return false }
        self.reportRepetition(of: key, at: place, in: mapping)
        return true
    }

    func reportRepetition(of key: String, at place: Position, in mapping: String) {
        self.add(.duplicateKey, at: place, Value.path(mapping, key), "the key appears more than once; keep one of them")
    }

    /// Reports the repeated keys of those parts of the tree that nobody read.
    package func finish() {
        for (place, key) in self.repeated { self.reportRepetition(of: key, at: place, in: "") }
        self.repeated = [:]
    }
}

/// A node of the document with its place and path.
package struct Value {
    package let node: Node
    let path: String
    let place: Position
    /// Where the key stands whose value this is.
    let keyPlace: Position?
    let report: Report

    init(_ node: Node, path: String, fallback: Position, key: Position? = nil, _ report: Report) {
        self.node = node
        self.path = path
        self.keyPlace = key
        self.place = node.mark.map(Position.init) ?? fallback
        self.report = report
    }

    static func path(_ parent: String, _ key: String) -> String {
        parent.isEmpty ? Quote.plain(key) : "\(parent).\(Quote.plain(key))"
    }

    /// Reports a problem at this place; always `nil`, so that it ends the reading of a value.
    package func reject<Result>(_ code: PlaybookError.Code, _ message: String) -> Result? {
        self.report.add(code, at: self.place, self.path, message)
        return nil
    }

    /// Reports a problem at a place inside of this value.
    func reject(_ code: PlaybookError.Code, _ message: String, at place: Position) {
        self.report.add(code, at: place, self.path, message)
    }

    /// Reports that the key of this value should not be here.
    package func rejectKeyHere<Result>(_ message: String) -> Result? {
        self.report.add(.misplaced, at: self.keyPlace ?? self.place, self.path, message)
        return nil
    }

    /// Reports that the key of this value is none of `known`; `owner` is what knows them.
    package func rejectKey(_ name: String, of owner: String, knowing known: [String]) {
        self.report.add(
            .unknownKey,
            at: self.keyPlace ?? self.place,
            self.path,
            "\(owner) has nothing of that name\(Nearest.hint(name, known))"
        )
    }

    /// Reports that a key is missing among those of this value.
    package func rejectMissing(_ key: String, _ message: String) {
        self.report.add(.missingKey, at: self.keyPlace ?? self.place, Self.path(self.path, key), message)
    }

    /// Whether the value was left empty or is written as null.
    package var isNull: Bool {
        guard let scalar = self.node.scalar, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// What somebody sees here, for a message.
    package var sight: String {
        switch self.node {
        case .scalar(let scalar): self.isNull ? "nothing" : Quote.code(scalar.string)
        case .sequence: "a list"
        case .mapping: "settings"
        case .alias: "an alias"
        }
    }

    /// This value as a mapping with keys out of `known`; an empty value is an empty mapping.
    package func section(knowing known: [String]) -> Section? {
        let place = self.keyPlace ?? self.place
        if self.isNull { return Section(values: [:], path: self.path, place: place, report: self.report) }
        guard let mapping = self.node.mapping else {
            let expected = known.isEmpty ? "no settings: {}" : "settings (\(known.joined(separator: ", ")))"
            let isOff = ["false", "off", "no"].contains(self.node.scalar?.string)
            let advice = isOff ? "; to turn something off, take it out" : ""
            return self.reject(.wrongType, "expected \(expected), found \(self.sight)\(advice)")
        }
        var values: [String: Value] = [:]
        for (keyNode, node) in mapping {
            let key = Value(keyNode, path: self.path, fallback: self.place, self.report)
            guard let name = key.node.scalar?.string else {
                let _: Never? = key.reject(.wrongType, "expected a name as the key, found \(key.sight)")
                continue
            }
            if self.report.takeRepeatedKey(at: key.place, in: self.path) { continue }
            guard known.contains(name) else {
                self.reportUnknown(name, at: key.place, known)
                continue
            }
            if values[name] != nil {
                self.report.reportRepetition(of: name, at: key.place, in: self.path)
                continue
            }
            values[name] = Value(
                node,
                path: Self.path(self.path, name),
                fallback: key.place,
                key: key.place,
                self.report
            )
        }
        return Section(values: values, path: self.path, place: place, report: self.report)
    }

    private func reportUnknown(_ name: String, at place: Position, _ known: [String]) {
        let reason =
            name == "<<"
            ? "merge keys are not supported; write the settings out, or use an alias for a whole value"
            : "unknown key\(Nearest.hint(name, known))"
        self.report.add(.unknownKey, at: place, Self.path(self.path, name), reason)
    }

    /// The settings under names of the user's own, in the order of the file.
    package func entries(_ expected: String) -> [(name: String, value: Value)]? {
        guard let mapping = self.node.mapping else {
            return self.reject(.wrongType, "expected \(expected), found \(self.sight)")
        }
        var entries: [(name: String, value: Value)] = []
        for (keyNode, node) in mapping {
            let key = Value(keyNode, path: self.path, fallback: self.place, self.report)
            guard let name = key.node.scalar?.string else {
                let _: Never? = key.reject(.wrongType, "expected a name as the key, found \(key.sight)")
                continue
            }
            if self.report.takeRepeatedKey(at: key.place, in: self.path) { continue }
            entries.append(
                (name, Value(node, path: Self.path(self.path, name), fallback: key.place, key: key.place, self.report))
            )
        }
        return entries
    }

    /// The items of a list, at least one.
    package func items() -> [Value]? {
        guard let sequence = self.node.sequence else {
            return self.reject(.wrongType, "expected a list such as [a, b], found \(self.sight)")
        }
        guard !sequence.isEmpty else { return self.reject(.outOfRange, "expected at least one item in the list") }
        guard sequence.count <= 64 else {
            return self.reject(.limit, "expected at most 64 items, found \(sequence.count)")
        }
        return sequence.enumerated().map { index, node in
            Value(node, path: "\(self.path)[\(index)]", fallback: self.place, self.report)
        }
    }
}

/// A mapping whose keys are known.
package struct Section {
    package let values: [String: Value]
    let path: String
    let place: Position
    let report: Report

    /// The value of a key that must be there.
    package func required<Result>(_ key: String, _ read: (Value) -> Result?) -> Result? {
        guard let value = self.values[key] else {
            self.report.add(
                .missingKey,
                at: self.place,
                Value.path(self.path, key),
                "expected this setting, but it is missing"
            )
            return nil
        }
        return read(value)
    }

    /// The value of a key that may be missing.
    package func optional<Result>(_ key: String, _ read: (Value) -> Result?) -> Result? {
        self.values[key].flatMap(read)
    }

    /// The settings under `key`, `nil` when it is missing or has no settings in it.
    package func section(_ key: String, knowing known: [String]) -> Section? {
        self.values[key]?.section(knowing: known)
    }
}
