/// Browsing and mentions made up around real orders, told in the order of time.
///
/// Use: ``foresee(customer:time:)`` for every order in a first reading, if mentions should know who will not come
/// back; then ``offer(customer:time:)`` for every order in the order of time, each time followed by ``next(into:)``
/// until it returns `nil`; at the end ``finish()`` and ``next(into:)`` again until `nil`.
///
/// The same configuration and orders give the same bytes on every machine. Every line names a customer of the orders,
/// carries a message id that begins with `sim-` and `"simulated":true`. Nothing is told after the last order. No two
/// events of a customer, the real orders included, are at the same millisecond.
///
/// Memory is proportional to the customers, plus a session for each order inside the look-ahead.
public struct BrowsingSimulation: Sendable {
    /// The parameters of this simulation.
    public let configuration: BrowsingConfiguration
    private let writer: EventWriter
    private var table = CustomerTable()
    private var shoppers: [Shopper] = []
    private var queue = EventQueue()
    private var pool = SessionPool()
    private var latestOrder: Int64 = -1
    private var latestForeseen: Int64 = -1
    /// The order offered that was not taken in yet, because events before it are still to be told.
    private var offered: (index: Int, time: Int64)?
    private var isFinished = false

    /// What waits to be told: at most three entries for each customer and one for each order inside the look-ahead.
    public var pendingEvents: Int { queue.count }

    /// How many customers are known.
    public var customerCount: Int { table.count }

    /// A simulation that has not seen any order.
    /// - Throws: `invalidConfiguration` when a parameter is out of range.
    public init(configuration: BrowsingConfiguration) throws(SimulationError) {
        try configuration.validate()
        self.configuration = configuration
        writer = EventWriter(
            catalogue: Catalogue(size: configuration.products, currency: configuration.currency),
            identifiers: Identifiers(seed: configuration.seed)
        )
    }

    /// Tells of an order in advance, so that mentions turn negative after a customer's last one.
    ///
    /// Orders may be foreseen in any order of time, all of them before the first is offered; nothing is told because
    /// of it.
    /// - Throws: `unorderedInput` when an order was offered already.
    public mutating func foresee(customer: Span<UInt8>, time: Int64) throws(SimulationError) {
        guard latestOrder < 0 else {
            throw SimulationError(
                .unorderedInput,
                "an order was foreseen after one was offered",
                remedy: "foresee all orders first"
            )
        }
        let index = register(customer)
        shoppers[index].lastForeseen = max(shoppers[index].lastForeseen, time)
        latestForeseen = max(latestForeseen, time)
    }

    /// Takes the next real order; its time must not be before that of the order before.
    ///
    /// Take all events with ``next(into:)`` before the next call: an order offered before that is a programmer's
    /// error and traps.
    /// - Throws: `unorderedInput` when the time goes back, is before 1970 or after 9999, or the input was finished.
    public mutating func offer(customer: Span<UInt8>, time: Int64) throws(SimulationError) {
        guard !isFinished, time >= max(latestOrder, 0), time < 253_402_300_800_000 else {
            throw SimulationError(
                .unorderedInput,
                "an order came after a later one, after the end, or outside of the years 1970 to 9999",
                remedy: "sort the orders by time"
            )
        }
        precondition(offered == nil, "the events before the last order were not all taken with next(into:)")
        latestOrder = time
        offered = (register(customer), time)
    }

    /// Says that no order follows, so that all events up to the last order can be told.
    public mutating func finish() {
        precondition(offered == nil, "the events before the last order were not all taken with next(into:)")
        isFinished = true
    }

    /// Replaces `line` by the next event that no order still to come can precede, and returns its stream.
    ///
    /// Events come in the order of their timestamps. Returns `nil`, and leaves `line` alone, when more orders have to
    /// be offered first, or when all was told after ``finish()``. The stream is never ``Topic/orders``.
    /// - Complexity: O(log *n*) for *n* pending events.
    public mutating func next(into line: inout [UInt8]) -> Topic? {
        let horizon = isFinished ? latestOrder : latestOrder - configuration.lookAhead
        while let due = queue.first, due.time <= horizon {
            switch due.tag {
            case Tag.mention:
                if tellMention(due, into: &line) { return .mentions }
            case Tag.idle:
                beginIdleSession(due)
            default:
                tellStep(due, into: &line)
                return .browse
            }
        }
        // Only now is the order known: what is decided at an instant sees the orders of the look-ahead and none
        // beyond, however sparse they are. All that an order brings about lies after the horizon.
        if let order = offered {
            offered = nil
            takeIn(order.index, at: order.time)
        }
        return nil
    }

    private mutating func takeIn(_ index: Int, at time: Int64) {
        let previous = shoppers[index].lastOrder
        shoppers[index].lastOrder = time
        // A second order at the same instant is part of the same visit.
        guard time > previous else { return }
        planVisit(of: index, from: previous, to: time)
        if let begin = shoppers[index].planIdleSession(configuration) {
            queue.insert(DueEntry(time: begin, owner: UInt32(index), tag: Tag.idle))
        }
        let isLast = isGone(shoppers[index])
        if let mention = shoppers[index].planMention(isLast: isLast, configuration) {
            queue.insert(DueEntry(time: mention, owner: UInt32(index), tag: Tag.mention))
        }
    }

