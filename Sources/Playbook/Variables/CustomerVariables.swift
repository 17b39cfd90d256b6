import Retention

/// What expressions may name of a customer.
enum CustomerVariables {
    /// All of them; an expression knows each by its place here.
    static let all: [Variable] =
        moment + purchases + purchaseDays.of(.purchaseDays) + cart + cartProducts.of(.cartProducts)
        + views.of(.views) + mentions.of(.mentions) + LocalVariables.all + RelationVariables.all
        + ShoppingVariables.all

    /// How each of them is read, by its place.
    static let readers = all.map { Variable.Bound(read: $0.read) }

    private static let orders = KindSet([
        .orderCompleted, .orderCancelled, .orderRefunded, .orderUpdated,
    ])

    private static let moment: [Variable] = [
        Variable("now", .time, KindSet(), "The instant of the decision.") { .time($1.now) },
        Variable("customer.id", .text, .all, "The id of the customer, or of the visitor.") { .text($1.customer) },
        Variable("customer.first_seen", .time, .all, "When something was first heard of the customer.") {
            customer,
            _ in customer.firstSeen.map { .time($0) }
        },
        Variable("customer.last_seen", .time, .all, "When something was last heard of the customer.") {
            customer,
            _ in customer.lastSeen.map { .time($0) }
        },
    ]

    private static let purchases: [Variable] = [
        Variable("customer.orders", .count, orders, "Orders that stand.") { customer, _ in
            .count(Int64(customer.purchases.count))
        },
        Variable("customer.orders_cancelled", .count, orders, "Orders that were called off.") { customer, _ in
            .count(Int64(customer.purchases.cancelled))
        },
        Variable("customer.revenue", .sums, orders, "What was paid less what was given back.") { customer, _ in
            .sums(customer.purchases.revenue)
        },
        Variable("customer.average_order", .money, orders, "Revenue per order, in the playbook's currency.") {
            customer,
            moment in
            guard let currency = moment.currency ?? customer.purchases.revenue.sums.first?.currency,
                customer.purchases.count > 0
            else { return nil }
            let sum = customer.purchases.revenue.amount(in: currency)
            return .money(Money(minor: sum.minor / Int64(customer.purchases.count), currency))
        },
        Variable("customer.first_order", .time, orders, "When the earliest order that stands was placed.") {
            customer,
            _ in customer.purchases.first.map { .time($0) }
        },
        Variable("customer.last_order", .time, orders, "When the latest order that stands was placed.") {
            customer,
            _ in customer.purchases.last.map { .time($0) }
        },
        Variable("customer.order_gap", .span, orders, "The mean time between orders; zero with one order.") {
            customer,
            _ in .span(customer.purchases.gap(over: customer.purchases.count))
        },
    ]

    private static let purchaseDays: [Variable] = [
        Variable("customer.purchase_day_gap", .span, orders, "The mean time between UTC days with an order.") {
            customer,
            _ in .span(customer.purchases.gap(over: customer.purchases.dayCount))
        }
    ]

    private static let carts = KindSet([.productAdded, .productRemoved, .cartUpdated, .orderCompleted, .orderUpdated])

    private static let cart: [Variable] = [
        Variable("customer.cart.items", .count, carts, "Pieces in the open cart; 0 when there is none.") {
            customer,
            _ in .count(customer.cart.items)
        },
        Variable("customer.cart.value", .money, carts, "What they cost; missing when no piece has a price.") {
            customer,
            _ in customer.cart.value.map { .money($0) }
        },
        Variable("customer.cart.id", .text, carts, "The shop's id of the open cart.") { customer, _ in
            customer.cart.id.map { .text($0) }
        },
        Variable("customer.cart.changed", .time, carts, "When the open cart was last changed.") { customer, _ in
            customer.cart.isOpen ? customer.cart.lastChange.map { .time($0) } : nil
        },
    ]

    private static let cartProducts: [Variable] = [
        Variable("customer.cart.products", .texts, carts, "The products in the open cart.") { customer, _ in
            .texts(customer.cart.lines.map(\.product))
        }
    ]

    private static let views: [Variable] = [
        Variable("customer.views", .count, KindSet([.productViewed]), "Looks at products, ever.") { customer, _ in
            .count(Int64(customer.browsing.views))
        },
        Variable(
            "customer.views_in_week",
            .count,
            KindSet([.productViewed]),
            "Looks at products on the seven UTC days up to the latest look."
        ) { customer, _ in .count(Int64(customer.browsing.viewsInLatestWeek)) },
    ]

    private static let mentions: [Variable] = [
        Variable("customer.mentions", .count, KindSet([.socialMentioned]), "Mentions of the shop, ever.") {
            customer,
            _ in .count(Int64(customer.mentions.count))
        },
        Variable(
            "customer.negative_mentions",
            .count,
            KindSet([.socialMentioned]),
            "Mentions of the shop with a sentiment below zero."
        ) { customer, _ in .count(Int64(customer.mentions.negative)) },
    ]
}

extension Purchases {
    /// The mean time between the first and the last of `count`, in whole milliseconds rounded down.
    fileprivate func gap(over count: Int) -> TimeSpan {
        guard let first = self.first, let last = self.last, count > 1 else { return TimeSpan(milliseconds: 0) }
        return TimeSpan(milliseconds: (last - first).milliseconds / Int64(count - 1))
    }
}
