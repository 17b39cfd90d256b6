import Retention

/// What applies to every contact that rules want.
struct ContactPolicy: Sendable {
    /// At most so many contacts in a span of time.
    struct Cap: Sendable {
        var count: Int
        var per: TimeSpan
        /// The channel that counts; all of them together when missing.
        var channel: String?
    }

    /// Hours of the customer's day in which nobody is bothered, as seconds of the day; over midnight where the end is
    /// before the beginning.
    struct QuietHours: Sendable {
        var from: Int
        var until: Int
    }

    /// A state of affairs in which no contact goes out.
    struct Block: Sendable {
        let reason: String
        let condition: Formula
    }

    /// What a purpose needs.
    struct Purpose: Sendable {
        var needsConsent = true
        var isCapped = true
        var keepsQuietHours = true
        var isBlocked = true
        /// Whether topics, channels and frequency that a customer chose apply.
        var keepsPreferences = true
    }

    var caps: [Cap] = []
    var quietHours: QuietHours?
    var blocks: [Block] = []
    var purposes: [String: Purpose] = ["marketing": Purpose()]
    /// The channels of rules that name none, the best first.
    var channels = ["email"]

    /// How far back contacts have to be known.
    var window: TimeSpan { max(.days(7), self.caps.map(\.per).max() ?? .days(7)) }
}
