/// A shop whose customers' truth is known: their orders, browsing and mentions, told in the order of time.
///
/// The same configuration gives the same bytes on every machine and in every run. Each customer draws from a stream of
/// their own, so that without ``ShopConfiguration/targetEvents`` a customer's life is the same whatever the
/// number of the others. Every line has an id that no other line of the run has, two events of one customer are never
/// at the same millisecond, and every session that is begun is told to its end.
///
/// Memory is proportional to the customers and never to the events. A copy goes on independently from where it was
/// taken.
public struct ShopSimulation: Sendable {
    /// The parameters of this shop.
    public let configuration: ShopConfiguration
    private let writer: EventWriter
    private var lives: [CustomerLife]
    private var queue = EventQueue()
    private var pool = SessionPool()

    /// How many events were told so far.
    public private(set) var eventsTold = 0

    /// How many customers will still be heard of; at most one event waits for each.
    public var pendingEvents: Int { queue.count }

    /// How many customers there are.
    public var customerCount: Int { lives.count }

    /// Draws every customer's hidden truth.
    ///
    /// - Complexity: O(*n*) for *n* customers, some microseconds each.
    /// - Throws: `invalidConfiguration` when a parameter is out of range; `unreachableTarget` when the target number
    ///   of events is below what the first orders alone make or above what customers have time for.
    public init(configuration: ShopConfiguration) throws(SimulationError) {
        try configuration.validate()
        self.configuration = configuration
        writer = EventWriter(
            catalogue: Catalogue(size: configuration.products, currency: configuration.currency),
            identifiers: Identifiers(seed: configuration.seed)
        )
        lives = []
        lives.reserveCapacity(configuration.customers)
        queue.reserve(configuration.customers)
        for index in 0..<configuration.customers { lives.append(CustomerLife(index, of: configuration)) }
        let factor = try ShopSimulation.factor(for: lives, configuration)
        for index in lives.indices {
            lives[index].settle(factor: factor, configuration)
            queue.insert(DueEntry(time: lives[index].arrival, owner: UInt32(index), tag: 0))
        }
    }

    /// Replaces `line` by the next event as one JSON object without a line end, and returns the stream it belongs to.
    ///
    /// Over all streams the events come in the order of their timestamps, and customers in the order of their ids
    /// within one millisecond. Returns `nil`, and leaves `line` alone, when the period is over.
    /// - Complexity: O(log *n*) for *n* customers.
    public mutating func next(into line: inout [UInt8]) -> Topic? {
        guard let due = queue.first else { return nil }
        let index = Int(due.owner)
        let topic = lives[index].tell(due.owner, at: due.time, configuration, writer, &pool, into: &line)
        let next = lives[index].due(before: configuration.to)
        if next == never {
            queue.removeFirst()
        } else {
            queue.replaceFirst(with: DueEntry(time: next, owner: due.owner, tag: 0))
        }
        eventsTold += 1
        return topic
    }

    /// The truth about a customer, numbered from 0, with counts of what was told so far.
    ///
    /// Ask after the last event: until then the counts are those of the events told, and a customer who leaves during a
    /// session leaves with its last step.
    public func truth(of index: Int) -> CustomerTruth {
        precondition(lives.indices.contains(index), "a customer's number must be below the number of customers")
        let life = lives[index]
        return CustomerTruth(
            index: index,
            arrival: life.arrival,
            ratePerDayMicros: life.rateMicros,
            aliveUntil: life.aliveUntil < configuration.to ? life.aliveUntil : nil,
            orders: Int(life.orders),
            abandonedCarts: Int(life.abandonedCarts),
            negativeMentions: Int(life.negativeMentions),
            lastOrder: life.lastOrder >= 0 ? life.lastOrder : nil
        )
    }

    /// The factor on everybody's activity that makes the expected number of events the one asked for.
    private static func factor(
        for lives: [CustomerLife],
        _ configuration: ShopConfiguration
    ) throws(SimulationError) -> Double {
        guard let target = configuration.targetEvents else { return 1 }
        let wanted = Double(target)
        var low = 1e-9
        var high = 1e9
        let least = expectedEvents(of: lives, factor: low, configuration)
        let most = expectedEvents(of: lives, factor: high, configuration)
        guard wanted >= least, wanted <= most else {
            throw SimulationError(
                .unreachableTarget,
                "\(configuration.customers) customers make \(Int(least) + 1) to \(Int(most)) events in this period",
                remedy: wanted < least ? "take fewer customers" : "take more customers or a longer period"
            )
        }
        // The middle is the geometric mean, since the factor may be of any magnitude.
        for _ in 0..<48 {
            let middle = PortableMath.root(low * high)
            if expectedEvents(of: lives, factor: middle, configuration) < wanted { low = middle } else { high = middle }
        }
        return high
    }

    private static func expectedEvents(
        of lives: [CustomerLife],
        factor: Double,
        _ configuration: ShopConfiguration
    ) -> Double {
        let share = configuration.orderShare
        let reversals = configuration.cancelledShare + configuration.refundedShare
        var sum = 0.0
        for life in lives {
            let days = life.span(to: configuration.to) / CustomerLife.day
            let sessions = days * life.rate(factor: factor, orderShare: share) / share
            sum += Session.meanSteps(.ordered) + reversals
            sum += sessions * (life.stepsPerSession(orderShare: share) + share * reversals)
            if life.mentionPause > 0 {
                sum += days * CustomerLife.day / life.mentionPause(factor: factor)
            }
        }
        return sum
    }
}
