/// What is known and planned of one real customer.
struct Shopper: Sendable {
    var random: RandomStream
    var lastOrder: Int64 = -1
    var lastForeseen: Int64 = -1
    /// How many sessions were planned, which makes the ids of carts.
    var sessions: UInt32 = 0
    let mood: Int8
    private let isMentioning: Bool
    private var isMentionPending = false
    private var isIdlePending = false
    private var idleLeft: UInt8 = 0
    private var ordinal: UInt32 = 0

    init(hash: UInt64, _ configuration: BrowsingConfiguration) {
        random = RandomStream(seed: configuration.seed, owner: hash)
        mood = MentionWriter.drawMood(&random)
        isMentioning = random.happens(configuration.mentioningShare)
    }

    /// The author of the next event, each time another.
    mutating func author(_ owner: UInt32) -> EventWriter.Author {
        defer { ordinal += 1 }
        return EventWriter.Author(owner: owner, ordinal: ordinal)
    }

    /// After an order: draws how many sessions without an order follow, and when the first begins, unless one is
    /// planned.
    mutating func planIdleSession(_ configuration: BrowsingConfiguration) -> Int64? {
        // A geometric number with the mean of the configuration.
        let more = configuration.sessionsBetween / (1 + configuration.sessionsBetween)
        idleLeft = 0
        while idleLeft < 200, random.unit() <= more { idleLeft += 1 }
        guard !isIdlePending else { return nil }
        return planNextIdleSession(after: lastOrder, configuration)
    }

    /// Draws when the next of the sessions left begins, if one is left.
    mutating func planNextIdleSession(after time: Int64, _ configuration: BrowsingConfiguration) -> Int64? {
        isIdlePending = idleLeft > 0
        guard isIdlePending else { return nil }
        idleLeft -= 1
        return drawIdleBegin(after: time, configuration)
    }

    /// An even instant at least an hour later.
    mutating func drawIdleBegin(after time: Int64, _ configuration: BrowsingConfiguration) -> Int64 {
        (time + 3_600_000 + Int64(random.exponential() * configuration.daysBetween * CustomerLife.day)) & ~1
    }

    /// After an order: draws whether and when the customer writes about the shop, unless they are about to.
    mutating func planMention(isLast: Bool, _ configuration: BrowsingConfiguration) -> Int64? {
        let writes = random.happens(isMentioning ? (isLast ? 0.8 : 0.4) : isLast ? 0.05 : 0)
        guard writes, !isMentionPending else { return nil }
        isMentionPending = true
        return drawMentionTime(configuration)
    }

    /// An odd instant two hours to ten days after the latest order.
    mutating func drawMentionTime(_ configuration: BrowsingConfiguration) -> Int64 {
        (lastOrder + 7_200_000 + Int64(random.below(856_800_000))) | 1
    }

    mutating func mentionTold() {
        isMentionPending = false
    }
}
