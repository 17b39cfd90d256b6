import Playbook
import Retention
import Yams

/// Reads files of tests.
///
/// Playbooks are loaded once each, however many files test them.
struct SpecReader {
    private static let keys = ["playbook", "start", "subject", "given", "tests"]
    private static let testKeys = ["test", "rule", "start", "subject", "alone", "given", "until", "expect"]
    private static let most = 1_000

    /// The playbook that takes the place of those which the files name.
    private let override: String?
    private var playbooks: [String: KnownPlaybook] = [:]
    /// Playbooks with faults, which are told once.
    private var broken: Set<String> = []

    init(playbook: String?) { self.override = playbook }

    /// Reads a file; the problems of its playbook come first.
    ///
    /// - Throws: `Failure` or `PlaybookError`, with every problem and its place.
    mutating func read(_ path: String) throws -> SpecFile? {
        let text = try TextFile.text(of: path, "test")
        let report = Report(file: path)
        var file: SpecFile?
        var faults: [String] = []
        if let root = Document.root(of: text, expecting: "a file of tests", report) {
            file = self.read(root, path, &faults)
        }
        report.finish()
        faults += report.problems.map(\.description)
        guard faults.isEmpty else { throw Failure(.input, faults.joined(separator: "\n")) }
        return file
    }

    private mutating func read(_ root: Value, _ path: String, _ faults: inout [String]) -> SpecFile? {
        guard let section = root.section(knowing: Self.keys) else { return nil }
        let playbook = self.playbook(root, section, path, &faults)
        let start = section.optional("start") { SpecInstant.absolute($0) }
        let subject = section.optional("subject") { GivenReader.subject($0) } ?? Subject(.customer, "1")
        let source = SourceNames.stem(of: path)
        let given = GivenReader(currency: playbook?.compiled.defaultCurrency, source: source)
        let background = given.events(section.values["given"], ids: "background")
        let reader = TestReader(
            path: path,
            start: start,
            hasStart: section.values["start"] != nil,
            subject: subject,
            playbook: playbook,
            given: given,
            background: background
        )
        var specs: [Spec] = []
        var names: Set<String> = []
        for value in section.required("tests", { $0.list(atMost: Self.most) }) ?? [] {
            guard let test = value.section(knowing: Self.testKeys) else { continue }
            if let spec = reader.test(test, value, &names) { specs.append(spec) }
        }
        if section.values["tests"]?.node.sequence?.isEmpty ?? false {
            let _: Never? = section.values["tests"]?.reject(.outOfRange, "expected at least one test")
        }
        return playbook.map { SpecFile(path: path, playbook: $0, specs: specs) }
    }

    /// The playbook that a file tests: that of the command line, else the one that it names.
    private mutating func playbook(
        _ root: Value,
        _ section: Section,
        _ path: String,
        _ faults: inout [String]
    ) -> KnownPlaybook? {
        let named = section.optional("playbook") { $0.text("the path of a playbook, from this file on") }
        if let override { return self.load(override, section.values["playbook"], &faults) }
        guard let named else {
            if section.values["playbook"] == nil {
                root.rejectMissing("playbook", "expected the path of a playbook from this file on, or --playbook")
            }
            return nil
        }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        return self.load(named.hasPrefix("/") ? named : folder + named, section.values["playbook"], &faults)
    }

    private mutating func load(_ path: String, _ value: Value?, _ faults: inout [String]) -> KnownPlaybook? {
        if let known = self.playbooks[path] { return known }
        guard !self.broken.contains(path) else { return nil }
        do {
            let known = KnownPlaybook(try Playbooks.load(path), path: path)
            self.playbooks[path] = known
            return known
        } catch let error as PlaybookError {
            faults.append(error.description)
        } catch {
            let message = Failure(error).description
            if self.override == nil, let value {
                let _: Never? = value.reject(.unknownValue, message)
            } else {
                faults.append(message)
            }
        }
        self.broken.insert(path)
        return nil
    }
}
