import Formats
import Foundation
import Journal
import Retention
import TestKit
import Testing

/// The examples of `schemas/examples` are read as what they stand for.
@Suite struct ExampleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "schemas/examples")

    private static func files(_ name: String) throws -> [URL] {
        try FileManager.default
            .contentsOfDirectory(at: self.folder.appending(path: name), includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }
    }

    private static func decode(_ bytes: [UInt8]) -> DecodedRecord {
        RawDecoder(currency: .eur).decode(line: bytes.span, at: place)
    }

    private static func written(_ event: Event) -> [UInt8] {
        var writer = EventWriter()
        var bytes: [UInt8] = []
        writer.append(event, to: &bytes)
        return bytes
    }

    @Test
    func `given the example of each type, when it is read, then it is an event of that type and comes back as it was`()
        throws
    {
        let files = try Self.files("cloudevents")
        #expect(Set(files.map { $0.deletingPathExtension().lastPathComponent }) == Set(Event.Kind.allCases.map(\.name)))
        for file in files {
            guard case .event(let event) = Self.decode([UInt8](try Data(contentsOf: file))) else {
                Issue.record("\(file.lastPathComponent) is no event")
                continue
            }
            #expect(event.body.kind.name == file.deletingPathExtension().lastPathComponent)
            guard case .event(let again) = Self.decode(Self.written(event)) else {
                Issue.record("\(file.lastPathComponent) is no event when it is written again")
                continue
            }
            #expect(again == event)
        }
    }

    @Test func `given the example of each type, when its names are looked up, then all are known and none is missing`()
        throws
    {
        for file in try Self.files("cloudevents") {
            let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
            let kind = try #require((object?["type"] as? String).flatMap { Event.Kind(name: $0) })
            let data = try #require(object?["data"] as? [String: Any])
            Self.check(data, kind.names, file.lastPathComponent)
        }
    }

    private static func check(_ data: [String: Any], _ names: FactNames, _ file: String) {
        #expect(Set(data.keys).subtracting(names.all) == [], "\(file)")
        for choices in names.required { #expect(choices.contains { data[$0] != nil }, "\(file): \(choices)") }
        for name in names.texts { #expect(data[name] == nil || data[name] is [String], "\(file): \(name)") }
        for (name, inner) in names.objects {
            for each in data[name] as? [[String: Any]] ?? [] { self.check(each, inner, "\(file)/\(name)") }
        }
    }

    @Test(arguments: Event.Kind.allCases)
    func `given random facts of a type, when they are written as JSON, then they are read as they were`(
        kind: Event.Kind
    ) {
        for seed in 0..<40 {
            var random = FactRandom(seed: UInt64(seed))
            let subject = random.subject()
            let body = Event.Body.random(kind, &random)
            let event = Event(id: "e", subject: subject, time: noon, origin: place, body: body)
            let decoded = Self.decode(Self.written(event))
            guard case .event(let again) = decoded else {
                Issue.record("seed \(seed): \(decoded) \(String(decoding: Self.written(event), as: UTF8.self))")
                continue
            }
            #expect(again == event, "seed \(seed)")
        }
    }

    /// What each of Segment's calls becomes; what is not listed has the type of its words.
    private static let segment: [String: Event.Kind] = [
        "added-product": .productAdded, "alias": .identityMerged, "cart-shared": .cartShared,
        "cart-viewed": .cartViewed, "checkout-started": .checkoutStarted,
        "checkout-step-completed": .checkoutStepCompleted, "checkout-step-viewed": .checkoutStepViewed,
        "completed-order": .orderCompleted, "coupon-applied": .couponApplied, "coupon-denied": .couponDenied,
        "coupon-entered": .couponEntered, "coupon-removed": .couponRemoved, "email-bounced": .emailBounced,
        "email-delivered": .emailDelivered, "email-link-clicked": .emailLinkClicked,
        "email-marked-as-spam": .emailMarkedAsSpam, "email-opened": .emailOpened,
        "identify": .customerIdentified, "order-cancelled": .orderCancelled, "order-completed": .orderCompleted,
        "order-refunded": .orderRefunded, "order-updated": .orderUpdated, "page": .pageViewed,
        "payment-info-entered": .paymentInfoEntered, "product-added": .productAdded,
        "product-added-to-wishlist": .wishlistProductAdded, "product-clicked": .productClicked,
        "product-list-filtered": .productListFiltered, "product-list-viewed": .productListViewed,
        "product-removed": .productRemoved, "product-removed-from-wishlist": .wishlistProductRemoved,
        "product-reviewed": .productReviewed, "product-shared": .productShared, "product-viewed": .productViewed,
        "products-searched": .productsSearched, "promotion-clicked": .promotionClicked,
        "promotion-viewed": .promotionViewed, "removed-product": .productRemoved, "screen": .screenViewed,
        "segment-consent-preference-updated": .consentUpdated, "unsubscribed": .emailUnsubscribed,
        "viewed-product": .productViewed, "viewed-product-category": .productListViewed,
        "wishlist-product-added-to-cart": .wishlistProductCarted,
    ]

    @Test func `given every call of Segment's, when it is read, then it becomes the event it stands for`() throws {
        let files = try Self.files("segment")
        #expect(files.count == Self.segment.count + 1)
        for file in files {
            let name = file.deletingPathExtension().lastPathComponent
            let decoded = Self.decode([UInt8](try Data(contentsOf: file)))
            switch (decoded, Self.segment[name]) {
            case (.event(let event), let kind?):
                #expect(event.body.kind == kind, "\(name)")
                guard case .event(let again) = Self.decode(Self.written(event)) else {
                    Issue.record("\(name) is no event when it is written again")
                    continue
                }
                #expect(again == event, "\(name)")
            case (.ignored(let reason), nil):
                #expect(name == "group")
                #expect(reason == "type.unknown")
            default: Issue.record("\(name): \(decoded)")
            }
        }
    }

    @Test
    func `given a call without a timestamp, when the device's clock is wrong, then its server's clock corrects it`() {
        func time(_ times: String) -> Timestamp? {
            let text =
                #"{"type":"track","event":"Product Viewed","messageId":"m","userId":"u",\#(times),"properties":{"sku":"s"}}"#
            return decodedEvent(text)?.time
        }
        // The device is 95 s ahead.
        let skewed = time(
            #""originalTimestamp":"2024-02-29T12:01:35.250Z","sentAt":"2024-02-29T12:01:40Z","#
                + #""receivedAt":"2024-02-29T12:00:05Z""#
        )
        #expect(skewed == noon)
        #expect(time(#""originalTimestamp":"2024-02-29T12:00:00.250Z""#) == noon)
        #expect(time(#""receivedAt":"2024-02-29T12:00:00.250Z","sentAt":"2024-01-01""#) == noon)
    }
}
