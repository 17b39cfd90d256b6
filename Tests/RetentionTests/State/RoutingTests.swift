import Retention
import TestKit
import Testing

/// How events that name an order alone find their way to whoever placed it.
@Suite struct RoutingTests {
    private static let order = Subject(.order, "o-1")
    private static let owner = Subject(.customer, "c-1")
    private static let refund = Event.Body.orderRefunded(OrderReversal(orderID: "o-1", amount: .eur(5)))

    private static func event(_ id: String, _ subject: Subject, _ body: Event.Body) -> Event {
        Event(
            id: id,
            subject: subject,
            time: Timestamp(milliseconds: 1_700_000_000_000),
            origin: Origin(source: "shop", partition: 1, offset: 2),
            body: body
        )
    }

    private static func fold(_ events: [Event], _ subject: Subject) -> (state: Customer, letters: [Event]) {
        let projection = CustomerProjection(settings: .plain)
        var effects = Effects(playbook: "none")
        var state = projection.initial
        for event in events {
            effects.begin(subject)
            guard projection.admit(event, into: &state) else { continue }
            projection.evolve(&state, with: event, &effects)
        }
        return (state, effects.letters)
    }

    @Test func `given an order that others refer to, when it is folded, then the order's subject is told whose it is`()
    {
        let order = Order(id: "o-1", total: .eur(10), isReference: true)
        let letters = Self.fold([Self.event("e", Self.owner, .orderCompleted(order))], Self.owner).letters
        #expect(letters.map(\.subject) == [Self.order])
        #expect(letters.first?.body == .orderOwned(OrderOwner(owner: Self.owner)))
        let plain = Order(id: "o-1", total: .eur(10))
        #expect(Self.fold([Self.event("e", Self.owner, .orderCompleted(plain))], Self.owner).letters.isEmpty)
    }

    @Test func `given a known owner, when the order is refunded, then the refund goes on under its own id`() {
        let told = Self.event("e/owner", Self.order, .orderOwned(OrderOwner(owner: Self.owner)))
        let letters = Self.fold([told, Self.event("r", Self.order, Self.refund)], Self.order).letters
        #expect(letters == [Self.event("r", Self.owner, Self.refund)])
    }

    @Test func `given no owner yet, when events come, then they wait, survive a restart and go on in their order`() {
        let early = (0..<3).map { Self.event("r\($0)", Self.order, Self.refund) }
        let waiting = Self.fold(early, Self.order)
        #expect(waiting.letters.isEmpty)
        #expect(decoded(encoded(waiting.state)) == waiting.state)
        #expect(waiting.state.routing.waiting == early)
        let told = Self.event("e/owner", Self.order, .orderOwned(OrderOwner(owner: Self.owner)))
        let after = Self.fold(early + [told], Self.order)
        #expect(after.letters.map(\.id) == ["r0", "r1", "r2"])
        #expect(after.state.routing.waiting.isEmpty)
        #expect(decoded(encoded(after.state)) == after.state)
    }

    @Test func `given endless events without an owner, when they are kept, then memory stays bounded`() {
        let events = (0..<500).map { Self.event("r\($0)", Self.order, Self.refund) }
        let state = Self.fold(events, Self.order).state
        #expect(state.routing.waiting.count == 64)
        #expect(state.routing.waiting.last?.id == "r499")
    }

    @Test
    func `given bytes of a routing that was damaged, when they are read, then they are no state or its very bytes`() {
        let bytes = encoded(Self.fold((0..<3).map { Self.event("r\($0)", Self.order, Self.refund) }, Self.order).state)
        for place in bytes.indices {
            for byte in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[place] = byte
                if let state = decoded(damaged) { #expect(encoded(state) == damaged) }
            }
        }
        for count in bytes.indices { _ = decoded(Array(bytes[..<count])) }
    }
}
