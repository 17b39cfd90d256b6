import Formats
import Journal
import Retention
import Testing

@Suite struct DecoderTests {
    private static let orderProperties = #"""
        "order_id":"o1","total":27.50,"revenue":25.00,"currency":"EUR","coupon":"SPRING","products":[
        {"product_id":"507","sku":"45790-32","name":"Monopoly","price":19,"quantity":1},
        {"product_id":"505","price":"4.25","quantity":2}]
        """#
    private static let order = Event.Body.orderCompleted(
        Order(
            id: "o1",
            total: money(2_750, "EUR"),
            lines: [
                LineItem(product: "45790-32", quantity: 1, price: money(1_900, "EUR")),
                LineItem(product: "505", quantity: 2, price: money(425, "EUR")),
            ],
            coupon: "SPRING"
        )
    )
    private static let reversalProperties = #""order_id":"o1","total":"3.10","currency":"eur""#
    private static let reversal = OrderReversal(orderID: "o1", amount: money(310, "EUR"))
    private static let changeProperties = #""cart_id":"k1","sku":"s1","quantity":3,"price":1.99,"currency":"EUR""#
    private static let change = CartChange(product: "s1", quantity: 3, price: money(199, "EUR"), cartID: "k1")
    private static let viewProperties = #""product_id":"507","category":"Games""#
    private static let view = ProductView(product: "507", category: "Games")
    private static let mentionProperties = #""network":"mastodon","sentiment":-0.75"#
    private static let mention = Mention(network: "mastodon", sentiment: Sentiment(millionths: -750_000))

    @Test(
        arguments: [
            ("Order Completed", orderProperties, order), ("Completed Order", orderProperties, order),
            ("Order Cancelled", reversalProperties, .orderCancelled(reversal)),
            ("Order Refunded", reversalProperties, .orderRefunded(reversal)),
            ("Order Refunded", #""order_id":"o1""#, .orderRefunded(OrderReversal(orderID: "o1"))),
            ("Product Viewed", viewProperties, .productViewed(view)),
            ("Viewed Product", viewProperties, .productViewed(view)),
            ("Product Added", changeProperties, .productAdded(change)),
            ("Added Product", changeProperties, .productAdded(change)),
            ("Product Removed", changeProperties, .productRemoved(change)),
            ("Removed Product", changeProperties, .productRemoved(change)),
            ("Social Mentioned", mentionProperties, .socialMentioned(mention)),
        ] as [(String, String, Event.Body)]
    )
    func everySegmentEventIsRead(name: String, properties: String, body: Event.Body) {
        let event = Event(id: "m1", subject: Subject(.customer, "u1"), time: noon, origin: place, body: body)
        #expect(decodedEvent(track(name, properties)) == event)
    }

    @Test(
        arguments: [
            ("order.completed", orderProperties, order),
            ("order.cancelled", reversalProperties, .orderCancelled(reversal)),
            ("order.refunded", reversalProperties, .orderRefunded(reversal)),
            ("product.viewed", viewProperties, .productViewed(view)),
            ("product.added", changeProperties, .productAdded(change)),
            ("product.removed", changeProperties, .productRemoved(change)),
            ("social.mentioned", mentionProperties, .socialMentioned(mention)),
        ] as [(String, String, Event.Body)]
    )
    func everyCloudEventIsRead(type: String, data: String, body: Event.Body) {
        let event = Event(id: "m1", subject: Subject(.customer, "u1"), time: noon, origin: place, body: body)
        #expect(decodedEvent(cloudEvent(type, data)) == event)
    }

    @Test func aCloudEventMayLeaveOutItsSpecversionAndSource() {
        let text = #"""
            {"id":"1","type":"product.viewed","subject":"visitor/v/1","time":"2024-02-29","data":{"sku":"s"}}
            """#
        #expect(decodedEvent(text)?.subject == Subject(.visitor, "v/1"))
    }

    @Test(
        arguments: [
            (#""total":5,"revenue":4,"value":3"#, 500), (#""revenue":4,"shipping":1.5,"tax":"0.50","value":3"#, 600),
            (#""revenue":4,"total":null"#, 400), (#""value":3"#, 300),
            (#""products":[{"sku":"a","price":1.10,"quantity":3},{"sku":"b","price":2}]"#, 530),
            (#""total":0,"products":[{"sku":"a"}]"#, 0), (#""total":1e15,"currency":"JPY""#, 1_000_000_000_000_000),
        ] as [(String, Int64)]
    )
    func theTotalFallsBackToRevenueValueAndTheLines(properties: String, minor: Int64) {
        let currency = properties.contains("JPY") ? "" : #","currency":"EUR""#
        let event = decodedEvent(track("Order Completed", #""order_id":"o1",\#(properties)\#(currency)"#))
        guard case .orderCompleted(let order) = event?.body else {
            Issue.record("the order was not read")
            return
        }
        #expect(order.total.minor == minor)
    }

    @Test(
        arguments: [
            ("JPY", "1250", 1_250), ("JPY", "1250.00", 1_250), ("KWD", "1.234", 1_234), ("KWD", "\"1.2\"", 1_200),
            ("EUR", "0.1", 10), ("EUR", "\"19.99\"", 1_999), ("EUR", "1.25e1", 1_250),
            ("EUR", "4503599627370.49", 450_359_962_737_049),
            ("EUR", "-0", 0), ("CLF", "1.2345", 12_345),
        ] as [(String, String, Int64)]
    )
    func amountsAreExactInTheMinorUnitsOfTheirCurrency(code: String, amount: String, minor: Int64) {
        let event = decodedEvent(track("Order Completed", #""order_id":"1","currency":"\#(code)","total":\#(amount)"#))
        #expect(event?.body == .orderCompleted(Order(id: "1", total: money(minor, code))))
    }

    @Test func amountsWithoutACurrencyAreInTheDefaultOne() {
        let text = track("Order Completed", #""order_id":"1","total":5"#)
        let order = Order(id: "1", total: money(5, "JPY"))
        #expect(decodedEvent(text, defaultCurrency: currency("JPY"))?.body == .orderCompleted(order))
        #expect(rejection(Array(text.utf8))?.reason == "currency.missing")
    }

    @Test func aLineMayHaveACurrencyOfItsOwnAndIsThenNoPartOfTheSum() {
        let lines = #""products":[{"sku":"a","price":1,"currency":"USD"},{"sku":"b","price":2}]"#
        let event = decodedEvent(track("Order Completed", #""order_id":"1","currency":"EUR","total":3,\#(lines)"#))
        guard case .orderCompleted(let order) = event?.body else {
            Issue.record("the order was not read")
            return
        }
        #expect(order.lines.map(\.price) == [money(100, "USD"), money(200, "EUR")])
        let sum = rejection(Array(track("Order Completed", #""order_id":"1","currency":"EUR",\#(lines)"#).utf8))
        #expect(sum?.reason == "field.missing")
        #expect(sum?.pointer == "/properties/total")
    }

    @Test(arguments: [
        (#""userId":"u1","anonymousId":"a1""#, Subject(.customer, "u1")),
        (#""userId":4711"#, Subject(.customer, "4711")), (#""userId":"","anonymousId":"a1""#, Subject(.visitor, "a1")),
        (#""userId":null,"anonymousId":17"#, Subject(.visitor, "17")),
        (#""userId":"Grüße/😀""#, Subject(.customer, "Grüße/😀")),
    ])
    func whoItWasIsTheUserElseTheVisitor(user: String, subject: Subject) {
        #expect(decodedEvent(track("Product Viewed", #""sku":"s""#, user: user))?.subject == subject)
    }

    @Test(
        arguments: [
            (#""timestamp":"2024-02-29T12:00:00.250Z","sentAt":"2023-01-01""#, 1_709_208_000_250),
            (#""originalTimestamp":"2024-02-29T13:00:00.250+01:00","receivedAt":"2023-01-01""#, 1_709_208_000_250),
            (#""timestamp":null,"receivedAt":"1970-01-01T00:00:01Z""#, 1_000), (#""sentAt":"1970-01-02""#, 86_400_000),
        ] as [(String, Int64)]
    )
    func whenItWasIsTheFirstTimeThatIsThere(time: String, milliseconds: Int64) {
        let event = decodedEvent(track("Product Viewed", #""sku":"s""#, time: time))
        #expect(event?.time.milliseconds == milliseconds)
    }

    @Test(arguments: [
        (#""sku":"a","product_id":"b","variant":"c","name":"d""#, "a"), (#""product_id":505,"variant":"c""#, "505"),
        (#""sku":"","variant":"c","name":"d""#, "c"), (#""sku":null,"name":"d""#, "d"),
    ])
    func aProductIsItsSkuElseItsIdVariantOrName(properties: String, product: String) {
        #expect(
            decodedEvent(track("Product Viewed", properties))?.body
                == .productViewed(ProductView(product: product))
        )
    }

    @Test func whatIsMissingHasItsDefault() {
        let added = decodedEvent(track("Product Added", #""sku":"s","quantity":null"#))
        #expect(added?.body == .productAdded(CartChange(product: "s", quantity: 1)))
        let mentioned = decodedEvent(track("Social Mentioned", #""sentiment":null"#))
        #expect(mentioned?.body == .socialMentioned(Mention(network: "unknown")))
        let whole = decodedEvent(track("Product Added", #""sku":"s","quantity":"3.0""#))
        #expect(whole?.body == .productAdded(CartChange(product: "s", quantity: 3)))
    }

    @Test(arguments: [
        #"{"type":"group","userId":"u1"}"#, track("Song Played", ""), cloudEvent("parcel.lost", ""),
        #"{"specversion":"1.0","type":"com.example.other"}"#,
    ])
    func whatNoProjectionReadsIsIgnored(text: String) {
        #expect(isIgnored(text))
    }

    @Test func aDecoderGoesOnAfterARecordThatCanNotBeTaken() {
        let decoder = RawDecoder()
        for round in 0..<3 {
            let bad: [UInt8] = Array("{\"type\":".utf8)
            guard case .rejected = decoder.decode(line: bad.span, at: place) else {
                Issue.record("round \(round)")
                return
            }
            let good = Array(track("Product Viewed", #""sku":"s""#).utf8)
            guard case .event = decoder.decode(line: good.span, at: place) else {
                Issue.record("round \(round)")
                return
            }
        }
    }
}
