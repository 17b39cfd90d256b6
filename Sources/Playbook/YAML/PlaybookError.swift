/// Everything that is wrong with a playbook file, found in one go.
///
/// Nothing of a file with problems takes effect. After a YAML syntax error nothing else is looked at, so that such an
/// error comes alone.
public struct PlaybookError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The problems in the order of their place in the file; never empty.
    public let problems: [Problem]

    package init(_ problems: [Problem]) { self.problems = problems }

    /// One line for each problem: `default.yaml:12:9: rules.cart_abandoned.after[1]: …`.
    public var description: String { self.problems.map(\.description).joined(separator: "\n") }

    /// One thing that is wrong, where it is, and what was expected instead.
    public struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// What kind of problem it is.
        public let code: Code
        /// The name under which the file was loaded.
        public let file: String
        /// The line, from 1 on.
        public let line: Int
        /// The column, from 1 on, counted in Unicode scalars.
        public let column: Int
        /// The place in the document, as in `rules.cart_abandoned.after[1]`; empty for the document as a whole.
        public let path: String
        /// What was found, what was expected and, for a misspelled name, the nearest known one.
        public let message: String

        /// The problem in one line, as compilers write theirs.
        public var description: String {
            "\(self.file):\(self.line):\(self.column): \(self.path.isEmpty ? "" : "\(self.path): ")\(self.message)"
        }
    }

    /// The kind of a problem; later versions may add more.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: Hashable, Sendable {
            case syntax, limit, unknownKey, duplicateKey, missingKey, wrongType, malformed, unknownValue, outOfRange
            case notAscending, misplaced, expression
        }

        private let kind: Kind

        /// The text is no YAML document, or not exactly one.
        public static let syntax = Code(kind: .syntax)
        /// The file or a list is larger than a playbook may be.
        public static let limit = Code(kind: .limit)
        /// A key that no playbook has at this place.
        public static let unknownKey = Code(kind: .unknownKey)
        /// A key that appears more than once in its mapping.
        public static let duplicateKey = Code(kind: .duplicateKey)
        /// A required key that is not there.
        public static let missingKey = Code(kind: .missingKey)
        /// A list where a number belongs, a text where settings belong, and the like.
        public static let wrongType = Code(kind: .wrongType)
        /// A value of the right type that is not written as it should be: a span without a unit, say.
        public static let malformed = Code(kind: .malformed)
        /// A word that is none of those known at this place.
        public static let unknownValue = Code(kind: .unknownValue)
        /// A value that is too small or too large.
        public static let outOfRange = Code(kind: .outOfRange)
        /// An item of a list that is not more than the one before it.
        public static let notAscending = Code(kind: .notAscending)

        /// A key that belongs to another kind of rule, or contradicts another one.
        public static let misplaced = Code(kind: .misplaced)
        /// An expression with something wrong in it.
        public static let expression = Code(kind: .expression)

        /// The name of the kind.
        public var description: String { "\(self.kind)" }
    }
}
