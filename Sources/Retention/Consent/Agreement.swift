/// What was said of one purpose on one channel, or of everything on it: facts, from which the standing follows.
///
/// Nothing is decided when a fact comes, so that the order of arrival does not matter.
struct Agreement: Hashable, Sendable {
    let scope: ConsentScope
    /// The latest withdrawal.
    var withdrawal: ConsentWithdrawal?
    /// The latest grant by a single step.
    var grant: ConsentStep?
    /// The latest requests, at most `Agreement.keptSteps`, ascending by time.
    var requests: [ConsentRequest] = []
    /// The latest confirmations, at most `Agreement.keptSteps`, ascending by time.
    var confirmations: [ConsentStep] = []
    /// What was let go for want of room.
    var lost: Lost?
    /// The time of the grant whose end was told last.
    var expiryTold: Timestamp?
    /// The time of the grant for which was said last that it should be asked for again.
    var reconsentTold: Timestamp?

    static let keptSteps = 8

    init(_ scope: ConsentScope) { self.scope = scope }

    /// What is left of steps for which there was no room: they may have limited what was granted before.
    struct Lost: Hashable, Sendable {
        /// Until when consent may have been given by them.
        var until: Timestamp
        /// When the first of those consents would have ended.
        var ends: Timestamp
    }

    mutating func lose(until: Timestamp, ends: Timestamp) {
        self.lost = Lost(until: max(self.lost?.until ?? until, until), ends: min(self.lost?.ends ?? ends, ends))
    }

    mutating func take(_ step: ConsentStep) {
        guard let known = self.grant else {
            self.grant = step
            return
        }
        if step.time == known.time ? step.outranks(known) : step.time > known.time { self.grant = step }
    }

    /// Puts a request among the others; the caller sees to the room.
    mutating func insert(_ request: ConsentRequest) {
        let place = self.requests.firstIndex { request.step.precedes($0.step) }
        self.requests.insert(request, at: place ?? self.requests.count)
    }

    /// Puts a confirmation among the others; the caller sees to the room.
    mutating func insert(confirmation: ConsentStep) {
        let place = self.confirmations.firstIndex { confirmation.precedes($0) }
        self.confirmations.insert(confirmation, at: place ?? self.confirmations.count)
    }
}

extension ConsentStep {
    fileprivate func precedes(_ other: ConsentStep) -> Bool {
        self.time != other.time ? self.time < other.time : self.cause.eventID < other.cause.eventID
    }
}

/// All categories of consent as they stood at one instant.
struct ConsentCategories: Hashable, Sendable {
    /// The latest statement of all categories.
    var step: ConsentStep
    /// The granted ones, at most `ConsentCategories.keptNames`, ascending.
    var granted: [String]

    static let keptNames = 24

    /// Takes a statement in: the later one counts; of two of one instant, only what both grant.
    mutating func merge(_ other: ConsentCategories) {
        guard other.step.time >= self.step.time else { return }
        if other.step.time > self.step.time {
            self = other
        } else {
            if other.step.outranks(self.step) { self.step = other.step }
            self.granted.removeAll { !other.granted.contains($0) }
        }
    }
}
