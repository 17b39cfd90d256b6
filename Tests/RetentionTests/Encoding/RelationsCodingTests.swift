import Retention
import TestKit
import Testing

/// What holds of the persisted form of all relations.
@Suite struct RelationsCodingTests {
    @Test func `relations come back from their bytes as they were`() {
        for seed in 0..<WildRelations.count {
            let state = WildRelations(seed: seed).state
            let bytes = state.encoded(from: start)
            let back = relations(bytes)
            #expect(back == state, "seed \(seed)")
            #expect(back?.encoded(from: start) == bytes, "seed \(seed)")
        }
    }

    @Test func `relations are equal exactly when their bytes are`() {
        var bytesOfState: [Relations: [UInt8]] = [:]
        var stateOfBytes: [[UInt8]: Relations] = [:]
        var repetitions = 0
        for seed in 0..<WildRelations.count * 4 {
            var random = SeededRandom(seed: seed)
            var state = Relations()
            for _ in 0..<random.number(0...3) {
                _ = state.take(Fact(RandomRelations.body(&random), at: start + .days(random.number(0...1))))
            }
            let bytes = state.encoded(from: start)
            if let known = bytesOfState.updateValue(bytes, forKey: state) {
                repetitions += 1
                #expect(known == bytes, "seed \(seed)")
            }
            #expect(stateOfBytes.updateValue(state, forKey: bytes) ?? state == state, "seed \(seed)")
        }
        #expect(bytesOfState.count == stateOfBytes.count)
        #expect(repetitions > 200 && bytesOfState.count > 1_000)
    }

    @Test func `bytes that were cut off anywhere or go on are no relations`() {
        for seed in 0..<WildRelations.count / 5 {
            let bytes = WildRelations(seed: seed).state.encoded(from: start)
            guard !bytes.isEmpty else { continue }
            for count in 1..<bytes.count {
                #expect(relations(Array(bytes[..<count])) == nil, "seed \(seed), \(count) bytes")
            }
            for byte in [0, 1, 0x80, 0xFF] as [UInt8] {
                #expect(relations(bytes + [byte]) == nil, "seed \(seed)")
            }
        }
    }

    @Test func `damaged bytes are no relations, or the very bytes of others`() {
        var survivors = 0
        for seed in 0..<WildRelations.count {
            var random = SeededRandom(seed: ~seed)
            let bytes = WildRelations(seed: seed).state.encoded(from: start)
            guard !bytes.isEmpty else { continue }
            for _ in 0..<30 {
                var damaged = bytes
                let place = Int(random.number(0...Int64(bytes.count - 1)))
                switch random.number(0...3) {
                case 0: damaged[place] ^= 1 << UInt8(random.number(0...7))
                case 1: damaged[place] = random.pick([0, 1, 2, 0x7F, 0x80, 0xFF])
                case 2: damaged.remove(at: place)
                default: damaged.insert(random.pick([0, 1, 0x80, 0xFF]), at: place)
                }
                guard let state = relations(damaged) else { continue }
                survivors += 1
                #expect(state.encoded(from: start) == damaged, "seed \(seed)")
            }
        }
        #expect(survivors > 1_000)
    }

    @Test func `random bytes are no relations, or the very bytes of some`() {
        for seed in 0..<WildRelations.count * 10 {
            var random = SeededRandom(seed: seed)
            let bytes = (0..<random.number(1...60)).map { _ in
                random.chance(60) ? UInt8(random.number(0...8)) : UInt8(random.number(0...255))
            }
            if let state = relations(bytes) {
                #expect(state.encoded(from: start) == bytes, "seed \(seed)")
            }
        }
    }

    @Test func `relations that were read go on as those that were kept`() {
        for seed in 0..<WildRelations.count / 5 {
            var (kept, read) = (Relations(), Relations())
            for fact in WildRelations(seed: seed).facts {
                let (isChanged, isReadChanged) = (kept.take(fact), read.take(fact))
                #expect(isChanged == isReadChanged, "seed \(seed)")
                read = relations(read.encoded(from: start)) ?? Relations()
                #expect(kept == read, "seed \(seed)")
            }
        }
    }

    @Test func `the memory that relations take is estimated, and bounded`() {
        var relations = Relations()
        var random = SeededRandom(seed: 1)
        for index in 0..<20_000 {
            let id = "an id of some length \(index)"
            let time = start + .minutes(random.number(0...1_000_000))
            let bodies: [Event.Body] = [
                .complaintOpened(Ticket(ticketID: id, topic: id)), .ticketResolved(Ticket(ticketID: id)),
                .channelSubscribed(Channel(channel: id)), .socialUnfollowed(SocialTouch(network: id)),
                .subscriptionStarted(Subscription(subscriptionID: id, plan: id)),
                .membershipPurchased(PaidMembership(membershipID: id, plan: id)),
                .bookingMade(Booking(bookingID: id)), .profileUpdated(Profile(handle: id)),
            ]
            for body in bodies { _ = relations.take(Fact(body, at: time)) }
        }
        #expect((1_000..<15_000).contains(relations.heapBytes))
        #expect(relations.encoded(from: start).count < 4_000)
    }

