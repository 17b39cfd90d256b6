import enum CEL.Nearest
import Yams

/// Why the text of an included file can't be had.
public struct UnreadableFile: Error, Sendable {
    /// What is said about it, such as that there is no such file.
    public let message: String

    /// Makes a reason.
    public init(_ message: String) { self.message = message }
}

/// A playbook with the files that it includes, each read into a tree, and every one after those that it includes.
struct Inclusion {
    /// A file that was read.
    struct File {
        /// The path from the playbook's folder on; empty for the playbook itself.
        let name: String
        /// What it says; `nil` when it can't be read.
        let section: Section?
        /// The places of all files that it includes, also by way of others.
        let within: Set<Int>
    }

    /// More files than these nobody looks through.
    static let mostFiles = 32
    /// How many files may include one another in a row.
    static let deepest = 8

    private(set) var files: [File] = []
    /// The texts of the included files, in the order in which they are named.
    private(set) var texts: [(name: String, text: String)] = []
    /// Whether every file that is named was found and could be parsed.
    private(set) var isWhole = true

    private let named: String
    private let fetch: (String) throws(UnreadableFile) -> String
    /// What the playbook's own file is called, where it lies in a folder.
    private let own: String?
    private var reports: [Report] = []
    private var numbers: [String: Int] = [:]
    /// The files that are being read, each included by the one before it.
    private var open: [String] = []
    private var bytes = 0

    /// Reads a playbook called `named`, and what it includes by way of `fetch`, which gets paths from its folder on.
    init(
        _ text: String,
        named: String,
        own: String? = nil,
        fetch: @escaping (String) throws(UnreadableFile) -> String
    ) {
        self.named = named
        self.own = own
        self.fetch = fetch
        self.bytes = text.utf8.count
        self.read("", text)
    }

    /// The playbook itself.
    var main: File { self.files[self.files.count - 1] }

    /// Everything that is wrong, the playbook's own problems first.
    var problems: [PlaybookError.Problem] {
        for report in self.reports { report.finish() }
        return self.reports.flatMap(\.problems)
    }

    // MARK: Reading

    @discardableResult
    private mutating func read(_ name: String, _ text: String) -> Int {
        let folder = self.named.lastIndex(of: "/").map { self.named[...$0] } ?? ""
        let report = Report(file: name.isEmpty ? self.named : folder + name)
        self.reports.append(report)
        let root = Document.root(of: text, expecting: name.isEmpty ? "a playbook" : "a part of a playbook", report)
        if root == nil { self.isWhole = false }
        let section = root?.section(knowing: PlaybookFile.keys)
        var within: Set<Int> = []
        self.open.append(name)
        if let paths = section?.values["include"] {
            for path in paths.node.sequence == nil ? [paths] : paths.items() ?? [] {
                guard let number = self.include(path, from: name) else {
                    self.isWhole = false
                    continue
                }
                within.insert(number)
                within.formUnion(self.files[number].within)
            }
        }
        self.open.removeLast()
        self.files.append(File(name: name, section: section, within: within))
        self.numbers[name] = self.files.count - 1
        return self.files.count - 1
    }

    /// The place of the file that `path` names, which is read where that has not been done.
    private mutating func include(_ path: Value, from name: String) -> Int? {
        guard let wanted = Self.resolve(path, from: name) else { return nil }
        if let number = self.numbers[wanted] { return number }
        if wanted == self.own || self.open.contains(wanted) {
            let round = self.open.firstIndex(of: wanted).map { Array(self.open[$0...]) } ?? self.open
            let names = (round + [wanted]).map { $0.isEmpty ? self.own ?? "the playbook" : $0 }
            return path.reject(
                .misplaced,
                "files can't include one another: \(names.map(Quote.plain).joined(separator: " → "))"
            )
        }
        guard self.open.count <= Self.deepest else {
            return path.reject(.limit, "expected at most \(Self.deepest) files that include one another in a row")
        }
        guard self.texts.count < Self.mostFiles else {
            return path.reject(.limit, "expected at most \(Self.mostFiles) included files")
        }
        let text: String
        do throws(UnreadableFile) { text = try self.fetch(wanted) } catch {
            return path.reject(.unknownValue, error.message)
        }
        guard !PlaybookParts.hasMark(text) else {
            return path.reject(
                .syntax,
                "a line of the file begins with `\(PlaybookParts.mark)`, which tells files apart"
            )
        }
        // With the line that names it.
        self.bytes += PlaybookParts.mark.utf8.count + wanted.utf8.count + text.utf8.count + 2
        guard self.bytes <= PlaybookFile.maximumBytes else {
            return path.reject(
                .limit,
                "expected at most \(PlaybookFile.maximumBytes) bytes with all included files, found more"
            )
        }
        self.texts.append((wanted, text))
        return self.read(wanted, text)
    }

