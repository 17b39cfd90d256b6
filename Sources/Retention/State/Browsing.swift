/// What a customer looked at, as counts by day.
public struct Browsing: Hashable, Sendable {
    /// Views ever.
    public internal(set) var views = 0
    /// The latest UTC day with a view.
    public internal(set) var latestDay: CalendarDay?
    /// Views on the latest day and the six before it, the latest first; then how many of these days are known.
    private(set) var daily = SIMD8<UInt16>()

    private static let (week, known) = (7, 7)

    /// How many days are known, at most seven; the rest have no views.
    var knownDays: Int { Int(self.daily[Self.known]) }

    /// Takes views by day, the latest first.
    mutating func setDays(_ days: [UInt16]) {
        self.daily = SIMD8()
        for (age, views) in days.prefix(Self.week).enumerated() { self.daily[age] = views }
        self.daily[Self.known] = UInt16(min(Self.week, days.count))
    }

    /// Makes the record of a customer who looked at nothing.
    public init() {}

    /// Views on the seven UTC days that end with the latest day.
    public var viewsInLatestWeek: Int {
        Int(SIMD8<UInt32>(truncatingIfNeeded: self.daily).wrappedSum()) - self.knownDays
    }

    mutating func view(at time: Timestamp) {
        self.views += 1
        let day = CalendarDay(containing: time)
        let latest = self.latestDay ?? day
        if day > latest { self.forget(days: Int(day.number) - Int(latest.number)) }
        self.latestDay = max(day, latest)
        let age = max(0, Int(latest.number) - Int(day.number))
        guard age < Self.week else { return }
        self.daily[Self.known] = max(self.daily[Self.known], UInt16(age + 1))
        if self.daily[age] < .max { self.daily[age] += 1 }
    }

    /// Lets so many new days come before those that are known.
    private mutating func forget(days: Int) {
        let before = self.daily
        for age in 0..<Self.week { self.daily[age] = age < days ? 0 : before[age - days] }
        self.daily[Self.known] = UInt16(min(Self.week, self.knownDays + days))
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
