import Retention
import TestKit
import Testing

@Suite struct DeliveriesTests {
    private func order(_ facts: Fact...) -> OrderProgress? { Shopping.after(facts).deliveries.order("o-1") }

    private let placed = Fact.bought("o-1", ["a": 2, "b": 1], at: start)

    @Test func `an order that was placed is open, and all of it is still to be sent`() throws {
        let deliveries = Shopping.after(self.placed).deliveries
        let order = try #require(deliveries.order("o-1"))
        #expect(order.placed == start && order.missingPieces == 3 && order.wrongPieces == 0)
        #expect(order.expected.map(\.product) == ["a", "b"] && order.expected.map(\.quantity) == [2, 1])
        #expect(!order.isComplete && !order.isDelivered && order.isOpen && order.shippedFirst == nil)
        #expect(deliveries.openCount == 1 && deliveries.latest?.id == "o-1" && deliveries.lastDelivered == nil)
    }

    @Test func `parcels count by product, until nothing is missing`() throws {
        let first = Fact.parcel("p-1", of: "o-1", ["a": 1], at: start + .hours(1))
        let half = try #require(self.order(self.placed, first))
        #expect(half.missingPieces == 2 && !half.isComplete && half.shippedFirst == start + .hours(1))
        let rest = Fact.parcel("p-2", of: "o-1", ["a": 1, "b": 1], at: start + .hours(2))
        let all = try #require(self.order(self.placed, first, rest))
        #expect(all.missingPieces == 0 && all.isComplete && all.shippedFirst == start + .hours(1))
    }

