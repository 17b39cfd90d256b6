/// The instant of what will never happen; larger than every instant that can be written.
let never = Int64.max

/// One customer's hidden truth, what they are about to do, and what was told about them.
struct CustomerLife: Sendable {
    var random: RandomStream
    let arrival: Int64
    private(set) var aliveUntil: Int64
    private(set) var lastOrder: Int64 = -1
    private var lastTime: Int64 = -1

    /// The next step of the session going on, or the beginning of the next one.
    private var sessionDue: Int64
    private var mentionDue = never
    private var reversalDue = never

    /// The mean pause between sessions in milliseconds, beyond the least pause.
    private var pause = 0.0
    /// The mean time between mentions in milliseconds; 0 for those who don't write.
    private(set) var mentionPause: Double
    /// The purchase rate before the common factor, in purchases per day.
    let drawnRate: Double
    private(set) var rateMicros = 0

    private var reversedOrder: UInt32 = 0
    private var reversedTotal: UInt32 = 0
    private var ordinal: UInt32 = 0
    private(set) var orders: UInt32 = 0
    private(set) var abandonedCarts: UInt32 = 0
    private(set) var negativeMentions: UInt32 = 0
    private var session: Int32 = -1
    /// The share of sessions without an order in which a cart is left behind.
    let abandonShare: Float
    private let mood: Int8
    private var reversalIsRefund = false
    private var nextMentionIsParting = false

    /// The share of sessions without an order in which the cart is emptied again.
    static let emptiedShare = 0.1
    /// At least half an hour in milliseconds lies between two sessions.
    static let leastPause: Int64 = 1_800_000
    static let day = 86_400_000.0

    /// Draws the hidden truth; nothing in it depends on other customers.
    init(_ index: Int, of configuration: ShopConfiguration) {
        random = RandomStream(seed: configuration.seed, owner: UInt64(index))
        let length = Double(configuration.to - configuration.from)
        let room = Int64(length * configuration.arrivalShare)
        let latest = max(1, min(room, configuration.to - configuration.from - Session.longest - 1_000))
        arrival = configuration.from + Int64(random.below(Int(latest)))
        sessionDue = arrival
        drawnRate = max(1e-9, random.gamma(shape: configuration.purchaseShape)) * configuration.purchasesPerDay
        let dropout = max(1e-9, random.gamma(shape: configuration.lifetimeShape))
        let life = random.exponential() * configuration.lifetimeDays * CustomerLife.day / dropout
        aliveUntil = life < length ? arrival + Int64(life) : never
        // Most leave few carts behind, some many: the square of a uniform number between a twentieth and 0.65.
        let tendency = random.unit()
        abandonShare = Float(0.05 + 0.6 * tendency * tendency)
        mood = MentionWriter.drawMood(&random)
        mentionPause =
            random.happens(configuration.mentioningShare)
            ? (20 + 60 * random.unit()) * CustomerLife.day : 0
    }

    /// The time that ends before the customer leaves or the period ends, in milliseconds.
    func span(to end: Int64) -> Double {
        Double(min(aliveUntil, end) - arrival)
    }

    /// The mean number of events in a session without the reversals of orders.
    func stepsPerSession(orderShare: Double) -> Double {
        let abandoned = Double(abandonShare)
        let others =
            abandoned * Session.meanSteps(.abandoned) + CustomerLife.emptiedShare * Session.meanSteps(.emptied)
            + (1 - abandoned - CustomerLife.emptiedShare) * Session.meanSteps(.browsed)
        return orderShare * Session.meanSteps(.ordered) + (1 - orderShare) * others
    }

    /// The mean time in milliseconds from the beginning of a session to the earliest beginning of the next.
    func busy(orderShare: Double) -> Double {
        (stepsPerSession(orderShare: orderShare) - 1) * Session.meanPause + Double(CustomerLife.leastPause)
    }

    /// The purchases per day under a common factor, no more than fit between the sessions.
    func rate(factor: Double, orderShare: Double) -> Double {
        min(drawnRate * factor, orderShare * CustomerLife.day / (1.25 * busy(orderShare: orderShare)))
    }

    /// The mean time between mentions under a common factor: never less than an hour.
    func mentionPause(factor: Double) -> Double {
        max(mentionPause / factor, 3_600_000)
    }

    /// Fixes the rates under the common factor of activity and the first mention.
    mutating func settle(factor: Double, _ configuration: ShopConfiguration) {
        let wanted = rate(factor: factor, orderShare: configuration.orderShare)
        rateMicros = max(1, Int(wanted * 1e6))
        let between = CustomerLife.day * configuration.orderShare / (Double(rateMicros) / 1e6)
        // The pause leaves out the mean length of a session, so that orders come at the rate itself.
        pause = max(0, between - busy(orderShare: configuration.orderShare))
        if mentionPause > 0 { mentionPause = mentionPause(factor: factor) }
        scheduleMention(after: arrival, configuration)
    }

    /// When something happens next, or `never` when nothing does before the end of the period.
    func due(before end: Int64) -> Int64 {
        let earliest = min(sessionDue, mentionDue, reversalDue)
        guard earliest < end else { return never }
        // Two affairs of one customer may fall on one millisecond: the second is told one later.
        let told = max(earliest, lastTime + 1)
        return told < end ? told : never
    }

