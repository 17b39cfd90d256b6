import Retention
import TestKit
import Testing

/// What holds of the persisted form of every customer.
@Suite struct CustomerCodingProperties {
    @Test func `a customer comes back from its bytes as it was`() {
        for seed in 0..<RandomLife.count {
            let state = RandomLife(seed: seed).state
            let bytes = encoded(state)
            let back = decoded(bytes)
            #expect(back == state, "seed \(seed)")
            #expect(back.map { encoded($0) } == bytes, "seed \(seed)")
        }
    }

    @Test func `customers are equal exactly when their bytes are`() {
        var bytesOfState: [Customer: [UInt8]] = [:]
        var stateOfBytes: [[UInt8]: Customer] = [:]
        var repetitions = 0
        for seed in 0..<RandomLife.count * 2 {
            var random = SeededRandom(seed: seed)
            var fold = SubjectFold(CustomerProjection(settings: .plain), playbook: "", subject: Subject(.customer, "1"))
            for index in 0..<random.number(0...3) { fold.fold(Self.smallEvent(&random, index)) }
            let bytes = encoded(fold.state)
            if bytesOfState.updateValue(bytes, forKey: fold.state) != nil { repetitions += 1 }
            #expect(stateOfBytes.updateValue(fold.state, forKey: bytes) ?? fold.state == fold.state, "seed \(seed)")
        }
        #expect(bytesOfState.count == stateOfBytes.count)
        #expect(repetitions > 1_000 && bytesOfState.count > 1_000)
    }

    @Test func `encoding appends to what is there`() {
        var bytes: [UInt8] = [1, 2, 3]
        let projection = CustomerProjection(settings: .plain)
        for seed in 0..<20 {
            let before = bytes
            let state = RandomLife(seed: UInt64(seed)).state
            projection.encode(state, to: &bytes)
            #expect(bytes == before + encoded(state))
        }
    }

