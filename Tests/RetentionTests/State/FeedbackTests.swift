import Retention
import TestKit
import Testing

@Suite struct FeedbackTests {
    private static func answered(_ score: Int64, at time: Timestamp) -> Fact {
        Fact(.npsAnswered(NPSAnswer(score: score)), at: time)
    }

    @Test func `given answers, when they come in any order, then the two latest count`() {
        let states = Relations.inEveryOrder([
            Self.answered(9, at: start), Self.answered(7, at: start + .days(1)), Self.answered(3, at: start + .days(2)),
            Self.answered(10, at: start + .days(3)),
        ])
        #expect(states.count == 1)
        let feedback = states.first?.feedback
        #expect(feedback?.nps?.value == 10 && feedback?.nps?.time == start + .days(3))
        #expect(feedback?.previousNPS?.value == 3 && feedback?.previousNPS?.time == start + .days(2))
        #expect(feedback?.band == .promoter && feedback?.previousBand == .detractor)
    }

    private static let bands: [(Int64, Feedback.Band)] = [
        (0, .detractor), (6, .detractor), (7, .passive), (8, .passive), (9, .promoter), (10, .promoter),
    ]

    @Test(arguments: Self.bands)
    func `a score lies in its band`(score: Int64, band: Feedback.Band) {
        let feedback = Relations.given(Self.answered(score, at: start)).feedback
        #expect(feedback.band == band && feedback.previousBand == nil && feedback.previousNPS == nil)
    }

    @Test(arguments: [-1, 11, .min, .max] as [Int64])
    func `a score that is none is passed over`(score: Int64) {
        #expect(Relations.given(Self.answered(score, at: start)).feedback == Feedback())
    }

    @Test func `given reviews, then all are counted, and the rating is that of the latest with one`() {
        let states = Relations.inEveryOrder([
            Fact(.productReviewed(Review(rating: 5_000_000)), at: start),
            Fact(.reviewPublished(Review(rating: 1_500_000)), at: start + .days(1)),
            Fact(.productReviewed(Review()), at: start + .days(2)),
        ])
        let feedback = states.first?.feedback
        #expect(states.count == 1 && feedback?.reviews == 3 && feedback?.lastReview == start + .days(2))
        #expect(feedback?.rating?.value == 1_500_000 && feedback?.rating?.time == start + .days(1))
    }

    @Test func `given answers to surveys, then the latest that is a number counts`() {
        func survey(_ score: Int64?, at time: Timestamp) -> Fact {
            Fact(.surveyAnswered(SurveyAnswer(surveyID: "s", score: score)), at: time)
        }
        let states = Relations.inEveryOrder([
            survey(1_000_000, at: start), survey(-2_000_000, at: start + .days(1)), survey(nil, at: start + .days(2)),
        ])
        #expect(states.count == 1 && states.first?.feedback.survey?.value == -2_000_000)
        #expect(states.first?.feedback.survey?.time == start + .days(1))
    }

    @Test func `given two answers of one instant, then the one that came last counts`() {
        let feedback = Relations.given(Self.answered(2, at: start), Self.answered(9, at: start)).feedback
        #expect(feedback.nps?.value == 9 && feedback.previousNPS?.value == 2)
    }
}
