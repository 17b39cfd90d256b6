/// A part of the state that a playbook may do without; the raw value is its name there.
///
/// Each is folded and stored by itself. Orders, the cart, the ids of the latest events and consent are always kept.
public enum FactGroup: String, Sendable, CaseIterable {
    /// Looks at products, as counts.
    case views
    /// Mentions of the shop.
    case mentions
    /// How often each type of event came, and when first and last.
    case counts
    /// Who the customer is.
    case profile
    /// Complaints, questions and requests for help.
    case tickets
    /// Answers to questions and reviews.
    case feedback
    /// The ways on which the customer can be reached.
    case channels
    /// Loyalty programme, paid memberships, subscriptions and bookings.
    case memberships
    /// How the latest orders are getting on.
    case deliveries
    /// The checkout in progress.
    case checkout
    /// Products bought, looked at last and wished for.
    case products
    /// Categories the customer is drawn to.
    case interests
    /// Orders by code and channel.
    case discounts
    /// The days with an order.
    case purchaseDays = "purchase_days"
    /// The products in the cart.
    case cartProducts = "cart_products"
}

/// The groups of facts that are kept; what is not costs neither time nor memory.
public struct KeptFacts: Hashable, Sendable {
    private var bits: UInt16

    /// Keeps everything.
    public static let all = KeptFacts(FactGroup.allCases)

    /// Keeps some groups, and what they are worked out from.
    ///
    /// What an order has news of is told by the progress of the latest orders: products, interests and discounts go by it.
    public init(_ groups: some Sequence<FactGroup>) {
        self.bits = 0
        for group in groups {
            self.insert(group)
            if [.products, .interests, .discounts].contains(group) { self.insert(.deliveries) }
        }
    }

    /// Whether a group is kept.
    @inline(__always)
    public func contains(_ group: FactGroup) -> Bool { self.bits & Self.bit(group) != 0 }

    /// Keeps another group.
    package mutating func insert(_ group: FactGroup) { self.bits |= Self.bit(group) }

    @inline(__always)
    private static func bit(_ group: FactGroup) -> UInt16 {
        switch group {
        case .views: 1
        case .mentions: 1 << 1
        case .counts: 1 << 2
        case .profile: 1 << 3
        case .tickets: 1 << 4
        case .feedback: 1 << 5
        case .channels: 1 << 6
        case .memberships: 1 << 7
        case .deliveries: 1 << 8
        case .checkout: 1 << 9
        case .products: 1 << 10
        case .interests: 1 << 11
        case .discounts: 1 << 12
        case .purchaseDays: 1 << 13
        case .cartProducts: 1 << 14
        }
    }
}
