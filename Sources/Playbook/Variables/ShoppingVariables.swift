import Retention

/// What expressions may name of a customer's shopping: parcels, checkout, products, interests, discounts.
enum ShoppingVariables {
    static let all: [Variable] =
        (order + deliveries).of(.deliveries) + checkout.of(.checkout) + products.of(.products)
        + interests.of(.interests) + discounts.of(.discounts)

    private static let delivered = KindSet([
        .orderCompleted, .orderUpdated, .orderCancelled, .orderDeleted, .orderFulfilled, .orderPromiseSet,
        .shipmentSent, .shipmentUpdated, .deliveryUpdated, .deliveryReported, .returnRequested,
    ])

    /// Of the order that the triggering event is about.
    private static let order: [Variable] = [
        ofOrder("order.placed", .time, "When it was placed.") { $0.placed.map { .time($0) } },
        ofOrder("order.promised", .time, "When it was promised to arrive at the latest.") {
            $0.promised.map { .time($0) }
        },
        ofOrder("order.shipped", .time, "When the first parcel of it was sent.") { $0.shippedFirst.map { .time($0) } },
        ofOrder("order.untracked_since", .time, "Since when a parcel of it is under way without a tracking number.") {
            $0.untrackedSince.map { .time($0) }
        },
        ofOrder("order.delivered", .time, "When all of it had arrived.") { $0.delivered.map { .time($0) } },
        ofOrder("order.is_delivered", .flag, "Whether all of it has arrived.") { .flag($0.isDelivered) },
        ofOrder("order.is_cancelled", .flag, "Whether it was called off.") { .flag($0.isCancelled) },
        ofOrder("order.is_returned", .flag, "Whether it came back.") { .flag($0.isReturned) },
        ofOrder("order.missing_pieces", .count, "Pieces that were ordered and not sent.") { .count($0.missingPieces) },
        ofOrder("order.wrong_pieces", .count, "Pieces that were sent and not ordered.") { .count($0.wrongPieces) },
        ofOrder("order.returns", .count, "Returns that were asked for.") { .count(Int64($0.returnsRequested)) },
    ]

    private static func ofOrder(
        _ name: String,
        _ kind: Variable.Kind,
        _ meaning: String,
        _ read: @escaping @Sendable (OrderProgress) -> Signal.Value?
    ) -> Variable {
        Variable(name, kind, delivered, "Of the order that the event is about: " + meaning) { customer, moment in
            moment.order.flatMap { customer.shopping.value.deliveries.order($0) }.flatMap(read)
        }
    }

    private static let deliveries: [Variable] = [
        Variable("customer.orders_open", .count, delivered, "Orders under way, of the latest eight.") { customer, _ in
            .count(Int64(customer.shopping.value.deliveries.openCount))
        },
        Variable("customer.last_delivered", .time, delivered, "When an order arrived last.") { customer, _ in
            customer.shopping.value.deliveries.lastDelivered.map { .time($0) }
        },
    ]

    private static let checkedOut = KindSet([
        .checkoutStarted, .checkoutUpdated, .checkoutDeleted, .checkoutStepViewed, .checkoutStepCompleted,
        .paymentInfoEntered, .orderCompleted, .orderUpdated,
    ])

    private static let checkout: [Variable] = [
        Variable("customer.checkout.changed", .time, checkedOut, "When the open checkout was last changed.") {
            customer,
            _ in customer.shopping.value.checkout.lastChange.map { .time($0) }
        },
        Variable("customer.checkout.started", .time, checkedOut, "When the open checkout was begun.") { customer, _ in
            customer.shopping.value.checkout.started.map { .time($0) }
        },
        Variable("customer.checkout.value", .money, checkedOut, "What the open checkout comes to.") { customer, _ in
            customer.shopping.value.checkout.value.map { .money($0) }
        },
        Variable("customer.checkout.fee_rise", .money, checkedOut, "How much that grew since it was first shown.") {
            customer,
            _ in customer.shopping.value.checkout.feeRise.map { .money($0) }
        },
        Variable("customer.checkout.step", .count, checkedOut, "The step of the open checkout.") { customer, _ in
            customer.shopping.value.checkout.step.map { .count($0) }
        },
    ]

    private static let looked = KindSet([
        .productViewed, .orderCompleted, .orderUpdated, .orderCancelled, .wishlistProductAdded,
        .wishlistProductRemoved, .wishlistProductCarted,
    ])

    private static let products: [Variable] = [
        Variable("customer.last_view", .time, looked, "When a product was looked at last.") { customer, _ in
            customer.shopping.value.products.lastViewed.map { .time($0) }
        },
        Variable("customer.viewed", .texts, looked, "The products looked at last, at most five, the latest first.") {
            customer,
            _ in .texts(customer.shopping.value.products.viewed.map(\.product))
        },
        Variable("customer.wishes", .texts, looked, "The products on wish lists.") { customer, _ in
            .texts(customer.shopping.value.products.wishes.map(\.product))
        },
        Variable(
            "customer.replenishment.due",
            .time,
            looked,
            "When a product that was bought three times or more is used up, by the customer's own gaps."
        ) { customer, _ in customer.shopping.value.products.replenishmentDue.map { .time($0) } },
        Variable("customer.replenishment.product", .text, looked, "That product.") { customer, _ in
            customer.shopping.value.products.replenishment.map { .text($0.product) }
        },
    ]

    private static let drawn = KindSet([.productViewed, .productAdded, .orderCompleted, .orderUpdated])

    private static let interests: [Variable] = [
        Variable("customer.interest", .text, drawn, "The category the customer is drawn to most.") { customer, _ in
            customer.shopping.value.interests.top.map { .text($0) }
        },
        Variable("customer.interest_share", .count, drawn, "Its share of all interest, in thousandths.") {
            customer,
            _ in
            .count(Int64(customer.shopping.value.interests.topShare))
        },
        Variable("customer.first_category", .text, drawn, "The category of the first order.") { customer, _ in
            customer.shopping.value.interests.firstOrderCategory.map { .text($0) }
        },
    ]

    private static let discounted = KindSet([.orderCompleted, .orderUpdated, .couponApplied, .couponDenied])

    private static let discounts: [Variable] = [
        Variable("customer.orders_with_code", .count, discounted, "Orders with a code.") { customer, _ in
            .count(Int64(customer.shopping.value.discounts.ordersWithCoupon))
        },
        Variable("customer.orders_at_full_price", .count, discounted, "Orders without a code.") { customer, _ in
            .count(Int64(customer.shopping.value.discounts.ordersAtFullPrice))
        },
        Variable("customer.codes_denied", .count, discounted, "Codes that were refused.") { customer, _ in
            .count(Int64(customer.shopping.value.discounts.couponsDenied))
        },
    ]
}
