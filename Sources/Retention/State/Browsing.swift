/// What a customer looked at, as counts by day.
public struct Browsing: Hashable, Sendable {
    /// Views ever.
    public internal(set) var views = 0
    /// The latest UTC day with a view.
    public internal(set) var latestDay: CalendarDay?
    /// Views on the latest day and the six before it, the latest first; at most seven numbers, fewer where the rest is 0.
    var daily: [UInt16] = []

    /// Makes the record of a customer who looked at nothing.
    public init() {}

    /// Views on the seven UTC days that end with the latest day.
    public var viewsInLatestWeek: Int { self.daily.reduce(0) { $0 + Int($1) } }

    mutating func view(at time: Timestamp) {
        self.views += 1
        let day = CalendarDay(containing: time)
        // As nearly all of them are.
        if day == self.latestDay, !self.daily.isEmpty {
            if self.daily[0] < .max { self.daily[0] += 1 }
            return
        }
        let latest = self.latestDay ?? day
        if day > latest || self.latestDay == nil {
            let passed = min(7, Int(day.number) - Int(latest.number))
            self.daily.insert(contentsOf: repeatElement(0, count: passed), at: 0)
            if self.daily.count > 7 { self.daily.removeLast(self.daily.count - 7) }
            self.latestDay = day
        }
        let age = Int((self.latestDay ?? day).number) - Int(day.number)
        guard age < 7 else { return }
        while self.daily.count <= age { self.daily.append(0) }
        if self.daily[age] < .max { self.daily[age] += 1 }
    }
}

/// What a customer said of the shop in public.
public struct Mentions: Hashable, Sendable {
    /// Mentions ever.
    public internal(set) var count = 0
    /// Mentions whose sentiment was below zero.
    public internal(set) var negative = 0
    /// The sentiment of the latest scored mention that arrived.
    public internal(set) var lastSentiment: Sentiment?

    /// Makes the record of a customer who said nothing.
    public init() {}

    mutating func take(_ mention: Mention) {
        self.count += 1
        guard let sentiment = mention.sentiment else { return }
        self.lastSentiment = sentiment
        if sentiment.millionths < 0 { self.negative += 1 }
    }
}
