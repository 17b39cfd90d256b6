import JSON
import Testing

/// A repeatable generator.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A JSON document as a plain tree.
indirect enum Tree: Equatable {
    case object([Pair])
    case array([Tree])
    case string(String)
    case number(String)
    case boolean(Bool)
    case null

    struct Pair: Equatable {
        var key: String
        var value: Tree
    }

    init(parsing bytes: [UInt8], with parser: inout JSONParser) throws {
        let root = try parser.parse(bytes.span)
        self.init(root)
    }

    init(_ value: JSONValue) {
        switch value.kind {
        case .object:
            var pairs: [Pair] = []
            var members = value.members
            while let member = members.next() {
                pairs.append(Pair(key: member.key.string ?? "?", value: Tree(member.value)))
            }
            self = .object(pairs)
        case .array:
            var items: [Tree] = []
            var elements = value.elements
            while let element = elements.next() { items.append(Tree(element)) }
            self = .array(items)
        case .string: self = .string(value.string ?? "?")
        case .number: self = .number(value.bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
        case .true: self = .boolean(true)
        case .false: self = .boolean(false)
        case .null, .missing: self = .null
        }
    }

    static func random(_ random: inout SplitMix, depth: Int = 0) -> Tree {
        switch Int.random(in: 0..<(depth > 5 ? 5 : 9), using: &random) {
        case 0: return .null
        case 1: return .boolean(Bool.random(using: &random))
        case 2:
            return .number(
                String(Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<63, using: &random))
            )
        case 3, 4: return .string(text(&random))
        case 5, 6:
            return .array(
                (0..<Int.random(in: 0..<6, using: &random)).map { _ in Tree.random(&random, depth: depth + 1) }
            )
        default:
            return .object(
                (0..<Int.random(in: 0..<6, using: &random)).map { _ in
                    Pair(key: text(&random), value: Tree.random(&random, depth: depth + 1))
                }
            )
        }
    }

    static func text(_ random: inout SplitMix) -> String {
        let alphabet: [Character] = [
            "a", "b", "Z", " ", "\"", "\\", "/", "\n", "\t", "\u{0}", "\u{1F}", "\u{7F}", "é", "漢", "😀", "{", "]", ":",
        ]
        let plain = Bool.random(using: &random)
        return String(
            (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                plain ? "x" : alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
        )
    }

    func write(_ writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .boolean(let value): writer.boolean(value)
        case .number(let text): writer.integer(Int64(text) ?? 0)
        case .string(let value): writer.string(value)
        case .array(let items):
            writer.beginArray()
            for item in items { item.write(&writer) }
            writer.endArray()
        case .object(let pairs):
            writer.beginObject()
            for pair in pairs {
                writer.key(named: pair.key)
                pair.value.write(&writer)
            }
            writer.endObject()
        }
    }

    /// Text with random white space and escapes.
    func spelled(_ random: inout SplitMix) -> String {
        func space() -> String {
            String(
                repeating: [" ", "\n", "\t", "\r"].randomElement(using: &random) ?? " ",
                count: Int.random(in: 0..<3, using: &random)
            )
        }
        func quoted(_ text: String) -> String {
            var out = "\""
            for scalar in text.unicodeScalars {
                if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || Int.random(in: 0..<8, using: &random) == 0
                {
                    for unit in String(scalar).utf16 {
                        let hex = String(unit, radix: 16, uppercase: Bool.random(using: &random))
                        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                    }
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
            return out + "\""
        }
        let text: String
        switch self {
        case .null: text = "null"
        case .boolean(let value): text = "\(value)"
        case .number(let digits): text = digits
        case .string(let value): text = quoted(value)
        case .array(let items): text = "[" + space() + items.map { $0.spelled(&random) }.joined(separator: ",") + "]"
        case .object(let pairs):
            text =
                "{" + space()
                + pairs.map { space() + quoted($0.key) + space() + ":" + $0.value.spelled(&random) }.joined(
                    separator: ","
                ) + "}"
        }
        return space() + text + space()
    }
}

/// `#expect` for conditions that read a `JSONValue` or another view, which the macro can't take apart.
func expect(_ condition: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(condition, sourceLocation: sourceLocation)
}
