import Playbook
import Retention
import Testing

/// Playbooks that keep a part of the facts.
@Suite struct KeepsTests {
    static let kept = "state: { keeps: [views], cart_removals: total }\n"

    /// A day of somebody who does a bit of everything.
    static let day: [Fact] = [
        .born("1984-02-29", zone: "Asia/Tokyo", at: "2027-03-01"), .complained(at: "2027-03-01T01:00"),
        .viewed(at: "2027-03-01T02:00"), .mentioned(-90, at: "2027-03-01T03:00"),
        .added("lamp", at: "2027-03-01T04:00"), .order("o", products: ["lamp"], at: "2027-03-01T05:00"),
        .added("rug", at: "2027-03-01T06:00"), .consents(at: "2027-03-01T07:00"),
    ]

    @Test func whatIsNotKeptTakesNoPlace() throws {
        let state = try PlaybookSpec(Self.kept).given(Self.day).state
        #expect(state.relations.isAbsent && state.shopping.isAbsent && state.mentions == Mentions())
        #expect(state.cart.lines.isEmpty && state.purchases.days.isEmpty && state.purchases.dayCount == 0)
        #expect(state.browsing.views == 1 && state.cart.items == 1 && state.purchases.count == 1)
        #expect(!state.permissions.isAbsent && state.lastSeen == at("2027-03-01T07:00"))
    }

    @Test func everythingIsKeptWithoutAWord() throws {
        let all = FactGroup.allCases.map(\.rawValue).joined(separator: ", ")
        let silent = try PlaybookSpec("").given(Self.day).state
        #expect(try PlaybookSpec("state: { keeps: [\(all)] }").given(Self.day).state == silent)
        #expect(!silent.relations.isAbsent && !silent.shopping.isAbsent && silent.cart.lines.count == 1)
    }

    @Test(arguments: FactGroup.allCases) func aGroupIsKeptAsItIsWithAllOthers(_ group: FactGroup) throws {
        let one = try PlaybookSpec("state: { keeps: \(group.rawValue), cart_removals: total }").given(Self.day).state
        let all = try PlaybookSpec("state: { cart_removals: total }").given(Self.day).state
        let (ours, theirs) = (one.shopping.value, all.shopping.value)
        switch group {
        case .views: #expect(one.browsing == all.browsing)
        case .mentions: #expect(one.mentions == all.mentions)
        case .counts: #expect(one.relations.value.tallies == all.relations.value.tallies)
        case .profile: #expect(one.relations.value.profile == all.relations.value.profile)
        case .tickets: #expect(one.relations.value.tickets == all.relations.value.tickets)
        case .deliveries: #expect(ours.deliveries == theirs.deliveries)
        case .checkout: #expect(ours.checkout == theirs.checkout)
        case .products: #expect(ours.products == theirs.products && ours.interests == Interests())
        case .interests: #expect(ours.interests == theirs.interests && ours.products == Products())
        case .discounts: #expect(ours.discounts == theirs.discounts)
        case .purchaseDays: #expect(one.purchases == all.purchases)
        case .cartProducts: #expect(one.cart == all.cart)
        case .feedback, .channels, .memberships: #expect(one.relations.isAbsent)
        }
    }

    @Test(arguments: [
        ("on: order.completed, if: customer.orders > 1 && customer.nps.score > 3", "feedback", 56),
        ("since: customer.replenishment.due, after: 1d", "products", 15),
        ("yearly: birthday, at: \"09:00\"", "profile", 16),
        ("on: order.completed, contact: { product: \"'x'\" }", "products", 49),
        ("on: order.completed, with: { a: customer.cart.products }", "cart_products", 40),
        ("on: order.completed, wait: 1d, while: \"!order.is_cancelled\"", "deliveries", 48),
    ])
    func whatReadsMoreIsRefusedAtItsPlace(_ rule: String, _ group: String, _ column: Int) throws {
        let text = "playbook: p\nversion: 1\n\(Self.kept)rules:\n  r: { \(rule), emit: triggers/r }\n"
        let error = #expect(throws: PlaybookError.self) { try PlaybookFile.load(yaml: text, named: "p.yaml") }
        let problem = try #require(error?.problems.first)
        #expect(error?.problems.count == 1 && problem.line == 5 && problem.column == column, "\(problem)")
        #expect(problem.message.contains("`\(group)`") && problem.message.contains("state.keeps"), "\(problem)")
        let more = text.replacing("[views]", with: "[views, \(group)]")
        #expect(throws: Never.self) { try PlaybookFile.load(yaml: more, named: "p.yaml") }
    }

    @Test func removalsByLineKeepTheLines() throws {
        let spec = try PlaybookSpec("state: { keeps: [] }").given(Self.day)
        #expect(spec.state.cart.lines.map(\.product) == ["rug"])
        #expect(spec.given(.removed("rug", at: "2027-03-02")).state.cart.items == 0)
    }

    @Test func aChangeForgetsWhatIsKeptNoMore() throws {
        let spec = try PlaybookSpec("").given(Self.day).whenAdopted(Self.kept, at: "2027-03-02")
        #expect(spec.state == (try PlaybookSpec(Self.kept).given(Self.day).state))
        let back = try spec.whenAdopted("", at: "2027-03-03").given(.complained("t-2", at: "2027-03-04"))
        #expect(back.state.relations.value.tickets.openComplaints == 1)
    }
}
