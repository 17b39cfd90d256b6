import Formats
import Journal
import Retention
import Testing

@Suite struct LetterJSONTests {
    private static func letter(_ headers: [(String, String)] = []) throws -> Letter {
        var packed = RecordHeaders()
        let rejection = Rejection(reason: "field.missing", message: "a \"field\"", pointer: "/a")
        for (name, value) in DeadLetter.headers(rejection, place) + headers { packed.append(name, value) }
        return try #require(Letter(packed, timestamp: noon))
    }

    private static let start =
        #"{"place":"raw/3/77","topic":"raw","partition":3,"offset":77,"time":"2024-02-29T12:00:00.250Z","#
        + #""reason":"field.missing","message":"a \"field\"","pointer":"/a","#

    @Test func `given an open letter when it is written then it is one object without the record's contents`() throws {
        let line = LetterJSON.line(try Self.letter([("secret", "42")]), .open)
        #expect(line == Self.start + #""state":"open"}"#)
    }

    @Test func `given letters that were put back when they are written then they tell how it ended`() throws {
        let later = Origin(source: "raw", partition: 3, offset: 99)
        let letter = try Self.letter()
        #expect(LetterJSON.line(letter, .retried(nil)) == Self.start + #""state":"retried"}"#)
        #expect(
            LetterJSON.line(letter, .retried(later))
                == Self.start + #""state":"retried","retried_as":"raw/3/99"}"#
        )
        #expect(
            LetterJSON.line(letter, .refusedAgain(later))
                == Self.start + #""state":"refused_again","refused_as":"raw/3/99"}"#
        )
        #expect(
            LetterJSON.line(try Self.letter([(DeadLetter.Name.retryOf, "raw/3/70")]), .open)
                == Self.start + #""state":"open","retry_of":"raw/3/70"}"#
        )
    }
}
