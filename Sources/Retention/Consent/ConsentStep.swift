/// A channel and a purpose on it.
public struct ConsentScope: Hashable, Comparable, Sendable {
    /// The channel, such as email or sms.
    public let channel: String
    /// The purpose, such as marketing; `nil` for everything on the channel.
    public let purpose: String?

    /// Makes a scope.
    public init(channel: String, purpose: String?) {
        self.channel = channel
        self.purpose = purpose
    }

    /// Compares channels first; everything on a channel comes before its purposes.
    public static func < (left: ConsentScope, right: ConsentScope) -> Bool {
        guard left.channel == right.channel else { return left.channel < right.channel }
        guard let other = right.purpose else { return false }
        return left.purpose.map { $0 < other } ?? true
    }

    /// Everything on the channel.
    var whole: ConsentScope { ConsentScope(channel: self.channel, purpose: nil) }

    /// Whether what is said of this scope holds for the other one.
    func covers(_ other: ConsentScope) -> Bool {
        self.channel == other.channel && (self.purpose == nil || self.purpose == other.purpose)
    }
}

/// One step by which consent was asked for, confirmed or given, with what proves it.
public struct ConsentStep: Hashable, Sendable {
    /// When it happened.
    public let time: Timestamp
    /// The event that told of it.
    public let cause: Cause
    /// The version of the text that was shown.
    public internal(set) var textVersion: String?
    /// Where it happened, such as checkout or popup.
    public internal(set) var source: String?
    /// The address it came from.
    public internal(set) var ip: String?
    /// The browser it came with.
    public internal(set) var userAgent: String?
    /// What ties a confirmation to its request.
    public internal(set) var requestID: String?
    /// Whether something was given in return: consent that was bought may be none.
    public internal(set) var isIncentivised = false
    /// Whether the source says that this was, or had, a second step.
    public internal(set) var isConfirmed = false
    /// When the consent it leads to ends; `never` when it is not limited.
    public internal(set) var ends = Timestamp.never

    init(time: Timestamp, cause: Cause) {
        self.time = time
        self.cause = cause
    }

    /// Takes what proves the step from a fact; empty texts count as missing.
    init(_ fact: Consent, at time: Timestamp, cause: Cause) {
        self.init(time: time, cause: cause)
        self.textVersion = fact.textVersion.nonempty
        self.source = fact.source.nonempty
        self.ip = fact.ip.nonempty
        self.userAgent = fact.userAgent.nonempty
        self.requestID = fact.requestID.nonempty
        self.isIncentivised = fact.isIncentivised
        self.isConfirmed = fact.isConfirmed ?? false
        self.ends = fact.expires ?? .never
    }

    /// The same step, ending no later than `validity` after it.
    func ending(after validity: TimeSpan?) -> ConsentStep {
        guard let validity else { return self }
        var step = self
        step.ends = min(step.ends, step.time + validity)
        return step
    }

    /// Whether this one counts before another of the same instant: the one that ends earlier, whichever came first.
    func outranks(_ other: ConsentStep) -> Bool {
        if self.ends != other.ends { return self.ends < other.ends }
        return self.cause.eventID < other.cause.eventID
    }
}

/// A request for consent and the time in which it can be confirmed.
public struct ConsentRequest: Hashable, Sendable {
    /// The request and what proves it.
    public let step: ConsentStep
    /// From when on it can't be confirmed any more.
    public let openUntil: Timestamp
    /// Whether its end was looked at already.
    var isLapsed = false

    init(step: ConsentStep, openUntil: Timestamp) {
        self.step = step
        self.openUntil = openUntil
    }

    /// The scope and what is known of the request, as signals carry it: neither address nor browser.
    func requestValues(for scope: ConsentScope) -> [Signal.Field] {
        var values: [Signal.Field] = [.init("channel", .text(scope.channel))]
        if let purpose = scope.purpose { values.append(.init("purpose", .text(purpose))) }
        values.append(.init("requested", .time(self.step.time)))
        if let version = self.step.textVersion { values.append(.init("text_version", .text(version))) }
        if let source = self.step.source { values.append(.init("source", .text(source))) }
        if let id = self.step.requestID { values.append(.init("request", .text(id))) }
        values.append(.init("incentivised", .count(self.step.isIncentivised ? 1 : 0)))
        return values
    }