    @Test func `bytes that were cut off anywhere or go on are no customer`() {
        for seed in 0..<RandomLife.count / 10 {
            let bytes = encoded(RandomLife(seed: seed).state)
            for count in bytes.indices {
                #expect(decoded(Array(bytes[..<count])) == nil, "seed \(seed), \(count) bytes")
            }
            for byte in [0, 1, 0x80, 0xFF] as [UInt8] { #expect(decoded(bytes + [byte]) == nil, "seed \(seed)") }
        }
    }

    @Test func `damaged bytes are no customer, or the very bytes of another one`() {
        var survivors = 0
        for seed in 0..<RandomLife.count {
            var random = SeededRandom(seed: ~seed)
            let (bytes, other) = (encoded(RandomLife(seed: seed).state), encoded(RandomLife(seed: seed + 1).state))
            for _ in 0..<40 {
                let damaged = Self.damage(bytes, other, &random)
                guard let state = decoded(damaged) else { continue }
                survivors += 1
                #expect(encoded(state) == damaged, "seed \(seed)")
            }
        }
        #expect(survivors > 1_000)
    }

    @Test func `random bytes are no customer, or the very bytes of one`() {
        for seed in 0..<RandomLife.count * 10 {
            var random = SeededRandom(seed: seed)
            let bytes = (0..<random.number(0...60)).map { _ in
                random.chance(60) ? UInt8(random.number(0...8)) : UInt8(random.number(0...255))
            }
            if let state = decoded(bytes) { #expect(encoded(state) == bytes, "seed \(seed)") }
        }
    }

    @Test func `a life that is persisted after every step decides the same`() {
        for seed in 0..<RandomLife.count {
            let life = RandomLife(seed: seed)
            let subject = Subject(.customer, "c-1")
            var kept = SubjectFold(life.projection, playbook: "life", subject: subject)
            var persisted = SubjectFold(Persisting(inner: life.projection), playbook: "life", subject: subject)
            for event in life.events {
                kept.fold(event)
                persisted.fold(event)
            }
            kept.advance(to: RandomStory.end)
            persisted.advance(to: RandomStory.end)
            #expect(kept.signals == persisted.signals, "seed \(seed)")
            #expect(kept.state == persisted.state && kept.repeated == persisted.repeated, "seed \(seed)")
        }
    }

    @Test func `the memory a customer takes is estimated`() {
        let projection = CustomerProjection(settings: .plain)
        #expect(projection.heapBytes(of: Customer()) == 0)
        var fold = SubjectFold(projection, playbook: "", subject: Subject(.customer, "1"))
        var before = 0
        for index in 0..<4 {
            let order = Order(id: "\(index)", total: .eur(1))
            fold.fold(Self.event("a long id of an event \(index)", .orderCompleted(order)))
            let now = projection.heapBytes(of: fold.state)
            #expect(now >= before && (200..<5_000).contains(now))
            before = now
        }
    }

    private static func smallEvent(_ random: inout SeededRandom, _ index: Int64) -> Event {
        let order = Order(id: "\(random.number(0...1))", total: .eur(random.number(0...1)))
        let change = CartChange(product: "\(random.number(0...1))", quantity: random.number(1...2))
        let mention = Mention(network: "", sentiment: random.pick([nil, .scored(0)]))
        let bodies: [Event.Body] = [
            .orderCompleted(order), .orderCancelled(OrderReversal(orderID: "0")), .productAdded(change),
            .productRemoved(change), .productViewed(ProductView(product: "")), .socialMentioned(mention),
        ]
        return Self.event("\(index)", random.pick(bodies), at: start + .days(random.number(0...1)))
    }

    private static func event(_ id: String, _ body: Event.Body, at time: Timestamp = start) -> Event {
        let origin = Origin(source: "events", partition: 0, offset: 0)
        return Event(id: id, subject: Subject(.customer, "1"), time: time, origin: origin, body: body)
    }

    /// Flips, replaces, removes or inserts bytes, or goes on with those of another state.
    private static func damage(_ bytes: [UInt8], _ other: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var damaged = bytes
        for _ in 0..<random.pick([1, 1, 1, 2, 5]) {
            let place = Int(random.number(0...Int64(damaged.count)))
            guard place < damaged.count else { continue }
            switch random.number(0...9) {
            case 0..<4: damaged[place] ^= 1 << UInt8(random.number(0...7))
            case 4..<6: damaged[place] = random.pick([0, 1, 0x7F, 0x80, 0xFF])
            case 6: damaged.remove(at: place)
            case 7: damaged.insert(random.pick([0, 1, 0x80, 0xFF]), at: place)
            default: damaged.replaceSubrange(place..., with: other.suffix(damaged.count - place))
            }
        }
        return damaged
    }
}

/// The fold of a customer that goes through its bytes after every step.
private struct Persisting: Projection {
    let inner: CustomerProjection

    static var stateFormat: UInt8 { CustomerProjection.stateFormat }

    var initial: Customer { self.inner.initial }

    func admit(_ event: Event, into state: inout Customer) -> Bool {
        defer { self.persist(&state) }
        return self.inner.admit(event, into: &state)
    }

    func evolve(_ state: inout Customer, with event: Event, _ effects: inout Effects) {
        self.inner.evolve(&state, with: event, &effects)
        self.persist(&state)
    }

    func fire(_ deadline: Timestamp, in state: inout Customer, _ effects: inout Effects) {
        self.inner.fire(deadline, in: &state, &effects)
        self.persist(&state)
    }

    func nextDeadline(of state: Customer) -> Timestamp { self.inner.nextDeadline(of: state) }

    func encode(_ state: Customer, to bytes: inout [UInt8]) { self.inner.encode(state, to: &bytes) }

    func decode(_ bytes: Span<UInt8>) -> Customer? { self.inner.decode(bytes) }

    func heapBytes(of state: Customer) -> Int { self.inner.heapBytes(of: state) }

    /// A state that does not come back is forgotten, which the comparison notices.
    private func persist(_ state: inout Customer) { state = decoded(encoded(state)) ?? self.initial }
}