    /// Does what is due, at the time that `due` gave, and writes the event.
    mutating func tell(
        _ index: UInt32,
        at time: Int64,
        _ configuration: ShopConfiguration,
        _ writer: EventWriter,
        _ pool: inout SessionPool,
        into line: inout [UInt8]
    ) -> Topic {
        let author = EventWriter.Author(owner: index, ordinal: ordinal)
        defer {
            ordinal += 1
            lastTime = time
        }
        if sessionDue <= min(mentionDue, reversalDue) {
            return tellStep(author, at: time, configuration, writer, &pool, into: &line)
        }
        if reversalDue <= mentionDue {
            reversalDue = never
            writer.writeReversal(
                reversalIsRefund ? "Order Refunded" : "Order Cancelled",
                order: reversedOrder,
                total: Int(reversedTotal),
                by: author,
                at: time,
                into: &line
            ) { $0.writeCustomer(index: Int(index)) }
            return .orders
        }
        let sentiment = MentionWriter.drawSentiment(mood: mood, parting: nextMentionIsParting, &random)
        if MentionWriter.isNegative(sentiment) { negativeMentions += 1 }
        writer.writeMention(sentiment: sentiment, by: author, at: time, &random, into: &line) {
            $0.writeCustomer(index: Int(index))
        }
        scheduleMention(after: time, configuration)
        return .mentions
    }

    private mutating func tellStep(
        _ author: EventWriter.Author,
        at time: Int64,
        _ configuration: ShopConfiguration,
        _ writer: EventWriter,
        _ pool: inout SessionPool,
        into line: inout [UInt8]
    ) -> Topic {
        if session < 0 {
            session = pool.claim()
            let outcome = orders == 0 ? .ordered : drawOutcome(configuration)
            pool[session].plan(outcome, from: writer.catalogue, &random)
            pool[session].begin = time
            pool[session].cart = author.ordinal
        }
        let step = pool[session].current
        if step.kind == .ordered {
            let total = writer.writeOrder(of: pool[session], by: author, at: time, into: &line) {
                $0.writeCustomer(index: Int(author.owner))
            }
            orders += 1
            lastOrder = time
            scheduleReversal(order: author.ordinal, total: total, at: time, configuration)
        } else {
            writer.writeBrowsing(step, cart: pool[session].cart, by: author, at: time, into: &line) {
                $0.writeCustomer(index: Int(author.owner))
            }
        }
        if pool[session].isLast {
            finishSession(at: time, configuration, &pool)
        } else {
            pool[session].advance()
            sessionDue = pool[session].due
        }
        return step.kind == .ordered ? .orders : .browse
    }

    private mutating func drawOutcome(_ configuration: ShopConfiguration) -> SessionOutcome {
        if random.happens(configuration.orderShare) { return .ordered }
        let luck = random.unit()
        if luck <= Double(abandonShare) { return .abandoned }
        return luck <= Double(abandonShare) + CustomerLife.emptiedShare ? .emptied : .browsed
    }

    private mutating func finishSession(at time: Int64, _ configuration: ShopConfiguration, _ pool: inout SessionPool) {
        if pool[session].outcome == .abandoned { abandonedCarts += 1 }
        pool.release(session)
        session = -1
        // Who began a session finishes it, and leaves no earlier than with its last step.
        aliveUntil = max(aliveUntil, time)
        let gap = pause * random.exponential()
        guard gap < Double(configuration.to) else {
            sessionDue = never
            return
        }
        let begin = time + CustomerLife.leastPause + Int64(gap)
        // A session that might not end within the period is not begun, so that every session told is whole.
        sessionDue = begin > aliveUntil || begin + Session.longest + 1_000 >= configuration.to ? never : begin
    }

    private mutating func scheduleReversal(
        order: UInt32,
        total: Int,
        at time: Int64,
        _ configuration: ShopConfiguration
    ) {
        let luck = random.unit()
        let delay = random.unit()
        guard reversalDue == never, luck <= configuration.cancelledShare + configuration.refundedShare else { return }
        reversalIsRefund = luck > configuration.cancelledShare
        // A cancellation after 5 minutes to 8 hours, a refund after 2 to 20 days.
        let milliseconds = reversalIsRefund ? (2 + 18 * delay) * CustomerLife.day : 300_000 + delay * 28_500_000
        reversalDue = time + Int64(milliseconds)
        reversedOrder = order
        reversedTotal = UInt32(total)
    }

    /// Sets the next mention while the customer is there, or an angry one in the three days after leaving.
    private mutating func scheduleMention(after time: Int64, _ configuration: ShopConfiguration) {
        let left = nextMentionIsParting
        mentionDue = never
        nextMentionIsParting = false
        guard !left else { return }
        if mentionPause > 0 {
            let gap = mentionPause * random.exponential()
            if gap < Double(min(aliveUntil, configuration.to) - time) {
                mentionDue = time + 1 + Int64(gap)
                return
            }
        }
        let isAngry = random.happens(mentionPause > 0 ? 0.4 : 0.5 * configuration.mentioningShare)
        let delay = 3_600_000 + random.below(71 * 3_600_000)
        guard isAngry, aliveUntil < configuration.to else { return }
        nextMentionIsParting = true
        mentionDue = max(time, aliveUntil) + Int64(delay)
    }
}
