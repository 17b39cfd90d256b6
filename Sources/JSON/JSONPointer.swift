extension JSONValue {
    /// Where this value stands in its document, as a JSON pointer (RFC 6901); empty for the root.
    ///
    /// Found by going down from the root: O(*n*) in the document, so ask only when something is at fault.
    public var pointer: String {
        var text = ""
        var place = self.at(0)
        while place.index < self.index {
            guard let step = place.step(towards: self.index) else { break }
            text += "/\(step.name)"
            place = self.at(step.index)
        }
        return text
    }

    /// The member or element in which the token at an index lies.
    private func step(towards index: UInt32) -> (name: String, index: UInt32)? {
        var position = self.index + 1
        var count = 0
        while position < self.token.end {
            let value = self.kind == .object ? position + 1 : position
            if index >= position, index < self.token(value).end {
                guard self.kind == .object else { return ("\(count)", value) }
                let key = self.at(position).string ?? ""
                return (key.escapedForPointer, value)
            }
            position = self.token(value).end
            count += 1
        }
        return nil
    }
}

extension String {
    /// The text as a part of a JSON pointer.
    fileprivate var escapedForPointer: String {
        // Scalar by scalar: what Unicode joins to a slash, such as an accent, leaves it a slash.
        self.unicodeScalars.reduce(into: "") { text, letter in
            switch letter {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(letter)
            }
        }
    }
}

/// A JSON pointer (RFC 6901), taken apart once.
public struct JSONPointer: Hashable, Sendable {
    /// The unescaped names on the way down.
    public let steps: [String]

    /// Reads a pointer such as `/properties/order_id`; `nil` unless it is empty or begins with a slash, and for a tilde
    /// that is neither `~0` nor `~1`.
    public init?(_ text: String) {
        guard !text.isEmpty else {
            self.steps = []
            return
        }
        guard text.unicodeScalars.first == "/" else { return nil }
        var steps: [String] = []
        for part in text.unicodeScalars.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            var step = String.UnicodeScalarView()
            var letters = part.makeIterator()
            while let letter = letters.next() {
                guard letter == "~" else {
                    step.append(letter)
                    continue
                }
                switch letters.next() {
                case "0": step.append("~")
                case "1": step.append("/")
                default: return nil
                }
            }
            steps.append(String(step))
        }
        self.steps = steps
    }

    /// The text form.
    public var text: String { self.steps.map { "/" + $0.escapedForPointer }.joined() }
}

extension JSONValue {
    /// The value at a pointer below this one, or a missing value.
    @_lifetime(copy self)
    public func value(at pointer: JSONPointer) -> JSONValue {
        var value = self
        for step in pointer.steps {
            value =
                value.kind == .array ? value[Int(step) ?? -1] : value.member(named: step.utf8Span.span)
        }
        return value
    }
}
