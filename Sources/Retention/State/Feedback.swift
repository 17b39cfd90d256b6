/// What somebody says of the shop when asked, and in reviews.
///
/// Whatever comes late takes the place that its time gives it.
public struct Feedback: Hashable, Sendable {
    /// The latest answer to the question of recommendation, from 0 to 10.
    public internal(set) var nps: Dated<Int64>?
    /// The answer before that.
    public internal(set) var previousNPS: Dated<Int64>?
    /// The rating of the latest review with one, in millionths.
    public internal(set) var rating: Dated<Int64>?
    /// When they wrote a review last.
    public internal(set) var lastReview: Timestamp?
    /// The latest answer to a survey that is a number, in millionths.
    public internal(set) var survey: Dated<Int64>?
    var reviewCount: UInt32 = 0

    /// What is known of those who have none.
    public static let absent = [Self()]

    /// Makes the record of somebody who said nothing.
    public init() {}

    /// What an answer to the question of recommendation makes of somebody.
    public enum Band: String, Sendable, CaseIterable {
        /// Nine or ten.
        case promoter
        /// Seven or eight.
        case passive
        /// Six or less.
        case detractor

        /// The band in which a score lies.
        public init(score: Int64) {
            self =
                switch score {
                case 9...: .promoter
                case 7...: .passive
                default: .detractor
                }
        }
    }

    /// The band of the latest answer.
    public var band: Band? { self.nps.map { Band(score: $0.value) } }

    /// The band of the answer before that.
    public var previousBand: Band? { self.previousNPS.map { Band(score: $0.value) } }

    /// How many reviews they wrote, in the shop and elsewhere.
    public var reviews: Int { Int(self.reviewCount) }

    /// Takes an event in; returns whether that changed anything.
    mutating func take(_ body: Event.Body, at time: Timestamp) -> Bool {
        switch body {
        case .npsAnswered(let answer): return self.recommend(answer.score, at: time)
        case .surveyAnswered(let answer): return self.survey.learn(answer.score, at: time)
        case .productReviewed(let review), .reviewPublished(let review):
            let isCounted = self.reviewCount.count()
            let isLatest = self.lastReview.advance(to: time)
            return self.rating.learn(review.rating, at: time) || isCounted || isLatest
        default: return false
        }
    }

    private mutating func recommend(_ score: Int64, at time: Timestamp) -> Bool {
        guard (0...10).contains(score) else { return false }
        guard let latest = self.nps, time < latest.time else {
            let before = (self.nps, self.previousNPS)
            self.previousNPS = self.nps
            self.nps = Dated(score, at: time)
            return before != (self.nps, self.previousNPS)
        }
        return self.previousNPS.learn(score, at: time)
    }
}
