import Journal
import Retention
import Testing

@Suite struct LetterLedgerTests {
    private static func origin(_ text: String) -> Origin {
        guard let origin = Origin(place: text) else { preconditionFailure("\(text) is a place") }
        return origin
    }

    private static func letter(
        _ place: String,
        reason: String = "number.invalid",
        time: Int64 = 1_000,
        headers: [(String, String)] = []
    ) throws -> Letter {
        var packed = RecordHeaders()
        let rejection = Rejection(reason: reason, message: "why", pointer: "/total")
        for (name, value) in DeadLetter.headers(rejection, self.origin(place)) + headers { packed.append(name, value) }
        return try #require(Letter(packed, timestamp: Timestamp(milliseconds: time)))
    }

    private static func retry(_ place: String, of first: String) throws -> Letter {
        try self.letter(place, headers: [(DeadLetter.Name.retryOf, first)])
    }

    private static func mark(_ letter: Letter, _ retried: String?) throws -> RetryMark {
        let mark = RetryMark(letter, retried: retried.map(self.origin))
        var packed = RecordHeaders()
        for (name, value) in mark.headers { packed.append(name, value) }
        let read = try #require(self.readMark(mark.key, packed))
        #expect(read == mark, "what is written is what is read")
        return read
    }

    private static func readMark(_ key: String, _ headers: RecordHeaders) -> RetryMark? {
        let key = Array(key.utf8)
        return RetryMark(key: key.span, headers)
    }

    @Test(arguments: ["orders/3/17", "shop/orders.ndjson/0/4"])
    func `given a place in words when it is read then it says the same again`(text: String) {
        #expect(Origin(place: text)?.place == text)
    }

    @Test(arguments: ["", "orders", "orders/3", "/3/4", "orders/x/4", "orders/3/-1", "orders/3/4/"])
    func `given words that are no place when they are read then there is none`(text: String) {
        #expect(Origin(place: text) == nil)
    }

    @Test func `given headers of a letter when they are read then those of the raw record are untouched`() throws {
        let letter = try Self.letter("orders/1/5", headers: [("treue.reason", "mine"), ("source", "web")])
        #expect(letter.reason == "number.invalid" && letter.pointer == "/total")
        #expect(letter.place == Self.origin("orders/1/5") && letter.retryOf == nil)
        #expect(letter.headers.map(\.name) == ["treue.reason", "source"])
        #expect(letter.retryHeaders.map(\.name) == ["treue.reason", "source", "treue.retry-of"])
        #expect(letter.retryHeaders.last?.value == Array("orders/1/5".utf8))
    }

    @Test func `given a second retry when its headers are made then they keep the first place, once`() throws {
        let letter = try Self.letter("orders/1/9", headers: [("Treue.Retry-Of", "orders/1/5"), ("a", "b")])
        #expect(letter.first == Self.origin("orders/1/5"))
        let named = letter.retryHeaders.filter { $0.name.lowercased() == "treue.retry-of" }
        #expect(named == [Letter.Header("treue.retry-of", Array("orders/1/5".utf8))])
    }

    @Test func `given a record that claims a place of another partition when it is joined then it stands alone`() throws
    {
        let letter = try Self.retry("orders/1/9", of: "orders/2/5")
        #expect(letter.first == Self.origin("orders/1/9"))
        #expect(letter.retryHeaders.last?.value == Array("orders/2/5".utf8), "its id comes from there all the same")
    }

    @Test func `given other headers when they are read then they are no letter and no mark`() throws {
        var packed = RecordHeaders()
        packed.append("treue.message", "why")
        #expect(Letter(packed, timestamp: Timestamp(milliseconds: 0)) == nil)
        #expect(Self.readMark("orders/0/1", packed) == nil)
        #expect(Self.readMark("orders/0/1", RecordHeaders()) == nil)
    }

