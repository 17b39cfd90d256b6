import Retention
import TestKit
import Testing

/// What holds of the persisted form of what rules remember, whatever it is.
@Suite struct DecisionsCodingTests {
    @Test func `decisions come back from their bytes as they were`() {
        for seed in 0..<RandomDecisions.count {
            let customer = RandomDecisions(seed: seed).customer
            let bytes = encoded(customer)
            let back = decoded(bytes)
            #expect(back == customer, "seed \(seed)")
            #expect(back.map { encoded($0) } == bytes, "seed \(seed)")
            #expect(back?.decisionsDue == customer.decisionsDue, "seed \(seed)")
        }
    }

    @Test func `random decisions have every sort of value, and memories in order`() {
        var sorts: Set<String> = []
        for seed in 0..<RandomDecisions.count {
            let decisions = RandomDecisions(seed: seed).decisions
            for field in decisions.memories.flatMap(\.captured) + decisions.deferred.flatMap(\.values) {
                sorts.insert(String("\(field.value)".prefix { $0 != "(" }))
            }
            for (earlier, later) in zip(decisions.memories, decisions.memories.dropFirst()) {
                #expect((earlier.rule, earlier.key) < (later.rule, later.key), "seed \(seed)")
            }
        }
        #expect(sorts.count == 10, "\(sorts)")
    }

    @Test func `decisions are equal exactly when their bytes are`() {
        var bytesOfState: [Customer: [UInt8]] = [:]
        var stateOfBytes: [[UInt8]: Customer] = [:]
        var repetitions = 0
        for seed in 0..<RandomDecisions.count * 2 {
            let state = RandomDecisions(seed: seed, isSmall: true).customer
            let bytes = encoded(state)
            if let known = bytesOfState.updateValue(bytes, forKey: state) {
                repetitions += 1
                #expect(known == bytes, "seed \(seed)")
            }
            #expect(stateOfBytes.updateValue(state, forKey: bytes) ?? state == state, "seed \(seed)")
        }
        #expect(bytesOfState.count == stateOfBytes.count)
        #expect(repetitions > 1_000 && bytesOfState.count > 300, "\(repetitions), \(bytesOfState.count)")
    }

    @Test func `bytes that were cut off anywhere or go on are no decisions`() {
        for seed in 0..<RandomDecisions.count / 30 {
            let bytes = encoded(RandomDecisions(seed: seed).customer)
            for count in bytes.indices {
                #expect(decoded(Array(bytes[..<count])) == nil, "seed \(seed), \(count) bytes")
            }
            for byte in [0, 1, 0x80, 0xFF] as [UInt8] { #expect(decoded(bytes + [byte]) == nil, "seed \(seed)") }
        }
    }

    @Test func `damaged bytes are no decisions, or the very bytes of others`() {
        var survivors = 0
        for seed in 0..<RandomDecisions.count {
            var random = SeededRandom(seed: ~seed)
            let bytes = encoded(RandomDecisions(seed: seed).customer)
            for _ in 0..<10 {
                var damaged = bytes
                let place = Int(random.number(0...Int64(bytes.count - 1)))
                switch random.number(0...3) {
                case 0: damaged[place] ^= 1 << UInt8(random.number(0...7))
                case 1: damaged[place] = random.pick([0, 1, 2, 0x7F, 0x80, 0xFF])
                case 2: damaged.remove(at: place)
                default: damaged.insert(random.pick([0, 1, 0x80, 0xFF]), at: place)
                }
                guard let state = decoded(damaged) else { continue }
                survivors += 1
                #expect(encoded(state) == damaged, "seed \(seed)")
            }
        }
        #expect(survivors > 1_000)
    }

    @Test func `the earliest deadline of all is known again, however it was left`() throws {
        var decisions = Decisions()
        decisions.memories[decisions.makePlace(of: 1, 0)].due = start + .days(3)
        decisions.memories[decisions.makePlace(of: 1, 7)].goalUntil = start + .days(2)
        decisions.vouchers = [Voucher(code: "c", rule: 1, granted: start, expires: start, due: start + .days(1))]
        var customer = Customer()
        customer.putDecisions(decisions)
        #expect(customer.decisionsDue == start + .days(1))
        #expect(try #require(decoded(encoded(customer))).decisionsDue == start + .days(1))
        decisions = customer.takeDecisions()
        decisions.vouchers = []
        customer.putDecisions(decisions)
        #expect(customer.decisionsDue == start + .days(2))
        #expect(decoded(encoded(customer)) == customer)
    }

    @Test func `decisions of which nothing is left are as those that never were`() {
        var customer = Customer()
        var decisions = Decisions()
        decisions.memories[decisions.makePlace(of: 1, 0)].due = start
        customer.putDecisions(decisions)
        #expect(!customer.decisions.isAbsent)
        decisions = customer.takeDecisions()
        decisions.memories = []
        customer.putDecisions(decisions)
        #expect(customer == Customer() && customer.decisions.isAbsent && customer.decisionsDue == .never)
        #expect(encoded(customer) == [0, 0, 0])
    }

    @Test func `the memory that decisions take is estimated`() {
        let projection = CustomerProjection(settings: .plain)
        for seed in 0..<100 as Range<UInt64> {
            let customer = RandomDecisions(seed: seed).customer
            let bytes = projection.heapBytes(of: customer)
            #expect(customer.decisions.isAbsent ? bytes == 0 : bytes >= encoded(customer).count / 2, "seed \(seed)")
        }
    }

    @Test(arguments: Form.acceptedDecisions)
    func `the oddest there can be is read`(form: Form) throws {
        let state = try #require(decoded(form.bytes))
        #expect(encoded(state) == form.bytes)
    }

    @Test(arguments: Form.refusedDecisions)
    func `what can't have been written is refused`(form: Form) {
        #expect(decoded(form.bytes) == nil)
    }
}

extension Form {
    private static let cause: [UInt8] = [1, 0x65, 0, 0, 0]
    private static let longestVarint = [UInt8](repeating: 0xFF, count: 9) + [1]
    private static let never: [UInt8] = [0xFE] + [UInt8](repeating: 0xFF, count: 8) + [1]
    private static let key: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    private static let id = key + key
    private static let manyHash: [UInt8] = [0x80, 0x80, 0x80, 0x80, 0x10]