    private enum Tag {
        static let idle: UInt32 = 0
        static let mention: UInt32 = 1
        /// Added to the place of a session that goes on.
        static let session: UInt32 = 2
    }

    private mutating func register(_ customer: Span<UInt8>) -> Int {
        let (index, isNew) = table.number(of: customer)
        if isNew { shoppers.append(Shopper(hash: table.hash(of: index), configuration)) }
        return index
    }

    /// Whether this customer's latest order was their last, and long enough before the end to say so.
    private func isGone(_ shopper: Shopper) -> Bool {
        shopper.lastForeseen >= 0 && shopper.lastOrder >= shopper.lastForeseen
            && latestForeseen - shopper.lastForeseen >= Int64(configuration.goneAfterDays) * 86_400_000
    }

    /// Plans the visit that ends with a real order, half a minute to five minutes before it.
    private mutating func planVisit(of index: Int, from previous: Int64, to order: Int64) {
        guard shoppers[index].random.happens(configuration.browsedShare) else { return }
        let place = pool.claim()
        pool[place].plan(.ordered, from: writer.catalogue, &shoppers[index].random)
        pool[place].dropOrder()
        let lead = Int64(30_000 + shoppers[index].random.below(270_000))
        // Sessions keep to even milliseconds and mentions to odd ones, so that they never meet.
        let begin = (order - lead - Int64(pool[place].lastOffset)) & ~1
        guard begin > previous, begin >= 0 else {
            pool.release(place)
            return
        }
        start(place, of: index, at: begin)
    }

    private mutating func start(_ place: Int32, of index: Int, at begin: Int64) {
        pool[place].begin = begin
        pool[place].cart = shoppers[index].sessions
        shoppers[index].sessions += 1
        queue.insert(DueEntry(time: begin, owner: UInt32(index), tag: Tag.session + UInt32(place)))
    }

    private mutating func beginIdleSession(_ due: DueEntry) {
        let index = Int(due.owner)
        // An order inside the look-ahead, or just before, has a visit of its own: this one waits until after it.
        if shoppers[index].lastOrder + CustomerLife.leastPause > due.time {
            let begin = shoppers[index].drawIdleBegin(after: shoppers[index].lastOrder, configuration)
            queue.replaceFirst(with: DueEntry(time: begin, owner: due.owner, tag: Tag.idle))
            return
        }
        queue.removeFirst()
        let luck = shoppers[index].random.unit()
        let outcome: SessionOutcome =
            luck <= configuration.abandonedShare ? .abandoned : luck > 0.9 ? .emptied : .browsed
        let place = pool.claim()
        pool[place].plan(outcome, from: writer.catalogue, &shoppers[index].random)
        let end = due.time + Int64(pool[place].lastOffset)
        start(place, of: index, at: due.time)
        if let begin = shoppers[index].planNextIdleSession(after: end, configuration) {
            queue.insert(DueEntry(time: begin, owner: due.owner, tag: Tag.idle))
        }
    }

    private mutating func tellStep(_ due: DueEntry, into line: inout [UInt8]) {
        let place = Int32(due.tag - Tag.session)
        let author = shoppers[Int(due.owner)].author(due.owner)
        let step = pool[place].current
        writer.writeBrowsing(step, cart: pool[place].cart, by: author, at: due.time, into: &line) { line in
            table.withIdentifier(of: Int(due.owner)) { line.writeEscaped($0) }
        }
        if pool[place].isLast {
            pool.release(place)
            queue.removeFirst()
        } else {
            pool[place].advance()
            queue.replaceFirst(with: DueEntry(time: pool[place].due, owner: due.owner, tag: due.tag))
        }
    }

    /// Tells a mention unless the customer orders within the look-ahead, in which case it waits until after the order.
    private mutating func tellMention(_ due: DueEntry, into line: inout [UInt8]) -> Bool {
        let index = Int(due.owner)
        guard shoppers[index].lastOrder < due.time else {
            let time = shoppers[index].drawMentionTime(configuration)
            queue.replaceFirst(with: DueEntry(time: time, owner: due.owner, tag: Tag.mention))
            return false
        }
        queue.removeFirst()
        shoppers[index].mentionTold()
        let author = shoppers[index].author(due.owner)
        let parting = isGone(shoppers[index])
        let sentiment = MentionWriter.drawSentiment(
            mood: shoppers[index].mood,
            parting: parting && shoppers[index].random.happens(0.8),
            &shoppers[index].random
        )
        writer.writeMention(
            sentiment: sentiment,
            by: author,
            at: due.time,
            &shoppers[index].random,
            into: &line
        ) { line in
            table.withIdentifier(of: index) { line.writeEscaped($0) }
        }
        return true
    }
}
