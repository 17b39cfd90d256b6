public import Retention

/// Which letters are meant.
public struct LetterFilter: Hashable, Sendable {
    /// A limit on letters, at the raw record.
    public enum Bound: Hashable, Sendable {
        /// The offset of the raw record in its partition.
        case offset(Int64)
        /// The timestamp of the raw record.
        case time(Timestamp)
    }

    /// Reasons, each with all that begin with it and a dot; empty for every reason.
    public var reasons: Set<String>
    /// The topics of the raw records; empty for every topic.
    public var topics: Set<String>
    /// Where the raw record stood, now or when it was refused first.
    public var place: Origin?
    /// The first one meant.
    public var from: Bound?
    /// The first one behind those that are meant.
    public var to: Bound?
    /// Whether only open ones are meant.
    public var isOpenOnly: Bool
    /// Topics to which nothing may be put back.
    public var protected: Set<String>

    /// Makes a filter; as it is it lets everything through.
    public init(
        reasons: Set<String> = [],
        topics: Set<String> = [],
        place: Origin? = nil,
        from: Bound? = nil,
        to: Bound? = nil,
        isOpenOnly: Bool = false,
        protected: Set<String> = []
    ) {
        self.reasons = reasons
        self.topics = topics
        self.place = place
        self.from = from
        self.to = to
        self.isOpenOnly = isOpenOnly
        self.protected = protected
    }

    /// Whether a letter in this state is meant.
    public func accepts(_ letter: Letter, _ state: LetterState) -> Bool {
        if self.isOpenOnly, state != .open { return false }
        if !self.topics.isEmpty, !self.topics.contains(letter.place.source) { return false }
        if !self.reasons.isEmpty, !self.reasons.contains(where: { Self.matches(letter.reason, $0) }) { return false }
        if let place = self.place, letter.place != place, letter.first != place { return false }
        if let from = self.from, Self.isBefore(letter, from) { return false }
        if let to = self.to, !Self.isBefore(letter, to) { return false }
        return true
    }

    /// Whether a letter that is meant can't be put back.
    public func isLeftOut(_ letter: Letter) -> Bool { self.protected.contains(letter.place.source) }

    private static func matches(_ reason: String, _ wanted: String) -> Bool {
        reason == wanted || reason.hasPrefix(wanted + ".")
    }

    private static func isBefore(_ letter: Letter, _ bound: Bound) -> Bool {
        switch bound {
        case .offset(let offset): letter.place.offset < offset
        case .time(let time): letter.timestamp < time
        }
    }
}
