/// A playbook and the files that it includes, as the one text that is kept of them.
///
/// A playbook that includes nothing is its own text. Otherwise each file stands in full below a line that names it, the
/// playbook first; such a line begins a document of YAML, and no document has one inside.
struct PlaybookParts {
    /// How the line before each file begins.
    static let mark = "--- # treue part: "

    /// The playbook itself.
    let main: String
    /// The files that it includes, by their paths from its folder on.
    private(set) var included: [(name: String, text: String)] = []

    /// Takes a text apart; one that does not begin with a mark is a playbook that includes nothing.
    init(_ text: String) {
        guard Self.isMark(text.utf8) else {
            self.main = text
            return
        }
        var parts: [(name: String, text: String)] = []
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        for line in lines {
            if Self.isMark(line) {
                parts.append((String(Substring(line.dropFirst(Self.mark.utf8.count))), ""))
            } else {
                parts[parts.count - 1].text += Substring(line) + "\n"
            }
        }
        self.main = parts[0].text
        self.included = Array(parts.dropFirst())
    }

    /// Whether a file could be mistaken for several.
    static func hasMark(_ text: String) -> Bool {
        text.utf8.split(separator: UInt8(ascii: "\n")).contains { Self.isMark($0) }
    }

    /// The one text of a playbook and the files that it includes.
    static func text(of main: String, with included: [(name: String, text: String)]) -> String {
        guard !included.isEmpty else { return main }
        var text = ""
        for part in [("the playbook", main)] + included {
            text += "\(Self.mark)\(part.0)\n\(part.1)"
            if text.utf8.last != UInt8(ascii: "\n") { text += "\n" }
        }
        return text
    }

    private static func isMark(_ text: some Sequence<UInt8>) -> Bool { text.starts(with: Self.mark.utf8) }
}