    /// A customer with these decisions and nothing else.
    private static func decisions(_ name: String, _ bytes: [UInt8]) -> Form { Form(name, [0, 0x02] + bytes + [0]) }

    private static func memories(_ name: String, _ bytes: [UInt8]) -> Form { Self.decisions(name, [0x01] + bytes) }

    /// One memory with one value of a name of no letters.
    private static func value(_ name: String, _ bytes: [UInt8]) -> Form {
        Self.memories(name, [1, 0, 0, 0x01, 1, 0] + bytes)
    }

    private static func deferred(_ name: String, _ bytes: [UInt8]) -> Form { Self.decisions(name, [0x02] + bytes) }
    private static func contacts(_ name: String, _ bytes: [UInt8]) -> Form { Self.decisions(name, [0x04] + bytes) }
    private static func outcomes(_ name: String, _ bytes: [UInt8]) -> Form { Self.decisions(name, [0x08] + bytes) }
    private static func vouchers(_ name: String, _ bytes: [UInt8]) -> Form { Self.decisions(name, [0x10] + bytes) }

    private static func many(_ count: UInt8, _ element: [UInt8]) -> [UInt8] {
        [count] + (0..<count).flatMap { _ in element }
    }

    /// As many keys of rule 5, from 1 on.
    private static func keys(_ count: UInt8) -> [UInt8] {
        [count] + (1...count).flatMap { [5, 0x40, 0, $0, 0, 0, 0, 0, 0, 0, 0] }
    }

    private static let waiting = [0] + key + [0, 0] + id + [0, 0]

