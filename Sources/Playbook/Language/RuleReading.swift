import Retention
import Yams

extension Rules.StateSettings {
    /// Takes what the section names and keeps the defaults for the rest.
    mutating func read(_ section: Section?) {
        if let window = section?.optional("recent_event_ids", { $0.count(in: 1...1_024) }) {
            self.recentEventIDs = window
        }
        self.cartLifetime = section?.optional("cart_lifetime") { $0.span() }
        if let removals = section?.optional("cart_removals", { $0.choice(Cart.Removals.self) }) {
            self.cartRemovals = removals
        }
    }
}

extension ConsentSettings {
    static let keys = ["double_opt_in", "request_lifetime", "validity", "reconsent_before"]

    /// Takes what the section names and keeps the defaults for the rest.
    mutating func read(_ section: Section?) {
        guard let section else { return }
        if let value = section.values["double_opt_in"] {
            // No channel at all is written as an empty list.
            let isNone = value.node.sequence?.isEmpty ?? false
            if isNone {
                self.doubleOptIn = []
            } else if let channels = value.listed({ $0.plainName("a channel such as email") }) {
                self.doubleOptIn = channels
            }
        }
        if let lifetime = section.optional("request_lifetime", { $0.span() }) { self.requestLifetime = lifetime }
        self.validity = section.optional("validity") { $0.span() }
        self.reconsentBefore = section.optional("reconsent_before") { $0.span() }
        if let validity, let reconsentBefore, reconsentBefore >= validity {
            let _: Never? = section.values["reconsent_before"]?.reject(.outOfRange, "expected less than `validity`")
        }
    }
}

extension Rules {
    /// The keys of all rules.
    static let keys = [
        "first_order", "first_order_thanks", "order_count", "revenue", "anniversary", "cart_abandoned", "churn_risk",
        "winback", "mention_negative", "service_recovery", "testimonial",
    ]

    /// Turns on a rule.
    mutating func read(_ name: String, _ value: Value) {
        let section = Section(values: [name: value], path: "rules", place: value.place, report: value.report)
        self.readMilestones(section)
        self.readSilence(section)
        self.readMentions(section)
    }

    private mutating func readMilestones(_ section: Section) {
        if section.section("first_order", knowing: []) != nil { self.firstOrder = FirstOrderRule() }
        if let settings = section.section("first_order_thanks", knowing: ["after"]) {
            self.firstOrderThanks = settings.required("after") { $0.span() }.map { FirstOrderThanksRule(after: $0) }
        }
        if let settings = section.section("order_count", knowing: ["at"]) {
            let counts = settings.required("at") { $0.ascending { $0.count(in: 1...1_000_000_000) } }
            self.orderCount = counts.map { OrderCountRule(counts: $0) }
        }
        if let settings = section.section("revenue", knowing: ["at"]) {
            self.revenue = settings.required("at") { $0.amounts() }.map { RevenueRule(amounts: $0) }
        }
        if let settings = section.section("anniversary", knowing: ["years"]) {
            let years = settings.required("years") { $0.ascending { $0.count(in: 1...100) } }
            self.anniversary = years.map { AnniversaryRule(years: $0) }
        }
    }

    private mutating func readSilence(_ section: Section) {
        if let settings = section.section("cart_abandoned", knowing: ["after", "recovered_within"]) {
            let after = settings.required("after") { $0.ascending { $0.span() } }
            let recovered = settings.optional("recovered_within") { $0.span() }
            self.cartAbandoned = after.map { CartAbandonedRule(after: $0, recoveredWithin: recovered) }
        }
        if let settings = section.section("churn_risk", knowing: ["hiatus", "cadence"]) {
            let hiatus = settings.required("hiatus") { $0.span() }
            let cadence = settings.optional("cadence") { $0.cadence() }
            self.churnRisk = hiatus.map { ChurnRiskRule(hiatus: $0, cadence: cadence) }
        }
        if let settings = section.section("winback", knowing: ["after"]) {
            let after = settings.required("after") { $0.ascending { $0.span() } }
            self.winBack = after.map { WinBackRule(after: $0) }
        }
    }

    private mutating func readMentions(_ section: Section) {
        if let settings = section.section("mention_negative", knowing: ["below"]) {
            self.mentionNegative = settings.required("below") { $0.sentiment() }.map { MentionNegativeRule(below: $0) }
        }
        if let settings = section.section("service_recovery", knowing: ["below", "cool_down"]) {
            let below = settings.required("below") { $0.sentiment() }
            let coolDown = settings.required("cool_down") { $0.span() }
            if let below, let coolDown {
                self.serviceRecovery = ServiceRecoveryRule(below: below, coolDown: coolDown)
            }
        }
        if let settings = section.section("testimonial", knowing: ["at_least", "cool_down"]) {
            let atLeast = settings.required("at_least") { $0.sentiment() }
            let coolDown = settings.required("cool_down") { $0.span() }
            if let atLeast, let coolDown { self.testimonial = TestimonialRule(atLeast: atLeast, coolDown: coolDown) }
        }
    }
}

extension Value {
    fileprivate func cadence() -> ChurnRiskRule.Cadence? {
        if self.isNull { return self.reject(.wrongType, "expected settings such as { factor: 3 }, found nothing") }
        guard let settings = self.section(knowing: ["factor", "unit"]) else { return nil }
        let unit = settings.optional("unit") { $0.choice(ChurnRiskRule.Cadence.Unit.self) }
        let factor = settings.required("factor") { $0.factor() }
        return factor.map { ChurnRiskRule.Cadence(thousandths: $0, unit: unit ?? .purchaseDays) }
    }
}
