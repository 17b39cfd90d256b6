import CMeasure
import Foundation
import Journal
import Playbook
import Retention

/// What customers take up, by what sort they are, and what an event costs by how many of them there are.
enum Customers {
    /// A sort of customer, by what they do in a year.
    enum Sort: String, CaseIterable {
        case oneTime = "one-time buyer"
        case regular = "regular"
        case browser = "heavy browser"

        /// What is done, by day.
        fileprivate var days: [(day: Int, deeds: [Deed])] {
            switch self {
            case .oneTime: [(0, [.view, .view, .view, .add, .order])]
            case .regular:
                (0..<12).map { month in
                    (day: month * 30, deeds: [.view, .view, .view, .add, .order, month % 6 == 5 ? .mention : .view])
                }
            case .browser: (0..<40).map { (day: $0 * 9, deeds: Array(repeating: .view, count: 10) + [.add]) }
            }
        }
    }

    fileprivate enum Deed { case view, add, order, mention }

    /// Bytes of customers.
    struct Size: Encodable {
        let playbook: String
        let sort: String
        /// In memory, everything counted: id, index, timers and state.
        let bytes: Double
        /// In memory while it rests and the budget of states is used up.
        let packed: Double
        /// In a store.
        let stored: Double
    }

    /// What an event costs.
    struct Cost: Encodable {
        let customers: Int
        /// Nanoseconds for an event of somebody known, whoever that is.
        let nanoseconds: Double
        /// Bytes of a customer who has bought once.
        let bytes: Double
    }

    static func sizes() throws -> [Size] {
        try ["reference", "default"].flatMap { name in
            let playbook = try Playbooks.named(name)
            return try Sort.allCases.map { sort in
                var shop = Crowd(playbook, count: 10_000)
                let bytes = try shop.grown { try $0.live(sort) }
                var resting = Crowd(playbook, count: 10_000, isResting: true)
                let packed = try resting.grown { try $0.live(sort) }
                return Size(playbook: name, sort: sort.rawValue, bytes: bytes, packed: packed, stored: shop.stored)
            }
        }
    }

    /// Grows a crowd tenfold each time, from ten thousand to `most`.
    static func costs(upTo most: Int, _ told: (Cost) throws -> Void) throws {
        var count = 10_000
        while count <= most {
            var crowd = Crowd(try Playbooks.reference, count: count)
            let bytes = try crowd.grown { try $0.live(.oneTime) }
            try told(Cost(customers: count, nanoseconds: try crowd.touched(500_000), bytes: bytes))
            count *= 10
        }
    }
}

/// Customers who all do the same.
///
/// They live in a replay, for only within the engine's own module the fold is compiled for this projection.
private struct Crowd {
    private static let start = Timestamp(milliseconds: 1_735_689_600_000)
    private static let lines = ["SKU-11041", "SKU-52111"]

    private let count: Int
    private var replay: Replay
    private let euro: Currency
    private let isResting: Bool
    private var events = 0
    private var clock = Self.start

    /// Of those who are resting, all but a few states are packed.
    init(_ playbook: CompiledPlaybook, count: Int, isResting: Bool = false) {
        self.count = count
        self.isResting = isResting
        self.replay = Replay(playbook, lateness: TimeSpan(milliseconds: 0), stateBudget: isResting ? 1 : nil)
        guard let euro = Currency("EUR") else { preconditionFailure("EUR is a currency") }
        self.euro = euro
    }

    /// By how many bytes each customer makes the heap grow.
    mutating func grown(_ change: (inout Crowd) throws -> Void) rethrows -> Double {
        let before = measure_heap_bytes()
        try change(&self)
        return (Double(measure_heap_bytes()) - Double(before)) / Double(self.count)
    }

