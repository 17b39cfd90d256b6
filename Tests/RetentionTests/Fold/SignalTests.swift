import Retention
import TestKit
import Testing

@Suite struct SignalTests {
    private func id(
        playbook: String = "specs",
        rule: String = "rule",
        type: SignalType = .contactDeferred,
        subject: Subject = Subject(.customer, "1"),
        occasion: Occasion = .once
    ) -> SignalID {
        SignalID(playbook: playbook, rule: rule, type: type, subject: subject, occasion: occasion)
    }

    @Test func `the same decision has the same id`() {
        #expect(self.id() == self.id())
        #expect(self.id(occasion: .event(id: "5")) == self.id(occasion: .event(id: "5")))
    }

    @Test func `playbook, rule, type, subject and occasion each make another id`() {
        let ids = [
            self.id(), self.id(playbook: "other"), self.id(rule: "other"), self.id(type: .contactSuppressed),
            self.id(subject: Subject(.customer, "2")), self.id(subject: Subject(.visitor, "1")),
            self.id(occasion: .event(id: "once")), self.id(occasion: .event(id: "1")),
            self.id(occasion: .key(1, start, ordinal: 1)), self.id(occasion: .key(2, start, ordinal: 1)),
            self.id(occasion: .key(1, start, ordinal: 2)), self.id(occasion: .key(1, start + tick, ordinal: 1)),
        ]
        #expect(Set(ids).count == ids.count)
    }

    @Test func `an id reads as 32 hexadecimal digits, leading zeros included`() {
        for ordinal in 0..<2_000 {
            let text = self.id(occasion: .event(id: "\(ordinal)")).description
            #expect(text.utf8.count == 32 && text.allSatisfy(\.isHexDigit))
        }
    }

    @Test func `ids sort as their digits do`() {
        let ids = (0..<100).map { self.id(occasion: .event(id: "\($0)")) }
        #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
    }

    @Test func `every type has a name of its own`() {
        #expect(Set(SignalType.all.map(\.name)).count == SignalType.all.count)
        #expect(SignalType.all.count == 13)
    }

    @Test func `the place of a record takes no part in the id of what it leads to`() {
        func first(offset: Int64, source: String) -> Signal? {
            var fold = SubjectFold(
                CustomerProjection(settings: .with { $0.consent.doubleOptIn = [] }),
                playbook: "specs",
                subject: Subject(.customer, "1")
            )
            fold.fold(
                Event(
                    id: "e-1",
                    subject: fold.subject,
                    time: start,
                    origin: Origin(source: source, partition: 0, offset: offset),
                    body: .consentGranted(Consent(channel: "email"))
                )
            )
            return fold.signals.first
        }
        let (file, topic) = (first(offset: 1, source: "a.ndjson"), first(offset: 9, source: "orders"))
        #expect(file?.id == topic?.id && file != nil)
        #expect(file?.cause != topic?.cause)
    }
}
