import Retention
import TestKit

/// Random decisions by the seed alone, which reach the corners: each list empty, short and full, every sort of value,
/// extreme hashes, keys and instants, and what no engine would put together.
struct RandomDecisions {
    private(set) var decisions = Decisions()

    static let count: UInt64 = 3_000

    /// Draws decisions; small ones are few and often the same.
    init(seed: UInt64, isSmall: Bool = false) {
        var random = SeededRandom(seed: seed)
        if isSmall {
            self.fillSparsely(&random)
        } else {
            self.fill(&random)
        }
    }

    /// A customer of whom nothing else is known.
    var customer: Customer {
        var customer = Customer()
        customer.putDecisions(self.decisions)
        return customer
    }

    private mutating func fill(_ random: inout SeededRandom) {
        for _ in 0..<random.pick([0, 1, 3, 40]) { self.remember(&random) }
        for _ in 0..<random.pick([0, 0, 1, 2, Decisions.keptDeferred]) {
            self.decisions.deferred.append(Self.deferred(&random))
        }
        for _ in 0..<random.pick([0, 1, 3, Decisions.keptContacts]) {
            self.decisions.contacts.append(
                MadeContact(rule: Self.hash(&random), channel: Self.hash(&random), time: Self.instant(&random))
            )
        }
        for _ in 0..<random.pick([0, 1, 3, Decisions.keptOutcomes]) {
            self.decisions.outcomes.append(
                ContactOutcome(
                    rule: Self.hash(&random),
                    kind: random.pick([.emitted, .deferred, .suppressed]),
                    time: Self.instant(&random),
                    reason: random.pick(RandomLife.texts)
                )
            )
        }
        for _ in 0..<random.pick([0, 1, 3, Decisions.keptVouchers]) {
            self.decisions.vouchers.append(Self.voucher(&random))
        }
    }

    /// At most one part, with one of two values.
    private mutating func fillSparsely(_ random: inout SeededRandom) {
        let rule = UInt32(random.number(0...1))
        let time = start + .days(random.number(0...1))
        switch random.number(0...9) {
        case 0: break
        case 1..<5:
            let place = self.decisions.makePlace(of: rule, UInt64(random.number(0...1)))
            if random.chance(50) { self.decisions.memories[place].due = time }
            if random.chance(50) { self.decisions.memories[place].isSet = true }
            if random.chance(50) { self.decisions.memories[place].value = random.number(0...1) }
            if random.chance(50) { self.decisions.memories[place].fired = time }
            if random.chance(50) { self.decisions.memories[place].captured = [Self.smallField(&random)] }
        case 5: self.decisions.contacts = [MadeContact(rule: rule, channel: 0, time: time)]
        case 6:
            let kind: ContactOutcome.Kind = random.pick([.emitted, .deferred])
            self.decisions.outcomes = [ContactOutcome(rule: rule, kind: kind, time: time, reason: "")]
        case 7:
            var voucher = Voucher(code: "", rule: rule, granted: start, expires: start, due: time)
            voucher.redeemed = random.pick([nil, start, time])
            self.decisions.vouchers = [voucher]
        default:
            self.decisions.deferred = [
                DeferredContact(
                    rule: "",
                    key: 0,
                    until: time,
                    wanted: start,
                    id: Self.id("r", rule: ""),
                    cause: random.pick([nil, Self.cause]),
                    values: random.pick([[], [Self.smallField(&random)]])
                )
            ]
        }
    }

    private mutating func remember(_ random: inout SeededRandom) {
        let place = self.decisions.makePlace(of: Self.hash(&random), random.pick([0, 0, 1, .max, random.next()]))
        var memory = self.decisions.memories[place]
        if random.chance(50) { memory.due = Self.instant(&random) }
        if random.chance(30) { memory.goalFrom = Self.instant(&random) }
        if random.chance(30) { memory.goalUntil = Self.instant(&random) }
        if random.chance(50) { memory.anchor = Self.instant(&random) }
        if random.chance(30) { memory.passed = Self.instant(&random) }
        if random.chance(50) { memory.fired = Self.instant(&random) }
        memory.value = random.pick([0, 0, 1, -1, .min, .max, random.number(-1_000...1_000)])
        memory.isSet = random.chance(50)
        if random.chance(50) { memory.cause = Self.cause(&random) }
        if random.chance(30) { memory.captured = Self.fields(&random) }
        self.decisions.memories[place] = memory
    }