    static let acceptedDecisions = [
        Self.memories("a memory of nothing", [1, 0, 0, 0]),
        Self.memories("a goal that ends and never began", [1, 7, 0x80, 0, 2]),
        Self.memories("a goal that began and never ends", [1, 7, 0, 0x02, 2]),
        Self.memories("a memory of everything", [1, 7, 0xFF, 0x07, 0, 1, 2, 3] + cause + key + [4, 1, 0, 0, 2, 5, 6]),
        Self.memories("two rules", [2, 1, 0, 0, 2, 0, 0]),
        Self.memories("a rule with and without a key", [2, 1, 0, 0, 1, 0x40, 0] + key),
        Self.memories("16 keys of a rule", Self.keys(16)),
        Self.memories("the highest rule", [1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0]),
        Self.value("a count", [0, 1]),
        Self.value("an amount", [1, 2, 0, 0]),
        Self.value("the end of time", [2] + never),
        Self.value("a span", [3, 2]),
        Self.value("the worst sentiment", [4, 0xFF, 0x88, 0x7A]),
        Self.value("a text", [5, 1, 0x61]),
        Self.value("no sums", [6, 0]),
        Self.value("sums", [6, 2, 0, 0, 0, 0, 1, 0]),
        Self.value("a truth", [7, 1]),
        Self.value("a decimal", [8] + longestVarint),
        Self.value("texts in no order", [9, 3, 1, 0x62, 1, 0x61, 0]),
        Self.value("no texts", [9, 0]),
        Self.deferred("a contact that waits for nothing", [1] + waiting),
        Self.deferred(
            "a contact with a cause and a value",
            [1, 1, 0x61] + key + [2, 4] + id + [1] + cause + [1, 0, 7, 0]
        ),
        Self.deferred("16 contacts", Self.many(16, waiting)),
        Self.contacts("64 contacts", Self.many(64, [1, 2, 3])),
        Self.outcomes("eight outcomes", Self.many(8, [1, 2, 3, 0])),
        Self.vouchers("16 codes", Self.many(16, [1, 0x61, 2, 3, 4, 5, 1, 6])),
        Self.decisions(
            "one of each",
            [0x1F, 1, 0, 0, 0, 1] + waiting + [1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        ),
    ]

    static let refusedDecisions = [
        Self.decisions("no part", [0]),
        Self.decisions("an unknown part", [0x20, 1, 0, 0, 0]),
        Self.memories("no memories", [0]),
        Self.memories("more memories than bytes", longestVarint),
        Self.memories("rules out of order", [2, 2, 0, 0, 1, 0, 0]),
        Self.memories("one rule twice", [2, 1, 0, 0, 1, 0, 0]),
        Self.memories("a key before none", [2, 1, 0x40, 0] + key + [1, 0, 0]),
        Self.memories("one key twice", [2, 1, 0x40, 0] + key + [1, 0x40, 0] + key),
        Self.memories("65 keys of a rule", Self.keys(65)),
        Self.memories("a key of zero", [1, 1, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        Self.memories("a rule of more than 32 bits", [1] + manyHash + [0, 0]),
        Self.memories("an unknown part of a memory", [1, 1, 0, 0x08, 0]),
        Self.memories("due never", [1, 1, 0x01, 0] + never),
        Self.memories("a goal until never", [1, 1, 0x80, 0] + never),
        Self.memories("a value of zero", [1, 1, 0x08, 0, 0]),
        Self.memories("no values in a part of values", [1, 1, 0, 0x01, 0]),
        Self.value("an unknown sort of value", [10, 0]),
        Self.value("the last sort of value", [0xFF, 0]),
        Self.value("an overlong count", [0, 0x80, 0]),
        Self.value("a currency of sixteen bits", [1, 2, 0, 0x80]),
        Self.value("a sentiment below the worst", [4, 0x81, 0x89, 0x7A]),
        Self.value("text that is no UTF-8", [5, 2, 0xC3, 0x28]),
        Self.value("sums out of order", [6, 2, 0, 1, 0, 0, 0, 0]),
        Self.value("two sums of a currency", [6, 2, 0, 1, 0, 0, 1, 0]),
        Self.value("a truth of two", [7, 2]),
        Self.value("more texts than bytes", [9] + longestVarint),
        Self.deferred("no contacts that wait", [0]),
        Self.deferred("17 contacts", Self.many(17, waiting)),
        Self.deferred("a cause of two", [1, 0] + key + [0, 0] + id + [2] + cause + [0]),
        Self.deferred("more values than bytes", [1, 0] + key + [0, 0] + id + [0] + longestVarint),
        Self.contacts("no contacts", [0]),
        Self.contacts("65 contacts", Self.many(65, [1, 2, 3])),
        Self.contacts("a channel of more than 32 bits", [1, 0] + manyHash + [0]),
        Self.outcomes("no outcomes", [0]),
        Self.outcomes("nine outcomes", Self.many(9, [1, 2, 3, 0])),
        Self.outcomes("an unknown outcome", [1, 1, 3, 0, 0]),
        Self.vouchers("no codes", [0]),
        Self.vouchers("17 codes", Self.many(17, [1, 0x61, 2, 3, 4, 5, 0])),
        Self.vouchers("a code that was used twice", [1, 0, 0, 0, 0, 0, 2, 0]),
    ]
}
