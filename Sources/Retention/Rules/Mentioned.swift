/// Notices a mention whose sentiment is below a limit.
public struct MentionNegativeRule: Hashable, Sendable {
    /// The rule's name in the playbook.
    public var name: String
    /// The limit; a sentiment of exactly this is not below it.
    public var below: Sentiment

    /// Makes the rule.
    public init(name: String = "mention_negative", below: Sentiment) {
        self.name = name
        self.below = below
    }

    func mentioned(
        _ mention: Mention,
        _ sentiment: Sentiment,
        _ seen: Occurrence,
        _ state: Customer,
        _ effects: inout Effects
    ) {
        guard sentiment < self.below else { return }
        effects.emit(
            .mentionNegative,
            rule: self.name,
            at: seen.time,
            occasion: .event(id: seen.event.id),
            cause: seen.cause,
            [
                .init("sentiment", .sentiment(sentiment)), .init("network", .text(mention.network)),
                .init("orders", .count(Int64(state.purchases.count))),
            ]
        )
    }
}

/// Asks for somebody to look after an angry customer, at most once in a while.
public struct ServiceRecoveryRule: Hashable, Sendable {
    /// The rule's name in the playbook.
    public var name: String
    /// The sentiment below which somebody is angry.
    public var below: Sentiment
    /// How long no second recovery is asked for.
    public var coolDown: TimeSpan

    /// Makes the rule.
    public init(name: String = "service_recovery", below: Sentiment, coolDown: TimeSpan) {
        self.name = name
        self.below = below
        self.coolDown = coolDown
    }

    func mentioned(
        _ mention: Mention,
        _ sentiment: Sentiment,
        _ seen: Occurrence,
        _ state: inout Customer,
        _ effects: inout Effects
    ) {
        guard sentiment < self.below,
            isOver(self.coolDown, since: state.memory.recoveredService, at: seen.time)
        else { return }
        state.memory.recoveredService = seen.time
        effects.emit(
            .serviceRecoveryDue,
            rule: self.name,
            at: seen.time,
            occasion: .instant(seen.time, ordinal: 0),
            cause: seen.cause,
            [
                .init("reason", .text("mention")), .init("sentiment", .sentiment(sentiment)),
                .init("network", .text(mention.network)), .init("orders", .count(Int64(state.purchases.count))),
                .init("revenue", .sums(state.purchases.revenue)),
            ]
        )
    }
}

/// Notices a buyer who speaks well of the shop in public, at most once in a while.
public struct TestimonialRule: Hashable, Sendable {
    /// The rule's name in the playbook.
    public var name: String
    /// The sentiment from which on somebody is glad.
    public var atLeast: Sentiment
    /// How long no second candidacy is noticed.
    public var coolDown: TimeSpan

    /// Makes the rule.
    public init(name: String = "testimonial", atLeast: Sentiment, coolDown: TimeSpan) {
        self.name = name
        self.atLeast = atLeast
        self.coolDown = coolDown
    }

    func mentioned(
        _ mention: Mention,
        _ sentiment: Sentiment,
        _ seen: Occurrence,
        _ state: inout Customer,
        _ effects: inout Effects
    ) {
        guard sentiment >= self.atLeast, state.purchases.count > 0,
            isOver(self.coolDown, since: state.memory.testified, at: seen.time)
        else { return }
        state.memory.testified = seen.time
        effects.emit(
            .testimonialCandidate,
            rule: self.name,
            at: seen.time,
            occasion: .instant(seen.time, ordinal: 0),
            cause: seen.cause,
            [
                .init("sentiment", .sentiment(sentiment)), .init("network", .text(mention.network)),
                .init("orders", .count(Int64(state.purchases.count))),
            ]
        )
    }
}

/// Whether `span` has passed since `earlier`, when that was ever.
private func isOver(_ span: TimeSpan, since earlier: Timestamp?, at now: Timestamp) -> Bool {
    earlier.map { now >= $0 + span } ?? true
}
