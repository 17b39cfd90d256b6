import Retention
import TestKit
import Testing

@Suite struct EventIDTests {
    private static let uuid = "c2a7af9e-ab79-b005-6dd1-77d2c700d84c"

    /// Ids of all kinds, among them such as nearly are UUIDs.
    private static let all =
        ["", "1", "o-7", "Ünï-😀", uuid, uuid.uppercased(), uuid + "0", String(uuid.dropLast())]
        + [0, 8, 13, 18, 23, 35].flatMap { place in
            ["-", "g", "/", ":", "`", "A", "0", "é"].map { letter in
                var letters = Array(Self.uuid)
                letters[place] = Character(letter)
                return String(letters)
            }
        }

    @Test(arguments: all) func `given an id, when it is taken, then it is what it was`(text: String) {
        let id = EventID(text)
        #expect(id.description == text)
        #expect(id.hash == StableHash(text))
        #expect(id.withUTF8 { [UInt8](copying: $0) } == Array(text.utf8))
    }

    @Test func `given two ids, when they are compared, then as their texts are`() {
        for left in Self.all {
            for right in Self.all { #expect((EventID(left) == EventID(right)) == (left == right)) }
        }
    }

    @Test func `given random digits, when they are taken as a UUID, then none is lost`() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<1_000 {
            var text = ""
            for (number, length) in [8, 4, 4, 4, 12].enumerated() {
                if number > 0 { text += "-" }
                for _ in 0..<length { text += String(Int.random(in: 0..<16, using: &random), radix: 16) }
            }
            let id = EventID(uuid: text.utf8Span.span)
            #expect(id?.description == text)
            #expect(id == EventID(text))
        }
    }

    @Test func `given any byte at any place of a UUID, when it is taken, then only digits and dashes make one`() {
        let bytes = Array(Self.uuid.utf8)
        for place in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = bytes
                changed[place] = byte
                let isDash = [8, 13, 18, 23].contains(place)
                let isDigit = (48...57).contains(byte) || (97...102).contains(byte)
                let isOne = EventID(uuid: changed.span) != nil
                #expect(isOne == (isDash ? byte == 45 : isDigit), "byte \(byte) at \(place)")
            }
        }
    }

    @Test func `only UUIDs in small letters are taken as such`() {
        for text in Self.all where text != Self.uuid {
            let isOne = text.utf8.count == 36 && text.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil
            let id = EventID(uuid: text.utf8Span.span)
            #expect((id != nil) == isOne)
        }
    }
}
