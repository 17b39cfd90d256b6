/// What a customer wants to hear, on which channels, how often and when.
///
/// Each field counts as it was said last, by event time, whichever order the facts came in. A field that a fact leaves
/// out, and an empty list, says nothing: what was said before stays, so that a fact about topics alone lifts no limit.
/// Numbers out of range say nothing either.
public struct ContactPreferences: Hashable, Sendable {
    /// Wanted topics, at most `ContactPreferences.keptNames`, in the customer's order.
    public var topics: [String] { self.wantedTopics.value }
    /// Wanted channels, the dearest first, at most `ContactPreferences.keptNames`.
    public var channels: [String] { self.wantedChannels.value }
    /// At most so many contacts a week, 0 to 1,000.
    public var maxPerWeek: Int64? { self.weekly?.value }
    /// Where quiet hours begin, in minutes of the customer's day, 0 to 1,439.
    public var quietFrom: Int64? { self.quietBegin?.value }
    /// Where quiet hours end, in minutes of the customer's day, 0 to 1,439.
    public var quietUntil: Int64? { self.quietEnd?.value }

    /// Topics and channels kept of a customer.
    public static let keptNames = 32

    var wantedTopics = Latest<[String]>(value: [], time: .distantPast)
    var wantedChannels = Latest<[String]>(value: [], time: .distantPast)
    var weekly: Latest<Int64>?
    var quietBegin: Latest<Int64>?
    var quietEnd: Latest<Int64>?

    /// Makes the preferences of a customer who has said nothing.
    public init() {}

    package var isInitial: Bool {
        self.topics.isEmpty && self.channels.isEmpty && self.weekly == nil && self.quietBegin == nil
            && self.quietEnd == nil
    }

    /// What was said, and when.
    struct Latest<Value: Hashable & Sendable>: Hashable, Sendable {
        var value: Value
        var time: Timestamp
    }

    mutating func take(_ fact: Preferences, at time: Timestamp) {
        Self.take(fact.topics, at: time, &self.wantedTopics)
        Self.take(fact.channels, at: time, &self.wantedChannels)
        Self.take(fact.maxPerWeek, in: 0...1_000, at: time, &self.weekly)
        Self.take(fact.quietFrom, in: 0...1_439, at: time, &self.quietBegin)
        Self.take(fact.quietUntil, in: 0...1_439, at: time, &self.quietEnd)
    }

    /// Of two lists of one instant the shorter counts, or the one that sorts first.
    private static func take(_ names: [String], at time: Timestamp, _ latest: inout Latest<[String]>) {
        let kept = Array(names.filter { !$0.isEmpty }.prefix(Self.keptNames))
        guard !kept.isEmpty, time >= latest.time else { return }
        if time == latest.time, !latest.value.isEmpty {
            let known = latest.value
            guard kept.count == known.count ? kept.lexicographicallyPrecedes(known) : kept.count < known.count else {
                return
            }
        }
        latest = Latest(value: kept, time: time)
    }

    /// Of two numbers of one instant the smaller counts.
    private static func take(
        _ number: Int64?,
        in range: ClosedRange<Int64>,
        at time: Timestamp,
        _ latest: inout Latest<Int64>?
    ) {
        guard let number, range.contains(number) else { return }
        if let known = latest {
            guard time == known.time ? number < known.value : time > known.time else { return }
        }
        latest = Latest(value: number, time: time)
    }
}
