import Retention
import TestKit

extension Shopping {
    /// The record after these facts, in this order.
    static func after(_ facts: Fact...) -> Shopping { self.after(facts) }

    /// The record after these facts, in this order.
    static func after(_ facts: [Fact]) -> Shopping {
        var shopping = Shopping()
        for fact in facts { _ = shopping.take(fact) }
        return shopping
    }

    /// Takes a fact in as an event of a customer.
    mutating func take(_ fact: Fact) -> Bool {
        self.take(
            Event(
                id: fact.id ?? "e",
                subject: Subject(.customer, "c-1"),
                time: fact.time,
                origin: Origin(source: "story", partition: 0, offset: 0),
                body: fact.body
            )
        )
    }

    /// The record after it went through its bytes; `nil` when it did not come back.
    var throughBytes: Shopping? { Shopping(encoded: self.encoded(base: start).span, base: start) }
}

extension Fact {
    /// An order was completed, with these pieces by product.
    static func bought(
        _ order: String,
        _ products: KeyValuePairs<String, Int64>,
        coupon: String? = nil,
        checkout: String? = nil,
        channel: String? = nil,
        at time: Timestamp
    ) -> Fact {
        let lines = products.map { LineItem(product: $0.key, quantity: $0.value, category: "all") }
        return Fact(
            .orderCompleted(
                Order(
                    id: order,
                    total: .eur(10_00),
                    lines: lines,
                    coupon: coupon,
                    checkoutID: checkout,
                    channel: channel
                )
            ),
            at: time
        )
    }

    /// An order as it stands.
    static func version(
        _ order: String,
        _ products: KeyValuePairs<String, Int64> = [:],
        placed: Timestamp? = nil,
        isCancelled: Bool = false,
        at time: Timestamp
    ) -> Fact {
        let lines = products.map { LineItem(product: $0.key, quantity: $0.value, category: "all") }
        let version = OrderVersion(
            id: order,
            total: .eur(10_00),
            version: time,
            placed: placed,
            lines: lines,
            isCancelled: isCancelled
        )
        return Fact(.orderUpdated(version), at: time)
    }

    /// A parcel was sent, or is told again.
    static func parcel(
        _ parcel: String,
        of order: String,
        _ products: KeyValuePairs<String, Int64> = [:],
        tracking: String? = "T1",
        mode: String? = nil,
        isUpdate: Bool = false,
        isCancelled: Bool = false,
        at time: Timestamp
    ) -> Fact {
        let shipment = Shipment(
            shipmentID: parcel,
            orderID: order,
            trackingNumber: tracking,
            lines: products.map { LineItem(product: $0.key, quantity: $0.value) },
            mode: mode,
            isCancelled: isCancelled
        )
        return Fact(isUpdate ? .shipmentUpdated(shipment) : .shipmentSent(shipment), at: time)
    }

    /// The carrier says where a parcel is, or the order as a whole.
    static func carrier(
        _ status: DeliveryProgress.Status,
        of order: String,
        parcel: String? = nil,
        at time: Timestamp
    ) -> Fact {
        Fact(.deliveryUpdated(DeliveryProgress(orderID: order, status: status, shipmentID: parcel)), at: time)
    }

    /// A date of arrival was promised.
    static func promised(_ order: String, by latest: Timestamp, at time: Timestamp) -> Fact {
        Fact(.orderPromiseSet(OrderPromise(orderID: order, latest: latest)), at: time)
    }
}
