import Retention
import TestKit
import Testing

@Suite struct RecentEventsTests {
    private func spec(window: Int) -> CustomerSpec {
        CustomerSpec(.with { $0.state.recentEventIDs = window })
    }

    private func views(_ range: Range<Int>) -> [Fact] {
        range.map { Fact.viewed(at: start + .minutes(Int64($0)), id: "view-\($0)") }
    }

    @Test func `a repeated event is passed over, whatever it says`() {
        let spec = self.spec(window: 32).given(.order("o-1", at: start, id: "same"))
        let repeated = spec.when(.order("o-2", at: start + .days(1), id: "same"))
        #expect(repeated.state == spec.state && repeated.fold.repeated == 1)
    }

    @Test func `a repeated event fires no deadline`() {
        let spec = CustomerSpec(.with { $0.state.cartLifetime = .hours(1) })
            .given(.added(at: start, id: "same"))
            .when(.added(at: start + .days(1), id: "same"))
        #expect(spec.fold.fired.isEmpty && spec.state.cart.isOpen)
    }

    @Test(arguments: [1, 2, 32, 1_024])
    func `the last ids are remembered exactly as far as the window reaches`(window: Int) {
        let spec = self.spec(window: window).given(self.views(0..<window))
        #expect(spec.when(.viewed(at: start, id: "view-0")).fold.repeated == 1)
        let later = spec.given(self.views(window..<window + 1))
        #expect(later.when(.viewed(at: start, id: "view-0")).fold.repeated == 0)
        for index in 1...window {
            #expect(later.when(.viewed(at: start, id: "view-\(index)")).fold.repeated == 1)
        }
    }

    @Test func `the window goes round many times`() {
        let spec = self.spec(window: 5).given(self.views(0..<103))
        #expect(spec.state.browsing.views == 103)
        #expect((98..<103).allSatisfy { spec.when(.viewed(at: start, id: "view-\($0)")).fold.repeated == 1 })
        #expect((0..<98).allSatisfy { spec.when(.viewed(at: start, id: "view-\($0)")).fold.repeated == 0 })
    }

    @Test func `the first and the latest event are remembered by their times, not by their arrival`() {
        let state = self.spec(window: 32).given(
            .viewed(at: start),
            .viewed(at: start + .days(2)),
            .viewed(at: start - .days(2)),
            .viewed(at: start)
        ).state
        #expect(state.firstSeen == start - .days(2) && state.lastSeen == start + .days(2))
    }
}
