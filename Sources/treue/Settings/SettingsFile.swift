import Configuration
import Playbook
import Yams

/// The file with settings: texts, and lists of texts, under the names of the settings.
enum SettingsFile {
    /// The settings with several values.
    private static let lists: Set = ["inputs", "kafka_properties"]

    /// The settings of a file; what is misspelt, of another type than the setting or there twice would be passed over
    /// silently otherwise.
    ///
    /// - Throws: `Failure` with every fault and its place; nothing of a list is told, for it may hold passwords.
    static func values(of path: String, knowing keys: [String]) throws -> [AbsoluteConfigKey: ConfigValue] {
        let text = try TextFile.text(of: path, "settings")
        guard self.says(text) else { return [:] }
        let report = Report(file: path)
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        if let section = Document.root(of: text, expecting: "settings", report)?.section(knowing: keys) {
            for (key, value) in section.values { values[AbsoluteConfigKey([key])] = self.setting(key, value) }
        }
        guard report.problems.isEmpty else {
            throw Failure(.input, report.problems.map(\.description).joined(separator: "\n"))
        }
        return values
    }

    /// Whether there is anything but comments.
    private static func says(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            line.first { !$0.isWhitespace }.map { $0 != "#" } ?? false
        }
    }

    private static func setting(_ key: String, _ value: Value) -> ConfigValue? {
        guard self.lists.contains(key) else {
            return value.text("a text").map { ConfigValue(.string($0), isSecret: false) }
        }
        let texts = value.node.sequence.map { list in list.compactMap { $0.scalar?.string } }
        guard let texts, texts.count == value.node.sequence?.count else {
            return value.reject(.wrongType, "expected a list of texts, such as [a, b]")
        }
        // Properties of librdkafka may be passwords.
        return ConfigValue(.stringArray(texts), isSecret: key == "kafka_properties")
    }
}
