/// What is wrong with an expression, and where.
public struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, for people; tells what is expected, and the nearest known name where one is near.
    public let message: String
    /// Where, in bytes from the beginning.
    public let place: Int
    /// The line, from 1.
    public let line: Int
    /// The column in that line, from 1, in code points.
    public let column: Int

    /// `line:column: message`.
    public var description: String { "\(self.line):\(self.column): \(self.message)" }

    /// Tells where in the text of an expression a fault of its evaluation came from.
    public init(_ fault: Fault, in text: String) {
        self.init(fault.description, at: max(0, Int(fault.place)), in: text)
    }

    /// Tells what is wrong with a name in the text of an expression, where it stands first.
    package init(_ message: String, of name: String, in text: String) {
        let (name, bytes) = (Array(name.utf8), Array(text.utf8))
        let place = bytes.indices.first { bytes[$0...].starts(with: name) }
        self.init(message, at: place ?? 0, in: text)
    }

    init(_ message: String, at place: Int, in text: String) {
        self.message = message
        self.place = place
        var line = 1
        var column = 1
        for scalar in String(decoding: text.utf8.prefix(place), as: UTF8.self).unicodeScalars {
            if scalar == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        self.line = line
        self.column = column
    }
}

/// All that is wrong with an expression, in the order of the text.
public struct Diagnostics: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one.
    public let all: [Diagnostic]

    /// One line each.
    public var description: String { self.all.map(\.description).joined(separator: "\n") }
}

/// A fault that the parser meets; the text is not at hand there.
struct SyntaxFault: Error {
    let message: String
    let place: Int
}
