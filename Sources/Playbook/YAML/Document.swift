import Yams

/// The text of a file on its way to a tree.
package enum Document {
    /// More aliases than this could make a small file a huge tree.
    private static let maximumAliases = 32
    /// How many repeated keys are found before the file is given up.
    private static let maximumRepetitions = 64

    /// Parses the one document of `yaml`, which should be `expected`; reports why when that fails.
    package static func root(of yaml: String, expecting expected: String, _ report: Report) -> Value? {
        guard yaml.utf8.count <= PlaybookFile.maximumBytes else {
            report.add(
                .limit,
                at: .start,
                "",
                "expected at most \(PlaybookFile.maximumBytes) bytes, found \(yaml.utf8.count)"
            )
            return nil
        }
        var text = Text(yaml)
        guard self.isReadable(text, report) else { return nil }
        for round in 0...self.maximumRepetitions {
            do {
                guard let node = try Yams.compose(yaml: text.string, .basic, .default, .utf8) else {
                    report.add(.syntax, at: .start, "", "expected \(expected), found an empty file")
                    return nil
                }
                return Value(node, path: "", fallback: .start, report)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let place = Position(context.mark)
                guard round < self.maximumRepetitions, let key = keys.first, text.mask(key, at: place, round) else {
                    report.reportRepetition(of: keys.first ?? "", at: place, in: "")
                    return nil
                }
                report.addRepeatedKey(key, at: place)
            } catch {
                self.report(error, text, report)
                return nil
            }
        }
        return nil
    }

    private static func isReadable(_ text: Text, _ report: Report) -> Bool {
        if let place = text.firstUnprintable {
            report.add(.syntax, at: place, "", "expected text, found a control character")
            return false
        }
        if let place = text.alias(after: self.maximumAliases) {
            report.add(.limit, at: place, "", "expected at most \(self.maximumAliases) aliases")
            return false
        }
        return true
    }

    private static func report(_ error: any Error, _ text: Text, _ report: Report) {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _):
            let reason = context.map { "\($0.text) in line \($0.mark.line): \(problem)" } ?? problem
            report.add(.syntax, at: Position(mark), "", "expected YAML: \(Quote.long(reason))")
        case YamlError.composer(_, let problem, let mark, _):
            let isSecond = problem == "but found another document"
            report.add(
                .syntax,
                at: Position(mark),
                "",
                isSecond ? "expected one document, found another" : "expected YAML: \(Quote.long(problem))"
            )
        default:
            report.add(.syntax, at: .start, "", "expected YAML that can be read")
        }
    }
}

extension Quote {
    /// A sentence of the parser.
    fileprivate static func long(_ text: String) -> String {
        String(text.unicodeScalars.prefix(200).map { $0.value < 32 ? " " : Character($0) })
    }
}

/// The text as Unicode scalars with lines as YAML counts them.
private struct Text {
    private var scalars: [Unicode.Scalar]

    init(_ yaml: String) {
        self.scalars = Array(yaml.unicodeScalars)
        // A byte order mark says nothing in UTF-8, and the parser takes it for content.
        if self.scalars.first == "\u{FEFF}" { self.scalars.removeFirst() }
    }

    var string: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: self.scalars)
        return String(view)
    }

    /// The first character that YAML does not allow.
    var firstUnprintable: Position? {
        self.scalars.firstIndex { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: false
            default: true
            }
        }.map(self.position)
    }

    /// The alias after so many others, outside of comments that have a line of their own; may count too many.
    func alias(after count: Int) -> Position? {
        var seen = 0
        var isBlank = true
        var isComment = false
        for (index, scalar) in self.scalars.enumerated() {
            if self.isBreak(scalar) {
                (isBlank, isComment) = (true, false)
            } else {
                if isBlank, scalar == "#" { isComment = true }
                if scalar != " ", scalar != "\t" { isBlank = false }
                if scalar == "*", !isComment {
                    if seen == count { return self.position(index) }
                    seen += 1
                }
            }
        }
        return nil
    }

    /// Changes the first letter of a repeated key, so that the rest of the file can be read; `false` when it is not
    /// there as `key`.
    mutating func mask(_ key: String, at place: Position, _ round: Int) -> Bool {
        guard var index = self.index(place), let first = key.unicodeScalars.first else { return false }
        if self.scalars[index] == "\"" || self.scalars[index] == "'" { index += 1 }
        guard self.scalars[index...].starts(with: key.unicodeScalars), self.scalars[index] == first,
            let mask = Unicode.Scalar(UInt32(0xE000 + round))
        else { return false }
        self.scalars[index] = mask
        return true
    }

    private func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
    }

    /// Whether a new line begins after the scalar at `index`.
    private func endsLine(_ index: Int) -> Bool {
        guard self.isBreak(self.scalars[index]) else { return false }
        let isPair = self.scalars[index] == "\r" && index + 1 < self.scalars.count && self.scalars[index + 1] == "\n"
        return !isPair
    }

    private func position(_ index: Int) -> Position {
        var place = Position.start
        for earlier in 0..<index {
            if self.endsLine(earlier) {
                place = Position(line: place.line + 1, column: 1)
            } else {
                place.column += 1
            }
        }
        return place
    }

    private func index(_ place: Position) -> Int? {
        var line = 1
        var index = 0
        while line < place.line, index < self.scalars.count {
            if self.endsLine(index) { line += 1 }
            index += 1
        }
        index += place.column - 1
        return index < self.scalars.count ? index : nil
    }
}
