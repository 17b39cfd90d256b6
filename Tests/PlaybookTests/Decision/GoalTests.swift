import Playbook
import Retention
import Testing

/// What decisions lead to: goals, and the arms of experiments.
@Suite struct GoalTests {
    static let goal = """
        rules:
          r:
            on: product.added
            emit: triggers/r
            goal:
              on: order.completed
              if: event.total >= 10.0
              within: 7d
              emit: triggers/r.reached
              missed: triggers/r.missed
              with: { order: event.order_id }
        """

    @Test func aGoalIsReachedOrMissed() throws {
        let spec = try PlaybookSpec(Self.goal).given(.added(at: "2027-03-01T10:00")).thenNext("2027-03-08T10:00")
        spec.when(.order("o", at: "2027-03-02")).then("2027-03-02T00:00 r.reached order=o decided=2027-03-01T10:00")
            .when(.order("p", at: "2027-03-03")).thenNothing().whenClock("2028-01-01").thenNothing()
        spec.whenClock("2028-01-01").then("2027-03-08T10:00 r.missed decided=2027-03-01T10:00")
            .when(.order("o", at: "2028-01-01")).thenNothing()
    }

    @Test func theWindowEndsAfterItsLastInstant() throws {
        let spec = try PlaybookSpec(Self.goal).given(.added(at: "2027-03-01T10:00"))
        spec.when(.order("o", at: "2027-03-08T10:00")).then("2027-03-08T10:00 r.reached")
        spec.when(.order("o", at: "2027-03-08T10:00:00.001")).then("2027-03-08T10:00 r.missed")
    }

    @Test func theConditionOfTheGoalCounts() throws {
        let spec = try PlaybookSpec(Self.goal).given(.added(at: "2027-03-01T10:00"))
        spec.when(.order("o", 9_99, at: "2027-03-02")).thenNothing().when(.order("p", at: "2027-03-03"))
            .then("2027-03-03T00:00 r.reached order=p")
    }

    @Test func whatHappenedBeforeTheDecisionReachesNothing() throws {
        let spec = try PlaybookSpec(Self.goal).given(.added(at: "2027-03-01T10:00"))
        spec.when(.order("o", at: "2027-03-01T09:59:59.999")).thenNothing()
        spec.when(.order("o", at: "2027-03-01T10:00")).then("2027-03-01T10:00 r.reached")
    }

    @Test func aLaterDecisionTakesTheGoalOver() throws {
        let spec = try PlaybookSpec(Self.goal).given(.added(at: "2027-03-01")).given(.added(at: "2027-03-05"))
        spec.when(.order("o", at: "2027-03-10")).then("2027-03-10T00:00 r.reached decided=2027-03-05T00:00")
        spec.whenClock("2028-01-01").then("2027-03-12T00:00 r.missed decided=2027-03-05T00:00")
    }

    @Test func anOrderThatComesLateUnmakesASilenceAndReachesItsGoal() throws {
        let spec = try PlaybookSpec(
            """
            rules: { r: { since: customer.last_order, after: 30d, emit: triggers/r,
              goal: { on: order.completed, emit: triggers/r.reached } } }
            """
        )
        .given(.order("a", at: "2027-03-01")).givenClock("2027-04-05")
        spec.when(.order("b", at: "2027-03-20")).then("2027-03-31T00:00 r.reached decided=2027-03-31T00:00")
        spec.when(.order("z", at: "2027-02-20")).thenNothing()
    }

    @Test func anEventMayReachTheGoalOfOneKeyAlone() throws {
        let spec = try PlaybookSpec(
            """
            rules: { r: { on: order.completed, per: event.order_id, emit: triggers/r,
              goal: { on: order.cancelled, per: event.order_id, within: 7d, emit: triggers/r.reached,
                missed: triggers/r.missed } } }
            """
        )
        .given(.order("a", at: "2027-03-01"), .order("b", at: "2027-03-02"))
        let told = spec.when(.cancelled("b", at: "2027-03-03"))
            .then("2027-03-03T00:00 r.reached decided=2027-03-02T00:00")
        told.whenClock("2028-01-01").then("2027-03-08T00:00 r.missed decided=2027-03-01T00:00")
    }

