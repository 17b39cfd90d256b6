import Retention
import TestKit
import Testing

@Suite struct EffectsTests {
    private let cause = Cause(eventID: "e-1", origin: Origin(source: "orders", partition: 3, offset: 7))
    private let letter = Event(
        id: "e-9",
        subject: Subject(.customer, "2"),
        time: start,
        origin: Origin(source: "orders", partition: 0, offset: 0),
        body: .productViewed(ProductView(product: "sku"))
    )

    @Test func `what was asked for is kept in the order of asking, about the subject at hand`() {
        var effects = Effects(playbook: "specs")
        effects.begin(Subject(.customer, "1"))
        effects.emit(
            .contactSuppressed,
            rule: "first",
            at: start,
            occasion: .once,
            cause: self.cause,
            [.init("count", .count(1))]
        )
        effects.begin(Subject(.customer, "2"))
        effects.emit(
            .contactDeferred,
            rule: "second",
            at: start + tick,
            occasion: .event(id: "3"),
            cause: self.cause,
            []
        )
        effects.send(self.letter)
        #expect(effects.signals.map(\.type) == [.contactSuppressed, .contactDeferred])
        #expect(effects.signals.map(\.subject.id) == ["1", "2"])
        #expect(effects.signals[0].values == [.init("count", .count(1))])
        #expect(effects.signals[0].cause == self.cause)
        #expect(effects.letters == [self.letter])
    }

    @Test func `a discarding collector keeps nothing and works nothing out`() {
        var effects = Effects(playbook: "specs", isDiscarding: true)
        var evaluated = 0
        func occasion() -> Occasion {
            evaluated += 1
            return .once
        }
        func values() -> [Signal.Field] {
            evaluated += 1
            return []
        }
        effects.begin(Subject(.customer, "1"))
        effects.emit(.contactSuppressed, rule: "first", at: start, occasion: occasion(), cause: self.cause, values())
        effects.send(self.letter)
        #expect(effects.signals.isEmpty && effects.letters.isEmpty && evaluated == 0)
    }

    @Test func `a fold that discards reaches the same state as one that asks`() {
        let settings = FoldSettings.with {
            $0.consent.doubleOptIn = ["email"]
            $0.state.cartLifetime = .hours(1)
        }
        let facts: [Fact] = [
            .added(at: start), Fact(.consentRequested(.email("r")), at: start + tick),
            .order("o-1", at: start + .days(1)), .order("o-2", at: start + .days(90)),
        ]
        let asking = CustomerSpec(settings).given(facts)
        var discarding = SubjectFold(
            CustomerProjection(settings: settings),
            playbook: "specs",
            subject: Subject(.customer, "c-1"),
            isDiscarding: true
        )
        for (index, fact) in facts.enumerated() {
            discarding.fold(
                Event(
                    id: "e-\(index + 1)",
                    subject: discarding.subject,
                    time: fact.time,
                    origin: Origin(source: "spec", partition: 0, offset: Int64(index)),
                    body: fact.body
                )
            )
        }
        #expect(discarding.state == asking.state)
        #expect(discarding.signals.isEmpty)
    }

    @Test func `a signal without a known cause says so by an offset of minus one`() {
        var effects = Effects(playbook: "specs")
        effects.emit(.contactSuppressed, rule: "first", at: start, occasion: .once, cause: nil, [])
        #expect(effects.signals.first?.cause.eventID == "")
        #expect(effects.signals.first?.cause.origin.offset == -1)
    }

    @Test func `what was asked for can be forgotten while the subject stays`() {
        var effects = Effects(playbook: "specs")
        effects.begin(Subject(.customer, "1"))
        effects.send(self.letter)
        effects.emit(.contactSuppressed, rule: "first", at: start, occasion: .once, cause: nil, [])
        effects.removeAll()
        #expect(effects.signals.isEmpty && effects.letters.isEmpty)
        effects.emit(.contactSuppressed, rule: "first", at: start, occasion: .once, cause: nil, [])
        #expect(effects.signals.first?.subject == Subject(.customer, "1"))
    }
}
