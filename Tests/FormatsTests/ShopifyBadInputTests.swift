import Formats
import Journal
import Retention
import TestKit
import Testing

@Suite struct ShopifyBadInputTests {
    private static let required: [(String, String)] = [
        ("orders--create", "id"), ("orders--updated", "id"), ("orders--updated", "updated_at"), ("orders--paid", "id"),
        ("orders--cancelled", "id"), ("orders--delete", "id"), ("refunds--create", "id"),
        ("refunds--create", "order_id"), ("refunds--create", "transactions/0/amount"), ("fulfillments--create", "id"),
        ("fulfillments--update", "order_id"), ("fulfillment_events--create", "order_id"),
        ("fulfillment_events--create", "status"), ("carts--update", "line_items"), ("checkouts--create", "total_price"),
        ("customers--create", "id"), ("customers--delete", "id"), ("customers--merge", "status"),
        ("customers--merge", "admin_graphql_api_customer_kept_id"),
        ("customers--merge", "admin_graphql_api_customer_deleted_id"), ("customer.tags_added", "tags"),
        ("customer.joined_segment", "customer_id"), ("customer.joined_segment", "segment_id"),
        ("customers_email_marketing_consent--update", "customer_id"),
        ("customers_email_marketing_consent--update", "email_marketing_consent"),
        ("customers_email_marketing_consent--update", "email_marketing_consent/state"),
        ("customers_marketing_consent--update", "id"), ("customers_marketing_consent--update", "sms_marketing_consent"),
        ("inventory_levels--update", "inventory_item_id"), ("inventory_levels--update", "location_id"),
        ("inventory_levels--update", "available"), ("inventory_levels--disconnect", "location_id"),
        ("products--create", "id"), ("returns--request", "id"), ("returns--close", "order_id"),
        ("customers--data_request", "customer"), ("customers--redact", "customer/id"), ("shop--redact", "shop_domain"),
    ]

    @Test(arguments: Self.required)
    func `given a webhook without what it must have, when it is decoded, then it is refused with the place`(
        name: String,
        path: String
    ) throws {
        // The gid would stand in for a missing id.
        let hook = try Hook(name).with("admin_graphql_api_id", nil)
        for bad in [nil, .null, .flag(true), .object([]), .list([.number("1.5")])] as [Node?] {
            if bad == .null, name == "inventory_levels--update", path == "available" { continue }
            if bad?.json == "{}",
                path == "email_marketing_consent" || path == "sms_marketing_consent" || path == "customer"
            {
                continue
            }
            let rejection = hook.with(path, bad).decoded().rejection
            #expect(rejection?.pointer.hasPrefix("/\(path)") == true, "\(name) \(path) \(bad?.json ?? "-")")
        }
    }

    @Test(arguments: [("customers--purchasing_summary", "customerId"), ("customer.tags_removed", "customerId")])
    func `given no customer in a webhook about one, when it is decoded, then it is refused`(
        name: String,
        path: String
    ) throws {
        #expect(try Hook(name).with(path, nil).decoded().rejection?.pointer == "/customer_id")
    }

    private static let bad: [Node?] = [
        nil, .null, .flag(true), .number("-1"), .number("1.5"), .number("1e400"), .text(""), .text("\u{1F600}x"),
        .list([]), .list([.null]), .object([]),
    ]

    /// Paths of a body: all, or of a long one as many as there is time for, the same in every run.
    private static func paths(of hook: Hook) -> [String] {
        var random = SeededRandom(seed: UInt64(hook.body.paths.count))
        return Array(hook.body.paths.shuffled(using: &random).prefix(40))
    }

    @Test(arguments: Hook.names)
    func `given any member gone or of a wrong type, when it is decoded, then nothing breaks`(name: String) throws {
        let hook = try Hook(name)
        for (index, path) in Self.paths(of: hook).enumerated() {
            for step in 0..<3 {
                let bad = Self.bad[(index + step * 4) % Self.bad.count]
                guard let rejection = hook.with(path, bad).decoded().rejection else { continue }
                #expect(!rejection.reason.isEmpty)
                #expect(!rejection.pointer.isEmpty || rejection.reason.hasPrefix("shopify."), "\(name) \(path)")
            }
        }
    }

    @Test(arguments: [" ", "null", "[]", "{", "{}", #"{"id":}"#])
    func `given a body that is no webhook, when it is decoded, then it is refused`(body: String) throws {
        for name in Hook.names {
            let record = Hook.decoded(Array(body.utf8), try Hook(name).headers)
            #expect(
                record.rejection != nil || record.ignored == "shopify.order-edit" && body == "{}",
                "\(name) \(body)"
            )
        }
    }

    // MARK: Personal data

    private static let personal: Set<String> = [
        "email", "contact_email", "email_address", "phone", "sms_marketing_phone", "first_name", "last_name", "name",
        "address1", "address2", "city", "zip", "browser_ip", "user_agent", "latitude", "longitude", "note",
        "customer_note", "return_reason_note", "message", "note_attributes",
    ]

    /// Texts of a body that name a person or lead to one.
    private static func personalData(of node: Node, key: String = "", inPerson: Bool = false) -> Set<String> {
        switch node {
        case .object(let members):
            let isPerson =
                inPerson
                || ["customer", "default_address", "billing_address", "shipping_address", "destination", "addresses"]
                    .contains(key)
            return members.reduce(into: []) {
                $0.formUnion(Self.personalData(of: $1.1, key: $1.0, inPerson: isPerson))
            }
        case .list(let list):
            return list.reduce(into: []) { $0.formUnion(Self.personalData(of: $1, key: key, inPerson: inPerson)) }
        case .text(let text), .number(let text):
            // A product's name is none; a customer's is.
            guard Self.personal.contains(key), key != "name" || inPerson, text.count > 2 else { return [] }
            return [text]
        default: return []
        }
    }

    @Test(arguments: Hook.names)
    func `given the data of persons in a webhook, when it is decoded, then none is in the event`(name: String) throws {
        let hook = try Hook(name)
        let told = String(describing: hook.decoded())
        for datum in Self.personalData(of: hook.body) { #expect(!told.contains(datum), "\(name): \(datum)") }
    }

    @Test func `given the examples, when the data of persons is collected, then there is some`() throws {
        let data = try Hook.names.reduce(into: Set<String>()) { $0.formUnion(Self.personalData(of: try Hook($1).body)) }
        #expect(data.contains("greta.lindholm@example.org"))
        #expect(data.contains("Lindholm"))
        #expect(data.contains("Fasanenweg 12"))
        #expect(data.contains("192.0.2.41"))
    }

    @Test(arguments: Hook.names)
    func `given the data of persons in a wrong place, when it is refused, then the reason does not tell it`(
        name: String
    ) throws {
        let hook = try Hook(name)
        let secret = "greta.lindholm@example.org"
        for path in Self.paths(of: hook) {
            guard let rejection = hook.with(path, .text(secret)).decoded().rejection else { continue }
            #expect(!String(describing: rejection).contains(secret), "\(name) \(path)")
        }
    }
}
