import Foundation
import Journal
import JSON
import Retention

/// Dead letters for people.
enum LetterText {
    /// One line, with nothing of what is in the record.
    static func line(_ letter: Letter, _ state: LetterState) -> String {
        let pointer = letter.pointer.isEmpty ? "-" : letter.pointer
        return [
            letter.place.place.harmless, RFC3339.format(letter.timestamp.milliseconds), self.words(letter, state),
            letter.reason.harmless, pointer.harmless, letter.message.harmless,
        ].joined(separator: "  ")
    }

    /// What became of a letter, in its colour.
    static func words(_ letter: Letter, _ state: LetterState) -> String {
        switch state {
        case .open:
            let origin = letter.retryOf.map { ", retry of \($0.place.harmless)" } ?? ""
            return self.paint("open", 33) + origin
        case .retried(let place): return self.paint("retried", 32) + (place.map { " as \($0.place.harmless)" } ?? "")
        case .refusedAgain(let place): return self.paint("refused again", 31) + " as \(place.place.harmless)"
        }
    }

    /// `3 letters: 2 to orders, 1 to browse`.
    static func counts(_ counts: [String: Int]) -> String {
        let total = counts.values.reduce(0, +)
        let parts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\(Spoken.count($0.value)) to \($0.key.harmless)" }
        return "\(self.letters(total)): \(parts.joined(separator: ", "))"
    }

    /// `1 letter`, `2 letters`.
    static func letters(_ count: Int) -> String { count == 1 ? "1 letter" : "\(Spoken.count(count)) letters" }

    private static func paint(_ text: String, _ colour: Int) -> String {
        Terminal.hasColour ? "\u{1B}[\(colour)m\(text)\u{1B}[0m" : text
    }
}

/// Bytes as text when they are UTF-8, else in base64.
enum ShownBytes {
    case text(String)
    case base64(String)

    init(_ bytes: [UInt8]) {
        if let text = String(validating: bytes, as: UTF8.self) {
            self = .text(text)
        } else {
            self = .base64(Data(bytes).base64EncodedString())
        }
    }

    /// The text for people.
    var words: String {
        switch self {
        case .text(let text): text.harmless
        case .base64(let text): "base64 \(text)"
        }
    }

    /// Writes a member, `name` or `name_base64`.
    func write(_ name: String, to writer: inout JSONWriter) {
        switch self {
        case .text(let text):
            writer.key(named: name)
            writer.string(text)
        case .base64(let text):
            writer.key(named: name + "_base64")
            writer.string(text)
        }
    }
}
