import Retention
import TestKit
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

    @Test func `the stored properties of relations, shopping and consent are those which are persisted`() {
        // By the type that has them; what is always there counts as one way.
        let fields = Fields(ofParts: 700)
        #expect(fields.values.keys.sorted() == Self.knownOfParts.sorted(), Self.remedy)
        for (name, values) in fields.values where values != ["some"] {
            #expect(values.count > 1, "\(name) is always \(values). \(Self.remedy)")
        }
    }

    private static let cause = ["eventID", "origin.source", "origin.partition", "origin.offset"]
    private static let money = ["minor", "currency.packed"]

    private static func each(_ names: [String], of owner: String) -> [String] { names.map { "\(owner).\($0)" } }

    private static let decisions: [String] =
        [
            "contacts#", "deferred#", "memories#", "outcomes#", "vouchers#", "next.milliseconds",
        ]
        + Self.each(
            [
                "_anchor.instant.milliseconds", "captured#", "captured.name", "captured.value", "cause?",
                "due.milliseconds", "_fired.instant.milliseconds", "_goalFrom.instant.milliseconds",
                "goalUntil.milliseconds", "isSet", "key", "_passed.instant.milliseconds", "rule", "value",
            ],
            of: "memories"
        )
        + Self.each(
            [
                "cause?", "id.hash.high", "id.hash.low", "key", "rule", "until.milliseconds", "values#",
                "values.name", "values.value", "wanted.milliseconds",
            ],
            of: "deferred"
        )
        + Self.each(
            [
                "channel", "rule", "time.milliseconds",
            ],
            of: "contacts"
        )
        + Self.each(
            [
                "kind", "reason", "rule", "time.milliseconds",
            ],
            of: "outcomes"
        )
        + Self.each(
            [
                "code", "due.milliseconds", "expires.milliseconds", "granted.milliseconds", "redeemed.milliseconds",
                "redeemed?", "rule",
            ],
            of: "vouchers"
        )
        + Self.each(Self.cause, of: "memories.cause") + Self.each(Self.cause, of: "deferred.cause")

    /// What relations, shopping and consent are made of, by type.
    private static let knownOfParts: [String] =
        ([
            "Agreement": """
            confirmations confirmations# expiryTold expiryTold? grant grant? lost lost? reconsentTold \
            reconsentTold? requests requests# scope withdrawal withdrawal?
            """,
            "CalendarDay": "number",
            "Category": "name sums sums#",
            "Cause": "eventID origin",
            "Channel": "name orders",
            "Channels": "known known#",
            "CheckoutProgress": """
            barrier barrier? closed closed? closedID closedID? coupon coupon? firstTold firstTold? firstValue \
            firstValue? id id? lastChange lastChange? shipping shipping? started started? step step? stepTold \
            stepTold? tax tax? told told? value value?
            """,
            "ConsentCategories": "granted granted# step",
            "ConsentRequest": "isLapsed openUntil step",
            "ConsentScope": "channel purpose purpose?",
            "ConsentStep": """
            cause ends ip ip? isConfirmed isIncentivised requestID requestID? source source? textVersion \
            textVersion? time userAgent userAgent?
            """,
            "ConsentWithdrawal": "cause time",
            "ContactPreferences":
                "quietBegin quietBegin? quietEnd quietEnd? wantedChannels wantedTopics weekly weekly?",
            "Content": "key quantity",
            "Contract": """
            changed changed? id pausedUntil pausedUntil? skippedCount started started? state toldInterval \
            toldInterval? toldPlan toldPlan? toldPrice toldPrice? toldUntil toldUntil? updated
            """,
            "Currency": "packed",
            "Dated": "time value",
            "Deliveries": "forgottenDelivered forgottenDelivered? orders orders#",
            "Discounts": """
            channels channels# couponUsed couponUsed? couponsApplied couponsDenied lastCoupon lastCoupon? \
            ordersAtFullPrice ordersElsewhere ordersWithCoupon
            """,
            "Feedback": """
            lastReview lastReview? nps nps? previousNPS previousNPS? rating rating? reviewCount survey survey?
            """,
            "Interests": """
            categories categories# firstOrder firstOrder? firstOrderCategory firstOrderCategory? latestDay \
            latestDay?
            """,
            "Journey": "delivered delivered? outForDelivery outForDelivery? status status? told",
            "KnownProfile": """
            birthDate birthDate? birthdayChanged birthdayChanged? country country? gender gender? handle handle? \
            locale locale? postalCode postalCode? region region? since since? timeZone timeZone? updated \
            updated? visitor visitor?
            """,
            "Latest": "time value value#",
            "Line": "product quantity",
            "Link": "bounced bounced? changed changed? engagementCount isOpen lastEngaged lastEngaged? name",
            "Lost": "ends until",
            "Loyalty": "enrolled enrolled? left left? leftProgramme leftProgramme? programme programme? tier tier?",
            "Memberships": "bookings bookings# loyalty loyalty? paid paid# subscriptions subscriptions#",
            "Money": "currency minor",
            "Open": "answered answered? id kind opened resolved resolved? topic topic?",
            "OrderProgress": """
            cancelled cancelled? expected expected# expectedOther fulfilled fulfilled? hasMoreParcels heard id \
            isConfirmed isFulfilledInFull journey linesVersion linesVersion? parcels parcels# placed placed? \
            promiseTold promiseTold? promised promised? reports returnsRequested
            """,
            "Origin": "offset partition source",
            "Owned": "count first key last product",
            "Parcel": "contents contents# id isCancelled isTracked journey other sent sent? told told?",
            "Permissions": """
            agreements agreements# allWithdrawn allWithdrawn? categories categories? nextDeadline preferences
            """,
            "Products": "owned owned# unwished unwished# viewed viewed# wishes wishes#",
            "Rare": "content content#",
            "Relations": "channels knownFeedback knownMemberships knownProfile knownTickets tallies",
            "Reports": "rawValue",
            "Settled": "answered answered? key resolved resolved?",
            "Shopping": "checkout deliveries discounts interests products",
            "Tallies": "tallies tallies#",
            "Tally": "count first kind last",
            "Tickets": "lastResolved lastResolved? open open# satisfaction satisfaction? settled settled#",
            "Timestamp": "milliseconds",
            "Unwished": "key time",
            "View": "category category? price price? product time",
            "Wish": "price price? product time",
        ] as KeyValuePairs).flatMap { owner, names in Self.each(names.split(separator: " ").map(String.init), of: owner)
        }

    /// Every stored property by its path, with the number of elements and whether there is a value.
    private static let known: [String] =
        [
            "firstSeen?", "firstSeen.milliseconds", "lastSeen?", "lastSeen.milliseconds",
            "browsing.views", "browsing.latestDay?", "browsing.latestDay.number", "browsing.daily",
            "mentions.count", "mentions.negative", "mentions.lastSentiment?", "mentions.lastSentiment.millionths",
            "recentEvents.fingerprints#", "recentEvents.fingerprints", "recentEvents.oldest",
            "decisionsDue.milliseconds",
            "relations.content#", "shopping.content#", "permissions.content#", "decisions.content#",
        ]
        + Self.each(Self.decisions, of: "decisions.content")
        + Self.each(
            [
                "count", "cancelled", "dayCount", "known", "first?", "first.milliseconds", "last?", "last.milliseconds",
                "days#", "days.number", "revenue.sums#", "recent#", "recent.key",
                "recent._placed.instant.milliseconds", "recent.total?", "recent.isRefundedInFull",
                "recent.isCancelled", "recent.further.content#", "recent.further.content.refunded.sums#",
                "recent.further.content.version?", "recent.further.content.version.milliseconds",
                "recent.further.content.announced",
            ],
            of: "purchases"
        )
        + Self.each(Self.money, of: "purchases.revenue.sums") + Self.each(Self.money, of: "purchases.recent.total")
        + Self.each(Self.money, of: "purchases.recent.further.content.refunded.sums")
        + Self.each(
            [
                "items", "value?", "lines#", "lines.product", "lines.quantity", "lines.price?", "lastChange?",
                "lastChange.milliseconds", "id?", "id", "closes.milliseconds",
            ],
            of: "cart"
        )
        + Self.each(Self.money, of: "cart.value") + Self.each(Self.money, of: "cart.lines.price")
}