    @Test(arguments: Form.acceptedRelations)
    func `the oddest there can be is read`(form: Form) throws {
        let state = try #require(relations(form.bytes, from: Timestamp(milliseconds: 0)))
        #expect(state.encoded(from: Timestamp(milliseconds: 0)) == form.bytes)
    }

    @Test(arguments: Form.refusedRelations)
    func `what can't have been written is refused`(form: Form) {
        #expect(relations(form.bytes, from: Timestamp(milliseconds: 0)) == nil)
    }
}

extension Form {
    private static let key: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]

    private static func tallies(_ name: String, _ bytes: [UInt8]) -> Form { Form(name, [0x01] + bytes) }
    private static func channels(_ name: String, _ bytes: [UInt8]) -> Form { Form(name, [0x02] + bytes) }
    private static func profile(_ name: String, _ bytes: [UInt8]) -> Form { Form(name, [0x04] + bytes) }
    private static func tickets(_ name: String, _ bytes: [UInt8]) -> Form { Form(name, [0x08] + bytes) }
    private static func feedback(_ name: String, _ bytes: [UInt8]) -> Form { Form(name, [0x10] + bytes) }
    private static func memberships(_ name: String, _ bytes: [UInt8]) -> Form { Form(name, [0x20] + bytes) }

    static let acceptedRelations = [
        Self.tallies("cancelled orders, once", [1, 11, 1, 0]),
        Self.tallies("two kinds, twice each, at one instant and not", [2, 11, 2, 4, 0, 0, 2, 4, 9]),
        Self.channels("an open channel", [1, 3, 1, 0x61, 0]),
        Self.channels("an engaged and a bounced one", [2, 4, 1, 0x61, 5, 0, 8, 1, 0x62, 0]),
        Self.profile("a birthday that changed", [0x01, 0x04, 8, 2, 1]),
        Self.tickets("an open complaint without an id", [1, 1, 0, 0, 0]),
        Self.tickets("an answer ahead", [2, 1, 1] + Self.key + [0]),
        Self.feedback("two answers of one instant", [3, 20, 4, 0, 4]),
        Self.feedback("a review with a rating", [0x0C, 1, 2, 2, 2]),
        Self.memberships("somebody who left what nobody knows", [1, 8, 0]),
        Self.memberships("a contract of which deliveries were skipped", [4, 1, 0x80, 0, 0, 1]),
        Self.memberships("two bookings at one instant", [8, 2, 0, 0]),
    ]

    static let refusedRelations = [
        Form("no part", [0]),
        Form("an unknown part", [0x40, 0]),
        Self.tallies("no kind", [0]),
        Self.tallies("orders", [1, 10, 1, 0]),
        Self.tallies("an unknown kind", [1, 9, 1, 0]),
        Self.tallies("a kind beyond all numbers", [1] + [UInt8](repeating: 0xFF, count: 9) + [1, 1, 0]),
        Self.tallies("two gaps that add up to more than 64 bits", [2, 11, 1, 0] + Self.longestVarint + [1, 0]),
        Self.tallies("a kind that never happened", [1, 11, 0, 0]),
        Self.tallies("more often than 32 bits count", [1, 11, 0x80, 0x80, 0x80, 0x80, 0x10, 0, 0]),
        Self.tallies("a first instant after the last", [1, 11, 2, 0] + Self.longestVarint),
        Self.channels("no channel", [0]),
        Self.channels("a channel of which nothing is known", [1, 0, 1, 0x61]),
        Self.channels("a channel without a name", [1, 3, 0, 0]),
        Self.channels("open without an instant", [1, 5, 1, 0x61, 5, 0]),
        Self.channels("no engagement with an instant", [1, 4, 1, 0x61, 0, 0]),
        Self.channels("one channel twice", [2, 3, 1, 0x61, 0, 3, 1, 0x61, 0]),
        Self.channels("channels out of order", [2, 3, 1, 0x62, 0, 3, 1, 0x61, 0]),
        Self.channels("17 channels", [17] + (0..<17).flatMap { [3, 1, 0x61 + $0, 0] }),
        Self.profile("nothing", [0, 0, 0]),
        Self.profile("an unknown field", [0, 0x08, 0]),
        Self.profile("an empty country", [0x08, 0, 0, 0]),
        Self.profile("another date of birth, without one", [0, 0x04, 0, 0]),
        Self.profile("a day of more than 32 bits", [1, 0, 0, 0x80, 0x80, 0x80, 0x80, 0x10]),
        Self.tickets("nothing", [0]),
        Self.tickets("an unknown kind", [1, 1, 3, 0, 0]),
        Self.tickets("an unknown bit", [1, 1, 0x20, 0, 0]),
        Self.tickets("an end at the instant of the opening", [1, 1, 0x10, 0, 0, 0]),
        Self.tickets("an answered question that is open", [1, 1, 9, 0, 0, 0]),
        Self.tickets("tickets out of order", [1, 2, 0, 1, 0x61, 2, 0, 1, 0x62, 0]),
        Self.tickets("one ticket twice", [1, 2, 0, 1, 0x61, 0, 0, 1, 0x61, 2]),
        Self.tickets("nine tickets", [1, 9] + (0..<9).flatMap { [0, 1, 0x61 + $0, 0] }),
        Self.tickets("an answer before the opening", [1, 1, 8, 0, 2] + Self.longestVarint),
        Self.tickets("nothing settled", [2, 1, 0] + Self.key),
        Self.tickets("an answer before the end", [2, 1, 3] + Self.key + [0, 2]),
        Self.tickets("one end twice", [2, 2, 2] + Self.key + [0, 2] + Self.key + [2]),
        Self.tickets("five ends", [2, 5] + (0..<5).flatMap { [2, $0] + Self.key.dropFirst() + [0] }),
        Self.tickets("a satisfaction of 11", [8, 22, 0]),
        Self.feedback("nothing", [0]),
        Self.feedback("a score of 11", [1, 22, 0]),
        Self.feedback("an answer before none", [2, 2, 0]),
        Self.feedback("the answers the other way round", [3, 2, 0, 2, 2]),
        Self.feedback("no review at an instant", [4, 0, 0]),
        Self.feedback("a rating without a review", [8, 2, 0]),
        Self.feedback("a rating after the last review", [0x0C, 1, 0, 2, 2]),
        Self.memberships("nothing", [0]),
        Self.memberships("a programme of nobody", [1, 2, 0]),
        Self.memberships("a programme that nobody left", [1, 0x10, 0]),
        Self.memberships("no contract", [2, 0]),
        Self.memberships("a contract of which nothing is known", [2, 1, 0, 0, 0]),
        Self.memberships("one contract twice", [2, 2, 0x80, 0, 0, 1, 0x80, 0, 0, 1]),
        Self.memberships("five contracts", [2, 5] + (0..<5).flatMap { [0x80, 1, 0x61 + $0, 0, 1] }),
        Self.memberships("an unknown state", [2, 1, 0x20, 0, 0, 3, 0]),
        Self.memberships("a pause of what goes on", [2, 1, 0x60, 0, 0, 0, 0, 0]),
        Self.memberships("a plan told after the latest event", [2, 1, 1, 0, 2, 0] + Self.longestVarint),
        Self.memberships("no booking", [8, 0]),
        Self.memberships("nine bookings", [8, 9] + [UInt8](repeating: 0, count: 9)),
    ]

    private static let longestVarint = [UInt8](repeating: 0xFF, count: 9) + [1]
}

