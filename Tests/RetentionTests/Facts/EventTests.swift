import Retention
import TestKit
import Testing

@Suite struct SubjectTests {
    @Test func `a subject is read from its kind and id, and written so again`() {
        #expect(Subject("customer/42") == Subject(.customer, "42"))
        #expect(Subject("visitor/ab12") == Subject(.visitor, "ab12"))
        #expect(Subject(.customer, "42").description == "customer/42")
    }

    @Test func `only the first slash parts kind and id`() {
        #expect(Subject("customer/a/b") == Subject(.customer, "a/b"))
        #expect(Subject("customer//") == Subject(.customer, "/"))
        #expect(Subject("customer/ ") == Subject(.customer, " "))
    }

    @Test(arguments: [
        "", "/", "customer", "customer/", "/42", "Customer/42", "parcel/42", " customer/42", "customers/42",
    ])
    func `a text without a known kind or without an id is no subject`(text: String) {
        #expect(Subject(text) == nil)
        #expect(Subject(Array(text.utf8).span) == nil)
    }

    @Test(arguments: ["customer/42", "visitor/ab12", "customer/a/b", "customer//", "customer/Zoë", "customer/ "])
    func `bytes are read as the text is`(text: String) {
        let bytes = Array(text.utf8)
        #expect(Subject(bytes.span) != nil)
        #expect(Subject(bytes.span) == Subject(text))
    }

    @Test func `bytes that are no text are no subject`() {
        let bytes = Array("customer/".utf8) + [0xFF]
        #expect(Subject(bytes.span) == nil)
    }

    @Test func `a substring is read as well as a string`() {
        #expect(Subject("to customer/42".dropFirst(3)) == Subject(.customer, "42"))
    }
}

@Suite struct SentimentTests {
    @Test func `a sentiment lies from minus one to one, both included`() {
        #expect(Sentiment(millionths: 1_000_000) != nil)
        #expect(Sentiment(millionths: -1_000_000) != nil)
        #expect(Sentiment(millionths: 1_000_001) == nil)
        #expect(Sentiment(millionths: -1_000_001) == nil)
        #expect(Sentiment(millionths: .min) == nil)
    }

    @Test func `sentiments sort from angry to glad`() {
        #expect(Sentiment.scored(-0.5) < .scored(-0.499999))
        #expect(Sentiment.scored(0.25).millionths == 250_000)
    }
}

@Suite struct LetterTests {
    @Test func `an event is no letter unless it says so`() {
        let origin = Origin(source: "orders", partition: 0, offset: 0)
        let body = Event.Body.productViewed(ProductView(product: "sku"))
        let event = Event(id: "e", subject: Subject(.customer, "1"), time: start, origin: origin, body: body)
        var letter = event
        letter.isLetter = true
        #expect(!event.isLetter && letter != event)
    }
}
