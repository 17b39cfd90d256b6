import Retention
import TestKit
import Testing

@Suite struct FactFieldsTests {
    @Test func `the types are numbered from zero in their order`() {
        #expect(Event.Kind.allCases.map(\.number) == Array(Event.Kind.allCases.indices))
        #expect(Event.Kind.orderCompleted.number == 0)
    }

    @Test(arguments: Event.Kind.allCases)
    func `every type has fields, whose names are plain words and differ`(kind: Event.Kind) {
        let names = kind.fields.map(\.name)
        #expect(!names.isEmpty)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (97...122).contains($0) || $0 == 95 } })
        #expect(!names.contains { $0.hasPrefix("is_") || $0.hasPrefix("has_") || $0 == "id" })
    }

    @Test(arguments: Event.Kind.allCases)
    func `a field has the value that the fact has, of the kind that the table says`(kind: Event.Kind) {
        var seen: [Set<Bool>] = kind.fields.map { _ in [] }
        for seed in 0..<64 as Range<UInt64> {
            var random = FactRandom(seed: seed)
            let body = Event.Body.random(kind, &random)
            #expect(body.kind == kind)
            let parts = parts(of: body)
            #expect(parts.count == kind.fields.count)
            for (place, (field, part)) in zip(kind.fields, parts).enumerated() {
                let value = body.value(of: place)
                #expect(value == expected(part, field.type), "\(kind.name): \(field.name)")
                #expect(value == .missing || value.kind == field.type, "\(kind.name): \(field.name)")
                seen[place].insert(value == .missing)
            }
        }
        #expect(seen.allSatisfy { $0.contains(false) })
    }

    @Test(arguments: Event.Kind.allCases)
    func `a place outside the table is missing`(kind: Event.Kind) {
        var random = FactRandom(seed: 1)
        let body = Event.Body.random(kind, &random)
        for place in [-1, kind.fields.count, kind.fields.count + 1, .min, .max] {
            #expect(body.value(of: place) == .missing)
        }
    }

    @Test func `every kind of field is used`() {
        let types = Event.Kind.allCases.flatMap { $0.fields.map(\.type) }
        #expect(Set(types) == Set(FactField.Kind.allCases))
    }
}