    @Test func aGoalHasAKeyOnlyWhereItsRuleHasOne() throws {
        let error = #expect(throws: PlaybookError.self) {
            try PlaybookSpec(
                """
                rules: { r: { on: order.completed, emit: triggers/r,
                  goal: { on: order.cancelled, per: event.order_id, emit: triggers/r.reached } } }
                """
            )
        }
        #expect(error?.description.contains("no `per` to compare") ?? false)
    }

    // MARK: Experiments

    static let experiment = """
        contacts: { purposes: { service: { consent: false } } }
        rules:
          r:
            on: product.added
            emit: triggers/r
            contact: { purpose: service }
            experiment: { name: words, hold_out: 20%, arms: { a: 40%, b: 30% } }
            goal: { on: order.completed, within: 7d, emit: triggers/r.reached, missed: triggers/r.missed }
        """

    @Test func armsAreStableAndAboutAsLargeAsTheyShouldBe() throws {
        var counts: [String: Int] = [:]
        for number in 0..<400 {
            let spec = try PlaybookSpec(Self.experiment, customer: "c-\(number)")
            let signals = spec.when(.added(at: "2027-03-01")).signals
            let arm = signals.first { $0.type == .experimentAssigned }?.text("arm") ?? "none"
            counts[arm, default: 0] += 1
            let last = signals.last
            #expect((last?.text("arm") ?? "none") == arm)
            #expect((last?.text("reason") == "hold_out") == (arm == "hold_out"))
            #expect(spec.when(.added(at: "2030-03-01")).signals.last?.text("arm") ?? "none" == arm)
        }
        #expect((50...110).contains(counts["hold_out"] ?? 0), "\(counts)")
        #expect((120...200).contains(counts["a"] ?? 0), "\(counts)")
        #expect((80...160).contains(counts["b"] ?? 0), "\(counts)")
        #expect((20...70).contains(counts["none"] ?? 0), "\(counts)")
    }

    /// A customer who is in an arm.
    static func customer(in arm: String) throws -> PlaybookSpec {
        for number in 0..<1_000 {
            let spec = try PlaybookSpec(self.experiment, customer: "c-\(number)")
            let signals = spec.when(.added(at: "2027-03-01")).signals
            if signals.contains(where: { $0.text("arm") == arm }) { return spec }
        }
        throw Missing()
    }

    struct Missing: Error {}

    @Test func theArmIsToldOnce() throws {
        let spec = try Self.customer(in: "a").when(.added(at: "2027-03-01"))
            .then(
                "2027-03-01T00:00 experiment.assigned experiment=words arm=a",
                "2027-03-01T00:00 r arm=a channel=email"
            )
        spec.when(.added(at: "2027-03-02")).then("2027-03-02T00:00 r arm=a")
    }

    @Test func theArmOfARuleWithoutAContactIsToldToo() throws {
        let spec = try PlaybookSpec(
            "rules: { r: { on: product.added, emit: triggers/r, experiment: { name: words, arms: { a: 100% } } } }"
        )
        spec.when(.added(at: "2027-03-01"))
            .then("2027-03-01T00:00 experiment.assigned experiment=words arm=a", "2027-03-01T00:00 r arm=a")
    }

    @Test func whoIsLeftAloneHasGoalsLikeEverybodyElse() throws {
        let spec = try Self.customer(in: "hold_out").when(.added(at: "2027-03-01"))
            .then(
                "2027-03-01T00:00 experiment.assigned arm=hold_out",
                "2027-03-01T00:00 contact.suppressed reason=hold_out arm=hold_out signal=r"
            )
        spec.when(.order("o", at: "2027-03-02")).then("2027-03-02T00:00 r.reached arm=hold_out")
        spec.whenClock("2028-01-01").then("2027-03-08T00:00 r.missed arm=hold_out")
    }
}
