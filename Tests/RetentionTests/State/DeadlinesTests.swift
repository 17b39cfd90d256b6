import Retention
import TestKit
import Testing

@Suite struct DeadlinesTests {
    @Test func `a new customer has no deadline`() {
        #expect(Deadlines().earliest == .never && Deadlines().first == nil)
    }

    @Test(arguments: Deadlines.Kind.allCases)
    func `each kind is armed, found as the earliest, and disarmed by itself`(kind: Deadlines.Kind) {
        var deadlines = Deadlines()
        for other in Deadlines.Kind.allCases { deadlines[other] = start + .days(1) }
        deadlines[kind] = start
        #expect(deadlines.earliest == start && deadlines.first == kind && deadlines[kind] == start)
        deadlines[kind] = .never
        #expect(deadlines.earliest == start + .days(1) && deadlines.first != kind)
    }

    @Test func `of one instant the kinds fire in their fixed order`() {
        var deadlines = Deadlines()
        for kind in Deadlines.Kind.allCases.reversed() { deadlines[kind] = start }
        var order: [Deadlines.Kind] = []
        while let kind = deadlines.first {
            order.append(kind)
            deadlines[kind] = .never
        }
        #expect(order == [.cart, .churn, .thanks, .winBack, .anniversary])
    }

    @Test func `the timer of a rule that was taken out of the playbook goes without a word`() throws {
        let before = CustomerSpec(.only { $0.churnRisk = ChurnRiskRule(hiatus: .days(30)) }).given(
            .order("o-1", at: start)
        )
        var state = before.state
        var effects = Effects(playbook: "specs")
        let without = CustomerProjection(rules: .none)
        without.fire(start + .days(30), in: &state, &effects)
        #expect(effects.signals.isEmpty && without.nextDeadline(of: state) == .never)
    }

    @Test func `firing a state without a deadline changes nothing`() {
        var state = Customer()
        var effects = Effects(playbook: "specs")
        CustomerProjection(rules: .none).fire(start, in: &state, &effects)
        #expect(state == Customer() && effects.signals.isEmpty)
    }
}