    @Test func `what was not ordered, or more than was, is wrong`() throws {
        let order = try #require(
            self.order(self.placed, .parcel("p-1", of: "o-1", ["a": 5, "z": 1], at: start + .hours(1)))
        )
        #expect(order.wrongPieces == 4 && order.missingPieces == 1)
    }

    @Test func `a parcel that is told again replaces what was known of it, unless it is older`() throws {
        let sent = Fact.parcel("p-1", of: "o-1", ["a": 1], tracking: nil, at: start + .hours(1))
        let again = Fact.parcel("p-1", of: "o-1", ["a": 2, "b": 1], isUpdate: true, at: start + .hours(2))
        for facts in [[self.placed, sent, again], [again, sent, self.placed]] {
            let order = try #require(Shopping.after(facts).deliveries.order("o-1"))
            #expect(order.isComplete && order.parcels.count == 1 && order.untrackedSince == nil)
            #expect(order.shippedFirst == start + .hours(1))
        }
    }

    @Test func `a parcel that was called back is taken off again`() throws {
        let sent = Fact.parcel("p-1", of: "o-1", ["a": 2, "b": 1], at: start + .hours(1))
        let back = Fact.parcel("p-1", of: "o-1", isUpdate: true, isCancelled: true, at: start + .hours(2))
        let order = try #require(self.order(self.placed, back, sent))
        #expect(order.missingPieces == 3 && order.shippedFirst == nil && !order.isComplete && order.isOpen)
    }

    @Test func `a parcel whose contents are not told may hold all that is missing`() throws {
        let order = try #require(self.order(self.placed, .parcel("p-1", of: "o-1", at: start + .hours(1))))
        #expect(order.missingPieces == 0 && order.wrongPieces == 0 && order.isComplete)
        let whole = Fact(.orderFulfilled(OrderStep(orderID: "o-1")), at: start + .hours(1))
        #expect(self.order(self.placed, whole)?.missingPieces == 0)
        let part = Fact(.orderFulfilled(OrderStep(orderID: "o-1", isPartial: true)), at: start + .hours(1))
        #expect(self.order(self.placed, part)?.missingPieces == 3)
        #expect(self.order(self.placed, part)?.shippedFirst == start + .hours(1))
    }

    @Test func `a parcel is untracked from when it was sent until it has a number, or arrives`() {
        let sent = Fact.parcel("p-1", of: "o-1", tracking: nil, at: start)
        #expect(self.order(sent)?.untrackedSince == start)
        #expect(self.order(sent, .parcel("p-1", of: "o-1", at: start + tick))?.untrackedSince == nil)
        #expect(self.order(sent, .carrier(.delivered, of: "o-1", parcel: "p-1", at: start))?.untrackedSince == nil)
        #expect(self.order(.parcel("p-1", of: "o-1", tracking: nil, mode: "pickup", at: start))?.untrackedSince == nil)
    }

    @Test func `an order is delivered when all its parcels are`() throws {
        let facts = [
            self.placed, .parcel("p-1", of: "o-1", ["a": 2], at: start + .hours(1)),
            .parcel("p-2", of: "o-1", ["b": 1], at: start + .hours(2)),
            .carrier(.outForDelivery, of: "o-1", parcel: "p-1", at: start + .hours(3)),
            .carrier(.delivered, of: "o-1", parcel: "p-1", at: start + .hours(4)),
        ]
        let half = Shopping.after(facts).deliveries
        #expect(half.order("o-1")?.isDelivered == false && half.openCount == 1)
        #expect(half.order("o-1")?.outForDelivery == start + .hours(3))
        let last = Fact.carrier(.pickedUp, of: "o-1", parcel: "p-2", at: start + .hours(9))
        let all = Shopping.after(facts + [last]).deliveries
        #expect(all.order("o-1")?.delivered == start + .hours(9) && all.lastDelivered == start + .hours(9))
        #expect(all.openCount == 0)
    }

    @Test func `an order of which a part was delivered and a part never sent stays open`() {
        let order = self.order(
            self.placed,
            .parcel("p-1", of: "o-1", ["a": 2], at: start + .hours(1)),
            .carrier(.delivered, of: "o-1", parcel: "p-1", at: start + .hours(2))
        )
        #expect(order?.isDelivered == true && order?.isOpen == true && order?.missingPieces == 1)
    }

    @Test func `a carrier that names no parcel speaks of the order as a whole`() {
        let order = self.order(
            self.placed,
            .parcel("p-1", of: "o-1", ["a": 1], at: start),
            .carrier(.delivered, of: "o-1", at: start + .hours(1))
        )
        #expect(order?.delivered == start + .hours(1) && order?.isOpen == false && order?.missingPieces == 2)
    }

    @Test func `failing and going back are what was said last`() {
        let failed = Fact.carrier(.failed, of: "o-1", parcel: "p-1", at: start + .hours(1))
        #expect(self.order(self.placed, failed)?.hasFailed == true)
        let again = Fact.carrier(.inTransit, of: "o-1", parcel: "p-1", at: start + .hours(2))
        #expect(self.order(self.placed, again, failed)?.hasFailed == false)
        let returned = self.order(self.placed, failed, .carrier(.returned, of: "o-1", at: start + .days(1)))
        #expect(returned?.isReturned == true && returned?.isOpen == false)
    }

    @Test func `the latest promise counts, whenever it arrives`() {
        let early = Fact.promised("o-1", by: start + .days(3), at: start)
        let late = Fact.promised("o-1", by: start + .days(2), at: start + .hours(1))
        #expect(self.order(early, late)?.promised == start + .days(2))
        #expect(self.order(late, early)?.promised == start + .days(2))
    }

    @Test func `a version replaces the lines, unless it is older or has none`() {
        let facts: [Fact] = [
            self.placed, .version("o-1", ["a": 1], at: start + .hours(2)),
            .version("o-1", ["a": 9], at: start + .hours(1)), .version("o-1", at: start + .hours(3)),
        ]
        for order in [facts, facts.reversed()] {
            #expect(Shopping.after(order).deliveries.order("o-1")?.missingPieces == 1)
        }
    }

    @Test(arguments: [
        Event.Body.orderCancelled(OrderReversal(orderID: "o-1")), .orderDeleted(OrderStep(orderID: "o-1")),
        .orderUpdated(OrderVersion(id: "o-1", total: .eur(0), version: start, isCancelled: true)),
    ])
    func `an order that was called off is closed`(body: Event.Body) {
        let off = Fact(body, at: start + .hours(1))
        for facts in [[self.placed, off], [off, self.placed]] {
            let deliveries = Shopping.after(facts).deliveries
            #expect(deliveries.openCount == 0 && deliveries.order("o-1")?.cancelled == start + .hours(1))
        }
    }

    @Test func `reports and returns are kept with the order`() {
        let order = self.order(
            Fact(.deliveryReported(DeliveryReport(orderID: "o-1", problem: .missing)), at: start),
            Fact(.deliveryReported(DeliveryReport(orderID: "o-1", problem: .damaged)), at: start),
            Fact(.returnRequested(Return(orderID: "o-1")), at: start)
        )
        #expect(order?.reports == [.init(.missing), .init(.damaged)] && order?.returnsRequested == 1)
        #expect(order?.isOpen == false && order?.placed == nil)
    }

    @Test func `the oldest order of which nothing is to come makes room, then the oldest`() {
        let orders = (0..<8).map { Fact.bought("o-\($0)", ["a": 1], at: start + .days($0)) }
        let done = Fact.carrier(.delivered, of: "o-3", at: start + .days(20))
        let ninth = Fact.bought("o-8", ["a": 1], at: start + .days(8))
        let deliveries = Shopping.after(orders + [done, ninth]).deliveries
        #expect(deliveries.orders.map(\.id) == ["o-0", "o-1", "o-2", "o-4", "o-5", "o-6", "o-7", "o-8"])
        #expect(deliveries.lastDelivered == start + .days(20) && deliveries.latest?.id == "o-8")
        let tenth = Fact.bought("o-9", ["a": 1], at: start + .days(9))
        let more = Shopping.after(orders + [done, ninth, tenth]).deliveries
        #expect(more.orders.count == 8 && more.order("o-0") == nil && more.openCount == 8)
    }

    @Test func `more products than are listed count together, in the order and in the parcels`() throws {
        let lines = (0..<20).map { LineItem(product: "sku-\($0)", quantity: 1) }
        let placed = Fact(.orderCompleted(Order(id: "o-1", total: .eur(1), lines: lines)), at: start)
        let order = try #require(self.order(placed))
        #expect(order.expected.count == 16 && order.expectedOther == 4 && order.missingPieces == 20)
        let shipment = Shipment(shipmentID: "p", orderID: "o-1", trackingNumber: "1", lines: lines.reversed())
        let sent = try #require(self.order(placed, Fact(.shipmentSent(shipment), at: start)))
        #expect(sent.missingPieces == 0 && sent.wrongPieces == 0)
        let short = Shipment(shipmentID: "p", orderID: "o-1", trackingNumber: "1", lines: lines.dropLast(2))
        #expect(self.order(placed, Fact(.shipmentSent(short), at: start))?.missingPieces == 2)
        let double = Shipment(shipmentID: "q", orderID: "o-1", trackingNumber: "1", lines: lines)
        let both = self.order(placed, Fact(.shipmentSent(shipment), at: start), Fact(.shipmentSent(double), at: start))
        #expect(both?.wrongPieces == 20)
    }

    @Test func `with more parcels than are kept nothing can be said to be missing`() {
        let parcels = (0..<12).map { Fact.parcel("p-\($0)", of: "o-1", ["z": 1], at: start) }
        let order = Shopping.after([self.placed] + parcels).deliveries.order("o-1")
        #expect(order?.parcels.count == 8 && order?.missingPieces == 0 && order?.wrongPieces == 8)
    }

    @Test func `pieces at the limits of 64 bits stay there and do not trap`() {
        let order = self.order(
            .bought("o-1", ["a": .max, "b": .max, "c": -5], at: .distantPast),
            .parcel("p-1", of: "o-1", ["a": 1, "z": .max, "y": .max], at: .never),
            .parcel("p-2", of: "o-1", ["a": .max, "b": .max], at: .never),
            .parcel("p-3", of: "o-1", ["a": .max, "b": .max], at: .never)
        )
        #expect(order?.missingPieces == 0 && order?.wrongPieces == .max)
    }
}
