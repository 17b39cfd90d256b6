import Playbook
import Retention
import Testing

/// Codes from their grant to their use or end.
@Suite struct IncentiveTests {
    static func playbook(_ incentive: String) -> String {
        "rules: { r: { on: product.added, emit: triggers/r, incentive: { \(incentive) } } }"
    }

    static let table = """
        by: customer.cart.value, table: [{ from: 10, reward: 5% }, { from: 49.99, reward: 10% }], valid_for: 14d,
        warn_before: 3d
        """

    @Test(
        arguments: [(9_99, nil), (10_00, "5%"), (49_98, "5%"), (49_99, "10%"), (900_00, "10%")] as [(Int64, String?)]
    )
    func theTableGoesByItsValue(_ cents: Int64, _ reward: String?) throws {
        let spec = try PlaybookSpec(Self.playbook(Self.table))
        let signals = spec.when(.added(cents: cents, at: "2027-03-01")).signals
        #expect(signals.last?.text("reward") == reward)
        #expect(signals.map(\.type.name) == (reward == nil ? ["r"] : ["incentive.granted", "r"]))
    }

    @Test func wholeNumbersMayBeWhatTheTableGoesBy() throws {
        let spec = try PlaybookSpec(
            Self.playbook("by: customer.orders, table: [{ from: 0, reward: x }, { from: 1, reward: y }], valid_for: 1d")
        )
        #expect(spec.when(.added(at: "2027-03-01")).signals.last?.text("reward") == "x")
    }

    @Test func aCodeEndsAndSaysSoBefore() throws {
        let spec = try PlaybookSpec(Self.playbook(Self.table)).when(.added(at: "2027-03-01"))
            .then(
                "2027-03-01T00:00 incentive.granted reward=5% expires=2027-03-15T00:00",
                "2027-03-01T00:00 r reward=5% expires=2027-03-15T00:00"
            )
        let code = try #require(spec.signals.last?.text("code"))
        #expect(code.utf8.count == 10)
        #expect(spec.signals.first?.text("code") == code)
        spec.whenClock("2028-01-01")
            .then("2027-03-12T00:00 incentive.expiring code=\(code)", "2027-03-15T00:00 incentive.expired code=\(code)")
    }

    @Test func aCodeThatIsUsedSaysNoMore() throws {
        let spec = try PlaybookSpec(Self.playbook(Self.table)).when(.added(at: "2027-03-01"))
        let code = try #require(spec.signals.last?.text("code"))
        let used = spec.when(.order("o", coupon: code, at: "2027-03-12"))
            .then("2027-03-12T00:00 incentive.redeemed code=\(code) order=o")
        used.when(.order("p", coupon: code, at: "2027-03-13")).thenNothing().whenClock("2028-01-01").thenNothing()
        spec.when(.order("o", coupon: "OTHER", at: "2027-03-02")).thenNothing()
        spec.when(.order("o", coupon: code, at: "2027-02-02")).thenNothing()
    }

    @Test func aLimitHoldsForItsSpan() throws {
        let spec = try PlaybookSpec(Self.playbook("reward: 5%, valid_for: 60d, at_most: 2, per: 30d"))
            .given(.added(at: "2027-03-01"), .added(at: "2027-03-02"))
        spec.when(.added(at: "2027-03-30T23:59:59.999")).then(
            "2027-03-30T23:59:59.999 r incentive_withheld=limit -code"
        )
        #expect(spec.when(.added(at: "2027-03-31")).signals.map(\.type.name) == ["incentive.granted", "r"])
    }

    @Test func twoCodesDiffer() throws {
        let spec = try PlaybookSpec(Self.playbook("reward: 5%, valid_for: 1d"))
            .when(.added(at: "2027-03-01", id: "a"), .added(at: "2027-03-01", id: "b"))
        #expect(Set(spec.signals.compactMap { $0.text("code") }).count == 2)
    }
}
