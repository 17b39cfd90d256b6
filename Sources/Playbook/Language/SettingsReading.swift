import Retention
import Yams

extension FoldSettings.StateSettings {
    /// Takes what the section names and keeps the defaults for the rest.
    mutating func read(_ section: Section?) {
        if let window = section?.optional("recent_event_ids", { $0.count(in: 1...1_024) }) {
            self.recentEventIDs = window
        }
        self.cartLifetime = section?.optional("cart_lifetime") { $0.span() }
        if let removals = section?.optional("cart_removals", { $0.choice(Cart.Removals.self) }) {
            self.cartRemovals = removals
        }
        if let value = section?.values["keeps"] {
            // Nothing but what is always kept is written as an empty list.
            let isNone = value.node.sequence?.isEmpty ?? false
            if let groups = isNone ? [] : value.listed({ $0.choice(FactGroup.self) }) { self.kept = KeptFacts(groups) }
        }
        // A removal goes by what the line of the product has.
        if self.cartRemovals == .line { self.kept.insert(.cartProducts) }
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
