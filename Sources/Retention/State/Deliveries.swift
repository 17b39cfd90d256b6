/// How the latest orders of a customer are getting on.
///
/// Events may come in any order, also before the order itself; the same events make the same record, as long as no
/// more than `Deliveries.keptOrders` orders and `OrderProgress.keptParcels` parcels of each are heard of.
public struct Deliveries: Hashable, Sendable {
    /// The orders, at most `Deliveries.keptOrders`, the latest last: by when they were placed, or first heard of.
    ///
    /// Of more, those go first of which nothing is still to come, the oldest of them first.
    public internal(set) var orders: [OrderProgress] = []
    /// When the latest delivered of the orders that were let go was delivered.
    var forgottenDelivered: Timestamp?

    static let keptOrders = 8

    /// Makes the record of a customer who never ordered.
    public init() {}

    /// The order of this id, when it is among those kept.
    public func order(_ id: String) -> OrderProgress? { self.orders.first { $0.id == id } }

    /// The order that was placed last; those of which only later events are known do not count.
    public var latest: OrderProgress? { self.orders.last { $0.placed != nil } }

    /// Orders of which something is still to come.
    public var openCount: Int { self.orders.reduce(0) { $0 + ($1.isOpen ? 1 : 0) } }

    /// When an order was delivered last, those no longer kept included.
    public var lastDelivered: Timestamp? {
        var last = self.forgottenDelivered
        for order in self.orders {
            if let delivered = order.delivered { last = max(last ?? delivered, delivered) }
        }
        return last
    }

    /// What an event did to an order.
    struct Change {
        let before: OrderProgress?
        let after: OrderProgress

        var isAny: Bool { self.before != self.after }
    }

    /// Changes an order, which need not be known, and puts it in its place.
    private mutating func update(
        _ id: String,
        at time: Timestamp,
        _ change: (inout OrderProgress) -> Void
    ) -> Change {
        let index = self.orders.firstIndex { $0.id == id }
        let before = index.map { self.orders[$0] }
        var order = before ?? OrderProgress(id: id, heard: time)
        order.heard = min(order.heard, time)
        change(&order)
        let done = Change(before: before, after: order)
        guard done.isAny else { return done }
        if let index { self.orders.remove(at: index) }
        let place = self.orders.firstIndex { order.isEarlier(than: $0) } ?? self.orders.endIndex
        self.orders.makeRoom()
        self.orders.insert(order, at: place)
        if self.orders.count > Self.keptOrders { self.forgetOne() }
        return done
    }

    private mutating func forgetOne() {
        let forgotten = self.orders.remove(at: self.orders.firstIndex { !$0.isOpen } ?? 0)
        guard let delivered = forgotten.delivered else { return }
        self.forgottenDelivered = max(self.forgottenDelivered ?? delivered, delivered)
    }

    /// Takes an order as it was placed; its lines count unless a version is known.
    mutating func place(_ order: Order, at time: Timestamp) -> Change {
        self.update(order.id, at: time) { known in
            known.placed = min(known.placed ?? time, time)
            guard !known.isConfirmed else { return }
            known.isConfirmed = true
            if known.linesVersion == nil { known.expect(order.lines) }
        }
    }

    /// Takes an order as it stands after a change; one without lines says nothing of them.
    mutating func take(_ version: OrderVersion, at time: Timestamp) -> Change {
        self.update(version.id, at: time) { known in
            let placed = version.placed ?? time
            known.placed = min(known.placed ?? placed, placed)
            if version.isCancelled { known.cancel(at: time) }
            guard !version.lines.isEmpty, known.linesVersion.map({ $0 <= version.version }) ?? true else { return }
            known.linesVersion = version.version
            known.expect(version.lines)
        }
    }

    mutating func cancel(_ id: String, at time: Timestamp) -> Change {
        self.update(id, at: time) { $0.cancel(at: time) }
    }

    mutating func fulfil(_ step: OrderStep, at time: Timestamp) -> Change {
        self.update(step.orderID, at: time) { known in
            known.fulfilled = min(known.fulfilled ?? time, time)
            if !step.isPartial { known.isFulfilledInFull = true }
        }
    }

    mutating func promise(_ promise: OrderPromise, at time: Timestamp) -> Change {
        self.update(promise.orderID, at: time) { known in
            if let told = known.promiseTold, told > time { return }
            known.promiseTold = time
            known.promised = promise.latest
        }
    }

    mutating func ship(_ shipment: Shipment, at time: Timestamp) -> Change {
        self.update(shipment.orderID, at: time) { known in
            known.parcel(shipment.shipmentID) { $0.take(shipment, at: time) }
        }
    }

    mutating func deliver(_ progress: DeliveryProgress, at time: Timestamp) -> Change {
        self.update(progress.orderID, at: time) { known in
            if let id = progress.shipmentID {
                known.parcel(id) { $0.journey.take(progress.status, at: time) }
            } else {
                known.journey.take(progress.status, at: time)
            }
        }
    }

    mutating func report(_ report: DeliveryReport, at time: Timestamp) -> Change {
        self.update(report.orderID, at: time) { $0.reports.insert(OrderProgress.Reports(report.problem)) }
    }

    mutating func requestReturn(_ orderID: String, at time: Timestamp) -> Change {
        self.update(orderID, at: time) { $0.returnsRequested += 1 }
    }
}

extension OrderProgress {
    /// Whether it stands before another one in the list.
    fileprivate func isEarlier(than other: OrderProgress) -> Bool {
        (self.placed ?? self.heard, self.id) < (other.placed ?? other.heard, other.id)
    }

    fileprivate mutating func cancel(at time: Timestamp) { self.cancelled = min(self.cancelled ?? time, time) }

    /// Takes what is ordered in place of what was known.
    fileprivate mutating func expect(_ lines: [LineItem]) {
        self.expected = []
        self.expectedOther = 0
        for line in lines where line.quantity > 0 {
            if let index = self.expected.firstIndex(where: { $0.product == line.product }) {
                self.expected[index].quantity = self.expected[index].quantity.saturatingAdding(line.quantity)
            } else if self.expected.count < Self.keptLines {
                self.expected.append(Line(product: line.product, quantity: line.quantity))
            } else {
                self.expectedOther = self.expectedOther.saturatingAdding(line.quantity)
            }
        }
    }

    /// Changes a parcel, which need not be known; one for which there is no room only leaves word that it was there.
    fileprivate mutating func parcel(_ id: String, _ change: (inout Parcel) -> Void) {
        if let index = self.parcels.firstIndex(where: { $0.id == id }) { return change(&self.parcels[index]) }
        guard self.parcels.count < Self.keptParcels else {
            self.hasMoreParcels = true
            return
        }
        var parcel = Parcel(id: id)
        change(&parcel)
        self.parcels.insert(parcel, at: self.parcels.firstIndex { id < $0.id } ?? self.parcels.endIndex)
    }

    /// Whether its products are with the customer, or will be.
    var stands: Bool { self.placed != nil && self.cancelled == nil }
}