    /// Whether the confirmation came in its time and belongs to it: by the same id, or by naming none.
    func accepts(_ confirmation: ConsentStep) -> Bool {
        confirmation.time >= self.step.time && confirmation.time < self.openUntil
            && (confirmation.requestID == nil || confirmation.requestID == self.step.requestID)
    }
}

/// Consent that was given: by one step, or by a request and its confirmation.
public struct ConsentGrant: Hashable, Sendable {
    /// The request that was confirmed; `nil` when there was one step only.
    public let request: ConsentStep?
    /// The step by which consent was given.
    public let step: ConsentStep
    /// The instant from which on there is no consent any more; `never` when it is not limited.
    public internal(set) var ends: Timestamp

    init(request: ConsentStep? = nil, step: ConsentStep) {
        self.request = request
        self.step = step
        self.ends = min(step.ends, request?.ends ?? .never)
    }

    /// When it was given.
    public var time: Timestamp { self.step.time }
    /// Whether there was a second step, seen here or told by the source.
    public var isDoubleOptIn: Bool { self.request != nil || self.step.isConfirmed }
    /// The version of the text that was agreed to.
    public var textVersion: String? { self.request?.textVersion ?? self.step.textVersion }
    /// Where it was given.
    public var source: String? { self.request?.source ?? self.step.source }
    /// Whether something was given in return for it.
    public var isIncentivised: Bool { self.step.isIncentivised || self.request?.isIncentivised ?? false }

    /// Whether this is the statement that counts of the two: the later one.
    func outranks(_ other: ConsentGrant) -> Bool {
        if self.time != other.time { return self.time > other.time }
        if self.ends != other.ends { return self.ends < other.ends }
        if self.step.cause.eventID != other.step.cause.eventID { return self.step.outranks(other.step) }
        // One confirmation of several requests.
        guard let mine = self.request, let its = other.request else { return self.request != nil }
        return mine.time != its.time ? mine.time > its.time : mine.cause.eventID < its.cause.eventID
    }

    /// The scope and what proves the consent, as signals carry it: neither address nor browser.
    func values(for scope: ConsentScope) -> [Signal.Field] {
        var values: [Signal.Field] = [.init("channel", .text(scope.channel))]
        if let purpose = scope.purpose { values.append(.init("purpose", .text(purpose))) }
        values.append(.init("opt_in", .text(self.isDoubleOptIn ? "double" : "single")))
        if let request { values.append(.init("requested", .time(request.time))) }
        values.append(.init("granted", .time(self.time)))
        if self.ends != .never { values.append(.init("expires", .time(self.ends))) }
        if let version = self.textVersion { values.append(.init("text_version", .text(version))) }
        if let source = self.source { values.append(.init("source", .text(source))) }
        if let id = self.request?.requestID ?? self.step.requestID { values.append(.init("request", .text(id))) }
        values.append(.init("incentivised", .count(self.isIncentivised ? 1 : 0)))
        return values
    }
}

/// Consent that was taken back.
public struct ConsentWithdrawal: Hashable, Sendable {
    /// From when on there is no consent.
    public let time: Timestamp
    /// The event that told of it.
    public let cause: Cause

    /// Whether this one counts of the two: the later one.
    func outranks(_ other: ConsentWithdrawal?) -> Bool {
        guard let other else { return true }
        if self.time != other.time { return self.time > other.time }
        return self.cause.eventID < other.cause.eventID
    }
}

extension Optional<ConsentWithdrawal> {
    /// Keeps the later one.
    mutating func merge(_ other: ConsentWithdrawal?) {
        if let other, other.outranks(self) { self = other }
    }
}

extension String? {
    /// The text unless it is empty.
    var nonempty: String? { self.flatMap { $0.isEmpty ? nil : $0 } }
}
