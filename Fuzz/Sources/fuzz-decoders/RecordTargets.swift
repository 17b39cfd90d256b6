import Formats
import Journal
import Mapping
import Retention

private let euro = Defaults(currency: Currency("EUR"))

/// Calls of Segment's, or CloudEvents in structured mode: the input is the value.
final class JSONTarget: Target {
    private let intake: Intake
    private let guessing: Intake

    init(_ format: SourceSettings.Format) {
        let zone = LocalZone("Europe/Berlin")
        self.intake = Intake(IntakeSettings(defaults: SourceSettings(format: format, defaults: euro, zone: zone)))
        self.guessing = Intake(IntakeSettings())
    }

    func run(_ input: [UInt8]) {
        self.intake.run(input)
        self.guessing.run(input)
    }
}

/// Webhooks of Shopify: the first byte chooses the topic and whether action and time stand in headers.
final class ShopifyTarget: Target {
    private let intake = Intake(IntakeSettings(defaults: SourceSettings(format: .shopify, defaults: euro)))
    private let poor = Intake(IntakeSettings(defaults: SourceSettings(format: .auto)))

    static let topics = [
        "orders/create", "orders/updated", "orders/paid", "orders/partially_fulfilled", "orders/fulfilled",
        "orders/cancelled", "orders/edited", "orders/delete", "refunds/create", "fulfillments/create",
        "fulfillments/update", "fulfillment_events/create", "returns/request", "returns/approve", "returns/decline",
        "returns/close", "carts/create", "carts/update", "checkouts/create", "checkouts/update", "checkouts/delete",
        "customers/create", "customers/update", "customers/enable", "customers/disable", "customers/delete",
        "customers/merge", "customers/purchasing_summary", "customers/data_request", "customers/redact",
        "customer.tags_added", "customer.tags_removed", "customer.joined_segment", "customer.left_segment",
        "customers_email_marketing_consent/update", "customers_marketing_consent/update", "products/create",
        "products/update", "products/delete", "inventory_levels/update", "inventory_levels/connect",
        "inventory_levels/disconnect", "shop/redact", "themes/publish",
    ]

    func run(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let (variant, topic) = Int(first).quotientAndRemainder(dividingBy: Self.topics.count)
        var headers = RecordHeaders()
        headers.append("X-Shopify-Topic", Self.topics[topic])
        if variant & 1 == 0 { headers.append("X-Shopify-Event-Id", "98880550-7158-44d4-b7cd-2c97c8a091b5") }
        if variant & 2 == 0 { headers.append("x-shopify-triggered-at", "2026-03-01T09:30:12.250Z") }
        (variant < 4 ? self.intake : self.poor).run(Array(input.dropFirst()), headers)
    }
}

/// Records with headers of their own: lines `name:value`, a zero byte, and the value of the record.
final class BinaryModeTarget: Target {
    private let intake = Intake(IntakeSettings(defaults: SourceSettings(format: .auto, defaults: euro)))
    private let strict = Intake(IntakeSettings(defaults: SourceSettings(format: .cloudEvents)))

    func run(_ input: [UInt8]) {
        let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        var headers = RecordHeaders()
        for line in parts[0].split(separator: UInt8(ascii: "\n")) {
            let pair = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            let value = pair.count > 1 ? Array(pair[1]) : []
            headers.append(String(decoding: pair[0], as: UTF8.self), value.span)
        }
        let value = parts.count > 1 ? Array(parts[1]) : []
        self.intake.run(value, headers)
        self.strict.run(value, headers)
    }
}

/// JSON of a shop's own shape: the first byte chooses the topic, the rest is the value.
final class MappedTarget: Target {
    private static let yaml = """
        mapping: 1
        defaults: { currency: EUR, time_zone: Europe/Berlin }
        topics:
          tills:
            format: json
            events:
              - type: order.completed
                when: { /kind: [sale, web-sale], /ok: "true" }
                id: /receipt
                time: /at
                subject: { customer: /buyer/no, visitor: /session }
                data:
                  order_id: /receipt
                  total: [/sums/gross, /sums/net]
                  products: { each: /rows, sku: /article, quantity: /pieces, price: /unit }
                  channel: { is: till }
              - type: nps.answered
                when: { /kind: nps }
                time: /unix
                time_as: seconds
                subject: { customer: /buyer/no }
                data: { score: /score }
              - type: customer.identified
                when: { /kind: person }
                id: [/id, /rows/0/article]
                time: /unix
                time_as: milliseconds
                subject: { customer: /buyer/no, shop: /session }
                data: { country: /buyer/land, locale: { is: de }, visitor: /session }
              - type: customer.tagged
                when: { /kind: tags }
                subject: { customer: /buyer/no, shop: /session }
                data: { tags: /buyer/tags }
              - type: page.viewed
                when: { /kind: page }
                subject: { visitor: /session }
                data: { name: /page, path: [/url, /page], category: { is: 7 } }
          calls:
            format: segment
            currency: USD
            rename: { /properties/orderNo: order_id, /traits/a~1b: email }
            constants: { /properties/affiliation: web, /type: track }
          events:
            format: auto
            rename: { /payload: data, /data/no: order_id }
            constants: { /specversion: "1.0", /data/currency: JPY }
        """
    private static let topics = ["tills", "calls", "events"]
    private let intake: Intake

    init() {
        do {
            self.intake = Intake(try MappingFile.load(yaml: Self.yaml, named: "m", currency: nil) { _ in nil })
        } catch {
            broken("the mapping file: \(error)")
        }
    }

    func run(_ input: [UInt8]) {
        guard let first = input.first else { return }
        var headers = RecordHeaders()
        if first >= 128 { headers.append("treue.retry-of", "tills/1/3") }
        self.intake.run(Array(input.dropFirst()), headers, topic: Self.topics[Int(first) % Self.topics.count])
    }
}

/// Raw records in Protobuf: the input is the value.
final class ProtobufTarget: Target {
    private let intake = Intake(IntakeSettings(defaults: SourceSettings(format: .protobuf)))

    func run(_ input: [UInt8]) { self.intake.run(input) }
}