/// The leaves of many states: a few of the values that each stored property has.
private struct Fields {
    private(set) var values: [String: Set<String>] = [:]

    /// Of whole customers, by path; the parts that `ofParts` reaches are left aside.
    init(ofLives count: UInt64) {
        for seed in 0..<count { self.walk(RandomLife(seed: seed).state, "") }
        // Only orders have it, and `RoutingTests` holds its form.
        self.values = self.values.filter { !$0.key.hasPrefix("routing") }
    }

    /// Of what customers rarely have, by type: one type stands in many places.
    init(ofParts count: UInt64) {
        self.isByType = true
        let parcels = (0..<20).map { Shipment(shipmentID: "p-\($0)", orderID: "o") }
        self.walk(Shopping.after(parcels.map { Fact(.shipmentSent($0), at: start) }), "")
        for seed in 0..<count {
            self.walk(WildRelations(seed: seed).state, "")
            self.walk(RandomShopping(seed: seed).shopping, "")
            var consent = RandomConsent(seed: seed, count: seed % 8 == 0 ? 40 : nil)
            self.walk(consent.arrived().state, "")
            let life = RandomLife(seed: seed).state
            self.walk(life.relations.value, "")
            self.walk(life.shopping.value, "")
            self.walk(life.permissions.value, "")
        }
    }

    private static let parts = ["relations.content", "shopping.content", "permissions.content"]
    private var isByType = false

    private mutating func walk(_ value: Any, _ name: String) {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            self.note("\(name)?", mirror.children.isEmpty ? "nil" : "some")
            for child in mirror.children { self.walk(child.value, name) }
        case .collection:
            self.note("\(name)#", "\(mirror.children.count)")
            guard !Self.parts.contains(name) else { return }
            for child in mirror.children { self.walk(child.value, name) }
        case .struct where !mirror.children.isEmpty && !(value is any SIMD):
            if self.isByType, !name.isEmpty { self.note(name, "\(value)") }
            let owner = self.isByType ? String("\(mirror.subjectType)".prefix { $0 != "<" }) : name
            for child in mirror.children {
                let label = child.label ?? "?"
                self.walk(child.value, owner.isEmpty ? label : "\(owner).\(label)")
            }
        default: self.note(name, "\(value)")
        }
    }

    private mutating func note(_ name: String, _ value: @autoclosure () -> String) {
        if self.values[name, default: []].count < 3 { self.values[name, default: []].insert(value()) }
    }
}