    /// The mean number of bytes of a state in a store.
    var stored: Double {
        var (sum, bytes) = (0, [UInt8]())
        self.replay.fold.forEachSubject { _, state in
            bytes.removeAll(keepingCapacity: true)
            self.replay.fold.projection.encode(state, to: &bytes)
            sum += bytes.count
        }
        return Double(sum) / Double(self.replay.fold.subjectCount)
    }

    /// Lets everybody live through a year.
    mutating func live(_ sort: Customers.Sort) throws {
        for (day, deeds) in sort.days {
            try self.wait(until: Self.start + .days(Int64(day)))
            for (number, deed) in deeds.enumerated() {
                let time = Self.start + .days(Int64(day)) + .minutes(Int64(number * 5))
                for customer in 0..<self.count {
                    // Not all at one instant, for then all would be held back until it is over.
                    let after = TimeSpan(milliseconds: Int64(customer * 300_000 / self.count))
                    try self.take(self.event(deed, customer, time + after))
                }
            }
        }
        try self.wait(until: Self.start + .days(366))
        guard self.isResting else { return }
        // Until the replay has looked again at what it keeps, and all the others are packed.
        for _ in 0..<2_048 { try self.take(self.event(.view, 0, Self.start + .days(366))) }
    }

    /// Lets time pass by and by, for the room for what is decided in one go is nobody's state.
    private mutating func wait(until instant: Timestamp) throws {
        var clock = self.clock
        while clock < instant {
            clock = min(instant, clock + .seconds(10))
            try self.replay.finish(at: clock) { _ in }
        }
        self.clock = clock
    }

    /// Nanoseconds of an event, over so many of customers at random.
    mutating func touched(_ touches: Int) throws -> Double {
        let (pieces, size) = (10, touches / 10)
        var best = Double.infinity
        for piece in 0...pieces {
            let time = Self.start + .days(Int64(400 + piece))
            let events = (0..<size).map { number in
                // One after the other lie far apart, in an order that no cache foresees and every run repeats.
                let customer = Int((UInt64(piece * size + number) &* 0x9E37_79B9_7F4A_7C15) >> 16) % self.count
                let after = TimeSpan(milliseconds: Int64(number))
                return self.event(number % 4 == 0 ? .add : .view, customer, time + after)
            }
            let start = measure_thread_nanoseconds()
            // Looking ahead as a replay and a worker do.
            for place in events.indices {
                if place + 3 < events.count { self.replay.foresee(events[place + 3]) }
                try self.take(events[place])
            }
            // In the first one no timers of one before it come up.
            if piece > 0 { best = min(best, Double(measure_thread_nanoseconds() - start) / Double(size)) }
        }
        return best
    }

    private mutating func take(_ event: Event) throws { try self.replay.add(event, source: 0) { _ in } }

    private mutating func event(_ deed: Customers.Deed, _ customer: Int, _ time: Timestamp) -> Event {
        self.events += 1
        let digits = String(self.events, radix: 16)
        let id = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        return Event(
            id: id,
            subject: Subject(.customer, "c\(10_000_000 + customer)"),
            time: time,
            origin: Origin(source: "orders", partition: 0, offset: Int64(self.events)),
            body: self.body(deed)
        )
    }

    private func body(_ deed: Customers.Deed) -> Event.Body {
        let price = Money(minor: 4_990, self.euro)
        switch deed {
        case .view: return .productViewed(ProductView(product: Self.lines[0], category: "shoes", price: price))
        case .add:
            return .productAdded(CartChange(product: Self.lines[0], quantity: 1, price: price, category: "shoes"))
        case .order:
            let lines = Self.lines.map { LineItem(product: $0, quantity: 1, price: price) }
            return .orderCompleted(Order(id: "o-\(self.events)", total: Money(minor: 9_980, self.euro), lines: lines))
        case .mention:
            guard let sentiment = Sentiment(millionths: 300_000) else { preconditionFailure("is within -1 and 1") }
            return .socialMentioned(Mention(network: "x", sentiment: sentiment))
        }
    }
}