    private static func deferred(_ random: inout SeededRandom) -> DeferredContact {
        DeferredContact(
            rule: random.pick(RandomLife.texts),
            key: random.pick([0, 1, .max, random.next()]),
            until: self.instant(&random),
            wanted: self.instant(&random),
            id: self.id("\(random.next())", rule: "r"),
            cause: random.chance(50) ? self.cause(&random) : nil,
            values: self.fields(&random)
        )
    }

    private static func voucher(_ random: inout SeededRandom) -> Voucher {
        var voucher = Voucher(
            code: random.pick(RandomLife.texts),
            rule: self.hash(&random),
            granted: self.instant(&random),
            expires: self.instant(&random),
            due: self.instant(&random)
        )
        if random.chance(50) { voucher.redeemed = self.instant(&random) }
        return voucher
    }

    private static func id(_ subject: String, rule: String) -> SignalID {
        let about = Subject(.customer, subject)
        return SignalID(playbook: "p", rule: rule, type: .incentiveGranted, subject: about, occasion: .once)
    }

    private static func hash(_ random: inout SeededRandom) -> UInt32 {
        random.pick([0, 1, 2, 0x7F, 0x80, .max, UInt32(random.number(0...Int64(UInt32.max)))])
    }

    private static func instant(_ random: inout SeededRandom) -> Timestamp {
        let extreme = Timestamp(milliseconds: random.pick([.min, .min + 1, -1, 0, 1, .max - 1, .max]))
        return random.chance(90) ? start + .minutes(random.number(-100_000...100_000)) : extreme
    }

    private static let cause = Cause(eventID: "e", origin: Origin(source: "s", partition: 0, offset: 1))

    private static func cause(_ random: inout SeededRandom) -> Cause {
        let origin = Origin(
            source: random.pick(RandomLife.texts),
            partition: random.pick([0, 7, -1, .min, .max]),
            offset: random.pick([0, 1, -1, .min, .max])
        )
        return Cause(eventID: random.pick(RandomLife.texts), origin: origin)
    }

    private static func fields(_ random: inout SeededRandom) -> [Signal.Field] {
        (0..<random.pick([0, 1, 2, 12])).map { _ in
            Signal.Field(random.pick(RandomLife.texts), self.value(&random))
        }
    }

    private static func smallField(_ random: inout SeededRandom) -> Signal.Field {
        // Ten sorts of the same number, some of which have the same bytes after the tag.
        let values: [Signal.Value] = [
            .count(0), .money(.eur(0)), .time(start), .span(.milliseconds(0)), .sentiment(.scored(0)), .text(""),
            .sums(MoneyByCurrency()), .flag(false), .decimal(0), .texts([]), .texts([""]), .flag(true),
        ]
        return Signal.Field("", random.pick(values))
    }

    private static func value(_ random: inout SeededRandom) -> Signal.Value {
        let number = random.pick([0, 1, -1, .min, .max, random.number(-5_000...5_000)])
        switch random.number(0...9) {
        case 0: return .count(number)
        case 1: return .money(Money(minor: number, random.pick([.eur, .usd])))
        case 2: return .time(self.instant(&random))
        case 3: return .span(.milliseconds(number))
        case 4: return .sentiment(.scored(random.pick([-1, 0, 0.25, 1])))
        case 5: return .text(random.pick(RandomLife.texts))
        case 6:
            let sums = [Money(minor: number, .usd), Money(minor: number, .eur)]
            return .sums(MoneyByCurrency(Array(sums[..<Int(random.number(0...2))])))
        case 7: return .flag(random.chance(50))
        case 8: return .decimal(number)
        default: return .texts((0..<random.number(0...3)).map { _ in random.pick(RandomLife.texts) })
        }
    }
}