/// Relations that reach the corners: every kind of event, few and many of each list, texts of every sort, extreme times.
struct WildRelations {
    var facts: [Fact] = []

    static let count: UInt64 = 2_000

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var bodies = FactRandom(seed: seed)
        let isExtreme = random.chance(30)
        for _ in 0..<random.pick([0, 1, 2, 5, 20, 100]) {
            let time =
                isExtreme && random.chance(20)
                ? Timestamp(milliseconds: random.pick([.min, .min + 1, -1, 0, 1, .max - 1, .max]))
                : start + .minutes(random.number(-100...100) * random.pick([0, 1, 10_000]))
            let body: Event.Body
            switch random.number(0...99) {
            case 0..<60: body = RandomRelations.body(&random)
            case 60..<65:
                let birthDate = CalendarDay(number: Int32(random.number(7_000...7_001)))
                body = .profileUpdated(Profile(birthDate: birthDate))
            default: body = .random(random.pick(Event.Kind.allCases), &bodies)
            }
            self.facts.append(Fact(body, at: time))
        }
    }

    var state: Relations { Relations(after: self.facts) }
}

/// The relations of these bytes, when they are some.
func relations(_ bytes: [UInt8], from base: Timestamp = start) -> Relations? { Relations(bytes.span, from: base) }
