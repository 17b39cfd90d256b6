/// Why a document was refused, where, and what to do about it.
///
/// No part of the document is ever quoted, so that a message may be logged or stored beside the refused bytes.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of fault; new codes may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        enum Kind: UInt8, Hashable, Sendable {
            case empty = 1
            case tooLarge, tooDeep, tooManyTokens, invalidUTF8, unclosedString, controlCharacter, invalidEscape
            case loneSurrogate, invalidNumber, invalidLiteral, unexpectedCharacter, unexpectedEnd, trailingContent
            case outOfMemory
        }

        let kind: Kind

        /// The input has no bytes, or only white space.
        public static let empty = Code(kind: .empty)
        /// The input has more bytes than ``JSONParser/Limits/bytes``.
        public static let tooLarge = Code(kind: .tooLarge)
        /// Objects and arrays are nested more deeply than ``JSONParser/Limits/depth``.
        public static let tooDeep = Code(kind: .tooDeep)
        /// There are more keys and values than ``JSONParser/Limits/tokens``.
        public static let tooManyTokens = Code(kind: .tooManyTokens)
        /// The input is not well-formed UTF-8.
        public static let invalidUTF8 = Code(kind: .invalidUTF8)
        /// A string has no closing quote.
        public static let unclosedString = Code(kind: .unclosedString)
        /// A string holds a control character that isn't escaped.
        public static let controlCharacter = Code(kind: .controlCharacter)
        /// A backslash is followed by something that JSON doesn't define.
        public static let invalidEscape = Code(kind: .invalidEscape)
        /// A `\u` escape names half of a surrogate pair.
        public static let loneSurrogate = Code(kind: .loneSurrogate)
        /// A number is not in JSON's form, for instance with a leading zero or plus sign.
        public static let invalidNumber = Code(kind: .invalidNumber)
        /// A bare word is neither `true`, `false` nor `null`.
        public static let invalidLiteral = Code(kind: .invalidLiteral)
        /// A character stands where the grammar has no place for it.
        public static let unexpectedCharacter = Code(kind: .unexpectedCharacter)
        /// The document ends before it is complete.
        public static let unexpectedEnd = Code(kind: .unexpectedEnd)
        /// Something other than white space follows the document.
        public static let trailingContent = Code(kind: .trailingContent)
        /// Memory for the parser's buffers is short.
        public static let outOfMemory = Code(kind: .outOfMemory)

        /// The code's name, stable and fit for a metric label.
        public var description: String { "\(kind)" }
    }

    /// The kind of fault.
    public let code: Code
    /// The byte at which the fault was noticed, or `nil` when it has no place.
    public let offset: Int?

    init(_ code: Code, offset: Int?) {
        self.code = code
        self.offset = offset
    }

    /// What is wrong and how to mend it, without the place.
    public var message: String {
        switch code.kind {
        case .empty: "the document is empty; send one JSON value"
        case .tooLarge: "the document is longer than the limit; shorten it or raise the byte limit"
        case .tooDeep: "the document is nested too deeply; flatten it or raise the depth limit"
        case .tooManyTokens: "the document has too many values; split it or raise the token limit"
        case .invalidUTF8: "the document is not valid UTF-8; encode it as UTF-8"
        case .unclosedString: "a string is not closed; the document may be cut off"
        case .controlCharacter: "a string holds a bare control character; escape it"
        case .invalidEscape: "a string holds an escape that JSON doesn't define; escape the backslash"
        case .loneSurrogate: "a string holds half of a surrogate pair; write both halves or the character itself"
        case .invalidNumber: "a number is not in JSON's form; write digits without leading zeros, plus sign or NaN"
        case .invalidLiteral: "a bare word is neither true, false nor null; quote it"
        case .unexpectedCharacter: "a character stands in the wrong place; check commas, colons and brackets"
        case .unexpectedEnd: "the document ends too early; it may be cut off"
        case .trailingContent: "something follows the document; send one JSON value per record"
        case .outOfMemory: "memory is short; lower the byte limit or give the process more memory"
        }
    }

    /// The message with the place, when there is one.
    public var description: String {
        if let offset { "\(message) (byte \(offset))" } else { message }
    }
}
