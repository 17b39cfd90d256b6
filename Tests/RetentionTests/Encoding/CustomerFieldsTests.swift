import Retention
import Testing

/// Whether the persisted form knows every stored property there is.
@Suite struct CustomerFieldsTests {
    private static let remedy: Comment = """
        The stored properties of the customer's state changed. Write and read the new ones in \
        Sources/Retention/Encoding, raise CustomerProjection.stateFormat, let RandomLife reach them, and then \
        list them here.
        """

    @Test func `the stored properties are those which are persisted`() {
        let fields = Fields(ofLives: 300)
        #expect(fields.values.keys.sorted() == Self.known.sorted(), Self.remedy)
    }

    @Test func `the random lives fill every stored property in more than one way`() {
        // Then a property that is not persisted can't come back as it was.
        for (name, values) in Fields(ofLives: 1_000).values {
            #expect(values.count > 1, "\(name) is always \(values). \(Self.remedy)")
        }
    }

    private static let cause = ["eventID", "origin.source", "origin.partition", "origin.offset"]
    private static let money = ["minor", "currency.packed"]

    private static func each(_ names: [String], of owner: String) -> [String] { names.map { "\(owner).\($0)" } }

    /// Every stored property by its path, with the number of elements and whether there is a value.
    private static let known: [String] =
        [
            "firstSeen?", "firstSeen.milliseconds", "lastSeen?", "lastSeen.milliseconds",
            "browsing.views", "browsing.latestDay?", "browsing.latestDay.number", "browsing.daily#", "browsing.daily",
            "mentions.count", "mentions.negative", "mentions.lastSentiment?", "mentions.lastSentiment.millionths",
            "recentEvents.fingerprints#", "recentEvents.fingerprints", "recentEvents.oldest",
        ]
        + Self.each(["cart", "churn", "thanks", "winBack", "anniversary"], of: "deadlines").map { "\($0).milliseconds" }
        + Self.each(
            [
                "count", "cancelled", "dayCount", "known", "first?", "first.milliseconds", "last?", "last.milliseconds",
                "days#", "days.number", "lastCause?", "firstCause?", "revenue.sums#", "recent#", "recent.key",
                "recent.placed?", "recent.placed.milliseconds", "recent.total?", "recent.refunded.sums#",
                "recent.isRefundedInFull", "recent.isCancelled", "recent.version?", "recent.version.milliseconds",
                "recent.announced",
            ],
            of: "purchases"
        )
        + Self.each(Self.cause, of: "purchases.lastCause") + Self.each(Self.cause, of: "purchases.firstCause")
        + Self.each(Self.money, of: "purchases.revenue.sums") + Self.each(Self.money, of: "purchases.recent.total")
        + Self.each(Self.money, of: "purchases.recent.refunded.sums")
        + Self.each(
            [
                "items", "value?", "lines#", "lines.product", "lines.quantity", "lines.price?", "lastChange?",
                "lastChange.milliseconds", "id?", "id", "cause?",
            ],
            of: "cart"
        )
        + Self.each(Self.money, of: "cart.value") + Self.each(Self.money, of: "cart.lines.price")
        + Self.each(Self.cause, of: "cart.cause")
        + Self.each(
            [
                "highestCount", "revenuePassed.sums#", "isThanked", "isAtRisk", "riskRaised?",
                "riskRaised.milliseconds", "cartStage", "cartReminded?", "cartReminded.milliseconds", "winBackStage",
                "winBackDue?",
                "winBackDue.milliseconds", "isWinningBack", "anniversary", "recoveredService?",
                "recoveredService.milliseconds", "testified?", "testified.milliseconds",
            ],
            of: "memory"
        )
        + Self.each(Self.money, of: "memory.revenuePassed.sums")
}

/// The leaves of many states: a few of the values that each stored property has.
private struct Fields {
    private(set) var values: [String: Set<String>] = [:]

    init(ofLives count: UInt64) {
        for seed in 0..<count { self.walk(RandomLife(seed: seed).state, "") }
        // Only orders have it, and `RoutingTests` holds its form.
        self.values = self.values.filter { !$0.key.hasPrefix("routing") }
    }

    private mutating func walk(_ value: Any, _ name: String) {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            self.note("\(name)?", mirror.children.isEmpty ? "nil" : "some")
            for child in mirror.children { self.walk(child.value, name) }
        case .collection:
            self.note("\(name)#", "\(mirror.children.count)")
            for child in mirror.children { self.walk(child.value, name) }
        case .struct where !mirror.children.isEmpty:
            for child in mirror.children {
                let label = child.label ?? "?"
                self.walk(child.value, name.isEmpty ? label : "\(name).\(label)")
            }
        default: self.note(name, "\(value)")
        }
    }

    private mutating func note(_ name: String, _ value: String) {
        if self.values[name, default: []].count < 3 { self.values[name, default: []].insert(value) }
    }
}