    /// A path from the playbook's folder on, without detours.
    private static func resolve(_ value: Value, from name: String) -> String? {
        guard let text = value.text("the path of a file, from this one on") else { return nil }
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        guard isPlain, (1...512).contains(text.utf8.count), !text.hasSuffix("/") else {
            return value.reject(.malformed, "expected the path of a file, from this one on, found \(value.sight)")
        }
        guard !text.hasPrefix("/") else {
            return value.reject(.malformed, "expected a path from this file on, found \(value.sight)")
        }
        var steps = name.split(separator: "/").dropLast()
        for step in text.split(separator: "/") where step != "." {
            guard step == ".." else {
                steps.append(step)
                continue
            }
            guard steps.popLast() != nil else {
                return value.reject(
                    .outOfRange,
                    "expected a file below the folder of the playbook, found \(value.sight)"
                )
            }
        }
        guard let last = text.split(separator: "/").last, last != ".", last != ".." else {
            return value.reject(.malformed, "expected the path of a file, from this one on, found \(value.sight)")
        }
        return steps.joined(separator: "/")
    }
}

extension Inclusion {
    /// What all files say together: the playbook with the sections of the others where it has none, but for rules and
    /// constants, which ``entries(of:_:)`` gives.
    func merged() -> Section? {
        guard let main = self.main.section else { return nil }
        var values = main.values
        for key in PlaybookFile.sections {
            var merge = Merge()
            for (number, file) in self.files.enumerated() {
                if let value = file.section?.values[key] { merge.add(key, value, number, self) }
            }
            values[key] = merge.entries(self).first?.value
        }
        return Section(values: values, path: main.path, place: main.place, report: main.report)
    }

    /// The named entries of a section of all files, those of included files first.
    func entries(of key: String, _ expected: String) -> [(name: String, value: Value)] {
        var merge = Merge()
        for (number, file) in self.files.enumerated() {
            guard let value = file.section?.values[key], key != "rules" || !value.isNull else { continue }
            for (name, value) in value.entries(expected) ?? [] {
                if key == "rules", value.isOff, !file.within.isEmpty {
                    merge.remove(name, value, number, self)
                } else {
                    merge.add(name, value, number, self)
                }
            }
        }
        return merge.entries(self)
    }

    /// Names with what is said of them by which files.
    private struct Merge {
        /// What stands, and what an including file has switched off.
        private var found: [String: [(file: Int, value: Value, isOff: Bool, turn: Int)]] = [:]
        private var turns = 0

        /// A file says something, which counts more than what those say that it includes.
        mutating func add(_ name: String, _ value: Value, _ file: Int, isOff: Bool = false, _ all: Inclusion) {
            let rest = (self.found[name] ?? []).filter { !all.files[file].within.contains($0.file) }
            self.found[name] = rest + [(file, value, isOff, self.turns)]
            self.turns += 1
        }

        /// A file switches off what those say that it includes.
        mutating func remove(_ name: String, _ value: Value, _ file: Int, _ all: Inclusion) {
            let within = all.files[file].within
            guard self.found[name]?.contains(where: { within.contains($0.file) }) ?? false else {
                let known = self.found.filter { $0.value.contains { within.contains($0.file) } }.keys.sorted()
                let _: Never? = value.reject(
                    .unknownValue,
                    "no included file has a rule of this name that could be switched off\(Nearest.near(name, known))"
                )
                return
            }
            self.add(name, value, file, isOff: true, all)
        }

        /// What stands in the end; what two files say that don't include one another is reported.
        func entries(_ all: Inclusion) -> [(name: String, value: Value)] {
            let last = self.found.compactMap { name, said in said.last.map { (name: name, last: $0, said: said) } }
                .sorted { $0.last.turn < $1.last.turn }
            return last.compactMap { name, last, said in
                if said.count > 1 {
                    let other = all.files[said[said.count - 2].file].name
                    last.value.rejectRival(
                        "\(Quote.plain(other)) has it as well; say in the file that includes both which one is meant"
                    )
                }
                return last.isOff ? nil : (name, last.value)
            }
        }
    }
}

extension Value {
    /// Whether this switches off what another file has.
    fileprivate var isOff: Bool {
        guard let scalar = self.node.scalar, scalar.style == .plain else { return false }
        return scalar.string == "off" || scalar.string == "false"
    }

    fileprivate func rejectRival(_ message: String) {
        self.report.add(.duplicateKey, at: self.keyPlace ?? self.place, self.path, message)
    }
}