    @Test func `given a letter and its retries when they are read in any order then the outcome is the same`() throws {
        let first = try Self.letter("orders/1/5")
        let second = try Self.retry("orders/1/9", of: "orders/1/5")
        let steps: [(inout LetterLedger) throws -> Void] = [
            { $0.note(first) }, { $0.note(try Self.mark(first, "orders/1/9")) }, { $0.note(second) },
            { $0.note(try Self.mark(second, "orders/1/12")) },
        ]
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
            var ledger = LetterLedger()
            for step in order { try steps[step](&ledger) }
            #expect(ledger.state(of: first) == .refusedAgain(Self.origin("orders/1/9")))
            #expect(ledger.state(of: second) == .retried(Self.origin("orders/1/12")))
            #expect(ledger.count == 1)
        }
    }

    @Test func `given a letter when it is put back and refused again then it is open, retried and open again`() throws {
        let first = try Self.letter("orders/1/5")
        var ledger = LetterLedger()
        ledger.note(first)
        #expect(ledger.state(of: first) == .open)
        ledger.note(try Self.mark(first, "orders/1/9"))
        #expect(ledger.state(of: first) == .retried(Self.origin("orders/1/9")))
        let second = try Self.retry("orders/1/9", of: "orders/1/5")
        ledger.note(second)
        #expect(ledger.state(of: second) == .open)
        ledger.note(try Self.mark(second, nil))
        #expect(ledger.state(of: second) == .retried(nil), "where it went is not known")
    }

    @Test func `given a crash between append and mark when both copies are refused then one retry closes them`() throws
    {
        let first = try Self.letter("orders/1/5")
        let copies = try ["orders/1/9", "orders/1/10"].map { try Self.retry($0, of: "orders/1/5") }
        var ledger = LetterLedger()
        ledger.note(first)
        ledger.note(try Self.mark(first, "orders/1/10"))
        for copy in copies { ledger.note(copy) }
        #expect(ledger.state(of: copies[0]) == .refusedAgain(Self.origin("orders/1/10")))
        #expect(ledger.state(of: copies[1]) == .open)
        ledger.note(try Self.mark(copies[1], "orders/1/11"))
        #expect(ledger.state(of: copies[1]) == .retried(Self.origin("orders/1/11")))
    }

    @Test func `given filters when letters are held against them then all of them must let it through`() throws {
        let letter = try Self.letter("orders/1/5", reason: "number.invalid", time: 1_000)
        func accepts(_ filter: LetterFilter, _ state: LetterState = .open) -> Bool { filter.accepts(letter, state) }
        #expect(accepts(LetterFilter()))
        #expect(accepts(LetterFilter(reasons: ["x", "number"])) && accepts(LetterFilter(reasons: ["number.invalid"])))
        #expect(!accepts(LetterFilter(reasons: ["num"])) && !accepts(LetterFilter(reasons: ["number.inv"])))
        #expect(accepts(LetterFilter(topics: ["orders"])) && !accepts(LetterFilter(topics: ["browse"])))
        #expect(accepts(LetterFilter(from: .offset(5))) && !accepts(LetterFilter(from: .offset(6))))
        #expect(!accepts(LetterFilter(to: .offset(5))) && accepts(LetterFilter(to: .offset(6))))
        let (then, later) = (Timestamp(milliseconds: 1_000), Timestamp(milliseconds: 1_001))
        #expect(accepts(LetterFilter(from: .time(then), to: .time(later))))
        #expect(!accepts(LetterFilter(from: .time(later))) && !accepts(LetterFilter(to: .time(then))))
        #expect(!accepts(LetterFilter(isOpenOnly: true), .retried(nil)))
        #expect(!accepts(LetterFilter(reasons: ["number"], topics: ["browse"])))
        #expect(LetterFilter(protected: ["orders"]).isLeftOut(letter))
        let again = try Self.retry("orders/1/9", of: "orders/1/5")
        let place = LetterFilter(place: Self.origin("orders/1/5"))
        #expect(place.accepts(letter, .open) && place.accepts(again, .open), "the place stands for its retries as well")
    }
}