@Suite struct FactFieldExamples {
    @Test func `an order is read by the names of JSON`() {
        let line = LineItem(product: "cup", quantity: 2, price: .eur(4_00))
        let order = Order(id: "1001", total: .eur(12_50), lines: [line], coupon: "MAY", isReference: true)
        let body = Event.Body.orderCompleted(order)
        #expect(
            read(body) == [
                "order_id": .text("1001"), "total": .money(.eur(12_50)), "products": .lines([line]),
                "coupon": .text("MAY"), "checkout_id": .missing, "cart_id": .missing, "channel": .missing,
                "reference": .flag(true),
            ]
        )
        #expect(body.kind.fields.map(\.type) == [.text, .money, .lines, .text, .text, .text, .text, .flag])
    }

    @Test func `an order as it stands keeps its id, its times and what it does not tell`() {
        let version = OrderVersion(id: "1001", total: .usd(5_00), version: start, isCancelled: true)
        #expect(
            read(.orderUpdated(version)) == [
                "order_id": .text("1001"), "total": .money(.usd(5_00)), "version": .time(start), "placed": .missing,
                "products": .lines([]), "cancelled": .flag(true), "reference": .flag(false), "refunded": .missing,
            ]
        )
    }

    @Test func `pieces are whole numbers`() {
        let body = Event.Body.productAdded(CartChange(product: "cup", quantity: 3))
        #expect(read(body)["quantity"] == .whole(3))
        #expect(read(body)["sku"] == .text("cup"))
        #expect(read(.stockChanged(StockLevel(available: -7)))["available"] == .whole(-7))
    }

    @Test func `decimal numbers are millionths`() {
        let mention = Mention(network: "instagram", sentiment: .scored(-0.25))
        #expect(read(.socialMentioned(mention))["sentiment"] == .decimal(-250_000))
        #expect(read(.socialMentioned(Mention(network: "x")))["sentiment"] == .missing)
        #expect(read(.productReviewed(Review(rating: 4_500_000)))["rating"] == .decimal(4_500_000))
        #expect(read(.npsAnswered(NPSAnswer(score: 9)))["score"] == .whole(9))
    }

    @Test func `a choice is the name of what was chosen`() {
        let progress = DeliveryProgress(orderID: "1001", status: .readyForPickup)
        #expect(read(.deliveryUpdated(progress))["status"] == .text("ready_for_pickup"))
        #expect(read(.deliveryReported(DeliveryReport(orderID: "1", problem: .lost)))["problem"] == .text("lost"))
    }

    @Test func `a subject is its text`() {
        let owner = OrderOwner(owner: Subject(.visitor, "a/b"))
        #expect(read(.orderOwned(owner)) == ["owner": .subject("visitor/a/b")])
    }

    @Test func `days, texts and flags that may be missing`() {
        let day = CalendarDay(number: 5_172)
        #expect(read(.customerIdentified(Profile(birthDate: day)))["birth_date"] == .day(day))
        #expect(read(.customerIdentified(Profile()))["birth_date"] == .missing)
        #expect(read(.customerTagged(Tags(tags: ["vip", "b"]))) == ["tags": .texts(["vip", "b"])])
        #expect(read(.consentUpdated(ConsentPreferences())) == ["granted": .texts([]), "refused": .texts([])])
        #expect(read(.consentGranted(Consent(channel: "email")))["confirmed"] == .missing)
        #expect(read(.consentGranted(Consent(channel: "email", isConfirmed: false)))["confirmed"] == .flag(false))
        #expect(read(.ugcPublished(UserContent(postID: "7", hasRights: true)))["rights"] == .flag(true))
    }
}

/// The values of a body by their names.
private func read(_ body: Event.Body) -> [String: FactValue] {
    let pairs = body.kind.fields.enumerated().map { ($1.name, body.value(of: $0)) }
    return Dictionary(uniqueKeysWithValues: pairs)
}

/// The properties of the fact in a body, in their order.
private func parts(of body: Event.Body) -> [Any] {
    guard let fact = Mirror(reflecting: body).children.first?.value else { return [] }
    return Mirror(reflecting: fact).children.map(\.value)
}

/// What a rule reads of a property; `nil` for one of a type that no field has.
private func expected(_ part: Any, _ type: FactField.Kind) -> FactValue? {
    let mirror = Mirror(reflecting: part)
    if mirror.displayStyle == .optional {
        return mirror.children.first.map { expected($0.value, type) } ?? .missing
    }
    return switch part {
    case let part as String: .text(part)
    case let part as Int64: type == .decimal ? .decimal(part) : .whole(part)
    case let part as Bool: .flag(part)
    case let part as Money: .money(part)
    case let part as Timestamp: .time(part)
    case let part as Sentiment: .decimal(Int64(part.millionths))
    case let part as CalendarDay: .day(part)
    case let part as Subject: .subject(part.description)
    // An empty array can be cast to one of any type.
    case let texts as [String] where Swift.type(of: part) == [String].self: .texts(texts)
    case let lines as [LineItem] where Swift.type(of: part) == [LineItem].self: .lines(lines)
    case let part as DeliveryProgress.Status: .text(part.name)
    case let part as DeliveryReport.Problem: .text(part.name)
    default: nil
    }
}

extension FactValue {
    /// The kind of field that has such a value; none for a missing one.
    fileprivate var kind: FactField.Kind? {
        switch self {
        case .missing: nil
        case .text: .text
        case .whole: .whole
        case .flag: .flag
        case .money: .money
        case .time: .time
        case .decimal: .decimal
        case .day: .day
        case .subject: .subject
        case .texts: .texts
        case .lines: .lines
        }
    }
}
